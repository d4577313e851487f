"""UTF-7 (RFC 2152)."""
from __future__ import annotations

from interpreter.text.codecs.errors import ErrorHandler
from interpreter.text.codecs.work import Decoding
from transform.rpython.builders import BytesBuilder

NAME = "utf7"

_PLUS = 43
_MINUS = 45
_NO_DIGIT = -1
_NO_SURROGATE = 0

_DIGITS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OTHER_DIRECT = b"'(),-.:? \t\n\r!\"#$%&*;<=>@[]^_`{|}"
_IS_DIRECT = [c in _DIGITS + _OTHER_DIRECT and c != _PLUS for c in range(128)]
"""What is encoded as itself: sets D and O, and white space."""


def _digit(c: int) -> int:
    """The value of a digit of base 64, or -1."""
    if 65 <= c <= 90:
        return c - 65
    if 97 <= c <= 122:
        return c - 71
    if 48 <= c <= 57:
        return c + 4
    return 62 if c == _PLUS else 63 if c == 47 else _NO_DIGIT


class _Shifted:
    """A section of base 64: the bits that have not made a unit of UTF-16 yet, and a first surrogate."""

    bits: int
    buffer: int
    surrogate: int

    def __init__(self) -> None:
        self.bits = 0
        self.buffer = 0
        self.surrogate = _NO_SURROGATE

    def put(self, digit: int, work: Decoding) -> None:
        self.buffer = self.buffer << 6 | digit
        self.bits += 6
        if self.bits < 16:
            return
        self.bits -= 16
        unit = self.buffer >> self.bits
        self.buffer &= (1 << self.bits) - 1
        surrogate = self.surrogate
        self.surrogate = _NO_SURROGATE
        if surrogate != _NO_SURROGATE:
            if unit & 0xFC00 == 0xDC00:
                work.text.append_code(0x10000 + ((surrogate & 0x3FF) << 10 | unit & 0x3FF))
                return
            work.text.append_code(surrogate)
        if unit & 0xFC00 == 0xD800:
            self.surrogate = unit
        else:
            work.text.append_code(unit)

    def problem(self) -> str:
        """What is wrong if the section ends here, "" if nothing."""
        if self.bits >= 6:
            return "partial character in shift sequence"
        return "non-zero padding bits in shift sequence" if self.buffer != 0 else ""


def decode_utf7(data: bytes, errors: ErrorHandler, final: bool = True) -> tuple[str, int]:
    """The text, and how many bytes it is made of. A section that has not ended waits if not ``final``."""
    work = Decoding(NAME, data, errors)
    shifted = _Shifted()
    is_shifted = False
    start = 0  # of what an error is about: mostly a section
    length_before = 0
    i = 0
    while True:
        data = work.data
        if i >= len(data):
            if not is_shifted or not final:
                break
            is_shifted = False
            if shifted.problem() or shifted.surrogate != _NO_SURROGATE:
                i = work.error("unterminated shift sequence", start, len(data))
            continue
        c = data[i]
        if is_shifted:
            digit = _digit(c)
            if digit != _NO_DIGIT:
                shifted.put(digit, work)
                i += 1
                continue
            is_shifted = False
            problem = shifted.problem()
            if problem:
                i = work.error(problem, start, i + 1)
                continue
            if shifted.surrogate != _NO_SURROGATE and c < 128 and c != _PLUS:
                work.text.append_code(shifted.surrogate)
            if c == _MINUS:
                i += 1
        elif c == _PLUS:
            start = i
            i += 1
            if i < len(data) and data[i] == _MINUS:
                work.text.append_code(_PLUS)
                i += 1
            elif i < len(data) and _digit(data[i]) == _NO_DIGIT:
                i = work.error("ill-formed sequence", start, i + 1)
            else:
                is_shifted = True
                shifted = _Shifted()
                length_before = len(work.text)
        elif c < 128:
            work.text.append_code(c)
            i += 1
        else:
            start = i
            i = work.error("unexpected special character", start, i + 1)
    if is_shifted:
        return work.text.build()[:length_before], start
    return work.text.build(), i


def encode_utf7(text: str) -> bytes:
    data = BytesBuilder()
    is_shifted = False
    bits = 0
    buffer = 0
    for c in text:
        code = ord(c)
        if code < 128 and _IS_DIRECT[code]:
            if is_shifted:
                if bits > 0:
                    data.append_byte(_DIGITS[buffer << 6 - bits & 63])
                if _digit(code) != _NO_DIGIT or code == _MINUS:
                    data.append_byte(_MINUS)
                is_shifted = False
            data.append_byte(code)
            continue
        if not is_shifted:
            data.append_byte(_PLUS)
            if code == _PLUS:
                data.append_byte(_MINUS)
                continue
            is_shifted = True
            bits = 0
            buffer = 0
        if code >= 0x10000:
            buffer = buffer << 32 | 0xD7C0 + (code >> 10) << 16 | 0xDC00 | code & 0x3FF
            bits += 32
        else:
            buffer = buffer << 16 | code
            bits += 16
        while bits >= 6:
            bits -= 6
            data.append_byte(_DIGITS[buffer >> bits & 63])
        buffer &= (1 << bits) - 1
    if is_shifted:
        if bits > 0:
            data.append_byte(_DIGITS[buffer << 6 - bits & 63])
        data.append_byte(_MINUS)
    return data.build()
