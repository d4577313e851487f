"""Integers of any size as text, and back.

Bases that are powers of two move bits. Decimal text is made in pieces of 19 digits, as many as fit in one digit of
ours; a long number is first cut in two by a power of ten, with the fast division, and so on (Brent and Zimmermann,
"Modern Computer Arithmetic", section 1.7). Reading goes the same way back.
"""
from __future__ import annotations

from typing import Iterable

from interpreter.numbers.bigint import BigInt, divide_truncated
from interpreter.numbers.digits import DIGIT_BITS, multiply_digit, significant
from interpreter.numbers.divide import divide_normalised_digit, reciprocal
from transform.rpython import (
    GcArray, Ptr, copy, ctz, data_pointer, fill, inline, item_address, keepalive, make_bytes, new_array,
    new_var, uint8, uint64,
)

PIECE_DIGITS = 19
WRITE_DIGITS = 30  # numbers of as many digits of ours are written without cutting
READ_PIECES = 40  # texts of as many pieces are read without cutting

_PIECE = uint64(10**PIECE_DIGITS)
_PIECE_RECIPROCAL = reciprocal(_PIECE)
_LETTERS = b"0123456789abcdefghijklmnopqrstuvwxyz"
_SPACES = " \t\n\v\f\r"
_MINUS = 45
_PLUS = 43
_ZERO = 48
_UNDERSCORE = 95

Chars = Ptr[uint8]


def _make_table(values: Iterable[int]) -> GcArray[uint8]:
    """A constant table, made at import."""
    items = list(values)
    result = new_array(uint8, len(items))
    for i, value in enumerate(items):
        result[i] = uint8(value)
    return result


_PAIRS = _make_table("".join(f"{i:02}" for i in range(100)).encode())
_DIGIT_VALUES = _make_table(int(chr(c), 36) if c < 128 and chr(c).isalnum() else 99 for c in range(256))
_PIECE_DIGITS_OF_BASE = bytes([0, 0] + [max(k for k in range(65) if b**k < 1 << 64) for b in range(2, 37)])


class ConversionLimit:
    """How many digits decimal text of an int may have where a program asks for it; 0 for any number.

    The conversion was made to be no way to keep a server busy (`sys.set_int_max_str_digits`)."""

    digits: int

    def __init__(self) -> None:
        self.digits = 4300

    def check(self, count: int, detail: str) -> None:
        """ValueError for text that is too long."""
        if 0 < self.digits < count:
            raise ValueError(f"Exceeds the limit ({self.digits} digits) for integer string conversion{detail}; "
                             "use sys.set_int_max_str_digits() to increase the limit")


conversion_limit = ConversionLimit()


# Writing.


