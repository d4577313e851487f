"""What Python programs can do with a set and a frozenset. Functions whose names begin with any_ serve both."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import key_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import add_methods, define
from interpreter.objects import set_operations as sets
from interpreter.objects.dict_views import key_of
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.set import AnySet, FrozenSet, Set
from interpreter.objects.set_operations import SetIterator
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.str import new_str
from interpreter.objects.subclass import FrozenSetInstance, SetInstance, check_subtype
from interpreter.objects.tuple import Tuple, tuple1, tuple3
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0
from interpreter.protocols.text import repr_of
from transform.rpython import wrap


# set.

def set_allocate(type: Type) -> Object:
    return SetInstance(type) if type.is_heap else Set()


@exposed_static("__new__", rest="arguments", keywords="keywords")
def set_new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, set_type)
    return set_allocate(cls)


@exposed("__init__")
def set_init(self: Set, iterable: Optional[Object] = None, /) -> None:
    """Initialize self."""
    self.table.clear()
    if iterable is not None:
        sets.update(self, iterable)


@exposed("add")
def set_add(self: Set, item: Object, /) -> None:
    """Add an element to a set.

    This has no effect if the element is already present."""
    self.add(item)


@exposed("remove")
def set_remove(self: Set, item: Object, /) -> None:
    """Remove an element from a set; it must be a member.

    If the element is not a member, raise a KeyError."""
    if not self.table.delete(sets.hashable(item)):
        raise key_error(item)


@exposed("discard")
def set_discard(self: Set, item: Object, /) -> None:
    """Remove an element from a set if it is a member.

    Unlike set.remove(), the discard() method does not raise
    an exception when an element is missing from the set."""
    self.table.delete(sets.hashable(item))


@exposed("pop")
def set_pop(self: Set) -> Object:
    """Remove and return an arbitrary set element.
    Raises KeyError if the set is empty."""
    number = self.table.next_entry(0)
    if number < 0:
        raise key_error(new_str("pop from an empty set"))
    result = key_of(self.table, number)
    self.table.remove_entry(number)
    return result


@exposed("clear")
def set_clear(self: Set) -> None:
    """Remove all elements from this set."""
    self.table.clear()


@exposed("update", rest="others")
def set_update(self: Set, others: Tuple) -> None:
    """Update a set with the union of itself and others."""
    for i in range(others.length):
        sets.update(self, others.item(i))


@exposed("intersection_update", rest="others")
def set_intersection_update(self: Set, others: Tuple) -> None:
    """Update a set with the intersection of itself and another."""
    self.table = sets.intersection_of(self, others).table


@exposed("difference_update", rest="others")
def set_difference_update(self: Set, others: Tuple) -> None:
    """Remove all elements of another set from this set."""
    for i in range(others.length):
        sets.remove_all(self, others.item(i))


@exposed("symmetric_difference_update")
def set_symmetric_difference_update(self: Set, other: Object, /) -> None:
    """Update a set with the symmetric difference of itself and another."""
    self.table = sets.symmetric_difference(self, other).table


@exposed("__ior__")
def set_or_in_place(self: Set, value: Object, /) -> Object:
    """Return self|=value."""
    if not isinstance(value, AnySet):
        return NOT_IMPLEMENTED
    sets.update(self, value)
    return self


@exposed("__iand__")
def set_and_in_place(self: Set, value: Object, /) -> Object:
    """Return self&=value."""
    if not isinstance(value, AnySet):
        return NOT_IMPLEMENTED
    self.table = sets.intersection(self, value).table
    return self


@exposed("__isub__")
def set_subtract_in_place(self: Set, value: Object, /) -> Object:
    """Return self-=value."""
    if not isinstance(value, AnySet):
        return NOT_IMPLEMENTED
    sets.remove_all(self, value)
    return self


@exposed("__ixor__")
def set_xor_in_place(self: Set, value: Object, /) -> Object:
    """Return self^=value."""
    if not isinstance(value, AnySet):
        return NOT_IMPLEMENTED
    self.table = sets.symmetric_difference(self, value).table
    return self


@exposed("copy")
def set_copy(self: Set) -> Object:
    """Return a shallow copy of a set."""
    return sets.copy_of(self)


# frozenset.

def frozen_allocate(type: Type) -> Object:
    return FrozenSetInstance(type)


@exposed_static("__new__")
def frozen_new(cls: Type, iterable: Optional[Object] = None, /) -> Object:
    """Create and return a new object."""
    check_subtype(cls, frozenset_type)
    if cls.is_heap:
        made: AnySet = FrozenSetInstance(cls)
    elif isinstance(iterable, FrozenSet) and iterable.python_type is not None:
        return iterable
    else:
        made = FrozenSet()
    if iterable is not None:
        sets.update(made, iterable)
    return made


@exposed("copy")
def frozen_copy(self: FrozenSet) -> Object:
    """Return a shallow copy of a set."""
    return self if self.python_type is not None else sets.copy_of(self)


@exposed("__hash__")
def frozen_hash(self: FrozenSet) -> int:
    """Return hash(self)."""
    if self.hash == -1:
        self.hash = hash_of_items(self)
    return self.hash


def hash_of_items(items: AnySet) -> int:
    """Independent of the order of the items. Their hashes are those that the set has, as asking again may take long where sets are nested."""
    table = items.table
    if table.used > 0 and len(table.index) == 0:
        table.rebuild_index()
    result = 0
    for i in range(table.used):
        if table.entries[2 * i] is None:
            continue
        part = table.hashes[i]
        result ^= wrap((part ^ 89869747 ^ wrap(part << 16)) * 3644798167)
    result ^= wrap((items.table.count + 1) * 1927868237)
    result ^= (result >> 11 & 0x1FFFFFFFFFFFFF) ^ (result >> 25 & 0x7FFFFFFFFF)
    result = wrap(result * 69069 + 907133923)
    return 590923713 if result == -1 else result


# Both.

@exposed("__len__")
def any_length(self: AnySet) -> int:
    """Return len(self)."""
    return self.table.count


@exposed("__contains__")
def any_contains(self: AnySet, item: Object, /) -> bool:
    """x.__contains__(y) <==> y in x."""
    return sets.has(self, item)


@exposed("__iter__")
def any_iterate(self: AnySet) -> Object:
    """Implement iter(self)."""
    return SetIterator(self.table)


@exposed("__repr__")
def any_to_repr(self: AnySet) -> str:
    """Return repr(self)."""
    name = type_of(self).name
    if self.table.count == 0:
        return f"{name}()"
    if not enter_repr(self):
        return f"{name}(...)"
    try:
        text = "{" + ", ".join([repr_of(item) for item in self.items()]) + "}"
        return text if type_of(self) is set_type else f"{name}({text})"
    finally:
        leave_repr(self)


@exposed("union", rest="others")
def any_union(self: AnySet, others: Tuple) -> Object:
    """Return the union of sets as a new set.

    (i.e. all elements that are in either set.)"""
    return sets.union_of(self, others)


@exposed("intersection", rest="others")
def any_intersection(self: AnySet, others: Tuple) -> Object:
    """Return the intersection of two sets as a new set.

    (i.e. all elements that are in both sets.)"""
    return sets.intersection_of(self, others)


@exposed("difference", rest="others")
def any_difference(self: AnySet, others: Tuple) -> Object:
    """Return the difference of two or more sets as a new set.

    (i.e. all elements that are in this set but not the others.)"""
    return sets.difference_of(self, others)


@exposed("symmetric_difference")
def any_symmetric_difference(self: AnySet, other: Object, /) -> Object:
    """Return the symmetric difference of two sets as a new set.

    (i.e. all elements that are in exactly one of the sets.)"""
    return sets.symmetric_difference(self, other)


@exposed("isdisjoint")
def any_is_disjoint(self: AnySet, other: Object, /) -> bool:
    """Return True if two sets have a null intersection."""
    return sets.is_disjoint(self, other)


@exposed("issubset")
def any_is_subset(self: AnySet, other: Object, /) -> bool:
    """Report whether another set contains this set."""
    return sets.is_subset(self, sets.as_set(other))


@exposed("issuperset")
def any_is_superset(self: AnySet, other: Object, /) -> bool:
    """Report whether this set contains another set."""
    return sets.is_subset(other, self) if isinstance(other, AnySet) else sets.has_all(self, other)


@exposed("__reduce__")
def any_reduce(self: AnySet) -> Object:
    """Return state information for pickling."""
    state = call0(get_attribute(self, "__getstate__"))
    return tuple3(type_of(self), tuple1(new_list(self.items())), state)


@exposed("__sizeof__")
def any_size_of(self: AnySet) -> int:
    """S.__sizeof__() -> size of S in memory, in bytes"""
    return 80 + 8 * len(self.table.entries) + 8 * len(self.table.hashes) + 4 * len(self.table.index)


@exposed_class("__class_getitem__")
def any_class_get(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


operators = Operators(AnySet, __name__, "any_")
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(sets.compare)
_and, _rand = operators.arithmetic("and", "&", sets.and_sets)
_or, _ror = operators.arithmetic("or", "|", sets.or_sets)
_sub, _rsub = operators.arithmetic("sub", "-", sets.subtract_sets)
_xor, _rxor = operators.arithmetic("xor", "^", sets.xor_sets)

set_type = define(Set, "set", allocate=set_allocate, methods=__name__, prefix="set_", doc="""set() -> new empty set object
set(iterable) -> new set object

Build an unordered collection of unique elements.""")
add_methods(set_type, __name__, "any_")
frozenset_type = define(FrozenSet, "frozenset", allocate=frozen_allocate, methods=__name__, prefix="frozen_",
                        doc="""frozenset() -> empty frozenset object
frozenset(iterable) -> frozenset object

Build an immutable unordered collection of unique elements.""")
add_methods(frozenset_type, __name__, "any_")
