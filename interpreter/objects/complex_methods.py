"""What Python programs can do with a complex number."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import overflow_error, type_error, value_error, zero_division_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.numbers import complexfunctions
from interpreter.numbers.floattext import is_negative, parse_complex
from interpreter.numbers.formatspec import FormatError, format_complex
from interpreter.numbers.hashing import hash_complex
from interpreter.objects.float import Complex, Float, hash_number, new_complex, new_float
from interpreter.objects.float_arithmetic import compare as compare_float
from interpreter.objects.float_arithmetic import is_operand, value_of
from interpreter.objects.int import Int, new_bool
from interpreter.objects.int_text import ascii_digits
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.subclass import ComplexInstance, check_subtype
from interpreter.objects.tuple import tuple2
from interpreter.protocols import warning
from interpreter.protocols.call import invoke1
from interpreter.protocols.compare import EQ, NE, is_true
from interpreter.protocols.number import as_float
from interpreter.protocols.text import str_of

Pair = tuple[float, float]


def allocate(type: Type) -> Object:
    return ComplexInstance(type, 0.0, 0.0)


def made(cls: Type, real: float, imag: float) -> Object:
    return ComplexInstance(cls, real, imag) if cls.is_heap else new_complex(real, imag)


@exposed_static("__new__")
def new(cls: Type, real: Optional[Object] = None, imag: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, complex_type)
    if real is None:
        real = _ZERO
    if imag is None:
        if isinstance(real, Complex) and real.python_type is not None and not cls.is_heap:
            return real
        if isinstance(real, Str):
            x, y = parse(real.value)
            return made(cls, x, y)
    elif isinstance(real, Str):
        raise type_error("complex() can't take second arg if first is a string")
    elif isinstance(imag, Str):
        raise type_error("complex() second arg can't be a string")
    first = complex_part(real, "first argument must be a string or a number")
    x, y = first.real, first.imag
    if imag is not None:
        if isinstance(imag, Complex):
            second = imag
        else:
            check_number(imag, "second argument must be a number")
            second = new_complex(as_float(imag), 0.0)
        x, y = combined(first, second, not isinstance(imag, Complex))
    return made(cls, x, y)


_ZERO = new_float(0.0)


def combined(first: Complex, second: Complex, second_is_real: bool) -> Pair:
    """first + second * 1j, without touching the signs of zeros."""
    real = first.real
    if not second_is_real:
        real -= second.imag
    imag = second.real
    if first.imag != 0.0 or is_negative(first.imag):
        imag += first.imag
    return real, imag


def parse(text: str) -> Pair:
    try:
        return parse_complex(ascii_digits(text))
    except ValueError as error:
        raise value_error(str(error)) from error


def check_number(x: Object, message: str) -> None:
    owner = type_of(x)
    if owner.slots[Slot.FLOAT] is None and owner.slots[Slot.INDEX] is None:
        raise type_error(f"complex() {message}, not '{owner.name}'")


def complex_part(x: Object, message: str) -> Complex:
    """The value of a number of any kind: what ``__complex__``, ``__float__`` or ``__index__`` gives."""
    if isinstance(x, Complex) and x.python_type is not None:
        return x
    method = type_of(x).slots[Slot.COMPLEX]
    if method is not None:
        result = invoke1(method, x)
        if not isinstance(result, Complex):
            raise type_error(f"__complex__ returned non-complex (type {type_of(result).name})")
        if result.python_type is None:
            warning.warn_of_subclass("__complex__", "complex", type_of(result).name)
        return result
    check_number(x, message)
    return new_complex(as_float(x), 0.0)


# Operators.

def is_number(x: Object) -> bool:
    return isinstance(x, Complex) or is_operand(x)


def pair_of(x: Object) -> Pair:
    """The parts of a complex number, a float or an int."""
    if isinstance(x, Complex):
        return x.real, x.imag
    return value_of(x), 0.0


def add(a: Object, b: Object) -> Object:
    if not is_number(a) or not is_number(b):
        return NOT_IMPLEMENTED
    x, y = pair_of(a), pair_of(b)
    return new_complex(x[0] + y[0], x[1] + y[1])


def subtract(a: Object, b: Object) -> Object:
    if not is_number(a) or not is_number(b):
        return NOT_IMPLEMENTED
    x, y = pair_of(a), pair_of(b)
    return new_complex(x[0] - y[0], x[1] - y[1])


def multiply(a: Object, b: Object) -> Object:
    if not is_number(a) or not is_number(b):
        return NOT_IMPLEMENTED
    real, imag = complexfunctions.multiply(pair_of(a), pair_of(b))
    return new_complex(real, imag)


def true_divide(a: Object, b: Object) -> Object:
    if not is_number(a) or not is_number(b):
        return NOT_IMPLEMENTED
    try:
        real, imag = complexfunctions.divide(pair_of(a), pair_of(b))
    except ZeroDivisionError as error:
        raise zero_division_error(str(error)) from error
    return new_complex(real, imag)


def power_of(a: Object, b: Object, mod: Object) -> Object:
    if not is_number(a) or not is_number(b):
        return NOT_IMPLEMENTED
    if mod is not NONE:
        raise value_error("complex modulo")
    try:
        real, imag = complexfunctions.power(pair_of(a), pair_of(b))
    except ZeroDivisionError as error:
        raise zero_division_error(str(error)) from error
    except OverflowError as error:
        raise overflow_error(str(error)) from error
    return new_complex(real, imag)


def compare(operation: int, a: Complex, b: Object) -> Object:
    """Only == and !=."""
    if operation != EQ and operation != NE:
        return NOT_IMPLEMENTED
    if isinstance(b, Complex):
        return new_bool((a.real == b.real and a.imag == b.imag) == (operation == EQ))
    if isinstance(b, Float) or isinstance(b, Int):
        same = a.imag == 0.0 and is_true(compare_float(EQ, new_float(a.real), b))
        return new_bool(same == (operation == EQ))
    return NOT_IMPLEMENTED


operators = Operators(Complex, __name__)
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(compare)
_add, _radd = operators.mixed("add", "+", add)
_sub, _rsub = operators.mixed("sub", "-", subtract)
_mul, _rmul = operators.mixed("mul", "*", multiply)
_truediv, _rtruediv = operators.mixed("truediv", "/", true_divide)


@exposed("__pow__")
def power(self: Complex, value: Object, mod: Object = NONE, /) -> Object:
    """Return pow(self, value, mod)."""
    return power_of(self, value, mod)


@exposed("__rpow__")
def power_reflected(self: Complex, value: Object, mod: Object = NONE, /) -> Object:
    """Return pow(value, self, mod)."""
    return power_of(value, self, mod)


@exposed("__neg__")
def negate(self: Complex) -> Object:
    """-self"""
    return new_complex(-self.real, -self.imag)


@exposed("__pos__")
def positive(self: Complex) -> Object:
    """+self"""
    return new_complex(self.real, self.imag)


@exposed("__abs__")
def absolute(self: Complex) -> float:
    """abs(self)"""
    try:
        return complexfunctions.absolute((self.real, self.imag))
    except OverflowError as error:
        raise overflow_error("absolute value too large") from error


@exposed("__bool__")
def is_not_zero(self: Complex) -> bool:
    """True if self else False"""
    return self.real != 0.0 or self.imag != 0.0


@exposed("__hash__")
def hash_value(self: Complex) -> int:
    """Return hash(self)."""
    return hash_complex(hash_number(self.real, self), hash_number(self.imag, self))


@exposed("__complex__")
def to_complex(self: Complex) -> Object:
    """Convert this value to exact type complex."""
    return self if self.python_type is not None else new_complex(self.real, self.imag)


@exposed
def conjugate(self: Complex) -> Object:
    """Return the complex conjugate of its argument. (3-4j).conjugate() == 3+4j."""
    return new_complex(self.real, -self.imag)


@exposed("__repr__")
def to_repr(self: Complex) -> str:
    """Return repr(self)."""
    return format_complex(self.real, self.imag, "")


@exposed("__format__")
def format_value(self: Complex, format_spec: Str, /) -> str:
    """Convert to a string according to format_spec."""
    if len(format_spec.value) == 0:
        return str_of(self).value
    try:
        return format_complex(self.real, self.imag, format_spec.value, type_of(self).name)
    except FormatError as error:
        raise value_error(str(error)) from error


@exposed_property("real")
def get_real(self: Complex) -> float:
    """the real part of a complex number"""
    return self.real


@exposed_property("imag")
def get_imag(self: Complex) -> float:
    """the imaginary part of a complex number"""
    return self.imag


@exposed("__getnewargs__")
def new_arguments(self: Complex) -> Object:
    return tuple2(new_float(self.real), new_float(self.imag))


complex_type = define(Complex, "complex", allocate=allocate, methods=__name__,
                      doc="""Create a complex number from a real part and an optional imaginary part.

This is equivalent to (real + imag*1j) where imag defaults to 0.""")
