"""What classes can do: the methods of `type`."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.list import new_list
from interpreter.objects.mapping_proxy import MappingProxy
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, intern
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.objects.type import type_type
from interpreter.protocols import types
from interpreter.protocols.call import call_any, descriptor_get
from interpreter.protocols.compare import is_true
from interpreter.protocols.attributes import delete_type_attribute, find_type_attribute, no_attribute, set_type_attribute
from transform.rpython import not_none


@exposed_static("__new__", keywords="keywords")
def new(cls: Type, name: Object, bases: Tuple, dict: Dict, /, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object."""
    if not isinstance(name, Str):
        raise type_error(f"type.__new__() argument 1 must be str, not {type_of(name).name}")
    namespace = types.empty_namespace()
    for i in range(dict.used):
        key = dict.key_at(i)
        if isinstance(key, Str):
            namespace[key.value] = dict.value_at(i)
    made_bases: list[Type] = []
    for i in range(bases.length):
        base = bases.item(i)
        if not isinstance(base, Type):
            if type_of(base).lookup("__mro_entries__") is not None:
                raise type_error("type() doesn't support MRO entry resolution; use types.new_class()")
            raise type_error("bases must be types")
        made_bases.append(base)
    winner = types.winning_metatype(cls, bases.items())
    maker = winner.slots[Slot.NEW]
    if winner is not cls and maker is not None and maker is not type_type.slots[Slot.NEW]:
        given, given_values = keyword_lists(keywords)
        return call_any(types.unwrapped(maker, winner), [winner, name, bases, dict], given, given_values)
    made = types.new_type(winner, name.value, made_bases, namespace)
    if keywords is not None:
        keywords.delete_str("metaclass")
    names, values = keyword_lists(keywords)
    types.finish_type(made, names, values)
    return made


