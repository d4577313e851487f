"""This module provides access to mathematical functions for complex
numbers."""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.errors import PyError, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.numbers import complexfunctions as functions
from interpreter.numbers.bigint_float import INFINITY, NAN
from interpreter.numbers.floattext import is_finite
from interpreter.numbers.mathfunctions import PI
from interpreter.objects.float import Complex, Float, new_complex, new_float
from interpreter.objects.object import Object, type_of
from interpreter.objects.tuple import tuple2
from interpreter.protocols.attributes import lookup_special
from interpreter.protocols.call import call0
from interpreter.protocols.number import as_float

_E = 2.718281828459045


def complex_of(x: Object) -> tuple[float, float]:
    """The value of a complex number, or of what ``__complex__``, ``__float__`` or ``__index__`` makes one."""
    if isinstance(x, Complex):
        return x.real, x.imag
    method = None if isinstance(x, Float) else lookup_special(x, "__complex__")
    if method is not None:
        result = call0(method)
        if not isinstance(result, Complex):
            raise type_error(f"{type_of(x).name}.__complex__() returned non-complex (type {type_of(result).name})")
        return result.real, result.imag
    return as_float(x), 0.0


def failure(error: BaseException) -> PyError:
    """The Python exception for that of a function."""
    return overflow_error(str(error)) if isinstance(error, OverflowError) else value_error(str(error))


def unary(name: str, function: Callable[[functions.Complex], functions.Complex], doc: str) -> Callable[[Object], Object]:
    """A function of one complex number."""

    @exposed(name)
    def compute(z: Object, /) -> Object:
        try:
            real, imag = function(complex_of(z))
        except (ValueError, OverflowError) as error:
            raise failure(error) from error
        return new_complex(real, imag)

    compute.__doc__ = doc
    return compute


_acos = unary("acos", functions.acos, "Return the arc cosine of z.")
_acosh = unary("acosh", functions.acosh, "Return the inverse hyperbolic cosine of z.")
_asin = unary("asin", functions.asin, "Return the arc sine of z.")
_asinh = unary("asinh", functions.asinh, "Return the inverse hyperbolic sine of z.")
_atan = unary("atan", functions.atan, "Return the arc tangent of z.")
_atanh = unary("atanh", functions.atanh, "Return the inverse hyperbolic tangent of z.")
_cos = unary("cos", functions.cos, "Return the cosine of z.")
_cosh = unary("cosh", functions.cosh, "Return the hyperbolic cosine of z.")
_exp = unary("exp", functions.exp, "Return the exponential value e**z.")
_log10 = unary("log10", functions.log10, "Return the base-10 logarithm of z.")
_sin = unary("sin", functions.sin, "Return the sine of z.")
_sinh = unary("sinh", functions.sinh, "Return the hyperbolic sine of z.")
_sqrt = unary("sqrt", functions.sqrt, "Return the square root of z.")
_tan = unary("tan", functions.tan, "Return the tangent of z.")
_tanh = unary("tanh", functions.tanh, "Return the hyperbolic tangent of z.")


@exposed("log")
def log(z: Object, base: Optional[Object] = None, /) -> Object:
    """log(z[, base]) -> the logarithm of z to the given base.

    If the base is not specified, returns the natural logarithm (base e) of z."""
    try:
        real, imag = functions.log(complex_of(z))
        if base is not None:
            real, imag = functions.divide((real, imag), functions.log(complex_of(base)))
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise failure(error) from error
    return new_complex(real, imag)


@exposed("phase")
def phase(z: Object, /) -> float:
    """Return argument, also known as the phase angle, of a complex."""
    return functions.phase(complex_of(z))


@exposed("polar")
def polar(z: Object, /) -> Object:
    """Convert a complex from rectangular coordinates to polar coordinates.

    r is the distance from 0 and phi the phase angle."""
    try:
        size, angle = functions.polar(complex_of(z))
    except OverflowError as error:
        raise failure(error) from error
    return tuple2(new_float(size), new_float(angle))


@exposed("rect")
def rect(r: float, phi: float, /) -> Object:
    """Convert from polar coordinates to rectangular coordinates."""
    try:
        real, imag = functions.rect(r, phi)
    except ValueError as error:
        raise failure(error) from error
    return new_complex(real, imag)


@exposed("isfinite")
def isfinite(z: Object, /) -> bool:
    """Return True if both the real and imaginary parts of z are finite, else False."""
    real, imag = complex_of(z)
    return is_finite(real) and is_finite(imag)


@exposed("isinf")
def isinf(z: Object, /) -> bool:
    """Checks if the real or imaginary part of z is infinite."""
    real, imag = complex_of(z)
    return abs(real) == INFINITY or abs(imag) == INFINITY


@exposed("isnan")
def isnan(z: Object, /) -> bool:
    """Checks if the real or imaginary part of z not a number (NaN)."""
    real, imag = complex_of(z)
    return real != real or imag != imag


@exposed("isclose")
def isclose(a: Object, b: Object, *, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> bool:
    """Determine whether two complex numbers are close in value."""
    try:
        return functions.is_close(complex_of(a), complex_of(b), rel_tol, abs_tol)
    except ValueError as error:
        raise failure(error) from error


define_module(__name__, "cmath", contents={
    "pi": new_float(PI), "e": new_float(_E), "tau": new_float(2.0 * PI), "inf": new_float(INFINITY), "nan": new_float(NAN),
    "infj": new_complex(0.0, INFINITY), "nanj": new_complex(0.0, NAN)})
