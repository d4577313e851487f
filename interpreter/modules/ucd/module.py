"""This module provides access to the Unicode Character Database which
defines character properties for all Unicode characters. The data in
this database is based on the UnicodeData.txt file version
14.0.0 which is publicly available from the Unicode Consortium
at ftp://ftp.unicode.org/."""
from __future__ import annotations

from typing import Optional

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.ucd import database
from interpreter.modules.ucd.database import CharacterDatabase
from interpreter.objects.object import Object
from interpreter.objects.str import new_str
from interpreter.text.database import CURRENT
from interpreter.text.database_3_2 import VERSION_3_2

_current = CharacterDatabase(CURRENT)


@exposed("category")
def category(chr: Object, /) -> str:
    """Returns the general category assigned to the character chr as string."""
    return database.database_category(_current, chr)


@exposed("bidirectional")
def bidirectional(chr: Object, /) -> str:
    """Returns the bidirectional class assigned to the character chr as string."""
    return database.database_bidirectional(_current, chr)


@exposed("combining")
def combining(chr: Object, /) -> int:
    """Returns the canonical combining class assigned to the character chr as integer."""
    return database.database_combining(_current, chr)


@exposed("mirrored")
def mirrored(chr: Object, /) -> int:
    """Returns the mirrored property assigned to the character chr as integer."""
    return database.database_mirrored(_current, chr)


@exposed("east_asian_width")
def east_asian_width(chr: Object, /) -> str:
    """Returns the east asian width assigned to the character chr as string."""
    return database.database_east_asian_width(_current, chr)


@exposed("decomposition")
def decomposition(chr: Object, /) -> str:
    """Returns the character decomposition mapping assigned to the character chr as string."""
    return database.database_decomposition(_current, chr)


@exposed("decimal")
def decimal(chr: Object, default: Optional[Object] = None, /) -> Object:
    """Converts a Unicode character into its equivalent decimal value."""
    return database.database_decimal(_current, chr, default)


@exposed("digit")
def digit(chr: Object, default: Optional[Object] = None, /) -> Object:
    """Converts a Unicode character into its equivalent digit value."""
    return database.database_digit(_current, chr, default)


@exposed("numeric")
def numeric(chr: Object, default: Optional[Object] = None, /) -> Object:
    """Converts a Unicode character into its equivalent numeric value."""
    return database.database_numeric(_current, chr, default)


@exposed("name")
def name(chr: Object, default: Optional[Object] = None, /) -> Object:
    """Returns the name assigned to the character chr as a string."""
    return database.database_name(_current, chr, default)


@exposed("lookup")
def lookup(name: str, /) -> str:
    """Look up character by name."""
    return database.database_lookup(_current, name)


@exposed("normalize")
def normalize(form: str, unistr: str, /) -> str:
    """Return the normal form 'form' for the Unicode string unistr."""
    return database.database_normalize(_current, form, unistr)


@exposed("is_normalized")
def is_normalized(form: str, unistr: str, /) -> bool:
    """Return whether the Unicode string unistr is in the normal form 'form'."""
    return database.database_is_normalized(_current, form, unistr)


define_module(__name__, "unicodedata", contents={
    "UCD": database.database_type, "ucd_3_2_0": CharacterDatabase(VERSION_3_2), "unidata_version": new_str(CURRENT.version)})
