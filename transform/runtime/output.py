"""Standard output and error output.

Output goes through C's buffer, so it keeps its order with what C code prints; error output is written at once, in one
piece. Text is written in UTF-8; what `argv` brought in that was no UTF-8 goes out unchanged. As in C, a failing write
shows when the output is flushed.
"""
from __future__ import annotations

from transform.rpython import CLibrary, inline, item_address, keepalive, null, uint64, unchecked_cast
from transform.runtime.bytestrings import Bytes
from transform.runtime.strings import Str
from transform.runtime.utf8 import encode_utf8

_libc = CLibrary(
    """
    int putchar_unlocked(int);
    int fflush(void *);
    ssize_t write(int, const void *, size_t);
    #define EOF ...
    #define STDERR_FILENO ...
    """,
    headers=("stdio.h", "unistd.h"))


def print_bytes(data: Bytes) -> None:
    """Writes to standard output."""
    for i in range(len(data)):
        _libc.putchar_unlocked(data.unit(i))


def print_str(s: Str) -> None:
    """Writes to standard output, without an end of line."""
    print_bytes(encode_utf8(s, True))


@inline
def print_newline() -> None:
    _libc.putchar_unlocked(10)


def flush_output() -> bool:
    """Writes out what is buffered; false where that, or a write since the last time, failed."""
    return _libc.fflush(null(None)) != _libc.EOF


def print_error(s: str) -> None:
    """Writes to error output, without an end of line."""
    data = encode_utf8(unchecked_cast(Str, s), True)  # the cast is for CPython's type checkers: both are one type
    at = 0
    while at < len(data):
        written = _libc.write(_libc.STDERR_FILENO, item_address(data, at), uint64(len(data) - at))
        if written <= 0:
            break
        at += written
    keepalive(data)
