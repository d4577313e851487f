"""What the module `math` computes with floats.

The functions are those of C's libm, with CPython's errors: ValueError("math domain error") for nan from what is not
nan and for poles, OverflowError("math range error") for infinity from what is finite. Sums, norms and the gamma
function are our own, because CPython's are more exact than libm's.
"""
from __future__ import annotations

import math
from typing import Callable

from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import INFINITY, NAN, frexp, to_float
from interpreter.numbers.floattext import is_finite, is_negative
from transform.rpython import CFunction, CLibrary, bits_to_float, float_to_bits, truncate

libm = CLibrary(
    """
    double acos(double); double acosh(double); double asin(double); double asinh(double); double atan(double);
    double atan2(double, double); double atanh(double); double cbrt(double); double copysign(double, double);
    double cos(double); double cosh(double); double erf(double); double erfc(double); double exp(double);
    double exp2(double); double expm1(double); double fmod(double, double); double hypot(double, double);
    double ldexp(double, int); double log(double); double log10(double); double log1p(double); double log2(double);
    double nextafter(double, double); double pow(double, double); double remainder(double, double); double sin(double);
    double sinh(double); double sqrt(double); double tan(double); double tanh(double); double trunc(double);
    """,
    headers=["math.h"],
    libraries=["m"])

PI = 3.141592653589793
LOG_PI = 1.1447298858494002
TINY = 2.2250738585072014e-308  # the smallest normal float

_C_INT_MAXIMUM = (1 << 31) - 1


def domain_error() -> ValueError:
    return ValueError("math domain error")


def range_error() -> OverflowError:
    return OverflowError("math range error")


# Functions of one or two floats.


def _function(function: CFunction, overflows: bool = False) -> Callable[[float], float]:
    """With CPython's errors; ``overflows``: infinity is an overflow, otherwise a pole."""

    def checked(x: float) -> float:
        result: float = function(x)
        if not is_finite(result):
            if is_finite(x):
                raise range_error() if overflows and result == result else domain_error()
            if result != result and x == x:
                raise domain_error()
        return result

    return checked


def _function_of_two(function: CFunction) -> Callable[[float, float], float]:
    def checked(x: float, y: float) -> float:
        result: float = function(x, y)
        if not is_finite(result):
            if result != result:
                if x == x and y == y:
                    raise domain_error()
            elif is_finite(x) and is_finite(y):
                raise range_error()
        return result

    return checked


acos = _function(libm.acos)
acosh = _function(libm.acosh)
asin = _function(libm.asin)
asinh = _function(libm.asinh)
atan = _function(libm.atan)
atanh = _function(libm.atanh)
cbrt = _function(libm.cbrt)
cos = _function(libm.cos)
cosh = _function(libm.cosh, overflows=True)
erf = _function(libm.erf)
erfc = _function(libm.erfc)
exp = _function(libm.exp, overflows=True)
exp2 = _function(libm.exp2, overflows=True)
expm1 = _function(libm.expm1, overflows=True)
log = _function(libm.log)
log10 = _function(libm.log10)
log1p = _function(libm.log1p)
log2 = _function(libm.log2)
sin = _function(libm.sin)
sinh = _function(libm.sinh, overflows=True)
sqrt = _function(libm.sqrt)
tan = _function(libm.tan)
tanh = _function(libm.tanh)

atan2 = _function_of_two(libm.atan2)
copysign = _function_of_two(libm.copysign)
fmod = _function_of_two(libm.fmod)
remainder = _function_of_two(libm.remainder)


def _logarithm_of_bigint(function: Callable[[float], float]) -> Callable[[BigInt], float]:
    """For integers beyond the floats too."""

    def logarithm(x: BigInt) -> float:
        if x.size <= 0:
            raise domain_error()
        if x.bit_length() <= 1023:
            return function(to_float(x))
        mantissa, exponent = frexp(x)
        return function(mantissa) + function(2.0) * exponent

    return logarithm


log_of_bigint = _logarithm_of_bigint(log)
log2_of_bigint = _logarithm_of_bigint(log2)
log10_of_bigint = _logarithm_of_bigint(log10)


def pow(x: float, y: float) -> float:
    """``math.pow(x, y)``: 0.0 to a power below 0 is a pole."""
    result: float = libm.pow(x, y)
    if not is_finite(result) and is_finite(x) and is_finite(y):
        raise domain_error() if result != result or x == 0.0 else range_error()
    return result


def ldexp(x: float, exponent: int) -> float:
    """``math.ldexp(x, exponent)``; an exponent that is no int is as good as the nearest."""
    if x == 0.0 or not is_finite(x):
        return x
    result: float = libm.ldexp(x, max(min(exponent, _C_INT_MAXIMUM), -_C_INT_MAXIMUM))
    if not is_finite(result):
        raise range_error()
    return result


