"""BufferedReader, BufferedWriter, BufferedRandom: a buffer between a program and a raw stream."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, stop_iteration, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import add_methods
from interpreter.modules.io.base import (
    DEFAULT_BUFFER_SIZE, IOBase, ask, buffered_base_type, call_method, describe, is_closed, put_into, room_in, size_argument,
    stream_type, unsupported,
)
from interpreter.modules.io.fileio import FileIO, file_type
from interpreter.modules.io.openstreams import open_streams
from interpreter.modules.io.turns import Turn
from interpreter.modules.signals import check_signals
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import new_bytes
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary

_OS_ERROR = EXCEPTIONS["OSError"]
_BLOCKING = EXCEPTIONS["BlockingIOError"]
errors = CLibrary("#define EAGAIN ...", headers=["errno.h"])


class Buffered(IOBase):
    """What the three have in common. `ahead` from `at` on is read and not yet asked for; `pending` is written and not yet passed on: never both."""
    raw: Optional[Object]
    buffer_size: int
    ahead: bytes
    at: int
    pending: list[bytes]
    pending_size: int
    reads: bool
    writes: bool
    turn: Turn

    def __init__(self, type: Type, reads: bool, writes: bool) -> None:
        super().__init__(type)
        self.raw = None
        self.buffer_size = DEFAULT_BUFFER_SIZE
        self.ahead = b""
        self.at = 0
        self.pending = []
        self.pending_size = 0
        self.reads = reads
        self.writes = writes
        self.turn = Turn(self)

    def open_on(self, raw: Object, buffer_size: int) -> None:
        """Takes a raw stream."""
        if buffer_size <= 0:
            raise value_error("buffer size must be strictly positive")
        self.raw = raw
        self.buffer_size = buffer_size
        self.ahead = b""
        self.at = 0
        self.pending = []
        self.pending_size = 0
        if self.writes:
            open_streams.add(self)

    def stream(self) -> Object:
        """The raw stream."""
        raw = self.raw
        if raw is None:
            raise value_error("raw stream has been detached")
        return raw

    def check(self, action: str) -> Object:
        raw = self.stream()
        if is_closed(raw):
            raise value_error(f"{action} of closed file")
        return raw

    # The raw stream.

    def fetch(self, count: int) -> Optional[bytes]:
        """Up to `count` bytes of the raw stream, none at its end; None where nothing is there yet."""
        raw = self.stream()
        if isinstance(raw, FileIO) and type_of(raw) is file_type:
            raw.check_readable()
            found = raw.read_once(count)
            return None if found is NONE else bytes_of(found)
        buffer = ByteArray(bytes(count))
        result = call_method(raw, "readinto", [buffer])
        if result is NONE:
            return None
        done = as_int(result)
        if not 0 <= done <= count:
            raise PyError(_OS_ERROR, f"raw readinto() returned invalid length {done} (should have been between 0 and {count})")
        return buffer.value()[:done]

    def pass_on(self, data: bytes) -> int:
        """Writes to the raw stream what goes at once; -1 where nothing does."""
        result = call_method(self.stream(), "write", [new_bytes(data)])
        if result is NONE:
            return -1
        done = as_int(result)
        if not 0 <= done <= len(data):
            raise PyError(_OS_ERROR, f"raw write() returned invalid length {done} (should have been between 0 and {len(data)})")
        return done

    def raw_seek(self, position: int, whence: int) -> int:
        result = as_int(call_method(self.stream(), "seek", [new_int(position), new_int(whence)]))
        if result < 0:
            raise PyError(_OS_ERROR, f"Raw stream returned invalid position {result}")
        return result

    # The buffer.

    def ready_to_read(self, action: str) -> None:
        self.check(action)
        if not self.reads:
            raise unsupported(action)
        self.flush_pending()

    def left(self) -> int:
        return len(self.ahead) - self.at

    def fill(self) -> bool:
        """Reads ahead when all of the buffer was used; False at the end of the stream."""
        found = self.fetch(self.buffer_size)
        if found is None or len(found) == 0:
            return False
        self.ahead = found
        self.at = 0
        return True

    def take(self, count: int) -> bytes:
        """Bytes of the buffer."""
        start = self.at
        self.at = min(start + count, len(self.ahead))
        return self.ahead[start:self.at]

    def read_all(self) -> Object:
        parts = [self.take(self.left())]
        rest = call_method(self.stream(), "readall", []) if self.has_readall() else NONE
        if rest is not NONE:
            parts.append(bytes_of(rest))
        else:
            while True:
                found = self.fetch(DEFAULT_BUFFER_SIZE)
                if found is None and len(parts) == 1 and len(parts[0]) == 0:
                    return NONE
                if found is None or len(found) == 0:
                    break
                parts.append(found)
        return new_bytes(b"".join(parts))

    def has_readall(self) -> bool:
        return type_of(self.stream()).lookup("readall") is not None

    def read_count(self, count: int) -> Object:
        """As many bytes as wanted, if the stream has them; None where nothing is there yet."""
        if count <= self.left():
            return new_bytes(self.take(count))
        parts = [self.take(self.left())]
        wanted = count - len(parts[0])
        while wanted > 0:
            if wanted >= self.buffer_size:
                found = self.fetch(wanted)
                if found is None and len(parts) == 1 and len(parts[0]) == 0:
                    return NONE
                if found is None or len(found) == 0:
                    break
                parts.append(found)
                wanted -= len(found)
            else:
                found = self.fetch(self.buffer_size)
                if found is None and len(parts) == 1 and len(parts[0]) == 0:
                    return NONE
                if found is None or len(found) == 0:
                    break
                self.ahead = found
                self.at = 0
                parts.append(self.take(wanted))
                wanted -= len(parts[len(parts) - 1])
        return new_bytes(b"".join(parts))

    def read_line(self, limit: int) -> bytes:
        parts: list[bytes] = []
        total = 0
        while limit < 0 or total < limit:
            if self.left() == 0 and not self.fill():
                break
            end = self.ahead.find(b"\n", self.at)
            count = (end + 1 if end >= 0 else len(self.ahead)) - self.at
            if limit >= 0:
                count = min(count, limit - total)
            parts.append(self.take(count))
            total += count
            if end >= 0 and self.at == end + 1:
                break
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def drop_ahead(self) -> None:
        """Forgets what was read ahead: the raw stream goes back to where the program is."""
        left = self.left()
        self.ahead = b""
        self.at = 0
        if left > 0:
            self.raw_seek(-left, 1)

    def flush_pending(self) -> None:
        """Passes on what was written. BlockingIOError, and the rest kept, where not all of it goes."""
        while self.pending_size > 0:
            data = self.pending[0] if len(self.pending) == 1 else b"".join(self.pending)
            self.pending = [data]
            done = self.pass_on(data)
            if done < 0:
                raise blocked("write could not complete without blocking", 0)
            self.pending = [data[done:]] if done < len(data) else []
            self.pending_size -= done
            check_signals()  # a signal may be why not all was written

    def write(self, data: bytes) -> None:
        """Writes bytes, when it is the running tasklet's turn."""
        with self.turn:
            self.check("write")
            self.put(data)

    def put(self, data: bytes) -> None:
        """Writes bytes, by and by."""
        if self.left() > 0 or self.reads:
            self.drop_ahead()
        if self.pending_size + len(data) > self.buffer_size:
            try:
                self.flush_pending()
            except PyError as error:
                if error.type is not _BLOCKING:
                    raise
                room = self.buffer_size - self.pending_size
                if room < len(data):
                    self.keep(data[:room])
                    raise blocked("write could not complete without blocking", room)
        self.keep(data)
        if self.pending_size > self.buffer_size:
            self.flush_pending()

    def keep(self, data: bytes) -> None:
        if len(data) > 0:
            self.pending.append(data)
            self.pending_size += len(data)

    # What Python programs see, of all three.

    @exposed("flush")
    def flush(self) -> None:
        """Flush and passes on."""
        with self.turn:
            self.check("flush")
            self.flush_pending()
            if self.reads and self.writes:
                self.drop_ahead()
            call_method(self.stream(), "flush", [])

    @exposed("close")
    def close(self) -> None:
        """Flush and close."""
        raw = self.stream()
        if is_closed(raw):
            return
        try:
            if self.writes:
                call_method(self, "flush", [])
        finally:
            open_streams.remove(self)
            call_method(raw, "close", [])

    @exposed("detach")
    def detach(self) -> Object:
        """Disconnect this buffer from its underlying raw stream and return it."""
        raw = self.stream()
        call_method(self, "flush", [])
        open_streams.remove(self)
        self.raw = None
        return raw

    @exposed("seekable")
    def seekable(self) -> Object:
        return call_method(self.stream(), "seekable", [])

    @exposed("readable")
    def readable(self) -> Object:
        return call_method(self.stream(), "readable", [])

    @exposed("writable")
    def writable(self) -> Object:
        return call_method(self.stream(), "writable", [])

    @exposed("fileno")
    def fileno(self) -> Object:
        return call_method(self.stream(), "fileno", [])

    @exposed("isatty")
    def isatty(self) -> Object:
        return call_method(self.stream(), "isatty", [])

    @exposed_property("closed")
    def get_closed(self) -> Object:
        return get_attribute(self.stream(), "closed")

    @exposed_property("name")
    def get_name(self) -> Object:
        return get_attribute(self.stream(), "name")

    @exposed_property("mode")
    def get_mode(self) -> Object:
        return get_attribute(self.stream(), "mode")

    @exposed_property("raw")
    def get_raw(self) -> Object:
        raw = self.raw
        return NONE if raw is None else raw

    @exposed("tell")
    def tell(self) -> int:
        """Current position in the stream."""
        self.check("tell")
        return self.raw_seek_or_tell() - self.left() + self.pending_size

    def raw_seek_or_tell(self) -> int:
        return as_int(call_method(self.stream(), "tell", []))

    @exposed("seek")
    def seek(self, target: Object, whence: int = 0, /) -> int:
        """Moves to a position of the stream."""
        with self.turn:
            raw = self.check("seek")
            if not 0 <= whence <= 2:
                raise value_error(f"whence value {whence} unsupported")
            if not ask(raw, "seekable"):
                raise unsupported("File or stream is not seekable.")
            offset = as_int(target)
            self.flush_pending()
            if whence == 1:
                offset -= self.left()
            elif whence == 0 and self.left() > 0:
                start = self.raw_seek_or_tell() - len(self.ahead)
                if start <= offset <= start + len(self.ahead):
                    self.at = offset - start
                    return offset
            result = self.raw_seek(offset, whence)
            self.ahead = b""
            self.at = 0
            return result

    @exposed("truncate")
    def truncate(self, pos: Object = NONE, /) -> Object:
        """Truncates the stream."""
        with self.turn:
            self.check("truncate")
            if not self.writes:
                raise unsupported("truncate")
            self.flush_pending()
            return call_method(self.stream(), "truncate", [new_int(self.tell()) if pos is NONE else pos])

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return describe(self, "")


