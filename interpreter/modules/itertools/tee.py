"""The iterators of tee: several over one source, each at its own place.

What was taken from the source lies in a chain of links. Each iterator refers to the link of its next item, so a link goes when all iterators are
past it."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import runtime_error, type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2, tuple3
from interpreter.protocols.iterate import iterator_of, next_of


class TeeSource(Object):
    """Data container common to multiple tee objects."""
    iterator: Object
    last: TeeLink
    is_running: bool

    def __init__(self, iterator: Object) -> None:
        self.iterator = iterator
        self.last = TeeLink()
        self.is_running = False

    def take(self) -> Optional[Object]:
        if self.is_running:
            raise runtime_error("cannot re-enter the tee iterator")
        self.is_running = True
        try:
            return next_of(self.iterator)
        finally:
            self.is_running = False

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, it: Object, /) -> Object:
        """Create and return a new object."""
        return TeeSource(iterator_of(it))

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple1(self.iterator))


class TeeLink:
    """One item of the source; the last link of the chain waits for its item and has none after it."""
    item: Optional[Object]
    next: Optional[TeeLink]

    def __init__(self) -> None:
        self.item = None
        self.next = None


class Tee(Iterator):
    """Iterator wrapped to make it copyable."""
    source: TeeSource
    link: TeeLink

    def __init__(self, source: TeeSource, link: TeeLink) -> None:
        self.source = source
        self.link = link

    def advance(self) -> Optional[Object]:
        link = self.link
        following = link.next
        if following is None:
            item = self.source.take()
            if item is None:
                return None
            following = TeeLink()
            link.item = item
            link.next = following
            self.source.last = following
        self.link = following
        return link.item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, /) -> Object:
        """Create and return a new object."""
        return new_tee(iterable)

    @exposed("__copy__")
    def copy(self) -> Object:
        """Returns an independent iterator."""
        return Tee(self.source, self.link)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        waiting: list[Object] = []
        link = self.link
        while True:
            item = link.item
            following = link.next
            if item is None or following is None:
                break
            waiting.append(item)
            link = following
        return tuple3(type_of(self), tuple1(EMPTY_TUPLE), tuple2(self.source, new_tuple(waiting)))

    @exposed("__setstate__")
    def set_state(self, state: Tuple, /) -> None:
        """Set state information for unpickling."""
        source = state.item(0) if state.length == 2 else NONE
        waiting = state.item(1) if state.length == 2 else NONE
        if not isinstance(source, TeeSource) or not isinstance(waiting, Tuple):
            raise type_error("the state must be a _tee_dataobject and a tuple")
        link = source.last
        for i in range(waiting.length - 1, -1, -1):
            before = TeeLink()
            before.item = waiting.item(i)
            before.next = link
            link = before
        self.source = source
        self.link = link


def new_tee(iterable: Object) -> Object:
    iterator = iterator_of(iterable)
    if isinstance(iterator, Tee):
        return Tee(iterator.source, iterator.link)
    source = TeeSource(iterator)
    return Tee(source, source.last)


source_type = define(TeeSource, "_tee_dataobject", module="itertools")
tee_type = define(Tee, "_tee", module="itertools")
