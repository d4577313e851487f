"""`str`: code points in 1, 2 or 4 bytes each, whichever is the narrowest width that fits all of them.

So equal strings have equal bytes, and text within Latin-1 takes one byte a code point.
"""
from __future__ import annotations

from typing import Callable

from transform.rpython import (
    GcArray, Ptr, char, check_index, copy, copy_items, get_item, inline, item_address, keepalive, likely, mul_ovf,
    never_inline, new_array, new_var, set_item, specialize, uint8, varsize,
)
from transform.runtime import characters
from transform.runtime.hashing import hash_of_bytes
from transform.runtime.lists import List
from transform.runtime.slices import TO_END, clamp, step_count, step_start
from transform.runtime.spans import compare_spans, find_span, is_ascii, rfind_span
from transform.runtime.text import Text


@varsize(uint8)
class Str(Text):
    """An immutable string.

    ``hash`` is 0 until it is asked for; ``length`` counts the bytes of the variable part, ``count`` the code points.
    ``length`` is ``count``, ``2 * count`` or ``4 * count``: the width."""

    hash: int
    length: int
    count: int

    NOT_FOUND = "substring not found"

    @inline
    def __len__(self) -> int:
        return self.count

    def __str__(self) -> str:
        """On CPython only, for messages: translated, a string is its own text."""
        return "".join([chr(self.unit(i)) for i in range(self.count)])

    # Code points. A width is given as a shift: 0, 1 or 2.

    @inline
    def is_narrow(self) -> bool:
        """Whether all code points are below 256, one byte each."""
        return self.length == self.count

    def shift(self) -> int:
        if self.length == self.count:
            return 0
        return 1 if self.length == 2 * self.count else 2

    @inline
    def unit(self, i: int) -> int:
        """Code point ``i``; 0 <= i < count is promised."""
        if likely(self.length == self.count):
            return int(get_item(self, i))
        return self._wide_unit(i)

    @never_inline
    def _wide_unit(self, i: int) -> int:
        if self.length == 2 * self.count:
            return int(get_item(self, 2 * i)) | int(get_item(self, 2 * i + 1)) << 8
        return (int(get_item(self, 4 * i)) | int(get_item(self, 4 * i + 1)) << 8
                | int(get_item(self, 4 * i + 2)) << 16)

    @inline
    def char_at(self, index: int) -> char:
        """``self[index]``"""
        return char(self.unit(check_index(index, self.count)))

    @inline
    def __getitem__(self, index: int) -> Str:
        return str_of_code(self.unit(check_index(index, self.count)))

    def single(self, unit: int) -> Str:
        return str_of_code(unit)

    @inline
    def put(self, i: int, code: int) -> None:
        """Sets a code point of a string that is being made; its width is promised to suffice."""
        if likely(self.length == self.count):
            set_item(self, i, uint8(code))
        else:
            self._put_wide(i, code)

    @never_inline
    def _put_wide(self, i: int, code: int) -> None:
        if self.length == 2 * self.count:
            i *= 2
        else:
            i *= 4
            set_item(self, i + 2, uint8(code >> 16))
        set_item(self, i, uint8(code))
        set_item(self, i + 1, uint8(code >> 8))

    def put_all(self, at: int, source: Str, start: int, n: int) -> None:
        """Copies code points of ``source`` into a string that is being made; its width is promised to suffice."""
        shift = self.shift()
        if source.shift() == shift:
            copy_items(source, start << shift, self, at << shift, n << shift)
        elif source.is_narrow():
            for i in range(n):
                set_item(self, at + i << shift, get_item(source, start + i))
                set_item(self, (at + i << shift) + 1, uint8(0))
                if shift == 2:
                    set_item(self, (at + i << 2) + 2, uint8(0))
        else:
            for i in range(n):
                self.put(at + i, source.unit(start + i))

    def needed_shift(self, start: int, n: int) -> int:
        """The width that ``n`` code points from ``start`` on need."""
        shift = self.shift()
        if shift == 0:
            return 0
        # The bytes above the lowest of each code point say it.
        last = start + n << shift
        if shift == 1:
            for at in range((start << 1) + 1, last, 2):
                if int(get_item(self, at)) != 0:
                    return 1
            return 0
        needed = 0
        for at in range(start << 2, last, 4):
            if int(get_item(self, at + 2)) != 0:
                return 2
            if int(get_item(self, at + 1)) != 0:
                needed = 1
        return needed

    def widened(self, shift: int) -> Str:
        """The same code points in that width: for searching only, as it need not be the narrowest."""
        if self.shift() == shift:
            return self
        return self.in_width(shift)

    def in_width(self, shift: int) -> Str:
        """The same code points in that width, which is promised to suffice."""
        result = new_str(self.count, shift)
        result.put_all(0, self, 0, self.count)
        return result

    # Comparing.

    @inline
    def __eq__(self, other: Str) -> bool:  # type: ignore[override]
        return self is other or self.length == other.length and self.same_bytes(other)

    def same_bytes(self, other: Str) -> bool:
        return self.count == other.count and compare_spans(self, 0, other, 0, self.length) == 0

    def compare_to(self, other: Str) -> int:
        n = self.count if self.count < other.count else other.count
        if self.is_narrow() and other.is_narrow():
            order = compare_spans(self, 0, other, 0, n)
            if order != 0:
                return order
        else:
            for i in range(n):
                difference = self.unit(i) - other.unit(i)
                if difference != 0:
                    return difference
        return self.count - other.count

    @inline
    def __hash__(self) -> int:
        if self.hash == 0:
            self.hash = hash_of_bytes(self, self.length)
        return self.hash

    def __contains__(self, sub: Str) -> bool:
        return self.find(sub) >= 0

    def contains_char(self, c: char) -> bool:
        """``c in self``"""
        return self.contains_unit(ord(c))

    # Slices and sums.

    def get_slice(self, start: int, stop: int) -> Str:
        start = clamp(start, self.count)
        n = clamp(stop, self.count) - start
        if n <= 0:
            return EMPTY
        if n == self.count:
            return self
        if n == 1:
            return str_of_code(self.unit(start))
        result = new_str(n, self.needed_shift(start, n))
        result.put_all(0, self, start, n)
        return result

    def get_slice_step(self, start: int, stop: int, step: int) -> Str:
        first = step_start(start, self.count, step)
        n = step_count(first, stop, self.count, step)
        seen = 0
        for i in range(n):
            seen |= self.unit(first + i * step)
        result = new_str(n, shift_of_code(seen))
        for i in range(n):
            result.put(i, self.unit(first + i * step))
        return result

    def __add__(self, other: Str) -> Str:
        if other.count == 0:
            return self
        if self.count == 0:
            return other
        result = new_str(self.count + other.count, max(self.shift(), other.shift()))
        result.put_all(0, self, 0, self.count)
        result.put_all(self.count, other, 0, other.count)
        return result

    def __mul__(self, times: int) -> Str:
        if times <= 0:
            return EMPTY
        n = self.length
        result = new_var(Str, mul_ovf(n, times))
        result.count = self.count * times
        for i in range(times):
            copy_items(self, 0, result, i * n, n)
        return result

    def join(self, parts: List[Str]) -> Str:
        if len(parts) == 0:
            return EMPTY
        if len(parts) == 1:
            return parts[0]
        count = self.count * (len(parts) - 1)
        shift = self.shift()
        for i in range(len(parts)):
            part = parts[i]
            count += part.count
            if not part.is_narrow():
                shift = max(shift, part.shift())
        result = new_str(count, shift)
        at = 0
        if shift == 0:
            for i in range(len(parts)):
                if i > 0:
                    copy_items(self, 0, result, at, self.length)
                    at += self.length
                part = parts[i]
                copy_items(part, 0, result, at, part.length)
                at += part.length
            return result
        for i in range(len(parts)):
            if i > 0:
                result.put_all(at, self, 0, self.count)
                at += self.count
            part = parts[i]
            result.put_all(at, part, 0, part.count)
            at += part.count
        return result

    # Searching.

    def find(self, sub: Str, start: int = 0, stop: int = TO_END) -> int:
        shift = self.shift()
        if start > self.count or sub.shift() > shift:
            return -1
        at = clamp(start, self.count) << shift
        end = clamp(stop, self.count) << shift
        sub = sub.widened(shift)
        while True:
            at = find_span(self, at, end, sub, sub.length)
            if at < 0 or at & (1 << shift) - 1 == 0:
                return at >> shift
            at += 1  # found across two code points

    def rfind(self, sub: Str, start: int = 0, stop: int = TO_END) -> int:
        shift = self.shift()
        if start > self.count or sub.shift() > shift:
            return -1
        first = clamp(start, self.count) << shift
        end = clamp(stop, self.count) << shift
        sub = sub.widened(shift)
        while True:
            at = rfind_span(self, first, end, sub, sub.length)
            if at < 0 or at & (1 << shift) - 1 == 0:
                return at >> shift
            end = at + sub.length - 1

    def same_at(self, sub: Str, start: int) -> bool:
        shift = self.shift()
        if sub.shift() == shift:
            return compare_spans(self, start << shift, sub, 0, sub.length) == 0
        for i in range(sub.count):
            if self.unit(start + i) != sub.unit(i):
                return False
        return True

    def replace(self, old: Str, new: Str, count: int = -1) -> Str:
        if old.count > 0 and self.is_narrow() and new.is_narrow():
            return self._replace_narrow(old, new, count)
        return super().replace(old, new, count)

    def _replace_narrow(self, old: Str, new: Str, limit: int) -> Str:
        """`replace` without a list of the parts: it counts first."""
        found = 0
        at = 0
        while found != limit:
            at = self.find(old, at)
            if at < 0:
                break
            found += 1
            at += old.count
        length = self.count + found * (new.count - old.count)
        if found == 0:
            return self
        if length == 0:
            return EMPTY
        result = new_str(length, 0)
        start = 0
        to = 0
        for _ in range(found):
            at = self.find(old, start)
            copy_items(self, start, result, to, at - start)
            to += at - start
            copy_items(new, 0, result, to, new.count)
            to += new.count
            start = at + old.count
        copy_items(self, start, result, to, self.count - start)
        return result

    # Kinds of code points, see `characters`.

    def space_at(self, i: int) -> bool:
        return characters.is_space(self.unit(i))

    def line_end_at(self, i: int) -> bool:
        return characters.is_line_end(self.unit(i))

    def isspace(self) -> bool:
        return self.all_units(characters.is_space)

    def isdigit(self) -> bool:
        return self.all_units(characters.is_digit)

    def isalpha(self) -> bool:
        return self.all_units(characters.is_letter)

    def isalnum(self) -> bool:
        return self.all_units(characters.is_letter_or_digit)

    def isupper(self) -> bool:
        return self.all_cased(characters.is_upper, characters.is_lower)

    def islower(self) -> bool:
        return self.all_cased(characters.is_lower, characters.is_upper)

    def upper(self) -> Str:
        return self._map(characters.to_upper)

    def lower(self) -> Str:
        return self._map(characters.to_lower)

    def isascii(self) -> bool:
        return self.is_narrow() and is_ascii(self, self.count)

    @specialize("change")
    def _map(self, change: Callable[[int], int]) -> Str:
        seen = 0
        for i in range(self.count):
            seen |= change(self.unit(i))
        result = new_str(self.count, shift_of_code(seen))
        for i in range(self.count):
            result.put(i, change(self.unit(i)))
        return result


