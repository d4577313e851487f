"""The class of deque: a ring of items. What Python programs can do with it is in deque_methods.py."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import index_error
from interpreter.objects.object import MappedStorage, Object, Type
from transform.rpython import GcArray, new_array, not_none

_NO_ITEMS = new_array(Optional[Object], 0)


class Deque(Object):
    """A sequence that grows and shrinks at both ends. Item i lies at ``head + i`` in the ring, whose size is a power of two; `limit` is -1
    where there is none; `version` changes with each change of the length or the order."""
    ring: GcArray[Optional[Object]]
    head: int
    length: int
    limit: int
    version: int

    def __init__(self) -> None:
        self.ring = _NO_ITEMS
        self.head = 0
        self.length = 0
        self.limit = -1
        self.version = 0

    def place(self, i: int) -> int:
        """Where item i lies."""
        return (self.head + i) & (len(self.ring) - 1)

    def item(self, i: int) -> Object:
        return not_none(self.ring[self.place(i)])

    def put(self, i: int, item: Object) -> None:
        self.ring[self.place(i)] = item

    def items(self) -> list[Object]:
        return [self.item(i) for i in range(self.length)]

    def grow(self) -> None:
        larger = new_array(Optional[Object], max(2 * len(self.ring), 8))
        for i in range(self.length):
            larger[i] = self.ring[self.place(i)]
        self.ring = larger
        self.head = 0

    def push(self, item: Object) -> None:
        """Appends on the right; with a limit, the first item gives way."""
        if self.limit == 0:
            return
        if self.length == self.limit:
            self.take_first()
        if self.length == len(self.ring):
            self.grow()
        self.length += 1
        self.put(self.length - 1, item)
        self.version += 1

    def push_first(self, item: Object) -> None:
        """The same on the left."""
        if self.limit == 0:
            return
        if self.length == self.limit:
            self.take_last()
        if self.length == len(self.ring):
            self.grow()
        self.head = self.place(-1)
        self.length += 1
        self.put(0, item)
        self.version += 1

    def take_last(self) -> Object:
        if self.length == 0:
            raise index_error("pop from an empty deque")
        place = self.place(self.length - 1)
        result = not_none(self.ring[place])
        self.ring[place] = None
        self.length -= 1
        self.version += 1
        return result

    def take_first(self) -> Object:
        if self.length == 0:
            raise index_error("pop from an empty deque")
        result = not_none(self.ring[self.head])
        self.ring[self.head] = None
        self.head = self.place(1)
        self.length -= 1
        self.version += 1
        return result

    def empty(self) -> None:
        self.ring = _NO_ITEMS
        self.head = 0
        self.length = 0
        self.version += 1

    def turn(self, count: int) -> None:
        """Moves items from the right end to the left one; from left to right if `count` is negative."""
        if self.length < 2:
            return
        count %= self.length
        if 2 * count > self.length:
            for _ in range(self.length - count):
                item = self.take_first()
                self.length += 1
                self.put(self.length - 1, item)
        else:
            for _ in range(count):
                item = self.take_last()
                self.head = self.place(-1)
                self.length += 1
                self.put(0, item)

    def remove_at(self, i: int) -> None:
        self.turn(-i)
        self.take_first()
        self.turn(i)

    def insert_at(self, i: int, item: Object) -> None:
        """Inserts in front of item i, which is in range, or at the end."""
        self.push(item)
        for j in range(self.length - 1, i, -1):
            self.put(j, self.item(j - 1))
        self.put(i, item)


class DequeInstance(MappedStorage, Deque):
    """An instance of a class below deque."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)