def frexp_float(x: float) -> tuple[float, int]:
    """``math.frexp(x)``"""
    if x == 0.0 or not is_finite(x):
        return x, 0
    scaled = x * 18014398509481984.0 if abs(x) < TINY else x  # 2**54, so that the exponent is in its field
    bits = float_to_bits(scaled)
    exponent = (bits >> 52 & 0x7FF) - 1022
    mantissa = bits_to_float(bits & ~(0x7FF << 52) | 1022 << 52)
    return mantissa, exponent - 54 if abs(x) < TINY else exponent


def modf(x: float) -> tuple[float, float]:
    """``math.modf(x)``: what is behind the point, and what is before it."""
    if x == INFINITY or x == -INFINITY:
        return libm.copysign(0.0, x), x
    whole: float = libm.trunc(x)
    return libm.copysign(x - whole, x), whole


def nextafter(x: float, y: float) -> float:
    """``math.nextafter(x, y)``"""
    result: float = libm.nextafter(x, y)
    return result


def ulp(x: float) -> float:
    """``math.ulp(x)``: the distance to the next float."""
    if x != x:
        return x
    x = abs(x)
    if x == INFINITY:
        return x
    above = nextafter(x, INFINITY)
    return x - nextafter(x, -INFINITY) if above == INFINITY else above - x


def is_close(a: float, b: float, relative: float, absolute: float) -> bool:
    """``math.isclose``. ValueError for a tolerance below 0."""
    if relative < 0.0 or absolute < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if abs(a) == INFINITY or abs(b) == INFINITY:
        return False
    difference = abs(b - a)
    return difference <= abs(relative * b) or difference <= abs(relative * a) or difference <= absolute


# Sums and norms.


class ExactSum:
    """``math.fsum``: the correctly rounded sum of what is added.

    Shewchuk, "Adaptive precision floating-point arithmetic and fast robust geometric predicates", 1997: the sum so far
    is kept as floats whose bits do not overlap, the smallest first."""

    partials: list[float]
    infinities: float
    specials: float

    def __init__(self) -> None:
        self.partials = []
        self.infinities = 0.0
        self.specials = 0.0

    def add(self, x: float) -> None:
        """OverflowError where a partial sum is too large."""
        given = x
        kept = 0
        partials = self.partials
        for y in partials:
            if abs(x) < abs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low != 0.0:
                partials[kept] = low
                kept += 1
            x = high
        while len(partials) > kept:
            partials.pop()
        if x == 0.0:
            return
        if is_finite(x):
            partials.append(x)
            return
        if is_finite(given):
            raise OverflowError("intermediate overflow in fsum")
        if given == given:
            self.infinities += given
        self.specials += given
        partials.clear()

    def result(self) -> float:
        """ValueError for a sum of infinities of both signs."""
        if self.specials != 0.0:
            if self.infinities != self.infinities:
                raise ValueError("-inf + inf in fsum")
            return self.specials
        partials = self.partials
        n = len(partials)
        if n == 0:
            return 0.0
        n -= 1
        high = partials[n]
        low = 0.0
        while n > 0 and low == 0.0:
            x = high
            n -= 1
            y = partials[n]
            high = x + y
            low = y - (high - x)
        # A tie was rounded to even; what is smaller still may say that it is none.
        if n > 0 and (low < 0.0) == (partials[n - 1] < 0.0) and low != 0.0:
            y = low * 2.0
            x = high + y
            if y == x - high:
                high = x
        return high


class _SquareSum:
    """A sum of squares close to 1 with about twice the precision of a float.

    Each square is the exact sum of the squares and products of the halves of its number (Dekker, "A floating-point
    technique for extending the available precision", 1971); what the sum loses is summed by itself."""

    total: float
    first: float
    second: float
    third: float

    def __init__(self) -> None:
        self.total = 1.0
        self.first = 0.0
        self.second = 0.0
        self.third = 0.0

    def add_square(self, x: float, sign: float) -> None:
        split = x * 134217729.0  # 2**27 + 1
        high = split - (split - x)
        low = x - high
        self.first += self._add(sign * high * high)
        self.second += self._add(sign * 2.0 * high * low)
        self.third += sign * low * low

    def _add(self, x: float) -> float:
        """Adds to the total; gives what was lost."""
        before = self.total
        self.total = before + x
        return (before - self.total) + x

    def value(self) -> float:
        return self.total - 1.0 + (self.first + self.second + self.third)


def norm(coordinates: list[float]) -> float:
    """``math.hypot(*coordinates)``, rounded correctly almost always.

    The numbers are scaled by a power of two first; the square root of the sum is corrected by one step of Newton's
    method with the exact remainder."""
    largest = 0.0
    has_nan = False
    for x in coordinates:
        has_nan = has_nan or x != x
        largest = max(largest, abs(x))
    if largest == INFINITY:
        return largest
    if has_nan:
        return NAN
    if largest == 0.0 or len(coordinates) == 1:
        return largest
    exponent = frexp_float(largest)[1]
    if exponent < -1023:  # its inverse would overflow
        return norm([x / TINY for x in coordinates]) * TINY
    scale: float = libm.ldexp(1.0, -exponent)
    squares = _SquareSum()
    for x in coordinates:
        squares.add_square(x * scale, 1.0)
    root: float = libm.sqrt(squares.value())
    squares.add_square(root, -1.0)
    return (root + squares.value() / (2.0 * root)) / scale


