"""Weak-reference support module."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.bytes import Bytes
from interpreter.objects.dict import Dict
from interpreter.objects.float import Complex, Float
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import Int, new_bool
from interpreter.objects.list import List, empty_list, new_list
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED, EllipsisObject, NoneObject
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import delete_attribute, get_attribute, set_attribute
from interpreter.protocols.call import call1, call_any
from interpreter.protocols.compare import EQ, GE, GT, LE, LT, NE, compare, hash_of, is_true, length
from interpreter.protocols.item import contains, delete_item, get_item_any, set_item_any
from interpreter.protocols.iterate import iterator_of
from interpreter.protocols.text import str_of
from interpreter.objects.function_methods import keyword_lists
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


class Proxy(Object):
    """A weak proxy: operations on it are operations on the object."""
    reference: WeakReference

    def __init__(self, reference: WeakReference) -> None:
        self.reference = reference

    def get(self) -> Object:
        found = self.reference.target.get()
        if found is None:
            raise PyError(_REFERENCE_ERROR, "weakly-referenced object no longer exists")
        return found


def check_target(x: Object) -> None:
    """TypeError for what cannot be referred to weakly."""
    plain = x.python_type is not None and (
        isinstance(x, Int) or isinstance(x, Float) or isinstance(x, Str) or isinstance(x, Bytes) or isinstance(x, List) or isinstance(x, Dict)
        or isinstance(x, Complex) or isinstance(x, NoneObject) or isinstance(x, EllipsisObject))
    owner = type_of(x)
    has_no_room = owner.is_heap and not owner.instances_have_dict and owner.lookup("__weakref__") is None
    if plain or isinstance(x, Tuple) or isinstance(x, Int) or has_no_room:
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


@exposed("__getattribute__")
def proxy_getattribute(self: Proxy, name: Str, /) -> Object:
    """Return getattr(self, name)."""
    return get_attribute(self.get(), name.value)


@exposed("__setattr__")
def proxy_setattr(self: Proxy, name: Str, value: Object, /) -> None:
    """Implement setattr(self, name, value)."""
    set_attribute(self.get(), name.value, value)


@exposed("__delattr__")
def proxy_delattr(self: Proxy, name: Str, /) -> None:
    """Implement delattr(self, name)."""
    delete_attribute(self.get(), name.value)


@exposed("__repr__")
def proxy_repr(self: Proxy) -> str:
    """Return repr(self)."""
    target = self.get()
    return f"<weakproxy at {address_of(self)} to {type_of(target).name} at {address_of(target)}>"


@exposed("__str__")
def proxy_str(self: Proxy) -> Object:
    """Return str(self)."""
    return str_of(self.get())


@exposed("__call__", rest="arguments", keywords="keywords")
def proxy_call(self: Proxy, arguments: Tuple, keywords: Dict) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    return call_any(self.get(), arguments.items(), names, values)


@exposed("__bool__")
def proxy_bool(self: Proxy) -> bool:
    """True if self else False"""
    return is_true(self.get())


@exposed("__len__")
def proxy_len(self: Proxy) -> int:
    """Return len(self)."""
    return length(self.get())


@exposed("__iter__")
def proxy_iter(self: Proxy) -> Object:
    """Implement iter(self)."""
    return iterator_of(self.get())


@exposed("__getitem__")
def proxy_getitem(self: Proxy, key: Object, /) -> Object:
    """Return self[key]."""
    return get_item_any(self.get(), key)


@exposed("__setitem__")
def proxy_setitem(self: Proxy, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    set_item_any(self.get(), key, value)


@exposed("__delitem__")
def proxy_delitem(self: Proxy, key: Object, /) -> None:
    """Delete self[key]."""
    delete_item(self.get(), key)


@exposed("__contains__")
def proxy_contains(self: Proxy, key: Object, /) -> bool:
    """Return bool(key in self)."""
    return contains(self.get(), key)


def unwrapped(x: Object) -> Object:
    return x.get() if isinstance(x, Proxy) else x


@exposed("__eq__")
def proxy_eq(self: Proxy, other: Object, /) -> Object:
    """Return self==value."""
    return compare(EQ, self.get(), unwrapped(other))


@exposed("__ne__")
def proxy_ne(self: Proxy, other: Object, /) -> Object:
    """Return self!=value."""
    return compare(NE, self.get(), unwrapped(other))


@exposed("__lt__")
def proxy_lt(self: Proxy, other: Object, /) -> Object:
    """Return self<value."""
    return compare(LT, self.get(), unwrapped(other))


@exposed("__le__")
def proxy_le(self: Proxy, other: Object, /) -> Object:
    """Return self<=value."""
    return compare(LE, self.get(), unwrapped(other))


@exposed("__gt__")
def proxy_gt(self: Proxy, other: Object, /) -> Object:
    """Return self>value."""
    return compare(GT, self.get(), unwrapped(other))


@exposed("__ge__")
def proxy_ge(self: Proxy, other: Object, /) -> Object:
    """Return self>=value."""
    return compare(GE, self.get(), unwrapped(other))


@exposed("proxy")
def make_proxy(object: Object, callback: Object = NONE, /) -> Object:
    """Create a proxy object that weakly references 'object'."""
    check_target(object)
    return Proxy(WeakReference(object, callback))


@exposed("_remove_dead_weakref")
def remove_dead(dct: Dict, key: Object, /) -> None:
    """Atomically remove key from dict if it points to a dead weakref."""
    found = dct.get(key)
    if isinstance(found, WeakReference) and found.get() is NONE:
        dct.delete(key)


class References:
    """All weak references of each object that has some."""
    table: WeakTable[Object, List]

    def __init__(self) -> None:
        self.table = WeakTable[Object, List]()

    def add(self, target: Object, reference: WeakReference) -> None:
        known = self.table.get(target)
        if known is None:
            known = empty_list()
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
    reference: WeakRef[WeakReference]

    def __init__(self, reference: WeakReference) -> None:
        self.reference = WeakRef[WeakReference](reference)


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
proxy_type = define(Proxy, "ProxyType", methods=__name__, prefix="proxy_", module="weakref", doc="")

define_module(__name__, "_weakref", contents={
    "ref": reference_type, "ReferenceType": reference_type, "ProxyType": proxy_type, "CallableProxyType": proxy_type})
