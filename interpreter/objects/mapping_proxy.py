"""mappingproxy: a view of a mapping that cannot be changed."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.list import List
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from interpreter.protocols import number
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call1, call2, invoke1
from interpreter.protocols.compare import compare, hash_of, length
from interpreter.protocols.item import contains, get_item_any
from interpreter.protocols.iterate import iterator_of
from interpreter.protocols.text import repr_of, str_of


class MappingProxy(Object):
    """A read-only view of a mapping."""
    mapping: Object

    def __init__(self, mapping: Object) -> None:
        self.mapping = mapping

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, mapping: Object) -> Object:
        """Create and return a new object."""
        owner = type_of(mapping)
        if isinstance(mapping, List) or isinstance(mapping, Tuple) or owner.slots[Slot.GETITEM] is None:
            raise type_error(f"mappingproxy() argument must be a mapping, not {owner.name}")
        return MappingProxy(mapping)

    @exposed("__len__")
    def length(self) -> int:
        """Return len(self)."""
        return length(self.mapping)

    @exposed("__getitem__")
    def get_item(self, key: Object, /) -> Object:
        """Return self[key]."""
        return get_item_any(self.mapping, key)

    @exposed("__contains__")
    def contains(self, key: Object, /) -> bool:
        """Return key in self."""
        return contains(self.mapping, key)

    @exposed("__iter__")
    def iterate(self) -> Object:
        """Implement iter(self)."""
        return iterator_of(self.mapping)

    @exposed("__reversed__")
    def iterate_backwards(self) -> Object:
        """D.__reversed__() -> reverse iterator"""
        method = type_of(self.mapping).slots[Slot.REVERSED]
        if method is None:
            raise type_error(f"'{type_of(self.mapping).name}' object is not reversible")
        return invoke1(method, self.mapping)

    @exposed("get")
    def get(self, key: Object, default: Optional[Object] = None, /) -> Object:
        """Return the value for key if key is in the mapping, else default."""
        method = get_attribute(self.mapping, "get")
        return call1(method, key) if default is None else call2(method, key, default)

    @exposed("keys")
    def keys(self) -> Object:
        """D.keys() -> a set-like object providing a view on D's keys"""
        return call0(get_attribute(self.mapping, "keys"))

    @exposed("values")
    def values(self) -> Object:
        """D.values() -> an object providing a view on D's values"""
        return call0(get_attribute(self.mapping, "values"))

    @exposed("items")
    def items(self) -> Object:
        """D.items() -> a set-like object providing a view on D's items"""
        return call0(get_attribute(self.mapping, "items"))

    @exposed("copy")
    def copy(self) -> Object:
        """D.copy() -> a shallow copy of D"""
        return call0(get_attribute(self.mapping, "copy"))

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"mappingproxy({repr_of(self.mapping)})"

    @exposed("__str__")
    def to_str(self) -> Object:
        """Return str(self)."""
        return str_of(self.mapping)

    @exposed("__hash__")
    def hash(self) -> int:
        """Return hash(self)."""
        return hash_of(self.mapping)

    @exposed("__ior__")
    def merge_in_place(self, other: Object, /) -> Object:
        """Return self|=value."""
        raise type_error("'|=' is not supported by mappingproxy; use '|' instead")

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


def compare_proxies(operation: int, a: MappingProxy, b: Object) -> Object:
    return compare(operation, a.mapping, b)


def merged(a: Object, b: Object) -> Object:
    """``a | b`` of the mappings."""
    left = a.mapping if isinstance(a, MappingProxy) else a
    right = b.mapping if isinstance(b, MappingProxy) else b
    return number.binary(Slot.OR, left, right)


_operators = Operators(MappingProxy, __name__)
_lt, _le, _eq, _ne, _gt, _ge = _operators.comparisons(compare_proxies)
_or, _ror = _operators.mixed("or", "|", merged)

mapping_proxy_type = define(MappingProxy, "mappingproxy", methods=__name__, doc="")
mapping_proxy_type.is_mapping = True
