"""The abstract bases of all streams: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase` (PEP 3116)."""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.errors import EXCEPTIONS, PyError, not_implemented_error, runtime_error, stop_iteration, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.array.objects import Array
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import new_list
from interpreter.objects.memoryview import MemoryView
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.buffer import Memory, bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.compare import is_true, length
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of
from transform.rpython import copy, data_pointer, identity

DEFAULT_BUFFER_SIZE = 8192

unsupported_operation = Type("UnsupportedOperation", None, [EXCEPTIONS["OSError"], EXCEPTIONS["ValueError"]], {"__module__": new_str("io")})
define(ExceptionObject, "UnsupportedOperation", existing=unsupported_operation, allocate=new_exception, module="io", doc="")
unsupported_operation.is_heap = True  # `io` sets an attribute of it


class IOBase(MappedStorage, Object):
    """Any stream."""
    is_closed: bool

    def __init__(self, type: Type) -> None:
        self.start(type)
        self.is_closed = False


def unsupported(text: str) -> PyError:
    return PyError(unsupported_operation, text)


def call_method(x: Object, name: str, arguments: list[Object]) -> Object:
    """``x.name(*arguments)``."""
    return call(get_attribute(x, name), arguments)


def ask(x: Object, name: str) -> bool:
    """The truth of ``x.name()``."""
    return is_true(call_method(x, name, []))


def is_closed(x: Object) -> bool:
    """``x.closed``."""
    return is_true(get_attribute(x, "closed"))


def check_open(x: Object) -> None:
    if is_closed(x):
        raise value_error("I/O operation on closed file.")


def size_argument(x: Object) -> int:
    """A number of bytes or characters; -1 for None: as many as there are."""
    if x is NONE:
        return -1
    if not isinstance(x, Int) and find_optional(x, "__index__") is None:
        raise type_error(f"argument should be integer or None, not '{type_of(x).name}'")
    return as_int(x)


def room_in(buffer: Object, what: str = "readinto() argument") -> int:
    """How many bytes fit into an object that `put_into` takes. TypeError for others."""
    if isinstance(buffer, ByteArray):
        return buffer.length
    if isinstance(buffer, MemoryView) and not buffer.is_read_only():
        buffer.check()
        return buffer.byte_count()
    if isinstance(buffer, Array):
        return buffer.data.length
    if isinstance(buffer, Memory) and not buffer.is_read_only():
        return buffer.size
    raise type_error(f"{what} must be read-write bytes-like object, not {type_of(buffer).name}")


def put_into(buffer: Object, data: bytes, start: int = 0) -> None:
    """Overwrites the bytes of a buffer from `start` on; they fit."""
    if isinstance(buffer, ByteArray):
        buffer.put(start, data)
    elif isinstance(buffer, Array):
        buffer.data.put(start, data)
    elif isinstance(buffer, Memory):
        copy(data_pointer(data), buffer.address + start, len(data))
    elif isinstance(buffer, MemoryView):
        buffer.check()
        if buffer.step == buffer.item_size:
            copy(data_pointer(data), buffer.start_address() + start, len(data))
            return
        for i in range(len(data)):
            buffer.set_byte(start + i, data[i])


def allocate_base(type: Type) -> Object:
    return IOBase(type)


@exposed("seek")
def base_seek(self: IOBase, offset: int, whence: int = 0, /) -> Object:
    """Change the stream position to the given byte offset."""
    raise unsupported("seek")


@exposed("tell")
def base_tell(self: IOBase) -> Object:
    """Return current stream position."""
    return call_method(self, "seek", [new_int(0), new_int(1)])


@exposed("truncate")
def base_truncate(self: IOBase, size: Object = NONE, /) -> Object:
    """Truncate file to size bytes."""
    raise unsupported("truncate")


@exposed("fileno")
def base_fileno(self: IOBase) -> Object:
    """Returns underlying file descriptor if one exists."""
    raise unsupported("fileno")


@exposed("flush")
def base_flush(self: IOBase) -> None:
    """Flush write buffers, if applicable."""
    check_open(self)


@exposed("close")
def base_close(self: IOBase) -> None:
    """Flush and close the IO object."""
    if not self.is_closed:
        try:
            call_method(self, "flush", [])
        finally:
            self.is_closed = True


@exposed_property("closed")
def base_closed(self: IOBase) -> bool:
    return self.is_closed


@exposed("seekable")
def base_seekable(self: IOBase) -> bool:
    """Return whether object supports random access."""
    return False


@exposed("readable")
def base_readable(self: IOBase) -> bool:
    """Return whether object was opened for reading."""
    return False


