"""Arithmetic on any objects, and conversion to numbers of the machine."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import index_error, overflow_error, type_error
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import to_float
from interpreter.objects import slots
from interpreter.objects.float import Float, SmallFloat, new_float
from interpreter.objects.int import Int, LargeInt, SmallInt, int_from_big, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.protocols import warning
from interpreter.protocols.call import invoke1, invoke2
from transform.rpython import inline, mul_ovf

SYMBOLS = ["+", "-", "*", "/", "//", "%", "** or pow()", "@", "<<", ">>", "&", "|", "^"]
"""Of the binary operators, in the order of their slots."""


def binary(operation: int, a: Object, b: Object) -> Object:
    """``a <operation> b`` by the data model's rule; `operation` is a slot, `Slot.ADD` to `Slot.XOR`."""
    result = quick_float(operation, a, b)
    return result if result is not None else any_binary(operation, a, b)


@inline
def quick_float(operation: int, a: Object, b: Object) -> Optional[Object]:
    """The result of a common operator on two numbers of which one is a float; None for all else."""
    if isinstance(a, SmallFloat):
        if isinstance(b, SmallInt):
            return float_result(operation, a.value, float(b.value))
        if isinstance(b, SmallFloat):
            return float_result(operation, a.value, b.value)
    elif isinstance(a, SmallInt) and isinstance(b, SmallFloat):
        return float_result(operation, float(a.value), b.value)
    return None


def float_result(operation: int, x: float, y: float) -> Optional[Object]:
    match operation:
        case Slot.ADD:
            return new_float(x + y)
        case Slot.SUB:
            return new_float(x - y)
        case Slot.MUL:
            return new_float(x * y)
        case Slot.TRUEDIV:
            if y != 0.0:
                return new_float(x / y)
    return None


def any_binary(operation: int, a: Object, b: Object) -> Object:
    result = binary_or_not_implemented(operation, a, b)
    if result is NOT_IMPLEMENTED:
        result = sequence_operation(operation, a, b)
    if result is NOT_IMPLEMENTED:
        hint = ""
        if operation == Slot.RSHIFT and type_of(a).name == "builtin_function_or_method":
            hint = '. Did you mean "print(<message>, file=<output_stream>)"?'
        raise type_error(f"unsupported operand type(s) for {SYMBOLS[operation]}: '{type_of(a).name}' and '{type_of(b).name}'{hint}")
    return result


def binary_or_not_implemented(operation: int, a: Object, b: Object) -> Object:
    left_type = type_of(a)
    right_type = type_of(b)
    left = left_type.slots[operation]
    if left_type is right_type:
        return NOT_IMPLEMENTED if left is None else invoke2(left, a, b)
    right = right_type.slots[operation + slots.REFLECTED]
    if right is not None and right_type.is_subtype(left_type) and right is not left_type.slots[operation + slots.REFLECTED]:
        result = invoke2(right, b, a)
        if result is not NOT_IMPLEMENTED:
            return result
        right = None
    if left is not None:
        result = invoke2(left, a, b)
        if result is not NOT_IMPLEMENTED:
            return result
    if right is not None:
        return invoke2(right, b, a)
    return NOT_IMPLEMENTED


def sequence_operation(operation: int, a: Object, b: Object) -> Object:
    """The messages that + and * give for sequences."""
    if operation == Slot.ADD and type_of(a).is_sequence:
        if isinstance(a, Str):
            raise type_error(f'can only concatenate str (not "{type_of(b).name}") to str')
        raise type_error(f'can only concatenate {type_of(a).name} (not "{type_of(b).name}") to {type_of(a).name}')
    if operation == Slot.MUL:
        if type_of(a).is_sequence:
            raise type_error(f"can't multiply sequence by non-int of type '{type_of(b).name}'")
        if type_of(b).is_sequence:
            raise type_error(f"can't multiply sequence by non-int of type '{type_of(a).name}'")
    return NOT_IMPLEMENTED


def inplace(operation: int, a: Object, b: Object) -> Object:
    """``a <operation>= b``: the new value."""
    result = quick_float(operation, a, b)
    return result if result is not None else any_inplace(operation, a, b)


