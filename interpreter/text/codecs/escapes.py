"""Escape sequences: unicode_escape, raw_unicode_escape, and those of bytes literals."""
from __future__ import annotations

from interpreter.text import names
from interpreter.text.codecs.errors import IGNORE, REPLACE, STRICT, ErrorHandler, append_escape
from interpreter.text.codecs.work import Decoding
from transform.rpython.builders import BytesBuilder, StringBuilder

NONE = -1

_BACKSLASH = 92
_QUOTE = 39
_MAX_CODE = 0x10FFFF


def hex_digit(c: int) -> int:
    """The value of a hexadecimal digit, or `NONE`."""
    if 48 <= c <= 57:
        return c - 48
    return (c | 32) - 87 if 97 <= c | 32 <= 102 else NONE


def simple_escape(c: int) -> int:
    """What a backslash and that character stand for, where it is one character always; or `NONE`."""
    match c:
        case 92 | 39 | 34:
            return c
        case 97:  # a
            return 7
        case 98:  # b
            return 8
        case 102:  # f
            return 12
        case 110:  # n
            return 10
        case 114:  # r
            return 13
        case 116:  # t
            return 9
        case 118:  # v
            return 11
    return NONE


def octal_escape(data: bytes, i: int) -> tuple[int, int]:
    """The value of up to three octal digits from ``i`` on, and where they end."""
    value = 0
    end = i
    while end < len(data) and end < i + 3 and 48 <= data[end] <= 55:
        value = value * 8 + data[end] - 48
        end += 1
    return value, end


# Text.


class _Unescaping(Decoding):
    """Decoding with a place to go on from."""

    final: bool
    first_invalid: int  # where an escape that does not exist stands, the first of them

    def __init__(self, encoding: str, data: bytes, errors: ErrorHandler, final: bool) -> None:
        super().__init__(encoding, data, errors)
        self.final = final
        self.first_invalid = NONE

    def incomplete(self, start: int, reason: str) -> int:
        """At the end of the data within the escape from ``start`` on: where to go on, or `NONE` to wait for more."""
        return self.error(reason, start, len(self.data)) if self.final else NONE

    def hex_escape(self, start: int, count: int, reason: str, too_large: str) -> int:
        """An escape of ``count`` digits whose backslash is at ``start``. As `incomplete`."""
        code = 0
        i = start + 2
        for _ in range(count):
            if i >= len(self.data):
                return self.incomplete(start, reason)
            digit = hex_digit(self.data[i])
            if digit == NONE:
                return self.error(reason, start, i)
            code = code << 4 | digit
            i += 1
        if code > _MAX_CODE:
            return self.error(too_large, start, i)
        self.text.append_code(code)
        return i

    def name_escape(self, start: int) -> int:
        """The escape of a name. As `incomplete`."""
        data = self.data
        i = start + 2
        reason = "malformed \\N character escape"
        if i >= len(data):
            return self.incomplete(start, reason)
        if data[i] == 123:
            i += 1
            first = i
            while i < len(data) and data[i] != 125:
                i += 1
            if i >= len(data):
                return self.incomplete(start, reason)
            if i > first:
                code = names.code_of(data[first:i].decode()) if data[first:i].isascii() else names.NONE
                i += 1
                if code != names.NONE:
                    self.text.append_code(code)
                    return i
                reason = "unknown Unicode character name"
        return self.error(reason, start, i)

    def escape(self, start: int) -> int:
        """The escape whose backslash is at ``start``. As `incomplete`."""
        data = self.data
        if start + 1 >= len(data):
            return self.incomplete(start, "\\ at end of string")
        c = data[start + 1]
        match c:
            case 10:  # an end of line
                return start + 2
            case 120:  # x
                return self.hex_escape(start, 2, "truncated \\xXX escape", "")
            case 117:  # u
                return self.hex_escape(start, 4, "truncated \\uXXXX escape", "")
            case 85:  # U
                return self.hex_escape(start, 8, "truncated \\UXXXXXXXX escape", "illegal Unicode character")
            case 78:  # N
                return self.name_escape(start)
        if 48 <= c <= 55:
            value, end = octal_escape(data, start + 1)
            self.text.append_code(value)
            return end
        simple = simple_escape(c)
        if simple != NONE:
            self.text.append_code(simple)
        else:
            if self.first_invalid == NONE:
                self.first_invalid = start + 1
            self.text.append_code(_BACKSLASH)
            self.text.append_code(c)
        return start + 2

    def raw_escape(self, start: int) -> int:
        """As `escape` where only \\u and \\U are escapes."""
        if start + 1 >= len(self.data):
            if not self.final:
                return NONE
            self.text.append_code(_BACKSLASH)
            return start + 1
        c = self.data[start + 1]
        if c == 117:
            return self.hex_escape(start, 4, "truncated \\uXXXX escape", "")
        if c == 85:
            return self.hex_escape(start, 8, "truncated \\UXXXXXXXX escape", "\\Uxxxxxxxx out of range")
        self.text.append_code(_BACKSLASH)
        self.text.append_code(c)
        return start + 2


