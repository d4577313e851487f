"""Arithmetic of Python's floats with floats and ints."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, zero_division_error
from interpreter.numbers import complexfunctions
from interpreter.numbers.bigint_float import INFINITY, compare_float, compare_int_float
from interpreter.numbers.floattext import is_finite
from interpreter.objects import int_arithmetic
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.float import Float, new_complex, new_float
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.str import new_str
from interpreter.objects.tuple import tuple2
from interpreter.protocols.compare import NE, compare_values

_ERANGE = 34


def is_operand(x: Object) -> bool:
    return isinstance(x, Float) or isinstance(x, Int)


def value_of(x: Object) -> float:
    """The value of a float or an int; OverflowError for an int that is too large."""
    if isinstance(x, Float):
        return x.number()
    assert isinstance(x, Int)
    return int_arithmetic.to_float(x)


def add(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    return new_float(value_of(a) + value_of(b))


def subtract(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    return new_float(value_of(a) - value_of(b))


def multiply(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    return new_float(value_of(a) * value_of(b))


def true_divide(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    x, y = value_of(a), value_of(b)
    if y == 0.0:
        raise zero_division_error("float division by zero")
    return new_float(x / y)


def floor_divide(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    x, y = value_of(a), value_of(b)
    if y == 0.0:
        raise zero_division_error("float floor division by zero")
    return new_float(x // y)


def modulo(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    x, y = value_of(a), value_of(b)
    if y == 0.0:
        raise zero_division_error("float modulo")
    return new_float(x % y)


def divide_with_rest(a: Object, b: Object) -> Object:
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    x, y = value_of(a), value_of(b)
    if y == 0.0:
        raise zero_division_error("float divmod()")
    return tuple2(new_float(x // y), new_float(x % y))


def power(a: Object, b: Object) -> Object:
    """A complex number where a negative one is raised to a fraction."""
    if not is_operand(a) or not is_operand(b):
        return NOT_IMPLEMENTED
    x, y = value_of(a), value_of(b)
    if y == y and not is_finite(y) and x == x:
        size = abs(x)
        return new_float(1.0 if size == 1.0 else INFINITY if (y > 0.0) == (size > 1.0) else 0.0)
    if x == 0.0 and y < 0.0:
        raise zero_division_error("0.0 cannot be raised to a negative power")
    if x < 0.0 and is_finite(x) and is_finite(y) and y % 1.0 != 0.0:
        real, imag = complexfunctions.power((x, 0.0), (y, 0.0))
        return new_complex(real, imag)
    try:
        return new_float(x ** y)
    except OverflowError:
        raise out_of_range() from None


def out_of_range() -> PyError:
    """The OverflowError of C's functions, with its number."""
    kind = EXCEPTIONS["OverflowError"]
    return PyError(kind, "", ExceptionObject(kind, tuple2(new_int(_ERANGE), new_str("Numerical result out of range"))))


def compare(operation: int, a: Float, b: Object) -> Object:
    """Exact, also with an int that no float equals."""
    x = a.number()
    if isinstance(b, Float):
        return new_bool(compare_values(operation, x, b.number()))
    if not isinstance(b, Int):
        return NOT_IMPLEMENTED
    if x != x:
        return new_bool(operation == NE)
    if isinstance(b, SmallInt):
        return new_bool(compare_values(operation, -compare_int_float(b.value, x), 0))
    return new_bool(compare_values(operation, -compare_float(b.big(), x), 0))
