"""`bytes`."""
from __future__ import annotations

from typing import Callable

from transform.rpython import (
    Ptr, check_index, copy, copy_items, get_item, inline, item_address, keepalive, mul_ovf, new_var, set_item,
    specialize, uint8, varsize,
)
from transform.runtime import characters
from transform.runtime.hashing import hash_of_bytes
from transform.runtime.lists import List
from transform.runtime.slices import TO_END, clamp, step_count, step_start
from transform.runtime.spans import compare_spans, find_byte, find_span, is_ascii, rfind_span
from transform.runtime.text import Text


@varsize(uint8)
class Bytes(Text):
    """Immutable bytes. ``hash`` is 0 until it is asked for."""

    hash: int
    length: int

    NOT_FOUND = "subsection not found"

    @inline
    def __len__(self) -> int:
        return self.length

    @inline
    def __getitem__(self, index: int) -> int:
        return int(get_item(self, check_index(index, self.length)))

    @inline
    def unit(self, i: int) -> int:
        return int(get_item(self, i))

    def single(self, unit: int) -> Bytes:
        result = new_var(Bytes, 1)
        set_item(result, 0, uint8(unit))
        return result

    # Comparing.

    @inline
    def __eq__(self, other: Bytes) -> bool:  # type: ignore[override]
        return self is other or self.length == other.length and compare_spans(self, 0, other, 0, self.length) == 0

    def compare_to(self, other: Bytes) -> int:
        n = self.length if self.length < other.length else other.length
        order = compare_spans(self, 0, other, 0, n)
        return order if order != 0 else self.length - other.length

    @inline
    def __hash__(self) -> int:
        if self.hash == 0:
            self.hash = hash_of_bytes(self, self.length)
        return self.hash

    def __contains__(self, sub: Bytes) -> bool:
        return find_span(self, 0, self.length, sub, sub.length) >= 0

    def contains_byte(self, byte: int) -> bool:
        """``byte in self``."""
        if not 0 <= byte < 256:
            raise ValueError("byte must be in range(0, 256)")
        return find_byte(self, byte, 0, self.length) >= 0

    # Slices and sums.

    def get_slice(self, start: int, stop: int) -> Bytes:
        start = clamp(start, self.length)
        n = clamp(stop, self.length) - start
        if n <= 0:
            return EMPTY
        if n == self.length:
            return self
        result = new_var(Bytes, n)
        copy_items(self, start, result, 0, n)
        return result

    def get_slice_step(self, start: int, stop: int, step: int) -> Bytes:
        first = step_start(start, self.length, step)
        n = step_count(first, stop, self.length, step)
        result = new_var(Bytes, n)
        for i in range(n):
            set_item(result, i, get_item(self, first + i * step))
        return result

    def __add__(self, other: Bytes) -> Bytes:
        if other.length == 0:
            return self
        if self.length == 0:
            return other
        result = new_var(Bytes, self.length + other.length)
        copy_items(self, 0, result, 0, self.length)
        copy_items(other, 0, result, self.length, other.length)
        return result

    def __mul__(self, times: int) -> Bytes:
        if times <= 0:
            return EMPTY
        n = self.length
        result = new_var(Bytes, mul_ovf(n, times))
        for i in range(times):
            copy_items(self, 0, result, i * n, n)
        return result

    def join(self, parts: List[Bytes]) -> Bytes:
        if len(parts) == 0:
            return EMPTY
        length = self.length * (len(parts) - 1)
        for i in range(len(parts)):
            length += parts[i].length
        result = new_var(Bytes, length)
        at = 0
        for i in range(len(parts)):
            if i > 0:
                copy_items(self, 0, result, at, self.length)
                at += self.length
            part = parts[i]
            copy_items(part, 0, result, at, part.length)
            at += part.length
        return result

    # Searching.

    def find(self, sub: Bytes, start: int = 0, stop: int = TO_END) -> int:
        if start > self.length:
            return -1
        return find_span(self, clamp(start, self.length), clamp(stop, self.length), sub, sub.length)

    def rfind(self, sub: Bytes, start: int = 0, stop: int = TO_END) -> int:
        if start > self.length:
            return -1
        return rfind_span(self, clamp(start, self.length), clamp(stop, self.length), sub, sub.length)

    def same_at(self, sub: Bytes, start: int) -> bool:
        return compare_spans(self, start, sub, 0, sub.length) == 0

    # Kinds of bytes.

    def space_at(self, i: int) -> bool:
        return characters.is_ascii_space(self.unit(i))

    def line_end_at(self, i: int) -> bool:
        return self.unit(i) == 10 or self.unit(i) == 13

    def isspace(self) -> bool:
        return self.all_units(characters.is_ascii_space)

    def isdigit(self) -> bool:
        return self.all_units(characters.is_ascii_digit)

    def isalpha(self) -> bool:
        return self.all_units(characters.is_ascii_letter)

    def isalnum(self) -> bool:
        return self.all_units(characters.is_ascii_letter_or_digit)

    def isascii(self) -> bool:
        return is_ascii(self, self.length)

    def isupper(self) -> bool:
        return self.all_cased(characters.is_ascii_upper, characters.is_ascii_lower)

    def islower(self) -> bool:
        return self.all_cased(characters.is_ascii_lower, characters.is_ascii_upper)

    def upper(self) -> Bytes:
        """ASCII letters as capitals."""
        return self._map(characters.ascii_upper)

    def lower(self) -> Bytes:
        """ASCII letters as small ones."""
        return self._map(characters.ascii_lower)

    @specialize("change")
    def _map(self, change: Callable[[int], int]) -> Bytes:
        result = new_var(Bytes, self.length)
        for i in range(self.length):
            set_item(result, i, uint8(change(self.unit(i))))
        return result


EMPTY = new_var(Bytes, 0)


def data_pointer(data: Bytes) -> Ptr[uint8]:
    """The address of the first byte; valid while ``data`` is alive."""
    return item_address(data, 0)


def make_bytes(p: Ptr[uint8], count: int) -> Bytes:
    """A copy of ``count`` bytes of memory."""
    result = new_var(Bytes, count)
    copy(p, item_address(result, 0), count)
    keepalive(result)
    return result


def bytes_of_list(values: List[int]) -> Bytes:
    """``bytes(values)``: ValueError outside 0 to 255."""
    result = new_var(Bytes, len(values))
    for i in range(len(values)):
        value = values[i]
        if not 0 <= value < 256:
            raise ValueError("bytes must be in range(0, 256)")
        set_item(result, i, uint8(value))
    return result


def bytes_of_zeros(count: int) -> Bytes:
    """``bytes(count)``: that many zeros."""
    if count < 0:
        raise ValueError("negative count")
    return new_var(Bytes, count)
