"""Syntax errors, with their places in the source."""
from __future__ import annotations


class SyntaxFailure(Exception):
    """What makes a source no Python program.

    ``kind`` is the exception that Python programs see: SyntaxError, IndentationError, TabError, or MemoryError for
    what is nested too deeply. Lines count from 1, offsets count characters from 1; an end_offset of 0 or less means no
    end is known. ``text`` is the line of the source, with its newline. A lineno of 0 means the source as a whole, -1 that there is no place.
    """

    kind: str
    message: str
    lineno: int
    offset: int
    end_lineno: int
    end_offset: int
    text: str

    def __init__(self, kind: str, message: str, lineno: int, offset: int, end_lineno: int, end_offset: int,
                 text: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.lineno = lineno
        self.offset = offset
        self.end_lineno = end_lineno
        self.end_offset = end_offset
        self.text = text


def line_of(source: bytes, lineno: int) -> bytes:
    """A line of a source by its number, with its newline; empty behind the end."""
    start = 0
    for _ in range(lineno - 1):
        start = source.find(b"\n", start) + 1
        if start == 0:
            return b""
    end = source.find(b"\n", start)
    return source[start:end + 1] if end >= 0 else source[start:]


def characters_before(line: bytes, column: int) -> int:
    """The number of characters that begin in the first bytes of a line in UTF-8."""
    count = 0
    for i in range(min(column, len(line))):
        if line[i] & 0xC0 != 0x80:
            count += 1
    return count


def failure_at(kind: str, message: str, text: bytes, line: int, column: int, end_line: int,
               end_column: int) -> SyntaxFailure:
    """A failure at a place given as nodes have it; ``text`` is the first of its lines. A column of -1 is no place in
    the line. The end is counted in the first line even if it is in a later one, as CPython does."""
    offset = characters_before(text, column) + 1 if column >= 0 else 0
    end_offset = characters_before(text, end_column) + 1 if end_column >= 0 else end_column + 1
    return SyntaxFailure(kind, message, line, offset, end_line, end_offset, text.decode())
