"""Making long strings and bytes piece by piece, or through memory, in linear time.

These are the classes as they work on CPython; `transform.runtime.builders` has what they are when translated.
"""
from __future__ import annotations

from transform.rpython.integers import char, uint8
from transform.rpython.memory import make_bytes, make_str
from transform.rpython.pointers import Ptr, ffi, pointer_class


class StringBuilder:
    """Collects a string.

        builder = StringBuilder()
        builder.append("abc")
        builder.append_char(char(100))
        builder.build()  ->  "abcd"
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0

    def __len__(self) -> int:
        """The number of code points so far."""
        return self._length

    def append(self, s: str) -> None:
        self._parts.append(s)
        self._length += len(s)

    def append_slice(self, s: str, start: int, stop: int) -> None:
        """Appends ``s[start:stop]``; translated, without making that string."""
        self.append(s[start:stop])

    def append_char(self, c: char) -> None:
        self.append(c)

    def append_code(self, code: int) -> None:
        """Appends the code point with that number."""
        self.append(chr(code))

    def build(self) -> str:
        """The string so far; more may be appended afterwards."""
        return "".join(self._parts)


class BytesBuilder:
    """Collects bytes, as `StringBuilder` does a string."""

    def __init__(self) -> None:
        self._data = bytearray()

    def __len__(self) -> int:
        return len(self._data)

    def append(self, data: bytes) -> None:
        self._data += data

    def append_slice(self, data: bytes, start: int, stop: int) -> None:
        """Appends ``data[start:stop]``; translated, without making those bytes."""
        self._data += data[start:stop]

    def append_byte(self, byte: int) -> None:
        """Appends ``byte & 255``."""
        self._data.append(byte & 0xFF)

    def build(self) -> bytes:
        """The bytes so far; more may be appended afterwards."""
        return bytes(self._data)


class StrBuffer:
    """A string of a known size that is filled in through memory.

    ``width`` is 1, 2 or 4 bytes a code point, and must be the fewest that suffice for what is filled in."""

    def __init__(self, width: int, count: int) -> None:
        self._width = width
        self._count = count
        self._memory = pointer_class(uint8)(ffi.new("uint8_t[]", max(width * count, 1)))

    def pointer(self) -> Ptr[uint8]:
        """Where the code points belong; valid while the buffer is alive."""
        return self._memory

    def build(self) -> str:
        """The string; nothing may be written afterwards. Translated, this copies nothing."""
        return make_str(self._memory, self._width, self._count)


class BytesBuffer:
    """Bytes that are filled in through memory, as `StrBuffer` does it for a string."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._memory = pointer_class(uint8)(ffi.new("uint8_t[]", max(count, 1)))

    def pointer(self) -> Ptr[uint8]:
        """Where the bytes belong; valid while the buffer is alive."""
        return self._memory

    def build(self) -> bytes:
        """The bytes; nothing may be written afterwards. Translated, this copies nothing."""
        return make_bytes(self._memory, self._count)
