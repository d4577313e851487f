"""Built-in iterators, and range and slice."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import stop_iteration
from interpreter.gateway.exposed import exposed
from interpreter.objects.list import List
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple


class Iterator(Object):
    """An iterator written in RPython."""

    def advance(self) -> Optional[Object]:
        """The next item, or None at the end. May raise."""
        raise NotImplementedError

    @exposed("__next__")
    def next_item(self) -> Object:
        """Implement next(self)."""
        result = self.advance()
        if result is None:
            raise stop_iteration()
        return result

    @exposed("__iter__")
    def itself(self) -> Object:
        """Implement iter(self)."""
        return self


class ListIterator(Iterator):
    list: Optional[List]
    position: int

    def __init__(self, list: List) -> None:
        self.list = list
        self.position = 0

    def advance(self) -> Optional[Object]:
        list = self.list
        if list is None:
            return None
        if self.position >= list.length:
            self.list = None
            return None
        self.position += 1
        return list.items[self.position - 1]


class TupleIterator(Iterator):
    tuple: Tuple
    position: int

    def __init__(self, tuple: Tuple) -> None:
        self.tuple = tuple
        self.position = 0

    def advance(self) -> Optional[Object]:
        if self.position >= self.tuple.length:
            return None
        self.position += 1
        return self.tuple.item(self.position - 1)
