"""Text of any object: ``str``, ``repr``, ``ascii``, ``format``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str import EMPTY_STR, Str, new_str
from interpreter.protocols.call import invoke1, invoke2
from interpreter.text import strings
from transform.rpython import not_none


def str_of(x: Object) -> Str:
    """``str(x)``."""
    if isinstance(x, Str) and x.python_type is not None:
        return x
    enter_recursion(" while getting the str of an object")
    try:
        result = invoke1(not_none(type_of(x).slots[Slot.STR]), x)
    finally:
        leave_recursion()
    if not isinstance(result, Str):
        raise type_error(f"__str__ returned non-string (type {type_of(result).name})")
    return result


def repr_of(x: Object) -> str:
    """The text of ``repr(x)``."""
    return repr_object(x).value


def repr_object(x: Object) -> Str:
    """``repr(x)``, which may be an instance of a subclass of str."""
    enter_recursion(" while getting the repr of an object")
    try:
        result = invoke1(not_none(type_of(x).slots[Slot.REPR]), x)
    finally:
        leave_recursion()
    if not isinstance(result, Str):
        raise type_error(f"__repr__ returned non-string (type {type_of(result).name})")
    return result


def ascii_of(x: Object) -> str:
    """The text of ``ascii(x)``."""
    return ascii_object(x).value


def ascii_object(x: Object) -> Str:
    """``ascii(x)``: what `repr` gives, if it is ASCII already."""
    result = repr_object(x)
    return result if result.value.isascii() else new_str(strings.escaped(result.value))


def convert(x: Object, kind: int) -> Object:
    """CONVERT: ``!s``, ``!r`` and ``!a`` in an f-string."""
    match kind:
        case 0:
            return str_of(x)
        case 1:
            return repr_object(x)
        case _:
            return ascii_object(x)


def format_object(x: Object, specification: Optional[Object]) -> Object:
    """``format(x, specification)``."""
    if specification is None:
        if isinstance(x, Str) and x.python_type is not None:
            return x
        specification = EMPTY_STR
    result = invoke2(not_none(type_of(x).slots[Slot.FORMAT]), x, specification)
    if not isinstance(result, Str):
        raise type_error(f"__format__ must return a str, not {type_of(result).name}")
    return result
