"""Arguments by name, with defaults, and those that a function gives back: the `paramflags` of a prototype."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.modules.ctypes.layout import ArrayLayout, PointerLayout, SimpleLayout, layout_of
from interpreter.modules.ctypes.signature import Signature
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0
from interpreter.protocols.number import as_int
from transform.rpython import not_none

_IN = 1
_OUT = 2
_LOCALE = 4
_KINDS = _IN | _OUT | _LOCALE


def check_outputs(outputs: Object, signature: Signature) -> Optional[Tuple]:
    """The description that a program gives; None for None. TypeError, ValueError."""
    if outputs is NONE:
        return None
    if not isinstance(outputs, Tuple):
        raise type_error("paramflags must be a tuple or None")
    if outputs.length != len(signature.types):
        raise value_error("paramflags must have the same length as argtypes")
    for i in range(outputs.length):
        item = outputs.item(i)
        if not is_description(item):
            raise type_error("paramflags must be a sequence of (int [,string [,value]]) tuples")
        flags = flags_of(item)
        if flags & _KINDS == _OUT:
            check_output(signature.types[i], i)
        elif flags & _KINDS not in [0, _IN, _IN | _LOCALE, _IN | _OUT]:
            raise type_error(f"paramflag value {flags} not supported")
    return outputs


def is_description(item: Object) -> bool:
    """Whether an object is (int [, str [, default]])."""
    if not isinstance(item, Tuple) or not 1 <= item.length <= 3 or not isinstance(item.item(0), Int):
        return False
    return item.length == 1 or isinstance(item.item(1), Str) or item.item(1) is NONE


def flags_of(item: Object) -> int:
    assert isinstance(item, Tuple)
    return as_int(item.item(0))


def check_output(type: Object, i: int) -> None:
    """TypeError unless a parameter points to something."""
    layout = layout_of(type)
    if isinstance(layout, PointerLayout) or isinstance(layout, ArrayLayout):
        return
    if isinstance(layout, SimpleLayout) and layout.has_pointers:
        return
    name = type.name if isinstance(type, Type) else type_of(type).name
    raise type_error(f"'out' parameter {i + 1} must be a pointer type, not {name}")


class ArgumentReader:
    """Takes arguments one after the other, by position or by name."""
    arguments: Tuple
    keywords: Optional[Dict]
    used: int

    def __init__(self, arguments: Tuple, keywords: Optional[Dict]) -> None:
        self.arguments = arguments
        self.keywords = keywords
        self.used = 0

    def next(self, name: Object, default: Optional[Object]) -> Object:
        """The next argument. TypeError if it is not there."""
        if self.used < self.arguments.length:
            self.used += 1
            return self.arguments.item(self.used - 1)
        keywords = self.keywords
        if keywords is not None and isinstance(name, Str):
            found = keywords.get_str(name.value)
            if found is not None:
                self.used += 1
                return found
        if default is not None:
            return default
        if isinstance(name, Str):
            raise type_error(f"required argument '{name.value}' missing")
        raise type_error("not enough arguments")

    def check_end(self) -> None:
        """TypeError if there are more."""
        keywords = self.keywords
        given = self.arguments.length + (0 if keywords is None else keywords.count)
        if given != self.used:
            raise type_error(f"call takes exactly {self.used} arguments ({given} given)")


def build_arguments(outputs: Tuple, signature: Signature, arguments: Tuple, keywords: Optional[Dict]) -> list[Object]:
    """The arguments of C: those that are given, and room for what comes back."""
    reader = ArgumentReader(arguments, keywords)
    result: list[Object] = []
    for i in range(outputs.length):
        item = outputs.item(i)
        assert isinstance(item, Tuple)
        name = item.item(1) if item.length > 1 else NONE
        default = item.item(2) if item.length > 2 else None
        kind = flags_of(item) & _KINDS
        if kind == _IN | _LOCALE:
            result.append(new_int(0) if default is None else not_none(default))
        elif kind == _OUT:
            result.append(output_room(signature.types[i]) if default is None else not_none(default))
        else:
            result.append(reader.next(name, default))
    reader.check_end()
    return result


def output_room(type: Object) -> Object:
    """What a function may write its output into."""
    layout = layout_of(type)
    if isinstance(layout, ArrayLayout):
        return call0(type)
    item = None if layout is None else layout.item
    if item is None:
        name = type.name if isinstance(type, Type) else type_of(type).name
        raise type_error(f"{name} 'out' parameter must be passed as default value")
    return call0(item)


def build_result(outputs: Tuple, result: Object, arguments: list[Object]) -> Object:
    """What the call gives: the outputs, one or a tuple, or the result of the function if there are none."""
    found: list[Object] = []
    for i in range(outputs.length):
        flags = flags_of(outputs.item(i))
        if flags & _KINDS == _IN | _OUT:
            found.append(arguments[i])
        elif flags & _KINDS == _OUT:
            found.append(call0(get_attribute(arguments[i], "__ctypes_from_outparam__")))
    if len(found) == 0:
        return result
    return found[0] if len(found) == 1 else new_tuple(found)
