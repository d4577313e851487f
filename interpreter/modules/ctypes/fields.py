"""Fields of structures and unions: the descriptors by which instances read and write them."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.characters import read_text, write_bytes, write_characters
from interpreter.modules.ctypes.data import CData
from interpreter.modules.ctypes.layout import ArrayLayout, SimpleLayout
from interpreter.modules.ctypes.simple import has_code
from interpreter.modules.ctypes.types import DataType, read_part, write_part
from interpreter.modules.ctypes.values import read_integer, unsigned, write_integer, write_value
from interpreter.objects.bytes import Bytes
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from transform.rpython import Ptr, item_address, keepalive, new_array, uint8, wrap

_WORD = 64


class Field(Object):
    """Part number `index` of a structure, at an offset. A bit field has `bits` bits from `low` on."""
    type: DataType
    index: int
    offset: int
    size: int
    low: int
    bits: int

    def __init__(self, type: DataType, index: int, offset: int, size: int) -> None:
        self.type = type
        self.index = index
        self.offset = offset
        self.size = size
        self.low = 0
        self.bits = 0

    def moved(self, index: int, offset: int) -> Field:
        """The same field as one of what its structure is a field of."""
        made = Field(self.type, self.index + index, self.offset + offset, self.size)
        made.low = self.low
        made.bits = self.bits
        return made

    def text_item(self) -> str:
        """The letter of the characters of which the field is an array; it is read and written as a string then. Empty for others."""
        layout = self.type.layout
        if isinstance(layout, ArrayLayout):
            for code in ["c", "u"]:
                if has_code(layout.item, code):
                    return code
        return ""

    def read_bits(self, at: Ptr[uint8]) -> Object:
        layout = self.type.layout
        assert isinstance(layout, SimpleLayout)
        code = layout.code[0]
        word = int(at[0]) if code == "?" else read_integer(code, layout.is_swapped, at)
        shifted = wrap(word << _WORD - self.low - self.bits)
        is_signed = "a" <= code <= "z"
        value = shifted >> _WORD - self.bits
        if not is_signed and self.bits < _WORD:
            value &= (1 << self.bits) - 1
        if code == "?":
            return new_bool(value != 0)
        return new_int(value) if is_signed else unsigned(value)

    def write_bits(self, at: Ptr[uint8], value: Object) -> None:
        layout = self.type.layout
        assert isinstance(layout, SimpleLayout)
        block = new_array(uint8, layout.size)
        given = item_address(block, 0)
        write_value(layout.code[0], False, given, value)
        code = "B" if layout.code == "?" else layout.code
        mask = -1 if self.bits == _WORD else (1 << self.bits) - 1
        added = read_integer(code[0], False, given) & mask
        keepalive(block)
        before = read_integer(code[0], layout.is_swapped, at)
        write_integer(layout.size, layout.is_swapped, at, before & ~wrap(mask << self.low) | wrap(added << self.low))

    def write_string(self, item: str, at: Ptr[uint8], value: Object) -> None:
        """Assigns to an array of characters."""
        if item == "c":
            if not isinstance(value, Bytes):
                raise type_error(f"expected bytes, {type_of(value).name} found")
            end = value.value.find(b"\0")
            text = value.value if end < 0 else value.value[:end]
            if len(text) > self.size:
                raise value_error(f"bytes too long ({len(text)}, maximum length {self.size})")
            write_bytes(at, self.size, text)
            return
        if not isinstance(value, Str):
            raise type_error(f"unicode string expected instead of {type_of(value).name} instance")
        if len(value.value) > self.size // 4:
            raise value_error(f"string too long ({len(value.value)}, maximum length {self.size // 4})")
        write_characters(at, self.size, value.value)

    @exposed("__get__")
    def get(self, instance: Object, owner: Object = NONE, /) -> Object:
        """Return an attribute of instance, which is of type owner."""
        if instance is NONE:
            return self
        if not isinstance(instance, CData):
            raise type_error("not a ctype instance")
        at = instance.address + self.offset
        if self.bits > 0:
            return self.read_bits(at)
        item = self.text_item()
        if item != "":
            return read_text(item, at, self.size)
        return read_part(self.type, instance, self.index, at)

    @exposed("__set__")
    def set(self, instance: Object, value: Object, /) -> None:
        """Set an attribute of instance to value."""
        if not isinstance(instance, CData):
            raise type_error("not a ctype instance")
        at = instance.address + self.offset
        if self.bits > 0:
            self.write_bits(at, value)
            return
        item = self.text_item()
        if item != "":
            self.write_string(item, at, value)
        else:
            write_part(self.type, instance, self.index, at, value)

    @exposed("__delete__")
    def delete(self, instance: Object, /) -> None:
        """Delete an attribute of instance."""
        raise type_error("can't delete attribute")

    @exposed_property("offset")
    def get_offset(self) -> int:
        """offset in bytes of this field"""
        return self.offset

    @exposed_property("size")
    def get_size(self) -> int:
        """size in bytes of this field"""
        return self.bits << 16 | self.low if self.bits > 0 else self.size

    @exposed("__repr__")
    def repr(self) -> str:
        """Return repr(self)."""
        if self.bits > 0:
            return f"<Field type={self.type.name}, ofs={self.offset}:{self.low}, bits={self.bits}>"
        return f"<Field type={self.type.name}, ofs={self.offset}, size={self.size}>"


define(Field, "CField", module="_ctypes", doc="Structure/Union member")
