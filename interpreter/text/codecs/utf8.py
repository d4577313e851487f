"""UTF-8 (RFC 3629).

Text without errors is measured, then written in place; where the first finds an error, all is done again with care.
"""
from __future__ import annotations

from typing import Callable, TypeVar

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.memory import (
    WORD, are_ascii, bytes_of_narrow, is_surrogate, store_8, store_16, store_32, unit_size, width_of,
)
from interpreter.text.codecs.work import Decoding, Encoding, text_of_latin1
from transform.rpython import (
    Ptr, cast, copy, data_pointer, inline, keepalive, specialize, str_pointer, str_width, uint8, uint16, uint32,
)
from transform.rpython.builders import BytesBuffer, StrBuffer

T = TypeVar("T", bound=int)

NAME = "utf-8"

# What `_decode_at` gives where there is no character. Below _BAD_START: that many bytes are right, plus 2.
_CUT_OFF = -1
_BAD_START = -2


def decode_utf8(data: bytes, errors: ErrorHandler, final: bool = True) -> tuple[str, int]:
    """The text, and how many bytes it is made of. An unfinished character at the end waits if not ``final``."""
    if data.isascii():
        return text_of_latin1(data), len(data)
    pointer = data_pointer(data)
    count, union = _measure_text(pointer, len(data))
    if count != _MALFORMED:
        buffer = StrBuffer(width_of(union), count)
        _decode_into(pointer, len(data), buffer, width_of(union))
        keepalive(data)
        return buffer.build(), len(data)
    return _decode_carefully(data, errors, final)


_MALFORMED = -1


def _measure_text(p: Ptr[uint8], n: int) -> tuple[int, int]:
    """How many characters UTF-8 in memory has, and a union that tells their width. `_MALFORMED` if it is none."""
    count = 0
    union = 0
    i = 0
    while i < n:
        first = int(p[i])
        count += 1
        if first < 0x80:
            i += 1
            while i + WORD <= n and are_ascii(p, i):
                i += WORD
                count += WORD
        elif first < 0xE0:
            if first < 0xC2 or i + 1 >= n or int(p[i + 1]) & 0xC0 != 0x80:
                return _MALFORMED, 0
            union |= (first & 0x1F) << 6
            i += 2
        elif first < 0xF0:
            if i + 2 >= n or int(p[i + 1]) & 0xC0 != 0x80 or int(p[i + 2]) & 0xC0 != 0x80:
                return _MALFORMED, 0
            high = (first & 0x0F) << 12 | (int(p[i + 1]) & 0x3F) << 6
            if high < 0x800 or is_surrogate(high):
                return _MALFORMED, 0
            union |= high
            i += 3
        else:
            if i + 3 >= n or (int(p[i + 1]) & 0xC0 | (int(p[i + 2]) & 0xC0) >> 2 | (int(p[i + 3]) & 0xC0) >> 4) != 0xA8:
                return _MALFORMED, 0
            if not 0xF090 <= first << 8 | int(p[i + 1]) < 0xF490:
                return _MALFORMED, 0
            union |= 0x10000
            i += 4
    return count, union


def _decode_into(p: Ptr[uint8], n: int, buffer: StrBuffer, width: int) -> None:
    if width == 1:
        _write_text(p, n, buffer.pointer(), store_8)
    elif width == 2:
        _write_text(p, n, cast(uint16, buffer.pointer()), store_16)
    else:
        _write_text(p, n, cast(uint32, buffer.pointer()), store_32)


@specialize("store")
def _write_text(p: Ptr[uint8], n: int, target: Ptr[T], store: Callable[[Ptr[T], int, int], None]) -> None:
    """Writes the characters of UTF-8 that is known to be right."""
    at = 0
    i = 0
    while i < n:
        first = int(p[i])
        if first < 0x80:
            end = i + 1
            while end + WORD <= n and are_ascii(p, end):
                end += WORD
            if unit_size(target) == 1:
                copy(p + i, cast(uint8, target) + at, end - i)
            else:
                for k in range(end - i):
                    store(target, at + k, int(p[i + k]))
            at += end - i - 1
            i = end
        elif first < 0xE0:
            store(target, at, (first & 0x1F) << 6 | int(p[i + 1]) & 0x3F)
            i += 2
        elif first < 0xF0:
            store(target, at, (first & 0x0F) << 12 | (int(p[i + 1]) & 0x3F) << 6 | int(p[i + 2]) & 0x3F)
            i += 3
        else:
            store(target, at, (first & 0x07) << 18 | (int(p[i + 1]) & 0x3F) << 12 | (int(p[i + 2]) & 0x3F) << 6
                  | int(p[i + 3]) & 0x3F)
            i += 4
        at += 1


