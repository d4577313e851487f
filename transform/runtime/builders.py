"""What the classes of `transform.rpython.builders` are when translated."""
from __future__ import annotations

from transform.rpython import (
    GcArray, Ptr, char, cold, copy_items, inline, item_address, never_inline, new_array, new_var, set_item, uint8,
    unlikely,
)
from transform.runtime.bytestrings import EMPTY as EMPTY_BYTES
from transform.runtime.bytestrings import Bytes
from transform.runtime.slices import clamp
from transform.runtime.strings import EMPTY as EMPTY_STR
from transform.runtime.strings import Str, new_str, shift_of_code

_FIRST_CAPACITY = 56


class StrBuilder:
    """Makes a string piece by piece.

    ``text`` is a string that is being made, of which ``used`` code points are there; its width (``shift``) is the
    narrowest for them."""

    text: Str
    used: int
    shift: int

    def __init__(self) -> None:
        self.text = new_str(_FIRST_CAPACITY, 0)
        self.used = 0
        self.shift = 0

    @inline
    def __len__(self) -> int:
        return self.used

    @inline
    def append_code(self, code: int) -> None:
        """Appends a code point."""
        if unlikely(code >= 256 or self.shift != 0 or self.used == self.text.count):
            self._append_slowly(code)
        else:
            set_item(self.text, self.used, uint8(code))
            self.used += 1

    @never_inline
    def _append_slowly(self, code: int) -> None:
        """`append_code` for what needs more than one byte, or room."""
        used = self.used
        if used == self.text.count or code >= 256 and code >> (8 << self.shift) != 0:
            self._grow(used + 1, max(shift_of_code(code), self.shift))
        self.used = used + 1
        text = self.text
        if self.shift == 0:
            set_item(text, used, uint8(code))
            return
        at = used << self.shift
        set_item(text, at, uint8(code))
        set_item(text, at + 1, uint8(code >> 8))
        if self.shift == 2:
            set_item(text, at + 2, uint8(code >> 16))

    @inline
    def append_char(self, c: char) -> None:
        self.append_code(ord(c))

    @inline
    def append(self, s: Str) -> None:
        self.append_slice(s, 0, s.count)

    def append_slice(self, s: Str, start: int, stop: int) -> None:
        """Appends ``s[start:stop]`` without making it."""
        start = clamp(start, s.count)
        n = clamp(stop, s.count) - start
        if n > 0:
            self._make_room(n, s.needed_shift(start, n))
            self.text.put_all(self.used, s, start, n)
            self.used += n

    def _make_room(self, n: int, shift: int) -> None:
        """Room for ``n`` more code points that need that width."""
        if shift > self.shift or self.used + n > self.text.count:
            self._grow(self.used + n, max(shift, self.shift))

    @cold
    @never_inline
    def _grow(self, needed: int, shift: int) -> None:
        old = self.text
        self.text = new_str(max(needed + (needed >> 1), old.count), shift)
        self.shift = shift
        self.text.put_all(0, old, 0, self.used)

    def build(self) -> Str:
        """The string so far; more may be appended afterwards."""
        if self.used == 0:
            return EMPTY_STR
        result = new_str(self.used, self.shift)
        result.put_all(0, self.text, 0, self.used)
        return result


class BytesBuilder:
    """Makes bytes piece by piece: the first ``used`` of ``items``."""

    items: GcArray[uint8]
    used: int

    def __init__(self) -> None:
        self.items = new_array(uint8, _FIRST_CAPACITY)
        self.used = 0

    @inline
    def __len__(self) -> int:
        return self.used

    @inline
    def append_byte(self, byte: int) -> None:
        """Appends ``byte & 255``."""
        used = self.used
        if unlikely(used == len(self.items)):
            self._grow(used + 1)
        set_item(self.items, used, uint8(byte))
        self.used = used + 1

    @inline
    def append(self, data: Bytes) -> None:
        self.append_slice(data, 0, data.length)

    def append_slice(self, data: Bytes, start: int, stop: int) -> None:
        """Appends ``data[start:stop]`` without making it."""
        start = clamp(start, data.length)
        n = clamp(stop, data.length) - start
        if n > 0:
            if self.used + n > len(self.items):
                self._grow(self.used + n)
            copy_items(data, start, self.items, self.used, n)
            self.used += n

    @cold
    @never_inline
    def _grow(self, needed: int) -> None:
        items = new_array(uint8, needed + (needed >> 1))
        copy_items(self.items, 0, items, 0, self.used)
        self.items = items

    def build(self) -> Bytes:
        """The bytes so far; more may be appended afterwards."""
        if self.used == 0:
            return EMPTY_BYTES
        result = new_var(Bytes, self.used)
        copy_items(self.items, 0, result, 0, self.used)
        return result


class StrBuffer:
    """A string that is filled in through memory before anybody sees it."""

    text: Str

    def __init__(self, width: int, count: int) -> None:
        self.text = new_str(count, width >> 1)

    @inline
    def pointer(self) -> Ptr[uint8]:
        return item_address(self.text, 0)

    @inline
    def build(self) -> Str:
        return self.text


class BytesBuffer:
    """Bytes that are filled in through memory before anybody sees them."""

    data: Bytes

    def __init__(self, count: int) -> None:
        self.data = new_var(Bytes, count)

    @inline
    def pointer(self) -> Ptr[uint8]:
        return item_address(self.data, 0)

    @inline
    def build(self) -> Bytes:
        return self.data
