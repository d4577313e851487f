"""Attribute access with inline caches.

An entry of a cache is for one shape of object: instances with one map, or all objects of one built-in type, or one class, or one module. What
it found stays right as long as the type has the same version (no attribute of it or of its bases was set) or the module's dict the same layout.
The first entry is tested in the loop; a place that sees several shapes has a few more behind it."""
from __future__ import annotations

from typing import Optional

from interpreter.eval.frame import Frame
from interpreter.objects.builtin_function import BuiltinFunction, Kind
from interpreter.objects.code import Cache
from interpreter.objects.descriptors import Property, Super, look_up_above, property_type, super_type
from interpreter.objects.function import ClassMethod, Function, StaticMethod
from interpreter.objects.member import Member
from interpreter.objects.module import Module, module_type
from interpreter.objects.object import Instance, Map, Object, Type, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.type import object_type, type_type
from interpreter.protocols.attributes import get_attribute, is_data_descriptor, set_attribute
from interpreter.protocols.call import call1, descriptor_get
from transform.rpython import get_item, inline, likely, never_inline, not_none, set_item, unchecked_cast

_ENTRIES = 8
"""At most so many shapes are remembered at one place."""


class Found:
    """What an entry holds (`Cache.kind`).

    For instances with `map`: a value in the instance itself (None where a member of ``__slots__`` is not set); what setting an attribute does
    that the instance does not have yet (`next_map`); a value beyond the instance; a value of the class; a method; the function of a class
    method; the getter of a property; another descriptor. For objects of the built-in type `type`: a method. For the class `type` itself: a
    value; the function of a class method. For a module: the number of an entry of its dict."""
    (NOTHING, INLINE_VALUE, NEW_VALUE, OVERFLOW_VALUE, CLASS_VALUE, METHOD, CLASS_METHOD, PROPERTY, DESCRIPTOR,
     OF_TYPE, TYPE_VALUE, TYPE_METHOD, MODULE) = range(13)


@inline
def is_valid(cache: Cache, x: Instance) -> bool:
    return x.map is cache.map and unchecked_cast(Type, cache.type).version == cache.version


def entry_of(x: Object, cache: Cache) -> Optional[Cache]:
    """The entry for the shape of an object, or None."""
    entry: Optional[Cache] = cache
    if isinstance(x, Instance):
        while entry is not None and not is_valid(entry, x):
            entry = entry.next
    elif isinstance(x, Type):
        while entry is not None and not is_valid_for_class(entry, x):
            entry = entry.next
    else:
        known = x.python_type
        if known is None:
            return None
        while entry is not None and not (entry.kind == Found.OF_TYPE and known is entry.type and known.version == entry.version):
            entry = entry.next
    return entry


@inline
def is_valid_for_class(entry: Cache, x: Type) -> bool:
    return (entry.kind in (Found.TYPE_VALUE, Found.TYPE_METHOD) and x is entry.type and x.version == entry.version
            and type_of(x).version == entry.second_version)


def fill(cache: Cache, kind: int, map: Optional[Map], type: Type) -> Cache:
    """An entry for a new shape: one that is void or, when there are enough, the last."""
    entry = cache
    count = 1
    while entry.kind != Found.NOTHING and entry.kind != Found.MODULE and not_none(entry.type).version == entry.version:
        following = entry.next
        if following is None:
            if count < _ENTRIES:
                following = Cache(cache.name)
                entry.next = following
                entry = following
            break
        entry = following
        count += 1
    entry.kind = kind
    entry.map = map
    entry.type = type
    entry.version = type.version
    return entry


# Loads.


@inline
def load_attribute(x: Object, cache: Cache) -> Object:
    """``x.name``."""
    if isinstance(x, Instance):
        if likely(is_valid(cache, x)):
            if likely(cache.kind == Found.INLINE_VALUE):
                held = get_item(x, cache.index)
                if held is not None:
                    return held
            elif cache.kind == Found.CLASS_VALUE:
                return unchecked_cast(Object, cache.value)
    elif isinstance(x, Module) and cache.kind == Found.MODULE and x.dict.layout == cache.version:
        return unchecked_cast(Object, x.dict.entries[2 * cache.index + 1])
    return load_by_entry(x, cache)


