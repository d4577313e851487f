"""Comparison, hashing, truth and identity of any objects."""
from __future__ import annotations

from typing import TypeVar

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.numbers.hashing import hash_int
from interpreter.objects import dict as dict_module
from interpreter.objects.dict import Dict, Keys, is_exact
from interpreter.objects.float import Float
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.int import Bool, Int, SmallInt, new_bool
from interpreter.objects.list import List
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED, NoneObject
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.call import invoke1, invoke2
from transform.rpython import float_to_bits, inline, never_inline, same_class

LT, LE, EQ, NE, GT, GE = range(6)
"""Comparisons, in the order of `Slot.LT` ... and of `Op.LT` ..."""

SYMBOLS = ["<", "<=", "==", "!=", ">", ">="]
_REFLECTED = [GT, GE, EQ, NE, LT, LE]

T = TypeVar("T", int, float, str)


def compare(operation: int, a: Object, b: Object) -> Object:
    """The result of a rich comparison: any object."""
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return new_bool(compare_values(operation, a.value, b.value))
    if isinstance(a, Str) and isinstance(b, Str) and is_exact(a) and is_exact(b):
        return new_bool(compare_values(operation, a.value, b.value))
    return compare_any(operation, a, b)


@inline
def compare_values(operation: int, a: T, b: T) -> bool:
    match operation:
        case 0:
            return a < b
        case 1:
            return a <= b
        case 2:
            return a == b
        case 3:
            return a != b
        case 4:
            return a > b
        case _:
            return a >= b


def compare_any(operation: int, a: Object, b: Object) -> Object:
    """The comparison of any objects, which may nest."""
    enter_recursion(" in comparison")
    try:
        return compare_by_methods(operation, a, b)
    finally:
        leave_recursion()


def compare_by_methods(operation: int, a: Object, b: Object) -> Object:
    """The data model's rule: the right operand first if its type is a proper subtype; identity decides == and != at last."""
    left_type = type_of(a)
    right_type = type_of(b)
    tried = False
    if left_type is not right_type and right_type.is_subtype(left_type):
        method = right_type.slots[Slot.LT + _REFLECTED[operation]]
        if method is not None:
            tried = True
            result = invoke2(method, b, a)
            if result is not NOT_IMPLEMENTED:
                return result
    method = left_type.slots[Slot.LT + operation]
    if method is not None:
        result = invoke2(method, a, b)
        if result is not NOT_IMPLEMENTED:
            return result
    if not tried:
        method = right_type.slots[Slot.LT + _REFLECTED[operation]]
        if method is not None:
            result = invoke2(method, b, a)
            if result is not NOT_IMPLEMENTED:
                return result
    if operation == EQ:
        return new_bool(is_same(a, b))
    if operation == NE:
        return new_bool(not is_same(a, b))
    raise type_error(f"'{SYMBOLS[operation]}' not supported between instances of '{left_type.name}' and '{right_type.name}'")


@inline
def is_same(a: Object, b: Object) -> bool:
    """``a is b``. Numbers in references are the same if they are equal."""
    if isinstance(a, SmallInt):
        return isinstance(b, SmallInt) and a.value == b.value
    if isinstance(a, Float):
        return isinstance(b, Float) and float_to_bits(a.number()) == float_to_bits(b.number()) and same_class(a, b)
    return a is b


def equals(a: Object, b: Object) -> bool:
    """``a is b or a == b``: how containers compare."""
    if is_same(a, b):
        return True
    if isinstance(a, Str) and isinstance(b, Str) and is_exact(a) and is_exact(b):
        return a.value == b.value
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return False
    return is_true(compare_any(EQ, a, b))


def less_than(a: Object, b: Object) -> bool:
    """``a < b`` as a truth value."""
    if isinstance(a, SmallInt) and isinstance(b, SmallInt):
        return a.value < b.value
    return is_true(compare(LT, a, b))


@inline
def is_true(x: Object) -> bool:
    """``bool(x)``."""
    if isinstance(x, Bool):
        return x.value
    return is_true_any(x)


@never_inline
def is_true_any(x: Object) -> bool:
    if isinstance(x, SmallInt):
        return x.value != 0
    if isinstance(x, NoneObject):
        return False
    if x.python_type is not None:
        if isinstance(x, Str):
            return len(x.value) > 0
        if isinstance(x, List):
            return x.length > 0
        if isinstance(x, Dict):
            return x.count > 0
        if isinstance(x, Tuple):
            return x.length > 0
    t = type_of(x)
    method = t.slots[Slot.BOOL]
    if method is not None:
        result = invoke1(method, x)
        if isinstance(result, Bool):
            return result.value
        raise type_error(f"__bool__ should return bool, returned {type_of(result).name}")
    method = t.slots[Slot.LEN]
    if method is not None:
        return length_result(invoke1(method, x)) > 0
    return True


def length_result(result: Object) -> int:
    """What ``__len__`` returned, as an int."""
    number = result
    if not isinstance(number, Int):
        method = type_of(result).slots[Slot.INDEX]
        if method is None:
            raise type_error(f"'{type_of(result).name}' object cannot be interpreted as an integer")
        number = invoke1(method, result)
    assert isinstance(number, Int)
    if not number.fits() and number.big().size < 0:
        raise value_error("__len__() should return >= 0")
    if not number.fits():
        raise overflow_error("cannot fit 'int' into an index-sized integer")
    n = number.machine()
    if n < 0:
        raise value_error("__len__() should return >= 0")
    return n


def length(x: Object) -> int:
    """``len(x)``."""
    if isinstance(x, List) and x.python_type is not None:
        return x.length
    if isinstance(x, Dict) and x.python_type is not None:
        return x.count
    if isinstance(x, Tuple) and x.python_type is not None:
        return x.length
    method = type_of(x).slots[Slot.LEN]
    if method is None:
        raise type_error(f"object of type '{type_of(x).name}' has no len()")
    return length_result(invoke1(method, x))


def hash_of(x: Object) -> int:
    """``hash(x)``."""
    if isinstance(x, Str) and x.python_type is not None:
        return hash(x.value)
    if isinstance(x, SmallInt):
        return hash_int(x.value)
    method = type_of(x).slots[Slot.HASH]
    if method is None or method is NONE:
        raise type_error(f"unhashable type: '{type_of(x).name}'")
    result = invoke1(method, x)
    if isinstance(result, SmallInt):
        return -2 if result.value == -1 else result.value
    if isinstance(result, Int):
        if not result.fits():
            return result.big().hash()
        value = result.machine()
        return -2 if value == -1 else value
    raise type_error("__hash__ method should return an integer")


class ObjectKeys(Keys):
    """Keys of Python's dicts and sets."""

    def equals(self, a: Object, b: Object) -> bool:
        return equals(a, b)

    def hash(self, key: Object) -> int:
        return hash_of(key)


dict_module.keys = ObjectKeys()