def blocked(text: str, written: int) -> PyError:
    """BlockingIOError that says how many characters were written."""
    made = call(_BLOCKING, [new_int(errors.EAGAIN), Str(text)])
    if isinstance(made, ExceptionObject):
        made.set_own("characters_written", new_int(written))
    return PyError(_BLOCKING, "", made)


@exposed("__init__")
def reader_init(self: Buffered, raw: Object, buffer_size: int = DEFAULT_BUFFER_SIZE) -> None:
    """Initialize self."""
    if not ask(raw, "readable"):
        raise unsupported("File or stream is not readable.")
    self.open_on(raw, buffer_size)


@exposed("__init__")
def writer_init(self: Buffered, raw: Object, buffer_size: int = DEFAULT_BUFFER_SIZE) -> None:
    """Initialize self."""
    if not ask(raw, "writable"):
        raise unsupported("File or stream is not writable.")
    self.open_on(raw, buffer_size)


@exposed("__init__")
def random_init(self: Buffered, raw: Object, buffer_size: int = DEFAULT_BUFFER_SIZE) -> None:
    """Initialize self."""
    if not ask(raw, "seekable"):
        raise unsupported("File or stream is not seekable.")
    if not ask(raw, "readable"):
        raise unsupported("File or stream is not readable.")
    writer_init(self, raw, buffer_size)


