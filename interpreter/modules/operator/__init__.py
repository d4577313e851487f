"""Operator interface.

The functions of operators that are slots of types are made at import time, one for each line of the tables below."""
from __future__ import annotations

from typing import Any, Callable

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.operator.getters import attrgetter_type, itemgetter_type, methodcaller_type
from interpreter.objects import slots
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols import compare, item, number
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call_any, invoke1
from interpreter.protocols.iterate import iterator_of, next_of

_TYPE_ERROR = EXCEPTIONS["TypeError"]

_BINARY = {"add": "+", "sub": "-", "mul": "*", "matmul": "@", "floordiv": "//", "truediv": "/", "mod": "%", "lshift": "<<", "rshift": ">>",
           "and": "&", "xor": "^", "or": "|", "pow": "**"}
_COMPARISONS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}
_UNARY = {"neg": (Slot.NEG, "-"), "pos": (Slot.POS, "+"), "inv": (Slot.INVERT, "~"), "invert": (Slot.INVERT, "~")}


def _binary(slot: int) -> Callable[[Object, Object], Object]:
    def operate(a: Object, b: Object, /) -> Object:
        return number.binary(slot, a, b)
    return operate


def _inplace(slot: int) -> Callable[[Object, Object], Object]:
    def operate(a: Object, b: Object, /) -> Object:
        return number.inplace(slot, a, b)
    return operate


def _comparison(operation: int) -> Callable[[Object, Object], Object]:
    def operate(a: Object, b: Object, /) -> Object:
        return compare.compare(operation, a, b)
    return operate


def _unary(slot: int, symbol: str) -> Callable[[Object], Object]:
    def operate(a: Object, /) -> Object:
        return number.unary(slot, a, symbol)
    return operate


def _add(name: str, doc: str, function: Callable[..., Any]) -> None:
    """Puts a function into this module, as if it were written here."""
    function.__name__ = name
    function.__qualname__ = name
    function.__doc__ = doc
    globals()[f"_operator_{name}"] = exposed(name)(function)


for _name, _symbol in _BINARY.items():
    _slot = slots.INDEX[f"__{_name}__"]
    _add(_name + "_" if _name in ("and", "or") else _name, f"Same as a {_symbol} b.", _binary(_slot))
    _add(f"i{_name}", f"Same as a {_symbol}= b.", _inplace(_slot))
for _name, _symbol in _COMPARISONS.items():
    _add(_name, f"Same as a {_symbol} b.", _comparison(slots.INDEX[f"__{_name}__"] - Slot.LT))
for _name, (_slot, _symbol) in _UNARY.items():
    _add(_name, f"Same as {_symbol}a.", _unary(_slot, _symbol))


@exposed("abs")
def absolute(a: Object, /) -> Object:
    """Same as abs(a)."""
    method = type_of(a).slots[Slot.ABS]
    if method is None:
        raise type_error(f"bad operand type for abs(): '{type_of(a).name}'")
    return invoke1(method, a)


@exposed
def truth(a: Object, /) -> bool:
    """Return True if a is true, False otherwise."""
    return compare.is_true(a)


@exposed("not_")
def negation(a: Object, /) -> bool:
    """Same as not a."""
    return not compare.is_true(a)


@exposed("is_")
def same(a: Object, b: Object, /) -> bool:
    """Same as a is b."""
    return compare.is_same(a, b)


@exposed("is_not")
def different(a: Object, b: Object, /) -> bool:
    """Same as a is not b."""
    return not compare.is_same(a, b)


@exposed("index")
def index(a: Object, /) -> Object:
    """Same as a.__index__()"""
    return number.index(a)


# Sequences and mappings.

def check_sequences(a: Object, b: Object) -> None:
    for x in [a, b]:
        if type_of(x).slots[Slot.GETITEM] is None:
            raise type_error(f"'{type_of(x).name}' object can't be concatenated")


@exposed
def concat(a: Object, b: Object, /) -> Object:
    """Same as a + b, for a and b sequences."""
    check_sequences(a, b)
    return number.binary(Slot.ADD, a, b)


