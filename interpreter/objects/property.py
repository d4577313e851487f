"""Attributes of built-in types that functions compute."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.objects.builtin_function import BuiltinFunction
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from transform.rpython import new_array


class BuiltinProperty(Object):
    """An attribute of a built-in type that RPython functions get and set. `may_delete`: the setter is called with nothing to delete it."""
    name: str
    owner: Type
    doc: Optional[str]
    getter: Optional[BuiltinFunction]
    setter: Optional[BuiltinFunction]
    may_delete: bool

    def __init__(self, name: str, owner: Type) -> None:
        self.name = name
        self.owner = owner
        self.doc = None
        self.getter = None
        self.setter = None
        self.may_delete = False

    @exposed("__get__")
    def get(self, instance: Object, owner: Optional[Object] = None, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        if instance is NONE and owner is not type_of(NONE):
            return self
        getter = self.getter
        if getter is None:
            raise attribute_error("unreadable attribute")
        return getter.code1(getter, instance)

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        setter = self.setter
        if setter is None:
            raise attribute_error(f"attribute '{self.name}' of '{self.owner.name}' objects is not writable")
        setter.code2(setter, instance, value)

    @exposed("__delete__")
    def delete(self, instance: Object, /) -> None:
        """Delete an attribute of instance."""
        setter = self.setter
        if setter is None:
            raise attribute_error(f"attribute '{self.name}' of '{self.owner.name}' objects is not writable")
        if not self.may_delete and isinstance(instance, Type):
            raise type_error(f"cannot delete '{self.name}' attribute of immutable type '{instance.name}'")
        if not self.may_delete:
            raise type_error(f"cannot delete attribute '{self.name}'")
        arguments = new_array(Optional[Object], 2)
        arguments[0] = instance
        setter.code_any(setter, arguments)

    @exposed_property("__name__")
    def get_name(self) -> str:
        return self.name

    @exposed_property("__qualname__")
    def get_qualname(self) -> str:
        return f"{self.owner.name}.{self.name}"

    @exposed_property("__objclass__")
    def get_owner(self) -> Object:
        return self.owner

    @exposed_property("__doc__")
    def get_doc(self) -> Object:
        doc = self.doc
        return NONE if doc is None else new_str(doc)

    @exposed("__repr__")
    def repr(self) -> str:
        """Return repr(self)."""
        return f"<attribute '{self.name}' of '{self.owner.name}' objects>"


define(BuiltinProperty, "getset_descriptor", doc="")
