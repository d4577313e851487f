"""Tracing: from the roots to all that they reach.

The stack of references that wait to be followed is memory of the collector's own. Large arrays are looked into a
piece at a time, so the stack stays small beside the heap.

Most of the time of tracing is waiting for memory. So a reference that leaves the stack is not followed at once: its
object is asked for, and comes to its turn when some others have been marked.
"""
from __future__ import annotations

from transform.rpython import Ptr, address, cold, inline, null, pointer, uint32, uint64
from transform.runtime.gc.blocks import BlockSpace
from transform.runtime.gc.geometry import CARD_SIZE, EPOCH, UNLOGGED
from transform.runtime.gc.large import LargeSpace
from transform.runtime.gc.objects import TypeInfo, header_of, size_of, type_of
from transform.runtime.gc.system import map_table, prefetch, unreserve
from transform.runtime.gc.vectors import AddressVector

COMING = 32  # objects that are asked for ahead; a power of two
FIELDS_AHEAD = 16  # bytes behind the header of an object that are asked for too, as they may be in another cache line
PIECE = 512  # items of an array that are looked at in one go
CONTINUED = 1  # bit of an entry of the stack: an array of which the first items are done; below is their number


class Marker:
    """Marks objects with the number of the current epoch.

    An object that has it is alive, and old in the next collection of the young ones. A full collection changes the
    epoch first, so no mark needs to be cleared.

    live_bytes   bytes of all objects that were marked in this epoch
    weak         objects that were met and have fields that are not followed: weak.py takes them
    """

    base: int
    size: int
    types: int
    epoch: int
    live_bytes: int
    stack: AddressVector
    coming: Ptr[int]
    weak: AddressVector
    blocks: BlockSpace
    large: LargeSpace

    def __init__(self, blocks: BlockSpace, large: LargeSpace) -> None:
        self.base = 0
        self.size = 0
        self.types = 0
        self.epoch = 1
        self.live_bytes = 0
        self.stack = AddressVector()
        self.coming = null(int)
        self.weak = AddressVector()
        self.blocks = blocks
        self.large = large

    @cold
    def open(self, base: int, size: int, types: int) -> bool:
        """Takes the address space of the heap. False if there is no memory for the marker's own table."""
        self.base = base
        self.size = size
        self.types = types
        self.coming = pointer(int, map_table(COMING * 8))
        return address(self.coming) != 0

    @cold
    def close(self) -> None:
        """Gives the marker's memory back."""
        self.stack.close()
        self.weak.close()
        unreserve(address(self.coming), COMING * 8)

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
        return int(header_of(object).gc) & self.epoch != 0

    @inline
    def add(self, word: int) -> None:
        """Takes what may be a reference; `drain` marks the object that it leads to."""
        if self.on_heap(word):
            self.stack.push(word)

    def drain(self) -> None:
        """Marks all objects that wait, and what they reach."""
        stack = self.stack
        coming = self.coming
        slot = 0
        idle = 0  # slots passed since the stack was found empty
        while idle < COMING:
            entry = 0
            if stack.length != 0:
                idle = 0
                entry = stack.pop()
                if entry & CONTINUED != 0:
                    object = entry - CONTINUED
                    self._add_items(object, type_of(self.types, object), stack.pop())
                    continue
                prefetch(entry)
                prefetch(entry + FIELDS_AHEAD)
            else:
                idle += 1
            object = coming[slot]
            coming[slot] = entry
            slot = (slot + 1) & (COMING - 1)
            if object != 0 and not self.is_marked(object):
                idle = 0
                self._mark(object)

    @inline
    def _mark(self, object: int) -> None:
        header = header_of(object)
        header.gc = uint32(self.epoch | UNLOGGED)
        info = type_of(self.types, object)
        size = size_of(info, object)
        self.live_bytes += size
        if self.blocks.contains(object):
            self.blocks.keep(object, size)
        if int(info.weak) != 0:
            self.weak.push(object)
        self._add_fields(object, info)

    def trace(self, object: int) -> None:
        """Takes all references of an object."""
        info = type_of(self.types, object)
        if int(info.weak) != 0:
            self.weak.push(object)
        self._add_fields(object, info)

    def trace_card(self, object: int, card: int) -> None:
        """Takes the references in the items of an array that begin in the card at an address."""
        info = type_of(self.types, object)
        size = 1 + ((int(info.item_size) - 1) & 0xFFFF)  # the item size, and no zero for all that is known here
        items = object + int(info.items_at)
        length = pointer(int, object + int(info.length_at))[0]
        start = (card - items + size - 1) // size if card > items else 0
        end = (card + CARD_SIZE - items + size - 1) // size
        self._add_range(info, items + start * size, (end if end < length else length) - start)

    @inline
    def _add_fields(self, object: int, info: Ptr[TypeInfo]) -> None:
        offsets = info.offsets
        if offsets:
            for i in range(int(info.refs)):
                self.add(pointer(int, object + int(offsets[i]))[0])
            if int(info.item_refs) != 0:
                self._add_items(object, info, 0)

    def _add_items(self, object: int, info: Ptr[TypeInfo], start: int) -> None:
        """Takes the references of the items from number ``start`` on: of a piece of them."""
        end = pointer(int, object + int(info.length_at))[0]
        if end - start > PIECE:
            end = start + PIECE
            self.stack.push(end)
            self.stack.push(object | CONTINUED)
        self._add_range(info, object + int(info.items_at) + start * int(info.item_size), end - start)

    @inline
    def _add_range(self, info: Ptr[TypeInfo], at: int, count: int) -> None:
        size = int(info.item_size)
        offsets = info.offsets + int(info.refs)
        refs = int(info.item_refs)
        for _ in range(count):
            for i in range(refs):
                self.add(pointer(int, at + int(offsets[i]))[0])
            at += size
