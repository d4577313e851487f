"""JSON's strings: reading and writing them (RFC 8259, section 7)."""
from __future__ import annotations

from interpreter.errors import PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.importing import import_full
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call
from transform.rpython.builders import StringBuilder

_QUOTE, _BACKSLASH, _DELETE = 34, 92, 127
_SHORT = {34: '\\"', 92: "\\\\", 8: "\\b", 12: "\\f", 10: "\\n", 13: "\\r", 9: "\\t"}
_ESCAPES = [_SHORT.get(code, f"\\u{code:04x}" if code < 32 or code == _DELETE else "") for code in range(128)]
"""How characters below 128 are written; empty where they stand for themselves."""
_MEANINGS = {ord("b"): 8, ord("f"): 12, ord("n"): 10, ord("r"): 13, ord("t"): 9, ord("/"): 47, _QUOTE: _QUOTE, _BACKSLASH: _BACKSLASH}
_MEANING = [_MEANINGS.get(code, -1) for code in range(128)]
"""What the character behind a backslash means."""


def decode_error(message: str, text: Str, position: int) -> PyError:
    """``json.decoder.JSONDecodeError(message, text, position)``."""
    kind = get_attribute(import_full("json.decoder"), "JSONDecodeError")
    value = call(kind, [new_str(message), text, new_int(position)])
    return PyError(type_of(value) if not isinstance(kind, Type) else kind, "", value)


def unicode_escape(code: int) -> str:
    return f"\\u{code:04x}"


def append_quoted(builder: StringBuilder, text: str, ascii_only: bool) -> None:
    """Writes a string with its quotes."""
    builder.append_code(_QUOTE)
    start = 0
    for i in range(len(text)):
        c = ord(text[i])
        if c < 128:
            if _ESCAPES[c] == "" or c == _DELETE and not ascii_only:
                continue
            builder.append_slice(text, start, i)
            builder.append(_ESCAPES[c])
        elif not ascii_only:
            continue
        else:
            builder.append_slice(text, start, i)
            if c >= 0x10000:
                builder.append(unicode_escape(0xD800 + (c - 0x10000 >> 10)))
                c = 0xDC00 + (c - 0x10000 & 0x3FF)
            builder.append(unicode_escape(c))
        start = i + 1
    builder.append_slice(text, start, len(text))
    builder.append_code(_QUOTE)


def quoted(x: Object, ascii_only: bool) -> str:
    if not isinstance(x, Str):
        raise type_error(f"first argument must be a string, not {type_of(x).name}")
    builder = StringBuilder()
    append_quoted(builder, x.value, ascii_only)
    return builder.build()


@exposed("encode_basestring_ascii")
def encode_ascii(string: Object, /) -> str:
    """encode_basestring_ascii(string) -> string"""
    return quoted(string, True)


@exposed("encode_basestring")
def encode(string: Object, /) -> str:
    """encode_basestring(string) -> string"""
    return quoted(string, False)


def hexadecimal(text: str, position: int) -> int:
    """The value of four digits, or -1."""
    if position + 4 > len(text):
        return -1
    value = 0
    for i in range(position, position + 4):
        c = ord(text[i])
        if 48 <= c <= 57:
            digit = c - 48
        elif 97 <= c <= 102:
            digit = c - 87
        elif 65 <= c <= 70:
            digit = c - 55
        else:
            return -1
        value = value << 4 | digit
    return value


def read_string(source: Str, position: int, strict: bool) -> tuple[str, int]:
    """The string whose first character stands at a position, and the position behind its closing quote. JSONDecodeError."""
    text = source.value
    begin = position - 1
    size = len(text)
    start = position
    while position < size:
        c = ord(text[position])
        if c == _QUOTE:
            return text[start:position], position + 1
        if c == _BACKSLASH:
            break
        if c < 32 and strict:
            raise decode_error("Invalid control character at", source, position)
        position += 1
    builder = StringBuilder()
    while position < size:
        c = ord(text[position])
        if c == _QUOTE:
            builder.append_slice(text, start, position)
            return builder.build(), position + 1
        if c < 32 and strict:
            raise decode_error("Invalid control character at", source, position)
        if c == _BACKSLASH:
            builder.append_slice(text, start, position)
            position = read_escape(source, position + 1, begin, builder)
            start = position
        else:
            position += 1
    raise decode_error("Unterminated string starting at", source, begin)


def read_escape(source: Str, position: int, begin: int, builder: StringBuilder) -> int:
    """Appends the character that an escape means; `position` is behind its backslash, the result behind the escape."""
    text = source.value
    if position >= len(text):
        raise decode_error("Unterminated string starting at", source, begin)
    c = ord(text[position])
    if c != 117:
        meaning = _MEANING[c] if c < 128 else -1
        if meaning < 0:
            raise decode_error("Invalid \\escape", source, position - 1)
        builder.append_code(meaning)
        return position + 1
    code = hexadecimal(text, position + 1)
    if code < 0:
        raise decode_error("Invalid \\uXXXX escape", source, position)
    position += 5
    if 0xD800 <= code < 0xDC00 and position + 6 <= len(text) and ord(text[position]) == _BACKSLASH and ord(text[position + 1]) == 117:
        second = hexadecimal(text, position + 2)
        if 0xDC00 <= second < 0xE000:
            code = 0x10000 + (code - 0xD800 << 10 | second - 0xDC00)
            position += 6
    builder.append_code(code)
    return position


@exposed("scanstring")
def scan_string(string: Object, end: int, strict: bool = True, /) -> Object:
    """scanstring(string, end, strict=True) -> (string, end)"""
    if not isinstance(string, Str):
        raise type_error(f"first argument must be a string, not {type_of(string).name}")
    if not 0 <= end <= len(string.value):
        raise value_error("end is out of bounds")
    found, position = read_string(string, end, strict)
    return tuple2(new_str(found), new_int(position))
