"""What sets are made of and combined by, for set and frozenset alike."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import runtime_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.dict_views import key_of
from interpreter.objects.int import new_bool
from interpreter.objects.iterators import Iterator, by_iter
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.set import AnySet, FrozenSet, Set
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from interpreter.protocols.iterate import iterator_of, next_of


class SetIterator(Iterator):
    """The iterator of a set. `table` is empty once the end was reached."""
    table: Optional[Dict]
    number: int
    expected: int
    remaining: int

    def __init__(self, table: Dict) -> None:
        self.table = table
        self.number = 0
        self.expected = table.count
        self.remaining = table.count

    def advance(self) -> Optional[Object]:
        table = self.table
        if table is None:
            return None
        if self.expected != table.count:
            self.expected = -1
            raise runtime_error("Set changed size during iteration")
        found = table.next_entry(self.number)
        if found < 0:
            self.table = None
            return None
        self.number = found + 1
        self.remaining -= 1
        return key_of(table, found)

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        table = self.table
        return self.remaining if table is not None and table.count == self.expected else 0

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        rest: list[Object] = []
        table = self.table
        number = self.number
        remaining = self.remaining
        while True:
            item = self.advance()
            if item is None:
                break
            rest.append(item)
        self.table = table
        self.number = number
        self.remaining = remaining
        return by_iter(new_list(rest))


define(SetIterator, "set_iterator")


def same_kind(a: AnySet) -> AnySet:
    """An empty set or frozenset, as the type of `a` has it: what operators give."""
    return FrozenSet() if isinstance(a, FrozenSet) else Set()


def copy_of(a: AnySet) -> AnySet:
    result = same_kind(a)
    result.table = a.table.copy()
    return result


def update(a: AnySet, source: Object) -> None:
    """Adds all items of an iterable."""
    if isinstance(source, AnySet):
        if source.table is a.table:
            return
        if a.table.count == 0:
            a.table = source.table.copy()
            return
        add_keys(a, source.table)
        return
    if isinstance(source, Dict) and source.python_type is not None:
        add_keys(a, source)
        return
    iterator = iterator_of(source)
    while True:
        item = next_of(iterator)
        if item is None:
            return
        a.add(item)


def add_keys(a: AnySet, source: Dict) -> None:
    """Adds the keys of a table, whose hashes are known."""
    number = source.next_entry(0)
    while number >= 0:
        a.table.add_hashed(key_of(source, number), source.hash_at(number), NONE)
        number = source.next_entry(number + 1)


def as_set(x: Object) -> AnySet:
    """The set itself, or a new one of the items of an iterable."""
    if isinstance(x, AnySet):
        return x
    result = Set()
    update(result, x)
    return result


def has(a: AnySet, item: Object) -> bool:
    """Whether an item is in a set. A set that has no hash is looked for as a frozenset."""
    return a.table.find(hashable(item)) >= 0


def hashable(item: Object) -> Object:
    """A set that has no hash as a frozenset; all else as it is."""
    if not isinstance(item, Set):
        return item
    method = type_of(item).slots[Slot.HASH]
    if method is not None and method is not NONE:
        return item
    result = FrozenSet()
    result.table = item.table
    return result


def intersection(a: AnySet, other: Object) -> AnySet:
    result = same_kind(a)
    if isinstance(other, AnySet):
        smaller = a
        larger = other
        if other.table.count < a.table.count:
            smaller = other
            larger = a
        for item in smaller.items():
            if larger.table.find(item) >= 0:
                result.add(item)
        return result
    iterator = iterator_of(other)
    while True:
        item_found = next_of(iterator)
        if item_found is None:
            return result
        if a.table.find(item_found) >= 0:
            result.add(item_found)


def remove_all(a: AnySet, other: Object) -> None:
    """Removes the items of an iterable."""
    if isinstance(other, AnySet) and other.table is a.table:
        a.table.clear()
        return
    iterator = iterator_of(other)
    while True:
        item = next_of(iterator)
        if item is None:
            return
        a.table.delete(item)


def toggle_all(a: AnySet, other: AnySet) -> None:
    """Removes the items that another set has too, and adds its others."""
    for item in other.items():
        if not a.table.delete(item):
            a.add(item)


def union_of(a: AnySet, others: Tuple) -> AnySet:
    result = copy_of(a)
    for i in range(others.length):
        update(result, others.item(i))
    return result


def intersection_of(a: AnySet, others: Tuple) -> AnySet:
    if others.length == 0:
        return copy_of(a)
    result = a
    for i in range(others.length):
        result = intersection(result, others.item(i))
    return result


def difference_of(a: AnySet, others: Tuple) -> AnySet:
    result = copy_of(a)
    for i in range(others.length):
        remove_all(result, others.item(i))
    return result


def symmetric_difference(a: AnySet, other: Object) -> AnySet:
    result = same_kind(a)
    result.table = a.table.copy()
    toggle_all(result, as_set(other))
    return result


def is_subset(a: AnySet, b: AnySet) -> bool:
    if a.table.count > b.table.count:
        return False
    for item in a.items():
        if b.table.find(item) < 0:
            return False
    return True


def has_all(a: AnySet, other: Object) -> bool:
    """Whether all items of an iterable are in a set."""
    iterator = iterator_of(other)
    while True:
        item = next_of(iterator)
        if item is None:
            return True
        if a.table.find(item) < 0:
            return False


def is_disjoint(a: AnySet, other: Object) -> bool:
    iterator = iterator_of(other)
    while True:
        item = next_of(iterator)
        if item is None:
            return True
        if a.table.find(item) >= 0:
            return False


def compare(operation: int, a: AnySet, b: Object) -> Object:
    """By inclusion."""
    if not isinstance(b, AnySet):
        return NOT_IMPLEMENTED
    mine = a.table.count
    other = b.table.count
    match operation:
        case 0:
            return new_bool(mine < other and is_subset(a, b))
        case 1:
            return new_bool(is_subset(a, b))
        case 2:
            return new_bool(mine == other and is_subset(a, b))
        case 3:
            return new_bool(mine != other or not is_subset(a, b))
        case 4:
            return new_bool(mine > other and is_subset(b, a))
        case _:
            return new_bool(is_subset(b, a))


def and_sets(a: AnySet, b: AnySet) -> Object:
    return intersection(a, b)


def or_sets(a: AnySet, b: AnySet) -> Object:
    result = copy_of(a)
    update(result, b)
    return result


def subtract_sets(a: AnySet, b: AnySet) -> Object:
    result = copy_of(a)
    remove_all(result, b)
    return result


def xor_sets(a: AnySet, b: AnySet) -> Object:
    return symmetric_difference(a, b)