@inline
def shift_of_code(code: int) -> int:
    """The width that a code point needs (or the widest of several, given their union)."""
    return 0 if code < 256 else 1 if code < 0x10000 else 2


def new_str(count: int, shift: int) -> Str:
    """A string to be filled in by `put`. Its width is promised to be the narrowest that fits."""
    result = new_var(Str, count << shift)
    result.count = count
    return result


def _make_narrow_chars() -> GcArray[Str]:
    """One string for each code point below 256, made when the program is translated."""
    result = new_array(Str, 256)
    for code in range(256):
        one = new_str(1, 0)
        one.put(0, code)
        set_item(result, code, one)
    return result


EMPTY = new_str(0, 0)
NARROW_CHARS = _make_narrow_chars()


@inline
def str_of_code(code: int) -> Str:
    """The string of one code point, which is promised to be one."""
    if likely(code < 256):
        return get_item(NARROW_CHARS, code)
    return _str_of_wide_code(code)


@never_inline
def _str_of_wide_code(code: int) -> Str:
    result = new_str(1, shift_of_code(code))
    result.put(0, code)
    return result


@inline
def str_of_char(c: char) -> Str:
    return str_of_code(ord(c))


def chr_of_int(code: int) -> Str:
    """``chr(code)``"""
    if not 0 <= code < 0x110000:
        raise ValueError("chr() arg not in range(0x110000)")
    return str_of_code(code)


