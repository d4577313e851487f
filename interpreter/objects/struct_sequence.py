"""Tuples whose items have names: ``sys.version_info``, ``os.stat_result`` and the like."""
from __future__ import annotations

from typing import Sequence

from interpreter.errors import attribute_error, type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import intern
from interpreter.objects.subclass import TupleAttributes, TupleInstance
from interpreter.objects.tuple import Tuple, new_tuple, tuple2
from interpreter.objects.tuple_methods import tuple_type
from interpreter.protocols.iterate import list_of
from interpreter.protocols.text import repr_of, str_of
from transform.rpython import new_var, set_item, varsize


@varsize(Object)
class StructSequence(TupleInstance):
    """The RPython class of all these types; the fields behind the visible items are attributes of the instance."""
    python_type = None


class ItemDescriptor(Object):
    """An item by its name. What stands behind the visible items is an attribute of the instance: `index` is then -1."""
    name: str
    index: int

    def __init__(self, name: str, index: int) -> None:
        self.name = name
        self.index = index

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        if instance is NONE:
            return self
        if not isinstance(instance, Tuple):
            raise type_error(f"descriptor '{self.name}' doesn't apply to a '{type_of(instance).name}' object")
        own = instance.get_own(self.name)
        if own is not None:
            return own
        return instance.item(self.index) if self.index >= 0 else NONE

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        raise attribute_error("readonly attribute")


define(ItemDescriptor, "member_descriptor", doc="")


@exposed_static("__new__")
def new(cls: Type, sequence: Object, dict: Object = NONE) -> Object:
    """Create and return a new object."""
    if cls.allocate is None:
        raise type_error(f"cannot create '{cls.module_name}.{cls.name}' instances")
    items = list_of(sequence)
    count = len(field_names(cls))
    if len(items) < count:
        raise type_error(f"{cls.module_name}.{cls.name}() takes an at least {count}-sequence ({len(items)}-sequence given)")
    hidden = hidden_names(cls)
    if len(items) > count + len(hidden):
        raise type_error(f"{cls.module_name}.{cls.name}() takes an at most {count + len(hidden)}-sequence ({len(items)}-sequence given)")
    made = new_struct(cls, items[:count])
    for i in range(count, len(items)):
        made.set_own(hidden[i - count], items[i])
    if isinstance(dict, Dict):
        for i in range(dict.used):
            key = dict.key_at(i)
            if key is not None:
                made.set_own(str_of(key).value, dict.value_at(i))
    return made


@exposed("__repr__")
def to_repr(self: Tuple) -> str:
    """Return repr(self)."""
    t = type_of(self)
    names = field_names(t)
    parts: list[str] = []
    for i in range(len(names)):
        parts.append(f"{names[i]}={repr_of(self.item(i))}")
    return f"{t.module_name}.{t.name}({', '.join(parts)})"


@exposed("__reduce__")
def reduce(self: Tuple) -> Object:
    """Helper for pickle."""
    attributes = Dict()
    for name in hidden_names(type_of(self)):
        value = self.get_own(name)
        if value is not None:
            attributes.set_str(name, value)
    return tuple2(type_of(self), tuple2(new_tuple(self.items()), attributes))


def field_names(type: Type) -> list[str]:
    """The names of the items of a type made by `struct_type`."""
    names: list[str] = []
    for name in type.namespace:
        found = type.namespace[name]
        if isinstance(found, ItemDescriptor) and found.index >= 0:
            names.append(name)
    return names


def hidden_names(type: Type) -> list[str]:
    """The names of what stands behind the items."""
    names: list[str] = []
    for name in type.namespace:
        found = type.namespace[name]
        if isinstance(found, ItemDescriptor) and found.index < 0:
            names.append(name)
    return names


def allocate(type: Type) -> Object:
    raise type_error(f"cannot create '{type.name}' instances")


_base = define(StructSequence, "structseq", base=tuple_type, allocate=allocate, methods=__name__, doc="")


def struct_type(name: str, module: str, fields: list[str], hidden: Sequence[str] = (), is_sealed: bool = False) -> Type:
    """A type of named tuples; for use while RPython modules are imported. `hidden` are names of what stands behind the items. Programs cannot make
    instances of a type that `is_sealed`."""
    made = define(StructSequence, name, base=_base, allocate=None if is_sealed else allocate, module=module, doc=f"{module}.{name}")
    for i, field in enumerate(fields):
        made.namespace[field] = ItemDescriptor(field, i)
    for field in hidden:
        made.namespace[field] = ItemDescriptor(field, -1)
    made.namespace["n_fields"] = new_int(len(fields) + len(hidden))
    made.namespace["n_sequence_fields"] = new_int(len(fields))
    made.namespace["n_unnamed_fields"] = new_int(0)
    made.namespace["__match_args__"] = new_tuple([intern(field) for field in fields])
    made.is_final = True
    return made


def new_struct(type: Type, items: list[Object]) -> Object:
    """An instance of such a type."""
    result = new_var(StructSequence, len(items))
    result.extra = TupleAttributes(type)
    for i in range(len(items)):
        set_item(result, i, items[i])
    return result
