"""Operators on constants. What would be large, or an error, is left to run time."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.ast import Operator, UnaryOperator
from interpreter.compiler.constants import truth
from interpreter.numbers.bigint import BigInt
from interpreter.objects.make import (Bool, Bytes, Complex, Float, Int, Object, Str, Tuple, int_from_big, new_bool, new_bytes,
                                      new_complex, new_float, new_int, new_str, new_tuple)
from transform.rpython import add_ovf, mul_ovf, sub_ovf

_MAX_INT_BITS = 128
_MAX_COLLECTION_SIZE = 256
_MAX_STRING_SIZE = 4096


def unary_constant(op: int, value: Object) -> Optional[Object]:
    """The result of a unary operator, or None."""
    if op == UnaryOperator.NOT:
        return new_bool(not truth(value))
    if isinstance(value, Int):
        if op == UnaryOperator.U_ADD:
            return int_from_big(value.big())
        return int_from_big(value.big().neg() if op == UnaryOperator.U_SUB else value.big().invert())
    if op == UnaryOperator.INVERT:
        return None
    if isinstance(value, Float):
        return new_float(-value.number()) if op == UnaryOperator.U_SUB else value
    if isinstance(value, Complex):
        return new_complex(-value.real, -value.imag) if op == UnaryOperator.U_SUB else value
    return None


def binary_constant(op: int, left: Object, right: Object) -> Optional[Object]:
    """The result of a binary operator, or None."""
    if isinstance(left, Bool) and isinstance(right, Bool):
        return None  # &, | and ^ give a bool, the others an int
    if isinstance(left, Int) and isinstance(right, Int):
        if left.fits() and right.fits():
            try:
                return _int_result(op, left.machine(), right.machine())
            except OverflowError:
                pass
        return _big_result(op, left.big(), right.big())
    if _is_number(left) and _is_number(right):
        try:
            if isinstance(left, Complex) or isinstance(right, Complex):
                return _complex_result(op, left, right)
            return _float_result(op, _float_of(left), _float_of(right))
        except OverflowError:
            return None
    if op == Operator.ADD:
        return _joined(left, right)
    if op == Operator.MULT:
        if isinstance(right, Int):
            return _repeated(left, right)
        if isinstance(left, Int):
            return _repeated(right, left)
    return None


def _int_result(op: int, x: int, y: int) -> Optional[Object]:
    """The result for machine integers. Raises OverflowError where it needs more bits."""
    if op == Operator.ADD:
        return new_int(add_ovf(x, y))
    if op == Operator.SUB:
        return new_int(sub_ovf(x, y))
    if op == Operator.MULT:
        return new_int(mul_ovf(x, y))
    if op == Operator.DIV and y != 0:
        return new_float(_exact_float(x) / _exact_float(y))
    return _big_result(op, BigInt.from_int(x), BigInt.from_int(y))


def _big_result(op: int, x: BigInt, y: BigInt) -> Optional[Object]:
    """The result for integers of any size."""
    if op == Operator.ADD:
        return int_from_big(x.add(y))
    if op == Operator.SUB:
        return int_from_big(x.sub(y))
    if op == Operator.BIT_AND:
        return int_from_big(x.and_(y))
    if op == Operator.BIT_OR:
        return int_from_big(x.or_(y))
    if op == Operator.BIT_XOR:
        return int_from_big(x.xor(y))
    if op == Operator.FLOOR_DIV and y.sign() != 0:
        return int_from_big(x.floordiv(y))
    if op == Operator.MOD and y.sign() != 0:
        return int_from_big(x.mod(y))
    if op == Operator.MULT:
        return int_from_big(x.mul(y)) if x.bit_length() + y.bit_length() <= _MAX_INT_BITS else None
    if op == Operator.POW and y.sign() >= 0 and y.fits_int():
        exponent = y.to_int()
        if exponent <= 1 or x.bit_length() <= 1 or exponent <= _MAX_INT_BITS and x.bit_length() * exponent <= _MAX_INT_BITS:
            return int_from_big(x.pow(exponent))
        return None
    if op == Operator.L_SHIFT and y.sign() >= 0 and y.fits_int():
        bits = y.to_int()
        if x.sign() == 0 or bits <= _MAX_INT_BITS and x.bit_length() + bits <= _MAX_INT_BITS:
            return int_from_big(x.lshift(bits if x.sign() else 0))
        return None
    if op == Operator.R_SHIFT and y.sign() >= 0 and y.fits_int():
        return int_from_big(x.rshift(y.to_int()))
    return None


def _is_number(value: Object) -> bool:
    return isinstance(value, (Int, Float, Complex))


def _exact_float(x: int) -> float:
    """The float of an integer. Raises OverflowError where it is not exact."""
    if not -(1 << 53) <= x <= 1 << 53:
        raise OverflowError
    return float(x)


def _float_of(value: Object) -> float:
    """The real part of a number. Raises OverflowError for an integer that no float is equal to."""
    if isinstance(value, Int):
        return _exact_float(value.machine()) if value.fits() else _exact_float(1 << 60)
    if isinstance(value, Float):
        return value.number()
    assert isinstance(value, Complex)
    return value.real


def _float_result(op: int, x: float, y: float) -> Optional[Object]:
    if op == Operator.ADD:
        return new_float(x + y)
    if op == Operator.SUB:
        return new_float(x - y)
    if op == Operator.MULT:
        return new_float(x * y)
    if y != 0.0:
        if op == Operator.DIV:
            return new_float(x / y)
        if op == Operator.FLOOR_DIV:
            return new_float(x // y)
        if op == Operator.MOD:
            return new_float(x % y)
    return None


def _complex_result(op: int, left: Object, right: Object) -> Optional[Object]:
    """Sums and differences, which complex literals are written with."""
    x = left.imag if isinstance(left, Complex) else 0.0
    y = right.imag if isinstance(right, Complex) else 0.0
    if op == Operator.ADD:
        return new_complex(_float_of(left) + _float_of(right), x + y)
    if op == Operator.SUB:
        return new_complex(_float_of(left) - _float_of(right), x - y)
    return None


def _joined(left: Object, right: Object) -> Optional[Object]:
    if isinstance(left, Str) and isinstance(right, Str):
        return new_str(left.value + right.value)
    if isinstance(left, Bytes) and isinstance(right, Bytes):
        return new_bytes(left.value + right.value)
    if isinstance(left, Tuple) and isinstance(right, Tuple):
        return new_tuple(left.items() + right.items())
    return None


def _repeated(value: Object, times: Int) -> Optional[Object]:
    """A short sequence that is repeated a few times."""
    if not times.fits():
        return None
    count = times.machine()
    if isinstance(value, Str) and 0 <= count <= _MAX_STRING_SIZE and count * len(value.value) <= _MAX_STRING_SIZE:
        return new_str(value.value * count)
    if isinstance(value, Bytes) and 0 <= count <= _MAX_STRING_SIZE and count * len(value.value) <= _MAX_STRING_SIZE:
        return new_bytes(value.value * count)
    if isinstance(value, Tuple) and 0 <= count <= _MAX_COLLECTION_SIZE and count * value.length <= _MAX_COLLECTION_SIZE:
        return new_tuple(value.items() * count)
    return None