def _decode_carefully(data: bytes, errors: ErrorHandler, final: bool) -> tuple[str, int]:
    work = Decoding(NAME, data, errors)
    text = work.text
    i = 0
    while i < len(data):
        first = data[i]
        if first < 0x80:
            text.append_code(first)
            i += 1
            continue
        code = _decode_at(data, i, first)
        if code >= 0:
            text.append_code(code)
            i += 2 if code < 0x800 else 3 if code < 0x10000 else 4
            continue
        if not final and (code == _CUT_OFF or _is_half_surrogate(data, i)):
            break
        i = _error(work, i, code)
        data = work.data
    return text.build(), i


def _error(work: Decoding, i: int, why: int) -> int:
    if why == _CUT_OFF:
        return work.error("unexpected end of data", i, len(work.data))
    if why == _BAD_START:
        return work.error("invalid start byte", i, i + 1)
    return work.error("invalid continuation byte", i, i + _BAD_START - why)


def _is_half_surrogate(data: bytes, i: int) -> bool:
    """Whether the data ends with two of the three bytes of a surrogate, which the handler may want to see whole."""
    return i == len(data) - 2 and data[i] == 0xED and 0xA0 <= data[i + 1] <= 0xBF


@inline
def _decode_at(data: bytes, i: int, first: int) -> int:
    """The character of several bytes that begins at ``i``, or why there is none: a negative number."""
    if 0xC2 <= first < 0xE0 and i + 1 < len(data):
        second = data[i + 1]
        return (first & 0x1F) << 6 | second & 0x3F if second & 0xC0 == 0x80 else _BAD_START - 1
    return _decode_long(data, i, first)


def _decode_long(data: bytes, i: int, first: int) -> int:
    if first < 0xC2 or first > 0xF4:
        return _BAD_START
    if first < 0xE0:
        return _CUT_OFF
    # The second byte decides whether the character is too small for its length, a surrogate, or too large.
    lowest = 0xA0 if first == 0xE0 else 0x90 if first == 0xF0 else 0x80
    highest = 0x9F if first == 0xED else 0x8F if first == 0xF4 else 0xBF
    length = 3 if first < 0xF0 else 4
    code = first & (0x0F if length == 3 else 0x07)
    for k in range(1, length):
        if i + k >= len(data):
            return _CUT_OFF
        byte = data[i + k]
        if not lowest <= byte <= highest:
            return _BAD_START - k
        code = code << 6 | byte & 0x3F
        lowest = 0x80
        highest = 0xBF
    return code


class _Utf8Encoding(Encoding):
    def put_replacement(self, code: int) -> bool:
        self.data.append_byte(code)
        return code < 0x80


def encode_utf8(text: str, errors: ErrorHandler) -> bytes:
    if text.isascii():
        return bytes_of_narrow(text)
    memory = str_pointer(text)
    width = str_width(text)
    if width == 1:
        result = _encode_units(memory, len(text))
    elif width == 2:
        result = _encode_units(cast(uint16, memory), len(text))
    else:
        result = _encode_units(cast(uint32, memory), len(text))
    keepalive(text)
    return result if len(result) > 0 else _encode_carefully(text, errors)


def _encode_units(p: Ptr[T], n: int) -> bytes:
    """The characters in memory in UTF-8; nothing if one is a surrogate."""
    size = n
    has_surrogate = False
    for i in range(n):
        code = int(p[i])
        size += int(code >= 0x80) + int(code >= 0x800) + int(code >= 0x10000)
        has_surrogate |= is_surrogate(code)
    if has_surrogate:
        return b""
    buffer = BytesBuffer(size)
    target = buffer.pointer()
    at = 0
    for i in range(n):
        at = _put(target, at, int(p[i]))
    return buffer.build()


@inline
def _put(target: Ptr[uint8], at: int, code: int) -> int:
    """Writes a character; where it ends."""
    if code < 0x80:
        target[at] = uint8(code)
        return at + 1
    if code < 0x800:
        target[at] = uint8(0xC0 | code >> 6)
    else:
        if code < 0x10000:
            target[at] = uint8(0xE0 | code >> 12)
        else:
            target[at] = uint8(0xF0 | code >> 18)
            at += 1
            target[at] = uint8(0x80 | code >> 12 & 0x3F)
        at += 1
        target[at] = uint8(0x80 | code >> 6 & 0x3F)
    target[at + 1] = uint8(0x80 | code & 0x3F)
    return at + 2


def _encode_carefully(text: str, errors: ErrorHandler) -> bytes:
    work = _Utf8Encoding(NAME, text, errors)
    data = work.data
    i = 0
    while i < len(text):
        end = i
        while end < len(text) and is_surrogate(ord(text[end])):
            end += 1
        if end > i:
            i = work.error("surrogates not allowed", i, end)
        else:
            while end < len(text) and not is_surrogate(ord(text[end])):
                end += 1
            data.append(encode_utf8(text[i:end], errors))
            i = end
    return data.build()
