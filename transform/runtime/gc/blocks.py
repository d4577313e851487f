"""The space of small objects: blocks of 32 KiB, cut into lines of 128 bytes.

Objects are allocated by moving a pointer through a *run*, a sequence of free lines of one block. A line with a part
of a live object in it is kept; all others are free for the next runs.

A conservative root may point anywhere into an object. How its start is found costs allocation nothing:

- an object that was marked has its bit in the *start map* (a bit for each 8 bytes, set by the marker);
- objects that were allocated since the last collection lie one behind the other in their runs, so their run is walked
  once, when the first root leads into it, and their bits are set.

All other addresses are no object, even if a dead one is still to be seen there.
"""
from __future__ import annotations

from transform.rpython import (
    Ptr, address, cast, clz, cold, ctz, fill, inline, int32, null, pointer, popcount, sizeof, struct, uint8, uint16,
    uint64,
)
from transform.runtime.gc.geometry import (
    BLOCK_LINES, BLOCK_SHIFT, BLOCK_SIZE, BLOCK_STARTS, GRANULE_SHIFT, LINE_SHIFT, LINE_SIZE,
)
from transform.runtime.gc.objects import header_of, size_of, type_of
from transform.runtime.gc.system import commit, map_table, release, unreserve
from transform.runtime.gc.vectors import AddressVector

# States of a line.
FREE = 0
LIVE = 1  # holds a part of an object that the last collection found
KEPT = 2  # holds a part of a frozen object
YOUNG = 3  # in a run that was opened since
YOUNG_START = 4  # the first of such a run
MAPPED = 5  # in such a run whose objects are in the start map

NONE = -1  # no block
COMMITTED = 64  # blocks that are made usable at a time
FEWEST_FREE = 16  # lines that a block must have free to be allocated in again
MANY_FREE = 192  # lines that it must have free for objects that are larger than a line
POISON = 0xDB


@struct
class Block:
    """What is known of a block, apart from it so that it stays untouched."""

    next: int32  # the block behind it in its list
    in_use: bool  # holds objects
    young: bool  # a run was opened in it since the last collection
    clean: bool  # all its bytes are zero
    live_lines: int  # after the last collection that looked at it


