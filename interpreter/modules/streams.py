"""Standard output and error output, until `io` replaces them."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.modules.files import os_error, write_all
from interpreter.objects.object import Object

_BUFFER = 8192


class StandardStream(Object):
    """A text stream over a file descriptor; what is written is kept until there is enough of it."""
    file: int
    name: str
    pending: list[str]
    size: int
    is_buffered: bool

    def __init__(self, file: int, name: str, is_buffered: bool) -> None:
        self.file = file
        self.name = name
        self.pending = []
        self.size = 0
        self.is_buffered = is_buffered

    @exposed("write")
    def write(self, text: str, /) -> int:
        """Write string s to stream."""
        self.pending.append(text)
        self.size += len(text)
        if self.size >= _BUFFER or not self.is_buffered:
            self.flush()
        return len(text)

    @exposed("flush")
    def flush(self) -> None:
        """Write what is kept."""
        if self.size > 0:
            data = "".join(self.pending).encode()
            self.pending = []
            self.size = 0
            number = write_all(self.file, data)
            if number != 0:
                raise os_error(number)

    @exposed("isatty")
    def is_terminal(self) -> bool:
        """Whether the stream is a terminal."""
        return False

    @exposed("fileno")
    def descriptor(self) -> int:
        """The number of the file."""
        return self.file


define(StandardStream, "StandardStream")

standard_output = StandardStream(1, "<stdout>", True)
standard_error = StandardStream(2, "<stderr>", False)
