"""functools.partial."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import merge_dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.make import new_tuple
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, tuple1, tuple3
from interpreter.protocols.call import call_any, call_tuples
from interpreter.protocols.text import repr_of, str_of


class Partial(MappedStorage, Object):
    """partial(func, *args, **keywords) - new function with partial application
    of the given arguments and keywords."""
    function: Object
    arguments: Tuple
    keywords: Dict

    def __init__(self, type: Type) -> None:
        self.start(type)
        self.function = NONE
        self.arguments = EMPTY_TUPLE
        self.keywords = Dict()

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object."""
        if arguments.length == 0:
            raise type_error("type 'partial' takes at least one argument")
        function = arguments.item(0)
        rest = arguments.items()[1:]
        if type_of(function).slots[Slot.CALL] is None:
            raise type_error("the first argument must be callable")
        made = Partial(cls)
        inner = plain_partial(function)
        if inner is None:
            made.function = function
            made.arguments = new_tuple(rest)
        else:
            made.function = inner.function
            made.arguments = new_tuple(inner.arguments.items() + rest)
            merge_dict(made.keywords, inner.keywords)
        if keywords is not None:
            merge_dict(made.keywords, keywords)
        return made

    @exposed("__call__", rest="arguments", keywords="keywords")
    def call(self, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Call self as a function."""
        if self.keywords.count == 0 and keywords is None:
            return call_tuples(self.function, self.arguments, arguments)
        merged = self.keywords
        if keywords is not None:
            merged = merged.copy()
            merge_dict(merged, keywords)
        names, values = keyword_lists(merged)
        return call_any(self.function, self.arguments.items() + arguments.items(), names, values)

    @exposed_property("func")
    def get_function(self) -> Object:
        """function object to use in future partial calls"""
        return self.function

    @exposed_property("args")
    def get_arguments(self) -> Object:
        """tuple of arguments to future partial calls"""
        return self.arguments

    @exposed_property("keywords")
    def get_keywords(self) -> Object:
        """dictionary of keyword arguments to future partial calls"""
        return self.keywords

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        if not enter_repr(self):
            return "..."
        try:
            parts = [repr_of(self.function)]
            for argument in self.arguments.items():
                parts.append(repr_of(argument))
            for key in self.keywords.keys():
                value = self.keywords.get(key)
                if value is not None:
                    parts.append(f"{str_of(key).value}={repr_of(value)}")
            type = type_of(self)
            return f"{type.name if type.is_heap else 'functools.partial'}({', '.join(parts)})"
        finally:
            leave_repr(self)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        attributes = self.get_dict() if self.map.count > self.map.type.member_count else None
        state = new_tuple([self.function, self.arguments, self.keywords, NONE if attributes is None else attributes])
        return tuple3(type_of(self), tuple1(self.function), state)

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        if not isinstance(state, Tuple) or state.length != 4:
            raise type_error("invalid partial state")
        function, arguments, keywords, attributes = state.item(0), state.item(1), state.item(2), state.item(3)
        if type_of(function).slots[Slot.CALL] is None or not isinstance(arguments, Tuple) \
                or not (keywords is NONE or isinstance(keywords, Dict)):
            raise type_error("invalid partial state")
        self.function = function
        self.arguments = new_tuple(arguments.items())
        self.keywords = Dict()
        if isinstance(keywords, Dict):
            merge_dict(self.keywords, keywords)
        self.set_dict(attributes if isinstance(attributes, Dict) else Dict())

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


def plain_partial(function: Object) -> Optional[Partial]:
    """A partial whose arguments may be taken over: one without attributes whose calls are not redefined."""
    if isinstance(function, Partial) and type_of(function).slots[Slot.CALL] is partial_type.slots[Slot.CALL]:
        if function.map.count == function.map.type.member_count:
            return function
    return None


def allocate(type: Type) -> Object:
    return Partial(type)


partial_type = define(Partial, "partial", allocate=allocate, module="functools")
partial_type.instances_have_dict = True
partial_type.namespace["__dict__"] = DICT_DESCRIPTOR
