"""property and super."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, attribute_error, runtime_error, type_error
from interpreter.eval.frame import Frame, state
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.objects.function import Cell
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import find_attribute, find_optional, is_abstract, no_attribute, set_attribute
from interpreter.protocols.call import call, call1, call2, descriptor_get
from transform.rpython import not_none


class Property(MappedStorage, Object):
    """property(fget=None, fset=None, fdel=None, doc=None)"""
    getter: Object
    setter: Object
    deleter: Object
    doc: Object
    name: str
    doc_is_of_getter: bool

    def __init__(self, type: Type) -> None:
        self.start(type)
        self.getter = NONE
        self.setter = NONE
        self.deleter = NONE
        self.doc = NONE
        self.name = ""
        self.doc_is_of_getter = False

    def copy(self, getter: Object, setter: Object, deleter: Object) -> Object:
        """The same property with other functions; of a subclass, one that its ``__init__`` has made."""
        doc = NONE if self.doc_is_of_getter and getter is not NONE else self.doc
        made = call(self.map.type, [getter, setter, deleter, doc])
        if isinstance(made, Property):
            made.name = self.name
        return made

    def fill(self, getter: Object, setter: Object, deleter: Object, doc: Object) -> None:
        self.getter = getter
        self.setter = setter
        self.deleter = deleter
        self.doc = doc
        if doc is NONE and getter is not NONE:
            found = find_optional(getter, "__doc__")
            if found is None:
                return
            if self.map.type is property_type:
                self.doc = found
            else:
                set_attribute(self, "__doc__", found)
            self.doc_is_of_getter = True

    def missing(self, instance: Object, what: str) -> PyError:
        name = f"property '{self.name}'" if len(self.name) > 0 else "property"
        return attribute_error(f"{name} of '{type_of(instance).qualname}' object has no {what}")


def new_property(type: Type) -> Object:
    return Property(type)


@exposed("__init__")
def property_init(self: Property, fget: Object = NONE, fset: Object = NONE, fdel: Object = NONE, doc: Object = NONE) -> None:
    """Initialize self."""
    self.fill(fget, fset, fdel, doc)


@exposed("__get__")
def property_get(self: Property, instance: Object, owner: Object = NONE, /) -> Object:
    """Return an attribute of instance, which is of type owner."""
    if instance is NONE:
        return self
    if self.getter is NONE:
        raise self.missing(instance, "getter")
    return call1(self.getter, instance)


@exposed("__set__")
def property_set(self: Property, instance: Object, value: Object, /) -> None:
    """Set an attribute of instance to value."""
    if self.setter is NONE:
        raise self.missing(instance, "setter")
    call2(self.setter, instance, value)


@exposed("__delete__")
def property_delete(self: Property, instance: Object, /) -> None:
    """Delete an attribute of instance."""
    if self.deleter is NONE:
        raise self.missing(instance, "deleter")
    call1(self.deleter, instance)


@exposed("__set_name__", rest="arguments")
def property_set_name(self: Property, arguments: Tuple) -> None:
    """Method to set name of a property."""
    if arguments.length != 2:
        raise type_error(f"__set_name__() takes 2 positional arguments but {arguments.length} were given")
    name = arguments.item(1)
    if isinstance(name, Str):
        self.name = name.value


@exposed("getter")
def property_getter(self: Property, fget: Object, /) -> Object:
    """Descriptor to obtain a copy of the property with a different getter."""
    return self.copy(fget, self.setter, self.deleter)


@exposed("setter")
def property_setter(self: Property, fset: Object, /) -> Object:
    """Descriptor to obtain a copy of the property with a different setter."""
    return self.copy(self.getter, fset, self.deleter)


@exposed("deleter")
def property_deleter(self: Property, fdel: Object, /) -> Object:
    """Descriptor to obtain a copy of the property with a different deleter."""
    return self.copy(self.getter, self.setter, fdel)


@exposed_property("fget")
def property_get_fget(self: Property) -> Object:
    return self.getter


@exposed_property("fset")
def property_get_fset(self: Property) -> Object:
    return self.setter


@exposed_property("fdel")
def property_get_fdel(self: Property) -> Object:
    return self.deleter


@exposed_property("__doc__")
def property_get_doc(self: Property) -> Object:
    return self.doc


@exposed_setter("__doc__")
def property_set_doc(self: Property, value: Object) -> None:
    self.doc = value


@exposed_property("__isabstractmethod__")
def property_get_abstract(self: Property) -> bool:
    return is_abstract(self.getter) or is_abstract(self.setter) or is_abstract(self.deleter)


class Super(MappedStorage, Object):
    """super() -> same as super(__class__, <first argument>)"""
    start_type: Optional[Type]
    instance: Optional[Object]
    instance_type: Optional[Type]

    def __init__(self, type: Type) -> None:
        self.start(type)
        self.start_type = None
        self.instance = None
        self.instance_type = None


def new_super(type: Type) -> Object:
    return Super(type)


@exposed("__init__")
def super_init(self: Super, type: Optional[Object] = None, instance: Optional[Object] = None, /) -> None:
    """Initialize self."""
    if type is None:
        frame = not_none(state.frame)
        self.start_type = class_of_frame(frame)
        instance = first_argument(frame)
    else:
        if not isinstance(type, Type):
            raise type_error(f"super() argument 1 must be a type, not {type_of(type).name}")
        self.start_type = type
    if instance is not None and instance is not NONE:
        self.instance = instance
        self.instance_type = checked_instance(not_none(self.start_type), instance)


def class_of_frame(frame: Frame) -> Type:
    """The class in whose body the running function stands: its cell `__class__`."""
    code = frame.code
    for i in range(len(code.freevars)):
        if code.freevars[i] == "__class__":
            cell = frame.peek(code.first_free + i)
            if isinstance(cell, Cell):
                content = cell.content
                if content is None:
                    raise runtime_error("super(): empty __class__ cell")
                if isinstance(content, Type):
                    return content
    raise runtime_error("super(): __class__ cell not found")


def first_argument(frame: Frame) -> Object:
    if frame.code.argument_count == 0:
        raise runtime_error("super(): no arguments")
    held = frame.peek(0)
    if isinstance(held, Cell):
        held = held.content
    if held is None:
        raise runtime_error("super(): arg[0] deleted")
    return held


def checked_instance(start: Type, instance: Object) -> Type:
    """The type whose linearisation is searched. TypeError when the instance has nothing to do with the class."""
    if isinstance(instance, Type) and instance.is_subtype(start):
        return instance
    if type_of(instance).is_subtype(start):
        return type_of(instance)
    claimed = find_optional(instance, "__class__")
    if isinstance(claimed, Type) and claimed.is_subtype(start):
        return claimed
    raise type_error("super(type, obj): obj must be an instance or subtype of type")


def find_above(self: Super, name: str) -> Optional[Object]:
    """The attribute in what comes behind the class in the order of the instance's type."""
    found = look_up_above(self, name)
    if found is None:
        return None
    instance = self.instance
    searched = not_none(self.instance_type)
    return descriptor_get(found, None if instance is searched else instance, searched)


