"""The kernel of the object model: objects, types, and the maps of instances.

Every value that a Python program can hold is an `Object`. Built-in types are RPython classes below it; `python_type` says which
Python type their instances have. Instances of classes that programs define have a `Map` (a hidden class), which knows the type and
where each attribute lies.
"""
from __future__ import annotations

from typing import Callable, ClassVar, Optional

from interpreter.objects import slots
from transform.rpython import (GcArray, copy_items, get_item, inline, likely, mixin, new_array, new_var, never_inline, not_none, set_item,
                               unchecked_cast, unlikely, varsize)
from transform.rpython.gcmodule import WeakRef


class Object:
    """Any Python value."""

    python_type: ClassVar[Optional[Type]] = None
    """The type of all instances of this RPython class; None where each instance knows its own (`dynamic_type`)."""

    def dynamic_type(self) -> Type:
        """The type of an instance whose class has no `python_type`."""
        raise NotImplementedError

    # Attributes of the instance itself, as opposed to those that it has by its type.

    def has_attributes(self) -> bool:
        """Whether attributes can be set on this object."""
        return False

    def get_own(self, name: str) -> Optional[Object]:
        """The attribute of the object itself, or None."""
        return None

    def set_own(self, name: str, value: Object) -> None:
        """Sets an attribute of the object itself; only where `has_attributes`."""
        raise NotImplementedError

    def delete_own(self, name: str) -> bool:
        """Removes an attribute of the object itself; whether there was one."""
        return False

    def get_dict(self) -> Optional[Object]:
        """The object's ``__dict__``, or None when it has none."""
        return None

    def set_dict(self, value: Object) -> None:
        """Replaces ``__dict__``; only where `has_attributes`."""
        raise NotImplementedError

    def set_type(self, new_type: Type) -> bool:
        """Assignment to ``__class__``, whose layout fits. False where the object cannot change its type."""
        return False

    def get_member(self, index: int) -> Optional[Object]:
        """What a member of ``__slots__`` holds, or None."""
        raise NotImplementedError

    def set_member(self, index: int, value: Optional[Object]) -> None:
        raise NotImplementedError


class VersionCounter:
    """Numbers for versions of types and layouts of dicts; none is given twice."""
    last: int

    def __init__(self) -> None:
        self.last = 0

    def next(self) -> int:
        self.last += 1
        return self.last


versions = VersionCounter()


class Type(Object):
    """A Python type. `slots` has the special methods by number (see slots.py), inherited ones included. `is_sequence`, `is_mapping`:
    how operators see instances; `matches_sequence`: whether a sequence pattern of a match statement does."""
    name: str
    qualname: str
    module_name: str
    metatype: Optional[Type]
    bases: list[Type]
    base: Optional[Type]
    mro: list[Type]
    namespace: dict[str, Object]
    slots: GcArray[Optional[Object]]
    version: int
    subclasses: list[WeakRef[Type]]
    root_map: Optional[Map]
    allocate: Optional[Callable[[Type], Object]]
    is_heap: bool
    is_final: bool
    is_abstract: bool
    instances_have_dict: bool
    member_count: int
    size_hint: int
    disallows_instantiation: bool
    is_sequence: bool
    is_mapping: bool
    matches_sequence: bool

    def __init__(self, name: str, metatype: Optional[Type], bases: list[Type], namespace: dict[str, Object]) -> None:
        self.name = name
        self.qualname = name
        self.module_name = "builtins"
        self.metatype = metatype
        self.bases = bases
        self.base = bases[0] if bases else None
        self.mro = []
        self.namespace = namespace
        self.slots = new_array(Optional[Object], slots.COUNT)
        self.version = versions.next()
        self.subclasses = []
        self.root_map = None
        self.allocate = None
        self.is_heap = False
        self.is_final = False
        self.is_abstract = False
        self.instances_have_dict = False
        self.member_count = 0
        self.size_hint = 4
        self.disallows_instantiation = False
        self.is_sequence = False
        self.is_mapping = False
        self.matches_sequence = False

    def dynamic_type(self) -> Type:
        return not_none(self.metatype)

    def lookup(self, name: str) -> Optional[Object]:
        """The attribute along the method resolution order, or None."""
        return method_cache.lookup(self, name)

    def lookup_uncached(self, name: str) -> Optional[Object]:
        for candidate in self.mro:
            found = candidate.namespace.get(name)
            if found is not None:
                return found
        return None

    def is_subtype(self, other: Type) -> bool:
        """Whether `other` is in the method resolution order; no ``__subclasscheck__``."""
        if self is other:
            return True
        for candidate in self.mro:
            if candidate is other:
                return True
        return False

    def slot(self, number: int) -> Optional[Object]:
        return self.slots[number]

    def update_slots(self) -> None:
        """Fills the table of special methods from the method resolution order."""
        for i in range(slots.COUNT):
            self.slots[i] = self.lookup_uncached(slots.NAMES[i])

    def modified(self, name: str) -> None:
        """An attribute was set or deleted: caches of this type and of those below it are void."""
        self.version = versions.next()
        number = slots.INDEX.get(name, -1)
        if number >= 0:
            self.slots[number] = self.lookup_uncached(name)
        for reference in self.subclasses:
            subclass = reference.get()
            if subclass is not None:
                subclass.modified(name)

    def new_map(self) -> Map:
        """The map that a new instance starts with: room in the instance for as many attributes as earlier ones came to have."""
        self.size_hint = max(self.size_hint, self.member_count)
        root = self.root_map
        if root is None or root.capacity < self.size_hint:
            root = Map(self, None, "", self.member_count, self.size_hint)
            self.root_map = root
        return root


