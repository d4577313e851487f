"""Attribute access on any object, by the data model's rules, without caches."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, NamedError, PyError, attribute_error, missing_attribute, type_error
from interpreter.objects.exceptions import exception_object
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, intern
from interpreter.objects.type import object_type, type_type
from interpreter.protocols.call import descriptor_get, invoke2, invoke3
from interpreter.protocols.compare import is_true
from transform.rpython import not_none

_ATTRIBUTE_ERROR = EXCEPTIONS["AttributeError"]


def get_attribute(x: Object, name: str) -> Object:
    """``x.name``. AttributeError when there is none."""
    try:
        return find_or_fail(x, name)
    except PyError as error:
        if error.type is _ATTRIBUTE_ERROR and not isinstance(error, NamedError):
            tell_what_is_missing(exception_object(error), x, name)
        raise


def tell_what_is_missing(error: Object, x: Object, name: str) -> None:
    """Gives an AttributeError the name and the object, unless it has them."""
    if error.get_member(0) is NONE and error.get_member(1) is NONE:
        error.set_member(0, intern(name))
        error.set_member(1, x)


def find_or_fail(x: Object, name: str) -> Object:
    """What ``__getattribute__`` gives, or else ``__getattr__``."""
    t = type_of(x)
    fallback = t.slots[Slot.GETATTR]
    if fallback is None:
        found = find_first(x, t, name)
        if found is None:
            raise no_attribute(x, name)
        return found
    try:
        found = find_first(x, t, name)
        if found is not None:
            return found
    except PyError as error:
        fallback = t.slots[Slot.GETATTR]  # the method may have deleted it
        if fallback is None or not error.type.is_subtype(_ATTRIBUTE_ERROR):
            raise
    return invoke2(fallback, x, intern(name))


def find_first(x: Object, t: Type, name: str) -> Optional[Object]:
    """What ``__getattribute__`` gives; None where that is the usual one and finds nothing."""
    method = not_none(t.slots[Slot.GETATTRIBUTE])
    if method is object_type.slots[Slot.GETATTRIBUTE]:
        return find_attribute(x, name)
    if method is type_type.slots[Slot.GETATTRIBUTE] and isinstance(x, Type):
        return find_type_attribute(x, name)
    return invoke2(method, x, intern(name))


def find_optional(x: Object, name: str) -> Optional[Object]:
    """``getattr(x, name, None)``, where None is RPython's."""
    t = type_of(x)
    if t.slots[Slot.GETATTR] is None:
        if t.slots[Slot.GETATTRIBUTE] is object_type.slots[Slot.GETATTRIBUTE]:
            return quiet(x, name)
    try:
        return get_attribute(x, name)
    except PyError as error:
        if not error.type.is_subtype(_ATTRIBUTE_ERROR):
            raise
        return None


def is_abstract(function: Object) -> bool:
    """Whether ``__isabstractmethod__`` of a function, if it has that, is true."""
    found = find_optional(function, "__isabstractmethod__")
    return found is not None and is_true(found)


def quiet(x: Object, name: str) -> Optional[Object]:
    try:
        return find_attribute(x, name)
    except PyError as error:
        if not error.type.is_subtype(_ATTRIBUTE_ERROR):
            raise
        return None


def no_attribute(x: Object, name: str) -> PyError:
    if isinstance(x, Type):
        return missing_attribute(x, name, f"type object '{x.name}' has no attribute '{name}'")
    if type_of(x).name == "module":
        own = x.get_own("__name__")
        return missing_attribute(x, name, f"module '{own.value if isinstance(own, Str) else '?'}' has no attribute '{name}'")
    return missing_attribute(x, name, f"'{type_of(x).name}' object has no attribute '{name}'")


def find_attribute(x: Object, name: str) -> Optional[Object]:
    """What ``object.__getattribute__`` finds, or None: data descriptors of the type, the object's own, others of the type."""
    t = type_of(x)
    found = t.lookup(name)
    if found is not None and is_data_descriptor(found) and type_of(found).slots[Slot.GET] is not None:
        return descriptor_get(found, x, t)
    own = x.get_own(name)
    if own is not None:
        return own
    if found is None:
        return None
    return descriptor_get(found, x, t)


