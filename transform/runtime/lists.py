"""`list[T]`: an array with room to grow."""
from __future__ import annotations

from typing import Callable, Generic, TypeVar

from transform.rpython import (
    GcArray, check_index, cold, copy_items, get_item, inline, mul_ovf, never_inline, new_array, set_item, uint8,
    unchecked_cast, unlikely, zero,
)
from transform.runtime.slices import TO_END, clamp, step_count, step_start
from transform.runtime.sorting import reverse_items, sort_items

T = TypeVar("T")
K = TypeVar("K")

# What an empty list of any item type holds. It has no items, so the type of its items is never asked for.
EMPTY_ITEMS = new_array(uint8, 0)


class List(Generic[T]):
    """A list of T.

    ``length`` items are in use, at the start of ``items``; those behind are zero, so that they keep nothing alive.
    A prebuilt list has ``items`` of any size from ``length`` on."""

    length: int
    items: GcArray[T]

    def __init__(self, capacity: int = 0) -> None:
        """An empty list with room for ``capacity`` items."""
        self.length = 0
        if capacity > 0:
            self.items = new_array(T, capacity)  # type: ignore[misc]
        else:
            self.items = unchecked_cast(GcArray[T], EMPTY_ITEMS)

    @inline
    def __len__(self) -> int:
        return self.length

    @inline
    def __getitem__(self, index: int) -> T:
        return get_item(self.items, check_index(index, self.length))

    @inline
    def __setitem__(self, index: int, item: T) -> None:
        set_item(self.items, check_index(index, self.length), item)

    def __delitem__(self, index: int) -> None:
        i = check_index(index, self.length)
        self._close_gap(i, i + 1)

    # Growing and shrinking.

    @inline
    def append(self, item: T) -> None:
        n = self.length
        if unlikely(n == len(self.items)):
            self._grow(n + 1)
        set_item(self.items, n, item)
        self.length = n + 1

    @inline
    def reserve(self, n: int) -> None:
        """Makes room for ``n`` items in all."""
        if n > len(self.items):
            self._grow(n)

    @cold
    @never_inline
    def _grow(self, needed: int) -> None:
        """Gives ``items`` room for ``needed`` items and half as many more, so that appending costs constant time."""
        items = new_array(T, needed + (needed >> 1) + 3)  # type: ignore[misc]
        copy_items(self.items, 0, items, 0, self.length)
        self.items = items

    def _close_gap(self, start: int, stop: int) -> None:
        """Takes out the items from ``start`` to ``stop``."""
        rest = self.length - stop
        if rest > 0:
            copy_items(self.items, stop, self.items, start, rest)
        self._truncate(start + rest)

    def _open_gap(self, start: int, n: int) -> None:
        """Moves the items from ``start`` on by ``n`` places."""
        self.reserve(self.length + n)
        copy_items(self.items, start, self.items, start + n, self.length - start)
        self.length += n

    def _truncate(self, length: int) -> None:
        """Drops the items from ``length`` on."""
        items = self.items
        for i in range(length, self.length):
            set_item(items, i, zero(T))  # type: ignore[misc]
        self.length = length

    def extend(self, other: List[T]) -> None:
        n = other.length
        self.reserve(self.length + n)
        copy_items(other.items, 0, self.items, self.length, n)
        self.length += n

    def insert(self, index: int, item: T) -> None:
        i = clamp(index, self.length)
        self._open_gap(i, 1)
        set_item(self.items, i, item)

    @inline
    def pop(self, index: int = -1) -> T:
        """Takes out an item and gives it back; IndexError where there is none."""
        if index == -1:
            return self._pop_last()
        return self._pop_at(index)

    @inline
    def _pop_last(self) -> T:
        last = self.length - 1
        if unlikely(last < 0):
            raise IndexError("pop from empty list")
        item = get_item(self.items, last)
        set_item(self.items, last, zero(T))  # type: ignore[misc]
        self.length = last
        return item

    def _pop_at(self, index: int) -> T:
        if self.length == 0:
            raise IndexError("pop from empty list")
        if index < -self.length or index >= self.length:
            raise IndexError("pop index out of range")
        i = check_index(index, self.length)
        item = get_item(self.items, i)
        self._close_gap(i, i + 1)
        return item

    def remove(self, item: T) -> None:
        """Takes out the first item that equals ``item``; ValueError where there is none."""
        i = self._find(item, 0, self.length)
        if i < 0:
            raise ValueError("list.remove(x): x not in list")
        self._close_gap(i, i + 1)

    def clear(self) -> None:
        self.length = 0
        self.items = unchecked_cast(GcArray[T], EMPTY_ITEMS)

    # Searching and comparing.

    def _find(self, item: T, start: int, stop: int) -> int:
        """The first index from ``start`` to ``stop`` where an item equals ``item``, or -1.

        The comparison may change the list, hence the look at ``length`` each time."""
        i = start
        while i < stop and i < self.length:
            if get_item(self.items, i) == item:
                return i
            i += 1
        return -1

    def __contains__(self, item: T) -> bool:
        return self._find(item, 0, self.length) >= 0

    def index(self, item: T, start: int = 0, stop: int = TO_END) -> int:
        """The first index of an item that equals ``item``; ValueError where there is none."""
        i = self._find(item, clamp(start, self.length), clamp(stop, self.length))
        if i < 0:
            raise ValueError("item is not in list")
        return i

    def count(self, item: T) -> int:
        found = 0
        i = 0
        while i < self.length:
            if get_item(self.items, i) == item:
                found += 1
            i += 1
        return found

    def __eq__(self, other: List[T]) -> bool:  # type: ignore[override]
        if self.length != other.length:
            return False
        i = 0
        while i < self.length and i < other.length:
            if not (get_item(self.items, i) == get_item(other.items, i)):
                return False
            i += 1
        return self.length == other.length

    # Whole lists and slices of them.

    def copy(self) -> List[T]:
        return self._copy_range(0, self.length)

    def _copy_range(self, start: int, stop: int) -> List[T]:
        n = stop - start
        if n <= 0:
            return List[T]()
        result = List[T](n)
        copy_items(self.items, start, result.items, 0, n)
        result.length = n
        return result

    def get_slice(self, start: int, stop: int) -> List[T]:
        """``self[start:stop]``."""
        return self._copy_range(clamp(start, self.length), clamp(stop, self.length))

    def get_slice_step(self, start: int, stop: int, step: int) -> List[T]:
        """``self[start:stop:step]``; ValueError where the step is 0."""
        first = step_start(start, self.length, step)
        n = step_count(first, stop, self.length, step)
        result = List[T](n)
        for i in range(n):
            set_item(result.items, i, get_item(self.items, first + i * step))
        result.length = n
        return result

    def set_slice(self, start: int, stop: int, other: List[T]) -> None:
        """``self[start:stop] = other``."""
        start = clamp(start, self.length)
        stop = clamp(stop, self.length)
        if stop < start:
            stop = start
        source = other.items
        n = other.length
        grown = n - (stop - start)
        if grown < 0:
            self._close_gap(stop + grown, stop)
        elif grown > 0:
            if other is self:
                source = self.copy().items
            self._open_gap(stop, grown)
        copy_items(source, 0, self.items, start, n)

    def delete_slice(self, start: int, stop: int) -> None:
        """``del self[start:stop]``."""
        start = clamp(start, self.length)
        stop = clamp(stop, self.length)
        if start < stop:
            self._close_gap(start, stop)

    def __add__(self, other: List[T]) -> List[T]:
        result = List[T](self.length + other.length)
        result.extend(self)
        result.extend(other)
        return result

    @inline
    def __iadd__(self, other: List[T]) -> List[T]:
        self.extend(other)
        return self

    def __mul__(self, times: int) -> List[T]:
        n = self.length
        if times <= 0 or n == 0:
            return List[T]()
        result = List[T](mul_ovf(n, times))
        if n == 1:
            item = get_item(self.items, 0)
            for i in range(times):
                set_item(result.items, i, item)
        else:
            for i in range(times):
                copy_items(self.items, 0, result.items, i * n, n)
        result.length = n * times
        return result

    # Order.

    def reverse(self) -> None:
        reverse_items(self.items, self.length)

    def sort(self, reverse: bool = False) -> None:
        """Sorts by ``<``, stably. A comparison that looks at the list finds it empty, as in CPython."""
        n = self.length
        items = self.items
        self.clear()
        try:
            if reverse:
                reverse_items(items, n)
            sort_items(items, items, n, False)
            if reverse:
                reverse_items(items, n)
        finally:
            self.items = items
            self.length = n

    def sort_by_key(self, key: Callable[[T], K], reverse: bool = False) -> None:
        """Sorts by ``<`` of ``key(item)``, stably. The list is empty meanwhile, as in CPython."""
        n = self.length
        items = self.items
        self.clear()
        try:
            if reverse:
                reverse_items(items, n)
            keys = new_array(K, n)  # type: ignore[misc]
            for i in range(n):
                set_item(keys, i, key(get_item(items, i)))
            sort_items(keys, items, n, True)
            if reverse:
                reverse_items(items, n)
        finally:
            self.items = items
            self.length = n
