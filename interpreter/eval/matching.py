"""Helpers of match statements (PEP 634)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error, value_error
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.set import Set
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.call import call0, call2
from interpreter.protocols.item import get_item_any
from interpreter.protocols.iterate import list_of
from interpreter.protocols.text import repr_of
from interpreter.protocols.types import is_instance
from transform.rpython import checked_cast


class SelfMatching:
    """The built-in types whose class pattern with one positional argument matches the subject itself."""
    NAMES = ["bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"]


def is_sequence(x: Object) -> bool:
    """MATCH_SEQUENCE."""
    return type_of(x).matches_sequence


def match_keys(subject: Object, keys: Object) -> Object:
    """MATCH_KEYS: the values of all keys, or None when one is missing. ValueError for a key that comes twice."""
    wanted = checked_cast(Tuple, keys)
    seen = Set()
    values: list[Object] = []
    missing = Object()
    if isinstance(subject, Dict) and subject.python_type is not None:
        for i in range(wanted.length):
            check_new_key(seen, wanted.item(i))
            found = subject.get(wanted.item(i))
            if found is None:
                return NONE
            values.append(found)
        return new_tuple(values)
    get = get_attribute(subject, "get")
    for i in range(wanted.length):
        check_new_key(seen, wanted.item(i))
        value = call2(get, wanted.item(i), missing)
        if value is missing:
            return NONE
        values.append(value)
    return new_tuple(values)


def check_new_key(seen: Set, key: Object) -> None:
    before = seen.table.count
    seen.add(key)
    if seen.table.count == before:
        raise value_error(f"mapping pattern checks duplicate key ({repr_of(key)})")


def rest_of_mapping(subject: Object, keys: Object) -> Object:
    """MATCH_REST: a dict without some keys."""
    result = Dict()
    if isinstance(subject, Dict) and subject.python_type is not None:
        result = subject.copy()
    else:
        for key in list_of(call0(get_attribute(subject, "keys"))):
            result.set(key, get_item_any(subject, key))
    wanted = checked_cast(Tuple, keys)
    for i in range(wanted.length):
        result.delete(wanted.item(i))
    return result


def match_class(subject: Object, wanted: Object, names: Object, count: int) -> Object:
    """MATCH_CLASS: the attributes for `count` positional and the named patterns, or None."""
    if not isinstance(wanted, Type):
        raise type_error("called match pattern must be a class")
    if not is_instance(subject, wanted):
        return NONE
    keywords = checked_cast(Tuple, names)
    attributes: list[str] = []
    values: list[Object] = []
    if count > 0:
        matched = find_optional(wanted, "__match_args__")
        if matched is None:
            if not matches_itself(wanted):
                raise wrong_count(wanted, 0, count)
            if count > 1:
                raise wrong_count(wanted, 1, count)
            values.append(subject)
        else:
            if not isinstance(matched, Tuple):
                raise type_error(f"{wanted.name}.__match_args__ must be a tuple (got {type_of(matched).name})")
            if count > matched.length:
                raise wrong_count(wanted, matched.length, count)
            for i in range(count):
                name = matched.item(i)
                if not isinstance(name, Str):
                    raise type_error(f"__match_args__ elements must be strings (got {type_of(name).name})")
                attributes.append(name.value)
    for i in range(keywords.length):
        attributes.append(checked_cast(Str, keywords.item(i)).value)
    for i in range(len(attributes)):
        if attributes[i] in attributes[:i]:
            raise type_error(f"{wanted.name}() got multiple sub-patterns for attribute '{attributes[i]}'")
        value: Optional[Object] = find_optional(subject, attributes[i])
        if value is None:
            return NONE
        values.append(value)
    return new_tuple(values)


def wrong_count(wanted: Type, most: int, count: int) -> PyError:
    return type_error(f"{wanted.name}() accepts {most} positional sub-pattern{'' if most == 1 else 's'} ({count} given)")


def matches_itself(wanted: Type) -> bool:
    for base in wanted.mro:
        if not base.is_heap and base.name in SelfMatching.NAMES:
            return True
    return False
