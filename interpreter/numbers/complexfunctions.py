"""Complex arithmetic, and what the module `cmath` computes; a complex number is a pair of floats.

The formulas are Kahan's ("Branch cuts for complex elementary functions, or Much ado about nothing's sign bit", 1987):
no overflow or cancellation on the way where the result has none, and the sign of zero chooses the side of a cut. What
infinities, nans and zeros with them give is in the C standard, annex G.6; CPython's cmath follows it, so these tables
are made from its values at import.
"""
from __future__ import annotations

import cmath
import math
from typing import Callable

from interpreter.numbers.bigint_float import INFINITY, NAN
from interpreter.numbers.floattext import is_finite, is_negative
from interpreter.numbers.mathfunctions import PI, TINY, domain_error, libm, range_error
from transform.rpython import truncate

Complex = tuple[float, float]

_LARGE = 1.7976931348623157e308 / 4.0
_LARGE_ROOT = math.sqrt(_LARGE)
_LARGE_LOGARITHM = math.log(_LARGE)
_TINY_ROOT = math.sqrt(TINY)
_LOG_2 = math.log(2.0)
_LOG_10 = math.log(10.0)
_SCALE_UP = 2.0**53
_SCALE_DOWN = 2.0**-27
_LARGEST_POWER = 100  # integral exponents up to it are done by multiplication


# Arithmetic.


def multiply(a: Complex, b: Complex) -> Complex:
    return a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]


def divide(a: Complex, b: Complex) -> Complex:
    """Smith's algorithm ("Algorithm 116: complex division", 1962). ZeroDivisionError."""
    if abs(b[0]) >= abs(b[1]):
        if b[0] == 0.0:
            raise ZeroDivisionError("complex division by zero")
        ratio = b[1] / b[0]
        denominator = b[0] + b[1] * ratio
        return (a[0] + a[1] * ratio) / denominator, (a[1] - a[0] * ratio) / denominator
    if b[1] != b[1] or b[0] != b[0]:
        return NAN, NAN
    ratio = b[0] / b[1]
    denominator = b[0] * ratio + b[1]
    return (a[0] * ratio + a[1]) / denominator, (a[1] * ratio - a[0]) / denominator


def power(a: Complex, b: Complex) -> Complex:
    """``a ** b``. ZeroDivisionError, OverflowError."""
    if b[1] == 0.0 and abs(b[0]) <= _LARGEST_POWER and b[0] == libm.trunc(b[0]):
        result = _integral_power(a, truncate(b[0]))
    elif a[0] == 0.0 and a[1] == 0.0:
        if b[1] != 0.0 or b[0] < 0.0:
            raise _zero_to_negative_power()
        result = 0.0, 0.0
    else:
        size: float = libm.hypot(a[0], a[1])
        length: float = libm.pow(size, b[0])
        angle: float = libm.atan2(a[1], a[0])
        phase = angle * b[0]
        if b[1] != 0.0:
            turned: float = libm.exp(angle * b[1])
            length = length / turned if turned != 0.0 else length * INFINITY
            phase += b[1] * libm.log(size)
        if abs(phase) == INFINITY:  # CPython takes the error of cos(inf) for that of a zero
            raise _zero_to_negative_power()
        result = length * libm.cos(phase), length * libm.sin(phase)
    if abs(result[0]) == INFINITY or abs(result[1]) == INFINITY:
        raise OverflowError("complex exponentiation")
    return result


def _zero_to_negative_power() -> ZeroDivisionError:
    return ZeroDivisionError("0.0 to a negative or complex power")


def _integral_power(a: Complex, exponent: int) -> Complex:
    result = 1.0, 0.0
    factor = a
    rest = abs(exponent)
    while rest > 0:
        if rest & 1 != 0:
            result = multiply(result, factor)
        factor = multiply(factor, factor)
        rest >>= 1
    if exponent > 0:
        return result
    if result[0] == 0.0 and result[1] == 0.0:
        raise _zero_to_negative_power()
    return divide((1.0, 0.0), result)


