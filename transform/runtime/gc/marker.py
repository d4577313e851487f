"""Tracing: from the roots to all that they reach.

The stack of references that wait to be followed is memory of the collector's own. Large arrays are looked into a
piece at a time, so the stack stays small beside the heap.

Most of the time of tracing is waiting for memory. So a reference that leaves the stack is not followed at once: its
object is asked for, and comes to its turn when some others have been marked.
"""
from __future__ import annotations

from transform.rpython import Ptr, address, cold, fill, inline, null, pointer, uint8, uint32, uint64
from transform.runtime.gc.blocks import LIVE, BlockSpace
from transform.runtime.gc.geometry import EPOCH, GRANULE_SHIFT, LINE_SHIFT, UNLOGGED
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

    weak   objects that were met and have fields that are not followed: weak.py takes them
    """

    base: int
    size: int
    types: int
    epoch: int
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
        """All objects count as dead from here on, but frozen ones."""
        self.epoch = EPOCH - self.epoch

    @inline
    def on_heap(self, word: int) -> bool:
        """Whether a word that may be an immediate, null or a prebuilt object is a reference to a heap object."""
        return in_heap(word, self.base, self.size)

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
        """Marks all objects that wait, and what they reach. What the loop needs at each step is in local variables."""
        base, size, types = self.base, self.size, self.types
        small, starts, lines = self.blocks.size, self.blocks.starts, self.blocks.lines
        epoch, coming, stack = self.epoch, self.coming, self.stack
        waiting, length = stack.items, stack.length
        slot = 0
        idle = 0  # slots passed since the stack was found empty
        while idle < COMING:
            entry = 0
            idle += 1
            if length != 0:
                idle = 0
                length -= 1
                entry = waiting[length]
                if entry & CONTINUED != 0:
                    object = entry - CONTINUED
                    stack.length = length - 1
                    self._add_items(object, type_of(types, object), waiting[length - 1])
                    waiting, length = stack.items, stack.length
                    continue
                prefetch(entry)
                prefetch(entry + FIELDS_AHEAD)
            object = coming[slot]
            coming[slot] = entry
            slot = (slot + 1) & (COMING - 1)
            if object == 0:
                continue
            header = header_of(object)
            if int(header.gc) & epoch != 0:
                continue
            idle = 0
            header.gc = uint32(epoch | UNLOGGED)
            info = type_of(types, object)
            place = object - base
            if place < small:
                bit = place >> GRANULE_SHIFT
                starts[bit >> 6] = starts[bit >> 6] | (uint64(1) << uint64(bit & 63))
                line = place >> LINE_SHIFT
                last = (place + size_of(info, object) - 1) >> LINE_SHIFT
                lines[line] = uint8(LIVE)
                if line != last:
                    lines[last] = uint8(LIVE)
                    if line + 1 != last:
                        fill(lines + line, LIVE, last - line)
            if int(info.weak) != 0:
                self.weak.push(object)
            refs = int(info.refs)
            if length + refs > stack.capacity:
                stack.length = length
                stack.reserve(refs)
                waiting = stack.items
            offsets = info.offsets
            for i in range(refs):
                word = pointer(int, object + int(offsets[i]))[0]
                waiting[length] = word
                length += 1 if in_heap(word, base, size) else 0
            if int(info.item_refs) != 0:
                stack.length = length
                self._add_items(object, info, 0)
                waiting, length = stack.items, stack.length
        stack.length = 0

    def trace(self, object: int) -> None:
        """Takes all references of an object."""
        info = type_of(self.types, object)
        if int(info.weak) != 0:
            self.weak.push(object)
        self._add_fields(object, info)

    def trace_item(self, object: int, item: int) -> None:
        """Takes the references in the item of an array at an address."""
        self._add_range(type_of(self.types, object), item, 1)

    def _add_fields(self, object: int, info: Ptr[TypeInfo]) -> None:
        offsets = info.offsets
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
        base, size, stack = self.base, self.size, self.stack
        step = int(info.item_size)
        refs = int(info.item_refs)
        offsets = info.offsets + int(info.refs)
        if stack.length + count * refs > stack.capacity:
            stack.reserve(count * refs)
        waiting, length = stack.items, stack.length
        for _ in range(count):
            for i in range(refs):
                word = pointer(int, at + int(offsets[i]))[0]
                waiting[length] = word
                length += 1 if in_heap(word, base, size) else 0
            at += step
        stack.length = length


@inline
def in_heap(word: int, base: int, size: int) -> bool:
    """Whether a word is a multiple of 8 in a range of addresses: rotated by three bits, all others are beyond it."""
    distance = uint64(word - base)
    return (distance >> uint64(3) | distance << uint64(61)) < uint64(size >> 3)
