"""UTF-8 (RFC 3629)."""
from __future__ import annotations

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.work import Decoding, Encoding, text_of_latin1
from transform.rpython import inline

NAME = "utf-8"

# What `_decode_at` gives where there is no character. Below _BAD_START: that many bytes are right, plus 2.
_CUT_OFF = -1
_BAD_START = -2


def decode_utf8(data: bytes, errors: ErrorHandler, final: bool = True) -> tuple[str, int]:
    """The text, and how many bytes it is made of. An unfinished character at the end waits if not ``final``."""
    if data.isascii():
        return text_of_latin1(data), len(data)
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
        return text.encode()
    work = _Utf8Encoding(NAME, text, errors)
    data = work.data
    i = 0
    while i < len(text):
        code = ord(text[i])
        i += 1
        if code < 0x80:
            data.append_byte(code)
        elif code < 0x800:
            data.append_byte(0xC0 | code >> 6)
            data.append_byte(0x80 | code & 0x3F)
        elif 0xD800 <= code <= 0xDFFF:
            end = i
            while end < len(text) and 0xD800 <= ord(text[end]) <= 0xDFFF:
                end += 1
            i = work.error("surrogates not allowed", i - 1, end)
        else:
            if code < 0x10000:
                data.append_byte(0xE0 | code >> 12)
            else:
                data.append_byte(0xF0 | code >> 18)
                data.append_byte(0x80 | code >> 12 & 0x3F)
            data.append_byte(0x80 | code >> 6 & 0x3F)
            data.append_byte(0x80 | code & 0x3F)
    return data.build()