def to_decimal(x: BigInt) -> str:
    """``str(x)``. ValueError beyond the `conversion_limit`; MemoryError."""
    conversion_limit.check(x.bit_length() * 3 // 10, "")  # as many digits at least, before the work is done
    result = to_text(x, 10)
    conversion_limit.check(len(result) - (1 if x.size < 0 else 0), "")
    return result


def to_text(x: BigInt, base: int) -> str:
    """The number in base 2, 4, 8, 16, 32 or 10, without prefix; lower-case letters. MemoryError."""
    if base == 10 and x.fits_int():
        return str(x.low_bits())
    if x.size == 0:
        return "0"
    sign = 1 if x.size < 0 else 0
    if base != 10:
        return _to_text_of_bits(x, ctz(base), sign)
    width = PIECE_DIGITS
    powers: list[BigInt] = []
    if x.count() <= WRITE_DIGITS:
        width *= x.count() + 1
    else:
        power = BigInt.from_unsigned(_PIECE)
        while 2 * power.count() - 1 <= x.count():
            powers.append(power)
            power = power.mul(power)
            width *= 2
        powers.append(power)
        width *= 2
    chars = new_array(uint8, width + 1)
    buffer = item_address(chars, 0)
    _write_cut(x.abs(), buffer + 1, width, powers, len(powers) - 1)
    start = 1
    while buffer[start] == _ZERO:
        start += 1
    if sign != 0:
        start -= 1
        buffer[start] = uint8(_MINUS)
    result = make_bytes(buffer + start, width + 1 - start).decode()
    keepalive(chars)
    return result


def _to_text_of_bits(x: BigInt, bits: int, sign: int) -> str:
    length = (x.bit_length() + bits - 1) // bits + sign
    chars = new_array(uint8, length)
    buffer = item_address(chars, 0)
    row = x.digits()
    mask = (uint64(1) << bits) - 1
    at = length
    held = uint64(0)
    held_bits = 0
    for i in range(x.count()):
        digit = row[i]
        rest = DIGIT_BITS
        if held_bits > 0:  # a text digit lies across two of ours
            at -= 1
            buffer[at] = uint8(_LETTERS[int((held | digit << held_bits) & mask)])
            digit = digit >> bits - held_bits
            rest -= bits - held_bits
        while rest >= bits and at > sign:
            at -= 1
            buffer[at] = uint8(_LETTERS[int(digit & mask)])
            digit = digit >> bits
            rest -= bits
        held = digit
        held_bits = rest
    keepalive(x)
    if at > sign:
        at -= 1
        buffer[at] = uint8(_LETTERS[int(held & mask)])
    if sign != 0:
        buffer[0] = uint8(_MINUS)
    result = make_bytes(buffer, length).decode()
    keepalive(chars)
    return result


def _write_cut(x: BigInt, target: Chars, width: int, powers: list[BigInt], level: int) -> None:
    """Writes ``x`` >= 0 to ``width`` places, with zeros before it.

    If ``level`` >= 0, ``powers[level]`` is 10 to half of the width."""
    if x.count() <= WRITE_DIGITS:
        _write_pieces(x, target, width)
        return
    while x.compare(powers[level]) < 0:
        width //= 2
        fill(target, _ZERO, width)
        target = target + width
        level -= 1
    upper, lower = divide_truncated(x, powers[level])
    half = width // 2
    _write_cut(upper, target, half, powers, level - 1)
    _write_cut(lower, target + half, half, powers, level - 1)


def _write_pieces(x: BigInt, target: Chars, width: int) -> None:
    """As `_write_cut`, piece by piece."""
    n = x.count()
    digits = new_array(uint64, n)
    rest = item_address(digits, 0)
    copy(x.digits(), rest, n)
    keepalive(x)
    at = width
    while n > 0:
        if n == 1 and rest[0] < _PIECE:
            piece = rest[0]
            n = 0
        else:
            piece = divide_normalised_digit(rest, rest, n, _PIECE, _PIECE_RECIPROCAL, 0)
            n = significant(rest, n)
        at -= PIECE_DIGITS
        _write_piece(piece, target + at)
    keepalive(digits)
    fill(target, _ZERO, at)


@inline
def _write_piece(piece: uint64, target: Chars) -> None:
    """Nineteen digits; they are computed from two independent halves."""
    upper = piece // 1_000_000_000
    lower = piece - upper * 1_000_000_000
    for i in range(8, 0, -2):
        quotient = lower // 100
        _write_pair(target + (PIECE_DIGITS - 10 + i), int(lower - quotient * 100))
        lower = quotient
        quotient = upper // 100
        _write_pair(target + i, int(upper - quotient * 100))
        upper = quotient
    target[PIECE_DIGITS - 9] = uint8(_ZERO + int(lower))
    _write_pair(target, int(upper))


@inline
def _write_pair(target: Chars, pair: int) -> None:
    target[0] = _PAIRS[2 * pair]
    target[1] = _PAIRS[2 * pair + 1]


# Reading.


def parse_integer(text: str, base: int) -> BigInt:
    """What ``int(text, base)`` reads: space around, a sign, a prefix, single underscores between digits.

    ``base`` is 0 or 2 ... 36. Digits and space are those of ASCII: who calls has put these in the place of others.
    ValueError, without a message, where the text is no such number, and with one beyond the `conversion_limit`, which
    is for bases that are no powers of two; MemoryError."""
    data = text.strip(_SPACES).encode()
    n = len(data)
    at = 0
    negative = False
    if at < n and (data[at] == _MINUS or data[at] == _PLUS):
        negative = data[at] == _MINUS
        at += 1
    only_zero = False
    if at + 1 < n and data[at] == _ZERO:
        prefix = _base_of_prefix(data[at + 1])
        if prefix != 0 and (base == 0 or base == prefix):
            base = prefix
            at += 2
            if at < n and data[at] == _UNDERSCORE:
                at += 1
        else:
            only_zero = base == 0  # 0777 is no literal, 00 is one
    if base == 0:
        base = 10
    digits = _without_underscores(data, at)
    if base & base - 1 != 0:
        conversion_limit.check(len(digits), f": value has {len(digits)} digits")
    result = from_digits(digits, base)
    if only_zero and result.size != 0:
        raise ValueError
    return result.neg() if negative else result


def _base_of_prefix(c: int) -> int:
    lower = c | 32
    return 16 if lower == 120 else 8 if lower == 111 else 2 if lower == 98 else 0


def _without_underscores(data: bytes, start: int) -> bytes:
    """The digits from ``start`` on. ValueError where an underscore does not stand between two."""
    if data.find(b"_", start) < 0:
        return data[start:]
    if data[start] == _UNDERSCORE or data[-1] == _UNDERSCORE or data.find(b"__", start) >= 0:
        raise ValueError
    return data[start:].replace(b"_", b"")


def from_digits(digits: bytes, base: int) -> BigInt:
    """The natural number that is written so, in base 2 ... 36. ValueError where one is no digit, or there is none."""
    n = len(digits)
    if n == 0:
        raise ValueError
    for c in digits:
        if int(_DIGIT_VALUES[c]) >= base:
            raise ValueError
    source = data_pointer(digits)
    if base & base - 1 == 0:
        result = _read_bits(source, n, ctz(base))
    else:
        piece_digits = _PIECE_DIGITS_OF_BASE[base]
        powers: list[BigInt] = []
        width = piece_digits * READ_PIECES
        if n > width:
            power = BigInt.from_int(base).pow(width)
            powers.append(power)
            while 2 * width < n:
                power = power.mul(power)
                powers.append(power)
                width *= 2
        result = _read_cut(source, n, base, piece_digits, powers, len(powers) - 1, width)
    keepalive(digits)
    return result


def _read_bits(source: Chars, n: int, bits: int) -> BigInt:
    count = (n * bits + DIGIT_BITS - 1) // DIGIT_BITS
    result = new_var(BigInt, count)
    row = result.digits()
    at = 0
    held = uint64(0)
    held_bits = 0
    for i in range(n - 1, -1, -1):
        value = uint64(_DIGIT_VALUES[int(source[i])])
        held = held | value << held_bits
        held_bits += bits
        if held_bits >= DIGIT_BITS:
            row[at] = held
            at += 1
            held_bits -= DIGIT_BITS
            held = value >> bits - held_bits
    if held_bits > 0:
        row[at] = held
    return result.trimmed(count, False)


def _read_cut(
    source: Chars, n: int, base: int, piece_digits: int, powers: list[BigInt], level: int, width: int
) -> BigInt:
    """``n`` digits. If ``level`` >= 0, ``powers[level]`` is ``base`` to the power of ``width``."""
    if level < 0:
        return _read_pieces(source, n, base, piece_digits)
    if n <= width:
        return _read_cut(source, n, base, piece_digits, powers, level - 1, width // 2)
    upper = _read_cut(source, n - width, base, piece_digits, powers, level - 1, width // 2)
    lower = _read_cut(source + (n - width), width, base, piece_digits, powers, level - 1, width // 2)
    return upper.mul(powers[level]).add(lower)


def _read_pieces(source: Chars, n: int, base: int, piece_digits: int) -> BigInt:
    """Piece by piece; the first may be short."""
    count = (n + piece_digits - 1) // piece_digits
    result = new_var(BigInt, count)
    row = result.digits()
    factor = uint64(1)
    for _ in range(piece_digits):
        factor *= uint64(base)
    used = 0
    at = 0
    stop = n - (count - 1) * piece_digits
    while at < n:
        piece = uint64(0)
        while at < stop:
            piece = piece * uint64(base) + uint64(_DIGIT_VALUES[int(source[at])])
            at += 1
        stop += piece_digits
        row[used] = multiply_digit(row, row, used, factor, piece)
        used += 1
    return result.trimmed(count, False)