def look_up_above(self: Super, name: str) -> Optional[Object]:
    """The same as it stands in its class."""
    searched = self.instance_type
    start = self.start_type
    if searched is None or self.instance is None or start is None:
        return None
    found_start = False
    for candidate in searched.mro:
        if found_start:
            found = candidate.namespace.get(name)
            if found is not None:
                return found
        elif candidate is start:
            found_start = True
    return None


@exposed("__getattribute__")
def super_getattribute(self: Super, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    if name.value != "__class__":
        found = find_above(self, name.value)
        if found is not None:
            return found
    own = find_attribute(self, name.value)
    if own is None:
        raise no_attribute(self, name.value)
    return own


@exposed("__get__")
def super_get(self: Super, instance: Object, owner: Object = NONE, /) -> Object:
    """Return an attribute of instance, which is of type owner."""
    if instance is NONE or self.instance is not None:
        return self
    made = Super(self.map.type)
    made.start_type = self.start_type
    made.instance = instance
    made.instance_type = checked_instance(not_none(self.start_type), instance)
    return made


@exposed("__repr__")
def super_repr(self: Super) -> str:
    """Return repr(self)."""
    start = self.start_type
    searched = self.instance_type
    name = "NULL" if start is None else start.name
    if searched is None:
        return f"<super: <class '{name}'>, NULL>"
    return f"<super: <class '{name}'>, <{searched.name} object>>"


@exposed_property("__thisclass__")
def super_get_this_class(self: Super) -> Object:
    """the class invoking super()"""
    start = self.start_type
    return NONE if start is None else start


@exposed_property("__self__")
def super_get_self(self: Super) -> Object:
    """the instance invoking super(); may be None"""
    instance = self.instance
    return NONE if instance is None else instance


@exposed_property("__self_class__")
def super_get_self_class(self: Super) -> Object:
    """the type of the instance invoking super(); may be None"""
    searched = self.instance_type
    return NONE if searched is None else searched


property_type = define(Property, "property", allocate=new_property, methods=__name__, prefix="property_")
super_type = define(Super, "super", allocate=new_super, methods=__name__, prefix="super_")