class BlockSpace:
    """All blocks.

    base, size       the address space of the blocks
    count            blocks that were ever used: the first ones
    in_use           those that hold objects
    live_lines       lines kept by the last collections
    opened           bytes of all runs since the last collection
    frozen           whether there are frozen objects
    """

    base: int
    size: int
    types: int
    table: Ptr[Block]
    lines: Ptr[uint8]
    starts: Ptr[uint64]
    count: int
    committed: int
    in_use: int
    live_lines: int
    opened: int
    frozen: bool
    free_head: int
    free_count: int
    holes_head: int
    hole_block: int
    hole_line: int
    run_start: int
    run_end: int
    sparse_head: int
    overflow_block: int
    overflow_line: int
    overflow_start: int
    overflow_end: int
    poison: bool
    young: AddressVector

    def __init__(self) -> None:
        self.base = 0
        self.size = 0
        self.types = 0
        self.table = null(Block)
        self.lines = null(uint8)
        self.starts = null(uint64)
        self.count = 0
        self.committed = 0
        self.in_use = 0
        self.live_lines = 0
        self.opened = 0
        self.frozen = False
        self.free_head = NONE
        self.free_count = 0
        self.holes_head = NONE
        self.hole_block = NONE
        self.hole_line = 0
        self.run_start = 0
        self.run_end = 0
        self.sparse_head = NONE
        self.overflow_block = NONE
        self.overflow_line = 0
        self.overflow_start = 0
        self.overflow_end = 0
        self.poison = False
        self.young = AddressVector()

    @cold
    def open(self, base: int, size: int, types: int) -> bool:
        """Takes reserved address space, aligned to blocks. False if there is no memory for the tables."""
        blocks = size >> BLOCK_SHIFT
        table = map_table(blocks * sizeof(Block))
        lines = map_table(blocks * BLOCK_LINES)
        starts = map_table(blocks * BLOCK_STARTS * 8)
        if table == 0 or lines == 0 or starts == 0:
            return False
        self.base = base
        self.size = size
        self.types = types
        self.table = pointer(Block, table)
        self.lines = pointer(uint8, lines)
        self.starts = pointer(uint64, starts)
        return True

    @cold
    def close(self) -> None:
        """Gives the tables back."""
        blocks = self.size >> BLOCK_SHIFT
        unreserve(address(self.table), blocks * sizeof(Block))
        unreserve(address(self.lines), blocks * BLOCK_LINES)
        unreserve(address(self.starts), blocks * BLOCK_STARTS * 8)
        self.young.close()

    # Runs.

    def next_run(self, may_grow: bool) -> bool:
        """Finds free lines for small objects: all from ``run_start`` to ``run_end`` is zeroed. Blocks with holes come
        first, sparse ones last, then free ones. With ``may_grow`` a block is taken that is not in use yet. False if
        there is none."""
        while True:
            block = self.hole_block
            if block == NONE:
                block = self.holes_head
                if block != NONE:
                    self.holes_head = int(self.table[block].next)
                elif self.sparse_head != NONE:
                    block = self._take_sparse()
                else:
                    return self._open_free_block(may_grow)
                self.hole_block = block
                self.hole_line = 0
            start = self._hole(block, self.hole_line)
            if start == BLOCK_LINES:
                self.hole_block = NONE
                continue
            end = self._end_of_hole(block, start)
            self.hole_line = end
            self._open_run(block, start, end)
            self.run_start = self._address(block, start)
            self.run_end = self._address(block, end)
            return True

    def _take_sparse(self) -> int:
        """Takes a block from the list of those with few objects, which is not empty."""
        block = self.sparse_head
        self.sparse_head = int(self.table[block].next)
        return block

    @inline
    def _address(self, block: int, line: int) -> int:
        return self.base + (block << BLOCK_SHIFT) + (line << LINE_SHIFT)

    @inline
    def _hole(self, block: int, line: int) -> int:
        """The first free line of a block from a line on; BLOCK_LINES if there is none."""
        lines = self.lines + block * BLOCK_LINES
        while line < BLOCK_LINES and int(lines[line]) != FREE:
            line += 1
        return line

    @inline
    def _end_of_hole(self, block: int, line: int) -> int:
        """The line behind the last free one of those from a free line on."""
        lines = self.lines + block * BLOCK_LINES
        line += 1
        while line < BLOCK_LINES and int(lines[line]) == FREE:
            line += 1
        return line

    def _open_free_block(self, may_grow: bool) -> bool:
        block = self._take_block(may_grow)
        if block == NONE:
            return False
        self._open_run(block, 0, BLOCK_LINES)
        self.run_start = self.base + (block << BLOCK_SHIFT)
        self.run_end = self.run_start + BLOCK_SIZE
        return True

    def overflow(self, size: int, may_grow: bool) -> int:
        """Room for an object that is larger than a line and does not fit into the current run, so that the run is not
        given up for it: in a run of its kind, in a block with few objects or a free one. Zeroed; 0 if there is none."""
        if self.overflow_start + size > self.overflow_end and not self._next_overflow_run(size):
            block = self._take_block(may_grow)
            if block == NONE:
                return 0
            self._open_overflow_run(block, 0, BLOCK_LINES)
        found = self.overflow_start
        self.overflow_start = found + size
        return found

    def _next_overflow_run(self, size: int) -> bool:
        """Opens a hole of at least that size in a block with few objects. False if none is left."""
        while True:
            block = self.overflow_block
            if block == NONE:
                if self.sparse_head == NONE:
                    return False
                block = self._take_sparse()
                self.overflow_block = block
                self.overflow_line = 0
            start = self._hole(block, self.overflow_line)
            while start != BLOCK_LINES:
                end = self._end_of_hole(block, start)
                if size <= (end - start) << LINE_SHIFT:
                    self.overflow_line = end
                    self._open_overflow_run(block, start, end)
                    return True
                start = self._hole(block, end)
            self.overflow_block = NONE
            if not self.table[block].young:  # untouched: left to small objects
                self._list_holes(block)

    def _open_overflow_run(self, block: int, start: int, end: int) -> None:
        self._open_run(block, start, end)
        self.overflow_start = self._address(block, start)
        self.overflow_end = self._address(block, end)

    def _list_holes(self, block: int) -> None:
        self.table[block].next = int32(self.holes_head)
        self.holes_head = block

    def _open_run(self, block: int, start: int, end: int) -> None:
        info = self.table[block]
        if not info.young:
            info.young = True
            self.young.push(block)
        first = block * BLOCK_LINES + start
        size = (end - start) << LINE_SHIFT
        if not info.clean:
            fill(pointer(uint8, self.base + (first << LINE_SHIFT)), 0, size)
        info.clean = False
        self.lines[first] = uint8(YOUNG_START)
        fill(self.lines + (first + 1), YOUNG, end - start - 1)
        self.opened += size

    def _take_block(self, may_grow: bool) -> int:
        """A block without objects, or NONE."""
        block = NONE
        if may_grow:
            block = self.free_head
            if block != NONE:
                self.free_head = int(self.table[block].next)
                self.free_count -= 1
            else:
                block = self._new_block()
            if block != NONE:
                self.table[block].in_use = True
                self.in_use += 1
        return block

    def _new_block(self) -> int:
        block = self.count
        if block == self.committed:
            blocks = self.size >> BLOCK_SHIFT
            more = blocks - block if blocks - block < COMMITTED else COMMITTED
            if more == 0 or not commit(self.base + (block << BLOCK_SHIFT), more << BLOCK_SHIFT):
                return NONE
            self.committed = block + more
        self.count = block + 1
        self.table[block].clean = True
        return block

    def drop_runs(self) -> None:
        """Gives up what is left of the runs: a collection begins."""
        self.hole_block = NONE
        self.overflow_block = NONE
        self.overflow_start = 0
        self.overflow_end = 0

    # From an address to the object.

    @inline
    def contains(self, address: int) -> bool:
        """Whether an address is in the space of the blocks."""
        return uint64(address - self.base) < uint64(self.size)

    def object_at(self, address: int) -> int:
        """The object that an address in this space points into; 0 if it is none."""
        line = (address - self.base) >> LINE_SHIFT
        state = int(self.lines[line])
        if state == FREE:
            return 0
        if state == YOUNG or state == YOUNG_START:
            self._map_run(line)
        bit = (address - self.base) >> GRANULE_SHIFT
        index = bit >> 6
        first = index & -BLOCK_STARTS
        word = self.starts[index] << uint64(63 - (bit & 63))
        if int(word) != 0:
            bit -= clz(word)
        else:
            index -= 1
            while index >= first and int(self.starts[index]) == 0:
                index -= 1
            if index < first:
                return 0
            bit = (index << 6) + 63 - clz(self.starts[index])
        object = self.base + (bit << GRANULE_SHIFT)
        return object if address < object + size_of(type_of(self.types, object), object) else 0

    @cold
    def _map_run(self, line: int) -> None:
        """Puts the objects of the run that a young line is in into the start map."""
        while int(self.lines[line]) != YOUNG_START:
            line -= 1
        object = self.base + (line << LINE_SHIFT)
        last = ((line // BLOCK_LINES) + 1) * BLOCK_LINES
        self.lines[line] = uint8(MAPPED)
        line += 1
        while line < last and int(self.lines[line]) == YOUNG:
            self.lines[line] = uint8(MAPPED)
            line += 1
        end = self.base + (line << LINE_SHIFT)
        while object < end and int(header_of(object).tid) != 0:
            self.set_start(object)
            object += size_of(type_of(self.types, object), object)

    # Marking.

    @inline
    def set_start(self, object: int) -> None:
        """Enters an object in the start map."""
        bit = (object - self.base) >> GRANULE_SHIFT
        self.starts[bit >> 6] = self.starts[bit >> 6] | (uint64(1) << uint64(bit & 63))

    def forget_young(self) -> None:
        """Before the young objects are marked: their lines count as free until then."""
        starts = cast(uint16, self.starts)
        for i in range(self.young.length):
            line = self.young.items[i] * BLOCK_LINES
            for at in range(line, line + BLOCK_LINES):
                state = int(self.lines[at])
                if state >= YOUNG:
                    self.lines[at] = uint8(FREE)
                    if state == MAPPED:
                        starts[at] = uint16(0)

    def forget_all(self) -> None:
        """Before all objects are marked: all lines count as free until then."""
        if not self.frozen:
            fill(self.lines, 0, self.count * BLOCK_LINES)
            fill(self.starts, 0, self.count * BLOCK_STARTS)
        else:
            self._forget_all_but_frozen()

    @cold
    def _forget_all_but_frozen(self) -> None:
        starts = cast(uint16, self.starts)
        for line in range(self.count * BLOCK_LINES):
            if int(self.lines[line]) != KEPT:
                self.lines[line] = uint8(FREE)
                starts[line] = uint16(0)

    # Freezing, when a full collection has just been done.

    def freeze(self) -> None:
        """Keeps all lines with objects until `unfreeze`."""
        self.frozen = True
        for line in range(self.count * BLOCK_LINES):
            if int(self.lines[line]) == LIVE:
                self.lines[line] = uint8(KEPT)

    def unfreeze(self) -> None:
        """The opposite."""
        self.frozen = False
        for line in range(self.count * BLOCK_LINES):
            if int(self.lines[line]) == KEPT:
                self.lines[line] = uint8(LIVE)

    def next_object(self, after: int) -> int:
        """The first object behind an address, in the order of addresses; 0 if it is none. Right after a collection,
        when the start map has all objects."""
        bit = ((after - self.base) >> GRANULE_SHIFT) + 1
        index = bit >> 6
        last = self.count * BLOCK_STARTS
        if index >= last:
            return 0
        word = self.starts[index] >> uint64(bit & 63) << uint64(bit & 63)
        while int(word) == 0:
            index += 1
            if index == last:
                return 0
            word = self.starts[index]
        return self.base + (((index << 6) + ctz(word)) << GRANULE_SHIFT)

    # After marking.

    def sweep_young(self) -> int:
        """Finds the free lines of the blocks in which a run was opened; gives their number."""
        freed = 0
        for i in range(self.young.length):
            freed += self._sweep_block(self.young.items[i])
        self.young.length = 0
        self.opened = 0
        return freed

    def sweep_all(self) -> int:
        """Finds the free lines of all blocks; gives their number."""
        self.holes_head = NONE
        self.sparse_head = NONE
        self.young.length = 0
        self.opened = 0
        freed = 0
        block = self.count - 1  # downwards: blocks at low addresses come first in the lists
        while block >= 0:
            if self.table[block].in_use:
                freed += self._sweep_block(block)
            block -= 1
        return freed

    def _sweep_block(self, block: int) -> int:
        info = self.table[block]
        words = cast(uint64, self.lines + block * BLOCK_LINES)
        live = 0
        for i in range(BLOCK_LINES // 8):
            live += popcount(words[i])
        self.live_lines += live - info.live_lines
        info.live_lines = live
        info.young = False
        if self.poison:
            self._poison(block)
        if live == 0:
            info.in_use = False
            info.next = int32(self.free_head)
            self.free_head = block
            self.free_count += 1
            self.in_use -= 1
        elif BLOCK_LINES - live >= MANY_FREE:
            info.next = int32(self.sparse_head)
            self.sparse_head = block
        elif BLOCK_LINES - live >= FEWEST_FREE:
            self._list_holes(block)
        return BLOCK_LINES - live

    @cold
    def _poison(self, block: int) -> None:
        for line in range(block * BLOCK_LINES, (block + 1) * BLOCK_LINES):
            if int(self.lines[line]) == FREE:
                fill(pointer(uint8, self.base + (line << LINE_SHIFT)), POISON, LINE_SIZE)

    def release_free(self, wanted: int) -> None:
        """Gives memory of free blocks back to the system: where there are more than ``wanted``, half of the others, so
        that a heap that changes its size keeps what it will need again soon."""
        dirty = 0
        block = self.free_head
        while block != NONE:
            dirty += 0 if self.table[block].clean else 1
            block = int(self.table[block].next)
        keep = wanted + (dirty - wanted) // 2
        block = self.free_head
        start = 0
        end = 0  # what is released in one go
        while block != NONE:
            info = self.table[block]
            if not info.clean and keep > 0:
                keep -= 1
            elif not info.clean:
                info.clean = True
                place = self.base + (block << BLOCK_SHIFT)
                if place != end:
                    release(start, end - start)
                    start = place
                end = place + BLOCK_SIZE
            block = int(info.next)
        release(start, end - start)
