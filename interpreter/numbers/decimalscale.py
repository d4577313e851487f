"""Floats times powers of ten, rounded to integers: what text of a given precision is made of.

Up to 5**27 the product has 128 bits, and is exact. Beyond that it is computed with 128 bits of the power, which settles
the rounding unless the product is as good as half-way between two integers (the idea of Loitsch, "Printing
floating-point numbers quickly and accurately with integers", 2010). Big integers do what remains.
"""
from __future__ import annotations

from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import split_float
from interpreter.numbers.integers import divide_nearest
from transform.rpython import GcArray, clz, new_array, uint64, umul_high

_POWERS_OF_FIVE = [5**k for k in range(28)]
_FIRST_POWER = -308
_LAST_POWER = 342  # 18 digits of the smallest float
_LARGEST = uint64(-1)


def _floor_log2_of_power(k: int) -> int:
    """The binary logarithm of 10**k, rounded down."""
    return k * 1741647 >> 19


def _make_powers() -> GcArray[uint64]:
    """10**k for each k in 128 bits, the highest of which is set, rounded down: upper half, lower half. At import."""
    result = new_array(uint64, 2 * (_LAST_POWER - _FIRST_POWER + 1))
    for k in range(_FIRST_POWER, _LAST_POWER + 1):
        shift = 127 - _floor_log2_of_power(k)
        bits = (10 ** max(k, 0) << max(shift, 0)) // (10 ** max(-k, 0) << max(-shift, 0))
        result[2 * (k - _FIRST_POWER)] = uint64(bits >> 64)
        result[2 * (k - _FIRST_POWER) + 1] = uint64(bits)
    return result


_POWERS = _make_powers()


def scaled(x: float, places: int) -> tuple[bool, int]:
    """abs(x) * 10**places, rounded to the nearest integer, ties to even; and whether that could be computed.

    ``x`` is finite."""
    mantissa, exponent = split_float(x)
    if mantissa == 0:
        return True, 0
    if 0 <= places < len(_POWERS_OF_FIVE):
        return _scaled_by_five(mantissa, exponent, places)
    if _FIRST_POWER <= places <= _LAST_POWER:
        return _scaled_nearly(mantissa, exponent, places)
    return False, 0


def _scaled_by_five(mantissa: int, exponent: int, places: int) -> tuple[bool, int]:
    """The power is one of five and one of two: only the former needs a multiplication."""
    factor = uint64(_POWERS_OF_FIVE[places])
    high = umul_high(uint64(mantissa), factor)
    low = uint64(mantissa) * factor
    shift = -exponent - places
    if shift <= 0:
        fits = high == 0 and -shift < 63 and low >> 63 + shift == 0
        return fits, int(low << -shift) if fits else 0
    if shift >= 128:
        return True, 0  # the product has at most 53 + 63 bits
    half = uint64(1) << (shift - 1 & 63)
    rest = (high if shift > 64 else low) & half + half - 1
    more = shift > 64 and low != 0
    if shift >= 64:
        result = high >> shift - 64
    elif high >> shift != 0:
        return False, 0
    else:
        result = low >> shift | high << 64 - shift
    if rest > half or rest == half and (more or result & 1 != 0):
        result += 1
    fits = result >> 63 == 0
    return fits, int(result) if fits else 0


def _scaled_nearly(mantissa: int, exponent: int, places: int) -> tuple[bool, int]:
    bits = clz(mantissa)
    factor = uint64(mantissa) << bits
    upper = _POWERS[2 * (places - _FIRST_POWER)]
    lower = _POWERS[2 * (places - _FIRST_POWER) + 1]
    # 128 bits of the product; the exact one is above them, by less than 2.
    high = umul_high(factor, upper)
    low = factor * upper
    more = umul_high(factor, lower)
    low += more
    if low < more:
        high += 1
    shift = bits - exponent - _floor_log2_of_power(places) - 1  # of the upper 64 bits
    if shift > 66:
        return True, 0
    if not 1 < shift < 64:
        return False, 0
    half = uint64(1) << shift - 1
    rest = high & half + half - 1
    if rest == half and low == 0 or rest == half - 1 and low == _LARGEST:
        return False, 0
    return True, int((high >> shift) + (1 if rest >= half else 0))


def scaled_exactly(x: float, places: int) -> BigInt:
    """As `scaled`, whatever the size and for negative ``places`` too."""
    mantissa, exponent = split_float(x)
    numerator = BigInt.from_int(mantissa)
    denominator = BigInt.from_int(10).pow(max(-places, 0))
    numerator = numerator.mul(BigInt.from_int(10).pow(max(places, 0)))
    if exponent < 0:
        denominator = denominator.lshift(-exponent)
    return divide_nearest(numerator.lshift(max(exponent, 0)), denominator)[0]
