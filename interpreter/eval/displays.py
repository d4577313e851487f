"""Instructions that make or fill containers, format values, unpack them, make functions."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.eval.calls import callee_name, repeated_keyword
from interpreter.eval.frame import Frame
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.function import Cell, Function
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.set import Set
from interpreter.objects.slice import Slice
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0
from interpreter.protocols.item import get_item_any
from interpreter.protocols.iterate import iterator_of, list_of, next_of, unpack
from transform.rpython import checked_cast, new_array, new_var, set_item


def build_tuple(frame: Frame, first: int, count: int) -> Object:
    result = new_var(Tuple, count)
    for i in range(count):
        set_item(result, i, frame.read(first + i))
    return result


def build_list(frame: Frame, first: int, count: int) -> Object:
    items = new_array(Object, count)
    for i in range(count):
        items[i] = frame.read(first + i)
    return List(items, count)


def build_set(frame: Frame, first: int, count: int) -> Object:
    result = Set()
    if count > 0:
        result.table.make_capacity(count)
    for i in range(count):
        result.add(frame.read(first + i))
    return result


def build_map(frame: Frame, first: int, count: int) -> Object:
    result = Dict()
    if count > 0:
        result.make_capacity(count)
    for i in range(count):
        result.set(frame.read(first + 2 * i), frame.read(first + 2 * i + 1))
    return result


def build_string(frame: Frame, first: int, count: int) -> Object:
    parts = [""] * count
    for i in range(count):
        part = frame.read(first + i)
        if not isinstance(part, Str):  # a tree that no source has
            raise type_error(f"sequence item {i}: expected str instance, {type_of(part).name} found")
        parts[i] = part.value
    return new_str("".join(parts))


def build_slice(frame: Frame, first: int) -> Object:
    return Slice(frame.read(first), frame.read(first + 1), frame.read(first + 2))


def append_item(target: Object, item: Object) -> None:
    """LIST_APPEND."""
    checked_cast(List, target).push(item)


def add_item(target: Object, item: Object) -> None:
    """SET_ADD."""
    checked_cast(Set, target).add(item)


def set_entry(target: Object, key: Object, value: Object) -> None:
    """MAP_ADD."""
    checked_cast(Dict, target).set(key, value)


def list_to_tuple(items: Object) -> Object:
    """LIST_TO_TUPLE."""
    return new_tuple(checked_cast(List, items).to_list())


def extend_list(target: Object, items: Object) -> None:
    """LIST_EXTEND."""
    assert isinstance(target, List)
    if type_of(items).slots[Slot.ITER] is None and type_of(items).slots[Slot.GETITEM] is None:
        raise type_error(f"Value after * must be an iterable, not {type_of(items).name}")
    iterator = iterator_of(items)
    while True:
        item = next_of(iterator)
        if item is None:
            return
        target.push(item)


def update_set(target: Object, items: Object) -> None:
    """SET_UPDATE."""
    assert isinstance(target, Set)
    for item in list_of(items):
        target.add(item)


def update_dict(target: Object, source: Object) -> None:
    """DICT_UPDATE: ``{**source}``."""
    assert isinstance(target, Dict)
    if isinstance(source, Dict):
        for i in range(source.used):
            key = source.key_at(i)
            if key is not None:
                target.set(key, source.value_at(i))
        return
    if type_of(source).lookup("keys") is None:
        raise type_error(f"'{type_of(source).name}' object is not a mapping")
    for key in list_of(call0(get_attribute(source, "keys"))):
        target.set(key, get_item_any(source, key))


def merge_dict(target: Object, source: Object, called: Object) -> None:
    """DICT_MERGE: ``f(**source)``, where no name may come twice."""
    assert isinstance(target, Dict)
    if not isinstance(source, Dict) and type_of(source).lookup("keys") is None:
        raise type_error(f"{callee_name(called)} argument after ** must be a mapping, not {type_of(source).name}")
    if isinstance(source, Dict):
        for i in range(source.used):
            key = source.key_at(i)
            if key is not None:
                add_keyword(target, key, source.value_at(i), called)
        return
    for key in list_of(call0(get_attribute(source, "keys"))):
        add_keyword(target, key, get_item_any(source, key), called)


def add_keyword(target: Dict, key: Object, value: Object, called: Object) -> None:
    if target.count > 0 and target.find(key) >= 0:
        raise repeated_keyword(called, key)
    target.set(key, value)


def unpack_sequence(frame: Frame, first: int, x: Object, count: int) -> None:
    if isinstance(x, Tuple) and x.length == count and x.python_type is not None:
        for i in range(count):
            frame.write(first + i, x.item(i))
        return
    items = unpack(x, count)
    for i in range(count):
        frame.write(first + i, items[i])


def unpack_with_star(frame: Frame, first: int, x: Object, before: int, after: int) -> None:
    if type_of(x).slots[Slot.ITER] is None and type_of(x).slots[Slot.GETITEM] is None:
        raise type_error(f"cannot unpack non-iterable {type_of(x).name} object")
    items = list_of(x)
    if len(items) < before + after:
        raise value_error(f"not enough values to unpack (expected at least {before + after}, got {len(items)})")
    for i in range(before):
        frame.write(first + i, items[i])
    frame.write(first + before, new_list(items[before:len(items) - after]))
    for i in range(after):
        frame.write(first + before + 1 + i, items[len(items) - after + i])


def make_function(frame: Frame, first: int, code: Object) -> Object:
    """MAKE_FUNCTION."""
    assert isinstance(code, Code)
    made = Function(code, frame.globals, frame.builtins)
    made.doc = code.docstring()
    defaults = frame.peek(first)
    if isinstance(defaults, Tuple):
        made.defaults = defaults
    keyword_defaults = frame.peek(first + 1)
    if isinstance(keyword_defaults, Dict):
        made.keyword_defaults = keyword_defaults
    annotations = frame.peek(first + 2)
    if isinstance(annotations, Tuple):
        contents = Dict()
        for i in range(0, annotations.length, 2):
            contents.set(annotations.item(i), annotations.item(i + 1))
        made.annotations = contents
    cells = frame.peek(first + 3)
    if isinstance(cells, Tuple):
        closure = new_array(Cell, cells.length)
        for i in range(cells.length):
            cell = cells.item(i)
            assert isinstance(cell, Cell)
            closure[i] = cell
        made.closure = closure
    return made

