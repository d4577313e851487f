"""The character database of Unicode 3.2, which internationalised domain names are made with (RFC 3454)."""
from __future__ import annotations

import unicodedata

from interpreter.text.database import Database

VERSION_3_2 = Database(unicodedata.ucd_3_2_0)
