"""collections.defaultdict."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import key_error, type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import dict_type, merge, merge_dict, to_repr, update_by_arguments
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.make import new_tuple
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple1
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call2
from interpreter.protocols.item import set_item_any
from interpreter.protocols.iterate import iterator_of
from interpreter.protocols.text import repr_of


class DefaultDict(Dict):
    """defaultdict(default_factory=None, /, [...]) --> dict with default factory"""
    factory: Object

    def __init__(self, factory: Object) -> None:
        super().__init__()
        self.factory = factory

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
        """Create and return a new object."""
        check_subtype(cls, defaultdict_type)
        return allocate(cls)

    @exposed("__init__", rest="arguments", keywords="keywords")
    def init(self, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
        """Initialize self."""
        factory: Object = NONE
        rest = arguments
        if arguments.length > 0:
            factory = arguments.item(0)
            rest = new_tuple(arguments.items()[1:])
        if factory is not NONE and type_of(factory).slots[Slot.CALL] is None:
            raise type_error("first argument must be callable or None")
        self.factory = factory
        update_by_arguments(self, "dict", rest, keywords)

    @exposed("__missing__")
    def missing(self, key: Object, /) -> Object:
        """__missing__(key) # Called by __getitem__ for missing key; pseudo-code:"""
        if self.factory is NONE:
            raise key_error(key)
        value = call0(self.factory)
        set_item_any(self, key, value)
        return value

    @exposed_property("default_factory")
    def get_factory(self) -> Object:
        """Factory for default value called by __missing__()."""
        return self.factory

    @exposed_setter("default_factory")
    def set_factory(self, value: Object) -> None:
        self.factory = value

    @exposed("__repr__")
    def describe(self) -> str:
        """Return repr(self)."""
        contents = to_repr(self)
        factory = "..."
        if enter_repr(self.factory):
            try:
                factory = repr_of(self.factory)
            finally:
                leave_repr(self.factory)
        return f"{type_of(self).name}({factory}, {contents})"

    @exposed("copy")
    def copied(self) -> Object:
        """D.copy() -> a shallow copy of D."""
        if type_of(self) is not defaultdict_type:
            return call2(type_of(self), self.factory, self)
        made = DefaultDict(self.factory)
        merge_dict(made, self)
        return made

    @exposed("__copy__")
    def copied_by_copy(self) -> Object:
        """D.copy() -> a shallow copy of D."""
        return self.copied()

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        arguments = EMPTY_TUPLE if self.factory is NONE else tuple1(self.factory)
        items = iterator_of(call0(get_attribute(self, "items")))
        return new_tuple([type_of(self), arguments, NONE, NONE, items])

    @exposed("__or__")
    def union(self, value: Object, /) -> Object:
        """Return self|value."""
        if not isinstance(value, Dict):
            return NOT_IMPLEMENTED
        made = self.copied()
        assert isinstance(made, Dict)
        merge(made, value)
        return made

    @exposed("__ror__")
    def union_reflected(self, value: Object, /) -> Object:
        """Return value|self."""
        if not isinstance(value, Dict):
            return NOT_IMPLEMENTED
        made = call2(type_of(self), self.factory, value)
        assert isinstance(made, Dict)
        merge(made, self)
        return made

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


class DefaultDictInstance(MappedStorage, DefaultDict):
    """An instance of a class below defaultdict."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__(NONE)
        self.start(type)


def allocate(type: Type) -> Object:
    return DefaultDictInstance(type) if type.is_heap else DefaultDict(NONE)


defaultdict_type = define(DefaultDict, "defaultdict", base=dict_type, allocate=allocate, module="collections")
defaultdict_type.is_mapping = True
