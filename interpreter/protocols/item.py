"""Items of any container: ``x[key]`` and its kin, ``in``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, index_error, type_error
from interpreter.objects.dict import Dict
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import SmallInt
from interpreter.objects.list import List
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from interpreter.objects.type import type_type
from interpreter.protocols.call import call1, descriptor_get, invoke2, invoke3
from interpreter.protocols.compare import equals, is_true
from interpreter.protocols.iterate import iterator_of, next_of
from transform.rpython import inline

_KEY_ERROR = EXCEPTIONS["KeyError"]


@inline
def get_item(x: Object, key: Object) -> Object:
    """``x[key]``."""
    if isinstance(key, SmallInt):
        if isinstance(x, List) and x.python_type is not None:
            i = key.value
            if 0 <= i < x.length:
                return x.items[i]
        elif isinstance(x, Tuple) and x.python_type is not None:
            i = key.value
            if 0 <= i < x.length:
                return x.item(i)
    return get_item_any(x, key)


def get_item_any(x: Object, key: Object) -> Object:
    if isinstance(x, Dict) and x.python_type is not None:
        found = x.get(key)
        if found is not None:
            return found
    method = type_of(x).slots[Slot.GETITEM]
    if method is not None:
        return invoke2(method, x, key)
    if isinstance(x, Type):
        if x is type_type:
            return GenericAlias(x, key)
        hook = x.lookup("__class_getitem__")
        if hook is not None and hook is not NONE:
            return call1(descriptor_get(hook, None, x), key)
        raise type_error(f"type '{x.name}' is not subscriptable")
    raise type_error(f"'{type_of(x).name}' object is not subscriptable")


def find_item(x: Object, key: Object) -> Optional[Object]:
    """``x[key]``, or None where that raises KeyError."""
    try:
        return get_item_any(x, key)
    except PyError as error:
        if not error.type.is_subtype(_KEY_ERROR):
            raise
        return None


@inline
def set_item(x: Object, key: Object, value: Object) -> None:
    """``x[key] = value``."""
    if isinstance(x, List) and x.python_type is not None and isinstance(key, SmallInt) and 0 <= key.value < x.length:
        x.items[key.value] = value
    else:
        set_item_any(x, key, value)


def set_item_any(x: Object, key: Object, value: Object) -> None:
    if isinstance(x, Dict) and x.python_type is not None:
        x.set(key, value)
        return
    method = type_of(x).slots[Slot.SETITEM]
    if method is None:
        raise type_error(f"'{type_of(x).name}' object does not support item assignment")
    invoke3(method, x, key, value)


def delete_item(x: Object, key: Object) -> None:
    """``del x[key]``."""
    method = type_of(x).slots[Slot.DELITEM]
    if method is None:
        raise type_error(f"'{type_of(x).name}' object doesn't support item deletion")
    invoke2(method, x, key)


def contains(x: Object, item: Object) -> bool:
    """``item in x``."""
    if isinstance(x, Dict) and x.python_type is not None:
        return x.find(item) >= 0
    method = type_of(x).slots[Slot.CONTAINS]
    if method is not None:
        if method is NONE:
            raise type_error(f"'{type_of(x).name}' object is not a container")
        return is_true(invoke2(method, x, item))
    if type_of(x).slots[Slot.ITER] is None and type_of(x).slots[Slot.GETITEM] is None:
        raise type_error(f"argument of type '{type_of(x).name}' is not iterable")
    iterator = iterator_of(x)
    while True:
        candidate = next_of(iterator)
        if candidate is None:
            return False
        if equals(candidate, item):
            return True


def checked_position(i: int, length: int, name: str) -> int:
    """An index in range; one from the end counts from there."""
    position = i + length if i < 0 else i
    if not 0 <= position < length:
        raise index_error(f"{name} index out of range")
    return position
