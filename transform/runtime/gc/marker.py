"""Tracing: from the roots to all that they reach.

The stack of objects that wait to be looked into is memory of the collector's own. Large arrays are looked into a
piece at a time, so the stack stays small beside the heap.
"""
from __future__ import annotations

from transform.rpython import Ptr, inline, never_inline, pointer, uint32, uint64
from transform.runtime.gc.blocks import BlockSpace
from transform.runtime.gc.geometry import EPOCH, UNLOGGED
from transform.runtime.gc.large import LargeSpace
from transform.runtime.gc.objects import TypeInfo, header_of, size_of, type_of
from transform.runtime.gc.vectors import AddressVector

PIECE = 512  # items of an array that are looked at in one go
CONTINUED = 1  # bit of an entry of the stack: an array of which the first items are done; below is their number


class Marker:
    """Marks objects with the number of the current epoch.

    An object that has it is alive, and old in the next collection of the young ones. A full collection changes the
    epoch first, so no mark needs to be cleared.

    live_bytes   bytes of all objects that were marked in this epoch
    """

    base: int
    size: int
    types: int
    epoch: int
    live_bytes: int
    stack: AddressVector
    blocks: BlockSpace
    large: LargeSpace

    def __init__(self, blocks: BlockSpace, large: LargeSpace) -> None:
        self.base = 0
        self.size = 0
        self.types = 0
        self.epoch = 1
        self.live_bytes = 0
        self.stack = AddressVector()
        self.blocks = blocks
        self.large = large

    def next_epoch(self) -> None:
        """All objects count as dead from here on."""
        self.epoch = EPOCH - self.epoch
        self.live_bytes = 0

    @inline
    def on_heap(self, word: int) -> bool:
        """Whether a word that may be an immediate, null or a prebuilt object is a reference to a heap object."""
        return uint64(word - self.base) < uint64(self.size) and word & 7 == 0

    @inline
    def is_marked(self, object: int) -> bool:
        """Whether an object of the heap is alive, as far as is known now."""
        return int(header_of(object).gc) & EPOCH == self.epoch

    @inline
    def visit(self, word: int) -> None:
        """Marks what a reference leads to."""
        if self.on_heap(word) and not self.is_marked(word):
            self.mark(word)

    @never_inline
    def mark(self, object: int) -> None:
        """Marks an object that is not marked; it is looked into later."""
        header = header_of(object)
        header.gc = uint32(self.epoch | UNLOGGED)
        info = type_of(self.types, object)
        size = size_of(info, object)
        self.live_bytes += size
        if self.blocks.contains(object):
            self.blocks.keep(object, size)
        if info.offsets:
            self.stack.push(object)

    def drain(self) -> None:
        """Looks into all objects that wait."""
        stack = self.stack
        while stack.length != 0:
            entry = stack.pop()
            if entry & CONTINUED != 0:
                object = entry - CONTINUED
                self._trace_items(object, type_of(self.types, object), stack.pop())
            else:
                self.trace(entry)

    def trace(self, object: int) -> None:
        """Marks what an object refers to."""
        info = type_of(self.types, object)
        offsets = info.offsets
        if offsets:
            for i in range(int(info.refs)):
                self.visit(pointer(int, object + int(offsets[i]))[0])
            if int(info.item_refs) != 0:
                self._trace_items(object, info, 0)

    def _trace_items(self, object: int, info: Ptr[TypeInfo], start: int) -> None:
        """Marks what the items from number ``start`` on refer to: a piece of them."""
        end = pointer(int, object + int(info.length_at))[0]
        if end - start > PIECE:
            end = start + PIECE
            self.stack.push(end)
            self.stack.push(object | CONTINUED)
        size = int(info.item_size)
        at = object + int(info.items_at) + start * size
        offsets = info.offsets + int(info.refs)
        refs = int(info.item_refs)
        for _ in range(end - start):
            for i in range(refs):
                self.visit(pointer(int, at + int(offsets[i]))[0])
            at += size
