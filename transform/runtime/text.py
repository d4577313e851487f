"""What `str` and `bytes` have in common, written once.

The functions are generic over the two. They see a text as a sequence of units (code points or bytes) through the
methods that `Text` lists.
"""
from __future__ import annotations

from typing import Callable, Optional, Protocol, TypeVar

from transform.rpython import specialize
from transform.runtime.lists import List
from transform.runtime.slices import TO_END, clamp

S = TypeVar("S", bound="Text")


class Text(Protocol):
    """The methods of `Str` and `Bytes` that are used here."""

    def __len__(self) -> int: ...

    def unit(self, i: int) -> int:
        """Unit ``i``, which is promised to be there."""

    def space_at(self, i: int) -> bool:
        """Whether unit ``i`` is white space."""

    def line_end_at(self, i: int) -> bool:
        """Whether unit ``i`` ends a line."""

    def get_slice(self: S, start: int, stop: int) -> S: ...

    def find(self: S, sub: S, start: int = 0, stop: int = TO_END) -> int: ...

    def rfind(self: S, sub: S, start: int = 0, stop: int = TO_END) -> int: ...

    def join(self: S, parts: List[S]) -> S: ...

    def same_at(self: S, sub: S, start: int) -> bool:
        """Whether ``sub`` stands at ``start``, within the text."""


# Searching.


def count(s: S, sub: S, start: int, stop: int) -> int:
    """How often ``sub`` occurs without overlap."""
    start = clamp(start, len(s)) if start <= len(s) else start
    stop = clamp(stop, len(s))
    if len(sub) == 0:
        return stop - start + 1 if start <= stop else 0
    found = 0
    at = s.find(sub, start, stop)
    while at >= 0:
        found += 1
        at = s.find(sub, at + len(sub), stop)
    return found


def starts_with(s: S, prefix: S, start: int, stop: int) -> bool:
    if start > len(s):
        return False
    start = clamp(start, len(s))
    stop = clamp(stop, len(s))
    return start + len(prefix) <= stop and s.same_at(prefix, start)


def ends_with(s: S, suffix: S, start: int, stop: int) -> bool:
    if start > len(s):
        return False
    start = clamp(start, len(s))
    at = clamp(stop, len(s)) - len(suffix)
    return start <= at and s.same_at(suffix, at)


# Splitting.


def split(s: S, separator: S, limit: int) -> List[S]:
    """The parts between separators; at most ``limit`` cuts where that is not negative."""
    if len(separator) == 0:
        raise ValueError("empty separator")
    parts = List[S]()
    start = 0
    while limit != 0:
        at = s.find(separator, start)
        if at < 0:
            break
        parts.append(s.get_slice(start, at))
        start = at + len(separator)
        limit -= 1
    parts.append(s.get_slice(start, len(s)))
    return parts


def rsplit(s: S, separator: S, limit: int) -> List[S]:
    """As `split`, but the cuts are counted from the end."""
    if len(separator) == 0:
        raise ValueError("empty separator")
    parts = List[S]()
    stop = len(s)
    while limit != 0:
        at = s.rfind(separator, 0, stop)
        if at < 0:
            break
        parts.append(s.get_slice(at + len(separator), stop))
        stop = at
        limit -= 1
    parts.append(s.get_slice(0, stop))
    parts.reverse()
    return parts


def split_words(s: S, limit: int) -> List[S]:
    """The parts between runs of white space. After ``limit`` cuts the rest stays as it is."""
    parts = List[S]()
    n = len(s)
    i = skip_spaces(s, 0)
    while i < n:
        if limit == 0:
            parts.append(s.get_slice(i, n))
            break
        start = i
        while i < n and not s.space_at(i):
            i += 1
        parts.append(s.get_slice(start, i))
        i = skip_spaces(s, i)
        limit -= 1
    return parts


