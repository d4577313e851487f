"""Where an unpickler's bytes come from: a bytes object, or a file, of which no more is used than the pickle takes."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, overflow_error, type_error
from interpreter.modules.pickle.errors import unpickling_error, unpickling_error_type
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call0, call1
from interpreter.protocols.codec import decode_bytes
from transform.rpython import data_pointer, make_str, wrap
from transform.rpython.builders import BytesBuilder

_EOF_ERROR = EXCEPTIONS["EOFError"]
_NOT_IMPLEMENTED = EXCEPTIONS["NotImplementedError"]
_MAXIMUM = 0x7FFFFFFFFFFFFFFF
_PREFETCH = 128 * 1024


def truncated() -> PyError:
    return unpickling_error("pickle data was truncated")


class Source:
    """`data` from `position` on has not been used yet. Up to `taken` it was taken from the file; what follows was seen by ``peek`` only."""
    data: bytes
    position: int
    taken: int
    read: Optional[Object]
    readline: Optional[Object]
    peek: Optional[Object]

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.taken = len(data)
        self.read = None
        self.readline = None
        self.peek = None

    def open(self, file: Object) -> None:
        """Takes a file. TypeError."""
        self.peek = find_optional(file, "peek")
        self.read = find_optional(file, "read")
        self.readline = find_optional(file, "readline")
        if self.read is None or self.readline is None:
            raise type_error("file must have 'read' and 'readline' attributes")

    def take(self) -> None:
        """Takes from the file what was used after ``peek``; the file is where the pickle ended."""
        read = self.read
        if read is not None and self.position > self.taken:
            call1(read, new_int(self.position - self.taken))
            self.taken = self.position

    def need(self, count: int) -> None:
        """Makes sure that so many bytes are there. UnpicklingError."""
        if count <= len(self.data) - self.position:
            return
        read = self.read
        if read is None:
            raise truncated()
        self.take()
        peek = self.peek
        if peek is not None:
            seen = self.peeked(peek)
            if len(seen) >= count:
                self.data = seen
                self.position = 0
                self.taken = 0
                return
        left = self.data[self.position:self.taken] if self.position < self.taken else b""
        self.data = left + read_from(read, count - len(left))
        self.position = 0
        self.taken = len(self.data)
        if len(self.data) < count:
            raise truncated()

    def peeked(self, peek: Object) -> bytes:
        """What can be seen of the file's rest. A file whose ``peek`` fails is asked no more."""
        try:
            seen = call1(peek, new_int(_PREFETCH))
        except PyError as error:
            if not error.type.is_subtype(_NOT_IMPLEMENTED):
                raise
            self.peek = None
            return b""
        return bytes_of(seen)

    def code(self) -> int:
        """The next code. EOFError at the end."""
        if self.position >= len(self.data):
            try:
                self.need(1)
            except PyError as error:
                if error.type is not unpickling_error_type:
                    raise
                raise PyError(_EOF_ERROR, "Ran out of input") from error
        self.position += 1
        return self.data[self.position - 1]

    def byte(self) -> int:
        self.need(1)
        self.position += 1
        return self.data[self.position - 1]

    def number(self, size: int) -> int:
        """A number of so many bytes, without a sign unless it has eight."""
        self.need(size)
        result = 0
        for i in range(size):
            result |= self.data[self.position + i] << (8 * i)
        self.position += size
        return wrap(result)

    def signed(self) -> int:
        """A number of four bytes with a sign."""
        value = self.number(4)
        return value - (1 << 32) if value >= 1 << 31 else value

    def chunk(self, count: int) -> bytes:
        self.need(count)
        start = self.position
        self.position += count
        return self.data[start:self.position]

    def text(self, count: int) -> Str:
        """A text of so many bytes of UTF-8, lone surrogates included."""
        self.need(count)
        text = make_str(data_pointer(self.data) + self.position, 1, count)
        if not text.isascii():
            return decode_bytes(self.chunk(count), "utf-8", "surrogatepass")
        self.position += count
        return new_str(text)

    def size(self, size_bytes: int, what: str) -> int:
        """The number of bytes that follow. OverflowError."""
        size = self.number(size_bytes)
        if size < 0:
            raise overflow_error(f"{what} exceeds system's maximum size of {_MAXIMUM} bytes")
        return size

    def sized(self, size_bytes: int, what: str) -> bytes:
        """Bytes behind their number."""
        return self.chunk(self.size(size_bytes, what))

    def frame(self) -> None:
        """The bytes of a frame, which are read at once."""
        size = self.number(8)
        if size < 0:
            raise overflow_error(f"FRAME length exceeds system's maximum of {_MAXIMUM} bytes")
        self.need(size)

    def line(self, least: int) -> bytes:
        """A line without its end, which is at least so long. UnpicklingError."""
        end = self.data.find(b"\n", self.position)
        if end < 0:
            self.next_line()
            end = self.data.find(b"\n", self.position)
            if end < 0:
                raise truncated()
        line = self.data[self.position:end]
        self.position = end + 1
        if len(line) < least:
            raise truncated()
        return line

    def next_line(self) -> None:
        """What is left and the rest of the line from the file."""
        readline = self.readline
        if readline is None:
            raise truncated()
        left = self.data[self.position:self.taken] if self.position < self.taken else b""
        self.take()
        self.data = left + bytes_of(call0(readline))
        self.position = 0
        self.taken = len(self.data)

    def text_line(self, least: int) -> str:
        return decode_bytes(self.line(least), "utf-8", "strict").value


def read_from(read: Object, count: int) -> bytes:
    """Up to so many bytes of a file; of many, which damaged data may ask for, only pieces are believed to be there."""
    data = bytes_of(call1(read, new_int(min(count, _PREFETCH))))
    if len(data) < _PREFETCH or count == _PREFETCH:
        return data
    parts = BytesBuilder()
    while len(data) > 0:
        parts.append(data)
        if len(parts) >= count:
            break
        data = bytes_of(call1(read, new_int(min(count - len(parts), len(parts)))))
    return parts.build()
