"""This module provides access to the mathematical functions
defined by the C standard."""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.errors import PyError, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.numbers import integers
from interpreter.numbers import mathfunctions as functions
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import INFINITY, NAN
from interpreter.numbers.floattext import is_finite
from interpreter.objects.float import new_float
from interpreter.objects.int import Int, int_from_big, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.call import invoke1
from interpreter.protocols.iterate import iterator_of, list_of, next_of
from interpreter.protocols.number import as_float, binary, index
from transform.rpython import not_none

_E = 2.718281828459045
_LARGEST = 0x7FFFFFFFFFFFFFFF


# Functions of floats.


def failure(error: BaseException) -> PyError:
    """The Python exception for that of a function of floats."""
    return overflow_error(str(error)) if isinstance(error, OverflowError) else value_error(str(error))


def unary(name: str, function: Callable[[float], float], doc: str) -> Callable[[float], float]:
    """A function of one float."""

    @exposed(name)
    def compute(x: float, /) -> float:
        try:
            return function(x)
        except (ValueError, OverflowError) as error:
            raise failure(error) from error

    compute.__doc__ = doc
    return compute


def binary_function(name: str, function: Callable[[float, float], float], doc: str) -> Callable[[float, float], float]:
    """A function of two floats."""

    @exposed(name)
    def compute(x: float, y: float, /) -> float:
        try:
            return function(x, y)
        except (ValueError, OverflowError) as error:
            raise failure(error) from error

    compute.__doc__ = doc
    return compute


_acos = unary("acos", functions.acos, "Return the arc cosine (measured in radians) of x.")
_acosh = unary("acosh", functions.acosh, "Return the inverse hyperbolic cosine of x.")
_asin = unary("asin", functions.asin, "Return the arc sine (measured in radians) of x.")
_asinh = unary("asinh", functions.asinh, "Return the inverse hyperbolic sine of x.")
_atan = unary("atan", functions.atan, "Return the arc tangent (measured in radians) of x.")
_atanh = unary("atanh", functions.atanh, "Return the inverse hyperbolic tangent of x.")
_cbrt = unary("cbrt", functions.cbrt, "Return the cube root of x.")
_cos = unary("cos", functions.cos, "Return the cosine of x (measured in radians).")
_cosh = unary("cosh", functions.cosh, "Return the hyperbolic cosine of x.")
_erf = unary("erf", functions.erf, "Error function at x.")
_erfc = unary("erfc", functions.erfc, "Complementary error function at x.")
_exp = unary("exp", functions.exp, "Return e raised to the power of x.")
_exp2 = unary("exp2", functions.exp2, "Return 2 raised to the power of x.")
_expm1 = unary("expm1", functions.expm1, "Return exp(x)-1.")
_gamma = unary("gamma", functions.gamma, "Gamma function at x.")
_lgamma = unary("lgamma", functions.lgamma, "Natural logarithm of absolute value of Gamma function at x.")
_log1p = unary("log1p", functions.log1p, "Return the natural logarithm of 1+x (base e).")
_sin = unary("sin", functions.sin, "Return the sine of x (measured in radians).")
_sinh = unary("sinh", functions.sinh, "Return the hyperbolic sine of x.")
_sqrt = unary("sqrt", functions.sqrt, "Return the square root of x.")
_tan = unary("tan", functions.tan, "Return the tangent of x (measured in radians).")
_tanh = unary("tanh", functions.tanh, "Return the hyperbolic tangent of x.")
_ulp = unary("ulp", functions.ulp, "Return the value of the least significant bit of the float x.")

_atan2 = binary_function("atan2", functions.atan2, "Return the arc tangent (measured in radians) of y/x.")
_copysign = binary_function("copysign", functions.copysign, "Return a float with the magnitude (absolute value) of x but the sign of y.")
_fmod = binary_function("fmod", functions.fmod, "Return fmod(x, y), according to platform C.")
_nextafter = binary_function("nextafter", functions.nextafter, "Return the next floating-point value after x towards y.")
_pow = binary_function("pow", functions.pow, "Return x**y (x to the power of y).")
_remainder = binary_function("remainder", functions.remainder, "Difference between x and the closest integer multiple of y.")


