"""What ``keys()``, ``values()`` and ``items()`` of a dict give, and the iterators over dicts."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, runtime_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.int import new_bool
from interpreter.objects.iterators import Iterator, by_iter
from interpreter.objects.list import new_list
from interpreter.objects.mapping_proxy import MappingProxy
from interpreter.objects.object import Object, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.set import AnySet, Set
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.compare import equals, length
from interpreter.protocols.item import contains
from interpreter.protocols.iterate import iterator_of, list_of, next_of
from interpreter.protocols.text import repr_of


class DictIterator(Iterator):
    """Iterates over the entries of a dict; what it makes of one is the business of its subclasses. `dict` is empty once the end was reached."""
    dict: Optional[Dict]
    number: int
    expected: int
    remaining: int

    def __init__(self, dict: Dict) -> None:
        self.dict = dict
        self.number = 0
        self.expected = dict.count
        self.remaining = dict.count

    def item_of(self, dict: Dict, number: int) -> Object:
        raise NotImplementedError

    def find_next(self, dict: Dict) -> int:
        """The next entry, or -1."""
        found = dict.next_entry(self.number)
        self.number = found + 1
        return found

    def advance(self) -> Optional[Object]:
        dict = self.dict
        if dict is None:
            return None
        if self.expected != dict.count:
            self.expected = -1
            raise changed("dictionary changed size during iteration")
        found = self.find_next(dict)
        if found < 0:
            self.dict = None
            return None
        if self.remaining == 0:
            raise changed("dictionary keys changed during iteration")
        self.remaining -= 1
        return self.item_of(dict, found)

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        dict = self.dict
        return self.remaining if dict is not None and dict.count == self.expected else 0

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        rest: list[Object] = []
        dict = self.dict
        number = self.number
        remaining = self.remaining
        while True:
            item = self.advance()
            if item is None:
                break
            rest.append(item)
        self.dict = dict
        self.number = number
        self.remaining = remaining
        return by_iter(new_list(rest))


def changed(text: str) -> PyError:
    return runtime_error(text)


class DictReverseIterator(DictIterator):
    """The same from the last entry to the first."""

    def __init__(self, dict: Dict) -> None:
        super().__init__(dict)
        self.number = dict.used - 1

    def find_next(self, dict: Dict) -> int:
        found = dict.previous_entry(self.number)
        self.number = found - 1
        return found


class KeyIterator(DictIterator):
    def item_of(self, dict: Dict, number: int) -> Object:
        return key_of(dict, number)


class ValueIterator(DictIterator):
    def item_of(self, dict: Dict, number: int) -> Object:
        return dict.value_at(number)


class ItemIterator(DictIterator):
    def item_of(self, dict: Dict, number: int) -> Object:
        return tuple2(key_of(dict, number), dict.value_at(number))


class KeyReverseIterator(DictReverseIterator):
    def item_of(self, dict: Dict, number: int) -> Object:
        return key_of(dict, number)


class ValueReverseIterator(DictReverseIterator):
    def item_of(self, dict: Dict, number: int) -> Object:
        return dict.value_at(number)


class ItemReverseIterator(DictReverseIterator):
    def item_of(self, dict: Dict, number: int) -> Object:
        return tuple2(key_of(dict, number), dict.value_at(number))


def key_of(dict: Dict, number: int) -> Object:
    key = dict.key_at(number)
    assert key is not None
    return key


class DictView(Object):
    """A view of a dict."""
    dict: Dict

    def __init__(self, dict: Dict) -> None:
        self.dict = dict

    def iterate(self) -> Iterator:
        raise NotImplementedError

    def iterate_backwards(self) -> Iterator:
        raise NotImplementedError

    @exposed("__len__")
    def length(self) -> int:
        """Return len(self)."""
        return self.dict.count

    @exposed("__iter__")
    def iterator(self) -> Object:
        """Implement iter(self)."""
        return self.iterate()

    @exposed("__reversed__")
    def reverse_iterator(self) -> Object:
        """Return a reverse iterator over the dict's entries."""
        return self.iterate_backwards()

    @exposed_property("mapping")
    def mapping(self) -> Object:
        """dictionary that this view refers to"""
        return MappingProxy(self.dict)

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        if not enter_repr(self):
            return "..."
        try:
            return f"{type_of(self).name}({repr_of(new_list(list_of(self)))})"
        finally:
            leave_repr(self)


