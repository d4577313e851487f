"""list: its class and what other RPython code needs of it. What Python programs can do with it is in list_methods.py."""
from __future__ import annotations

from interpreter.objects.object import Object
from transform.rpython import GcArray, copy_items, inline, never_inline, new_array, unlikely, zero


class List(Object):
    """A mutable sequence; `items` has room for more than `length`."""
    items: GcArray[Object]
    length: int

    def __init__(self, items: GcArray[Object], length: int) -> None:
        self.items = items
        self.length = length

    @inline
    def push(self, item: Object) -> None:
        """Appends an item."""
        n = self.length
        if unlikely(n == len(self.items)):
            self.grow(n + 1)
        self.items[n] = item
        self.length = n + 1

    @never_inline
    def grow(self, count: int) -> None:
        """Makes room for `count` items, and for some more."""
        larger = new_array(Object, count + (count >> 3) + 6)
        copy_items(self.items, 0, larger, 0, self.length)
        self.items = larger

    def clear_from(self, start: int) -> None:
        """Empties the room behind the items from `start` on, and makes that the length."""
        for i in range(start, self.length):
            self.items[i] = zero(Object)
        self.length = start

    def remove_range(self, start: int, stop: int) -> None:
        """Deletes the items from `start` up to `stop`, which are in range."""
        copy_items(self.items, stop, self.items, start, self.length - stop)
        self.clear_from(self.length - (stop - start))

    def replace_range(self, start: int, stop: int, source: GcArray[Object], count: int) -> None:
        """Puts the first `count` items of an array, which is not this list's own, in the place of a range of items."""
        rest = self.length - stop
        length = start + count + rest
        if length > len(self.items):
            self.grow(length)
        copy_items(self.items, stop, self.items, start + count, rest)
        copy_items(source, 0, self.items, start, count)
        if length < self.length:
            self.clear_from(length)
        self.length = length

    def append_items(self, source: GcArray[Object], count: int) -> None:
        """Appends the first `count` items of an array."""
        length = self.length + count
        if length > len(self.items):
            self.grow(length)
        copy_items(source, 0, self.items, self.length, count)
        self.length = length

    def to_list(self) -> list[Object]:
        return [self.items[i] for i in range(self.length)]


NO_ITEMS = new_array(Object, 0)


def empty_list() -> List:
    return List(NO_ITEMS, 0)


def new_list(items: list[Object]) -> List:
    return List(array_of(items), len(items))


def array_of(items: list[Object]) -> GcArray[Object]:
    """An array with these items."""
    result = new_array(Object, len(items))
    for i in range(len(items)):
        result[i] = items[i]
    return result


def list_of_array(items: GcArray[Object], start: int, count: int) -> List:
    """A list with a copy of some items of an array."""
    copy = new_array(Object, count)
    copy_items(items, start, copy, 0, count)
    return List(copy, count)
