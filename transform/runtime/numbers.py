"""Arithmetic that is more than one operation: Python's floored division of floats, powers, rounding, conversions."""
from __future__ import annotations

from transform.rpython import CLibrary, cold, get_errno, inline, likely, never_inline, truncate, set_errno, wrap

_libm = CLibrary(
    """
    double fmod(double, double);
    double pow(double, double);
    double floor(double);
    double rint(double);
    #define ERANGE ...
    """,
    headers=("math.h", "errno.h"), libraries=("m",))

_INT_LIMIT = 9223372036854775808.0  # 2.0 ** 63


def float_floordiv(a: float, b: float) -> float:
    """``a // b``"""
    if b == 0.0:
        raise ZeroDivisionError("float floor division by zero")
    remainder = _libm.fmod(a, b)
    quotient = (a - remainder) / b
    if remainder != 0.0 and (b < 0.0) != (remainder < 0.0):
        quotient -= 1.0
    if quotient == 0.0:
        return 0.0 * (a / b)  # a zero with the sign of the true quotient
    nearest = _libm.floor(quotient)
    return nearest + 1.0 if quotient - nearest > 0.5 else nearest


def float_mod(a: float, b: float) -> float:
    """``a % b``: the sign is that of ``b``, of a zero too."""
    if b == 0.0:
        raise ZeroDivisionError("float modulo")
    remainder = _libm.fmod(a, b)
    if remainder == 0.0:
        return -0.0 if b < 0.0 else 0.0
    return remainder + b if (b < 0.0) != (remainder < 0.0) else remainder


def float_pow(a: float, b: float) -> float:
    """``a ** b``; ValueError where Python gives a complex number."""
    if a == 0.0 and b < 0.0:
        raise ZeroDivisionError("0.0 cannot be raised to a negative power")
    if a < 0.0 and a - a == 0.0 and b - b == 0.0 and b != _libm.floor(b):
        raise ValueError("negative number to a fractional power is not a float")
    set_errno(0)
    result = _libm.pow(a, b)
    if get_errno() == _libm.ERANGE and result != 0.0:
        raise OverflowError("Numerical result out of range")
    return result


def int_pow(base: int, exponent: int) -> int:
    """``base ** exponent``, wrapping; ValueError for a negative exponent (Python gives a float)."""
    if exponent < 0:
        raise ValueError("negative exponent of an int")
    result = 1
    while exponent != 0:
        if exponent & 1 != 0:
            result = wrap(result * base)
        exponent >>= 1
        base = wrap(base * base)
    return result


@cold
@never_inline
def check_shift(count: int) -> None:
    """A shift by ``count``, which is negative or not below the number of bits: ValueError if it is negative."""
    if count < 0:
        raise ValueError("negative shift count")


@inline
def float_to_int(x: float) -> int:
    """``int(x)``: rounded towards zero; OverflowError or ValueError where no int is near."""
    if likely(-_INT_LIMIT <= x < _INT_LIMIT):
        return truncate(x)
    return _raise_no_int(x)


@cold
@never_inline
def _raise_no_int(x: float) -> int:
    if x != x:
        raise ValueError("cannot convert float NaN to integer")
    if x - x != 0.0:
        raise OverflowError("cannot convert float infinity to integer")
    raise OverflowError("float too large to convert to int")


def round_to_int(x: float) -> int:
    """``round(x)``: halves go to the even neighbour."""
    return float_to_int(_libm.rint(x))
