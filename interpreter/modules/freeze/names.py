"""The functions of ``_freeze``, as pickles refer to them."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.modules.state import builtin_modules
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple
from transform.rpython import not_none

NAME = "_freeze"


def own_function(name: str) -> Object:
    """A function of the module ``_freeze``."""
    return not_none(builtin_modules[NAME].dict.get_str(name))


def state_parts(state: Object, count: int) -> Tuple:
    """A state that is a tuple of so many parts; ValueError for others."""
    if not isinstance(state, Tuple) or state.length != count:
        raise value_error(f"damaged pickle: the state must be a tuple of {count} items")
    return state