def distance(p: list[float], q: list[float]) -> float:
    """``math.dist(p, q)``. ValueError for different numbers of coordinates."""
    if len(p) != len(q):
        raise ValueError("both points must have the same number of dimensions")
    return norm([x - y for x, y in zip(p, q)])


# The gamma function, by Lanczos' approximation with the coefficients of Boost (g = 6.0246..., 13 terms), as CPython's.

_G = 6.024680040776729583740234375
_G_MINUS_HALF = 5.524680040776729583740234375
_NUMERATOR = [
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408]
_DENOMINATOR = [0.0, 39916800.0, 120543840.0, 150917976.0, 105258076.0, 45995730.0, 13339535.0, 2637558.0, 357423.0,
                32670.0, 1925.0, 66.0, 1.0]
_FACTORIALS = [float(math.factorial(n)) for n in range(23)]


def _lanczos_sum(x: float) -> float:
    """The quotient of two polynomials; in 1 / x where ``x`` is large, so that nothing overflows."""
    numerator = 0.0
    denominator = 0.0
    for i in range(len(_NUMERATOR)):
        if x < 5.0:
            numerator = numerator * x + _NUMERATOR[len(_NUMERATOR) - 1 - i]
            denominator = denominator * x + _DENOMINATOR[len(_NUMERATOR) - 1 - i]
        else:
            numerator = numerator / x + _NUMERATOR[i]
            denominator = denominator / x + _DENOMINATOR[i]
    return numerator / denominator


def _sin_of_pi_times(x: float) -> float:
    """sin(pi * x) for a finite ``x``, exact where it is 0."""
    y: float = libm.fmod(abs(x), 2.0)
    eighth = truncate(2.0 * y + 0.5)
    result: float
    if eighth == 0:
        result = libm.sin(PI * y)
    elif eighth == 1:
        result = libm.cos(PI * (y - 0.5))
    elif eighth == 2:
        result = libm.sin(PI * (1.0 - y))
    elif eighth == 3:
        result = -libm.cos(PI * (y - 1.5))
    else:
        result = libm.sin(PI * (y - 2.0))
    return -result if is_negative(x) else result


def gamma(x: float) -> float:
    """``math.gamma(x)``"""
    if not is_finite(x):
        if x == -INFINITY:
            raise domain_error()
        return x
    if x == 0.0:
        raise domain_error()
    if x == libm.trunc(x):
        if x < 0.0:
            raise domain_error()
        if x <= 23.0:
            return _FACTORIALS[truncate(x) - 1]
    size = abs(x)
    if size < 1e-20:
        result = 1.0 / x
    elif size > 200.0:
        result = 0.0 / _sin_of_pi_times(x) if x < 0.0 else INFINITY
    else:
        result = _gamma_of_medium(x, size)
    if not is_finite(result):
        raise range_error()
    return result


def _gamma_of_medium(x: float, size: float) -> float:
    y = size + _G_MINUS_HALF
    # What the rounding of y costs, relative to the result.
    if size > _G_MINUS_HALF:
        error = (y - size) - _G_MINUS_HALF
    else:
        error = (y - _G_MINUS_HALF) - size
    error = error * _G / y
    result: float
    if x < 0.0:
        result = -PI / _sin_of_pi_times(size) / size * libm.exp(y) / _lanczos_sum(size)
        result -= error * result
    else:
        result = _lanczos_sum(size) / libm.exp(y)
        result += error * result
    # The power alone may overflow where the result does not: then its root is multiplied twice.
    times = 1 if size < 140.0 else 2
    power: float = libm.pow(y, (size - 0.5) / times)
    for _ in range(times):
        result = result / power if x < 0.0 else result * power
    return result


def lgamma(x: float) -> float:
    """``math.lgamma(x)``: the logarithm of abs(gamma(x))."""
    if not is_finite(x):
        return abs(x)
    if x == libm.trunc(x) and x <= 2.0:
        if x <= 0.0:
            raise domain_error()
        return 0.0
    size = abs(x)
    if size < 1e-20:
        return -log(size)
    result: float = libm.log(_lanczos_sum(size)) - _G
    result += (size - 0.5) * (libm.log(size + _G - 0.5) - 1.0)
    if x < 0.0:
        result = LOG_PI - libm.log(abs(_sin_of_pi_times(size))) - libm.log(size) - result
    if not is_finite(result):
        raise range_error()
    return result