@exposed("fabs")
def fabs(x: float, /) -> float:
    """Return the absolute value of the float x."""
    return abs(x)


@exposed("degrees")
def degrees(x: float, /) -> float:
    """Convert angle x from radians to degrees."""
    return x * (180.0 / functions.PI)


@exposed("radians")
def radians(x: float, /) -> float:
    """Convert angle x from degrees to radians."""
    return x * (functions.PI / 180.0)


@exposed("isfinite")
def isfinite(x: float, /) -> bool:
    """Return True if x is neither an infinity nor a NaN, and False otherwise."""
    return is_finite(x)


@exposed("isinf")
def isinf(x: float, /) -> bool:
    """Return True if x is a positive or negative infinity, and False otherwise."""
    return abs(x) == INFINITY


@exposed("isnan")
def isnan(x: float, /) -> bool:
    """Return True if x is a NaN (not a number), and False otherwise."""
    return x != x


@exposed("isclose")
def isclose(a: float, b: float, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool:
    """Determine whether two floating point numbers are close in value."""
    try:
        return functions.is_close(a, b, rel_tol, abs_tol)
    except ValueError as error:
        raise failure(error) from error


@exposed("frexp")
def frexp(x: float, /) -> Object:
    """Return the mantissa and exponent of x, as pair (m, e)."""
    mantissa, exponent = functions.frexp_float(x)
    return tuple2(new_float(mantissa), new_int(exponent))


@exposed("ldexp")
def ldexp(x: float, i: Object, /) -> float:
    """Return x * (2**i)."""
    if not isinstance(i, Int):
        raise type_error("Expected an int as second argument to ldexp.")
    exponent = i.machine() if i.fits() else _LARGEST if i.big().sign() > 0 else -_LARGEST
    try:
        return functions.ldexp(x, exponent)
    except OverflowError as error:
        raise failure(error) from error


@exposed("modf")
def modf(x: float, /) -> Object:
    """Return the fractional and integer parts of x."""
    fraction, whole = functions.modf(x)
    return tuple2(new_float(fraction), new_float(whole))


# Logarithms, of integers of any size too.


def logarithm(x: Object, of_float: Callable[[float], float], of_int: Callable[[BigInt], float]) -> float:
    try:
        if isinstance(x, Int):
            return of_int(x.big())
        return of_float(as_float(x))
    except (ValueError, OverflowError) as error:
        raise failure(error) from error


@exposed("log", signature="")
def log(x: Object, base: Optional[Object] = None, /) -> Object:
    """log(x, [base=math.e])
    Return the logarithm of x to the given base.

    If the base not specified, returns the natural logarithm (base e) of x."""
    result = logarithm(x, functions.log, functions.log_of_bigint)
    if base is None:
        return new_float(result)
    return binary(Slot.TRUEDIV, new_float(result), new_float(logarithm(base, functions.log, functions.log_of_bigint)))


@exposed("log2")
def log2(x: Object, /) -> float:
    """Return the base 2 logarithm of x."""
    return logarithm(x, functions.log2, functions.log2_of_bigint)


@exposed("log10")
def log10(x: Object, /) -> float:
    """Return the base 10 logarithm of x."""
    return logarithm(x, functions.log10, functions.log10_of_bigint)


# Rounding.


def rounded(x: Object, slot: int) -> Object:
    """By the special method of a slot, which floats have."""
    method = type_of(x).slots[slot]
    if method is not None:
        return invoke1(method, x)
    number = new_float(as_float(x))
    return invoke1(not_none(type_of(number).slots[slot]), number)


@exposed("floor")
def floor(x: Object, /) -> Object:
    """Return the floor of x as an Integral."""
    return rounded(x, Slot.FLOOR)


@exposed("ceil")
def ceil(x: Object, /) -> Object:
    """Return the ceiling of x as an Integral."""
    return rounded(x, Slot.CEIL)


@exposed("trunc")
def trunc(x: Object, /) -> Object:
    """Truncates the Real x to the nearest Integral toward 0."""
    method = type_of(x).slots[Slot.TRUNC]
    if method is None:
        raise type_error(f"type {type_of(x).name} doesn't define __trunc__ method")
    return invoke1(method, x)


# Many numbers.


@exposed("fsum")
def fsum(seq: Object, /) -> float:
    """Return an accurate floating point sum of values in the iterable seq."""
    total = functions.ExactSum()
    iterator = iterator_of(seq)
    try:
        while True:
            item = next_of(iterator)
            if item is None:
                return total.result()
            total.add(as_float(item))
    except (ValueError, OverflowError) as error:
        raise failure(error) from error


@exposed("prod")
def prod(iterable: Object, /, *, start: Object = new_int(1)) -> Object:
    """Calculate the product of all the elements in the input iterable."""
    result = start
    iterator = iterator_of(iterable)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        result = binary(Slot.MUL, result, item)


def floats_of(items: list[Object]) -> list[float]:
    return [as_float(item) for item in items]


@exposed("hypot", rest="coordinates", signature="")
def hypot(coordinates: Tuple) -> float:
    """hypot(*coordinates) -> value"""
    return functions.norm(floats_of(coordinates.items()))


@exposed("dist")
def dist(p: Object, q: Object, /) -> float:
    """Return the Euclidean distance between two points p and q."""
    first = floats_of(list_of(p))
    second = floats_of(list_of(q))
    if len(first) != len(second):
        raise value_error("both points must have the same number of dimensions")
    return functions.distance(first, second)


# Integers.


@exposed("gcd", rest="numbers", signature="($module, *integers)")
def gcd(numbers: Tuple) -> Object:
    """Greatest Common Divisor."""
    result = BigInt.from_int(0)
    for item in numbers.items():
        result = integers.gcd(result, index(item).big())
    return int_from_big(result.abs())


@exposed("lcm", rest="numbers", signature="($module, *integers)")
def lcm(numbers: Tuple) -> Object:
    """Least Common Multiple."""
    result = BigInt.from_int(1)
    for item in numbers.items():
        result = integers.lcm(result, index(item).big())
    return int_from_big(result)


@exposed("isqrt")
def isqrt(n: Object, /) -> Object:
    """Return the integer part of the square root of the input."""
    try:
        return int_from_big(integers.isqrt(index(n).big()))
    except ValueError as error:
        raise failure(error) from error


@exposed("factorial")
def factorial(n: Object, /) -> Object:
    """Find n!."""
    number = index(n)
    if number.big().sign() < 0:
        raise value_error("factorial() not defined for negative values")
    if not number.fits():
        raise overflow_error(f"factorial() argument should not exceed {_LARGEST}")
    return int_from_big(integers.factorial(number.machine()))


def checked_count(x: Object, name: str) -> BigInt:
    number = index(x).big()
    if number.sign() < 0:
        raise value_error(f"{name} must be a non-negative integer")
    return number


@exposed("perm")
def perm(n: Object, k: Object = NONE, /) -> Object:
    """Number of ways to choose k items from n items without repetition and with order."""
    if k is NONE:
        return factorial(n)
    total = checked_count(n, "n")
    taken = checked_count(k, "k")
    if taken.compare(total) > 0:
        return new_int(0)
    if not taken.fits_int():
        raise overflow_error(f"k must not exceed {_LARGEST}")
    return int_from_big(integers.perm_large(total, taken.to_int()))


@exposed("comb")
def comb(n: Object, k: Object, /) -> Object:
    """Number of ways to choose k items from n items without repetition and without order."""
    total = checked_count(n, "n")
    taken = checked_count(k, "k")
    if taken.compare(total) > 0:
        return new_int(0)
    rest = total.sub(taken)
    if rest.compare(taken) < 0:
        taken = rest
    if not taken.fits_int():
        raise overflow_error(f"min(n - k, k) must not exceed {_LARGEST}")
    if total.fits_int():
        return int_from_big(integers.comb(total.to_int(), taken.to_int()))
    return int_from_big(integers.comb_large(total, taken.to_int()))


define_module(__name__, "math", contents={
    "pi": new_float(functions.PI), "e": new_float(_E), "tau": new_float(2.0 * functions.PI), "inf": new_float(INFINITY), "nan": new_float(NAN)})
