"""Floats as text and back: `repr`, digits with a given precision, `float(str)`, `round`."""
from __future__ import annotations

from transform.rpython import (
    CLibrary, Ptr, alloc, cold, data_pointer, float_to_bits, free, int32, never_inline, null, uint8, uint64,
)
from transform.runtime.builders import StrBuilder
from transform.runtime.characters import is_ascii_digit
from transform.runtime.integer_text import number_bounds, parse_int, str_of_int, str_of_uint
from transform.runtime.quoting import repr_of_str
from transform.runtime.shortest import shortest_decimal
from transform.runtime.strings import Str, literal, str_of_code, str_of_latin1

_libc = CLibrary(
    """
    int snprintf(char *, size_t, const char *, ...);
    double strtod(const char *, char **);
    """,
    headers=("stdio.h", "stdlib.h"))

_INF = literal("inf")
_INFINITY = literal("infinity")
_NAN = literal("nan")
_POINT = 46
_MINUS = 45
_UNDERSCORE = 95
_MAX_PRECISION = 2000000


def is_finite(x: float) -> bool:
    return x - x == 0.0


def is_negative(x: float) -> bool:
    """Whether the sign bit is set."""
    return float_to_bits(x) < 0


def str_of_float(x: float) -> Str:
    """``repr(x)``: the shortest text that reads back as ``x``."""
    builder = StrBuilder()
    if is_negative(x) and x == x:
        builder.append_code(_MINUS)
    append_magnitude(builder, x)
    return builder.build()


def append_magnitude(builder: StrBuilder, x: float) -> None:
    """``repr(abs(x))``"""
    if not is_finite(x):
        builder.append(_NAN if x != x else _INF)
        return
    if x == 0.0:
        digits, exponent = uint64(0), 0
    else:
        digits, exponent = shortest_decimal(abs(x))
        while digits % 10 == 0:
            digits //= 10
            exponent += 1
    text_of_digits = str_of_uint(digits)
    append_decimal(builder, text_of_digits, len(text_of_digits) + exponent, 16, 101)


def append_decimal(builder: StrBuilder, digits: Str, point: int, max_point: int, exponent_letter: int) -> None:
    """The number "0." + digits, times 10 ** ``point``, as `repr` writes it.

    It has an exponent below 0.0001 and with more than ``max_point`` digits before the point, otherwise at least one
    digit behind the point."""
    n = len(digits)
    if -4 < point <= max_point:
        if point <= 0:
            append_zeros(builder, 1)
            builder.append_code(_POINT)
            append_zeros(builder, -point)
            builder.append(digits)
        else:
            builder.append_slice(digits, 0, point)
            append_zeros(builder, point - n)
            builder.append_code(_POINT)
            builder.append_slice(digits, point, n)
            append_zeros(builder, 1 if n <= point else 0)
    else:
        builder.append_slice(digits, 0, 1)
        if n > 1:
            builder.append_code(_POINT)
            builder.append_slice(digits, 1, n)
        append_exponent(builder, point - 1, exponent_letter)


def parse_decimal(written: Str) -> tuple[Str, int]:
    """The digits (without zeros at the end) and ``point`` for `append_decimal`, from C's scientific notation."""
    at = written.find(str_of_code(101))
    exponent = parse_int(written.get_slice(at + 1, len(written)))
    digits = written.get_slice(0, 1) + written.get_slice(2, at)
    n = len(digits)
    while n > 1 and digits.unit(n - 1) == 48:
        n -= 1
    return digits.get_slice(0, n), exponent + 1


def append_exponent(builder: StrBuilder, exponent: int, letter: int) -> None:
    builder.append_code(letter)
    builder.append_code(_MINUS if exponent < 0 else 43)
    size = abs(exponent)
    if size < 10:
        append_zeros(builder, 1)
    builder.append(str_of_uint(uint64(size)))


def append_zeros(builder: StrBuilder, count: int) -> None:
    for _ in range(count):
        builder.append_code(48)


def print_float(pattern: bytes, precision: int, x: float) -> Str:
    """C's printf of one float: ``pattern`` is "%.*e" or the like and ends in a zero byte."""
    if precision > _MAX_PRECISION:
        raise ValueError("precision too big")
    size = precision + 330  # the longest double has 309 digits before the point
    buffer = alloc(uint8, size)
    n = _libc.snprintf(buffer, size, data_pointer(pattern), int32(precision), x)
    result = str_of_latin1(buffer, n)
    free(buffer)
    return result


# Reading.


def parse_float(s: Str) -> float:
    """``float(s)``: ValueError where ``s`` is no number."""
    start, stop = number_bounds(s)
    i = start
    if i < stop and (s.unit(i) == _MINUS or s.unit(i) == 43):
        i += 1
    if not _is_special(s, i, stop):
        i = _skip_digits(s, i, stop)
        digits = i > start and is_ascii_digit(s.unit(i - 1))
        if i < stop and s.unit(i) == _POINT:
            i += 1
            fraction = i
            i = _skip_digits(s, i, stop)
            digits = digits or i > fraction
        if digits and i < stop and s.unit(i) | 32 == 101:
            i += 1
            if i < stop and (s.unit(i) == _MINUS or s.unit(i) == 43):
                i += 1
            exponent = i
            i = _skip_digits(s, i, stop)
            digits = i > exponent
        if not digits or i < stop:
            _raise_no_float(s)
    return _read_float(s, start, stop)


def _is_special(s: Str, start: int, stop: int) -> bool:
    """Whether this is "inf", "infinity" or "nan", in any case."""
    word = s.get_slice(start, stop).lower()
    return word == _INF or word == _NAN or word == _INFINITY


def _skip_digits(s: Str, i: int, stop: int) -> int:
    """The index behind a run of digits, between which single underscores may stand."""
    start = i
    while i < stop:
        if not is_ascii_digit(s.unit(i)):
            if s.unit(i) != _UNDERSCORE or i == start or i + 1 == stop or not is_ascii_digit(s.unit(i + 1)):
                break
        i += 1
    return i


def _read_float(s: Str, start: int, stop: int) -> float:
    """What C makes of a text that is known to be a number, once it has no underscores."""
    buffer = alloc(uint8, stop - start + 1)
    n = 0
    for i in range(start, stop):
        if s.unit(i) != _UNDERSCORE:
            buffer[n] = uint8(s.unit(i))
            n += 1
    result = _libc.strtod(buffer, null(Ptr[uint8]))
    free(buffer)
    return result


@cold
@never_inline
def _raise_no_float(s: Str) -> None:
    raise ValueError(f"could not convert string to float: {repr_of_str(s)}")


def round_float(x: float, digits: int) -> float:
    """``round(x, digits)``: the float nearest to the decimal that is nearest to ``x``."""
    if not is_finite(x) or digits > 323:
        return x
    if digits >= 0:
        return parse_float(print_float(b"%.*f\0", digits, x))
    if digits < -308 or x == 0.0:
        return 0.0 * x
    # With enough digits that rounding cannot carry into the next power of ten.
    _, point = parse_decimal(print_float(b"%.*e\0", 20, abs(x)))
    kept = point + digits
    if kept > 0:
        result = parse_float(print_float(b"%.*e\0", kept - 1, x))
        if not is_finite(result):
            raise OverflowError("rounded value too large to represent")
        return result
    unit = parse_float(str_of_code(49) + str_of_code(101) + str_of_int(-digits))
    rounds_up = kept == 0 and abs(x) > unit / 2.0
    return unit if rounds_up and x > 0.0 else -unit if rounds_up else 0.0 * x