@exposed("read")
def input_read(self: Buffered, size: Object = NONE, /) -> Object:
    """Read and return up to size bytes."""
    count = size_argument(size)
    if count < -1:
        raise value_error("read length must be non-negative or -1")
    with self.turn:
        self.ready_to_read("read")
        return self.read_all() if count < 0 else self.read_count(count)


@exposed("read1")
def input_read1(self: Buffered, size: int = -1, /) -> bytes:
    """Read and return up to size bytes, with at most one read() call to the raw stream."""
    with self.turn:
        self.ready_to_read("read")
        if size < 0:
            size = self.buffer_size
        if size == 0:
            return b""
        if self.left() > 0:
            return self.take(size)
        found = self.fetch(size)
        return b"" if found is None else found


@exposed("peek")
def input_peek(self: Buffered, size: int = 0, /) -> bytes:
    """Returns bytes that come next without moving on."""
    with self.turn:
        self.ready_to_read("peek")
        if self.left() == 0:
            self.fill()
        return self.ahead[self.at:]


def into(self: Buffered, buffer: Object, is_once: bool) -> Object:
    with self.turn:
        self.ready_to_read("readinto")
        room = room_in(buffer)
        done = 0
        while done < room:
            if self.left() == 0:
                if is_once and done > 0:
                    break
                found = self.fetch(max(room - done, self.buffer_size))
                if found is None and done == 0:
                    return NONE
                if found is None or len(found) == 0:
                    break
                self.ahead = found
                self.at = 0
            part = self.take(room - done)
            put_into(buffer, part, done)
            done += len(part)
        return new_int(done)


