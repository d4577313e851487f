"""Structures and unions: the classes, and how their instances begin."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, attribute_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.data import CData, data_type
from interpreter.modules.ctypes.fields import Field
from interpreter.modules.ctypes.layout import Layout, RecordLayout
from interpreter.modules.ctypes.placement import Placement, takes_bits
from interpreter.modules.ctypes.types import DataType, new_instance
from interpreter.objects.dict import Dict
from interpreter.objects.function_methods import keyword_lists
from interpreter.objects.int import Int
from interpreter.objects.list import List
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.objects.type import type_type
from interpreter.protocols.attributes import (delete_type_attribute, find_optional, get_attribute, set_attribute, set_type_attribute)
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of, str_of


class RecordType(DataType):
    """A class of structures or unions."""

    def is_union(self) -> bool:
        return False

    def describe(self) -> None:
        if "_abstract_" in self.namespace:
            return
        layout = RecordLayout()
        self.layout = layout
        inherited = self.inherited_layout()
        inherited.is_final = True
        layout.take_over(inherited)
        fields = self.namespace.get("_fields_")
        if fields is not None:
            set_attribute(self, "_fields_", fields)

    def inherited_layout(self) -> RecordLayout:
        """That of the base, or one without fields."""
        base = self.base
        inherited = base.layout if isinstance(base, RecordType) else None
        return inherited if isinstance(inherited, RecordLayout) else RecordLayout()

    @exposed("__setattr__")
    def set_attribute(self, name: Str, value: Object, /) -> None:
        """Implement setattr(self, name, value)."""
        set_type_attribute(self, name.value, value)
        if name.value == "_fields_":
            self.place_fields(value)

    @exposed("__delattr__")
    def delete_attribute(self, name: Str, /) -> None:
        """Implement delattr(self, name)."""
        delete_type_attribute(self, name.value)

    def place_fields(self, fields: Object) -> None:
        """Gives the class the layout that its ``_fields_`` say, and a descriptor for each."""
        before = self.layout
        if before is None:
            raise type_error("ctypes state is not initialized")
        if before.is_final:
            raise attribute_error("_fields_ is final")
        base = self.inherited_layout()
        placement = Placement(base, self.is_union(), find_optional(self, "_swappedbytes_") is not None, self.packing())
        index = base.length
        for pair in sequence(fields, "'_fields_' must be a sequence of pairs"):
            name, type, bits = field_of(pair, index - base.length)
            layout = type.known_layout()
            layout.is_final = True
            placement.place(name, layout, bits)
            made = Field(type, index, placement.offset, layout.size)
            made.low = placement.low
            made.bits = bits
            set_attribute(self, name, made)
            index += 1
        if before.is_final:
            raise attribute_error("Structure or union cannot contain itself")
        made_layout = placement.finish()
        made_layout.is_final = True
        self.layout = made_layout
        anonymous = find_optional(self, "_anonymous_")
        if anonymous is not None:
            for item in sequence(anonymous, "_anonymous_ must be a sequence"):
                self.adopt(str_of(item).value)

    def packing(self) -> int:
        """What ``_pack_`` says; -1 if it is not there."""
        pack = find_optional(self, "_pack_")
        if pack is None:
            return -1
        if not isinstance(pack, Int) or not pack.fits() or not 0 <= pack.machine() < 1 << 31:
            raise value_error("_pack_ must be a non-negative integer")
        return pack.machine()

    def adopt(self, name: str) -> None:
        """Makes the fields of a field fields of this class, too."""
        field = get_attribute(self, name)
        if not isinstance(field, Field):
            raise attribute_error(f"'{name}' is specified in _anonymous_ but not in _fields_")
        self.adopt_fields(field.type, field.type, field)

    def adopt_fields(self, inner: Type, type: Type, field: Field) -> None:
        """Makes the fields of `type`, which are fields of `inner`, fields of this class."""
        hidden: list[str] = []
        anonymous = find_optional(type, "_anonymous_")
        if anonymous is not None:
            hidden = [str_of(item).value for item in list_of(anonymous)]
        for pair in list_of(get_attribute(type, "_fields_")):
            name = str_of(list_of(pair)[0]).value
            found = get_attribute(type, name)
            if not isinstance(found, Field):
                raise type_error("unexpected type")
            if name in hidden:
                self.adopt_fields(inner, found.type, field)
            else:
                self.add_inner(inner, name, field)

    def add_inner(self, inner: Type, name: str, field: Field) -> None:
        """Makes one field of a field's type a field of this class."""
        found = get_attribute(inner, name)
        if not isinstance(found, Field):
            raise type_error("unexpected type")
        set_attribute(self, name, found.moved(field.index, field.offset))


