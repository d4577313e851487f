"""What several built-in modules share: ``sys.modules`` and the contents of ``sys``."""
from __future__ import annotations

from interpreter.objects.dict import Dict

modules = Dict()
"""``sys.modules``."""

system = Dict()
"""The attributes of ``sys``."""

builtins_dict = Dict()
"""The attributes of ``builtins``."""