def absolute(z: Complex) -> float:
    """``abs(z)``. OverflowError."""
    result: float = libm.hypot(z[0], z[1])
    if result == INFINITY and is_finite(z[0]) and is_finite(z[1]):
        raise OverflowError("absolute value too large")
    return result


# Values at infinities and nans.


class SpecialValues:
    """What a function is where a part of its argument is not finite: for each class of real and imaginary parts.

    The classes are `_class_of`'s; ``wrong`` says where it raises ValueError."""

    real: list[float]
    imaginary: list[float]
    wrong: list[bool]

    def __init__(self, function: Callable[[complex], complex]) -> None:
        """At import; ``function`` is that of the cmath that runs."""
        self.real = []
        self.imaginary = []
        self.wrong = []
        for x in _REPRESENTATIVES:
            for y in _REPRESENTATIVES:
                try:
                    value, wrong = function(complex(x, y)), False
                except ValueError:
                    value, wrong = 0j, True
                self.real.append(value.real)
                self.imaginary.append(value.imag)
                self.wrong.append(wrong)

    def at(self, z: Complex) -> Complex:
        """ValueError where the function is not defined."""
        i = len(_REPRESENTATIVES) * _class_of(z[0]) + _class_of(z[1])
        if self.wrong[i]:
            raise domain_error()
        return self.real[i], self.imaginary[i]


_REPRESENTATIVES = (-INFINITY, -1.0, -0.0, 0.0, 1.0, INFINITY, NAN)


def _class_of(x: float) -> int:
    """Of the numbers that count as the same representative."""
    if not is_finite(x):
        return 6 if x != x else 0 if x < 0.0 else 5
    if x == 0.0:
        return 2 if is_negative(x) else 3
    return 1 if x < 0.0 else 4


_ACOS = SpecialValues(cmath.acos)
_ACOSH = SpecialValues(cmath.acosh)
_ASINH = SpecialValues(cmath.asinh)
_ATANH = SpecialValues(cmath.atanh)
_COSH = SpecialValues(cmath.cosh)
_EXP = SpecialValues(cmath.exp)
_LOG = SpecialValues(cmath.log)
_RECT = SpecialValues(lambda z: cmath.rect(z.real, z.imag))
_SINH = SpecialValues(cmath.sinh)
_SQRT = SpecialValues(cmath.sqrt)
_TANH = SpecialValues(cmath.tanh)


def _is_special(z: Complex) -> bool:
    return not is_finite(z[0]) or not is_finite(z[1])


def _is_infinite_with_angle(z: Complex) -> bool:
    """Whether the sign of the result's parts depends on more than the class of the imaginary part."""
    return abs(z[0]) == INFINITY and is_finite(z[1]) and z[1] != 0.0


def _directed(real_size: float, imaginary_size: float, angle: float) -> Complex:
    """The sizes with the signs of cosine and sine."""
    return libm.copysign(real_size, libm.cos(angle)), libm.copysign(imaginary_size, libm.sin(angle))


def _in_range(z: Complex) -> Complex:
    if abs(z[0]) == INFINITY or abs(z[1]) == INFINITY:
        raise range_error()
    return z


def _is_large(z: Complex) -> bool:
    return abs(z[0]) > _LARGE or abs(z[1]) > _LARGE


def _log_of_large_size(z: Complex) -> float:
    result: float = libm.log(libm.hypot(z[0] / 2.0, z[1] / 2.0))
    return result


# Roots, exponentials, logarithms.


