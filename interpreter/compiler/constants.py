"""Constants as the compiler sees them: when two are the same, and their truth."""
from __future__ import annotations

from typing import Optional

from interpreter.numbers.bigint_text import to_text
from interpreter.objects.make import (ELLIPSIS, NONE, Bool, Bytes, Complex, Float, Int, Object, Str, Tuple, new_int, new_str,
                                      new_tuple)
from interpreter.objects.set import FrozenSet
from transform.rpython import float_to_bits


def constant_key(value: Object) -> str:
    """A text that two constants have in common when one can stand for the other: ``0``, ``0.0``, ``-0.0`` and ``False`` differ."""
    if isinstance(value, Str):
        return "s" + value.value
    if isinstance(value, Bool):
        return "b1" if value.value else "b0"
    if isinstance(value, Int):
        return "i" + (str(value.machine()) if value.fits() else to_text(value.big(), 16))
    if isinstance(value, Float):
        return f"f{float_to_bits(value.number())}"
    if isinstance(value, Complex):
        return f"c{float_to_bits(value.real)},{float_to_bits(value.imag)}"
    if isinstance(value, Bytes):
        return "y" + value.value.decode("utf-8", "surrogateescape")
    if isinstance(value, Tuple):
        return "t" + _joined([constant_key(item) for item in value.items()])
    if isinstance(value, FrozenSet):
        return "z" + _joined([constant_key(item) for item in value.items()])
    if value is NONE:
        return "n"
    assert value is ELLIPSIS
    return "e"


def _joined(keys: list[str]) -> str:
    """The keys of items as one text from which they could be told again."""
    return "".join([f"{len(key)}:{key}" for key in keys])


def truth(value: Object) -> bool:
    """``bool(value)`` of a constant."""
    if isinstance(value, Str):
        return len(value.value) > 0
    if isinstance(value, Bool):
        return value.value
    if isinstance(value, Int):
        return not value.fits() or value.machine() != 0
    if isinstance(value, Float):
        return value.number() != 0.0
    if isinstance(value, Complex):
        return value.real != 0.0 or value.imag != 0.0
    if isinstance(value, Bytes):
        return len(value.value) > 0
    if isinstance(value, Tuple):
        return value.length > 0
    if isinstance(value, FrozenSet):
        return len(value.items()) > 0
    return value is not NONE


def name_tuple(names: list[str]) -> Tuple:
    """The tuple of names."""
    items: list[Object] = [new_str(name) for name in names]
    return new_tuple(items)


def item_of_constant(value: Object, index: Object) -> Optional[Object]:
    """``value[index]`` for a sequence and an index in range, or None."""
    if not isinstance(index, Int) or not index.fits():
        return None
    i = index.machine()
    if isinstance(value, Str) and -len(value.value) <= i < len(value.value):
        return new_str(value.value[i])
    if isinstance(value, Bytes) and -len(value.value) <= i < len(value.value):
        return new_int(value.value[i])
    if isinstance(value, Tuple) and -value.length <= i < value.length:
        return value.item(i if i >= 0 else i + value.length)
    return None
