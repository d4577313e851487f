"""Arithmetic of Python's ints: by the machine where both operands are small, else with arbitrary precision."""
from __future__ import annotations

from interpreter.errors import memory_error, overflow_error, value_error, zero_division_error
from interpreter.numbers import bigint_float, modular
from interpreter.numbers.integers import round_to_power_of_ten
from interpreter.objects.float import new_float
from interpreter.objects.int import Int, SmallInt, int_from_big, new_bool, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.tuple import tuple2
from interpreter.protocols.compare import compare_values
from interpreter.protocols.number import multiply_ints, plain_int
from transform.rpython import clz

_ZERO = new_int(0)


def add(a: Int, b: Int) -> Object:
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return new_int(a.value + b.value)
    return int_from_big(a.big().add(b.big()))


def subtract(a: Int, b: Int) -> Object:
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return new_int(a.value - b.value)
    return int_from_big(a.big().sub(b.big()))


def multiply(a: Int, b: Int) -> Object:
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return multiply_ints(a.value, b.value)
    return int_from_big(a.big().mul(b.big()))


def floor_divide(a: Int, b: Int) -> Object:
    if isinstance(b, SmallInt) and b.value == 0 or b.big().sign() == 0:
        raise zero_division_error("integer division or modulo by zero")
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return new_int(a.value // b.value)
    return int_from_big(a.big().floordiv(b.big()))


def modulo(a: Int, b: Int) -> Object:
    if isinstance(b, SmallInt) and b.value == 0 or b.big().sign() == 0:
        raise zero_division_error("integer modulo by zero")
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return new_int(a.value % b.value)
    return int_from_big(a.big().mod(b.big()))


def divide_with_rest(a: Int, b: Int) -> Object:
    if isinstance(b, SmallInt) and b.value == 0 or b.big().sign() == 0:
        raise zero_division_error("integer division or modulo by zero")
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return tuple2(new_int(a.value // b.value), new_int(a.value % b.value))
    quotient, rest = a.big().divmod(b.big())
    return tuple2(int_from_big(quotient), int_from_big(rest))


def true_divide(a: Int, b: Int) -> Object:
    try:
        if isinstance(a, SmallInt) and isinstance(b, SmallInt):
            return new_float(bigint_float.truediv_int(a.value, b.value))
        return new_float(bigint_float.truediv(a.big(), b.big()))
    except ZeroDivisionError as error:
        raise zero_division_error("division by zero") from error
    except OverflowError as error:
        raise overflow_error(str(error)) from error


def power(a: Int, b: Int) -> Object:
    exponent = b.big()
    if exponent.sign() < 0:
        base = to_float(a)
        if base == 0.0:
            raise zero_division_error("0.0 cannot be raised to a negative power")
        return new_float(base ** to_float(b))
    if not exponent.fits_int():
        if a.fits() and -1 <= a.machine() <= 1:
            return plain_int(a) if exponent.is_odd() else new_int(a.machine() * a.machine())
        raise memory_error()
    n = exponent.to_int()
    if isinstance(a, SmallInt) and bits_of(a.value) * n <= 62:
        return new_int(small_power(a.value, n))
    return int_from_big(a.big().pow(n))


def bits_of(x: int) -> int:
    return 0 if x == 0 else 64 - clz(abs(x))


def small_power(x: int, n: int) -> int:
    result = 1
    while n > 0:
        if n & 1:
            result *= x
        n >>= 1
        if n > 0:
            x *= x
    return result


def power_modulo(a: Int, b: Int, modulus: Int) -> Object:
    """``pow(a, b, modulus)``."""
    try:
        if isinstance(a, SmallInt) and isinstance(b, SmallInt) and isinstance(modulus, SmallInt) and b.value >= 0:
            return new_int(modular.power_modulo_int(a.value, b.value, modulus.value))
        return int_from_big(modular.power_modulo(a.big(), b.big(), modulus.big()))
    except ValueError as error:
        raise value_error(str(error)) from error


def shift_left(a: Int, b: Int) -> Object:
    count = shift_count(a, b)
    if isinstance(a, SmallInt) and bits_of(a.value) + count <= 62:
        return new_int(a.value << count)
    if a.big().sign() == 0:
        return _ZERO
    if count > 1 << 40:
        raise overflow_error("too many digits in integer")
    return int_from_big(a.big().lshift(count))


def shift_right(a: Int, b: Int) -> Object:
    count = shift_count(a, b)
    if isinstance(a, SmallInt):
        return new_int(a.value >> min(count, 63))
    return int_from_big(a.big().rshift(count))


def shift_count(a: Int, b: Int) -> int:
    """The count of a shift; one beyond all bounds is a very large one."""
    if b.fits():
        count = b.machine()
        if count < 0:
            raise value_error("negative shift count")
        return count
    if b.big().sign() < 0:
        raise value_error("negative shift count")
    return 0x7FFFFFFFFFFFFFF


def bit_and(a: Int, b: Int) -> Object:
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return SmallInt(a.value & b.value)
    return int_from_big(a.big().and_(b.big()))


def bit_or(a: Int, b: Int) -> Object:
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return SmallInt(a.value | b.value)
    return int_from_big(a.big().or_(b.big()))


def bit_xor(a: Int, b: Int) -> Object:
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return SmallInt(a.value ^ b.value)
    return int_from_big(a.big().xor(b.big()))


def negate(a: Int) -> Object:
    if isinstance(a, SmallInt):
        return new_int(-a.value)
    return int_from_big(a.big().neg())


def absolute(a: Int) -> Object:
    if isinstance(a, SmallInt):
        return new_int(abs(a.value))
    return int_from_big(a.big().abs())


def invert(a: Int) -> Object:
    if isinstance(a, SmallInt):
        return SmallInt(~a.value)
    return int_from_big(a.big().invert())


def compare(operation: int, a: Int, b: Object) -> Object:
    if not isinstance(b, Int):
        return NOT_IMPLEMENTED
    if a.fits() and b.fits():
        return new_bool(compare_values(operation, a.machine(), b.machine()))
    return new_bool(compare_values(operation, a.big().compare(b.big()), 0))


def to_float(a: Int) -> float:
    if isinstance(a, SmallInt):
        return float(a.value)
    try:
        return bigint_float.to_float(a.big())
    except OverflowError as error:
        raise overflow_error("int too large to convert to float") from error


def round_to(a: Int, digits: Int) -> Object:
    """``round(a, digits)``: changes something for digits below 0 only."""
    if digits.big().sign() >= 0:
        return plain_int(a)
    places = digits.big().neg()
    if not places.fits_int() or places.to_int() > a.big().bit_length() // 3 + 2:
        return _ZERO
    return int_from_big(round_to_power_of_ten(a.big(), places.to_int()))
