"""What every object can do: the methods of `object`."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_bool
from interpreter.objects.list import new_list
from interpreter.objects.module import module_type
from interpreter.objects.object import Object, Type, new_instance, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.type import object_type, type_type
from interpreter.protocols.attributes import find_attribute, find_optional, no_attribute, remove_attribute, store_attribute
from interpreter.protocols.call import invoke2
from interpreter.protocols.compare import is_same, is_true
from interpreter.protocols.text import repr_of, str_of
from interpreter.protocols.types import new_object, solid_base
from transform.rpython import identity, not_none


@exposed_static("__new__", rest="arguments", keywords="keywords")
def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    if cls.slots[Slot.NEW] is not object_type.slots[Slot.NEW]:
        if cls.is_subtype(type_type):
            raise type_error(f"object.__new__({cls.name}) is not safe, use type.__new__()")
        if has_some(arguments, keywords):
            raise type_error("object.__new__() takes exactly one argument (the type to instantiate)")
    return new_object(cls, 1 if has_some(arguments, keywords) else 0)


def has_some(arguments: Object, keywords: Optional[Object]) -> bool:
    return is_true(arguments) or keywords is not None and is_true(keywords)


@exposed("__init__", rest="arguments", keywords="keywords")
def init(self: Object, arguments: Object, keywords: Optional[Object] = None) -> None:
    """Initialize self."""
    if has_some(arguments, keywords):
        t = type_of(self)
        if t.slots[Slot.INIT] is not object_type.slots[Slot.INIT]:
            raise type_error("object.__init__() takes exactly one argument (the instance to initialize)")
        if t.slots[Slot.NEW] is object_type.slots[Slot.NEW]:
            raise type_error(f"{t.name}.__init__() takes exactly one argument (the instance to initialize)")


@exposed("__repr__")
def to_repr(self: Object) -> str:
    """Return repr(self)."""
    t = type_of(self)
    module = t.namespace.get("__module__")
    if isinstance(module, Str) and module.value != "builtins":
        return f"<{module.value}.{t.qualname} object at {address_of(self)}>"
    if not t.is_heap and t.module_name != "builtins":
        return f"<{t.module_name}.{t.qualname} object at {address_of(self)}>"
    return f"<{t.qualname} object at {address_of(self)}>"


def address_of(x: Object) -> str:
    return f"{identity(x):#x}"


@exposed("__str__")
def to_str(self: Object) -> Object:
    """Return str(self)."""
    return new_str(repr_of(self))


@exposed("__format__")
def format_plainly(self: Object, format_spec: Object, /) -> Object:
    """Default object formatter."""
    if not isinstance(format_spec, Str):
        raise type_error(f"__format__() argument must be str, not {type_of(format_spec).name}")
    if len(format_spec.value) > 0:
        raise type_error(f"unsupported format string passed to {type_of(self).name}.__format__")
    return str_of(self)


@exposed("__sizeof__")
def sizeof(self: Object) -> int:
    """Size of object in memory, in bytes."""
    return _USUAL_SIZE


_USUAL_SIZE = 64
"""Of objects whose types say nothing else."""


@exposed("__getattribute__")
def getattribute(self: Object, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    found = find_attribute(self, name.value)
    if found is None:
        raise no_attribute(self, name.value)
    return found


@exposed("__setattr__")
def setattr(self: Object, name: Str, value: Object, /) -> None:
    """Implement setattr(self, name, value)."""
    check_setter(self, "__setattr__")
    store_attribute(self, name.value, value)


@exposed("__delattr__")
def delattr(self: Object, name: Str, /) -> None:
    """Implement delattr(self, name)."""
    check_setter(self, "__delattr__")
    remove_attribute(self, name.value)


def check_setter(x: Object, name: str) -> None:
    """``object.__setattr__`` must not go round that of a type, which guards it."""
    if isinstance(x, Type):
        raise type_error(f"can't apply this {name} to {type_of(x).name} object")


@exposed("__hash__")
def identity_hash(self: Object) -> int:
    """Return hash(self)."""
    return identity(self) >> 4


@exposed("__eq__")
def eq(self: Object, value: Object, /) -> Object:
    """Return self==value."""
    return new_bool(True) if is_same(self, value) else NOT_IMPLEMENTED


@exposed("__ne__")
def ne(self: Object, value: Object, /) -> Object:
    """Return self!=value."""
    method = type_of(self).slots[Slot.EQ]
    if method is None:
        return NOT_IMPLEMENTED
    result = invoke2(method, self, value)
    if result is NOT_IMPLEMENTED:
        return result
    return new_bool(not is_true(result))


@exposed("__lt__")
def lt(self: Object, value: Object, /) -> Object:
    """Return self<value."""
    return NOT_IMPLEMENTED


@exposed("__le__")
def le(self: Object, value: Object, /) -> Object:
    """Return self<=value."""
    return NOT_IMPLEMENTED


@exposed("__gt__")
def gt(self: Object, value: Object, /) -> Object:
    """Return self>value."""
    return NOT_IMPLEMENTED


@exposed("__ge__")
def ge(self: Object, value: Object, /) -> Object:
    """Return self>=value."""
    return NOT_IMPLEMENTED


@exposed_property("__class__")
def get_class(self: Object) -> Object:
    """the object's class"""
    return type_of(self)


@exposed_setter("__class__")
def set_class(self: Object, value: Object) -> None:
    if not isinstance(value, Type):
        raise type_error(f"__class__ must be set to a class, not '{type_of(value).name}' object")
    before = type_of(self)
    is_module = before.is_subtype(module_type) and value.is_subtype(module_type)
    if not is_module and not (value.is_heap and before.is_heap):
        raise type_error("__class__ assignment only supported for mutable types or ModuleType subclasses")
    if solid_base(before) is not solid_base(value) and before.member_count != value.member_count:
        raise type_error(f"__class__ assignment: '{value.name}' object layout differs from '{before.name}'")
    if not self.set_type(value):
        raise type_error(f"__class__ assignment: '{value.name}' object layout differs from '{before.name}'")


@exposed("__dir__")
def list_names(self: Object) -> Object:
    """Default dir() implementation."""
    names = Dict()
    own = find_optional(self, "__dict__")
    if isinstance(own, Dict):
        add_names(names, own)
    for t in type_of(self).mro:
        for name in t.namespace:
            names.set_str(name, NONE)
    result: list[Object] = []
    for i in range(names.used):
        result.append(not_none(names.key_at(i)))
    return new_list(result)


def add_names(names: Dict, source: Dict) -> None:
    for i in range(source.used):
        key = source.key_at(i)
        if key is not None:
            names.set(key, NONE)


@exposed_class("__init_subclass__", rest="arguments", keywords="keywords")
def init_subclass(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> None:
    """This method is called when a class is subclassed."""
    if has_some(arguments, keywords):
        raise type_error(f"{cls.name}.__init_subclass__() takes no keyword arguments")


@exposed_class("__subclasshook__")
def subclasshook(cls: Type, other: Object, /) -> Object:
    """Abstract classes can override this to customize issubclass()."""
    return NOT_IMPLEMENTED


define(Object, "object", existing=object_type, allocate=new_instance, methods=__name__, doc="The base class of the class hierarchy.")
