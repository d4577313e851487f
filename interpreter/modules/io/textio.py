"""TextIOWrapper: a stream of text over one of bytes."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, stop_iteration, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.modules.io.base import (
    DEFAULT_BUFFER_SIZE, IOBase, ask, call_method, describe, is_closed, size_argument, stream_type, text_base_type, unsupported,
)
from interpreter.modules.io.buffered import Buffered, writer_type
from interpreter.modules.io.decoding import TextCodec, text_codec
from interpreter.modules.io.newlines import NEWLINES, Newlines, line_end
from interpreter.modules.io.openstreams import open_streams
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of

_OS_ERROR = EXCEPTIONS["OSError"]


class TextIOWrapper(IOBase):
    """``TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)``.

    `text` from `at` on is decoded and not yet asked for; it was made of `chunk`, in front of which `carried` bytes waited. `pending` is written and
    not yet encoded."""
    buffer: Optional[Object]
    encoding: str
    errors: str
    codec: TextCodec
    line_buffering: bool
    write_through: bool
    newline: str
    is_universal: bool
    newlines: Newlines
    ending: str
    text: str
    at: int
    chunk: bytes
    carried: bytes
    carried_return: bool
    pending: list[str]
    pending_size: int
    telling: bool
    can_read: bool
    can_write: bool

    def __init__(self, type: Type) -> None:
        super().__init__(type)
        self.buffer = None
        self.line_buffering = False
        self.write_through = False
        self.encoding = "utf-8"
        self.errors = "strict"
        self.codec = text_codec("utf-8", "strict")
        self.clear()
        self.pending = []
        self.pending_size = 0
        self.telling = True
        self.can_read = False
        self.can_write = False
        self.set_newline("", True)

    def clear(self) -> None:
        """Forgets what was decoded."""
        self.text = ""
        self.at = 0
        self.chunk = b""
        self.carried = b""
        self.carried_return = False

    def set_newline(self, newline: str, translates: bool) -> None:
        """`translates`: all ends become "\\n", where `newline` is empty."""
        self.is_universal = len(newline) == 0
        self.newline = newline
        self.newlines = Newlines(self.is_universal and translates)
        self.ending = newline if newline != "\n" and len(newline) > 0 else ""

    def below(self) -> Object:
        """The buffer."""
        buffer = self.buffer
        if buffer is None:
            raise value_error("underlying buffer has been detached")
        return buffer

    def check(self) -> Object:
        buffer = self.below()
        if is_closed(buffer):
            raise value_error("I/O operation on closed file.")
        return buffer

    # Writing.

    def pass_on(self) -> None:
        """Encodes what is pending and gives it to the buffer."""
        if self.pending_size == 0 and len(self.pending) == 0:
            return
        text = self.pending[0] if len(self.pending) == 1 else "".join(self.pending)
        self.pending = []
        self.pending_size = 0
        data = self.codec.encode(text)
        buffer = self.below()
        if isinstance(buffer, Buffered) and type_of(buffer) is writer_type:
            buffer.write(data)
        else:
            call_method(buffer, "write", [new_bytes(data)])

    @exposed("write")
    def write(self, text: Object, /) -> int:
        """Write string s to stream."""
        if not isinstance(text, Str):
            raise type_error(f"write() argument must be str, not {type_of(text).name}")
        self.check()
        if not self.can_write:
            raise unsupported("not writable")
        value = text.value
        has_end = self.line_buffering and (value.find("\n") >= 0 or value.find("\r") >= 0)
        may_fail = not value.isascii()  # what cannot be encoded is refused now, and what was written before it is not lost
        if may_fail:
            self.pass_on()
        self.pending.append(value if len(self.ending) == 0 else value.replace("\n", self.ending))
        self.pending_size += len(value)
        if self.at < len(self.text) or len(self.chunk) > 0:
            self.pass_on()
            self.clear()
            self.codec.reset()
        if self.pending_size > DEFAULT_BUFFER_SIZE or self.write_through or has_end or may_fail:
            self.pass_on()
        if has_end:
            call_method(self.below(), "flush", [])
        return len(value)

    # Reading.

    def read_chunk(self) -> bool:
        """Decodes more bytes when all of the text was used; False at the end of the stream."""
        buffer = self.below()
        if not self.can_read:
            raise unsupported("not readable")
        self.pass_on()
        has_read1 = find_optional(buffer, "read1") is not None
        found = call_method(buffer, "read1" if has_read1 else "read", [new_int(DEFAULT_BUFFER_SIZE)])
        if not isinstance(found, Bytes):
            raise type_error(f"underlying {'read1' if has_read1 else 'read'}() should have returned a bytes-like object, "
                             f"not '{type_of(found).name}'")
        data = found.value
        self.carried = self.codec.waiting()
        self.carried_return = self.newlines.has_carriage_return
        self.chunk = data
        self.text = self.decoded(data, len(data) == 0)
        self.at = 0
        return len(data) > 0 or len(self.text) > 0

    def decoded(self, data: bytes, is_final: bool) -> str:
        text = self.codec.decode(data, is_final)
        return self.newlines.decode(text, is_final) if self.is_universal else text

    def take_line(self, limit: int) -> str:
        """The next line, with its end; at most `limit` characters of it."""
        parts: list[str] = []
        total = 0
        while True:
            if self.at >= len(self.text):
                if not self.read_chunk():
                    break
                continue
            end = self.find_end()
            if 0 <= limit and (end < 0 or end - self.at > limit - total):
                if len(self.text) - self.at >= limit - total or end >= 0:
                    end = self.at + limit - total
            if end >= 0:
                line = self.text[self.at:end]
                self.at = end
                if len(parts) == 0:
                    return line
                parts.append(line)
                break
            if self.newline == "\r\n" and self.text.endswith("\r"):
                kept = self.text[self.at:]
                if not self.read_chunk():
                    parts.append(kept)
                    break
                self.carry_text(kept)
                continue
            parts.append(self.text[self.at:])
            total += len(self.text) - self.at
            self.at = len(self.text)
        return "".join(parts)

    def carry_text(self, kept: str) -> None:
        """Puts text in front of what was decoded last: a line end lies across two chunks."""
        self.carried = self.codec.fresh().encode(kept) + self.carried
        self.text = kept + self.text

    def find_end(self) -> int:
        if self.is_universal and not self.newlines.translates:
            return line_end(self.text, self.at, "\n", True)
        return line_end(self.text, self.at, self.newline if not self.is_universal else "\n", False)

    @exposed("read")
    def read(self, size: Object = NONE, /) -> str:
        """Read at most n characters from stream."""
        count = size_argument(size)
        buffer = self.check()
        if not self.can_read:
            raise unsupported("not readable")
        if count < 0:
            self.pass_on()
            rest = self.text[self.at:]
            data = call_method(buffer, "read", [])
            text = rest + self.decoded(b"" if data is NONE else bytes_of(data), True)
            self.clear()
            return text
        parts: list[str] = []
        while count > 0:
            if self.at >= len(self.text):
                if not self.read_chunk():
                    break
                continue
            end = min(self.at + count, len(self.text))
            parts.append(self.text[self.at:end])
            count -= end - self.at
            self.at = end
        return "".join(parts)

    @exposed("readline")
    def readline(self, size: Object = NONE, /) -> str:
        """Read until newline or EOF."""
        limit = size_argument(size)
        self.check()
        return self.take_line(limit)

    @exposed("__next__")
    def next_line(self) -> Object:
        """Implement next(self)."""
        self.check()
        self.telling = False
        line = self.take_line(-1)
        if len(line) == 0:
            self.telling = True
            raise stop_iteration()
        return new_str(line)

    # Positions: those of the buffer, at places where no character is cut.

    @exposed("tell")
    def tell(self) -> Object:
        """Return the current stream position."""
        buffer = self.check()
        if not ask(buffer, "seekable"):
            raise unsupported("underlying stream is not seekable")
        if not self.telling:
            raise PyError(_OS_ERROR, "telling position disabled by next() call")
        self.pass_on()
        call_method(buffer, "flush", [])
        position = as_int(call_method(buffer, "tell", []))
        if self.at >= len(self.text):
            waiting = len(self.codec.waiting()) + (1 if self.newlines.has_carriage_return else 0)
            return new_int(position - waiting)
        return new_int(position - len(self.chunk) - len(self.carried) - (1 if self.carried_return else 0) + self.bytes_used())

    def bytes_used(self) -> int:
        """How many bytes the text up to `at` is made of."""
        data = (b"\r" if self.carried_return else b"") + self.carried + self.chunk
        if self.at == 0:
            return 0
        codec = self.codec.fresh()
        newlines = Newlines(self.newlines.translates)
        done = 0
        for i in range(len(data)):
            text = codec.decode(data[i:i + 1], False)
            done += len(newlines.decode(text, False)) if self.is_universal else len(text)
            if done >= self.at:
                return i + 1
        return len(data)

    @exposed("seek")
    def seek(self, cookie: Object, whence: int = 0, /) -> Object:
        """Change the stream position to one that tell() gave."""
        buffer = self.check()
        if not ask(buffer, "seekable"):
            raise unsupported("underlying stream is not seekable")
        offset = as_int(cookie)
        if whence == 1:
            if offset != 0:
                raise unsupported("can't do nonzero cur-relative seeks")
            offset = as_int(self.tell())
        elif whence == 2:
            if offset != 0:
                raise unsupported("can't do nonzero end-relative seeks")
        elif whence != 0:
            raise value_error(f"invalid whence ({whence}, should be 0, 1 or 2)")
        elif offset < 0:
            raise value_error(f"negative seek position {offset}")
        call_method(self, "flush", [])
        result = call_method(buffer, "seek", [new_int(offset), new_int(2 if whence == 2 else 0)])
        self.clear()
        self.codec.reset()
        self.newlines.has_carriage_return = False
        return result

    @exposed("truncate")
    def truncate(self, pos: Object = NONE, /) -> Object:
        """Truncate file to size bytes."""
        call_method(self, "flush", [])
        return call_method(self.below(), "truncate", [self.tell() if pos is NONE else pos])

    # All else.

    @exposed("__init__")
    def initialise(self, buffer: Object, encoding: Object = NONE, errors: Object = NONE, newline: Object = NONE, line_buffering: bool = False,
                   write_through: bool = False) -> None:
        """Initialize self."""
        name = "UTF-8"
        if isinstance(encoding, Str):
            if encoding.value != "locale":
                name = encoding.value
        elif encoding is not NONE:
            raise type_error(f"TextIOWrapper() argument 'encoding' must be str or None, not {type_of(encoding).name}")
        handling = "strict"
        if isinstance(errors, Str):
            handling = errors.value
        elif errors is not NONE:
            raise type_error(f"TextIOWrapper() argument 'errors' must be str or None, not {type_of(errors).name}")
        self.take_newline(newline)
        self.codec = text_codec(name, handling)
        self.encoding = name
        self.errors = handling
        self.buffer = buffer
        self.line_buffering = line_buffering
        self.write_through = write_through
        self.clear()
        self.pending = []
        self.pending_size = 0
        self.can_read = ask(buffer, "readable")
        self.can_write = ask(buffer, "writable")
        if self.can_write:
            open_streams.add(self)

    def take_newline(self, newline: Object) -> None:
        if newline is NONE:
            self.set_newline("", True)
            return
        if not isinstance(newline, Str):
            raise type_error(f"newline must be str or None, not {type_of(newline).name}")
        if newline.value not in NEWLINES:
            raise value_error(f"illegal newline value: {repr_of(newline)}")
        self.set_newline(newline.value, False)

    @exposed("reconfigure")
    def reconfigure(self, *, encoding: Object = NONE, errors: Object = NONE, newline: Optional[Object] = None,
                    line_buffering: Object = NONE, write_through: Object = NONE) -> None:
        """Reconfigure the text stream with new parameters."""
        if self.at < len(self.text) and (encoding is not NONE or errors is not NONE or newline is not None):
            raise unsupported("It is not possible to set the encoding or newline of stream after the first read")
        call_method(self, "flush", [])
        if newline is not None:
            self.take_newline(newline)
        if isinstance(encoding, Str) or isinstance(errors, Str):
            name = encoding.value if isinstance(encoding, Str) else self.encoding
            handling = errors.value if isinstance(errors, Str) else "strict" if isinstance(encoding, Str) else self.errors
            self.codec = text_codec(name, handling)
            self.encoding = name
            self.errors = handling
        if line_buffering is not NONE:
            self.line_buffering = is_true(line_buffering)
        if write_through is not NONE:
            self.write_through = is_true(write_through)

    @exposed("flush")
    def flush(self) -> None:
        """Flush write buffers."""
        buffer = self.check()
        self.telling = True
        self.pass_on()
        call_method(buffer, "flush", [])

    @exposed("close")
    def close(self) -> None:
        """Flush and close."""
        buffer = self.below()
        if is_closed(buffer):
            return
        try:
            call_method(self, "flush", [])
        finally:
            open_streams.remove(self)
            call_method(buffer, "close", [])

    @exposed("detach")
    def detach(self) -> Object:
        """Separate the underlying buffer from the TextIOBase and return it."""
        buffer = self.below()
        call_method(self, "flush", [])
        open_streams.remove(self)
        self.buffer = None
        return buffer

    @exposed("fileno")
    def fileno(self) -> Object:
        return call_method(self.below(), "fileno", [])

    @exposed("isatty")
    def isatty(self) -> Object:
        return call_method(self.below(), "isatty", [])

    @exposed("seekable")
    def seekable(self) -> Object:
        return call_method(self.below(), "seekable", [])

    @exposed("readable")
    def readable(self) -> Object:
        return call_method(self.below(), "readable", [])

    @exposed("writable")
    def writable(self) -> Object:
        return call_method(self.below(), "writable", [])

    @exposed_property("buffer")
    def get_buffer(self) -> Object:
        return self.below()

    @exposed_property("closed")
    def get_closed(self) -> Object:
        return get_attribute(self.below(), "closed")

    @exposed_property("name")
    def get_name(self) -> Object:
        return get_attribute(self.below(), "name")

    @exposed_property("encoding")
    def get_encoding(self) -> str:
        return self.encoding

    @exposed_property("errors")
    def get_errors(self) -> str:
        return self.errors

    @exposed_property("newlines")
    def get_newlines(self) -> Object:
        return self.newlines.newlines() if self.is_universal else NONE

    @exposed_property("line_buffering")
    def get_line_buffering(self) -> bool:
        return self.line_buffering

    @exposed_property("write_through")
    def get_write_through(self) -> bool:
        return self.write_through

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        mode = self.get_own("mode")
        shown = "" if mode is None else f" mode={repr_of(mode)}"
        return describe(self, f"{shown} encoding={repr_of(new_str(self.encoding))}")


def allocate_text(type: Type) -> Object:
    return TextIOWrapper(type)


text_type = stream_type(TextIOWrapper, "TextIOWrapper", text_base_type, allocate_text,
                        doc="Character and line based layer over a BufferedIOBase object, buffer.")
