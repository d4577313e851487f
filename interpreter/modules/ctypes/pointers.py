"""Pointers: their classes, and what programs can do with them."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.arguments import reference_argument
from interpreter.modules.ctypes.data import UNDOCUMENTED, CData, data_type
from interpreter.modules.ctypes.layout import Layout, PointerLayout
from interpreter.modules.ctypes.simple import has_code, item_of
from interpreter.modules.ctypes.types import DataType, new_instance, read_part, write_part
from interpreter.modules.ctypes.values import load_word, store_word
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import slice_index
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, tuple1
from interpreter.objects.type import type_type
from interpreter.protocols.attributes import set_type_attribute
from interpreter.protocols.call import call
from interpreter.protocols.number import as_index
from interpreter.protocols.types import is_instance
from transform.rpython import Ptr, address, identity, not_none, pointer, uint8


class PointerType(DataType):
    """A class of pointers."""

    def describe(self) -> None:
        self.layout = PointerLayout()
        target = self.namespace.get("_type_")
        if target is not None:
            self.set_target(target)

    def known_layout(self) -> Layout:
        layout = self.layout
        if layout is None:
            raise missing_target()
        return layout

    def new_data(self, layout: Layout) -> CData:
        if layout.item is None:
            raise missing_target()
        return Pointer(self, layout)

    def set_target(self, target: Object) -> None:
        """Says what the pointers point to."""
        if not isinstance(target, Type):
            raise type_error("_type_ must be a type")
        if not isinstance(target, DataType) or target.layout is None:
            raise type_error("_type_ must have storage info")
        layout = not_none(self.layout)
        layout.item = target
        inner = target.known_layout()
        extents = ",".join([str(extent) for extent in inner.shape])
        layout.format = f"&({extents}){inner.format}" if len(inner.shape) > 0 else f"&{inner.format}"

    def accept(self, value: Object) -> Optional[Object]:
        layout = self.layout
        if layout is None:
            raise type_error("abstract class")
        if value is NONE:
            return value
        target = layout.item
        if target is None or not isinstance(value, CData):
            return None
        if is_instance(value, target):
            return reference_argument(value, 0)
        item = item_of(value)
        return value if item is not None and item.is_subtype(target) else None

    @exposed("set_type")
    def set_type_of(self, type: Object, /) -> None:
        self.set_target(type)
        set_type_attribute(self, "_type_", type)


def missing_target() -> PyError:
    return type_error("Cannot create instance: has no _type_")


class Pointer(CData):
    """A pointer to data of one type."""
    python_type = None

    def target_type(self) -> DataType:
        item = self.layout.item
        assert isinstance(item, DataType)
        return item

    def target(self) -> Ptr[uint8]:
        """Where it points to. ValueError if that is nowhere."""
        word = load_word(self.address)
        if word == 0:
            raise value_error("NULL pointer access")
        return pointer(uint8, word)

    def place_of(self, i: int) -> Ptr[uint8]:
        return self.target() + i * self.target_type().known_layout().size

    def get(self, i: int) -> Object:
        return read_part(self.target_type(), self, i, self.place_of(i))

    @exposed("__init__", rest="arguments")
    def init(self, arguments: Tuple) -> None:
        """Initialize self.  See help(type(self)) for accurate signature."""
        if arguments.length > 1:
            raise type_error(f"POINTER expected at most 1 argument, got {arguments.length}")
        if arguments.length == 1:
            self.set_contents(arguments.item(0))

    @exposed_property("contents")
    def get_contents(self) -> Object:
        """the object this pointer points to (read-write)"""
        return self.target_type().at(self.target(), self, 0)

    @exposed_setter("contents")
    def set_contents(self, value: Optional[Object]) -> None:
        if value is None:
            raise type_error("Pointer does not support item deletion")
        if not isinstance(value, CData):
            raise type_error(f"expected {self.target_type().name} instead of {type_of(value).name}")
        store_word(self.address, address(value.address))
        self.keep(1, value)
        self.keep(0, value.all_kept())

    @exposed("__bool__")
    def is_set(self) -> Object:
        """True if self else False"""
        return new_bool(load_word(self.address) != 0)

    @exposed("__getitem__")
    def get_item(self, key: Object, /) -> Object:
        """Return self[key]."""
        if isinstance(key, Slice):
            return self.part(key)
        if type_of(key).slots[Slot.INDEX] is None:
            raise type_error("Pointer indices must be integer")
        return self.get(as_index(key))

    def part(self, key: Slice) -> Object:
        """What a slice gives, which must say where it ends."""
        step = 1 if key.step is NONE else slice_index(key.step)
        if step == 0:
            raise value_error("slice step cannot be zero")
        if key.start is NONE and step < 0:
            raise value_error("slice start is required for step < 0")
        start = 0 if key.start is NONE else slice_index(key.start)
        if key.stop is NONE:
            raise value_error("slice stop is required")
        stop = slice_index(key.stop)
        if step < 0:
            count = (start - stop - 1) // -step + 1 if stop < start else 0
        else:
            count = (stop - start - 1) // step + 1 if start < stop else 0
        items = [self.get(start + i * step) for i in range(count)]
        if has_code(self.layout.item, "c"):
            return new_bytes(b"".join([item.value for item in items if isinstance(item, Bytes)]))
        if has_code(self.layout.item, "u"):
            return new_str("".join([item.value for item in items if isinstance(item, Str)]))
        return new_list(items)

    @exposed("__setitem__")
    def set_item(self, key: Object, value: Object, /) -> None:
        """Set self[key] to value."""
        if type_of(key).slots[Slot.INDEX] is None:
            raise type_error(f"sequence index must be integer, not '{type_of(key).name}'")
        i = as_index(key)
        write_part(self.target_type(), self, i, self.place_of(i), value)

    @exposed("__delitem__")
    def delete_item(self, key: Object, /) -> None:
        """Delete self[key]."""
        raise type_error("Pointer does not support item deletion")


def allocate_type(metatype: Type) -> Object:
    return PointerType("", metatype, [])


pointer_meta = define(PointerType, "PyCPointerType", base=type_type, allocate=allocate_type, module="_ctypes",
                      doc="metatype for the Pointer Objects")
pointer_type = define(Pointer, "_Pointer", allocate=new_instance, module="_ctypes", doc=UNDOCUMENTED,
                      existing=PointerType("_Pointer", pointer_meta, [data_type]))

pointer_types = Dict()
"""What `POINTER` has made, by type; an incomplete one by its id."""


def pointer_type_of(cls: Object) -> Object:
    """The type of pointers to a type. A name stands for a type that is not known yet."""
    found = pointer_types.get(cls)
    if found is not None:
        return found
    namespace = Dict()
    if isinstance(cls, Str):
        name = f"LP_{cls.value}"
    elif isinstance(cls, Type):
        name = f"LP_{cls.name}"
        namespace.set_str("_type_", cls)
    else:
        raise type_error("must be a ctypes type")
    made = call(pointer_meta, [new_str(name), tuple1(pointer_type), namespace])
    pointer_types.set(new_int(identity(made)) if isinstance(cls, Str) else cls, made)
    return made
