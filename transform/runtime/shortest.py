"""The shortest decimal number that reads back as a given float.

The algorithm is Schubfach (Raffaello Giulietti, "The Schubfach way to render doubles", 2020): the float and the ends of
the interval that rounds to it are scaled by a power of ten from a table, in integers of 128 bits; of the decimals of
one or two lengths round it, the result is the one inside the interval, or the nearer of two. No big integers, no
search.
"""
from __future__ import annotations

from transform.rpython import GcArray, float_to_bits, get_item, inline, new_array, set_item, uint64, umul_high

_FRACTION_BITS = 52
_HIDDEN_BIT = 1 << _FRACTION_BITS
_EXPONENT_BIAS = 1075  # of the fraction as an integer

_FIRST_POWER = -292
_LAST_POWER = 324


def _floor_log2_of_power(k: int) -> int:
    """The binary logarithm of 10 ** k, rounded down."""
    return k * 1741647 >> 19


def _make_powers() -> GcArray[uint64]:
    """10 ** k for each k in 128 bits, the highest of which is set, rounded up: high half, low half. At translation."""
    result = new_array(uint64, 2 * (_LAST_POWER - _FIRST_POWER + 1))
    for k in range(_FIRST_POWER, _LAST_POWER + 1):
        shift = 127 - _floor_log2_of_power(k)
        numerator = 10 ** max(k, 0) << max(shift, 0)
        denominator = 10 ** max(-k, 0) << max(-shift, 0)
        scaled = -(-numerator // denominator)
        set_item(result, 2 * (k - _FIRST_POWER), uint64(scaled >> 64))
        set_item(result, 2 * (k - _FIRST_POWER) + 1, uint64(scaled))
    return result


_POWERS = _make_powers()


@inline
def _scale(power: int, n: uint64) -> uint64:
    """``n`` times the power of ten, without the lowest 128 bits; bit 0 is set where anything of value is cut off."""
    high = get_item(_POWERS, power)
    low = get_item(_POWERS, power + 1)
    middle = high * n
    carried = middle + umul_high(low, n)
    result = umul_high(high, n)
    if carried < middle:
        result += 1
    return result | 1 if carried > 1 else result


def shortest_decimal(x: float) -> tuple[uint64, int]:
    """(digits, exponent): the shortest ``digits * 10 ** exponent`` that rounds to ``x``, which is finite and above 0.

    Of several the one nearest to ``x``. The digits may end in zeros."""
    bits = float_to_bits(x)
    fraction = bits & _HIDDEN_BIT - 1
    exponent = bits >> _FRACTION_BITS
    if exponent != 0:
        c = uint64(fraction | _HIDDEN_BIT)
        q = exponent - _EXPONENT_BIAS
        if -_FRACTION_BITS <= q <= 0 and c & (uint64(1) << -q) - 1 == 0:
            return c >> -q, 0  # a small integer
    else:
        c = uint64(fraction)
        q = 1 - _EXPONENT_BIAS
    # At a power of two the floats below are twice as dense.
    lower_is_closer = fraction == 0 and exponent > 1
    excluded = c & 1  # an odd fraction does not win ties, so the ends of its interval are outside
    k = q * 1262611 - (524031 if lower_is_closer else 0) >> 22
    shift = q + _floor_log2_of_power(-k) + 1
    power = 2 * (-k - _FIRST_POWER)
    # The lower end, the float itself and the upper end, times 4.
    left = _scale(power, 4 * c - (1 if lower_is_closer else 2) << shift) + excluded
    value = _scale(power, 4 * c << shift)
    right = _scale(power, 4 * c + 2 << shift) - excluded
    s = value >> 2
    if s >= 10:
        tens = s // 10
        below_fits = left <= 40 * tens
        above_fits = 40 * tens + 40 <= right
        if below_fits != above_fits:
            return tens + 1 if above_fits else tens, k + 1
    below_fits = left <= 4 * s
    above_fits = 4 * s + 4 <= right
    if below_fits != above_fits:
        return s + 1 if above_fits else s, k
    middle = 4 * s + 2
    if value > middle or value == middle and s & 1 != 0:
        s += 1
    return s, k