def any_inplace(operation: int, a: Object, b: Object) -> Object:
    method = type_of(a).slots[operation + slots.INPLACE]
    if method is not None:
        result = invoke2(method, a, b)
        if result is not NOT_IMPLEMENTED:
            return result
    result = binary_or_not_implemented(operation, a, b)
    if result is NOT_IMPLEMENTED:
        result = sequence_operation(operation, a, b)
    if result is NOT_IMPLEMENTED:
        symbol = "**=" if operation == Slot.POW else SYMBOLS[operation] + "="
        raise type_error(f"unsupported operand type(s) for {symbol}: '{type_of(a).name}' and '{type_of(b).name}'")
    return result


@inline
def multiply_ints(a: int, b: int) -> Object:
    """The product of two machine integers."""
    try:
        return new_int(mul_ovf(a, b))
    except OverflowError:
        return LargeInt(BigInt.from_product(a, b))


def unary(operation: int, x: Object, symbol: str) -> Object:
    """``-x``, ``+x``, ``~x`` by slot."""
    method = type_of(x).slots[operation]
    if method is None:
        raise type_error(f"bad operand type for unary {symbol}: '{type_of(x).name}'")
    return invoke1(method, x)


def index(x: Object) -> Int:
    """``operator.index(x)``: an instance of int itself, not of a class below it."""
    if isinstance(x, Int):
        return plain_int(x)
    method = type_of(x).slots[Slot.INDEX]
    if method is None:
        raise type_error(f"'{type_of(x).name}' object cannot be interpreted as an integer")
    return int_result(invoke1(method, x), "__index__")


def int_result(result: Object, method: str) -> Int:
    """What a special method that must give an int gave, as an instance of int itself."""
    if not isinstance(result, Int):
        raise type_error(f"{method} returned non-int (type {type_of(result).name})")
    if not isinstance(result, SmallInt) and not isinstance(result, LargeInt):
        warning.warn_of_subclass(method, "int", type_of(result).name)
    return plain_int(result)


def plain_int(x: Int) -> Int:
    """An int with the same value that is an instance of int itself."""
    if isinstance(x, SmallInt) or isinstance(x, LargeInt):
        return x
    return int_from_big(x.big())


def as_int(x: Object) -> int:
    """An index that fits the machine; OverflowError otherwise."""
    if isinstance(x, SmallInt):
        return x.value
    number = index(x)
    if not number.fits():
        raise overflow_error("Python int too large to convert to C ssize_t")
    return number.machine()


def as_index(x: Object) -> int:
    """An index into a sequence: IndexError where it does not fit the machine."""
    if isinstance(x, SmallInt):
        return x.value
    number = index(x)
    if not number.fits():
        raise index_error(f"cannot fit '{type_of(x).name}' into an index-sized integer")
    return number.machine()


def clamped_index(x: Object) -> int:
    """An index of a slice: what does not fit the machine is the nearest that does."""
    if isinstance(x, SmallInt):
        return x.value
    number = index(x)
    if not number.fits():
        return -0x8000000000000000 if number.big().sign() < 0 else 0x7FFFFFFFFFFFFFFF
    return number.machine()


def as_float(x: Object) -> float:
    """The value of a float, or what ``__float__`` or ``__index__`` gives."""
    if isinstance(x, Float):
        return x.number()
    if isinstance(x, SmallInt):
        return float(x.value)
    method = type_of(x).slots[Slot.FLOAT]
    if method is None:
        if type_of(x).slots[Slot.INDEX] is not None:
            try:
                return to_float(index(x).big())
            except OverflowError as error:
                raise overflow_error("int too large to convert to float") from error
        raise type_error(f"must be real number, not {type_of(x).name}")
    return float_given(invoke1(method, x), x)


def float_given(result: Object, x: Object) -> float:
    """What ``__float__`` of `x` gave."""
    if not isinstance(result, Float):
        raise type_error(f"{type_of(x).name}.__float__ returned non-float (type {type_of(result).name})")
    if result.python_type is None:
        warning.warn_of_subclass(f"{type_of(x).name}.__float__", "float", type_of(result).name)
    return result.number()
