"""Arrays: their classes, and what programs can do with them."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import attribute_error, index_error, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_setter
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes import types
from interpreter.modules.ctypes.characters import read_text, write_bytes, write_characters
from interpreter.modules.ctypes.data import UNDOCUMENTED, CData, data_type
from interpreter.modules.ctypes.layout import ArrayLayout, Layout
from interpreter.modules.ctypes.simple import has_code
from interpreter.modules.ctypes.types import DataType, new_instance, read_part, write_part
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, tuple1
from interpreter.objects.type import type_type
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.compare import length
from interpreter.protocols.item import get_item
from interpreter.protocols.number import as_index
from transform.rpython import Ptr, copy, data_pointer, uint8

_LARGEST = 0x7FFFFFFFFFFFFFFF


class ArrayType(DataType):
    """A class of arrays."""

    def describe(self) -> None:
        count = find_optional(self, "_length_")
        if count is None:
            raise attribute_error("class must define a '_length_' attribute")
        if not isinstance(count, Int):
            raise type_error("The '_length_' attribute must be an integer")
        if count.big().sign() < 0:
            raise value_error("The '_length_' attribute must not be negative")
        if not count.fits():
            raise overflow_error("The '_length_' attribute is too large")
        item = find_optional(self, "_type_")
        if item is None:
            raise attribute_error("class must define a '_type_' attribute")
        if not isinstance(item, DataType) or item.layout is None:
            raise type_error("_type_ must have storage info")
        inner = item.known_layout()
        if inner.size > 0 and count.machine() > _LARGEST // inner.size:
            raise overflow_error("array too big")
        layout = ArrayLayout(inner.size * count.machine(), inner.alignment, inner.format)
        layout.length = count.machine()
        layout.item = item
        layout.shape = [count.machine()] + inner.shape
        layout.has_pointers = inner.has_pointers
        inner.is_final = True
        self.layout = layout

        if has_code(item, "c"):
            self.take_attribute(bytes_array_type, "raw")
            self.take_attribute(bytes_array_type, "value")
        elif has_code(item, "u"):
            self.take_attribute(text_array_type, "value")

    def take_attribute(self, type: Type, name: str) -> None:
        self.namespace[name] = type.namespace[name]
        self.modified(name)

    def new_data(self, layout: Layout) -> CData:
        if has_code(layout.item, "c"):
            return BytesArray(self, layout)
        return TextArray(self, layout) if has_code(layout.item, "u") else Array(self, layout)


def position(array: Array, key: Object, message: str) -> int:
    """An index in range; one from the end counts from there."""
    if type_of(key).slots[Slot.INDEX] is None:
        raise type_error(message)
    i = as_index(key)
    if i < 0:
        i += array.layout.length
    if not 0 <= i < array.layout.length:
        raise index_error("invalid index")
    return i


class Array(CData):
    """An array."""
    python_type = None

    def item_type(self) -> DataType:
        item = self.layout.item
        assert isinstance(item, DataType)
        return item

    def place_of(self, i: int) -> Ptr[uint8]:
        return self.address + i * self.item_type().known_layout().size

    def get(self, i: int) -> Object:
        """The item at an index that is in range."""
        return read_part(self.item_type(), self, i, self.place_of(i))

    def set(self, i: int, value: Object) -> None:
        write_part(self.item_type(), self, i, self.place_of(i), value)

    def joined(self, items: list[Object]) -> Object:
        """What a slice with these items is."""
        return new_list(items)

    @exposed("__init__", rest="arguments")
    def init(self, arguments: Tuple) -> None:
        """Initialize self.  See help(type(self)) for accurate signature."""
        for i in range(arguments.length):
            if i >= self.layout.length:
                raise index_error("invalid index")
            self.set(i, arguments.item(i))

    @exposed("__len__")
    def count(self) -> int:
        """Return len(self)."""
        return self.layout.length

    @exposed("__getitem__")
    def get_item(self, key: Object, /) -> Object:
        """Return self[key]."""
        if not isinstance(key, Slice):
            return self.get(position(self, key, "indices must be integers"))
        start, stop, step = unpack_slice(key)
        start, stop, count = adjust_slice(start, stop, step, self.layout.length)
        return self.joined([self.get(start + i * step) for i in range(count)])

    @exposed("__setitem__")
    def set_item(self, key: Object, value: Object, /) -> None:
        """Set self[key] to value."""
        if not isinstance(key, Slice):
            self.set(position(self, key, "indices must be integer"), value)
            return
        start, stop, step = unpack_slice(key)
        start, stop, count = adjust_slice(start, stop, step, self.layout.length)
        if type_of(value).slots[Slot.LEN] is None or length(value) != count:
            raise value_error("Can only assign sequence of same size")
        for i in range(count):
            self.set(start + i * step, get_item(value, new_int(i)))

    @exposed("__delitem__")
    def delete_item(self, key: Object, /) -> None:
        """Delete self[key]."""
        raise type_error("Array does not support item deletion")

    @exposed_class("__class_getitem__")
    @staticmethod
    def of_items(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item if isinstance(item, Tuple) else tuple1(item))


class BytesArray(Array):
    """An array of bytes."""
    python_type = None

    def joined(self, items: list[Object]) -> Object:
        return new_bytes(b"".join([item.value for item in items if isinstance(item, Bytes)]))

    @exposed_property("raw")
    def get_raw(self) -> bytes:
        """value"""
        return self.contents()

    @exposed_setter("raw")
    def set_raw(self, value: Optional[Object]) -> None:
        if value is None:
            raise attribute_error("cannot delete attribute")
        data = bytes_of(value)
        if len(data) > self.size:
            raise value_error("byte string too long")
        copy(data_pointer(data), self.address, len(data))

    @exposed_property("value")
    def get_text(self) -> Object:
        """string value"""
        return read_text("c", self.address, self.size)

    @exposed_setter("value")
    def set_text(self, value: Optional[Object]) -> None:
        if value is None:
            raise type_error("can't delete attribute")
        if not isinstance(value, Bytes):
            raise type_error(f"bytes expected instead of {type_of(value).name} instance")
        if len(value.value) > self.size:
            raise value_error("byte string too long")
        write_bytes(self.address, self.size, value.value)


class TextArray(Array):
    """An array of wide characters."""
    python_type = None

    def joined(self, items: list[Object]) -> Object:
        return new_str("".join([item.value for item in items if isinstance(item, Str)]))

    @exposed_property("value")
    def get_text(self) -> Object:
        """string value"""
        return read_text("u", self.address, self.size)

    @exposed_setter("value")
    def set_text(self, value: Optional[Object]) -> None:
        if value is None:
            raise type_error("can't delete attribute")
        if not isinstance(value, Str):
            raise type_error(f"unicode string expected instead of {type_of(value).name} instance")
        if len(value.value) > self.size // 4:
            raise value_error("string too long")
        write_characters(self.address, self.size, value.value)


def make_array_type(item: DataType, length: int) -> Object:
    """``item * length``."""
    namespace = Dict()
    namespace.set_str("_length_", new_int(length))
    namespace.set_str("_type_", item)
    return call(array_meta, [new_str(f"{item.name}_Array_{length}"), tuple1(array_type), namespace])


class OwnArrayMaker(types.ArrayMaker):
    """Calls the metaclass of arrays."""

    def make(self, item: DataType, length: int) -> Object:
        return make_array_type(item, length)


types.array_maker = OwnArrayMaker()


def allocate_type(metatype: Type) -> Object:
    return ArrayType("", metatype, [])


array_meta = define(ArrayType, "PyCArrayType", base=type_type, allocate=allocate_type, module="_ctypes", doc="metatype for the Array Objects")
array_type = define(Array, "Array", allocate=new_instance, module="_ctypes", doc=UNDOCUMENTED,
                    existing=ArrayType("Array", array_meta, [data_type]))
bytes_array_type = define(BytesArray, "Array", base=array_type, module="_ctypes", doc=UNDOCUMENTED)
text_array_type = define(TextArray, "Array", base=array_type, module="_ctypes", doc=UNDOCUMENTED)
