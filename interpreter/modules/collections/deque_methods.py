"""What Python programs can do with a deque."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, index_error, runtime_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.collections.deque import Deque, DequeInstance
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.make import new_tuple
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slicing import adjust_range, repeat_count
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, tuple2
from interpreter.protocols.call import call2
from interpreter.protocols.compare import EQ, NE, compare, equals
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_index, as_int
from interpreter.protocols.text import repr_of

_INDEX_ERROR = EXCEPTIONS["IndexError"]
_ZERO = new_int(0)
_LARGEST = new_int(0x7FFFFFFFFFFFFFFF)


def allocate(type: Type) -> Object:
    return DequeInstance(type) if type.is_heap else Deque()


@exposed_static("__new__", rest="arguments", keywords="keywords")
def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, deque_type)
    return allocate(cls)


@exposed("__init__")
def init(self: Deque, iterable: Optional[Object] = None, maxlen: Object = NONE) -> None:
    """Initialize self."""
    limit = -1
    if maxlen is not NONE:
        if not isinstance(maxlen, Int):
            raise type_error("an integer is required")
        limit = as_int(maxlen)
        if limit < 0:
            raise value_error("maxlen must be non-negative")
    self.limit = limit
    self.empty()
    if iterable is not None:
        extend(self, iterable)


# Items.

@exposed("__len__")
def length(self: Deque) -> int:
    """Return len(self)."""
    return self.length


def position_of(self: Deque, index: Object) -> int:
    if not isinstance(index, SmallInt) and type_of(index).slots[Slot.INDEX] is None:
        raise type_error(f"sequence index must be integer, not '{type_of(index).name}'")
    i = as_index(index)
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("deque index out of range")
    return i


@exposed("__getitem__")
def get(self: Deque, key: Object, /) -> Object:
    """Return self[key]."""
    return self.item(position_of(self, key))


@exposed("__setitem__")
def set(self: Deque, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    self.put(position_of(self, key), value)


@exposed("__delitem__")
def delete(self: Deque, key: Object, /) -> None:
    """Delete self[key]."""
    self.remove_at(position_of(self, key))


def find(self: Deque, value: Object, first: int, last: int) -> int:
    """The index of the first item in a range that equals a value, or -1. RuntimeError if the comparison changed the deque."""
    version = self.version
    for i in range(first, last):
        found = equals(self.item(i), value)
        if self.version != version:
            raise runtime_error("deque mutated during iteration")
        if found:
            return i
    return -1


@exposed("__contains__")
def contains(self: Deque, key: Object, /) -> bool:
    """Return key in self."""
    return find(self, key, 0, self.length) >= 0


@exposed
def count(self: Deque, value: Object, /) -> int:
    """D.count(value) -- return number of occurrences of value"""
    result = 0
    i = find(self, value, 0, self.length)
    while i >= 0:
        result += 1
        i = find(self, value, i + 1, self.length)
    return result


@exposed(signature="($self, value, [start, [stop]])")
def index(self: Deque, value: Object, start: Object = _ZERO, stop: Object = _LARGEST, /) -> int:
    """D.index(value, [start, [stop]]) -- return first index of value."""
    first, last = adjust_range(start, stop, self.length)
    found = find(self, value, first, min(last, self.length))
    if found < 0:
        raise value_error(f"{repr_of(value)} is not in deque")
    return found


# Methods that change the deque.

@exposed
def append(self: Deque, item: Object, /) -> None:
    """Add an element to the right side of the deque."""
    self.push(item)


@exposed("appendleft")
def append_left(self: Deque, item: Object, /) -> None:
    """Add an element to the left side of the deque."""
    self.push_first(item)


@exposed
def pop(self: Deque) -> Object:
    """Remove and return the rightmost element."""
    return self.take_last()


@exposed("popleft")
def pop_left(self: Deque) -> Object:
    """Remove and return the leftmost element."""
    return self.take_first()


@exposed
def extend(self: Deque, iterable: Object, /) -> None:
    """Extend the right side of the deque with elements from the iterable"""
    if iterable is self:
        for item in self.items():
            self.push(item)
        return
    iterator = iterator_of(iterable)
    while True:
        following = next_of(iterator)
        if following is None:
            return
        self.push(following)


@exposed("extendleft")
def extend_left(self: Deque, iterable: Object, /) -> None:
    """Extend the left side of the deque with elements from the iterable"""
    if iterable is self:
        for item in self.items():
            self.push_first(item)
        return
    iterator = iterator_of(iterable)
    while True:
        following = next_of(iterator)
        if following is None:
            return
        self.push_first(following)


@exposed
def insert(self: Deque, index: int, value: Object, /) -> None:
    """D.insert(index, object) -- insert object before index"""
    if self.length == self.limit:
        raise index_error("deque already at its maximum size")
    if index < 0:
        index = max(index + self.length, 0)
    self.insert_at(min(index, self.length), value)


@exposed
def remove(self: Deque, value: Object, /) -> None:
    """D.remove(value) -- remove first occurrence of value."""
    version = self.version
    for i in range(self.length):
        found = equals(self.item(i), value)
        if self.version != version:
            raise PyError(_INDEX_ERROR, "deque mutated during remove().")
        if found:
            self.remove_at(i)
            return
    raise value_error(f"{repr_of(value)} is not in deque")


@exposed
def clear(self: Deque) -> None:
    """Remove all elements from the deque."""
    self.empty()


@exposed
def reverse(self: Deque) -> None:
    """D.reverse() -- reverse *IN PLACE*"""
    for i in range(self.length // 2):
        other = self.length - 1 - i
        item = self.item(i)
        self.put(i, self.item(other))
        self.put(other, item)


@exposed
def rotate(self: Deque, n: int = 1, /) -> None:
    """Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."""
    self.turn(n)


# Copies, texts, operators.

@exposed
def copy(self: Deque) -> Object:
    """Return a shallow copy of a deque."""
    if type_of(self) is not deque_type:
        return call2(type_of(self), self, limit_object(self))
    made = Deque()
    made.limit = self.limit
    extend(made, self)
    return made


@exposed("__copy__")
def copy_hook(self: Deque) -> Object:
    """Return a shallow copy of a deque."""
    return copy(self)


def limit_object(self: Deque) -> Object:
    return NONE if self.limit < 0 else new_int(self.limit)


@exposed_property("maxlen")
def get_limit(self: Deque) -> Object:
    """maximum size of a deque or None if unbounded"""
    return limit_object(self)


@exposed("__repr__")
def to_repr(self: Deque) -> str:
    """Return repr(self)."""
    if not enter_repr(self):
        return "[...]"
    try:
        parts = [repr_of(item) for item in self.items()]
        end = f"], maxlen={self.limit})" if self.limit >= 0 else "])"
        return f"{type_of(self).name}([" + ", ".join(parts) + end
    finally:
        leave_repr(self)


@exposed("__reduce__")
def reduce(self: Deque) -> Object:
    """Return state information for pickling."""
    arguments = EMPTY_TUPLE if self.limit < 0 else tuple2(EMPTY_TUPLE, limit_object(self))
    attributes = self.get_dict()
    return new_tuple([type_of(self), arguments, NONE if attributes is None else attributes, iterator_of(self)])


@exposed("__sizeof__")
def size_of(self: Deque) -> int:
    """D.__sizeof__() -- size of D in memory, in bytes"""
    return 56 + 8 * len(self.ring)


@exposed("__add__")
def add(self: Deque, value: Object, /) -> Object:
    """Return self+value."""
    if not isinstance(value, Deque):
        return NOT_IMPLEMENTED
    made = copy(self)
    assert isinstance(made, Deque)
    extend(made, value)
    return made


@exposed("__iadd__")
def add_in_place(self: Deque, value: Object, /) -> Object:
    """Implement self+=value."""
    extend(self, value)
    return self


@exposed("__mul__")
def multiply(self: Deque, value: Object, /) -> Object:
    """Return self*value."""
    if type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    made = copy(self)
    assert isinstance(made, Deque)
    return multiply_in_place(made, value)


@exposed("__rmul__")
def multiply_reflected(self: Deque, value: Object, /) -> Object:
    """Return value*self."""
    return multiply(self, value)


@exposed("__imul__")
def multiply_in_place(self: Deque, value: Object, /) -> Object:
    """Implement self*=value."""
    if type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    times = repeat_count(value, self.length)
    items = self.items()
    if self.limit >= 0 and len(items) > 0:  # what would be pushed out again need not be pushed
        times = min(times, self.limit // len(items) + 1)
    self.empty()
    for _ in range(times):
        for item in items:
            self.push(item)
    return self


def compare_deques(operation: int, a: Deque, b: Object) -> Object:
    """By the first items that differ, else by length."""
    if not isinstance(b, Deque):
        return NOT_IMPLEMENTED
    if a.length != b.length and (operation == EQ or operation == NE):
        return new_bool(operation == NE)
    version_a, version_b = a.version, b.version
    i = 0
    while i < a.length and i < b.length:
        left, right = a.item(i), b.item(i)
        if not equals(left, right):
            return new_bool(operation == NE) if operation == EQ or operation == NE else compare(operation, left, right)
        if a.version != version_a or b.version != version_b:
            raise runtime_error("deque mutated during iteration")
        i += 1
    return compare(operation, new_int(a.length), new_int(b.length))


_lt, _le, _eq, _ne, _gt, _ge = Operators(Deque, __name__).comparisons(compare_deques)


@exposed_class("__class_getitem__")
def class_get(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


# Iterators.

class DequeWalk(Iterator):
    """Goes over a deque from one end. RuntimeError if the deque was changed meanwhile."""
    deque: Deque
    position: int
    remaining: int
    version: int

    def __init__(self, deque: Deque, position: int) -> None:
        self.deque = deque
        self.position = position
        self.remaining = deque.length - position
        self.version = deque.version

    def advance(self) -> Optional[Object]:
        if self.version != self.deque.version:
            self.remaining = 0
            raise runtime_error("deque mutated during iteration")
        if self.remaining <= 0:
            return None
        self.remaining -= 1
        self.position += 1
        return self.following()

    def following(self) -> Object:
        """The item at the position that was just passed."""
        raise NotImplementedError

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        return max(self.remaining, 0)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple2(self.deque, new_int(self.position)))


class DequeIterator(DequeWalk):
    """The iterator of a deque."""

    def following(self) -> Object:
        return self.deque.item(self.position - 1)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, deque: Deque, index: int = 0, /) -> Object:
        """Create and return a new object."""
        return DequeIterator(deque, max(index, 0))


class DequeReverseIterator(DequeWalk):
    """``reversed(deque)``."""

    def following(self) -> Object:
        return self.deque.item(self.deque.length - self.position)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, deque: Deque, index: int = 0, /) -> Object:
        """Create and return a new object."""
        return DequeReverseIterator(deque, max(index, 0))


@exposed("__iter__")
def iterate(self: Deque) -> Object:
    """Implement iter(self)."""
    return DequeIterator(self, 0)


@exposed("__reversed__")
def iterate_backwards(self: Deque) -> Object:
    """D.__reversed__() -- return a reverse iterator over the deque"""
    return DequeReverseIterator(self, 0)


deque_type = define(Deque, "deque", allocate=allocate, methods=__name__, module="collections",
                    doc="deque([iterable[, maxlen]]) --> deque object")
deque_type.is_sequence = True
deque_type.matches_sequence = True
iterator_type = define(DequeIterator, "_deque_iterator", module="_collections", doc="")
reverse_iterator_type = define(DequeReverseIterator, "_deque_reverse_iterator", module="_collections", doc="")
