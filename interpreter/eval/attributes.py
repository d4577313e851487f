"""Attribute access with inline caches.

A cache is for one shape of object: instances with one map, or all objects of one built-in type, or one module. What it found stays right as
long as the type has the same version (no attribute of it or of its bases was set) or the module's dict the same layout."""
from __future__ import annotations


from interpreter.eval.frame import Frame
from interpreter.objects.builtin_function import BuiltinFunction, Kind
from interpreter.objects.code import Cache
from interpreter.objects.function import Function
from interpreter.objects.module import Module
from interpreter.objects.object import Instance, Object, Type, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.type import object_type
from interpreter.protocols.attributes import get_attribute, is_data_descriptor, set_attribute
from transform.rpython import get_item, inline, likely, never_inline, not_none, unchecked_cast


class Found:
    """What a cache holds (`Cache.kind`)."""
    NOTHING, INLINE_VALUE, CLASS_VALUE, METHOD, OF_TYPE, MODULE, NEW_VALUE = range(7)


@inline
def is_valid(cache: Cache, x: Instance) -> bool:
    return x.map is cache.map and unchecked_cast(Type, cache.type).version == cache.version


@inline
def load_attribute(x: Object, cache: Cache) -> Object:
    """``x.name``."""
    if isinstance(x, Instance):
        if likely(is_valid(cache, x)):
            if cache.kind == Found.INLINE_VALUE:
                return unchecked_cast(Object, get_item(x, cache.index))
            if cache.kind == Found.CLASS_VALUE:
                return unchecked_cast(Object, cache.value)
    elif isinstance(x, Module) and cache.kind == Found.MODULE and x.dict.layout == cache.version:
        return unchecked_cast(Object, x.dict.entries[2 * cache.index + 1])
    return load_uncached(x, cache)


@never_inline
def load_uncached(x: Object, cache: Cache) -> Object:
    t = type_of(x)
    if t.slots[Slot.GETATTRIBUTE] is object_type.slots[Slot.GETATTRIBUTE]:
        if isinstance(x, Instance):
            remember_load(x, t, cache)
        elif isinstance(x, Module):
            number = x.dict.find_str(cache.name)
            if number >= 0 and t.lookup(cache.name) is None:
                cache.kind = Found.MODULE
                cache.version = x.dict.layout
                cache.index = number
                return x.dict.value_at(number)
    return get_attribute(x, cache.name)


def remember_load(x: Instance, t: Type, cache: Cache) -> None:
    """Fills a cache for instances with the map of `x`, if what they have is a plain value."""
    cache.kind = Found.NOTHING
    if x.map.is_dict:
        return
    of_type = t.lookup(cache.name)
    if of_type is not None and is_data_descriptor(of_type):
        return
    index = x.map.find(cache.name)
    if index >= 0:
        if index >= x.length:
            return
        cache.kind = Found.INLINE_VALUE
        cache.index = index
    elif of_type is not None and type_of(of_type).slots[Slot.GET] is None:
        cache.kind = Found.CLASS_VALUE
        cache.value = of_type
    else:
        return
    cache.map = x.map
    cache.type = t
    cache.version = t.version


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
    load_method_uncached(frame, register, x, cache)


@never_inline
def load_method_uncached(frame: Frame, register: int, x: Object, cache: Cache) -> None:
    t = type_of(x)
    if t.slots[Slot.GETATTRIBUTE] is object_type.slots[Slot.GETATTRIBUTE] and not isinstance(x, Module):
        found = t.lookup(cache.name)
        if found is not None and is_method(found) and x.get_own(cache.name) is None:
            if isinstance(x, Instance):
                if not x.map.is_dict:
                    cache.kind = Found.METHOD
                    cache.map = x.map
            elif x.python_type is not None and not x.has_attributes():
                cache.kind = Found.OF_TYPE
            cache.type = t
            cache.version = t.version
            cache.value = found
            frame.write(register, found)
            frame.write(register + 1, x)
            return
    frame.write(register, load_attribute(x, cache))
    frame.clear(register + 1)


def is_method(found: Object) -> bool:
    """Whether an attribute of a type is called with the instance as its first argument."""
    return isinstance(found, Function) or (isinstance(found, BuiltinFunction) and found.kind == Kind.METHOD)


@inline
def store_attribute(x: Object, cache: Cache, value: Object) -> None:
    """``x.name = value``."""
    if isinstance(x, Instance) and likely(is_valid(cache, x)):
        if cache.kind == Found.INLINE_VALUE:
            x.set_value(cache.index, value)
            return
        if cache.kind == Found.NEW_VALUE:
            x.set_value(cache.index, value)
            x.map = not_none(cache.next_map)
            return
    store_uncached(x, cache, value)


@never_inline
def store_uncached(x: Object, cache: Cache, value: Object) -> None:
    t = type_of(x)
    if isinstance(x, Instance) and t.slots[Slot.SETATTR] is object_type.slots[Slot.SETATTR] and not x.map.is_dict:
        before = x.map
        of_type = t.lookup(cache.name)
        if (of_type is None or not is_data_descriptor(of_type)) and t.instances_have_dict:
            index = before.find(cache.name)
            if index < 0 and before.count < x.length:
                cache.kind = Found.NEW_VALUE
                cache.index = before.count
                cache.next_map = before.extended(cache.name)
            elif 0 <= index < x.length:
                cache.kind = Found.INLINE_VALUE
                cache.index = index
            else:
                cache.kind = Found.NOTHING
            cache.map = before
            cache.type = t
            cache.version = t.version
    set_attribute(x, cache.name, value)