class StructureType(RecordType):
    """A class of structures."""

    def new_data(self, layout: Layout) -> CData:
        return Structure(self, layout)


class UnionType(RecordType):
    """A class of unions."""

    def new_data(self, layout: Layout) -> CData:
        return Union(self, layout)

    def is_union(self) -> bool:
        return True


def sequence(x: Object, message: str) -> list[Object]:
    """The items of a list or tuple, or of what is indexed like one. TypeError with a message for others."""
    if not isinstance(x, Tuple) and not isinstance(x, List) and type_of(x).slots[Slot.LEN] is None:
        raise type_error(message)
    return list_of(x)


def field_of(pair: Object, index: int) -> tuple[str, DataType, int]:
    """Name, type and number of bits (0: no bit field) of an item of ``_fields_``. TypeError, ValueError."""
    if not isinstance(pair, Tuple) or not 2 <= pair.length <= 3:
        raise wrong_pairs()
    name = pair.item(0)
    if not isinstance(name, Str):
        raise wrong_pairs()
    type = pair.item(1)
    if not isinstance(type, DataType) or type.layout is None:
        raise type_error(f"second item in _fields_ tuple (index {index}) must be a C type")
    if pair.length == 2:
        return name.value, type, 0
    number = pair.item(2)
    if not isinstance(number, Int):
        raise wrong_pairs()
    layout = type.known_layout()
    if not takes_bits(layout):
        raise type_error(f"bit fields not allowed for type {type.name}")
    bits = as_int(number)
    if not 0 < bits <= layout.size * 8:
        raise value_error("number of bits invalid for bit field")
    return name.value, type, bits


def wrong_pairs() -> PyError:
    return type_error("'_fields_' must be a sequence of (name, C type) pairs")


class Record(CData):
    """An instance of a structure or a union."""
    python_type = None

    @exposed("__init__", rest="arguments", keywords="keywords")
    def init(self, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
        """Initialize self.  See help(type(self)) for accurate signature."""
        names = self.initialise(type_of(self), arguments, keywords)
        if names < arguments.length:
            raise type_error("too many initializers")
        given, values = keyword_lists(keywords)
        for i in range(len(given)):
            set_attribute(self, given[i], values[i])

    def initialise(self, type: Type, arguments: Tuple, keywords: Optional[Dict]) -> int:
        """Assigns arguments to the fields of a class, after those of the classes above it; how many fields these are."""
        base = type.base
        done = self.initialise(base, arguments, keywords) if isinstance(base, RecordType) else 0
        fields = type.namespace.get("_fields_")
        if fields is None:
            return done
        for pair in list_of(fields):
            if done < arguments.length:
                name = str_of(list_of(pair)[0]).value
                if keywords is not None and keywords.get_str(name) is not None:
                    raise type_error(f"duplicate values for field {repr_of(new_str(name))}")
                set_attribute(self, name, arguments.item(done))
            done += 1
        return done


class Structure(Record):
    """An instance of a structure."""
    python_type = None


class Union(Record):
    """An instance of a union."""
    python_type = None


def allocate_structure_type(metatype: Type) -> Object:
    return StructureType("", metatype, [])


def allocate_union_type(metatype: Type) -> Object:
    return UnionType("", metatype, [])


_METATYPE = "metatype for the CData Objects"
structure_meta = define(StructureType, "PyCStructType", base=type_type, allocate=allocate_structure_type, module="_ctypes", doc=_METATYPE)
union_meta = define(UnionType, "UnionType", base=type_type, allocate=allocate_union_type, module="_ctypes", doc=_METATYPE)
structure_type = define(Structure, "Structure", allocate=new_instance, module="_ctypes", doc="Structure base class",
                        existing=StructureType("Structure", structure_meta, [data_type]))
union_type = define(Union, "Union", allocate=new_instance, module="_ctypes", doc="Union base class",
                    existing=UnionType("Union", union_meta, [data_type]))
