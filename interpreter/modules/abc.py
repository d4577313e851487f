"""The machinery of abstract base classes.

What an abstract base class remembers (PEP 3119): the classes that were registered, and answers that it gave. All are held weakly."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.weakref import WeakReference
from interpreter.objects.int import FALSE, TRUE, Int, new_int
from interpreter.objects.make import new_tuple
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.set import FrozenSet, Set
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str, intern
from interpreter.protocols.attributes import find_optional, get_attribute, set_attribute
from interpreter.protocols.call import call1
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import list_of
from interpreter.protocols.types import is_subclass
from transform.rpython import identity
from transform.rpython.gcmodule import WeakRef

_ASSERTION_ERROR = EXCEPTIONS["AssertionError"]

_SEQUENCE_FLAG = 1 << 5
_MAPPING_FLAG = 1 << 6


class WeakTypes:
    """A set of types that does not keep them alive."""
    references: dict[int, WeakRef[Type]]

    def __init__(self) -> None:
        self.references = {}

    def add(self, type: Type) -> None:
        self.references[identity(type)] = WeakRef[Type](type)

    def contains(self, type: Type) -> bool:
        reference = self.references.get(identity(type))
        return reference is not None and reference.get() is type

    def types(self) -> list[Type]:
        """Those that are still there."""
        found: list[Type] = []
        for reference in self.references.values():
            type = reference.get()
            if type is not None:
                found.append(type)
        return found

    def clear(self) -> None:
        self.references = {}

    def as_set(self) -> Object:
        result = Set()
        for type in self.types():
            result.add(WeakReference(type, NONE))
        return result


class AbstractData(Object):
    """Internal state held by ABC machinery.

    `excluded` are classes that were found to be no subclasses when the counter of registrations stood at `version`."""
    registered: WeakTypes
    known: WeakTypes
    excluded: WeakTypes
    version: int

    def __init__(self) -> None:
        self.registered = WeakTypes()
        self.known = WeakTypes()
        self.excluded = WeakTypes()
        self.version = registrations.count

    def is_excluded(self, type: Type) -> bool:
        """Whether a class is known to be no subclass; what was known before the latest registration is forgotten."""
        if self.version < registrations.count:
            self.excluded.clear()
            self.version = registrations.count
            return False
        return self.excluded.contains(type)


class Registrations:
    """How many there were; each may change the answers of all abstract base classes."""
    count: int

    def __init__(self) -> None:
        self.count = 0


registrations = Registrations()


def data_of(cls: Object) -> AbstractData:
    found = get_attribute(cls, "_abc_impl")
    if not isinstance(found, AbstractData):
        raise type_error("_abc_impl is set to a wrong type")
    return found


@exposed
def get_cache_token() -> int:
    """Returns the current ABC cache token."""
    return registrations.count


@exposed("_abc_init")
def init(self: Object, /) -> None:
    """Internal ABC helper for class set-up. Should be never used outside abc module."""
    if not isinstance(self, Type):
        raise type_error("_abc_init() argument must be a type")
    abstract = FrozenSet()
    for name in [name for name in self.namespace]:
        if is_abstract(self.namespace.get(name)):
            abstract.add(intern(name))
    for base in self.bases:
        inherited = find_optional(base, "__abstractmethods__")
        if inherited is not None:
            for key in list_of(inherited):
                if isinstance(key, Str) and is_abstract(find_optional(self, key.value)):
                    abstract.add(key)
    set_attribute(self, "__abstractmethods__", abstract)
    flags = self.namespace.get("__abc_tpflags__")
    if isinstance(flags, Int):
        set_patterns(self, flags.machine() & _SEQUENCE_FLAG != 0, flags.machine() & _MAPPING_FLAG != 0)
        del self.namespace["__abc_tpflags__"]
    set_attribute(self, "_abc_impl", AbstractData())


def is_abstract(x: Optional[Object]) -> bool:
    if x is None:
        return False
    found = find_optional(x, "__isabstractmethod__")
    return found is not None and is_true(found)


def set_patterns(type: Type, sequence: bool, mapping: bool) -> None:
    """Makes a class that a program defines, and those below it, match sequence or mapping patterns (PEP 634)."""
    if not type.is_heap or (type.matches_sequence == sequence and type.is_mapping == mapping):
        return
    type.matches_sequence = sequence
    type.is_mapping = mapping
    for reference in type.subclasses:
        below = reference.get()
        if below is not None:
            set_patterns(below, sequence, mapping)


@exposed("_abc_register")
def register(self: Object, subclass: Object, /) -> Object:
    """Internal ABC helper for subclasss registration. Should be never used outside abc module."""
    if not isinstance(subclass, Type):
        raise type_error("Can only register classes")
    if is_subclass(subclass, self):
        return subclass
    if is_subclass(self, subclass):
        raise runtime_error("Refusing to create an inheritance cycle")
    data_of(self).registered.add(subclass)
    registrations.count += 1
    if isinstance(self, Type) and (self.matches_sequence or self.is_mapping):
        set_patterns(subclass, self.matches_sequence, self.is_mapping)
    return subclass


@exposed("_abc_instancecheck")
def instance_check(self: Object, instance: Object, /) -> Object:
    """Internal ABC helper for instance checks. Should be never used outside abc module."""
    data = data_of(self)
    claimed = get_attribute(instance, "__class__")
    if isinstance(claimed, Type) and data.known.contains(claimed):
        return TRUE
    own = type_of(instance)
    check = get_attribute(self, "__subclasscheck__")
    if claimed is own:
        return FALSE if data.is_excluded(own) else call1(check, claimed)
    result = call1(check, claimed)
    return result if is_true(result) else call1(check, own)


@exposed("_abc_subclasscheck")
def subclass_check(self: Object, subclass: Object, /) -> bool:
    """Internal ABC helper for subclasss checks. Should be never used outside abc module."""
    if not isinstance(subclass, Type):
        raise type_error("issubclass() arg 1 must be a class")
    data = data_of(self)
    if data.known.contains(subclass):
        return True
    if data.is_excluded(subclass):
        return False
    found = is_below(self, subclass, data)
    if found:
        data.known.add(subclass)
    else:
        data.excluded.add(subclass)
    return found


def is_below(self: Object, subclass: Type, data: AbstractData) -> bool:
    """The answer that is not known yet: by the hook, by inheritance, by registered classes, by subclasses."""
    answer = call1(get_attribute(self, "__subclasshook__"), subclass)
    if answer is TRUE or answer is FALSE:
        return answer is TRUE
    if answer is not NOT_IMPLEMENTED:
        raise PyError(_ASSERTION_ERROR, "__subclasshook__ must return either False, True, or NotImplemented")
    if isinstance(self, Type) and subclass.is_subtype(self):
        return True
    for registered in data.registered.types():
        if is_subclass(subclass, registered):
            return True
    if isinstance(self, Type):
        for reference in [reference for reference in self.subclasses]:
            below = reference.get()
            if below is not None and is_subclass(subclass, below):
                return True
    return False


@exposed("_get_dump")
def dump(self: Object, /) -> Object:
    """Internal ABC helper for cache and registry debugging."""
    data = data_of(self)
    return new_tuple([data.registered.as_set(), data.known.as_set(), data.excluded.as_set(), new_int(data.version)])


@exposed("_reset_registry")
def reset_registry(self: Object, /) -> None:
    """Internal ABC helper to reset registry of a given class."""
    data_of(self).registered.clear()


@exposed("_reset_caches")
def reset_caches(self: Object, /) -> None:
    """Internal ABC helper to reset both caches of a given class."""
    data = data_of(self)
    data.known.clear()
    data.excluded.clear()


define(AbstractData, "_abc_data", module="_abc")

define_module(__name__, "_abc")
