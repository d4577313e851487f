"""High performance data structures."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.collections.default_dict import defaultdict_type
from interpreter.modules.collections.deque_methods import deque_type, iterator_type, reverse_iterator_type
from interpreter.modules.collections.ordered_dict import ordered_dict_type
from interpreter.modules.collections.tuple_getter import tuple_getter_type
from interpreter.objects.dict import Dict
from interpreter.objects.dict_methods import dict_type
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.slots import Slot
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call2
from interpreter.protocols.item import set_item_any
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import binary

_ZERO = new_int(0)
_ONE = new_int(1)


@exposed("_count_elements")
def count_elements(mapping: Object, iterable: Object, /) -> None:
    """Count elements in the iterable, updating the mapping"""
    iterator = iterator_of(iterable)
    if isinstance(mapping, Dict) and stores_as_dict(type_of(mapping)):
        while True:
            item = next_of(iterator)
            if item is None:
                return
            count = mapping.get(item)
            mapping.set(item, _ONE if count is None else binary(Slot.ADD, count, _ONE))
    getter = get_attribute(mapping, "get")
    while True:
        item = next_of(iterator)
        if item is None:
            return
        set_item_any(mapping, item, binary(Slot.ADD, call2(getter, item, _ZERO), _ONE))


def stores_as_dict(type: Type) -> bool:
    """Whether a class below dict reads and sets items as dict does."""
    return type.slots[Slot.SETITEM] is dict_type.slots[Slot.SETITEM] and type.lookup("get") is dict_type.lookup("get")


define_module(__name__, "_collections", contents={
    "deque": deque_type, "_deque_iterator": iterator_type, "_deque_reverse_iterator": reverse_iterator_type, "defaultdict": defaultdict_type,
    "OrderedDict": ordered_dict_type, "_tuplegetter": tuple_getter_type})