@never_inline
def load_by_entry(x: Object, cache: Cache) -> Object:
    entry = entry_of(x, cache)
    if entry is None:
        return load_uncached(x, cache)
    value = entry.value
    match entry.kind:
        case Found.INLINE_VALUE | Found.OVERFLOW_VALUE:
            assert isinstance(x, Instance)
            held = x.get_value(entry.index)
            if held is not None:
                return held
        case Found.CLASS_VALUE | Found.TYPE_VALUE:
            return not_none(value)
        case Found.PROPERTY:
            return call1(not_none(value), x)
        case Found.METHOD | Found.DESCRIPTOR | Found.OF_TYPE:
            return descriptor_get(not_none(value), x, not_none(entry.type))
    return get_attribute(x, cache.name)


def load_uncached(x: Object, cache: Cache) -> Object:
    t = type_of(x)
    method = t.slots[Slot.GETATTRIBUTE]
    if method is object_type.slots[Slot.GETATTRIBUTE]:
        if isinstance(x, Instance):
            if not x.map.is_dict:
                remember_instance(x, t, cache)
    elif isinstance(x, Module) and method is module_type.slots[Slot.GETATTRIBUTE]:
        number = x.dict.find_str(cache.name)
        if number >= 0 and t.lookup(cache.name) is None:
            cache.kind = Found.MODULE
            cache.version = x.dict.layout
            cache.index = number
            return x.dict.value_at(number)
    elif method is type_type.slots[Slot.GETATTRIBUTE] and isinstance(x, Type):
        remember_class(x, t, cache)
    return get_attribute(x, cache.name)


def remember_instance(x: Instance, t: Type, cache: Cache) -> None:
    """Makes an entry for instances with the map of `x`."""
    of_type = t.lookup(cache.name)
    if of_type is not None and is_data_descriptor(of_type):
        if isinstance(of_type, Member):
            if t.is_subtype(of_type.owner):
                remember_index(x, of_type.index, t, cache)
        elif isinstance(of_type, Property) and isinstance(of_type.getter, Function) and type_of(of_type) is property_type:
            fill(cache, Found.PROPERTY, x.map, t).value = of_type.getter
        elif type_of(of_type).slots[Slot.GET] is not None:
            fill(cache, Found.DESCRIPTOR, x.map, t).value = of_type
        return
    index = x.map.find(cache.name)
    if index >= 0:
        remember_index(x, index, t, cache)
    elif of_type is not None:
        if type_of(of_type).slots[Slot.GET] is None:
            fill(cache, Found.CLASS_VALUE, x.map, t).value = of_type
        elif isinstance(of_type, StaticMethod):
            fill(cache, Found.CLASS_VALUE, x.map, t).value = of_type.function
        elif isinstance(of_type, ClassMethod) and isinstance(of_type.function, Function):
            fill(cache, Found.CLASS_METHOD, x.map, t).value = of_type.function
        else:
            fill(cache, Found.METHOD if is_method(of_type) else Found.DESCRIPTOR, x.map, t).value = of_type


def remember_index(x: Instance, index: int, t: Type, cache: Cache) -> None:
    fill(cache, Found.INLINE_VALUE if index < x.length else Found.OVERFLOW_VALUE, x.map, t).index = index


def remember_class(x: Type, metatype: Type, cache: Cache) -> None:
    """Makes an entry for a class, if an attribute of it is a plain value, or a function."""
    of_metatype = metatype.lookup(cache.name)
    if of_metatype is not None and is_data_descriptor(of_metatype):
        return
    found = x.lookup(cache.name)
    if found is None:
        return
    kind = Found.TYPE_VALUE
    if isinstance(found, StaticMethod):
        found = found.function
    elif isinstance(found, ClassMethod):
        found = found.function
        if not isinstance(found, Function):
            return
        kind = Found.TYPE_METHOD
    elif not is_method(found) and type_of(found).slots[Slot.GET] is not None:
        return
    entry = fill(cache, kind, None, x)
    entry.second_version = metatype.version
    entry.value = found


# Methods.


@inline
def load_method(frame: Frame, register: int, x: Object, cache: Cache) -> None:
    """Leaves a function and `x` in two registers; or the attribute and nothing, when it is no method."""
    if isinstance(x, Instance):
        if likely(is_valid(cache, x) and cache.kind == Found.METHOD):
            frame.write(register, unchecked_cast(Object, cache.value))
            frame.write(register + 1, x)
            return
    elif cache.kind == Found.OF_TYPE:
        known = x.python_type
        if known is not None and known is cache.type and known.version == cache.version:
            frame.write(register, unchecked_cast(Object, cache.value))
            frame.write(register + 1, x)
            return
    load_method_by_entry(frame, register, x, cache)


