"""What `str` and `bytes` have in common, written once: a mixin of both.

It sees a text as a sequence of units, code points or bytes, through the methods at its beginning, which each of the two
has in a way of its own.
"""
from __future__ import annotations

from typing import Callable, Optional, Self

from transform.rpython import inline, mixin, specialize
from transform.runtime.lists import List
from transform.runtime.slices import TO_END, clamp


@mixin
class Text:
    """The methods of `Str` and `Bytes` that need not know which of the two it is."""

    NOT_FOUND = ""  # the message of `index`

    def __len__(self) -> int:
        raise NotImplementedError

    def unit(self, i: int) -> int:
        """Unit ``i``, which is promised to be there."""
        raise NotImplementedError

    def single(self, unit: int) -> Self:
        """The text of one unit."""
        raise NotImplementedError

    def space_at(self, i: int) -> bool:
        """Whether unit ``i`` is white space."""
        raise NotImplementedError

    def line_end_at(self, i: int) -> bool:
        """Whether unit ``i`` ends a line."""
        raise NotImplementedError

    def same_at(self, sub: Self, start: int) -> bool:
        """Whether ``sub`` stands at ``start``, within the text."""
        raise NotImplementedError

    def compare_to(self, other: Self) -> int:
        """Below, equal to or above 0 in the order of units."""
        raise NotImplementedError

    def get_slice(self, start: int, stop: int) -> Self:
        raise NotImplementedError

    def __add__(self, other: Self) -> Self:
        raise NotImplementedError

    def __mul__(self, times: int) -> Self:
        raise NotImplementedError

    def join(self, parts: List[Self]) -> Self:
        raise NotImplementedError

    def find(self, sub: Self, start: int = 0, stop: int = TO_END) -> int:
        raise NotImplementedError

    def rfind(self, sub: Self, start: int = 0, stop: int = TO_END) -> int:
        raise NotImplementedError

    def upper(self) -> Self:
        raise NotImplementedError

    def lower(self) -> Self:
        raise NotImplementedError

    # Comparing.

    @inline
    def __lt__(self, other: Self) -> bool:
        return self.compare_to(other) < 0

    @inline
    def __le__(self, other: Self) -> bool:
        return self.compare_to(other) <= 0

    @inline
    def __gt__(self, other: Self) -> bool:
        return self.compare_to(other) > 0

    @inline
    def __ge__(self, other: Self) -> bool:
        return self.compare_to(other) >= 0

    # Searching.

    def index(self, sub: Self, start: int = 0, stop: int = TO_END) -> int:
        at = self.find(sub, start, stop)
        if at < 0:
            raise ValueError(self.NOT_FOUND)
        return at

    def rindex(self, sub: Self, start: int = 0, stop: int = TO_END) -> int:
        at = self.rfind(sub, start, stop)
        if at < 0:
            raise ValueError(self.NOT_FOUND)
        return at

    # ``count`` is a field of `Str`: the method has another name.
    def count_of(self, sub: Self, start: int = 0, stop: int = TO_END) -> int:
        """How often ``sub`` occurs without overlap."""
        start = clamp(start, len(self)) if start <= len(self) else start
        stop = clamp(stop, len(self))
        if len(sub) == 0:
            return stop - start + 1 if start <= stop else 0
        found = 0
        at = self.find(sub, start, stop)
        while at >= 0:
            found += 1
            at = self.find(sub, at + len(sub), stop)
        return found

    def contains_unit(self, unit: int) -> bool:
        for i in range(len(self)):
            if self.unit(i) == unit:
                return True
        return False

    def startswith(self, prefix: Self, start: int = 0, stop: int = TO_END) -> bool:
        if start > len(self):
            return False
        start = clamp(start, len(self))
        stop = clamp(stop, len(self))
        return start + len(prefix) <= stop and self.same_at(prefix, start)

    def endswith(self, suffix: Self, start: int = 0, stop: int = TO_END) -> bool:
        if start > len(self):
            return False
        start = clamp(start, len(self))
        at = clamp(stop, len(self)) - len(suffix)
        return start <= at and self.same_at(suffix, at)

    # Splitting.

    def split(self, sep: Optional[Self] = None, maxsplit: int = -1) -> List[Self]:
        """The parts between separators, or between runs of white space. After ``maxsplit`` cuts, where that is not
        negative, the rest stays as it is."""
        return self._split_words(maxsplit) if sep is None else self._split_at(sep, maxsplit)

    def rsplit(self, sep: Optional[Self] = None, maxsplit: int = -1) -> List[Self]:
        """As `split`, but the cuts are counted from the end."""
        return self._rsplit_words(maxsplit) if sep is None else self._rsplit_at(sep, maxsplit)

    def _split_at(self, separator: Self, limit: int) -> List[Self]:
        if len(separator) == 0:
            raise ValueError("empty separator")
        parts = List[Self]()
        start = 0
        while limit != 0:
            at = self.find(separator, start)
            if at < 0:
                break
            parts.append(self.get_slice(start, at))
            start = at + len(separator)
            limit -= 1
        parts.append(self.get_slice(start, len(self)))
        return parts

    def _rsplit_at(self, separator: Self, limit: int) -> List[Self]:
        if len(separator) == 0:
            raise ValueError("empty separator")
        parts = List[Self]()
        stop = len(self)
        while limit != 0:
            at = self.rfind(separator, 0, stop)
            if at < 0:
                break
            parts.append(self.get_slice(at + len(separator), stop))
            stop = at
            limit -= 1
        parts.append(self.get_slice(0, stop))
        parts.reverse()
        return parts

    def _split_words(self, limit: int) -> List[Self]:
        parts = List[Self]()
        n = len(self)
        i = self._skip_spaces(0)
        while i < n:
            if limit == 0:
                parts.append(self.get_slice(i, n))
                break
            start = i
            while i < n and not self.space_at(i):
                i += 1
            parts.append(self.get_slice(start, i))
            i = self._skip_spaces(i)
            limit -= 1
        return parts

    def _rsplit_words(self, limit: int) -> List[Self]:
        parts = List[Self]()
        stop = self._spaces_at_end(0)
        while stop > 0:
            if limit == 0:
                parts.append(self.get_slice(0, stop))
                break
            i = stop
            while i > 0 and not self.space_at(i - 1):
                i -= 1
            parts.append(self.get_slice(i, stop))
            stop = i
            while stop > 0 and self.space_at(stop - 1):
                stop -= 1
            limit -= 1
        parts.reverse()
        return parts

    def splitlines(self, keepends: bool = False) -> List[Self]:
        lines = List[Self]()
        n = len(self)
        start = 0
        while start < n:
            i = start
            while i < n and not self.line_end_at(i):
                i += 1
            next_start = i
            if i < n:
                next_start += 2 if self.unit(i) == 13 and i + 1 < n and self.unit(i + 1) == 10 else 1
            lines.append(self.get_slice(start, next_start if keepends else i))
            start = next_start
        return lines

    def partition(self, sep: Self) -> tuple[Self, Self, Self]:
        if len(sep) == 0:
            raise ValueError("empty separator")
        at = self.find(sep)
        if at < 0:
            return self, self.get_slice(0, 0), self.get_slice(0, 0)
        return self.get_slice(0, at), sep, self.get_slice(at + len(sep), len(self))

    def rpartition(self, sep: Self) -> tuple[Self, Self, Self]:
        if len(sep) == 0:
            raise ValueError("empty separator")
        at = self.rfind(sep)
        if at < 0:
            return self.get_slice(0, 0), self.get_slice(0, 0), self
        return self.get_slice(0, at), sep, self.get_slice(at + len(sep), len(self))

    # Stripping.

    def strip(self, chars: Optional[Self] = None) -> Self:
        return self._strip(chars, True, True)

    def lstrip(self, chars: Optional[Self] = None) -> Self:
        return self._strip(chars, True, False)

    def rstrip(self, chars: Optional[Self] = None) -> Self:
        return self._strip(chars, False, True)

    def _strip(self, units: Optional[Self], left: bool, right: bool) -> Self:
        """The text without the given units, or white space where they are None, at its ends."""
        start = 0
        stop = len(self)
        if units is None:
            if left:
                start = self._skip_spaces(0)
            if right:
                stop = self._spaces_at_end(start)
        else:
            if left:
                while start < stop and units.contains_unit(self.unit(start)):
                    start += 1
            if right:
                while stop > start and units.contains_unit(self.unit(stop - 1)):
                    stop -= 1
        return self.get_slice(start, stop)

    def _skip_spaces(self, start: int) -> int:
        """The first index from ``start`` on that is not white space."""
        while start < len(self) and self.space_at(start):
            start += 1
        return start

    def _spaces_at_end(self, start: int) -> int:
        """Where the white space at the end begins, not before ``start``."""
        stop = len(self)
        while stop > start and self.space_at(stop - 1):
            stop -= 1
        return stop

    def removeprefix(self, prefix: Self) -> Self:
        return self.get_slice(len(prefix), len(self)) if self.startswith(prefix) else self

    def removesuffix(self, suffix: Self) -> Self:
        return self.get_slice(0, len(self) - len(suffix)) if self.endswith(suffix) else self

    # Kinds of units.

    @specialize("condition")
    def all_units(self, condition: Callable[[int], bool]) -> bool:
        """Whether there are units and the condition holds for each."""
        for i in range(len(self)):
            if not condition(self.unit(i)):
                return False
        return len(self) > 0

    @specialize("wanted", "unwanted")
    def all_cased(self, wanted: Callable[[int], bool], unwanted: Callable[[int], bool]) -> bool:
        """Whether there are units of the wanted case and none of the other."""
        found = False
        for i in range(len(self)):
            unit = self.unit(i)
            if unwanted(unit):
                return False
            if wanted(unit):
                found = True
        return found

    def capitalize(self) -> Self:
        return self.get_slice(0, 1).upper() + self.get_slice(1, len(self)).lower()

    # Building.

    def replace(self, old: Self, new: Self, count: int = -1) -> Self:
        """The text with ``new`` for ``old``, at most ``count`` times where that is not negative."""
        if count == 0:
            return self
        if len(old) > 0:
            if self.find(old) < 0:
                return self
            return new.join(self._split_at(old, count))
        parts = List[Self]()
        parts.append(self.get_slice(0, 0))
        i = 0
        while i < len(self) and count != 1:
            parts.append(self.get_slice(i, i + 1))
            i += 1
            count -= 1
        parts.append(self.get_slice(i, len(self)))
        return new.join(parts)

    def ljust(self, width: int, fill: Optional[Self] = None) -> Self:
        return self if width <= len(self) else self + self._padding(fill, width - len(self))

    def rjust(self, width: int, fill: Optional[Self] = None) -> Self:
        return self if width <= len(self) else self._padding(fill, width - len(self)) + self

    def center(self, width: int, fill: Optional[Self] = None) -> Self:
        margin = width - len(self)
        if margin <= 0:
            return self
        left = margin // 2 + (margin & width & 1)
        return self._padding(fill, left) + self + self._padding(fill, margin - left)

    def _padding(self, fill: Optional[Self], count: int) -> Self:
        """``count`` times the text ``fill`` of one unit, by default a space."""
        if fill is None:
            return self.single(32) * count
        if len(fill) != 1:
            raise TypeError("The fill character must be exactly one character long")
        return fill * count

    def zfill(self, width: int) -> Self:
        if width <= len(self):
            return self
        zeros = self.single(48) * (width - len(self))
        if len(self) > 0 and (self.unit(0) == 43 or self.unit(0) == 45):
            return self.get_slice(0, 1) + zeros + self.get_slice(1, len(self))
        return zeros + self
