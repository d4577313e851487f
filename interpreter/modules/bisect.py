"""Bisection algorithms."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.objects.int import new_int
from interpreter.objects.list import List
from interpreter.objects.list_methods import insert as list_insert
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1, call2
from interpreter.protocols.compare import length, less_than
from interpreter.protocols.item import get_item
from interpreter.protocols.number import as_int
from transform.rpython import specialize


@specialize("is_right")
def search(a: Object, x: Object, lo: int, hi: Object, key: Object, is_right: bool) -> int:
    """The first position in a sorted sequence behind the items that equal `x`, or the position of the first of these."""
    if lo < 0:
        raise value_error("lo must be non-negative")
    first = lo
    if hi is not NONE and type_of(hi).slots[Slot.INDEX] is None:
        raise type_error(f"argument should be integer or None, not '{type_of(hi).name}'")
    last = length(a) if hi is NONE else as_int(hi)
    while first < last:
        middle = first + (last - first) // 2
        item = get_item(a, new_int(middle))
        if key is not NONE:
            item = call1(key, item)
        if is_right:
            if less_than(x, item):
                last = middle
            else:
                first = middle + 1
        elif less_than(item, x):
            first = middle + 1
        else:
            last = middle
    return first


@specialize("is_right")
def insert(a: Object, x: Object, lo: int, hi: Object, key: Object, is_right: bool) -> None:
    position = search(a, x if key is NONE else call1(key, x), lo, hi, key, is_right)
    if isinstance(a, List) and a.python_type is not None:
        list_insert(a, position, x)
    else:
        call2(get_attribute(a, "insert"), new_int(position), x)


@exposed
def bisect_right(a: Object, x: Object, lo: int = 0, hi: Object = NONE, *, key: Object = NONE) -> int:
    """Return the index where to insert item x in list a, assuming a is sorted."""
    return search(a, x, lo, hi, key, True)


@exposed
def bisect_left(a: Object, x: Object, lo: int = 0, hi: Object = NONE, *, key: Object = NONE) -> int:
    """Return the index where to insert item x in list a, assuming a is sorted."""
    return search(a, x, lo, hi, key, False)


@exposed
def insort_right(a: Object, x: Object, lo: int = 0, hi: Object = NONE, *, key: Object = NONE) -> None:
    """Insert item x in list a, and keep it sorted assuming a is sorted."""
    insert(a, x, lo, hi, key, True)


@exposed
def insort_left(a: Object, x: Object, lo: int = 0, hi: Object = NONE, *, key: Object = NONE) -> None:
    """Insert item x in list a, and keep it sorted assuming a is sorted."""
    insert(a, x, lo, hi, key, False)


define_module(__name__, "_bisect")
