"""Between integers of any size and floats: conversions, true division, comparison, each exact or correctly rounded."""
from __future__ import annotations

from interpreter.numbers.bigint import ONE, BigInt, divide_truncated
from interpreter.numbers.digits import DIGIT_BITS, is_zero
from transform.rpython import bits_to_float, clz, ctz, float_to_bits, truncate, uint64

INFINITY = float("inf")
NAN = float("nan")

_FRACTION_BITS = 52
_HIDDEN_BIT = 1 << _FRACTION_BITS
_LARGEST_EXPONENT = 1024  # floats are below 2**1024
_EXACT = 1 << 53  # all smaller integers are floats
_DROPPED_BITS = DIGIT_BITS - _FRACTION_BITS - 1


def split_float(x: float) -> tuple[int, int]:
    """(m, e) with abs(x) == m * 2**e; ``x`` is finite. ``m`` has at most 53 bits."""
    bits = float_to_bits(x)
    exponent = bits >> _FRACTION_BITS & 0x7FF
    fraction = bits & _HIDDEN_BIT - 1
    if exponent == 0:
        return fraction, -1074
    return fraction | _HIDDEN_BIT, exponent - 1075


def join_float(mantissa: uint64, more: bool, exponent: int) -> float:
    """The float nearest to mantissa * 2**exponent, ties to even; infinity where that is too large.

    The highest bit of ``mantissa`` is set. ``more``: the number is a little above that, by less than 2**exponent."""
    end = exponent + DIGIT_BITS  # the number is below 2**end
    if end > _LARGEST_EXPONENT:
        return INFINITY
    below_normal = -1021 - end  # so many bits fewer than 53 are kept
    dropped = _DROPPED_BITS + max(below_normal, 0)
    if dropped > DIGIT_BITS:
        return 0.0
    kept = mantissa >> dropped
    half = uint64(1) << dropped - 1
    rest = mantissa & half + half - 1
    if rest > half or rest == half and (more or kept & 1 != 0):
        kept += 1
    if below_normal > 0:
        return bits_to_float(int(kept))
    return bits_to_float((end + 1021 << _FRACTION_BITS) + int(kept))  # the hidden bit adds 1 to the exponent


def _leading_digit(x: BigInt) -> tuple[uint64, bool]:
    """The 64 highest bits of abs(x), which is not 0, and whether others below are set."""
    n = x.count()
    row = x.digits()
    bits = clz(row[n - 1])
    result = row[n - 1] << (bits & 63)
    if n == 1:
        return result, False
    more = not is_zero(row, n - 2)
    below = row[n - 2]
    if bits > 0:
        result = result | below >> (DIGIT_BITS - bits & 63)
        below = below << (bits & 63)
    return result, more or below != 0


def from_float(x: float) -> BigInt:
    """``x`` truncated. OverflowError for infinities, ValueError for nan."""
    if x != x:
        raise ValueError("cannot convert float NaN to integer")
    if x == INFINITY or x == -INFINITY:
        raise OverflowError("cannot convert float infinity to integer")
    mantissa, exponent = split_float(x)
    if exponent <= 0:
        return BigInt.from_int(truncate(x))
    return BigInt.from_int(-mantissa if x < 0.0 else mantissa).lshift(exponent)


def to_float(x: BigInt) -> float:
    """The nearest float, ties to even. OverflowError."""
    result = _nearest(x)
    if result == INFINITY or result == -INFINITY:
        raise OverflowError("int too large to convert to float")
    return result


def _nearest(x: BigInt) -> float:
    if x.size == 0:
        return 0.0
    mantissa, more = _leading_digit(x)
    result = join_float(mantissa, more, x.bit_length() - DIGIT_BITS)
    return -result if x.size < 0 else result


def frexp(x: BigInt) -> tuple[float, int]:
    """(m, e) with m * 2**e nearest to ``x`` and 0.5 <= abs(m) < 1, for numbers of any size; (0.0, 0) for 0."""
    if x.size == 0:
        return 0.0, 0
    exponent = x.bit_length()
    mantissa, more = _leading_digit(x)
    result = join_float(mantissa, more, -DIGIT_BITS)
    if result == 1.0:
        result = 0.5
        exponent += 1
    return -result if x.size < 0 else result, exponent


def truediv(a: BigInt, b: BigInt) -> float:
    """The float nearest to a / b, ties to even. ZeroDivisionError, OverflowError."""
    if b.size == 0:
        raise ZeroDivisionError("division by zero")
    negative = a.size ^ b.size < 0
    result = 0.0
    distance = a.bit_length() - b.bit_length()
    if a.size != 0 and distance > -1100:  # others are below half of the smallest float
        if distance > _LARGEST_EXPONENT:
            raise OverflowError("integer division result too large for a float")
        # Scaled so that the quotient has 66 or 67 bits.
        shift = 66 - distance
        if shift >= 0:
            quotient, rest = divide_truncated(a.lshift(shift), b)
        else:
            quotient, rest = divide_truncated(a, b.lshift(-shift))
        mantissa, more = _leading_digit(quotient)
        result = join_float(mantissa, more or rest.size != 0, quotient.bit_length() - DIGIT_BITS - shift)
        if result == INFINITY:
            raise OverflowError("integer division result too large for a float")
    return -result if negative else result


def truediv_int(x: int, y: int) -> float:
    """As `truediv`. Below 2**53 the division of floats itself is correctly rounded."""
    if -_EXACT <= x <= _EXACT and -_EXACT <= y <= _EXACT and y != 0:
        return float(x) / float(y)
    return truediv(BigInt.from_int(x), BigInt.from_int(y))


def compare_float(x: BigInt, y: float) -> int:
    """-1, 0 or 1 as ``x`` is below, equal to or above ``y``, exactly. ``y`` is no nan."""
    if y == INFINITY:
        return -1
    if y == -INFINITY:
        return 1
    whole = from_float(y)
    result = x.compare(whole)
    if result != 0:
        return result
    fraction = y - _nearest(whole)
    return -1 if fraction > 0.0 else 1 if fraction < 0.0 else 0


def compare_int_float(x: int, y: float) -> int:
    """As `compare_float`."""
    if y >= 9223372036854775808.0:
        return -1
    if y < -9223372036854775808.0:
        return 1
    whole = truncate(y)
    if x != whole:
        return -1 if x < whole else 1
    fraction = y - float(whole)
    return -1 if fraction > 0.0 else 1 if fraction < 0.0 else 0


def as_integer_ratio(x: float) -> tuple[BigInt, BigInt]:
    """The fraction in lowest terms that ``x`` is, as `float.as_integer_ratio`. OverflowError, ValueError."""
    if x != x:
        raise ValueError("cannot convert NaN to integer ratio")
    if x == INFINITY or x == -INFINITY:
        raise OverflowError("cannot convert Infinity to integer ratio")
    mantissa, exponent = split_float(x)
    if mantissa != 0:
        zeros = ctz(mantissa)
        mantissa >>= zeros
        exponent += zeros
    else:
        exponent = 0
    numerator = BigInt.from_int(-mantissa if x < 0.0 else mantissa)
    if exponent >= 0:
        return numerator.lshift(exponent), ONE
    return numerator, ONE.lshift(-exponent)
