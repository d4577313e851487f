"""What pickles refer to by name: the functions of ``_freeze``, and modules."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import value_error
from interpreter.modules.state import builtin_modules, modules
from interpreter.objects.dict import Dict
from interpreter.objects.module import Module
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from transform.rpython import not_none

NAME = "_freeze"


def own_function(name: str) -> Object:
    """A function of the module ``_freeze``."""
    return not_none(builtin_modules[NAME].dict.get_str(name))


def module_of(globals: Dict) -> Optional[Module]:
    """The module whose globals these are, if it can be imported."""
    name = globals.get_str("__name__")
    found = modules.get_str(name.value) if isinstance(name, Str) else None
    return found if isinstance(found, Module) and found.dict is globals else None


def state_parts(state: Object, count: int) -> Tuple:
    """A state that is a tuple of so many parts; ValueError for others."""
    if not isinstance(state, Tuple) or state.length != count:
        raise value_error(f"damaged pickle: the state must be a tuple of {count} items")
    return state