def sqrt(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        return _SQRT.at(z)
    if x == 0.0 and y == 0.0:
        return 0.0, y
    size_x, size_y = abs(x), abs(y)
    root: float
    if size_x < TINY and size_y < TINY:
        size_x *= _SCALE_UP
        root = libm.sqrt(size_x + libm.hypot(size_x, size_y * _SCALE_UP)) * _SCALE_DOWN
    else:
        size_x /= 8.0
        root = 2.0 * libm.sqrt(size_x + libm.hypot(size_x, size_y / 8.0))
    other = size_y / (2.0 * root)
    return (root, libm.copysign(other, y)) if x >= 0.0 else (other, libm.copysign(root, y))


def exp(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        if _is_infinite_with_angle(z):
            size = INFINITY if x > 0.0 else 0.0
            return _directed(size, size, y)
        return _EXP.at(z)
    if x > _LARGE_LOGARITHM:
        length: float = libm.exp(x - 1.0)
        return _in_range((length * libm.cos(y) * math.e, length * libm.sin(y) * math.e))
    length = libm.exp(x)
    return _in_range((length * libm.cos(y), length * libm.sin(y)))


def log(z: Complex) -> Complex:
    """The natural logarithm. ValueError at 0."""
    if _is_special(z):
        return _LOG.at(z)
    larger = max(abs(z[0]), abs(z[1]))
    smaller = min(abs(z[0]), abs(z[1]))
    real: float
    if _is_large(z):
        real = _log_of_large_size(z) + _LOG_2
    elif larger < TINY:
        if larger == 0.0:
            raise domain_error()
        real = libm.log(libm.hypot(larger * _SCALE_UP, smaller * _SCALE_UP)) - 53 * _LOG_2
    else:
        size: float = libm.hypot(larger, smaller)
        if 0.71 <= size <= 1.73:
            real = libm.log1p((larger - 1.0) * (larger + 1.0) + smaller * smaller) / 2.0
        else:
            real = libm.log(size)
    return real, libm.atan2(z[1], z[0])


def log10(z: Complex) -> Complex:
    real, imaginary = log(z)
    return real / _LOG_10, imaginary / _LOG_10


# Hyperbolic functions.


def cosh(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        if _is_infinite_with_angle(z):
            real, imaginary = _directed(INFINITY, INFINITY, y)
            return real, imaginary if x > 0.0 else -imaginary
        return _COSH.at(z)
    if abs(x) > _LARGE_LOGARITHM:
        less = x - libm.copysign(1.0, x)
        return _in_range((libm.cos(y) * libm.cosh(less) * math.e, libm.sin(y) * libm.sinh(less) * math.e))
    return _in_range((libm.cos(y) * libm.cosh(x), libm.sin(y) * libm.sinh(x)))


def sinh(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        if _is_infinite_with_angle(z):
            real, imaginary = _directed(INFINITY, INFINITY, y)
            return real if x > 0.0 else -real, imaginary
        return _SINH.at(z)
    if abs(x) > _LARGE_LOGARITHM:
        less = x - libm.copysign(1.0, x)
        return _in_range((libm.cos(y) * libm.sinh(less) * math.e, libm.sin(y) * libm.cosh(less) * math.e))
    return _in_range((libm.cos(y) * libm.sinh(x), libm.sin(y) * libm.cosh(x)))


def tanh(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        if _is_infinite_with_angle(z):
            return libm.copysign(1.0, x), libm.copysign(0.0, 2.0 * libm.sin(y) * libm.cos(y))
        return _TANH.at(z)
    if abs(x) > _LARGE_LOGARITHM:
        return libm.copysign(1.0, x), 4.0 * libm.sin(y) * libm.cos(y) * libm.exp(-2.0 * abs(x))
    tanh_x: float = libm.tanh(x)
    tan_y: float = libm.tan(y)
    inverse = 1.0 / libm.cosh(x)
    product = tanh_x * tan_y
    denominator = 1.0 + product * product
    return tanh_x * (1.0 + tan_y * tan_y) / denominator, tan_y / denominator * inverse * inverse


def acosh(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        return _ACOSH.at(z)
    if _is_large(z):
        return _log_of_large_size(z) + _LOG_2 * 2.0, libm.atan2(y, x)
    below = sqrt((x - 1.0, y))
    above = sqrt((x + 1.0, y))
    return libm.asinh(below[0] * above[0] + below[1] * above[1]), 2.0 * libm.atan2(below[1], above[0])


def asinh(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        return _ASINH.at(z)
    if _is_large(z):
        size = _log_of_large_size(z) + _LOG_2 * 2.0
        return libm.copysign(size, x), libm.atan2(y, abs(x))
    below = sqrt((1.0 + y, -x))
    above = sqrt((1.0 - y, x))
    real: float = libm.asinh(below[0] * above[1] - above[0] * below[1])
    return real, libm.atan2(y, below[0] * above[0] - below[1] * above[1])


def atanh(z: Complex) -> Complex:
    """ValueError at 1 and -1."""
    x, y = z
    if _is_special(z):
        return _ATANH.at(z)
    if x < 0.0 or x == 0.0 and is_negative(x):
        real, imaginary = atanh((-x, -y))
        return -real, -imaginary
    size_y = abs(y)
    if x > _LARGE_ROOT or size_y > _LARGE_ROOT:
        size: float = libm.hypot(x / 2.0, y / 2.0)
        return x / 4.0 / size / size, -libm.copysign(PI / 2.0, -y)
    if x == 1.0 and size_y < _TINY_ROOT:
        if size_y == 0.0:
            raise domain_error()
        near: float = -libm.log(libm.sqrt(size_y) / libm.sqrt(libm.hypot(size_y, 2.0)))
        return near, libm.copysign(libm.atan2(2.0, -size_y) / 2.0, y)
    distance = (1.0 - x) * (1.0 - x) + size_y * size_y
    return (libm.log1p(4.0 * x / distance) / 4.0,
            -libm.atan2(-2.0 * y, (1.0 - x) * (1.0 + x) - size_y * size_y) / 2.0)


# Trigonometric functions. All but acos are hyperbolic functions of what is turned by a right angle.


def acos(z: Complex) -> Complex:
    x, y = z
    if _is_special(z):
        return _ACOS.at(z)
    if _is_large(z):
        size = _log_of_large_size(z) + _LOG_2 * 2.0
        return libm.atan2(abs(y), x), libm.copysign(size, -y)
    below = sqrt((1.0 - x, -y))
    above = sqrt((1.0 + x, y))
    return 2.0 * libm.atan2(below[0], above[0]), libm.asinh(above[0] * below[1] - above[1] * below[0])


def _turned(z: Complex) -> Complex:
    return -z[1], z[0]


def _turned_back(z: Complex) -> Complex:
    return z[1], -z[0]


def asin(z: Complex) -> Complex:
    return _turned_back(asinh(_turned(z)))


def atan(z: Complex) -> Complex:
    return _turned_back(atanh(_turned(z)))


def cos(z: Complex) -> Complex:
    return cosh(_turned(z))


def sin(z: Complex) -> Complex:
    return _turned_back(sinh(_turned(z)))


def tan(z: Complex) -> Complex:
    return _turned_back(tanh(_turned(z)))


# Polar coordinates.


def phase(z: Complex) -> float:
    result: float = libm.atan2(z[1], z[0])
    return result


def polar(z: Complex) -> tuple[float, float]:
    """OverflowError."""
    size: float = libm.hypot(z[0], z[1])
    if size == INFINITY and not _is_special(z):
        raise range_error()
    return size, phase(z)


def rect(size: float, angle: float) -> Complex:
    """The number with that size and angle. ValueError for an infinite angle of what is not 0."""
    z = size, angle
    if _is_special(z):
        if _is_infinite_with_angle(z):
            return _directed(size, size, angle) if size > 0.0 else _turned(_turned(_directed(-size, -size, angle)))
        return _RECT.at(z)
    if angle == 0.0:
        return size, size * angle  # keeps the sign of a zero
    return size * libm.cos(angle), size * libm.sin(angle)


def is_close(a: Complex, b: Complex, relative: float, absolute_tolerance: float) -> bool:
    """``cmath.isclose``. ValueError for a tolerance below 0."""
    if relative < 0.0 or absolute_tolerance < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a[0] == b[0] and a[1] == b[1]:
        return True
    if abs(a[0]) == INFINITY or abs(a[1]) == INFINITY or abs(b[0]) == INFINITY or abs(b[1]) == INFINITY:
        return False
    difference: float = libm.hypot(a[0] - b[0], a[1] - b[1])
    return (difference <= relative * libm.hypot(b[0], b[1]) or difference <= relative * libm.hypot(a[0], a[1])
            or difference <= absolute_tolerance)