def decode_unicode_escape(data: bytes, errors: ErrorHandler, final: bool = True) -> tuple[str, int, int]:
    """The text of Latin-1 with escapes, how many bytes it is made of, and the place behind the backslash of the first
    escape that does not exist (`NONE` without one), about which the caller may warn."""
    work = _Unescaping("unicodeescape", data, errors, final)
    i = 0
    while i < len(work.data):
        c = work.data[i]
        if c != _BACKSLASH:
            work.text.append_code(c)
            i += 1
            continue
        behind = work.escape(i)
        if behind == NONE:
            break
        i = behind
    return work.text.build(), i, work.first_invalid


def decode_raw_unicode_escape(data: bytes, errors: ErrorHandler, final: bool = True) -> tuple[str, int]:
    """The text of Latin-1 with \\u and \\U, and how many bytes it is made of."""
    work = _Unescaping("rawunicodeescape", data, errors, final)
    i = 0
    while i < len(work.data):
        c = work.data[i]
        if c != _BACKSLASH:
            work.text.append_code(c)
            i += 1
            continue
        behind = work.raw_escape(i)
        if behind == NONE:
            break
        i = behind
    return work.text.build(), i


def encode_unicode_escape(text: str) -> bytes:
    """The text in printable ASCII; what else it has is escaped."""
    builder = StringBuilder()
    for c in text:
        code = ord(c)
        if code == 9:
            builder.append("\\t")
        elif code == 10:
            builder.append("\\n")
        elif code == 13:
            builder.append("\\r")
        elif code == _BACKSLASH:
            builder.append("\\\\")
        elif 32 <= code < 127:
            builder.append_code(code)
        else:
            append_escape(builder, code)
    return builder.build().encode()


def encode_raw_unicode_escape(text: str) -> bytes:
    """The text in Latin-1; the characters outside are escaped."""
    data = BytesBuilder()
    for c in text:
        code = ord(c)
        if code < 256:
            data.append_byte(code)
        else:
            escaped = StringBuilder()
            append_escape(escaped, code)
            data.append(escaped.build().encode())
    return data.build()


# Bytes.


def decode_escape(data: bytes, errors: ErrorHandler) -> tuple[bytes, int]:
    """The bytes of a literal with its escapes done, and the place of the first that does not exist, or `NONE`.

    ValueError where one is malformed, unless the handler is `IGNORE` or `REPLACE`."""
    result = BytesBuilder()
    first_invalid = NONE
    i = 0
    while i < len(data):
        c = data[i]
        i += 1
        if c != _BACKSLASH:
            result.append_byte(c)
            continue
        if i >= len(data):
            raise ValueError("Trailing \\ in string")
        c = data[i]
        simple = simple_escape(c)
        if simple != NONE:
            result.append_byte(simple)
            i += 1
        elif c == 10:
            i += 1
        elif 48 <= c <= 55:
            value, i = octal_escape(data, i)
            result.append_byte(value)
        elif c == 120:
            i = _decode_hex_byte(data, i + 1, errors, result)
        else:
            if first_invalid == NONE:
                first_invalid = i
            result.append_byte(_BACKSLASH)
            result.append_byte(c)
            i += 1
    return result.build(), first_invalid


def _decode_hex_byte(data: bytes, i: int, errors: ErrorHandler, result: BytesBuilder) -> int:
    """The two digits at ``i``; where they end."""
    first = hex_digit(data[i]) if i < len(data) else NONE
    second = hex_digit(data[i + 1]) if i + 1 < len(data) else NONE
    if first != NONE and second != NONE:
        result.append_byte(first << 4 | second)
        return i + 2
    if errors is STRICT:
        raise ValueError(f"invalid \\x escape at position {i - 2}")
    if errors is REPLACE:
        result.append_byte(63)
    elif errors is not IGNORE:
        raise ValueError("decoding error; unknown error handling code")
    return i + 1 if first != NONE else i


def encode_escape(data: bytes) -> bytes:
    """The bytes as they stand in a literal between single quotes."""
    result = BytesBuilder()
    for c in data:
        if c == _QUOTE or c == _BACKSLASH:
            result.append_byte(_BACKSLASH)
            result.append_byte(c)
        elif c == 9:
            result.append(b"\\t")
        elif c == 10:
            result.append(b"\\n")
        elif c == 13:
            result.append(b"\\r")
        elif 32 <= c < 127:
            result.append_byte(c)
        else:
            result.append(b"\\x")
            result.append_byte(b"0123456789abcdef"[c >> 4])
            result.append_byte(b"0123456789abcdef"[c & 15])
    return result.build()