def find_type_attribute(x: Type, name: str) -> Optional[Object]:
    """What ``type.__getattribute__`` finds, or None."""
    metatype = type_of(x)
    of_metatype = metatype.lookup(name)
    if of_metatype is not None and is_data_descriptor(of_metatype) and type_of(of_metatype).slots[Slot.GET] is not None:
        return descriptor_get(of_metatype, x, metatype)
    found = x.lookup(name)
    if found is not None:
        return descriptor_get(found, None, x)
    if of_metatype is None:
        return None
    return descriptor_get(of_metatype, x, metatype)


def is_data_descriptor(found: Object) -> bool:
    t = type_of(found)
    return t.slots[Slot.SET] is not None or t.slots[Slot.DELETE] is not None


def set_attribute(x: Object, name: str, value: Object) -> None:
    """``x.name = value``."""
    t = type_of(x)
    method = not_none(t.slots[Slot.SETATTR])
    if method is object_type.slots[Slot.SETATTR]:
        store_attribute(x, name, value)
    else:
        invoke3(method, x, intern(name), value)


def store_attribute(x: Object, name: str, value: Object) -> None:
    """What ``object.__setattr__`` does."""
    found = type_of(x).lookup(name)
    if found is not None:
        setter = type_of(found).slots[Slot.SET]
        if setter is not None:
            invoke3(setter, found, x, value)
            return
    if not x.has_attributes():
        raise cannot_set(x, name, found)
    x.set_own(name, value)


def cannot_set(x: Object, name: str, found: Optional[Object]) -> PyError:
    if found is None:
        return no_attribute(x, name)
    return attribute_error(f"'{type_of(x).name}' object attribute '{name}' is read-only")


def delete_attribute(x: Object, name: str) -> None:
    """``del x.name``."""
    t = type_of(x)
    method = not_none(t.slots[Slot.DELATTR])
    if method is object_type.slots[Slot.DELATTR]:
        remove_attribute(x, name)
    else:
        invoke2(method, x, intern(name))


def remove_attribute(x: Object, name: str) -> None:
    """What ``object.__delattr__`` does."""
    found = type_of(x).lookup(name)
    if found is not None:
        deleter = type_of(found).slots[Slot.DELETE]
        if deleter is not None:
            invoke2(deleter, found, x)
            return
        if type_of(found).slots[Slot.SET] is not None:
            raise attribute_error("__delete__")
    if not x.delete_own(name):
        raise cannot_set(x, name, found)


def set_type_attribute(x: Type, name: str, value: Object) -> None:
    """What ``type.__setattr__`` does."""
    if not x.is_heap:
        raise type_error(f"cannot set '{name}' attribute of immutable type '{x.name}'")
    of_metatype = type_of(x).lookup(name)
    if of_metatype is not None:
        setter = type_of(of_metatype).slots[Slot.SET]
        if setter is not None:
            invoke3(setter, of_metatype, x, value)
            return
    x.namespace[name] = value
    x.modified(name)


def delete_type_attribute(x: Type, name: str) -> None:
    """What ``type.__delattr__`` does."""
    if not x.is_heap:
        raise type_error(f"cannot set '{name}' attribute of immutable type '{x.name}'")
    of_metatype = type_of(x).lookup(name)
    if of_metatype is not None:
        deleter = type_of(of_metatype).slots[Slot.DELETE]
        if deleter is not None:
            invoke2(deleter, of_metatype, x)
            return
    if name not in x.namespace:
        raise no_attribute(x, name)
    del x.namespace[name]
    x.modified(name)


def lookup_special(x: Object, name: str) -> Optional[Object]:
    """The bound special method of an object, looked up in its type, for names that have no slot."""
    t = type_of(x)
    found = t.lookup(name)
    return None if found is None else descriptor_get(found, x, t)


