"""From the bytes of a source file to text in UTF-8 (PEP 263; Python reference, section 2.1.4)."""
from __future__ import annotations

from interpreter.compiler.services import DecodingFailure, Services
from interpreter.compiler.syntaxerrors import SyntaxFailure

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_ENCODING_CHARACTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."


def decode_source(data: bytes, services: Services) -> bytes:
    """A source in UTF-8, from bytes that may begin with a mark or a comment that names their encoding.

    Raises SyntaxFailure for an encoding that is unknown, and for bytes that are wrong in it.
    """
    has_mark = data.startswith(BYTE_ORDER_MARK)
    if has_mark:
        data = data[len(BYTE_ORDER_MARK):]
    encoding = normal_name(declared_encoding(data))
    if has_mark and encoding and encoding != "utf-8":
        raise unplaced(f"encoding problem: {encoding} with BOM")
    if not encoding or encoding == "utf-8":
        return checked_utf8(data, services)
    try:
        return services.decode(data, encoding).encode()
    except LookupError:
        raise unplaced(f"unknown encoding: {encoding}")
    except DecodingFailure as failure:
        raise unplaced(str(failure))


def checked_utf8(data: bytes, services: Services) -> bytes:
    try:
        data.decode()
    except ValueError:
        try:
            services.decode(data, "utf-8")
        except DecodingFailure as failure:
            raise SyntaxFailure("SyntaxError", f"(unicode error) {failure}", 1, 1, 1, -1, "")
    return data


def declared_encoding(data: bytes) -> str:
    """The encoding that a comment in the first two lines names, or ""."""
    end = line_end(data, 0)
    encoding = encoding_in(data[:end])
    if encoding or not is_blank_or_comment(data[:end]):
        return encoding
    start = min(end + 1, len(data))
    return encoding_in(data[start:line_end(data, start)])


def line_end(data: bytes, start: int) -> int:
    end = start
    while end < len(data) and data[end] != 10 and data[end] != 13:
        end += 1
    return end + 1 if data[end:end + 2] == b"\r\n" else end


def is_blank_or_comment(line: bytes) -> bool:
    text = line.strip(b" \t\f\r\n")
    return len(text) == 0 or text[0] == 35


def encoding_in(line: bytes) -> str:
    """What follows ``coding:`` or ``coding=`` in a comment."""
    if not is_blank_or_comment(line):
        return ""
    at = line.find(b"coding")
    while at >= 0:
        start = at + 6
        if line[start:start + 1] == b":" or line[start:start + 1] == b"=":
            start += 1
            while start < len(line) and (line[start] == 32 or line[start] == 9):
                start += 1
            end = start
            while end < len(line) and _ENCODING_CHARACTERS.find(line[end:end + 1]) >= 0:
                end += 1
            if end > start:
                return line[start:end].decode()
        at = line.find(b"coding", at + 6)
    return ""


def normal_name(encoding: str) -> str:
    """The usual name of UTF-8 and Latin-1, which have many; other names stay as they are."""
    name = encoding[:12].lower().replace("_", "-")
    if name == "utf-8" or name.startswith("utf-8-"):
        return "utf-8"
    for latin in ("latin-1", "iso-8859-1", "iso-latin-1"):
        if name == latin or name.startswith(latin + "-"):
            return "iso-8859-1"
    return encoding


def unplaced(message: str) -> SyntaxFailure:
    """A failure of the source as a whole."""
    return SyntaxFailure("SyntaxError", message, 0, -1, 0, 0, "")
