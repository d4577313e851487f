"""What Python programs can do with a float."""
from __future__ import annotations

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.numbers import bigint_float
from interpreter.numbers.floattext import float_from_hex, float_hex, is_finite, parse_float, round_float, round_to_integer
from interpreter.numbers.formatspec import FormatError, format_float
from interpreter.numbers.mathfunctions import libm
from interpreter.objects import float_arithmetic as floats
from interpreter.objects.float import Float, hash_number, new_float
from interpreter.objects.int import Int, int_from_big, new_int
from interpreter.objects.int_methods import ascii_text
from interpreter.objects.int_text import ascii_digits
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.subclass import FloatInstance, check_subtype
from interpreter.objects.tuple import tuple1, tuple2
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call1, invoke1
from interpreter.protocols.number import float_given, index
from interpreter.protocols.text import repr_of, str_of
from transform.rpython import truncate

_ZERO = new_float(0.0)
_EXACT = 4611686018427387904.0
"""Floats below this magnitude fit a small int once they are rounded."""

_MOST_DECIMALS = 323
_LEAST_DECIMALS = -308


def allocate(type: Type) -> Object:
    return FloatInstance(type, 0.0)


@exposed_static("__new__")
def new(cls: Type, x: Object = _ZERO, /) -> Object:
    """Create and return a new object."""
    check_subtype(cls, float_type)
    value = float_of(x)
    return FloatInstance(cls, value.number()) if cls.is_heap else value


def float_of(x: Object) -> Float:
    """``float(x)``."""
    if isinstance(x, Float) and x.python_type is not None:
        return x
    if isinstance(x, Str):
        return new_float(parse(x.value, x))
    owner = type_of(x)
    method = owner.slots[Slot.FLOAT]
    if method is not None:
        return new_float(float_given(invoke1(method, x), x))
    if owner.slots[Slot.INDEX] is not None:
        return new_float(floats.value_of(index(x)))
    if is_buffer(x):
        return new_float(parse(ascii_text(bytes_of(x)), x))
    raise type_error(f"float() argument must be a string or a real number, not '{owner.name}'")


def parse(text: str, shown: Object) -> float:
    try:
        return parse_float(ascii_digits(text).strip())
    except ValueError as error:
        raise value_error(f"could not convert string to float: {repr_of(shown)}") from error


def plain(x: Float) -> Float:
    """A float with the same value that is an instance of float itself."""
    return x if x.python_type is not None else new_float(x.number())


# Operators.

operators = Operators(Float, __name__)
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(floats.compare)
_add, _radd = operators.mixed("add", "+", floats.add)
_sub, _rsub = operators.mixed("sub", "-", floats.subtract)
_mul, _rmul = operators.mixed("mul", "*", floats.multiply)
_truediv, _rtruediv = operators.mixed("truediv", "/", floats.true_divide)
_floordiv, _rfloordiv = operators.mixed("floordiv", "//", floats.floor_divide)
_mod, _rmod = operators.mixed("mod", "%", floats.modulo)
_divmod, _rdivmod = operators.mixed("divmod", " divmod ", floats.divide_with_rest)
_pos = operators.unary("__pos__", "+self", plain)
_float = operators.unary("__float__", "float(self)", plain)
_conjugate = operators.unary("conjugate", "Return self, the complex conjugate of any float.", plain)


@exposed("__pow__")
def power(self: Float, value: Object, mod: Object = NONE, /) -> Object:
    """Return pow(self, value, mod)."""
    if mod is not NONE:
        raise type_error("pow() 3rd argument not allowed unless all arguments are integers")
    return floats.power(self, value)


@exposed("__rpow__")
def power_reflected(self: Float, value: Object, mod: Object = NONE, /) -> Object:
    """Return pow(value, self, mod)."""
    if mod is not NONE:
        raise type_error("pow() 3rd argument not allowed unless all arguments are integers")
    return floats.power(value, self)


@exposed("__neg__")
def negate(self: Float) -> float:
    """-self"""
    return -self.number()


@exposed("__abs__")
def absolute(self: Float) -> float:
    """abs(self)"""
    return abs(self.number())


@exposed("__bool__")
def is_not_zero(self: Float) -> bool:
    """True if self else False"""
    return self.number() != 0.0


@exposed("__hash__")
def hash_value(self: Float) -> int:
    """Return hash(self)."""
    return hash_number(self.number(), self)


# Conversion to ints.

def int_of_float(x: float) -> Int:
    """The value without its fraction. OverflowError for infinity, ValueError for nan."""
    if -_EXACT < x < _EXACT:
        return new_int(truncate(x))
    try:
        return int_from_big(bigint_float.from_float(x))
    except OverflowError as error:
        raise overflow_error(str(error)) from error
    except ValueError as error:
        raise value_error(str(error)) from error


