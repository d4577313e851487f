"""What Python programs can do with a list."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import index_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import ListIterator, ListReverseIterator
from interpreter.objects.list import NO_ITEMS, List, array_of, empty_list, list_of_array
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_range, adjust_slice, repeat_count, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.sorting import reverse_part, sort_objects
from interpreter.objects.subclass import ListInstance, check_subtype
from interpreter.objects.tuple import Tuple
from interpreter.protocols.call import call1
from interpreter.protocols.compare import EQ, NE, compare, equals
from interpreter.protocols.iterate import iterator_of, list_of, next_of
from interpreter.protocols.number import as_index
from interpreter.protocols.text import repr_of
from transform.rpython import GcArray, copy_items, new_array

_LARGEST = new_int(0x7FFFFFFFFFFFFFFF)
_ZERO = new_int(0)


def allocate(type: Type) -> Object:
    return ListInstance(type) if type.is_heap else empty_list()


@exposed_static("__new__", rest="arguments", keywords="keywords")
def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, list_type)
    return allocate(cls)


@exposed("__init__")
def init(self: List, iterable: Optional[Object] = None, /) -> None:
    """Initialize self."""
    clear(self)
    if iterable is not None:
        extend(self, iterable)


# Items.

@exposed("__len__")
def length(self: List) -> int:
    """Return len(self)."""
    return self.length


@exposed("__getitem__")
def get(self: List, index: Object, /) -> Object:
    """Return self[index]."""
    if isinstance(index, Slice):
        start, stop, step = unpack_slice(index)
        start, stop, count = adjust_slice(start, stop, step, self.length)
        if step == 1:
            return list_of_array(self.items, start, count)
        items = new_array(Object, count)
        for i in range(count):
            items[i] = self.items[start + i * step]
        return List(items, count)
    i = position_of(index)
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("list index out of range")
    return self.items[i]


def position_of(index: Object) -> int:
    """An index as a machine integer."""
    if not isinstance(index, Int) and type_of(index).slots[Slot.INDEX] is None:
        raise type_error(f"list indices must be integers or slices, not {type_of(index).name}")
    return as_index(index)


@exposed("__setitem__")
def set(self: List, index: Object, value: Object, /) -> None:
    """Set self[index] to value."""
    if isinstance(index, Slice):
        set_slice(self, index, value)
        return
    i = position_of(index)
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("list assignment index out of range")
    self.items[i] = value


def set_slice(self: List, index: Slice, value: Object) -> None:
    start, stop, step = unpack_slice(index)
    if step == 1:
        items = items_to_assign(value, "can only assign an iterable")
        start, stop, count = adjust_slice(start, stop, 1, self.length)
        self.replace_range(start, max(start, stop), array_of(items), len(items))
        return
    items = items_to_assign(value, "must assign iterable to extended slice")
    start, stop, count = adjust_slice(start, stop, step, self.length)
    if len(items) != count:
        raise value_error(f"attempt to assign sequence of size {len(items)} to extended slice of size {count}")
    for i in range(count):
        self.items[start + i * step] = items[i]


def items_to_assign(value: Object, message: str) -> list[Object]:
    if type_of(value).slots[Slot.ITER] is None and type_of(value).slots[Slot.GETITEM] is None:
        raise type_error(message)
    return list_of(value)


@exposed("__delitem__")
def delete(self: List, index: Object, /) -> None:
    """Delete self[index]."""
    if isinstance(index, Slice):
        start, stop, step = unpack_slice(index)
        start, stop, count = adjust_slice(start, stop, step, self.length)
        delete_slice(self, start, step, count)
        return
    i = position_of(index)
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("list assignment index out of range")
    self.remove_range(i, i + 1)


def delete_slice(self: List, start: int, step: int, count: int) -> None:
    """Deletes `count` items, `step` apart."""
    if count == 0:
        return
    if step < 0:
        start += (count - 1) * step
        step = -step
    target = start
    for i in range(count):
        first = start + i * step + 1
        rest = min(step - 1, self.length - first)
        copy_items(self.items, first, self.items, target, rest)
        target += rest
    last = start + (count - 1) * step
    if step < self.length - last:
        copy_items(self.items, last + step, self.items, target, self.length - last - step)
    self.clear_from(self.length - count)


@exposed("__contains__")
def contains(self: List, key: Object, /) -> bool:
    """Return key in self."""
    i = 0
    while i < self.length:
        if equals(self.items[i], key):
            return True
        i += 1
    return False


@exposed("__iter__")
def iterate(self: List) -> Object:
    """Implement iter(self)."""
    return ListIterator(self)


@exposed("__reversed__")
def iterate_backwards(self: List) -> Object:
    """Return a reverse iterator over the list."""
    return ListReverseIterator(self)


# Methods that change the list.

@exposed
def append(self: List, object: Object, /) -> None:
    """Append object to the end of the list."""
    self.push(object)


@exposed
def extend(self: List, iterable: Object, /) -> None:
    """Extend list by appending elements from the iterable."""
    if isinstance(iterable, List) and iterable.python_type is not None:
        self.append_items(iterable.items, iterable.length)
        return
    if isinstance(iterable, Tuple) and iterable.python_type is not None:
        n = self.length + iterable.length
        if n > len(self.items):
            self.grow(n)
        for i in range(iterable.length):
            self.push(iterable.item(i))
        return
    iterator = iterator_of(iterable)
    while True:
        item = next_of(iterator)
        if item is None:
            return
        self.push(item)


@exposed
def insert(self: List, index: int, object: Object, /) -> None:
    """Insert object before index."""
    n = self.length
    if index < 0:
        index = max(index + n, 0)
    elif index > n:
        index = n
    self.push(object)
    copy_items(self.items, index, self.items, index + 1, n - index)
    self.items[index] = object


@exposed
def pop(self: List, index: int = -1, /) -> Object:
    """Remove and return item at index (default last).

    Raises IndexError if list is empty or index is out of range."""
    n = self.length
    if n == 0:
        raise index_error("pop from empty list")
    if index < 0:
        index += n
    if not 0 <= index < n:
        raise index_error("pop index out of range")
    result = self.items[index]
    self.remove_range(index, index + 1)
    return result


@exposed
def remove(self: List, value: Object, /) -> None:
    """Remove first occurrence of value.

    Raises ValueError if the value is not present."""
    i = 0
    while i < self.length:
        if equals(self.items[i], value):
            if i < self.length:
                self.remove_range(i, i + 1)
            return
        i += 1
    raise value_error("list.remove(x): x not in list")


@exposed
def clear(self: List) -> None:
    """Remove all items from list."""
    self.items = NO_ITEMS
    self.length = 0


@exposed
def reverse(self: List) -> None:
    """Reverse *IN PLACE*."""
    reverse_part(self.items, 0, self.length)


@exposed
def sort(self: List, *, key: Object = NONE, reverse: bool = False) -> None:
    """Sort the list in ascending order and return None.

    The sort is in-place (i.e. the list itself is modified) and stable (i.e. the
    order of two equal elements is maintained).

    If a key function is given, apply it once to each list item and sort them,
    ascending or descending, according to their function values.

    The reverse flag can be set to sort in descending order."""
    items = self.items
    count = self.length
    marker = new_array(Object, 0)
    self.items = marker
    self.length = 0
    try:
        keys = items
        if key is not NONE:
            keys = new_array(Object, count)
            for i in range(count):
                keys[i] = call1(key, items[i])
        if reverse:
            reverse_part(items, 0, count)
            if key is not NONE:
                reverse_part(keys, 0, count)
        try:
            sort_objects(keys, items, count, key is not NONE)
        finally:
            if reverse:
                reverse_part(items, 0, count)
    finally:
        modified = self.items is not marker
        self.items = items
        self.length = count
    if modified:
        raise value_error("list modified during sort")


# Methods that leave it as it is.

@exposed
def copy(self: List) -> Object:
    """Return a shallow copy of the list."""
    return list_of_array(self.items, 0, self.length)


@exposed
def count(self: List, value: Object, /) -> int:
    """Return number of occurrences of value."""
    result = 0
    i = 0
    while i < self.length:
        if equals(self.items[i], value):
            result += 1
        i += 1
    return result


@exposed(signature="($self, value, start=0, stop=9223372036854775807, /)")
def index(self: List, value: Object, start: Object = _ZERO, stop: Object = _LARGEST, /) -> int:
    """Return first index of value.

    Raises ValueError if the value is not present."""
    first, last = adjust_range(start, stop, self.length)
    i = first
    while i < last and i < self.length:
        if equals(self.items[i], value):
            return i
        i += 1
    raise value_error(f"{repr_of(value)} is not in list")


@exposed("__repr__")
def to_repr(self: List) -> str:
    """Return repr(self)."""
    if self.length == 0:
        return "[]"
    if not enter_repr(self):
        return "[...]"
    try:
        parts: list[str] = []
        i = 0
        while i < self.length:
            parts.append(repr_of(self.items[i]))
            i += 1
        return "[" + ", ".join(parts) + "]"
    finally:
        leave_repr(self)


@exposed("__sizeof__")
def size_of(self: List) -> int:
    """Return the size of the list in memory, in bytes."""
    return 40 + 8 * len(self.items)


# Operators.

@exposed("__add__")
def add(self: List, value: Object, /) -> Object:
    """Return self+value."""
    if not isinstance(value, List):
        return NOT_IMPLEMENTED
    n = self.length
    items = new_array(Object, n + value.length)
    copy_items(self.items, 0, items, 0, n)
    copy_items(value.items, 0, items, n, value.length)
    return List(items, n + value.length)


@exposed("__iadd__")
def add_in_place(self: List, value: Object, /) -> Object:
    """Implement self+=value."""
    extend(self, value)
    return self


@exposed("__mul__")
def multiply(self: List, value: Object, /) -> Object:
    """Return self*value."""
    if not isinstance(value, SmallInt) and type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    times = repeat_count(value, self.length)
    n = self.length
    items = new_array(Object, n * times)
    repeat_items(self, items, times)
    return List(items, n * times)


@exposed("__rmul__")
def multiply_reflected(self: List, value: Object, /) -> Object:
    """Return value*self."""
    return multiply(self, value)


@exposed("__imul__")
def multiply_in_place(self: List, value: Object, /) -> Object:
    """Implement self*=value."""
    if not isinstance(value, SmallInt) and type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    times = repeat_count(value, self.length)
    n = self.length * times
    items = new_array(Object, n)
    repeat_items(self, items, times)
    self.items = items
    self.length = n
    return self


def repeat_items(source: List, target: GcArray[Object], times: int) -> None:
    n = source.length
    if n == 1:
        item = source.items[0]
        for i in range(times):
            target[i] = item
        return
    for i in range(times):
        copy_items(source.items, 0, target, i * n, n)


def compare_lists(operation: int, a: List, b: Object) -> Object:
    """By the first items that differ, else by length."""
    if not isinstance(b, List):
        return NOT_IMPLEMENTED
    if a.length != b.length and (operation == EQ or operation == NE):
        return new_bool(operation == NE)
    i = 0
    while i < a.length and i < b.length and equals(a.items[i], b.items[i]):
        i += 1
    if i >= a.length or i >= b.length:  # also where a comparison has emptied them
        return compare(operation, new_int(a.length), new_int(b.length))
    if operation == EQ or operation == NE:
        return new_bool(operation == NE)
    return compare(operation, a.items[i], b.items[i])


_lt, _le, _eq, _ne, _gt, _ge = Operators(List, __name__).comparisons(compare_lists)


@exposed_class("__class_getitem__")
def class_get(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


list_type = define(List, "list", allocate=allocate, methods=__name__, doc="""Built-in mutable sequence.

If no argument is given, the constructor creates a new empty list.
The argument must be an iterable if specified.""")
list_type.is_sequence = True
list_type.matches_sequence = True
