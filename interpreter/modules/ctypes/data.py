"""Instances of C types: memory, and the objects that must stay alive for what lies in it."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.modules.ctypes.layout import Layout, layout_of
from interpreter.modules.ctypes.values import KeptBytes
from interpreter.modules.state import builtin_modules
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.buffer import Memory
from interpreter.protocols.call import call
from transform.rpython import GcArray, Ptr, address, copy, data_pointer, item_address, keepalive, new_array, not_none, null, uint8


UNDOCUMENTED = "XXX to be provided"
"""What CPython says of most of these types."""


class CData(MappedStorage, Memory):
    """An instance of a C type. Its memory lies in `block`, or in that of `base`, whose part number `index` it is; or anywhere.

    `kept` is a dict of the objects that the contents of the memory refer to, by the numbers of the parts on the way there, or one such object where
    there are no parts. What belongs to parts is kept by the whole."""
    python_type = None
    layout: Layout
    block: Optional[GcArray[uint8]]
    base: Optional[CData]
    index: int
    kept: Object

    def __init__(self, type: Type, layout: Layout) -> None:
        self.start(type)
        self.layout = layout
        layout.is_final = True
        self.address = null(uint8)
        self.size = layout.size
        self.pins = 0
        self.block = None
        self.base = None
        self.index = 0
        self.kept = NONE

    def allocate_memory(self, size: int) -> None:
        """Gives the instance memory of its own, all zero."""
        slack = 8 if self.layout.alignment > 8 else 0
        block = new_array(uint8, size + slack)
        start = item_address(block, 0)
        self.block = block
        self.address = start + (address(start) & slack)
        self.size = size

    def resize(self, size: int) -> None:
        """Changes the size of memory of its own, which never shrinks in truth: somebody may look at it."""
        old, old_size, block = self.address, self.size, self.block
        if size > old_size:
            self.allocate_memory(size)
            copy(old, self.address, old_size)
            keepalive(block)
        self.size = size

    def place(self, at: Ptr[uint8], base: Optional[CData], index: int) -> None:
        """Makes the memory at an address that of the instance."""
        self.address = at
        self.base = base
        self.index = index

    def owns_memory(self) -> bool:
        return self.block is not None and self.base is None

    def item_format(self) -> str:
        return self.layout.format

    def item_size(self) -> int:
        layout = self.layout
        for _ in layout.shape:
            layout = not_none(layout_of(layout.item))
        return layout.size

    def extents(self) -> list[int]:
        return self.layout.shape

    def whole(self) -> CData:
        """That of which it is a part, in the end."""
        found = self
        while found.base is not None:
            found = found.base
        return found

    def all_kept(self) -> Object:
        """What is kept for the whole, which gets a dict if it has parts."""
        whole = self.whole()
        if whole.kept is NONE and whole.layout.length > 0:
            whole.kept = Dict()
        return whole.kept

    def keep(self, index: int, x: Object) -> None:
        """Keeps an object for a part (-1 is none)."""
        if x is NONE:
            return
        whole = self.whole()
        kept = self.all_kept()
        if not isinstance(kept, Dict):
            whole.kept = x
            return
        key = f"{index & 0xFFFFFFFF:x}"
        current = self
        while current.base is not None:
            key += f":{current.index:x}"
            current = current.base
        kept.set_str(key, x)

    @exposed("__hash__")
    def hash(self) -> int:
        """Return hash(self)."""
        raise type_error("unhashable type")

    @exposed("__ctypes_from_outparam__")
    def from_outparam(self) -> Object:
        return self

    @exposed("__reduce__")
    def reduce(self) -> Object:
        if self.layout.has_pointers:
            raise value_error("ctypes objects containing pointers cannot be pickled")
        attributes = get_attribute(self, "__dict__")
        state = tuple2(attributes, new_bytes(self.contents()))
        return tuple2(not_none(builtin_modules["_ctypes"].dict.get_str("_unpickle")), tuple2(type_of(self), state))

    @exposed("__setstate__")
    def set_state(self, state: Tuple, /) -> None:
        if state.length != 2:
            raise type_error("__setstate__ takes a tuple of two items")
        attributes, data = state.item(0), state.item(1)
        if not isinstance(attributes, Dict) or not isinstance(data, Bytes):
            raise type_error("__setstate__ takes a dictionary and bytes")
        size = min(len(data.value), self.size)
        copy(data_pointer(data.value), self.address, size)
        call(get_attribute(get_attribute(self, "__dict__"), "update"), [attributes])

    @exposed_property("_b_base_")
    def get_base(self) -> Object:
        """the base object"""
        base = self.base
        return NONE if base is None else base

    @exposed_property("_b_needsfree_")
    def get_needs_free(self) -> Object:
        """whether the object owns the memory or not"""
        return new_int(1 if self.owns_memory() else 0)

    @exposed_property("_objects")
    def get_kept(self) -> Object:
        """internal objects tree (NEVER CHANGE THIS OBJECT!)"""
        kept = self.kept
        return kept.original if isinstance(kept, KeptBytes) else kept


data_type = define(CData, "_CData", module="_ctypes", doc=UNDOCUMENTED)