@never_inline
def load_method_by_entry(frame: Frame, register: int, x: Object, cache: Cache) -> None:
    if isinstance(x, Module):
        frame.write(register, load_attribute(x, cache))
        frame.clear(register + 1)
        return
    if isinstance(x, Super) and type_of(x) is super_type and x.instance is not x.instance_type:
        found = look_up_above(x, cache.name)
        if found is not None and is_method(found):
            frame.write(register, found)
            frame.write(register + 1, not_none(x.instance))
            return
    entry = entry_of(x, cache)
    if entry is None:
        remember_method(x, cache)
        entry = entry_of(x, cache)
    if entry is not None:
        match entry.kind:
            case Found.METHOD | Found.OF_TYPE:
                frame.write(register, not_none(entry.value))
                frame.write(register + 1, x)
                return
            case Found.CLASS_METHOD:
                frame.write(register, not_none(entry.value))
                frame.write(register + 1, not_none(entry.type))
                return
            case Found.TYPE_METHOD:
                frame.write(register, not_none(entry.value))
                frame.write(register + 1, x)
                return
    frame.write(register, load_attribute(x, cache))
    frame.clear(register + 1)


def remember_method(x: Object, cache: Cache) -> None:
    """Makes an entry for the shape of an object, if there can be one."""
    t = type_of(x)
    method = t.slots[Slot.GETATTRIBUTE]
    if method is object_type.slots[Slot.GETATTRIBUTE]:
        if isinstance(x, Instance):
            if not x.map.is_dict:
                remember_instance(x, t, cache)
        elif x.python_type is not None and not x.has_attributes():
            found = t.lookup(cache.name)
            if found is not None and is_method(found):
                fill(cache, Found.OF_TYPE, None, t).value = found
    elif method is type_type.slots[Slot.GETATTRIBUTE] and isinstance(x, Type):
        remember_class(x, t, cache)


def is_method(found: Object) -> bool:
    """Whether an attribute of a type is called with the instance as its first argument."""
    return isinstance(found, Function) or (isinstance(found, BuiltinFunction) and found.kind == Kind.METHOD)


# Stores.


@inline
def store_attribute(x: Object, cache: Cache, value: Object) -> None:
    """``x.name = value``."""
    if isinstance(x, Instance) and likely(is_valid(cache, x)):
        if likely(cache.kind == Found.INLINE_VALUE):
            set_item(x, cache.index, value)
            return
        if cache.kind == Found.NEW_VALUE:
            set_item(x, cache.index, value)
            x.map = not_none(cache.next_map)
            return
    store_by_entry(x, cache, value)


@never_inline
def store_by_entry(x: Object, cache: Cache, value: Object) -> None:
    if isinstance(x, Instance):
        entry = entry_of(x, cache)
        if entry is None:
            t = x.map.type
            if t.slots[Slot.SETATTR] is object_type.slots[Slot.SETATTR] and not x.map.is_dict:
                remember_store(x, t, cache)
        else:
            match entry.kind:
                case Found.INLINE_VALUE | Found.OVERFLOW_VALUE:
                    x.set_value(entry.index, value)
                    return
                case Found.NEW_VALUE:
                    set_item(x, entry.index, value)
                    x.map = not_none(entry.next_map)
                    return
    set_attribute(x, cache.name, value)


def remember_store(x: Instance, t: Type, cache: Cache) -> None:
    """Makes an entry for instances with the map of `x`, unless setting the attribute runs code."""
    of_type = t.lookup(cache.name)
    if of_type is not None and is_data_descriptor(of_type):
        if isinstance(of_type, Member) and t.is_subtype(of_type.owner):
            remember_index(x, of_type.index, t, cache)
        return
    if not t.instances_have_dict:
        return
    index = x.map.find(cache.name)
    if index >= 0:
        remember_index(x, index, t, cache)
    elif x.map.count < x.length:
        entry = fill(cache, Found.NEW_VALUE, x.map, t)
        entry.index = x.map.count
        entry.next_map = x.map.extended(cache.name)
