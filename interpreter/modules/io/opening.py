"""`open`, and the standard streams."""
from __future__ import annotations

from interpreter.errors import PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.io.base import DEFAULT_BUFFER_SIZE, ask, call_method
from interpreter.modules.io.buffered import random_type, reader_type, writer_type
from interpreter.modules.io.fileio import FileIO, file_type
from interpreter.modules.io.textio import text_type
from interpreter.modules.state import system
from interpreter.objects.int import FALSE, Int, new_bool, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call, call_any
from interpreter.protocols.number import as_int


@exposed("open")
def open(file: Object, mode: str = "r", buffering: int = -1, encoding: Object = NONE, errors: Object = NONE, newline: Object = NONE,
         closefd: bool = True, opener: Object = NONE) -> Object:
    """Open file and return a stream.  Raise OSError upon failure."""
    letters = ""
    for c in mode:
        if c not in "axrwb+t" or c in letters:
            raise value_error(f"invalid mode: '{mode}'")
        letters += c
    is_text = "b" not in letters
    if not is_text and "t" in letters:
        raise value_error("can't have text and binary mode at once")
    kinds = letters.count("r") + letters.count("w") + letters.count("x") + letters.count("a")
    if kinds != 1:
        raise value_error("must have exactly one of create/read/write/append mode")
    if not is_text:
        if encoding is not NONE:
            raise value_error("binary mode doesn't take an encoding argument")
        if errors is not NONE:
            raise value_error("binary mode doesn't take an errors argument")
        if newline is not NONE:
            raise value_error("binary mode doesn't take a newline argument")
    raw = call(file_type, [file, new_str(letters.replace("t", "").replace("b", "")), new_bool(closefd), opener])
    try:
        return layered(raw, mode, letters, is_text, buffering, encoding, errors, newline)
    except PyError:
        call_method(raw, "close", [])
        raise


def layered(raw: Object, mode: str, letters: str, is_text: bool, buffering: int, encoding: Object, errors: Object, newline: Object) -> Object:
    """Puts the buffer, and what makes text of bytes, over an open file."""
    is_terminal = buffering < 0 and ask(raw, "isatty")
    by_line = buffering == 1 or is_terminal
    if buffering == 1:
        buffering = -1
    if buffering < 0:
        block = find_optional(raw, "_blksize")
        buffering = as_int(block) if isinstance(block, Int) else DEFAULT_BUFFER_SIZE
    if buffering == 0:
        if is_text:
            raise value_error("can't have unbuffered text I/O")
        return raw
    kind = reader_type
    if "+" in letters:
        kind = random_type
    elif "r" not in letters:
        kind = writer_type
    buffered = call(kind, [raw, new_int(buffering)])
    if not is_text:
        return buffered
    text = call(text_type, [buffered, encoding, errors, newline, new_bool(by_line)])
    text.set_own("mode", new_str(mode))
    return text


@exposed("open_code")
def open_code(path: Str) -> Object:
    """Opens the provided file with the intent to import the contents."""
    return open(path, "rb")


@exposed("text_encoding")
def text_encoding(encoding: Object, stacklevel: int = 2, /) -> Object:
    """A helper function to choose the text encoding."""
    if encoding is NONE:
        return new_str("locale")
    if not isinstance(encoding, Str):
        raise type_error("encoding must be str or None")
    return encoding


def standard_stream(file: int, name: str, encoding: str, errors: str, is_buffered: bool) -> Object:
    """A text stream over an open file; None when there is none."""
    mode = "r" if file == 0 else "w"
    try:
        raw = call(file_type, [new_int(file), new_str(mode), FALSE])
    except PyError:
        return NONE
    assert isinstance(raw, FileIO)
    raw.set_own("name", new_str(name))
    below: Object = raw
    if is_buffered or file == 0:
        below = call(reader_type if file == 0 else writer_type, [raw, new_int(DEFAULT_BUFFER_SIZE)])
    by_line = file == 2 or raw.isatty()
    text = call_any(text_type, [below], ["encoding", "errors", "newline", "line_buffering", "write_through"],
                    [new_str(encoding), new_str(errors), new_str("\n") if file > 0 else NONE, new_bool(by_line), new_bool(not is_buffered)])
    text.set_own("mode", new_str(mode))
    return text


def start_streams(is_buffered: bool, encoding: str, errors: str) -> None:
    """Makes ``sys.stdin``, ``sys.stdout`` and ``sys.stderr``, whose errors are always shown in some way."""
    for file, name in enumerate(["stdin", "stdout", "stderr"]):
        stream = standard_stream(file, f"<{name}>", encoding, "backslashreplace" if file == 2 else errors, is_buffered)
        system.set_str(name, stream)
        system.set_str(f"__{name}__", stream)
