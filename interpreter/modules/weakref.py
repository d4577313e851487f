"""Weak references."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.bytes import Bytes
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.float import Complex, Float
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import Int, new_bool
from interpreter.objects.list import List, empty_list, new_list
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.range import Range
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED, EllipsisObject, NoneObject
from interpreter.objects.str import Str
from interpreter.objects.type import object_type
from interpreter.objects.tuple import Tuple
from interpreter.protocols.call import call1
from interpreter.protocols.compare import EQ, compare, hash_of, is_true
from transform.rpython import checked_cast
from transform.rpython.gcmodule import NotifyingRef, WeakRef
from transform.rpython.weaktable import WeakTable

_REFERENCE_ERROR = EXCEPTIONS["ReferenceError"]


def notify(argument: object) -> None:
    """Calls the callback of a reference whose object is gone."""
    reference = checked_cast(WeakReference, argument)
    callback = reference.callback
    reference.callback = NONE
    if callback is not NONE:
        try:
            call1(callback, reference)
        except PyError as error:
            print_unraisable(error, callback)


class WeakReference(Object):
    """A weak reference; `hash` is 0 until it was asked for."""
    target: NotifyingRef[Object]
    callback: Object
    hash: int
    has_hash: bool

    def __init__(self, target: Object, callback: Object) -> None:
        self.callback = callback
        self.hash = 0
        self.has_hash = False
        self.target = NotifyingRef[Object](target, notify, self)

    def get(self) -> Object:
        found = self.target.get()
        return NONE if found is None else found


class WeakReferenceInstance(MappedStorage, WeakReference):
    """An instance of a class below ``weakref.ref``."""
    python_type = None

    def __init__(self, type: Type, target: Object, callback: Object) -> None:
        super().__init__(target, callback)
        self.start(type)


def check_target(x: Object) -> None:
    """TypeError for what cannot be referred to weakly."""
    owner = type_of(x)
    is_plain = not owner.is_heap and (
        isinstance(x, Float) or isinstance(x, Str) or isinstance(x, List) or isinstance(x, Dict) or isinstance(x, Complex)
        or isinstance(x, NoneObject) or isinstance(x, EllipsisObject) or isinstance(x, ByteArray) or isinstance(x, Range)
        or isinstance(x, ExceptionObject) or owner is object_type)
    has_no_room = owner.is_heap and not owner.instances_have_dict and owner.lookup("__weakref__") is None
    if is_plain or isinstance(x, Int) or isinstance(x, Bytes) or isinstance(x, Tuple) or has_no_room:
        raise type_error(f"cannot create weak reference to '{owner.name}' object")


def allocate(type: Type) -> Object:
    raise type_error("weakref.ref.__new__() must be called with an object")


@exposed_static("__new__")
def reference_new(cls: Type, object: Object, callback: Object = NONE, /) -> Object:
    """Create and return a new object."""
    check_target(object)
    if cls.is_heap:
        made: WeakReference = WeakReferenceInstance(cls, object, callback)
    else:
        if callback is NONE:
            for known in references.of(object):
                if isinstance(known, WeakReference) and not isinstance(known, WeakReferenceInstance) and known.callback is NONE:
                    return known
        made = WeakReference(object, callback)
    references.add(object, made)
    return made


@exposed("__init__")
def reference_init(self: WeakReference, object: Object, callback: Object = NONE, /) -> None:
    """Initialize self."""


@exposed("__call__")
def reference_call(self: WeakReference) -> Object:
    """Call self as a function."""
    return self.get()


@exposed("__hash__")
def reference_hash(self: WeakReference) -> int:
    """Return hash(self)."""
    if not self.has_hash:
        target = self.get()
        if target is NONE:
            raise type_error("weak object has gone away")
        self.hash = hash_of(target)
        self.has_hash = True
    return self.hash


@exposed("__eq__")
def reference_eq(self: WeakReference, other: Object, /) -> Object:
    """Return self==value."""
    if not isinstance(other, WeakReference):
        return NOT_IMPLEMENTED
    mine = self.get()
    theirs = other.get()
    if mine is NONE or theirs is NONE:
        return new_bool(self is other)
    return compare(EQ, mine, theirs)


@exposed("__ne__")
def reference_ne(self: WeakReference, other: Object, /) -> Object:
    """Return self!=value."""
    result = reference_eq(self, other)
    return result if result is NOT_IMPLEMENTED else new_bool(not is_true(result))


@exposed("__repr__")
def reference_repr(self: WeakReference) -> str:
    """Return repr(self)."""
    target = self.get()
    if target is NONE:
        return f"<weakref at {address_of(self)}; dead>"
    return f"<weakref at {address_of(self)}; to '{type_of(target).name}' at {address_of(target)}>"


@exposed_property("__callback__")
def reference_get_callback(self: WeakReference) -> Object:
    return self.callback


@exposed_class("__class_getitem__")
def reference_class_getitem(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


@exposed("_remove_dead_weakref")
def remove_dead(dct: Dict, key: Object, /) -> None:
    """Atomically remove key from dict if it points to a dead weakref."""
    found = dct.get(key)
    if isinstance(found, WeakReference) and found.get() is NONE:
        dct.delete(key)


class References:
    """All weak references and proxies of each object that has some."""
    table: WeakTable[Object, List]

    def __init__(self) -> None:
        self.table = WeakTable[Object, List]()

    def add(self, target: Object, reference: Object) -> None:
        known = self.table.get(target)
        if known is None:
            known = empty_list()
            self.table.set(target, known)
        elif known.length & known.length - 1 == 0:
            known = new_list([noted for noted in known.to_list() if isinstance(noted, NotedReference) and noted.reference.get() is not None])
            self.table.set(target, known)
        known.push(NotedReference(reference))

    def of(self, target: Object) -> list[Object]:
        known = self.table.get(target)
        result: list[Object] = []
        if known is not None:
            for noted in known.to_list():
                if isinstance(noted, NotedReference):
                    found = noted.reference.get()
                    if found is not None:
                        result.append(found)
        return result


class NotedReference(Object):
    """Does not keep a reference alive."""
    reference: WeakRef[Object]

    def __init__(self, reference: Object) -> None:
        self.reference = WeakRef[Object](reference)


references = References()


@exposed("getweakrefcount")
def count_references(object: Object, /) -> int:
    """Return the number of weak references to 'object'."""
    return len(references.of(object))


@exposed("getweakrefs")
def list_references(object: Object, /) -> Object:
    """Return a list of all weak reference objects pointing to 'object'."""
    return new_list(references.of(object))


reference_type = define(WeakReference, "ReferenceType", allocate=allocate, methods=__name__, prefix="reference_", module="weakref")
