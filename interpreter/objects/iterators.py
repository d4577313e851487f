"""Iterators written in RPython, and those of list and tuple."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import stop_iteration
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.modules.state import builtins_dict
from interpreter.objects.int import new_int
from interpreter.objects.list import List, empty_list
from interpreter.objects.object import Object
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple1, tuple2, tuple3
from transform.rpython import inline, not_none


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


def by_iter(source: Object) -> Tuple:
    """What ``__reduce__`` of an iterator gives: ``iter(source)``."""
    return tuple2(not_none(builtins_dict.get_str("iter")), tuple1(source))


def by_iter_from(source: Object, position: int) -> Tuple:
    """The same, with the position as the state."""
    return tuple3(not_none(builtins_dict.get_str("iter")), tuple1(source), new_int(position))


class PositionIterator(Iterator):
    """An iterator of something that does not change, by position. `has_ended` says that the end was reached."""
    position: int
    has_ended: bool

    def __init__(self) -> None:
        self.position = 0
        self.has_ended = False

    def count(self) -> int:
        """How many items there are in all."""
        raise NotImplementedError

    def item(self, position: int) -> Object:
        raise NotImplementedError

    def source(self) -> Object:
        """What is iterated over."""
        raise NotImplementedError

    def empty(self) -> Object:
        """What a pickled iterator that has ended iterates over."""
        return EMPTY_TUPLE

    def advance(self) -> Optional[Object]:
        if self.position >= self.count():
            self.has_ended = True
            return None
        self.position += 1
        return self.item(self.position - 1)

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        return max(self.count() - self.position, 0)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return by_iter(self.empty()) if self.has_ended else by_iter_from(self.source(), self.position)

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        if not self.has_ended:
            self.position = min(max(state, 0), self.count())


class ListIterator(Iterator):
    """The iterator of a list. `list` is empty once the end was reached."""
    list: Optional[List]
    position: int

    def __init__(self, list: List) -> None:
        self.list = list
        self.position = 0

    @inline
    def advance(self) -> Optional[Object]:
        list = self.list
        position = self.position
        if list is not None and position < list.length:
            self.position = position + 1
            return list.items[position]
        self.list = None
        return None

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        list = self.list
        return 0 if list is None else max(list.length - self.position, 0)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        list = self.list
        return by_iter(empty_list()) if list is None else by_iter_from(list, self.position)

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        list = self.list
        if list is not None:
            self.position = min(max(state, 0), list.length)


class ListReverseIterator(Iterator):
    """``reversed(list)``. `position` is that of the next item."""
    list: Optional[List]
    position: int

    def __init__(self, list: List) -> None:
        self.list = list
        self.position = list.length - 1

    def advance(self) -> Optional[Object]:
        list = self.list
        if list is None:
            return None
        if not 0 <= self.position < list.length:
            self.list = None
            return None
        self.position -= 1
        return list.items[self.position + 1]

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        list = self.list
        return 0 if list is None or list.length <= self.position else self.position + 1

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        list = self.list
        if list is None:
            return by_iter(empty_list())
        return tuple3(not_none(builtins_dict.get_str("reversed")), tuple1(list), new_int(self.position))

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        list = self.list
        if list is not None:
            self.position = min(max(state, -1), list.length - 1)


class TupleIterator(Iterator):
    """The iterator of a tuple."""
    tuple: Optional[Tuple]
    position: int

    def __init__(self, tuple: Tuple) -> None:
        self.tuple = tuple
        self.position = 0

    def advance(self) -> Optional[Object]:
        tuple = self.tuple
        if tuple is None:
            return None
        if self.position >= tuple.length:
            self.tuple = None
            return None
        self.position += 1
        return tuple.item(self.position - 1)

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        tuple = self.tuple
        return 0 if tuple is None else tuple.length - self.position

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        tuple = self.tuple
        return by_iter(EMPTY_TUPLE) if tuple is None else by_iter_from(tuple, self.position)

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        tuple = self.tuple
        if tuple is not None:
            self.position = min(max(state, 0), tuple.length)


define(ListIterator, "list_iterator")
define(ListReverseIterator, "list_reverseiterator")
define(TupleIterator, "tuple_iterator")