@exposed("readinto")
def input_readinto(self: Buffered, buffer: Object, /) -> Object:
    return into(self, buffer, False)


@exposed("readinto1")
def input_readinto1(self: Buffered, buffer: Object, /) -> Object:
    return into(self, buffer, True)


@exposed("readline")
def input_readline(self: Buffered, size: Object = NONE, /) -> bytes:
    """Read and return a line from the stream."""
    limit = size_argument(size)
    with self.turn:
        self.ready_to_read("readline")
        return self.read_line(limit)


@exposed("__next__")
def input_next(self: Buffered) -> Object:
    """Implement next(self)."""
    with self.turn:
        self.ready_to_read("readline")
        line = self.read_line(-1)
        if len(line) == 0:
            raise stop_iteration()
        return new_bytes(line)


@exposed("write")
def output_write(self: Buffered, buffer: Object, /) -> int:
    """Write the given buffer to the IO stream."""
    if isinstance(buffer, Str):
        raise type_error("a bytes-like object is required, not 'str'")
    data = bytes_of(buffer)
    self.write(data)
    return len(data)


def allocate_reader(type: Type) -> Object:
    return Buffered(type, True, False)


def allocate_writer(type: Type) -> Object:
    return Buffered(type, False, True)


def allocate_random(type: Type) -> Object:
    return Buffered(type, True, True)


reader_type = stream_type(Buffered, "BufferedReader", buffered_base_type, allocate_reader, __name__, "reader_",
                          "Create a new buffered reader using the given readable raw IO object.")
writer_type = stream_type(Buffered, "BufferedWriter", buffered_base_type, allocate_writer, __name__, "writer_",
                          "A buffer for a writeable sequential RawIO object.")
random_type = stream_type(Buffered, "BufferedRandom", buffered_base_type, allocate_random, __name__, "random_",
                          "A buffered interface to random access streams.")
add_methods(reader_type, __name__, "input_")
add_methods(writer_type, __name__, "output_")
add_methods(random_type, __name__, "input_")
add_methods(random_type, __name__, "output_")


class BufferedPair(IOBase):
    """BufferedRWPair: a reader and a writer on two raw streams, such as the ends of two pipes."""
    reader: Object
    writer: Object

    def __init__(self, type: Type) -> None:
        super().__init__(type)
        self.reader = NONE
        self.writer = NONE

    @exposed("__init__")
    def initialise(self, reader: Object, writer: Object, buffer_size: Object = new_int(DEFAULT_BUFFER_SIZE), /) -> None:
        """Initialize self."""
        self.reader = call(reader_type, [reader, buffer_size])
        self.writer = call(writer_type, [writer, buffer_size])

    @exposed("read", rest="size")
    def read(self, size: Object) -> Object:
        return call_method(self.reader, "read", items_of(size))

    @exposed("read1", rest="size")
    def read1(self, size: Object) -> Object:
        return call_method(self.reader, "read1", items_of(size))

    @exposed("peek", rest="size")
    def peek(self, size: Object) -> Object:
        return call_method(self.reader, "peek", items_of(size))

    @exposed("readinto")
    def readinto(self, buffer: Object, /) -> Object:
        return call_method(self.reader, "readinto", [buffer])

    @exposed("readinto1")
    def readinto1(self, buffer: Object, /) -> Object:
        return call_method(self.reader, "readinto1", [buffer])

    @exposed("write")
    def write(self, b: Object, /) -> Object:
        return call_method(self.writer, "write", [b])

    @exposed("flush")
    def flush(self) -> Object:
        return call_method(self.writer, "flush", [])

    @exposed("readable")
    def readable(self) -> Object:
        return call_method(self.reader, "readable", [])

    @exposed("writable")
    def writable(self) -> Object:
        return call_method(self.writer, "writable", [])

    @exposed("close")
    def close(self) -> None:
        try:
            call_method(self.writer, "close", [])
        finally:
            call_method(self.reader, "close", [])

    @exposed("isatty")
    def isatty(self) -> bool:
        return ask(self.writer, "isatty") or ask(self.reader, "isatty")

    @exposed_property("closed")
    def get_closed(self) -> Object:
        return get_attribute(self.writer, "closed")


def items_of(arguments: Object) -> list[Object]:
    return arguments.items() if isinstance(arguments, Tuple) else []


def allocate_pair(type: Type) -> Object:
    return BufferedPair(type)


pair_type = stream_type(BufferedPair, "BufferedRWPair", buffered_base_type, allocate_pair,
                        doc="A buffered reader and writer object together.")