@exposed("writable")
def base_writable(self: IOBase) -> bool:
    """Return whether object was opened for writing."""
    return False


@exposed("isatty")
def base_isatty(self: IOBase) -> bool:
    """Return whether this is an 'interactive' stream."""
    check_open(self)
    return False


@exposed("_checkClosed", rest="message")
def base_check_closed(self: IOBase, message: Object) -> None:
    check_open(self)


@exposed("_checkSeekable", rest="message")
def base_check_seekable(self: IOBase, message: Object) -> Object:
    if not ask(self, "seekable"):
        raise unsupported("File or stream is not seekable.")
    return self


@exposed("_checkReadable", rest="message")
def base_check_readable(self: IOBase, message: Object) -> Object:
    if not ask(self, "readable"):
        raise unsupported("File or stream is not readable.")
    return self


@exposed("_checkWritable", rest="message")
def base_check_writable(self: IOBase, message: Object) -> Object:
    if not ask(self, "writable"):
        raise unsupported("File or stream is not writable.")
    return self


@exposed("__enter__")
def base_enter(self: IOBase) -> Object:
    check_open(self)
    return self


@exposed("__exit__", rest="arguments")
def base_exit(self: IOBase, arguments: Object) -> None:
    call_method(self, "close", [])


@exposed("__iter__")
def base_iter(self: IOBase) -> Object:
    """Implement iter(self)."""
    check_open(self)
    return self


@exposed("__next__")
def base_next(self: IOBase) -> Object:
    """Implement next(self)."""
    line = call_method(self, "readline", [])
    if not is_true(line):
        raise stop_iteration()
    return line


@exposed("__del__")
def base_del(self: IOBase) -> None:
    """Closes the stream. What goes wrong is not told: nobody could do anything about it."""
    try:
        if not is_closed(self):
            call_method(self, "close", [])
    except PyError:
        pass


@exposed("readline")
def base_readline(self: IOBase, size: Object = NONE, /) -> bytes:
    """Read and return a line from the stream."""
    limit = size_argument(size)
    parts: list[bytes] = []
    total = 0
    peek = find_optional(self, "peek")
    while limit < 0 or total < limit:
        wanted = 1
        if peek is not None:
            ahead = call(peek, [new_int(1)])
            if not isinstance(ahead, Bytes):
                raise PyError(EXCEPTIONS["OSError"], f"peek() should have returned a bytes object, not '{type_of(ahead).name}'")
            if len(ahead.value) > 0:
                end = ahead.value.find(b"\n")
                wanted = end + 1 if end >= 0 else len(ahead.value)
                if limit >= 0:
                    wanted = min(wanted, limit - total)
        found = call_method(self, "read", [new_int(wanted)])
        if not isinstance(found, Bytes):
            raise PyError(EXCEPTIONS["OSError"], f"read() should have returned a bytes object, not '{type_of(found).name}'")
        if len(found.value) == 0:
            break
        parts.append(found.value)
        total += len(found.value)
        if found.value.endswith(b"\n"):
            break
    return b"".join(parts)


@exposed("readlines")
def base_readlines(self: IOBase, hint: Object = NONE, /) -> Object:
    """Return a list of lines from the stream."""
    limit = size_argument(hint)
    lines: list[Object] = []
    total = 0
    iterator = iterator_of(self)
    while limit <= 0 or total < limit:
        line = next_of(iterator)
        if line is None:
            break
        lines.append(line)
        total += length(line)
    return new_list(lines)


@exposed("writelines")
def base_writelines(self: IOBase, lines: Object, /) -> None:
    """Write a list of lines to stream."""
    check_open(self)
    write = get_attribute(self, "write")
    iterator = iterator_of(lines)
    while True:
        line = next_of(iterator)
        if line is None:
            return
        call(write, [line])


@exposed("read")
def raw_read(self: IOBase, size: int = -1, /) -> Object:
    if size < 0:
        return call_method(self, "readall", [])
    buffer = ByteArray(bytes(size))
    count = call_method(self, "readinto", [buffer])
    if count is NONE:
        return NONE
    return new_bytes(buffer.value()[:as_int(count)])


@exposed("readall")
def raw_readall(self: IOBase) -> Object:
    """Read until EOF, using multiple read() call."""
    parts: list[bytes] = []
    while True:
        data = call_method(self, "read", [new_int(DEFAULT_BUFFER_SIZE)])
        if data is NONE and len(parts) == 0:
            return NONE
        if data is NONE or len(bytes_of(data)) == 0:
            return new_bytes(b"".join(parts))
        parts.append(bytes_of(data))