@exposed("__int__")
def to_int(self: Float) -> Object:
    """int(self)"""
    return int_of_float(self.number())


@exposed("__trunc__")
def truncated(self: Float) -> Object:
    """Return the Integral closest to x between 0 and x."""
    return int_of_float(self.number())


@exposed("__floor__")
def floor(self: Float) -> Object:
    """Return the floor as an Integral."""
    x = self.number()
    whole: float = libm.trunc(x)
    return int_of_float(whole - 1.0 if whole > x else whole)


@exposed("__ceil__")
def ceil(self: Float) -> Object:
    """Return the ceiling as an Integral."""
    x = self.number()
    whole: float = libm.trunc(x)
    return int_of_float(whole + 1.0 if whole < x else whole)


@exposed("__round__")
def round_to(self: Float, ndigits: Object = NONE, /) -> Object:
    """Return the Integral closest to x, rounding half toward even.

    When an argument is passed, work like built-in round(x, ndigits)."""
    x = self.number()
    if ndigits is NONE:
        return int_of_float(round_to_integer(x))
    digits = index(ndigits)
    if not is_finite(x):
        return plain(self)
    if digits.big().compare_int(_MOST_DECIMALS) > 0:
        return plain(self)
    if digits.big().compare_int(_LEAST_DECIMALS) < 0:
        return new_float(0.0 * x)
    try:
        return new_float(round_float(x, digits.machine()))
    except OverflowError as error:
        raise overflow_error(str(error)) from error


@exposed
def is_integer(self: Float) -> bool:
    """Return True if the float is an integer."""
    x = self.number()
    return is_finite(x) and libm.trunc(x) == x


@exposed
def as_integer_ratio(self: Float) -> Object:
    """Return integer ratio.

    Return a pair of integers, whose ratio is exactly equal to the original float
    and with a positive denominator.

    Raise OverflowError on infinities and a ValueError on NaNs.

    >>> (10.0).as_integer_ratio()
    (10, 1)
    >>> (0.0).as_integer_ratio()
    (0, 1)
    >>> (-.25).as_integer_ratio()
    (-1, 4)"""
    try:
        numerator, denominator = bigint_float.as_integer_ratio(self.number())
    except OverflowError as error:
        raise overflow_error(str(error)) from error
    except ValueError as error:
        raise value_error(str(error)) from error
    return tuple2(int_from_big(numerator), int_from_big(denominator))


# Text.

@exposed("__repr__")
def to_repr(self: Float) -> str:
    """Return repr(self)."""
    return repr(self.number())


@exposed("__format__")
def format_value(self: Float, format_spec: Str, /) -> str:
    """Formats the float according to format_spec."""
    if len(format_spec.value) == 0:
        return str_of(self).value
    try:
        return format_float(self.number(), format_spec.value, type_of(self).name)
    except FormatError as error:
        raise value_error(str(error)) from error


@exposed("hex")
def to_hex(self: Float) -> str:
    """Return a hexadecimal representation of a floating-point number.

    >>> (-0.1).hex()
    '-0x1.999999999999ap-4'
    >>> 3.14159.hex()
    '0x1.921f9f01b866ep+1'"""
    return float_hex(self.number())


@exposed_class("fromhex")
def from_hex(cls: Type, string: str, /) -> Object:
    """Create a floating-point number from a hexadecimal string.

    >>> float.fromhex('0x1.ffffp10')
    2047.984375
    >>> float.fromhex('-0x1p-1074')
    -5e-324"""
    try:
        value = new_float(float_from_hex(string))
    except OverflowError as error:
        raise overflow_error(str(error)) from error
    except ValueError as error:
        raise value_error(str(error)) from error
    return value if cls is float_type else call1(cls, value)


@exposed_class("__getformat__")
def get_format(cls: Type, typestr: str, /) -> str:
    """You probably don't want to use this function.

      typestr
        Must be 'double' or 'float'.

    It exists mainly to be used in Python's test suite.

    This function returns whichever of 'unknown', 'IEEE, big-endian' or 'IEEE,
    little-endian' best describes the format of floating point numbers used by the
    C type named by typestr."""
    if typestr != "double" and typestr != "float":
        raise value_error("__getformat__() argument 1 must be 'double' or 'float'")
    return "IEEE, little-endian"


# Attributes.

@exposed_property("real")
def get_real(self: Float) -> Object:
    """the real part of a complex number"""
    return plain(self)


@exposed_property("imag")
def get_imag(self: Float) -> Object:
    """the imaginary part of a complex number"""
    return _ZERO


@exposed("__getnewargs__")
def new_arguments(self: Float) -> Object:
    return tuple1(plain(self))


float_type = define(Float, "float", allocate=allocate, methods=__name__,
                    doc="Convert a string or number to a floating point number, if possible.")
