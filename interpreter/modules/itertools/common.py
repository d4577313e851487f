"""What the iterators of itertools share."""
from __future__ import annotations

from typing import Callable

from interpreter.errors import type_error
from interpreter.objects.object import Object, Type
from interpreter.objects.tuple import Tuple


def refusing() -> Callable[[Type], Object]:
    """An allocator for a type whose ``__new__`` makes all instances. Each type has its own, which tells its layout from that of others."""
    def allocate(type: Type) -> Object:
        raise type_error(f"object.__new__({type.name}) is not safe, use {type.name}.__new__()")
    return allocate


def state_tuple(state: Object) -> Tuple:
    """What ``__setstate__`` was given, which must be a tuple."""
    if not isinstance(state, Tuple):
        raise type_error("state is not a tuple")
    return state


def state_part(state: Tuple, index: int) -> Object:
    """One item of a state."""
    if index >= state.length:
        raise type_error(f"function takes exactly {index + 1} arguments ({state.length} given)")
    return state.item(index)