_CACHE_SIZE = 4096


class MethodCache:
    """What look-ups in types found lately. An entry is right as long as the type has the version that it had."""
    types: GcArray[int]
    names: GcArray[Optional[str]]
    values: GcArray[Optional[Object]]

    def __init__(self) -> None:
        self.types = new_array(int, _CACHE_SIZE)
        self.names = new_array(Optional[str], _CACHE_SIZE)
        self.values = new_array(Optional[Object], _CACHE_SIZE)

    def lookup(self, owner: Type, name: str) -> Optional[Object]:
        index = (owner.version * 31 ^ hash(name)) & (_CACHE_SIZE - 1)
        if self.types[index] == owner.version:
            known = self.names[index]
            if known is not None and (known is name or known == name):
                return self.values[index]
        found = owner.lookup_uncached(name)
        self.types[index] = owner.version
        self.names[index] = name
        self.values[index] = found
        return found

    def clear(self) -> None:
        """Forgets all, so that it keeps nothing alive."""
        for i in range(_CACHE_SIZE):
            self.types[i] = 0
            self.values[i] = None


method_cache = MethodCache()


class Map:
    """The layout of an instance: its type, and at which index each attribute lies.

    Maps form a tree: adding an attribute leads from a map to the one below it for that name, so that instances whose attributes
    were set in the same order share a map, and an inline cache needs to compare one pointer. `capacity` is how many values lie in
    an `Instance` itself; the others are in an array of its own."""
    type: Type
    parent: Optional[Map]
    name: str
    count: int
    capacity: int
    is_dict: bool
    last_child: Optional[Map]
    children: Optional[dict[str, Map]]
    indexes: Optional[dict[str, int]]

    def __init__(self, type: Type, parent: Optional[Map], name: str, count: int, capacity: int) -> None:
        self.type = type
        self.parent = parent
        self.name = name
        self.count = count
        self.capacity = capacity
        self.is_dict = False
        self.last_child = None
        self.children = None
        self.indexes = None

    def find(self, name: str) -> int:
        """The index of an attribute, or -1."""
        indexes = self.indexes
        if indexes is None:
            indexes = self.index()
        return indexes.get(name, -1)

    @never_inline
    def index(self) -> dict[str, int]:
        names: list[str] = []
        current = self
        while current.parent is not None:
            names.append(current.name)
            current = not_none(current.parent)
        indexes: dict[str, int] = {}
        position = current.count
        for i in range(len(names) - 1, -1, -1):
            indexes[names[i]] = position
            position += 1
        self.indexes = indexes
        return indexes

    def names(self) -> list[str]:
        """The names of the attributes, in the order of their indexes, after the members of ``__slots__``."""
        return [name for name in (self.indexes or self.index())]

    def extended(self, name: str) -> Map:
        """The map of an instance with one attribute more."""
        child = self.last_child
        if child is not None and child.name == name:
            return child
        children = self.children
        if children is None:
            children = {}
            self.children = children
        known = children.get(name)
        if known is None:
            known = Map(self.type, self, name, self.count + 1, self.capacity)
            children[name] = known
        self.last_child = known
        return known

    def without(self, name: str) -> Map:
        """The map of an instance with one attribute less."""
        result = not_none(self.root())
        for other in self.names():
            if other != name:
                result = result.extended(other)
        return result

    def root(self) -> Map:
        current = self
        while current.parent is not None:
            current = not_none(current.parent)
        return current

    def for_type(self, type: Type) -> Map:
        """The map of an instance with the same attributes whose ``__class__`` has become `type`."""
        result = Map(type, None, "", self.root().count, self.capacity)
        for name in self.names():
            result = result.extended(name)
        return result


