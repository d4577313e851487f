"""Weak-reference support module. To the references of weakref.py it adds proxies."""
from __future__ import annotations

from typing import Any, Callable

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.unraisable import print_unraisable
from interpreter.modules.weakref import check_target, reference_type, references
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.object import Object, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import BINARY, Slot
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols import number
from interpreter.protocols.attributes import delete_attribute, get_attribute, lookup_special, set_attribute
from interpreter.protocols.call import call0, call1, call_any
from interpreter.protocols.compare import compare, is_true, length
from interpreter.protocols.item import contains, delete_item, get_item_any, set_item_any
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.text import str_of
from transform.rpython import checked_cast
from transform.rpython.gcmodule import NotifyingRef

_REFERENCE_ERROR = EXCEPTIONS["ReferenceError"]
_STOP_ITERATION = EXCEPTIONS["StopIteration"]


class Proxy(Object):
    """A weak proxy: operations on it are operations on the object."""
    target: NotifyingRef[Object]
    callback: Object

    def __init__(self, target: Object, callback: Object) -> None:
        self.callback = callback
        self.target = NotifyingRef[Object](target, notify, self)

    def get(self) -> Object:
        found = self.target.get()
        if found is None:
            raise PyError(_REFERENCE_ERROR, "weakly-referenced object no longer exists")
        return found


class CallableProxy(Proxy):
    """A proxy of what can be called."""


def notify(argument: object) -> None:
    """Calls the callback of a proxy whose object is gone."""
    proxy = checked_cast(Proxy, argument)
    callback = proxy.callback
    proxy.callback = NONE
    if callback is not NONE:
        try:
            call1(callback, proxy)
        except PyError as error:
            print_unraisable(error, callback)


def unwrapped(x: Object) -> Object:
    return x.get() if isinstance(x, Proxy) else x


# Operators.


def _forward(operation: int) -> Callable[[Object, Object], Object]:
    def operate(a: Object, b: Object) -> Object:
        return number.binary(operation, unwrapped(a), unwrapped(b))
    return operate


def _forward_in_place(operation: int) -> Callable[[Object, Object], Object]:
    def operate(a: Object, b: Object) -> Object:
        return number.inplace(operation, unwrapped(a), unwrapped(b))
    return operate


def _forward_special(name: str) -> Callable[[Object], Object]:
    def operate(a: Object) -> Object:
        target = unwrapped(a)
        method = lookup_special(target, name)
        if method is None:
            raise type_error(f"'{type_of(target).name}' object has no {name}")
        return call0(method)
    return operate


def compare_targets(operation: int, self: Proxy, other: Object) -> Object:
    return compare(operation, self.get(), unwrapped(other))


_operators: Any = Operators(Proxy, __name__, "proxy_")
_comparisons = _operators.comparisons(compare_targets)
_binary = [_operators.mixed(name, f" {name} ", _forward(Slot.ADD + i)) for i, name in enumerate(BINARY)]
_in_place = [_operators.binary(f"__i{name}__", "Operate in place.", _forward_in_place(Slot.ADD + i)) for i, name in enumerate(BINARY)]
_special = [_operators.unary(name, "See the object.", _forward_special(name))
            for name in ["__neg__", "__pos__", "__abs__", "__invert__", "__int__", "__float__", "__index__", "__bytes__"]]
globals().update({method.__name__: method for method in [*_comparisons, *[f for pair in _binary for f in pair], *_in_place, *_special]})


# Everything else.


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
    target = self.target.get()
    shown = NONE if target is None else target
    return f"<weakproxy at {address_of(self)} to {type_of(shown).name} at {address_of(shown)}>"


@exposed("__str__")
def proxy_str(self: Proxy) -> Object:
    """Return str(self)."""
    return str_of(self.get())


@exposed("__hash__")
def proxy_hash(self: Proxy) -> int:
    """Return hash(self)."""
    raise type_error(f"unhashable type: 'weakref.{type_of(self).name}'")


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


@exposed("__next__")
def proxy_next(self: Proxy) -> Object:
    """Implement next(self)."""
    target = self.get()
    if type_of(target).slots[Slot.NEXT] is None:
        raise type_error("Weakref proxy referenced a non-iterator '" + type_of(target).name + "' object")
    found = next_of(target)
    if found is None:
        raise PyError(_STOP_ITERATION, "")
    return found


@exposed("__getitem__")
def proxy_getitem(self: Proxy, key: Object, /) -> Object:
    """Return self[key]."""
    return get_item_any(self.get(), unwrapped(key))


@exposed("__setitem__")
def proxy_setitem(self: Proxy, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    set_item_any(self.get(), unwrapped(key), value)


@exposed("__delitem__")
def proxy_delitem(self: Proxy, key: Object, /) -> None:
    """Delete self[key]."""
    delete_item(self.get(), unwrapped(key))


@exposed("__contains__")
def proxy_contains(self: Proxy, key: Object, /) -> bool:
    """Return bool(key in self)."""
    return contains(self.get(), unwrapped(key))


@exposed("__call__", rest="arguments", keywords="keywords")
def called_proxy_call(self: CallableProxy, arguments: Tuple, keywords: Dict) -> Object:
    """Call self as a function."""
    names, values = keyword_lists(keywords)
    return call_any(self.get(), arguments.items(), names, values)


@exposed("proxy")
def make_proxy(object: Object, callback: Object = NONE, /) -> Object:
    """Create a proxy object that weakly references 'object'."""
    check_target(object)
    is_callable = type_of(object).slots[Slot.CALL] is not None
    if callback is NONE:
        for known in references.of(object):
            if isinstance(known, Proxy) and known.callback is NONE:
                return known
    made = CallableProxy(object, callback) if is_callable else Proxy(object, callback)
    references.add(object, made)
    return made


proxy_type = define(Proxy, "ProxyType", methods=__name__, prefix="proxy_", module="weakref", doc="")
callable_proxy_type = define(CallableProxy, "CallableProxyType", base=proxy_type, methods=__name__, prefix="called_proxy_", module="weakref", doc="")

define_module(__name__, "_weakref", parts=("interpreter.modules.weakref",), contents={
    "ref": reference_type, "ReferenceType": reference_type, "ProxyType": proxy_type, "CallableProxyType": callable_proxy_type})
