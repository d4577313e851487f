"""BytesIO: a stream of bytes in memory."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import stop_iteration, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.modules.io.base import IOBase, buffered_base_type, put_into, room_in, size_argument, stream_type
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.memoryview import view_of
from interpreter.objects.object import Object, Type
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple, tuple3
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.number import as_int
from transform.rpython.builders import BytesBuilder


class BytesIO(IOBase):
    """``BytesIO(initial_bytes=b'')``."""
    store: ByteArray
    position: int

    def __init__(self, type: Type) -> None:
        super().__init__(type)
        self.store = ByteArray(b"")
        self.position = 0

    def check(self) -> None:
        if self.is_closed:
            raise value_error("I/O operation on closed file.")

    def part(self, start: int, stop: int) -> bytes:
        builder = BytesBuilder()
        for i in range(start, stop):
            builder.append_byte(int(self.store.items[i]))
        return builder.build()

    def take(self, count: int) -> bytes:
        """The next bytes, all for a negative count; the position moves behind them."""
        self.check()
        left = self.store.length - self.position
        if left <= 0:
            return b""
        if count < 0 or count > left:
            count = left
        start = self.position
        self.position += count
        return self.part(start, self.position)

    def take_line(self, limit: int) -> bytes:
        self.check()
        end = self.position
        stop = self.store.length
        if 0 <= limit < stop - end:
            stop = end + limit
        while end < stop:
            end += 1
            if int(self.store.items[end - 1]) == 10:
                break
        return self.take(end - self.position) if end > self.position else b""

    def put(self, data: bytes) -> None:
        self.check()
        if self.store.pins > 0:
            self.store.resize(self.store.length)
        if len(data) > 0:
            end = self.position + len(data)
            if end > self.store.length:
                self.store.resize(end)
            self.store.put(self.position, data)
            self.position = end

    @exposed("__init__")
    def initialise(self, initial_bytes: Object = NONE) -> None:
        """Initialize self."""
        self.store = ByteArray(b"" if initial_bytes is NONE else bytes_of(initial_bytes))
        self.position = 0
        self.is_closed = False

    @exposed("read")
    def read(self, size: Object = NONE, /) -> bytes:
        """Read at most size bytes, returned as a bytes object."""
        return self.take(size_argument(size))

    @exposed("read1")
    def read1(self, size: Object = NONE, /) -> bytes:
        """Read at most size bytes, returned as a bytes object."""
        return self.take(size_argument(size))

    @exposed("readline")
    def readline(self, size: Object = NONE, /) -> bytes:
        """Next line from the file, as a bytes object."""
        return self.take_line(size_argument(size))

    @exposed("readlines")
    def readlines(self, size: Object = NONE, /) -> Object:
        """List of bytes objects, each a line from the file."""
        limit = size_argument(size)
        lines: list[Object] = []
        total = 0
        while limit <= 0 or total < limit:
            line = self.take_line(-1)
            if len(line) == 0:
                break
            lines.append(new_bytes(line))
            total += len(line)
        return new_list(lines)

    @exposed("readinto")
    def readinto(self, buffer: Object, /) -> int:
        """Read bytes into buffer."""
        data = self.take(room_in(buffer))
        put_into(buffer, data)
        return len(data)

    @exposed("write")
    def write(self, b: Object, /) -> int:
        """Write bytes to file."""
        self.check()
        data = bytes_of(b)
        self.put(data)
        return len(data)

    @exposed("seek")
    def seek(self, pos: int, whence: int = 0, /) -> int:
        """Change stream position."""
        self.check()
        if whence == 0:
            if pos < 0:
                raise value_error(f"negative seek value {pos}")
        elif whence == 1:
            pos += self.position
        elif whence == 2:
            pos += self.store.length
        else:
            raise value_error(f"invalid whence ({whence}, should be 0, 1 or 2)")
        self.position = max(pos, 0)
        return self.position

    @exposed("tell")
    def tell(self) -> int:
        """Current file position, an integer."""
        self.check()
        return self.position

    @exposed("truncate")
    def truncate(self, size: Object = NONE, /) -> int:
        """Truncate the file to at most size bytes."""
        self.check()
        length = self.position if size is NONE else as_int(size)
        if length < 0:
            raise value_error(f"negative size value {length}")
        if length < self.store.length:
            self.store.resize(length)
        return length

    @exposed("getvalue")
    def getvalue(self) -> bytes:
        """Retrieve the entire contents of the BytesIO object."""
        self.check()
        return self.store.value()

    @exposed("getbuffer")
    def getbuffer(self) -> Object:
        """Get a read-write view over the contents of the BytesIO object."""
        self.check()
        return view_of(self.store)

    @exposed("close")
    def close(self) -> None:
        """Disable all I/O operations."""
        if self.store.pins > 0:
            self.store.resize(self.store.length)
        self.store = ByteArray(b"")
        self.is_closed = True

    @exposed_property("closed")
    def get_closed(self) -> bool:
        """True if the file is closed."""
        return self.is_closed

    @exposed("flush")
    def flush(self) -> None:
        """Does nothing."""
        self.check()

    @exposed("isatty")
    def isatty(self) -> bool:
        """Always returns False."""
        self.check()
        return False

    @exposed("readable")
    def readable(self) -> bool:
        """Returns True if the IO object can be read."""
        self.check()
        return True

    @exposed("writable")
    def writable(self) -> bool:
        """Returns True if the IO object can be written."""
        self.check()
        return True

    @exposed("seekable")
    def seekable(self) -> bool:
        """Returns True if the IO object can be seeked."""
        self.check()
        return True

    @exposed("__next__")
    def next_line(self) -> Object:
        """Implement next(self)."""
        line = self.take_line(-1)
        if len(line) == 0:
            raise stop_iteration()
        return new_bytes(line)

    @exposed("__getstate__")
    def getstate(self) -> Object:
        self.check()
        attributes: Optional[Object] = self.get_dict()
        return tuple3(new_bytes(self.store.value()), new_int(self.position), NONE if attributes is None else attributes)

    @exposed("__setstate__")
    def setstate(self, state: Object, /) -> None:
        if not isinstance(state, Tuple) or state.length < 3:
            raise type_error("_io.BytesIO.__setstate__ argument should be 3-tuple")
        initial, attributes = state.item(0), state.item(2)
        if isinstance(initial, Bytes):
            self.store = ByteArray(initial.value)
        self.position = as_int(state.item(1))
        if isinstance(attributes, Dict):
            self.set_dict(attributes)


def allocate_bytes_stream(type: Type) -> Object:
    return BytesIO(type)


bytes_stream_type = stream_type(BytesIO, "BytesIO", buffered_base_type, allocate_bytes_stream,
                                doc="Buffered I/O implementation using an in-memory bytes buffer.")