@inline
def type_of(x: Object) -> Type:
    """``type(x)``."""
    if isinstance(x, Instance):
        return x.map.type
    known = x.python_type
    if likely(known is not None):
        return not_none(known)
    return x.dynamic_type()


@mixin
class Attributes:
    """What objects with a map have in common; where the values are is the business of the class."""
    map: Map

    def get_value(self, index: int) -> Optional[Object]:
        raise NotImplementedError

    def set_value(self, index: int, value: Optional[Object]) -> None:
        raise NotImplementedError

    def capacity(self) -> int:
        """For how many values there surely is room."""
        raise NotImplementedError

    def reserve(self, count: int) -> None:
        """Makes room for `count` values."""
        raise NotImplementedError

    def dynamic_type(self) -> Type:
        return self.map.type

    def get_member(self, index: int) -> Optional[Object]:
        return self.get_value(index)

    def set_member(self, index: int, value: Optional[Object]) -> None:
        self.set_value(index, value)

    def has_attributes(self) -> bool:
        return self.map.type.instances_have_dict

    def get_own(self, name: str) -> Optional[Object]:
        if self.map.is_dict:
            return attribute_dicts.get(not_none(self.get_value(self.map.type.member_count)), name)
        index = self.map.find(name)
        return self.get_value(index) if index >= 0 else None

    def set_own(self, name: str, value: Object) -> None:
        if self.map.is_dict:
            attribute_dicts.set(not_none(self.get_value(self.map.type.member_count)), name, value)
            return
        index = self.map.find(name)
        if index < 0:
            index = self.map.count
            if index >= self.capacity():
                self.reserve(index + 1)
            self.map = self.map.extended(name)
        self.set_value(index, value)

    def delete_own(self, name: str) -> bool:
        if self.map.is_dict:
            return attribute_dicts.delete(not_none(self.get_value(self.map.type.member_count)), name)
        index = self.map.find(name)
        if index < 0:
            return False
        for i in range(index, self.map.count - 1):
            self.set_value(i, self.get_value(i + 1))
        self.set_value(self.map.count - 1, None)
        self.map = self.map.without(name)
        return True

    def get_dict(self) -> Optional[Object]:
        if not self.map.type.instances_have_dict:
            return None
        first = self.map.type.member_count
        if self.map.is_dict:
            return self.get_value(first)
        names = self.map.names()
        values = [not_none(self.get_value(first + i)) for i in range(len(names))]
        contents = attribute_dicts.make(names, values)
        self.set_dict(contents)
        return contents

    def set_dict(self, value: Object) -> None:
        first = self.map.type.member_count
        for i in range(first, self.map.count):
            self.set_value(i, None)
        if first >= self.capacity():
            self.reserve(first + 1)
        self.map = dict_map(self.map.type, self.map.capacity)
        self.set_value(first, value)

    def set_type(self, new_type: Type) -> bool:
        if new_type.slots[slots.Slot.DEL] is not None and self.map.type.slots[slots.Slot.DEL] is None:
            endings.watch(unchecked_cast(Object, self))
        self.map = dict_map(new_type, self.map.capacity) if self.map.is_dict else self.map.for_type(new_type)
        return True


