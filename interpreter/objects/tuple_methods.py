"""What Python programs can do with a tuple."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import index_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import TupleIterator
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_range, adjust_slice, repeat_count, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype, new_tuple_instance
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1
from interpreter.protocols.compare import EQ, NE, compare, equals, hash_of
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_index
from interpreter.protocols.text import repr_of
from transform.rpython import get_item, new_var, set_item, wrap

_LARGEST = new_int(0x7FFFFFFFFFFFFFFF)
_ZERO = new_int(0)


def allocate(type: Type) -> Object:
    return new_tuple_instance(type, EMPTY_TUPLE)


@exposed_static("__new__")
def new(cls: Type, iterable: Optional[Object] = None, /) -> Object:
    """Create and return a new object."""
    check_subtype(cls, tuple_type)
    if iterable is None:
        items = EMPTY_TUPLE
    elif isinstance(iterable, Tuple) and iterable.python_type is not None:
        items = iterable
    else:
        items = new_tuple(list_of(iterable))
    return new_tuple_instance(cls, items) if cls.is_heap else items


def plain(self: Tuple) -> Tuple:
    """The tuple itself, or of an instance of a subclass, a tuple with the same items."""
    return self if self.python_type is not None else new_tuple(self.items())


# Items.

@exposed("__len__")
def length(self: Tuple) -> int:
    """Return len(self)."""
    return self.length


@exposed("__getitem__")
def get(self: Tuple, key: Object, /) -> Object:
    """Return self[key]."""
    if isinstance(key, Slice):
        start, stop, step = unpack_slice(key)
        start, stop, count = adjust_slice(start, stop, step, self.length)
        if count == self.length and step == 1:
            return plain(self)
        if count == 0:
            return EMPTY_TUPLE
        result = new_var(Tuple, count)
        for i in range(count):
            set_item(result, i, get_item(self, start + i * step))
        return result
    if not isinstance(key, Int) and type_of(key).slots[Slot.INDEX] is None:
        raise type_error(f"tuple indices must be integers or slices, not {type_of(key).name}")
    position = as_index(key)
    if position < 0:
        position += self.length
    if not 0 <= position < self.length:
        raise index_error("tuple index out of range")
    return get_item(self, position)


@exposed("__contains__")
def contains(self: Tuple, key: Object, /) -> bool:
    """Return key in self."""
    for i in range(self.length):
        if equals(get_item(self, i), key):
            return True
    return False


@exposed("__iter__")
def iterate(self: Tuple) -> Object:
    """Implement iter(self)."""
    return TupleIterator(self)


@exposed
def count(self: Tuple, value: Object, /) -> int:
    """Return number of occurrences of value."""
    result = 0
    for i in range(self.length):
        if equals(get_item(self, i), value):
            result += 1
    return result


@exposed(signature="($self, value, start=0, stop=9223372036854775807, /)")
def index(self: Tuple, value: Object, start: Object = _ZERO, stop: Object = _LARGEST, /) -> int:
    """Return first index of value.

    Raises ValueError if the value is not present."""
    first, last = adjust_range(start, stop, self.length)
    for i in range(first, min(last, self.length)):
        if equals(get_item(self, i), value):
            return i
    raise value_error("tuple.index(x): x not in tuple")


@exposed("__repr__")
def to_repr(self: Tuple) -> str:
    """Return repr(self)."""
    if self.length == 0:
        return "()"
    if not enter_repr(self):
        return "(...)"
    try:
        parts: list[str] = []
        for i in range(self.length):
            parts.append(repr_of(get_item(self, i)))
        return f"({parts[0]},)" if len(parts) == 1 else "(" + ", ".join(parts) + ")"
    finally:
        leave_repr(self)


@exposed("__sizeof__")
def size_of(self: Tuple) -> int:
    """Return the size of the tuple in memory, in bytes."""
    return 24 + 8 * self.length


@exposed("__getnewargs__")
def new_arguments(self: Tuple) -> Object:
    return tuple1(plain(self))


@exposed("__hash__")
def hash_items(self: Tuple) -> int:
    """Return hash(self)."""
    result = 2870177450012600261
    for i in range(self.length):
        result = wrap(result + wrap(hash_of(get_item(self, i)) * _PRIME_2))
        result = wrap(wrap(result << 31) | ((result >> 33) & 0x7FFFFFFF))
        result = wrap(result * _PRIME_1)
    result = wrap(result + (self.length ^ (2870177450012600261 ^ 3527539)))
    return 1546275796 if result == -1 else result


_PRIME_1 = wrap(11400714785074694791)
_PRIME_2 = wrap(14029467366897019727)


# Operators.

@exposed("__add__")
def add(self: Tuple, value: Object, /) -> Object:
    """Return self+value."""
    if not isinstance(value, Tuple):
        return NOT_IMPLEMENTED
    if value.length == 0 and self.python_type is not None:
        return self
    if self.length == 0 and value.python_type is not None:
        return value
    n = self.length
    if n + value.length == 0:
        return EMPTY_TUPLE
    result = new_var(Tuple, n + value.length)
    for i in range(n):
        set_item(result, i, get_item(self, i))
    for i in range(value.length):
        set_item(result, n + i, get_item(value, i))
    return result


@exposed("__mul__")
def multiply(self: Tuple, value: Object, /) -> Object:
    """Return self*value."""
    if not isinstance(value, SmallInt) and type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    n = self.length
    times = repeat_count(value, n)
    if times == 1:
        return plain(self)
    if times == 0:
        return EMPTY_TUPLE
    result = new_var(Tuple, n * times)
    for i in range(n):
        item = get_item(self, i)
        for j in range(times):
            set_item(result, j * n + i, item)
    return result


@exposed("__rmul__")
def multiply_reflected(self: Tuple, value: Object, /) -> Object:
    """Return value*self."""
    return multiply(self, value)


def compare_tuples(operation: int, a: Tuple, b: Object) -> Object:
    """By the first items that differ, else by length."""
    if not isinstance(b, Tuple):
        return NOT_IMPLEMENTED
    for i in range(min(a.length, b.length)):
        if not equals(get_item(a, i), get_item(b, i)):
            if operation == EQ or operation == NE:
                return new_bool(operation == NE)
            return compare(operation, get_item(a, i), get_item(b, i))
    return compare(operation, new_int(a.length), new_int(b.length))


_lt, _le, _eq, _ne, _gt, _ge = Operators(Tuple, __name__).comparisons(compare_tuples)


@exposed_class("__class_getitem__")
def class_get(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


tuple_type = define(Tuple, "tuple", allocate=allocate, methods=__name__, doc="""Built-in immutable sequence.

If no argument is given, the constructor returns an empty tuple.
If iterable is specified the tuple is initialized from iterable's items.

If the argument is a tuple, the return value is the same object.""")
tuple_type.is_sequence = True
tuple_type.matches_sequence = True
