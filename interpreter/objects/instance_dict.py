"""The attributes ``__dict__`` and ``__weakref__`` of instances of classes that programs define."""
from __future__ import annotations

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.module import Module
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE


class DictDescriptor(Object):
    """``__dict__``; all classes share one."""

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        if instance is NONE:
            return self
        found = instance.get_dict()
        if found is None:
            raise attribute_error(f"'{type_of(instance).name}' object has no attribute '__dict__'")
        return found

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        if not isinstance(value, Dict):
            raise type_error(f"__dict__ must be set to a dictionary, not a '{type_of(value).name}'")
        check_has_dict(instance)
        instance.set_dict(value)

    @exposed("__delete__")
    def delete(self, instance: Object, /) -> None:
        """Delete an attribute of instance."""
        check_has_dict(instance)
        instance.set_dict(Dict())

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return "<attribute '__dict__' of objects>"


def check_has_dict(instance: Object) -> None:
    """TypeError where the descriptor is applied to an object whose attributes are not its own to replace."""
    if isinstance(instance, Type) or isinstance(instance, Module) or not instance.has_attributes():
        raise type_error(f"this __dict__ descriptor does not support '{type_of(instance).name}' objects")


class WeakReferenceDescriptor(Object):
    """``__weakref__``; all classes share one."""

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        return self if instance is NONE else NONE

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        raise attribute_error("attribute '__weakref__' of objects is not writable")


define(DictDescriptor, "getset_descriptor", doc="")
define(WeakReferenceDescriptor, "getset_descriptor", doc="")

DICT_DESCRIPTOR = DictDescriptor()
WEAK_REFERENCE_DESCRIPTOR = WeakReferenceDescriptor()
