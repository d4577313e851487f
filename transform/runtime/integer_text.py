"""Integers as text: decimal and other bases, and back."""
from __future__ import annotations

from transform.rpython import cold, copy_items, inline, never_inline, set_item, uint8, uint64, wrap
from transform.runtime.characters import digit_value, is_number_space
from transform.runtime.quoting import repr_of_str
from transform.runtime.strings import Str, literal, new_str, str_of_code

_PAIRS = literal("".join(f"{i:02}" for i in range(100)))
_TRUE = literal("True")
_FALSE = literal("False")
_UNDERSCORE = 95
_SAFE_DIGITS = 12  # as many never overflow, in base 36 either


def str_of_bool(x: bool) -> Str:
    return _TRUE if x else _FALSE


@inline
def magnitude(x: int) -> uint64:
    """The absolute value."""
    return uint64(x) if x >= 0 else uint64(0) - uint64(x)


def digit_count(value: uint64) -> int:
    """How many decimal digits ``value`` has."""
    n = 1
    while value >= 10000:
        value //= 10000
        n += 4
    if value >= 1000:
        return n + 3
    if value >= 100:
        return n + 2
    return n + 1 if value >= 10 else n


def put_digits(target: Str, stop: int, value: uint64) -> None:
    """Writes ``value`` in decimal so that it ends before ``stop``, two digits a step."""
    while value >= 100:
        pair = int(value % 100)
        value //= 100
        stop -= 2
        copy_items(_PAIRS, 2 * pair, target, stop, 2)
    if value >= 10:
        copy_items(_PAIRS, 2 * int(value), target, stop - 2, 2)
    else:
        set_item(target, stop - 1, uint8(48 + int(value)))


def str_of_uint(value: uint64) -> Str:
    if value < 10:
        return str_of_code(48 + int(value))
    n = digit_count(value)
    result = new_str(n, 0)
    put_digits(result, n, value)
    return result


def str_of_int(x: int) -> Str:
    if 0 <= x < 10:
        return str_of_code(48 + x)
    value = magnitude(x)
    n = digit_count(value) + (1 if x < 0 else 0)
    result = new_str(n, 0)
    if x < 0:
        set_item(result, 0, uint8(45))
    put_digits(result, n, value)
    return result


def str_of_bits(value: uint64, bits: int, letter: int) -> Str:
    """``value`` in base 2 ** ``bits``; digits from 10 on are ``letter`` and those behind it."""
    n = 1
    rest = value >> bits
    while rest != 0:
        n += 1
        rest = rest >> bits
    result = new_str(n, 0)
    mask = (uint64(1) << bits) - 1
    while n > 0:
        digit = int(value & mask)
        value = value >> bits
        n -= 1
        set_item(result, n, uint8(48 + digit if digit < 10 else letter + digit - 10))
    return result


def number_bounds(s: Str) -> tuple[int, int]:
    """Where the text of a number begins and ends within white space."""
    start = 0
    stop = len(s)
    while start < stop and is_number_space(s.unit(start)):
        start += 1
    while stop > start and is_number_space(s.unit(stop - 1)):
        stop -= 1
    return start, stop


def parse_int(s: Str, base: int = 10) -> int:
    """``int(s, base)``: ValueError where ``s`` is no such number, OverflowError where it needs more than 64 bits.

    Digits are those of ASCII."""
    if base != 0 and not 2 <= base <= 36:
        raise ValueError("int() base must be >= 2 and <= 36, or 0")
    i, stop = number_bounds(s)
    negative = False
    if i < stop and (s.unit(i) == 45 or s.unit(i) == 43):
        negative = s.unit(i) == 45
        i += 1
    actual_base = base
    if i + 1 < stop and s.unit(i) == 48:
        prefix = _base_of_prefix(s.unit(i + 1))
        if prefix != 0 and (base == 0 or base == prefix):
            actual_base = prefix
            i += 2
            if i < stop and s.unit(i) == _UNDERSCORE:
                i += 1
        elif base == 0:
            return _parse_zeros(s, i, stop)
    if actual_base == 0:
        actual_base = 10
    return _parse_digits(s, i, stop, negative, base, actual_base)


def _base_of_prefix(c: int) -> int:
    lower = c | 32
    if lower == 120:
        return 16
    if lower == 111:
        return 8
    return 2 if lower == 98 else 0


def _parse_zeros(s: Str, i: int, stop: int) -> int:
    """A number with base 0 that begins with 0 but no prefix: only zeros may follow."""
    for k in range(i, stop):
        c = s.unit(k)
        if c != 48 and (c != _UNDERSCORE or k + 1 == stop or s.unit(k - 1) == _UNDERSCORE):
            _raise_no_integer(s, 0)
    return 0


def _parse_digits(s: Str, i: int, stop: int, negative: bool, base: int, actual_base: int) -> int:
    value = uint64(0)
    factor = uint64(actual_base)
    limit = (uint64(1) << 63) // factor if stop - i > _SAFE_DIGITS else uint64(1) << 63
    overflow = False
    after_digit = False
    while i < stop:
        c = s.unit(i)
        if c == _UNDERSCORE and after_digit:
            after_digit = False
        else:
            digit = digit_value(c)
            if digit >= actual_base:
                _raise_no_integer(s, base)
            if value > limit:
                overflow = True
            value = value * factor + uint64(digit)
            if value > uint64(1) << 63:
                overflow = True
            after_digit = True
        i += 1
    if not after_digit:
        _raise_no_integer(s, base)
    if overflow or value == uint64(1) << 63 and not negative:
        raise OverflowError("integer overflow")
    return wrap(int(uint64(0) - value if negative else value))


@cold
@never_inline
def _raise_no_integer(s: Str, base: int) -> None:
    raise ValueError(f"invalid literal for int() with base {base}: {repr_of_str(s)}")
