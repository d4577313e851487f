"""Growable arrays of addresses outside of the heap: mark stack, logs, tables of the collector."""
from __future__ import annotations

from transform.rpython import Ptr, address, cold, copy, fatal, inline, null, pointer
from transform.runtime.gc.system import map_table, resize_table, unreserve

FIRST_CAPACITY = 1 << 13


class AddressVector:
    """A stack of integers in memory of its own."""

    items: Ptr[int]
    length: int
    capacity: int

    def __init__(self) -> None:
        self.items = null(int)
        self.length = 0
        self.capacity = 0

    @inline
    def push(self, item: int) -> None:
        """Adds an item. Fatal when the system has no memory: a collection cannot be left half-way."""
        if self.length == self.capacity:
            self.reserve(1)
        self.items[self.length] = item
        self.length += 1

    @inline
    def pop(self) -> int:
        """Takes the item that was added last; there is one."""
        self.length -= 1
        return self.items[self.length]

    @cold
    def reserve(self, more: int) -> None:
        """Makes room for so many items more."""
        wanted = max(self.capacity * 2, FIRST_CAPACITY)
        while wanted < self.length + more:
            wanted *= 2
        if self.capacity:
            found = resize_table(address(self.items), self.capacity * 8, wanted * 8)
        else:
            found = map_table(wanted * 8)
        if found == 0:
            fatal("the garbage collector has no memory for its own tables")
        self.items = pointer(int, found)
        self.capacity = wanted

    @cold
    def shrink(self) -> None:
        """Gives most memory of an empty vector back."""
        if self.capacity > FIRST_CAPACITY:
            found = resize_table(address(self.items), self.capacity * 8, FIRST_CAPACITY * 8)
            if found != 0:
                self.items = pointer(int, found)
                self.capacity = FIRST_CAPACITY

    def close(self) -> None:
        """Gives all memory back."""
        if self.capacity:
            unreserve(address(self.items), self.capacity * 8)
            self.items = null(int)
            self.capacity = 0
            self.length = 0


class AddressQueue:
    """Integers that are taken in the order in which they were added."""

    vector: AddressVector
    head: int

    def __init__(self) -> None:
        self.vector = AddressVector()
        self.head = 0

    def length(self) -> int:
        return self.vector.length - self.head

    def push(self, item: int) -> None:
        """Adds an item."""
        self.vector.push(item)

    def take(self) -> int:
        """The item that was added first; there is one."""
        vector = self.vector
        item = vector.items[self.head]
        self.head += 1
        if self.head == vector.length or self.head == FIRST_CAPACITY:
            copy(vector.items + self.head, vector.items, vector.length - self.head)
            vector.length -= self.head
            self.head = 0
        return item

    def close(self) -> None:
        """Gives all memory back."""
        self.vector.close()