@varsize(Optional[Object])
class Instance(Attributes, Object):
    """An instance of a class that a program defines, all of whose bases are `object` or such classes.

    The values of the first `map.capacity` attributes lie in it, the others in `overflow`."""
    map: Map
    overflow: Optional[GcArray[Optional[Object]]]
    length: int

    @inline
    def get_value(self, index: int) -> Optional[Object]:
        if index < self.length:
            return get_item(self, index)
        return not_none(self.overflow)[index - self.length]

    @inline
    def set_value(self, index: int, value: Optional[Object]) -> None:
        if index < self.length:
            set_item(self, index, value)
        else:
            not_none(self.overflow)[index - self.length] = value

    def capacity(self) -> int:
        return self.length

    def reserve(self, count: int) -> None:
        owner = self.map.type
        if count > owner.size_hint and count <= 64:
            owner.size_hint = count
        self.overflow = grown(self.overflow, count - self.length)


@mixin
class MappedStorage(Attributes):
    """What makes a built-in class one whose instances have a map: what a class derived from a built-in type is made of."""
    storage: Optional[GcArray[Optional[Object]]]

    def start(self, type: Type) -> None:
        """Gives a new instance the map of its type."""
        self.map = type.new_map()
        self.storage = None
        if type.member_count > 0:
            self.reserve(type.member_count)
        if unlikely(type.slots[slots.Slot.DEL] is not None):
            endings.watch(unchecked_cast(Object, self))

    def get_value(self, index: int) -> Optional[Object]:
        return not_none(self.storage)[index]

    def set_value(self, index: int, value: Optional[Object]) -> None:
        not_none(self.storage)[index] = value

    def capacity(self) -> int:
        storage = self.storage
        return 0 if storage is None else len(storage)

    def reserve(self, count: int) -> None:
        self.storage = grown(self.storage, count)


def grown(values: Optional[GcArray[Optional[Object]]], count: int) -> GcArray[Optional[Object]]:
    """An array with the same items and room for at least `count`."""
    if values is None:
        return new_array(Optional[Object], count if count > 4 else 4)
    if len(values) >= count:
        return values
    larger = new_array(Optional[Object], count + (count >> 1))
    copy_items(values, 0, larger, 0, len(values))
    return larger


def dict_map(type: Type, capacity: int) -> Map:
    """The map of an instance whose attributes are in a dict, which is its only value: its ``__dict__`` was asked for."""
    result = Map(type, None, "", type.member_count + 1, capacity)
    result.is_dict = True
    return result


def new_instance(type: Type) -> Object:
    """A new instance without attributes."""
    map = type.new_map()
    result = new_var(Instance, map.capacity)
    result.map = map
    if unlikely(type.slots[slots.Slot.DEL] is not None):
        endings.watch(result)
    return result


class Endings:
    """How objects end that have something to do then: modules/finalizers.py puts the function in."""

    def watch(self, x: Object) -> None:
        """Has ``__del__`` called, or a generator closed, when nothing else refers to the object any more."""
        raise NotImplementedError

    def end(self, x: Object) -> None:
        """Does at once what the object has to do when it ends."""
        raise NotImplementedError

    def report(self, error: Exception, source: Object) -> None:
        """Reports an exception that cannot be raised."""
        raise NotImplementedError


endings = Endings()


def watch_ending(x: Object) -> None:
    """The object has something to do when it ends."""
    endings.watch(x)


def end_now(x: Object) -> None:
    """Does what the object has to do when it ends."""
    endings.end(x)


def report_unraisable(error: Exception, source: Object) -> None:
    """Reports an exception of an object that is to end; nobody is there to handle it."""
    endings.report(error, source)


class AttributeDicts:
    """How the kernel uses dicts, which it does not know: dict.py puts the functions in."""

    def get(self, attributes: Object, name: str) -> Optional[Object]:
        raise NotImplementedError

    def set(self, attributes: Object, name: str, value: Object) -> None:
        raise NotImplementedError

    def delete(self, attributes: Object, name: str) -> bool:
        raise NotImplementedError

    def make(self, names: list[str], values: list[Object]) -> Object:
        raise NotImplementedError


attribute_dicts = AttributeDicts()