@exposed
def iconcat(a: Object, b: Object, /) -> Object:
    """Same as a += b, for a and b sequences."""
    check_sequences(a, b)
    return number.inplace(Slot.ADD, a, b)


@exposed
def contains(a: Object, b: Object, /) -> bool:
    """Same as b in a (note reversed operands)."""
    return item.contains(a, b)


def items_of(sequence: Object) -> Object:
    """An iterator for a search."""
    if type_of(sequence).slots[Slot.ITER] is None and type_of(sequence).slots[Slot.GETITEM] is None:
        raise type_error(f"argument of type '{type_of(sequence).name}' is not iterable")
    return iterator_of(sequence)


@exposed("indexOf")
def index_of(a: Object, b: Object, /) -> int:
    """Return the first index of b in a."""
    iterator = items_of(a)
    position = 0
    while True:
        candidate = next_of(iterator)
        if candidate is None:
            raise value_error("sequence.index(x): x not in sequence")
        if compare.equals(candidate, b):
            return position
        position += 1


@exposed("countOf")
def count_of(a: Object, b: Object, /) -> int:
    """Return the number of items in a which are, or which equal, b."""
    iterator = items_of(a)
    count = 0
    while True:
        candidate = next_of(iterator)
        if candidate is None:
            return count
        if compare.equals(candidate, b):
            count += 1


@exposed("getitem")
def get_item(a: Object, b: Object, /) -> Object:
    """Same as a[b]."""
    return item.get_item(a, b)


@exposed("setitem")
def set_item(a: Object, b: Object, c: Object, /) -> None:
    """Same as a[b] = c."""
    item.set_item(a, b, c)


@exposed("delitem")
def delete_item(a: Object, b: Object, /) -> None:
    """Same as del a[b]."""
    item.delete_item(a, b)


@exposed
def length_hint(obj: Object, default: int = 0, /) -> int:
    """Return an estimate of the number of items in obj."""
    if type_of(obj).slots[Slot.LEN] is not None:
        try:
            return compare.length(obj)
        except PyError as error:
            if not error.type.is_subtype(_TYPE_ERROR):
                raise
    method = type_of(obj).slots[Slot.LENGTH_HINT]
    if method is None:
        return default
    try:
        result = invoke1(method, obj)
    except PyError as error:
        if not error.type.is_subtype(_TYPE_ERROR):
            raise
        return default
    if result is NOT_IMPLEMENTED:
        return default
    if not isinstance(result, Int):
        raise type_error(f"__length_hint__ must be an integer, not {type_of(result).name}")
    hint = number.as_int(result)
    if hint < 0:
        raise value_error("__length_hint__() should return >= 0")
    return hint


@exposed("call", rest="args", keywords="kwargs")
def call_object(obj: Object, /, args: Tuple, kwargs: Dict) -> Object:
    """Same as obj(*args, **kwargs)."""
    names, values = keyword_lists(kwargs)
    return call_any(obj, args.items(), names, values)


@exposed("_compare_digest")
def compare_digest(a: Object, b: Object, /) -> bool:
    """Return 'a == b'.

    The time that this takes does not depend on where the operands differ."""
    if isinstance(a, Str) and isinstance(b, Str):
        if not (a.value.isascii() and b.value.isascii()):
            raise type_error("comparing strings with non-ASCII characters is not supported")
        return same_bytes(a.value.encode(), b.value.encode())
    if not is_buffer(a) and not is_buffer(b):
        raise type_error(f"unsupported operand types(s) or combination of types: '{type_of(a).name}' and '{type_of(b).name}'")
    return same_bytes(bytes_of(a), bytes_of(b))


def same_bytes(a: bytes, b: bytes) -> bool:
    difference = 0 if len(a) == len(b) else 1
    for i in range(len(b)):
        difference |= b[i] ^ (a[i] if len(a) == len(b) else b[i])
    return difference == 0


define_module(__name__, "_operator", contents={
    "attrgetter": attrgetter_type, "itemgetter": itemgetter_type, "methodcaller": methodcaller_type})
