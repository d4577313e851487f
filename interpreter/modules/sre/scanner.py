"""Iteration over matches: ``finditer`` and ``scanner`` of a pattern."""
from __future__ import annotations

from typing import Optional

from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.sre.objects import Match, Search
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object


class MatchIterator(Iterator):
    """The matches of a pattern in a text."""
    search: Search

    def __init__(self, search: Search) -> None:
        self.search = search

    def advance(self) -> Optional[Object]:
        return self.search.found() if self.search.find() else None


class Scanner(Object):
    """Finds matches one by one, as its caller says: the next anywhere, or where the last one ended."""
    search: Search

    def __init__(self, search: Search) -> None:
        self.search = search

    @exposed("match")
    def next_match(self) -> Optional[Match]:
        return self.search.found() if self.search.attempt(False) else None

    @exposed("search")
    def next_search(self) -> Optional[Match]:
        return self.search.found() if self.search.find() else None

    @exposed_property("pattern")
    def get_pattern(self) -> Object:
        return self.search.pattern


define(MatchIterator, "callable_iterator", doc="")
define(Scanner, "SRE_Scanner", module="_sre", doc="")