def ord_of_str(s: Str) -> int:
    """``ord(s)``"""
    if s.count != 1:
        raise TypeError("ord() expected a character")
    return s.unit(0)


def str_of_latin1(p: Ptr[uint8], count: int) -> Str:
    """The string of ``count`` code points below 256 in memory."""
    if count == 0:
        return EMPTY
    result = new_str(count, 0)
    copy(p, item_address(result, 0), count)
    keepalive(result)
    return result


def str_width(s: Str) -> int:
    """How many bytes a code point takes."""
    return 1 << s.shift()


def str_pointer(s: Str) -> Ptr[uint8]:
    """The address of the code points; valid while ``s`` is alive."""
    return item_address(s, 0)


def make_str(p: Ptr[uint8], width: int, count: int) -> Str:
    """The string of ``count`` code points of ``width`` bytes in memory."""
    if width == 1:
        return str_of_latin1(p, count)
    wide = new_str(count, 1 if width == 2 else 2)
    copy(p, item_address(wide, 0), count * width)
    keepalive(wide)
    needed = wide.needed_shift(0, count)
    return wide if needed == wide.shift() else EMPTY if count == 0 else wide.in_width(needed)


def literal(value: str) -> Str:
    """On CPython, at import: a constant of this package, where a literal would be a `str` and not a `Str`."""
    codes = [ord(c) for c in value]
    result = new_str(len(codes), shift_of_code(max(codes, default=0)))
    for i in range(len(codes)):
        result.put(i, codes[i])
    return result
