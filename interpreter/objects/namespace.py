"""types.SimpleNamespace, which is also what ``sys.implementation`` is."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.guards import enter_repr, leave_repr
from interpreter.objects.instance_dict import DICT_DESCRIPTOR
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple, new_tuple, tuple3
from interpreter.protocols.compare import EQ, compare
from interpreter.protocols.text import repr_of
from transform.rpython import not_none


class Namespace(MappedStorage, Object):
    """An object that is nothing but its attributes."""

    def __init__(self, type: Type) -> None:
        self.start(type)


def allocate(type: Type) -> Object:
    return Namespace(type)


@exposed("__init__", rest="arguments", keywords="keywords")
def init(self: Namespace, arguments: Tuple, keywords: Dict) -> None:
    """Initialize self."""
    if arguments.length > 0:
        raise type_error("no positional arguments expected")
    for i in range(keywords.used):
        key = keywords.key_at(i)
        if isinstance(key, Str):
            self.set_own(key.value, keywords.value_at(i))


@exposed("__repr__")
def to_repr(self: Namespace) -> str:
    """Return repr(self)."""
    name = "namespace" if type_of(self) is namespace_type else type_of(self).name
    if not enter_repr(self):
        return f"{name}(...)"
    try:
        parts: list[str] = []
        contents = not_none(self.get_dict())
        if isinstance(contents, Dict):
            for i in range(contents.used):
                key = contents.key_at(i)
                if isinstance(key, Str):
                    parts.append(f"{key.value}={repr_of(contents.value_at(i))}")
        return f"{name}({', '.join(parts)})"
    finally:
        leave_repr(self)


@exposed("__eq__")
def eq(self: Namespace, other: Object, /) -> Object:
    """Return self==value."""
    if not isinstance(other, Namespace):
        return NOT_IMPLEMENTED
    return compare(EQ, not_none(self.get_dict()), not_none(other.get_dict()))


@exposed("__reduce__")
def reduce(self: Namespace) -> Object:
    """Return state information for pickling"""
    return tuple3(type_of(self), new_tuple([]), not_none(self.get_dict()))


namespace_type = define(Namespace, "SimpleNamespace", allocate=allocate, methods=__name__, module="types",
                        doc="A simple attribute-based namespace.")
namespace_type.instances_have_dict = True
namespace_type.namespace["__dict__"] = DICT_DESCRIPTOR
