"""What Python programs can do with a dict."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import key_error, runtime_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.dict_views import ItemsView, KeyIterator, KeyReverseIterator, KeysView, ValuesView, key_of
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.int import new_bool
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import new_str
from interpreter.objects.subclass import DictInstance, check_subtype
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call0, invoke2
from interpreter.protocols.compare import EQ, NE, equals
from interpreter.protocols.item import get_item_any, set_item_any
from interpreter.protocols.iterate import iterator_of, list_of, next_of
from interpreter.protocols.text import repr_of


def allocate(type: Type) -> Object:
    return DictInstance(type) if type.is_heap else Dict()


@exposed_static("__new__", rest="arguments", keywords="keywords")
def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, dict_type)
    return allocate(cls)


@exposed("__init__", rest="arguments", keywords="keywords")
def init(self: Dict, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    update_by_arguments(self, "dict", arguments, keywords)


def update_by_arguments(self: Dict, name: str, arguments: Tuple, keywords: Optional[Dict]) -> None:
    if arguments.length > 1:
        raise type_error(f"{name} expected at most 1 argument, got {arguments.length}")
    if arguments.length == 1:
        merge(self, arguments.item(0))
    if keywords is not None:
        merge_dict(self, keywords)


def merge(self: Dict, source: Object) -> None:
    """Takes over what a mapping or an iterable of pairs has."""
    if isinstance(source, Dict) and type_of(source).slots[Slot.ITER] is dict_type.slots[Slot.ITER]:
        merge_dict(self, source)
        return
    keys = find_optional(source, "keys")
    if keys is not None:
        for key in list_of(call0(keys)):
            self.set(key, get_item_any(source, key))
        return
    iterator = iterator_of(source)
    count = 0
    while True:
        pair = next_of(iterator)
        if pair is None:
            return
        if type_of(pair).slots[Slot.ITER] is None and type_of(pair).slots[Slot.GETITEM] is None:
            raise type_error(f"cannot convert dictionary update sequence element #{count} to a sequence")
        items = list_of(pair)
        if len(items) != 2:
            raise value_error(f"dictionary update sequence element #{count} has length {len(items)}; 2 is required")
        self.set(items[0], items[1])
        count += 1


def merge_dict(self: Dict, source: Dict) -> None:
    if source is self:
        return
    count = source.count
    number = source.next_entry(0)
    while number >= 0:
        self.set(key_of(source, number), source.value_at(number))
        if source.count != count:
            raise runtime_error("dict mutated during update")
        number = source.next_entry(number + 1)


# Entries.

@exposed("__len__")
def length(self: Dict) -> int:
    """Return len(self)."""
    return self.count


@exposed("__getitem__")
def get_item(self: Dict, key: Object, /) -> Object:
    """Return self[key]."""
    found = self.get(key)
    if found is not None:
        return found
    if self.python_type is not dict_type:
        method = type_of(self).slots[Slot.MISSING]
        if method is not None:
            return invoke2(method, self, key)
    raise key_error(key)


@exposed("__setitem__")
def set_item(self: Dict, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    self.set(key, value)


@exposed("__delitem__")
def delete_item(self: Dict, key: Object, /) -> None:
    """Delete self[key]."""
    if not self.delete(key):
        raise key_error(key)


@exposed("__contains__")
def contains(self: Dict, key: Object, /) -> bool:
    """True if the dictionary has the specified key, else False."""
    return self.find(key) >= 0


@exposed("__iter__")
def iterate(self: Dict) -> Object:
    """Implement iter(self)."""
    return KeyIterator(self)


@exposed("__reversed__")
def iterate_backwards(self: Dict) -> Object:
    """Return a reverse iterator over the dict keys."""
    return KeyReverseIterator(self)


@exposed
def keys(self: Dict) -> Object:
    """D.keys() -> a set-like object providing a view on D's keys"""
    return KeysView(self)


@exposed
def values(self: Dict) -> Object:
    """D.values() -> an object providing a view on D's values"""
    return ValuesView(self)


@exposed
def items(self: Dict) -> Object:
    """D.items() -> a set-like object providing a view on D's items"""
    return ItemsView(self)


@exposed
def get(self: Dict, key: Object, default: Object = NONE, /) -> Object:
    """Return the value for key if key is in the dictionary, else default."""
    found = self.get(key)
    return default if found is None else found


@exposed
def setdefault(self: Dict, key: Object, default: Object = NONE, /) -> Object:
    """Insert key with a value of default if key is not in the dictionary.

    Return the value for key if key is in the dictionary, else default."""
    return self.set_default(key, default)


