"""An argument as it is passed to a C function: its type, its bytes, and what they refer to."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.data import CData
from interpreter.modules.ctypes.layout import ArrayLayout, FunctionLayout, Layout, PointerLayout, SimpleLayout
from interpreter.modules.ctypes.library import scalar_type
from interpreter.modules.ctypes.values import KeptBytes, is_integer, load_word, read_value, store_word
from interpreter.objects.object import Object, type_of
from interpreter.objects.object_methods import address_of
from interpreter.protocols.text import repr_of
from transform.rpython import GcArray, Ptr, address, copy, item_address, new_array, uint8

_ROOM = 16
"""Bytes of the largest simple type."""

_NO_BLOCK = new_array(uint8, 0)


class Argument(Object):
    """A value of the type `code`, or a structure ("V"), at `memory`, which lies in `block` or in `held`."""
    code: str
    type: Ptr[None]
    memory: Ptr[uint8]
    block: GcArray[uint8]
    held: Object

    def __init__(self, code: str, type: Ptr[None], memory: Ptr[uint8], block: GcArray[uint8], held: Object) -> None:
        self.code = code
        self.type = type
        self.memory = memory
        self.block = block
        self.held = held

    @exposed("__repr__")
    def repr(self) -> str:
        """Return repr(self)."""
        code = self.code[0]
        if code == "c":
            byte = int(self.memory[0])
            shown = chr(byte) if 32 <= byte < 127 and byte != 39 and byte != 92 else f"\\x{byte:02x}"
            return f"<cparam 'c' ('{shown}')>"
        if is_integer(code) or code == "d" or code == "f":
            return f"<cparam '{code}' ({repr_of(read_value(code, False, self.memory))})>"
        if code == "z" or code == "Z" or code == "P":
            return f"<cparam '{code}' ({load_word(self.memory):#x})>"
        return f"<cparam '{code}' at {address_of(self)}>"

    @exposed_property("_obj")
    def get_held(self) -> Object:
        """the wrapped object"""
        held = self.held
        return held.original if isinstance(held, KeptBytes) else held


define(Argument, "CArgObject", doc="")


def simple_argument(layout: SimpleLayout, value: Object) -> Argument:
    """A Python value as an argument of a simple type. TypeError."""
    block = new_array(uint8, _ROOM)
    memory = item_address(block, 0)
    kept = layout.write(memory, value)
    return Argument(layout.code, layout.ffi_type(), memory, block, kept)


def pointer_argument(code: str, target: int, held: Object) -> Argument:
    """An address as an argument."""
    block = new_array(uint8, _ROOM)
    memory = item_address(block, 0)
    store_word(memory, target)
    return Argument(code, scalar_type("P"), memory, block, held)


def reference_argument(data: CData, offset: int) -> Argument:
    """The address of C data as an argument: ``byref``."""
    return pointer_argument("P", address(data.address) + offset, data)


def data_argument(data: CData) -> Argument:
    """C data as an argument: an array by its address, everything else by value."""
    layout: Layout = data.layout
    if isinstance(layout, ArrayLayout):
        return reference_argument(data, 0)
    if isinstance(layout, PointerLayout) or isinstance(layout, FunctionLayout):
        return pointer_argument("P", load_word(data.address), data)
    if not isinstance(layout, SimpleLayout):
        return Argument("V", layout.ffi_type(), data.address, _NO_BLOCK, data)
    block = new_array(uint8, _ROOM)
    memory = item_address(block, 0)
    copy(data.address, memory, layout.size)
    return Argument(layout.code, layout.ffi_type(), memory, block, data)


def check_data(x: Object, message: str) -> CData:
    """An instance of a C type. TypeError for other objects."""
    if not isinstance(x, CData):
        raise type_error(message.replace("%s", type_of(x).name))
    return x