@exposed("__init__", rest="arguments", keywords="keywords")
def init(self: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    if arguments.length != 1 and arguments.length != 3:
        raise type_error("type.__init__() takes 1 or 3 arguments")


@exposed("__call__", rest="arguments", keywords="keywords")
def call(self: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    return types.call_type(self, arguments.items(), names, values)


@exposed("__getattribute__")
def getattribute(self: Type, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    found = find_type_attribute(self, name.value)
    if found is None:
        raise no_attribute(self, name.value)
    return found


@exposed("__setattr__")
def setattr(self: Type, name: Str, value: Object, /) -> None:
    """Implement setattr(self, name, value)."""
    set_type_attribute(self, name.value, value)


@exposed("__delattr__")
def delattr(self: Type, name: Str, /) -> None:
    """Implement delattr(self, name)."""
    delete_type_attribute(self, name.value)


@exposed("__repr__")
def repr(self: Type) -> str:
    """Return repr(self)."""
    module = self.namespace.get("__module__")
    if isinstance(module, Str) and module.value != "builtins":
        return f"<class '{module.value}.{self.qualname}'>"
    if module is None and self.module_name != "builtins":
        return f"<class '{self.module_name}.{self.qualname}'>"
    return f"<class '{self.qualname}'>"


@exposed("__instancecheck__")
def instancecheck(self: Type, instance: Object, /) -> bool:
    """Check if an object is an instance."""
    return types.is_plain_instance(instance, self)


@exposed("__subclasscheck__")
def subclasscheck(self: Type, subclass: Object, /) -> bool:
    """Check if a class is a subclass."""
    return types.is_subclass_by_bases(subclass, self)


@exposed("__dir__")
def list_names(self: Type) -> Object:
    """Specialized __dir__ implementation for types."""
    names = Dict()
    for t in self.mro:
        for name in t.namespace:
            names.set_str(name, NONE)
    return new_list(names.keys())


@exposed("mro")
def mro(self: Type) -> Object:
    """Return a type's method resolution order."""
    result: list[Object] = []
    for t in self.mro:
        result.append(t)
    return new_list(result)


@exposed("__subclasses__")
def subclasses(self: Type) -> Object:
    """Return a list of immediate subclasses."""
    result: list[Object] = []
    for reference in self.subclasses:
        subclass = reference.get()
        if subclass is not None:
            result.append(subclass)
    return new_list(result)


@exposed_property("__name__")
def get_name(self: Type) -> str:
    return self.name


@exposed_property("__qualname__")
def get_qualname(self: Type) -> str:
    return self.qualname


@exposed_property("__module__")
def get_module(self: Type) -> Object:
    module = self.namespace.get("__module__")
    if module is None or not self.is_heap and not isinstance(module, Str):  # functions have an attribute of that name
        return intern(self.module_name)
    return module


@exposed_property("__bases__")
def get_bases(self: Type) -> Object:
    result: list[Object] = []
    for base in self.bases:
        result.append(base)
    return new_tuple(result)


@exposed_property("__base__")
def get_base(self: Type) -> Object:
    return NONE if self.base is None else not_none(self.base)


@exposed_property("__mro__")
def get_mro(self: Type) -> Object:
    result: list[Object] = []
    for t in self.mro:
        result.append(t)
    return new_tuple(result)


@exposed_property("__dict__")
def get_dict(self: Type) -> Object:
    result = Dict()
    for name in self.namespace:
        result.set_str(name, self.namespace[name])
    return MappingProxy(result)


def check_heap(self: Type, name: str) -> None:
    if not self.is_heap:
        raise type_error(f"cannot set '{name}' attribute of immutable type '{self.name}'")


@exposed_setter("__name__")
def set_name(self: Type, value: Object) -> None:
    check_heap(self, "__name__")
    if not isinstance(value, Str):
        raise type_error(f"can only assign string to {self.name}.__name__, not '{type_of(value).name}'")
    types.check_type_name(value.value)
    self.name = value.value


@exposed_setter("__qualname__")
def set_qualname(self: Type, value: Object) -> None:
    check_heap(self, "__qualname__")
    if not isinstance(value, Str):
        raise type_error(f"can only assign string to {self.name}.__qualname__, not '{type_of(value).name}'")
    self.qualname = value.value


@exposed_setter("__module__")
def set_module(self: Type, value: Object) -> None:
    check_heap(self, "__module__")
    self.namespace["__module__"] = value
    self.modified("__module__")


@exposed_property("__doc__")
def get_doc(self: Type) -> Object:
    found = self.namespace.get("__doc__")
    return NONE if found is None else descriptor_get(found, None, self)


@exposed_setter("__doc__")
def set_doc(self: Type, value: Optional[Object]) -> None:
    check_heap(self, "__doc__")
    if value is None:
        raise type_error(f"cannot delete '__doc__' attribute of immutable type '{self.name}'")
    self.namespace["__doc__"] = value


@exposed_property("__abstractmethods__")
def get_abstract_methods(self: Type) -> Object:
    found = self.namespace.get("__abstractmethods__")
    if found is None or self is type_type:
        raise attribute_error("__abstractmethods__")
    return found


@exposed_setter("__abstractmethods__")
def set_abstract_methods(self: Type, value: Optional[Object]) -> None:
    if value is None:
        if "__abstractmethods__" not in self.namespace:
            raise attribute_error("__abstractmethods__")
        del self.namespace["__abstractmethods__"]
        self.is_abstract = False
    else:
        self.is_abstract = is_true(value)
        self.namespace["__abstractmethods__"] = value
    self.modified("__abstractmethods__")


@exposed_property("__annotations__")
def get_annotations(self: Type) -> Object:
    found = self.namespace.get("__annotations__")
    if found is None:
        if not self.is_heap:
            raise attribute_error(f"type object '{self.name}' has no attribute '__annotations__'")
        found = Dict()
        self.namespace["__annotations__"] = found
    return descriptor_get(found, None, self)


@exposed_setter("__annotations__")
def set_annotations(self: Type, value: Object) -> None:
    check_heap(self, "__annotations__")
    self.namespace["__annotations__"] = value


@exposed_setter("__bases__")
def set_bases(self: Type, value: Object) -> None:
    check_heap(self, "__bases__")
    if not isinstance(value, Tuple):
        raise type_error(f"can only assign tuple to {self.name}.__bases__, not {type_of(value).name}")
    if value.length == 0:
        raise type_error(f"can only assign non-empty tuple to {self.name}.__bases__, not ()")
    bases: list[Type] = []
    for i in range(value.length):
        base = value.item(i)
        if not isinstance(base, Type):
            raise type_error(f"{self.name}.__bases__ must be tuple of classes, not '{type_of(base).name}'")
        if base.is_subtype(self):
            raise type_error("a __bases__ item causes an inheritance cycle")
        bases.append(base)
    types.change_bases(self, bases)


@exposed_property("__flags__")
def get_flags(self: Type) -> int:
    return (1 << 9 if self.is_heap else 0) | (1 << 20 if self.is_abstract else 0) | (0 if self.is_final else 1 << 10)


@exposed_property("__basicsize__")
def get_basic_size(self: Type) -> int:
    return 32 + 8 * self.member_count


@exposed_property("__itemsize__")
def get_item_size(self: Type) -> int:
    return types.item_size(self)


@exposed_property("__dictoffset__")
def get_dict_offset(self: Type) -> int:
    return 16 if self.instances_have_dict else 0


@exposed_property("__weakrefoffset__")
def get_weak_reference_offset(self: Type) -> int:
    return 24 if self.is_heap else 0


@exposed_property("__text_signature__")
def get_text_signature(self: Type) -> Object:
    return NONE


@exposed_class("__prepare__", rest="arguments", keywords="keywords")
def prepare(cls: Type, arguments: Tuple, keywords: Dict) -> Object:
    """__prepare__() -> dict"""
    return Dict()


define(Type, "type", existing=type_type, allocate=types.allocate_type, methods=__name__, doc="type(object) -> the object's type")
