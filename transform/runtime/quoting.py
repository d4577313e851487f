"""`repr` of str and bytes."""
from __future__ import annotations

from transform.runtime.builders import StrBuilder
from transform.runtime.bytestrings import Bytes
from transform.runtime.characters import is_space
from transform.runtime.strings import Str

_QUOTE = 39
_DOUBLE_QUOTE = 34
_BACKSLASH = 92


def repr_of_str(s: Str) -> Str:
    """``repr(s)``. Outside Latin-1, spaces, surrogates and private code points are the ones taken for unprintable."""
    builder = StrBuilder()
    quote = _DOUBLE_QUOTE if s.contains_unit(_QUOTE) and not s.contains_unit(_DOUBLE_QUOTE) else _QUOTE
    builder.append_code(quote)
    for i in range(len(s)):
        code = s.unit(i)
        if code < 127 or not _is_printable(code):
            _append_escaped(builder, code, quote)
        else:
            builder.append_code(code)
    builder.append_code(quote)
    return builder.build()


def repr_of_bytes(data: Bytes) -> Str:
    """``repr(data)``"""
    builder = StrBuilder()
    quote = _DOUBLE_QUOTE if data.contains_unit(_QUOTE) and not data.contains_unit(_DOUBLE_QUOTE) else _QUOTE
    builder.append_code(98)
    builder.append_code(quote)
    for i in range(len(data)):
        _append_escaped(builder, data.unit(i), quote)
    builder.append_code(quote)
    return builder.build()


def _is_printable(code: int) -> bool:
    if code < 256:
        return code > 160 and code != 173
    return not is_space(code) and not 0xD800 <= code < 0xF900 and code < 0xE0000


def _append_escaped(builder: StrBuilder, code: int, quote: int) -> None:
    """A code point as it stands between quotes, those outside of ASCII as numbers."""
    if code == quote or code == _BACKSLASH:
        builder.append_code(_BACKSLASH)
        builder.append_code(code)
    elif 32 <= code < 127:
        builder.append_code(code)
    else:
        builder.append_code(_BACKSLASH)
        if code == 9:
            builder.append_code(116)
        elif code == 10:
            builder.append_code(110)
        elif code == 13:
            builder.append_code(114)
        elif code < 256:
            builder.append_code(120)
            _append_hex(builder, code, 2)
        elif code < 0x10000:
            builder.append_code(117)
            _append_hex(builder, code, 4)
        else:
            builder.append_code(85)
            _append_hex(builder, code, 8)


def _append_hex(builder: StrBuilder, value: int, digits: int) -> None:
    while digits > 0:
        digits -= 1
        digit = value >> 4 * digits & 15
        builder.append_code(48 + digit if digit < 10 else 87 + digit)