@exposed("readinto")
def raw_readinto(self: IOBase, buffer: Object, /) -> Object:
    raise not_implemented_error("")


@exposed("write")
def raw_write(self: IOBase, b: Object, /) -> Object:
    raise not_implemented_error("")


@exposed("detach")
def buffered_detach(self: IOBase) -> Object:
    """Disconnect this buffer from its underlying raw stream and return it."""
    raise unsupported("detach")


@exposed("read", rest="size")
def buffered_read(self: IOBase, size: Object) -> Object:
    """Read and return up to n bytes."""
    raise unsupported("read")


@exposed("read1", rest="size")
def buffered_read1(self: IOBase, size: Object) -> Object:
    """Read and return up to n bytes, with at most one read() call to the underlying raw stream."""
    raise unsupported("read1")


@exposed("write")
def buffered_write(self: IOBase, b: Object, /) -> Object:
    """Write the given buffer to the IO stream."""
    raise unsupported("write")


def read_into(self: IOBase, buffer: Object, method: str) -> Object:
    data = call_method(self, method, [new_int(room_in(buffer))])
    if data is NONE:
        return NONE
    contents = bytes_of(data)
    if len(contents) > room_in(buffer):
        raise value_error(f"read() returned too much data: {room_in(buffer)} bytes requested, {len(contents)} returned")
    put_into(buffer, contents)
    return new_int(len(contents))


@exposed("readinto")
def buffered_readinto(self: IOBase, buffer: Object, /) -> Object:
    return read_into(self, buffer, "read")


@exposed("readinto1")
def buffered_readinto1(self: IOBase, buffer: Object, /) -> Object:
    return read_into(self, buffer, "read1")


@exposed("detach")
def text_detach(self: IOBase) -> Object:
    """Separate the underlying buffer from the TextIOBase and return it."""
    raise unsupported("detach")


@exposed("read", rest="size")
def text_read(self: IOBase, size: Object) -> Object:
    """Read at most n characters from stream."""
    raise unsupported("read")


@exposed("readline", rest="size")
def text_readline(self: IOBase, size: Object) -> Object:
    """Read until newline or EOF."""
    raise unsupported("readline")


@exposed("write")
def text_write(self: IOBase, s: Object, /) -> Object:
    """Write string to stream."""
    raise unsupported("write")


@exposed_property("encoding")
def text_encoding(self: IOBase) -> Object:
    return NONE


@exposed_property("newlines")
def text_newlines(self: IOBase) -> Object:
    return NONE


@exposed_property("errors")
def text_errors(self: IOBase) -> Object:
    return NONE


def name_repr(stream: IOBase, name: Object) -> str:
    """``repr(name)``, which may lead back to the stream."""
    if not enter_repr(stream):
        raise runtime_error(f"reentrant call inside {type_of(stream).name}.__repr__")
    try:
        return repr_of(name)
    finally:
        leave_repr(stream)


def describe(self: IOBase, more: str) -> str:
    """``<_io.Class name='...' ...>``."""
    t = type_of(self)
    name: Optional[Object] = None
    try:
        name = find_optional(self, "name")
    except PyError as error:
        if not error.type.is_subtype(EXCEPTIONS["ValueError"]):
            raise
    module = t.namespace.get("__module__")
    prefix = module.value if isinstance(module, Str) else "_io"
    shown = "" if name is None else f" name={name_repr(self, name)}"
    if name is None and more == "":
        return f"<{prefix}.{t.qualname} object at {identity(self):#x}>"
    return f"<{prefix}.{t.qualname}{shown}{more}>"


def stream_type(cls: type, name: str, base: Optional[Type], allocate: Callable[[Type], Object], methods: str = "", prefix: str = "",
                doc: Optional[str] = None) -> Type:
    """A type of streams; for use while RPython modules are imported."""
    made = define(cls, name, base=base, allocate=allocate, module="_io", methods=methods, prefix=prefix, doc=doc)
    made.instances_have_dict = True
    return made


base_type = stream_type(IOBase, "_IOBase", None, allocate_base, __name__, "base_", "The abstract base class for all I/O classes.")
raw_base_type = stream_type(IOBase, "_RawIOBase", base_type, allocate_base, __name__, "raw_", "Base class for raw binary I/O.")
buffered_base_type = stream_type(IOBase, "_BufferedIOBase", base_type, allocate_base, __name__, "buffered_",
                                 "Base class for buffered IO objects.")
text_base_type = stream_type(IOBase, "_TextIOBase", base_type, allocate_base, __name__, "text_", "Base class for text I/O.")
