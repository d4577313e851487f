"""What happens where text cannot be encoded or bytes cannot be decoded (PEP 293).

The handlers that Python always has are here; one that a program registered is a class of its own below `ErrorHandler`.
"""
from __future__ import annotations

from typing import Optional

from interpreter.text import names
from transform.rpython.builders import BytesBuilder, StringBuilder


class UnicodeFailure(Exception):
    """Python's UnicodeDecodeError, with ``data``, or UnicodeEncodeError, with ``text``."""

    encoding: str
    data: Optional[bytes]
    text: Optional[str]
    start: int
    end: int
    reason: str

    def __init__(self, encoding: str, reason: str, data: Optional[bytes], text: Optional[str],
                 start: int, end: int) -> None:
        super().__init__(reason)
        self.encoding = encoding
        self.reason = reason
        self.data = data
        self.text = text
        self.start = start
        self.end = end


def decoding_failure(encoding: str, reason: str, data: bytes, start: int, end: int) -> UnicodeFailure:
    return UnicodeFailure(encoding, reason, data, None, start, end)


def encoding_failure(encoding: str, reason: str, text: str, start: int, end: int) -> UnicodeFailure:
    return UnicodeFailure(encoding, reason, None, text, start, end)


class ErrorHandler:
    """Says how to go on. Both methods may raise UnicodeFailure or anything else."""

    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        """For ``data[start:end]``: what to put in its place, where to go on, and in which data (mostly the same)."""
        raise TypeError("don't know how to handle UnicodeDecodeError in error callback")

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        """For ``text[start:end]``: text to be encoded in its place, or bytes if they are not None; where to go on."""
        raise TypeError("don't know how to handle UnicodeEncodeError in error callback")


class _Strict(ErrorHandler):
    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        raise decoding_failure(encoding, reason, data, start, end)

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        raise encoding_failure(encoding, reason, text, start, end)


class _Ignore(ErrorHandler):
    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        return "", end, data

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        return "", None, end


class _Replace(ErrorHandler):
    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        return "\ufffd", end, data

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        return "?" * (end - start), None, end


def append_hex(builder: StringBuilder, prefix: str, value: int, digits: int) -> None:
    """Appends a backslash, the prefix (one character), and that many hexadecimal digits."""
    builder.append_code(92)
    builder.append_code(ord(prefix[0]))
    for shift in range(4 * digits - 4, -4, -4):
        digit = value >> shift & 15
        builder.append_code(48 + digit if digit < 10 else 87 + digit)


def append_escape(builder: StringBuilder, code: int) -> None:
    """Appends a character as an escape of the shortest form: \\x, \\u or \\U."""
    if code < 0x100:
        append_hex(builder, "x", code, 2)
    elif code < 0x10000:
        append_hex(builder, "u", code, 4)
    else:
        append_hex(builder, "U", code, 8)


class _BackslashReplace(ErrorHandler):
    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        builder = StringBuilder()
        for i in range(start, end):
            append_hex(builder, "x", data[i], 2)
        return builder.build(), end, data

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        builder = StringBuilder()
        for i in range(start, end):
            append_escape(builder, ord(text[i]))
        return builder.build(), None, end


class _NameReplace(ErrorHandler):
    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        builder = StringBuilder()
        for i in range(start, end):
            name = names.name_of(ord(text[i]))
            if name:
                builder.append("\\N{" + name + "}")
            else:
                append_escape(builder, ord(text[i]))
        return builder.build(), None, end


class _XmlCharRefReplace(ErrorHandler):
    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        builder = StringBuilder()
        for i in range(start, end):
            builder.append(f"&#{ord(text[i])};")
        return builder.build(), None, end


def is_escaped_byte(code: int) -> bool:
    """Whether a surrogate stands for a byte that could not be decoded (PEP 383)."""
    return 0xDC80 <= code <= 0xDCFF


class SurrogateEscape(ErrorHandler):
    """Bytes from 128 on become surrogates and back."""

    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        builder = StringBuilder()
        at = start
        while at < end and at < start + 4 and data[at] >= 128:
            builder.append_code(0xDC00 + data[at])
            at += 1
        if at == start:
            raise decoding_failure(encoding, reason, data, start, end)
        return builder.build(), at, data

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        builder = BytesBuilder()
        for i in range(start, end):
            if not is_escaped_byte(ord(text[i])):
                raise encoding_failure(encoding, reason, text, start, end)
            builder.append_byte(ord(text[i]))
        return "", builder.build(), end


class _SurrogatePass(ErrorHandler):
    """Lone surrogates are encoded and decoded as other characters are, in UTF-8, UTF-16 and UTF-32."""

    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        width, big_endian = _standard_encoding(encoding)
        code = 0
        if width > 0 and start + width <= len(data):
            if width == 3:
                if data[start] & 0xF0 == 0xE0 and data[start + 1] & 0xC0 == 0x80 and data[start + 2] & 0xC0 == 0x80:
                    code = (data[start] & 15) << 12 | (data[start + 1] & 63) << 6 | data[start + 2] & 63
            else:
                for i in range(width):
                    code = code << 8 | data[start + i if big_endian else start + width - 1 - i]
        if not 0xD800 <= code <= 0xDFFF:
            raise decoding_failure(encoding, reason, data, start, end)
        return chr(code), start + width, data

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        width, big_endian = _standard_encoding(encoding)
        builder = BytesBuilder()
        for i in range(start, end):
            code = ord(text[i])
            if width == 0 or not 0xD800 <= code <= 0xDFFF:
                raise encoding_failure(encoding, reason, text, start, end)
            if width == 3:
                builder.append_byte(0xE0 | code >> 12)
                builder.append_byte(0x80 | code >> 6 & 63)
                builder.append_byte(0x80 | code & 63)
            else:
                for k in range(width):
                    builder.append_byte(code >> 8 * (width - 1 - k if big_endian else k) & 255)
        return "", builder.build(), end


def _standard_encoding(encoding: str) -> tuple[int, bool]:
    """How many bytes a surrogate takes in that encoding (0 if it is another one), and whether the high come first."""
    name = encoding.lower().replace("_", "-")
    if not name.startswith("utf"):
        return 0, False
    name = name[4:] if name.startswith("utf-") else name[3:]
    if name == "8":
        return 3, False
    width = 2 if name.startswith("16") else 4 if name.startswith("32") else 0
    order = name[2:]
    if order.startswith("-"):
        order = order[1:]
    if width == 0 or order != "" and order != "be" and order != "le":
        return 0, False
    return width, order == "be"


STRICT: ErrorHandler = _Strict()
IGNORE: ErrorHandler = _Ignore()
REPLACE: ErrorHandler = _Replace()
BACKSLASH_REPLACE: ErrorHandler = _BackslashReplace()
NAME_REPLACE: ErrorHandler = _NameReplace()
XML_CHAR_REF_REPLACE: ErrorHandler = _XmlCharRefReplace()
SURROGATE_ESCAPE: ErrorHandler = SurrogateEscape()
SURROGATE_PASS: ErrorHandler = _SurrogatePass()

HANDLERS: dict[str, ErrorHandler] = {
    "strict": STRICT, "ignore": IGNORE, "replace": REPLACE, "backslashreplace": BACKSLASH_REPLACE,
    "namereplace": NAME_REPLACE, "xmlcharrefreplace": XML_CHAR_REF_REPLACE, "surrogateescape": SURROGATE_ESCAPE,
    "surrogatepass": SURROGATE_PASS,
}
"""The handlers by the names that Python gives them."""
