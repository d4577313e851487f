"""The iterators of tee: several over one source, each at its own place.

What was taken from the source lies in a chain of links. Each iterator refers to the link of its next item, so a link goes when all iterators are
past it."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import runtime_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object, Type
from interpreter.protocols.iterate import iterator_of, next_of


class TeeSource:
    """The iterator that all share."""
    iterator: Object
    is_running: bool

    def __init__(self, iterator: Object) -> None:
        self.iterator = iterator
        self.is_running = False

    def take(self) -> Optional[Object]:
        if self.is_running:
            raise runtime_error("cannot re-enter the tee iterator")
        self.is_running = True
        try:
            return next_of(self.iterator)
        finally:
            self.is_running = False


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


def new_tee(iterable: Object) -> Object:
    iterator = iterator_of(iterable)
    return Tee(iterator.source, iterator.link) if isinstance(iterator, Tee) else Tee(TeeSource(iterator), TeeLink())


tee_type = define(Tee, "_tee", module="itertools")
