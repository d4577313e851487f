"""UTF-8: `str.encode` and `bytes.decode`.

With ``escape``, bytes that are no UTF-8 become the code points U+DC80 to U+DCFF and back ("surrogateescape"): what
comes from the operating system survives unchanged. Without it they raise UnicodeEncodeError and UnicodeDecodeError.
"""
from __future__ import annotations

from transform.rpython import cold, copy_items, get_item, inline, is_translated, never_inline, new_var, set_item, uint8
from transform.runtime.bytestrings import Bytes
from transform.runtime.spans import is_ascii
from transform.runtime.strings import Str, new_str, shift_of_code

# What `_decode_at` gives where there is no code point.
_BAD_START = -1
_BAD_CONTINUATION = -2
_CUT_OFF = -3


def encode_utf8(s: Str, escape: bool = False) -> Bytes:
    """``s`` in UTF-8; UnicodeEncodeError where it has surrogates."""
    if s.is_narrow() and is_ascii(s, s.count):
        result = new_var(Bytes, s.count)
        copy_items(s, 0, result, 0, s.count)
        return result
    length = 0
    for i in range(len(s)):
        code = s.unit(i)
        length += 1 if escape and _is_escaped(code) else _encoded_length(code)
        if 0xD800 <= code < 0xE000 and not (escape and _is_escaped(code)):
            _raise_cannot_encode(i)
    result = new_var(Bytes, length)
    at = 0
    for i in range(len(s)):
        code = s.unit(i)
        if escape and _is_escaped(code):
            set_item(result, at, uint8(code))
            at += 1
        else:
            at = _encode_at(result, at, code)
    return result


def decode_utf8(data: Bytes, escape: bool = False) -> Str:
    """The string that ``data`` is in UTF-8; UnicodeDecodeError where it is none."""
    n = len(data)
    if is_ascii(data, n):
        result = new_str(n, 0)
        copy_items(data, 0, result, 0, n)
        return result
    count = 0
    seen = 0
    i = 0
    while i < n:
        code = _decode_at(data, i)
        if code < 0:
            if not escape:
                _raise_cannot_decode(data, i, code)
            code = _escape(data, i)
            i += 1
        else:
            i += _encoded_length(code)
        seen |= code
        count += 1
    result = new_str(count, shift_of_code(seen))
    i = 0
    for at in range(count):
        code = _decode_at(data, i)
        if code < 0:
            code = _escape(data, i)
            i += 1
        else:
            i += _encoded_length(code)
        result.put(at, code)
    return result


@inline
def _is_escaped(code: int) -> bool:
    return 0xDC80 <= code < 0xDD00


@inline
def _escape(data: Bytes, i: int) -> int:
    """The code point that stands for a byte that is no UTF-8."""
    return 0xDC00 + int(get_item(data, i))


@inline
def _encoded_length(code: int) -> int:
    if code < 0x80:
        return 1
    if code < 0x800:
        return 2
    return 3 if code < 0x10000 else 4


def _encode_at(target: Bytes, at: int, code: int) -> int:
    """Writes a code point and gives the index behind it."""
    if code < 0x80:
        set_item(target, at, uint8(code))
        return at + 1
    if code < 0x800:
        set_item(target, at, uint8(0xC0 | code >> 6))
    else:
        if code < 0x10000:
            set_item(target, at, uint8(0xE0 | code >> 12))
        else:
            set_item(target, at, uint8(0xF0 | code >> 18))
            at += 1
            set_item(target, at, uint8(0x80 | code >> 12 & 0x3F))
        at += 1
        set_item(target, at, uint8(0x80 | code >> 6 & 0x3F))
    set_item(target, at + 1, uint8(0x80 | code & 0x3F))
    return at + 2


def _decode_at(data: Bytes, i: int) -> int:
    """The code point that begins at ``i``, or why there is none: a negative number."""
    first = data.unit(i)
    if first < 0x80:
        return first
    if first < 0xC2 or first > 0xF4:
        return _BAD_START
    if first < 0xE0:
        return _continue(data, i + 1, first & 0x1F, 1, 0x80, 0xBF)
    # The second byte decides whether the code point is too small for its length, a surrogate, or too large.
    if first < 0xF0:
        return _continue(data, i + 1, first & 0x0F, 2, 0xA0 if first == 0xE0 else 0x80, 0x9F if first == 0xED else 0xBF)
    return _continue(data, i + 1, first & 0x07, 3, 0x90 if first == 0xF0 else 0x80, 0x8F if first == 0xF4 else 0xBF)


def _continue(data: Bytes, i: int, code: int, more: int, lowest: int, highest: int) -> int:
    """The code point that ``more`` bytes from ``i`` on complete; the first is between ``lowest`` and ``highest``."""
    while more > 0:
        if i >= len(data):
            return _CUT_OFF
        byte = data.unit(i)
        if byte < lowest or byte > highest:
            return _BAD_CONTINUATION
        code = code << 6 | byte & 0x3F
        lowest = 0x80
        highest = 0xBF
        i += 1
        more -= 1
    return code


@cold
@never_inline
def _raise_cannot_encode(i: int) -> None:
    message = f"'utf-8' codec can't encode character in position {i}: surrogates not allowed"
    if is_translated():
        raise UnicodeEncodeError(message)  # type: ignore[call-arg]
    raise UnicodeError(message)  # on CPython the other class takes more than a message


@cold
@never_inline
def _raise_cannot_decode(data: Bytes, i: int, why: int) -> None:
    reason = "unexpected end of data"
    if why == _BAD_START:
        reason = "invalid start byte"
    elif why == _BAD_CONTINUATION:
        reason = "invalid continuation byte"
    message = f"'utf-8' codec can't decode byte 0x{data.unit(i):02x} in position {i}: {reason}"
    if is_translated():
        raise UnicodeDecodeError(message)  # type: ignore[call-arg]
    raise UnicodeError(message)
