"""What Python's `bytes` and `bytearray` can do beyond the `bytes` of RPython. Letters are those of ASCII.

Searching, splitting, stripping, joining and `repr` are RPython's own methods.
"""
from __future__ import annotations

from typing import Optional

from interpreter.text.codecs.escapes import NONE, hex_digit
from interpreter.text.units import expand_tabs_of
from transform.rpython import inline
from transform.rpython.builders import BytesBuilder, StringBuilder

_HEX_DIGITS = "0123456789abcdef"


@inline
def _is_upper(c: int) -> bool:
    return 65 <= c <= 90


@inline
def _is_lower(c: int) -> bool:
    return 97 <= c <= 122


@inline
def is_ascii_space(c: int) -> bool:
    return c == 32 or 9 <= c <= 13


# Case.


def is_title(data: bytes) -> bool:
    """Whether capitals stand at the beginning of words and nowhere else."""
    found = False
    in_word = False
    for c in data:
        if _is_upper(c) and in_word or _is_lower(c) and not in_word:
            return False
        in_word = _is_upper(c) or _is_lower(c)
        found = found or in_word
    return found


def to_title(data: bytes) -> bytes:
    builder = BytesBuilder()
    in_word = False
    for c in data:
        builder.append_byte(c ^ 32 if _is_lower(c) and not in_word or _is_upper(c) and in_word else c)
        in_word = _is_upper(c) or _is_lower(c)
    return builder.build()


def to_capitalized(data: bytes) -> bytes:
    return data[:1].upper() + data[1:].lower()


def to_swapped_case(data: bytes) -> bytes:
    builder = BytesBuilder()
    for c in data:
        builder.append_byte(c ^ 32 if _is_upper(c) or _is_lower(c) else c)
    return builder.build()


# Padding.


def to_left(data: bytes, width: int, fill: bytes) -> bytes:
    """``data.ljust(width, fill)``"""
    return data + fill * (width - len(data))


def to_right(data: bytes, width: int, fill: bytes) -> bytes:
    """``data.rjust(width, fill)``"""
    return fill * (width - len(data)) + data


def to_center(data: bytes, width: int, fill: bytes) -> bytes:
    margin = width - len(data)
    if margin <= 0:
        return data
    left = margin // 2 + (margin & width & 1)
    return fill * left + data + fill * (margin - left)


def fill_zeros(data: bytes, width: int) -> bytes:
    """``data.zfill(width)``: zeros behind the sign."""
    sign = 1 if len(data) > 0 and (data[0] == 43 or data[0] == 45) else 0
    return data[:sign] + b"0" * (width - len(data)) + data[sign:]


def expand_tabs(data: bytes, size: int) -> bytes:
    """Spaces in place of each tab, up to the next multiple of ``size``. OverflowError."""
    return expand_tabs_of(data, _unit_of_bytes, size, b" ", b"", "result too long")


def _unit_of_bytes(data: bytes, i: int) -> int:
    return data[i]


# Changing bytes.


def translate(data: bytes, table: Optional[bytes], deleted: bytes) -> bytes:
    """The bytes without those that are deleted, each replaced by its entry in a table of 256 bytes."""
    if table is not None and len(table) != 256:
        raise ValueError("translation table must be 256 characters long")
    is_deleted = [False] * 256
    for c in deleted:
        is_deleted[c] = True
    builder = BytesBuilder()
    for c in data:
        if not is_deleted[c]:
            builder.append_byte(c if table is None else table[c])
    return builder.build()


def make_translation(source: bytes, target: bytes) -> bytes:
    """The table by which each byte of ``source`` becomes that of ``target``."""
    if len(source) != len(target):
        raise ValueError("maketrans arguments must have same length")
    table = [i for i in range(256)]
    for i in range(len(source)):
        table[source[i]] = target[i]
    return bytes(table)


# Hexadecimal text.


def hex_of(data: bytes, separator: str = "", group: int = 1) -> str:
    """The bytes as hexadecimal digits, with a separator between groups of so many bytes: counted from the end, or from
    the beginning if the number is negative."""
    builder = StringBuilder()
    size = abs(group)
    for i in range(len(data)):
        if i > 0 and size > 0 and len(separator) > 0 and (len(data) - i if group > 0 else i) % size == 0:
            builder.append(separator)
        builder.append_char(_HEX_DIGITS[data[i] >> 4])
        builder.append_char(_HEX_DIGITS[data[i] & 15])
    return builder.build()


def bytes_of_hex(text: str) -> bytes:
    """The bytes that pairs of digits stand for, with white space round the pairs. ValueError."""
    for i in range(len(text)):
        if ord(text[i]) >= 128:
            _no_hex(i)
    builder = BytesBuilder()
    i = 0
    while i < len(text):
        if is_ascii_space(ord(text[i])):
            i += 1
            continue
        high = hex_digit(ord(text[i]))
        if high == NONE:
            _no_hex(i)
        low = hex_digit(ord(text[i + 1])) if i + 1 < len(text) else NONE
        if low == NONE:
            _no_hex(i + 1)
        builder.append_byte(high << 4 | low)
        i += 2
    return builder.build()


def _no_hex(position: int) -> None:
    raise ValueError(f"non-hexadecimal number found in fromhex() arg at position {position}")