@exposed
def pop(self: Dict, key: Object, default: Optional[Object] = None, /) -> Object:
    """D.pop(k[,d]) -> v, remove specified key and return the corresponding value.

    If the key is not found, return the default if given; otherwise,
    raise a KeyError."""
    number = self.find(key) if self.count > 0 else -1
    if number < 0:
        if default is not None:
            return default
        raise key_error(key)
    result = self.value_at(number)
    self.remove_entry(number)
    return result


@exposed
def popitem(self: Dict) -> Object:
    """Remove and return a (key, value) pair as a 2-tuple.

    Pairs are returned in LIFO (last-in, first-out) order.
    Raises KeyError if the dict is empty."""
    number = self.previous_entry(self.used - 1)
    if number < 0:
        raise key_error(new_str("popitem(): dictionary is empty"))
    result = tuple2(key_of(self, number), self.value_at(number))
    self.remove_last(number)
    return result


@exposed
def clear(self: Dict) -> None:
    """D.clear() -> None.  Remove all items from D."""
    self.clear()


@exposed
def copy(self: Dict) -> Object:
    """D.copy() -> a shallow copy of D"""
    return self.copy()


@exposed("update", rest="arguments", keywords="keywords")
def update(self: Dict, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """D.update([E, ]**F) -> None.  Update D from dict/iterable E and F.
    If E is present and has a .keys() method, then does:  for k in E: D[k] = E[k]
    If E is present and lacks a .keys() method, then does:  for k, v in E: D[k] = v
    In either case, this is followed by: for k in F:  D[k] = F[k]"""
    update_by_arguments(self, "update", arguments, keywords)


@exposed_class("fromkeys")
def fromkeys(cls: Type, iterable: Object, value: Object = NONE, /) -> Object:
    """Create a new dictionary with keys from iterable and values set to value."""
    made = Dict() if cls is dict_type else call0(cls)
    iterator = iterator_of(iterable)
    while True:
        key = next_of(iterator)
        if key is None:
            return made
        set_item_any(made, key, value)


@exposed("__repr__")
def to_repr(self: Dict) -> str:
    """Return repr(self)."""
    if self.count == 0:
        return "{}"
    if not enter_repr(self):
        return "{...}"
    try:
        parts: list[str] = []
        number = self.next_entry(0)
        while number >= 0:
            value = self.value_at(number)
            text = repr_of(key_of(self, number))
            parts.append(f"{text}: {repr_of(value)}")
            number = self.next_entry(number + 1)
        return "{" + ", ".join(parts) + "}"
    finally:
        leave_repr(self)


@exposed("__sizeof__")
def size_of(self: Dict) -> int:
    """D.__sizeof__() -> size of D in memory, in bytes"""
    return 64 + 8 * len(self.entries) + 8 * len(self.hashes) + 4 * len(self.index)


# Operators.

def compare_dicts(operation: int, a: Dict, b: Object) -> Object:
    """By entries, whatever their order; only == and !=."""
    if not isinstance(b, Dict) or operation != EQ and operation != NE:
        return NOT_IMPLEMENTED
    return new_bool(same_entries(a, b) == (operation == EQ))


def same_entries(a: Dict, b: Dict) -> bool:
    if a.count != b.count:
        return False
    number = a.next_entry(0)
    while number >= 0:
        value = a.value_at(number)
        other = b.get(key_of(a, number))
        if other is None or not equals(value, other):
            return False
        number = a.next_entry(number + 1)
    return True


def union(a: Dict, b: Dict) -> Object:
    result = a.copy()
    merge(result, b)
    return result


@exposed("__ior__")
def merge_in_place(self: Dict, value: Object, /) -> Object:
    """Return self|=value."""
    merge(self, value)
    return self


operators = Operators(Dict, __name__)
_lt, _le, _eq, _ne, _gt, _ge = operators.comparisons(compare_dicts)
_or, _ror = operators.arithmetic("or", "|", union)


@exposed_class("__class_getitem__")
def class_get(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


dict_type = define(Dict, "dict", allocate=allocate, methods=__name__, doc="""dict() -> new empty dictionary
dict(mapping) -> new dictionary initialized from a mapping object's
    (key, value) pairs
dict(iterable) -> new dictionary initialized as if via:
    d = {}
    for k, v in iterable:
        d[k] = v
dict(**kwargs) -> new dictionary initialized with the name=value pairs
    in the keyword argument list.  For example:  dict(one=1, two=2)""")
dict_type.is_mapping = True
