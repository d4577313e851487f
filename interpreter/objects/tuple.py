"""tuple."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.object import Object
from transform.rpython import get_item, new_var, set_item, varsize


@varsize(Object)
class Tuple(Object):
    """An immutable sequence; its items lie in it. `extra` is for instances of classes below tuple (see subclass.py)."""
    extra: Optional[Object]
    length: int

    def item(self, i: int) -> Object:
        """The item at an index that is in range."""
        return get_item(self, i)

    def items(self) -> list[Object]:
        return [get_item(self, i) for i in range(self.length)]


def new_tuple(items: list[Object]) -> Tuple:
    if len(items) == 0:
        return EMPTY_TUPLE
    result = new_var(Tuple, len(items))
    for i in range(len(items)):
        set_item(result, i, items[i])
    return result


def tuple1(a: Object) -> Tuple:
    result = new_var(Tuple, 1)
    set_item(result, 0, a)
    return result


def tuple2(a: Object, b: Object) -> Tuple:
    result = new_var(Tuple, 2)
    set_item(result, 0, a)
    set_item(result, 1, b)
    return result


def tuple3(a: Object, b: Object, c: Object) -> Tuple:
    result = new_var(Tuple, 3)
    set_item(result, 0, a)
    set_item(result, 1, b)
    set_item(result, 2, c)
    return result


EMPTY_TUPLE = new_var(Tuple, 0)