def rsplit_words(s: S, limit: int) -> List[S]:
    """As `split_words`, but the cuts are counted from the end."""
    parts = List[S]()
    stop = spaces_at_end(s, 0)
    while stop > 0:
        if limit == 0:
            parts.append(s.get_slice(0, stop))
            break
        i = stop
        while i > 0 and not s.space_at(i - 1):
            i -= 1
        parts.append(s.get_slice(i, stop))
        stop = i
        while stop > 0 and s.space_at(stop - 1):
            stop -= 1
        limit -= 1
    parts.reverse()
    return parts


def split_lines(s: S, keep_ends: bool) -> List[S]:
    lines = List[S]()
    n = len(s)
    start = 0
    while start < n:
        i = start
        while i < n and not s.line_end_at(i):
            i += 1
        next_start = i
        if i < n:
            next_start += 2 if s.unit(i) == 13 and i + 1 < n and s.unit(i + 1) == 10 else 1
        lines.append(s.get_slice(start, next_start if keep_ends else i))
        start = next_start
    return lines


def partition(s: S, separator: S) -> tuple[S, S, S]:
    if len(separator) == 0:
        raise ValueError("empty separator")
    at = s.find(separator)
    if at < 0:
        return s, s.get_slice(0, 0), s.get_slice(0, 0)
    return s.get_slice(0, at), separator, s.get_slice(at + len(separator), len(s))


def rpartition(s: S, separator: S) -> tuple[S, S, S]:
    if len(separator) == 0:
        raise ValueError("empty separator")
    at = s.rfind(separator)
    if at < 0:
        return s.get_slice(0, 0), s.get_slice(0, 0), s
    return s.get_slice(0, at), separator, s.get_slice(at + len(separator), len(s))


# Stripping.


def skip_spaces(s: S, start: int) -> int:
    """The first index from ``start`` on that is not white space."""
    while start < len(s) and s.space_at(start):
        start += 1
    return start


def spaces_at_end(s: S, start: int) -> int:
    """Where the white space at the end begins, not before ``start``."""
    stop = len(s)
    while stop > start and s.space_at(stop - 1):
        stop -= 1
    return stop


def contains_unit(s: S, unit: int) -> bool:
    for i in range(len(s)):
        if s.unit(i) == unit:
            return True
    return False


def strip(s: S, units: Optional[S], left: bool, right: bool) -> S:
    """``s`` without the given units, or white space where they are None, at its ends."""
    start = 0
    stop = len(s)
    if units is None:
        if left:
            start = skip_spaces(s, 0)
        if right:
            stop = spaces_at_end(s, start)
    else:
        if left:
            while start < stop and contains_unit(units, s.unit(start)):
                start += 1
        if right:
            while stop > start and contains_unit(units, s.unit(stop - 1)):
                stop -= 1
    return s.get_slice(start, stop)


# Kinds of units.


@specialize("condition")
def all_units(s: S, condition: Callable[[int], bool]) -> bool:
    """Whether there are units and the condition holds for each."""
    for i in range(len(s)):
        if not condition(s.unit(i)):
            return False
    return len(s) > 0


@specialize("wanted", "unwanted")
def all_cased(s: S, wanted: Callable[[int], bool], unwanted: Callable[[int], bool]) -> bool:
    """Whether there are units of the wanted case and none of the other."""
    found = False
    for i in range(len(s)):
        unit = s.unit(i)
        if unwanted(unit):
            return False
        if wanted(unit):
            found = True
    return found


# Building.


def replace(s: S, old: S, new: S, limit: int) -> S:
    """``s`` with ``new`` for ``old``, at most ``limit`` times where that is not negative."""
    if limit == 0:
        return s
    if len(old) > 0:
        if s.find(old) < 0:
            return s
        return new.join(split(s, old, limit))
    parts = List[S]()
    parts.append(s.get_slice(0, 0))
    i = 0
    while i < len(s) and limit != 1:
        parts.append(s.get_slice(i, i + 1))
        i += 1
        limit -= 1
    parts.append(s.get_slice(i, len(s)))
    return new.join(parts)
