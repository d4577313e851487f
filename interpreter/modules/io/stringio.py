"""StringIO: a stream of text in memory."""
from __future__ import annotations

from interpreter.errors import stop_iteration, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.modules.io.base import IOBase, size_argument, stream_type, text_base_type, unsupported
from interpreter.modules.io.newlines import NEWLINES, Newlines, line_end
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of


class StringIO(IOBase):
    """``StringIO(initial_value='', newline='\\n')``.

    What is written at the end is kept in `parts`, and joined with `text` when something else is asked for."""
    text: str
    parts: list[str]
    length: int
    position: int
    newline: str
    is_universal: bool
    newlines: Newlines
    newline_argument: Object

    def __init__(self, type: Type) -> None:
        super().__init__(type)
        self.text = ""
        self.parts = []
        self.length = 0
        self.position = 0
        self.newline = "\n"
        self.is_universal = False
        self.newlines = Newlines(False)
        self.newline_argument = NONE

    def check(self) -> None:
        if self.is_closed:
            raise value_error("I/O operation on closed file")

    def join(self) -> None:
        if len(self.parts) > 0:
            self.text = self.text + "".join(self.parts) if len(self.text) > 0 else "".join(self.parts)
            self.parts = []

    def put(self, text: str) -> None:
        if self.is_universal:
            text = self.newlines.decode(text, True)
        elif len(self.newline) > 0 and self.newline != "\n":
            text = text.replace("\n", self.newline)
        if len(text) == 0:
            return
        if self.position == self.length:
            self.parts.append(text)
            self.length += len(text)
            self.position = self.length
            return
        self.join()
        if self.position > self.length:
            self.text += "\0" * (self.position - self.length)
        end = self.position + len(text)
        self.text = self.text[:self.position] + text + self.text[end:]
        self.length = len(self.text)
        self.position = end

    def take_line(self, limit: int) -> str:
        self.check()
        self.join()
        start = self.position
        if start >= self.length:
            return ""
        end = line_end(self.text, start, self.newline, self.is_universal and not self.newlines.translates)
        if end < 0:
            end = self.length
        if 0 <= limit < end - start:
            end = start + limit
        self.position = end
        return self.text[start:end]

    @exposed("__init__")
    def initialise(self, initial_value: Object = NONE, newline: Object = Str("\n")) -> None:
        """Initialize self."""
        if newline is not NONE:
            if not isinstance(newline, Str):
                raise type_error(f"newline must be str or None, not {type_of(newline).name}")
            if newline.value not in NEWLINES:
                raise value_error(f"illegal newline value: {repr_of(newline)}")
        if initial_value is not NONE and not isinstance(initial_value, Str):
            raise type_error(f"initial_value must be str or None, not {type_of(initial_value).name}")
        given = newline.value if isinstance(newline, Str) else ""
        self.newline_argument = newline
        self.is_universal = len(given) == 0
        self.newline = given if len(given) > 0 else "\n"
        self.newlines = Newlines(newline is NONE)
        self.text = ""
        self.parts = []
        self.length = 0
        self.position = 0
        self.is_closed = False
        if isinstance(initial_value, Str):
            self.put(initial_value.value)
        self.position = 0

    @exposed("read")
    def read(self, size: Object = NONE, /) -> str:
        """Read at most size characters, returned as a string."""
        self.check()
        count = size_argument(size)
        self.join()
        start = min(self.position, self.length)
        end = self.length if count < 0 else min(start + count, self.length)
        self.position = max(self.position, end)
        return self.text[start:end]

    @exposed("readline")
    def readline(self, size: Object = NONE, /) -> str:
        """Read until newline or EOF."""
        return self.take_line(size_argument(size))

    @exposed("__next__")
    def next_line(self) -> Object:
        """Implement next(self)."""
        line = self.take_line(-1)
        if len(line) == 0:
            raise stop_iteration()
        return new_str(line)

    @exposed("write")
    def write(self, s: Object, /) -> int:
        """Write string to file."""
        if not isinstance(s, Str):
            raise type_error(f"string argument expected, got '{type_of(s).name}'")
        self.check()
        self.put(s.value)
        return len(s.value)

    @exposed("getvalue")
    def getvalue(self) -> str:
        """Retrieve the entire contents of the object."""
        self.check()
        self.join()
        return self.text

    @exposed("tell")
    def tell(self) -> int:
        """Tell the current file position."""
        self.check()
        return self.position

    @exposed("seek")
    def seek(self, pos: int, whence: int = 0, /) -> int:
        """Change stream position."""
        self.check()
        if not 0 <= whence <= 2:
            raise value_error(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and pos < 0:
            raise value_error(f"Negative seek position {pos}")
        if whence != 0 and pos != 0:
            raise unsupported("Can't do nonzero cur-relative seeks")
        if whence == 0:
            self.position = pos
        elif whence == 2:
            self.position = self.length
        return self.position

    @exposed("truncate")
    def truncate(self, pos: Object = NONE, /) -> int:
        """Truncate size to pos."""
        self.check()
        size = self.position if pos is NONE else as_int(pos)
        if size < 0:
            raise value_error(f"Negative size value {size}")
        self.join()
        if size < self.length:
            self.text = self.text[:size]
            self.length = size
        return size

    @exposed("close")
    def close(self) -> None:
        """Close the IO object."""
        self.is_closed = True
        self.text = ""
        self.parts = []

    @exposed_property("closed")
    def get_closed(self) -> bool:
        return self.is_closed

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

    @exposed_property("line_buffering")
    def get_line_buffering(self) -> bool:
        self.check()
        return False

    @exposed_property("newlines")
    def get_newlines(self) -> Object:
        self.check()
        return self.newlines.newlines() if self.is_universal else NONE

    @exposed("__getstate__")
    def getstate(self) -> Object:
        attributes = self.get_dict()
        return new_tuple([new_str(self.getvalue()), self.newline_argument, new_int(self.position), NONE if attributes is None else attributes])

    @exposed("__setstate__")
    def setstate(self, state: Object, /) -> None:
        if not isinstance(state, Tuple) or state.length < 4:
            raise type_error("_io.StringIO.__setstate__ argument should be 4-tuple")
        self.initialise(NONE, state.item(1))
        text, attributes = state.item(0), state.item(3)
        if isinstance(text, Str):
            self.text = text.value
            self.length = len(self.text)
        self.position = as_int(state.item(2))
        if isinstance(attributes, Dict):
            self.set_dict(attributes)


def allocate_string_stream(type: Type) -> Object:
    return StringIO(type)


string_stream_type = stream_type(StringIO, "StringIO", text_base_type, allocate_string_stream,
                                 doc="Text I/O implementation using an in-memory buffer.")