class ValuesView(DictView):
    """``dict.values()``"""

    def iterate(self) -> Iterator:
        return ValueIterator(self.dict)

    def iterate_backwards(self) -> Iterator:
        return ValueReverseIterator(self.dict)


class SetView(DictView):
    """A view that is like a set: keys or items."""

    def has(self, item: Object) -> bool:
        raise NotImplementedError

    @exposed("__contains__")
    def contains(self, key: Object, /) -> bool:
        """Return key in self."""
        return self.has(key)

    @exposed("isdisjoint")
    def is_disjoint(self, other: Object, /) -> bool:
        """Return True if the view and the given iterable have a null intersection."""
        if other is self:
            return self.dict.count == 0
        iterator = iterator_of(other)
        while True:
            item = next_of(iterator)
            if item is None:
                return True
            if self.has(item):
                return False


class KeysView(SetView):
    """``dict.keys()``"""

    def iterate(self) -> Iterator:
        return KeyIterator(self.dict)

    def iterate_backwards(self) -> Iterator:
        return KeyReverseIterator(self.dict)

    def has(self, item: Object) -> bool:
        return self.dict.find(item) >= 0


class ItemsView(SetView):
    """``dict.items()``"""

    def iterate(self) -> Iterator:
        return ItemIterator(self.dict)

    def iterate_backwards(self) -> Iterator:
        return ItemReverseIterator(self.dict)

    def has(self, item: Object) -> bool:
        if not isinstance(item, Tuple) or item.length != 2:
            return False
        found = self.dict.get(item.item(0))
        return found is not None and equals(found, item.item(1))


def set_of(x: Object) -> Set:
    """A new set of the items of an iterable."""
    result = Set()
    iterator = iterator_of(x)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        result.add(item)


def intersection(a: Object, b: Object) -> Object:
    source = b if isinstance(a, SetView) else a
    other = a if isinstance(a, SetView) else b
    if isinstance(source, SetView) and isinstance(other, SetView) and source.dict.count > other.dict.count:
        source, other = other, source
    result = Set()
    iterator = iterator_of(source)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        if contains(other, item):
            result.add(item)


def union(a: Object, b: Object) -> Object:
    result = set_of(a)
    iterator = iterator_of(b)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        result.add(item)


def difference(a: Object, b: Object) -> Object:
    result = set_of(a)
    iterator = iterator_of(b)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        result.table.delete(item)


def symmetric_difference(a: Object, b: Object) -> Object:
    result = set_of(a)
    for item in set_of(b).items():
        if not result.table.delete(item):
            result.add(item)
    return result


def compare_views(operation: int, a: SetView, b: Object) -> Object:
    """As sets."""
    if not isinstance(b, AnySet) and not isinstance(b, SetView):
        return NOT_IMPLEMENTED
    mine = a.dict.count
    other = length(b)
    match operation:
        case 0:
            return new_bool(mine < other and all_in(a, b))
        case 1:
            return new_bool(mine <= other and all_in(a, b))
        case 2:
            return new_bool(mine == other and all_in(a, b))
        case 3:
            return new_bool(mine != other or not all_in(a, b))
        case 4:
            return new_bool(mine > other and all_in(b, a))
        case _:
            return new_bool(mine >= other and all_in(b, a))


def all_in(a: Object, b: Object) -> bool:
    iterator = iterator_of(a)
    while True:
        item = next_of(iterator)
        if item is None:
            return True
        if not contains(b, item):
            return False


operators = Operators(SetView, __name__)
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(compare_views)
_and, _rand = operators.mixed("and", "&", intersection)
_or, _ror = operators.mixed("or", "|", union)
_sub, _rsub = operators.mixed("sub", "-", difference)
_xor, _rxor = operators.mixed("xor", "^", symmetric_difference)

define(KeysView, "dict_keys", methods=__name__)
define(ItemsView, "dict_items", methods=__name__)
define(ValuesView, "dict_values")
define(KeyIterator, "dict_keyiterator")
define(ValueIterator, "dict_valueiterator")
define(ItemIterator, "dict_itemiterator")
define(KeyReverseIterator, "dict_reversekeyiterator")
define(ValueReverseIterator, "dict_reversevalueiterator")
define(ItemReverseIterator, "dict_reverseitemiterator")
