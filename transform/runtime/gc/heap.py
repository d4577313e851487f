"""A heap: where allocation goes when the current run is used up, what the write barrier calls, and the phases of a
collection.

The caller drives a collection, since only C can look at the machine's stack:

    begin(kind)            gives up the current run
    add_root(word) ...     for each word that may be a reference
    finish()               marks, sweeps
"""
from __future__ import annotations

from transform.rpython import Ptr, cold, inline, null, struct, uint32
from transform.runtime.gc.blocks import BlockSpace
from transform.runtime.gc.dump import Dump
from transform.runtime.gc.geometry import (
    BLOCK_SHIFT, BLOCK_SIZE, EPOCH, FROZEN, HUGE_PAGE_SIZE, LARGEST_SMALL, LINE_SHIFT, LINE_SIZE, LISTED, PAGE_SHIFT,
    STATIC, UNLOGGED,
)
from transform.runtime.gc.inspection import Inspector
from transform.runtime.gc.large import LargeSpace
from transform.runtime.gc.marker import Marker
from transform.runtime.gc.objects import header_of
from transform.runtime.gc.policy import ALL, NOTHING, YOUNG, Policy
from transform.runtime.gc.system import prefer_huge_pages, reserve, unreserve
from transform.runtime.gc.vectors import AddressVector
from transform.runtime.gc.weak import WeakObjects

LARGE_SHARE = 4  # address space for large objects, as a multiple of the maximum: free runs in it cost no memory
SMALLEST_RESERVED = 64 << 20

# Kinds of entries that wait for the program: numbers of `transform.runtime.gc.program`.
ENDED = 1
READY = 2


@struct
class Area:
    """What is left of the current run: all zero; generated code allocates from it. And how many entries of registries
    wait for the program."""

    cursor: int
    limit: int
    waiting: int


class Statistics:
    """What `Heap` counts.

    young, full       collections of either kind
    allocated         bytes of all runs and large objects that were opened, up to the last collection
    peak              most bytes in use at a time: blocks with objects, and pages of large ones
    visited_blocks    blocks that the last collection looked at, beside marking
    pause, longest_pause, paused
                      nanoseconds of the last collection, of the longest one, of all
    frozen            frozen objects
    """

    young: int
    full: int
    allocated: int
    peak: int
    visited_blocks: int
    pause: int
    longest_pause: int
    paused: int
    frozen: int

    def __init__(self) -> None:
        self.young = 0
        self.full = 0
        self.allocated = 0
        self.peak = 0
        self.visited_blocks = 0
        self.pause = 0
        self.longest_pause = 0
        self.paused = 0
        self.frozen = 0

    def add_pause(self, nanoseconds: int) -> None:
        """Notes how long a collection took."""
        self.pause = nanoseconds
        self.paused += nanoseconds
        if nanoseconds > self.longest_pause:
            self.longest_pause = nanoseconds


class Heap:
    """All objects that a program made, and how to get rid of those that it does not need any more."""

    area: Ptr[Area]
    blocks: BlockSpace
    large: LargeSpace
    marker: Marker
    weak: WeakObjects
    policy: Policy
    statistics: Statistics
    inspector: Inspector
    dump: Dump
    roots: AddressVector
    log: AddressVector
    written: AddressVector
    kind: int
    before: int
    opened: int
    reserved: int
    countdown: int

    def __init__(self) -> None:
        self.area = null(Area)
        self.blocks = BlockSpace()
        self.large = LargeSpace()
        self.marker = Marker(self.blocks, self.large)
        self.weak = WeakObjects(self.marker)
        self.policy = Policy()
        self.statistics = Statistics()
        self.roots = AddressVector()
        self.log = AddressVector()
        self.written = AddressVector()
        self.inspector = Inspector(self.marker, self.written)
        self.dump = Dump(self.inspector)
        self.kind = NOTHING
        self.before = 0
        self.opened = 0
        self.reserved = 0
        self.countdown = 0

    @cold
    def open(self, area: Ptr[Area], types: int) -> bool:
        """Makes an empty heap, with the settings in ``policy``. False if there is no memory for it."""
        self.area = area
        small = (self.policy.maximum + BLOCK_SIZE - 1) & -BLOCK_SIZE
        base = 0
        while base == 0:
            if small < SMALLEST_RESERVED:
                small = SMALLEST_RESERVED
            self.reserved = small * (1 + LARGE_SHARE)
            base = reserve(self.reserved, HUGE_PAGE_SIZE)
            if base == 0:
                if small == SMALLEST_RESERVED:
                    return False
                small = small // 2 & -BLOCK_SIZE
        self.blocks.poison = self.policy.poison != 0
        # Programs that end soon use a part of the first: they are to pay for no more than that.
        prefer_huge_pages(base + HUGE_PAGE_SIZE, small - HUGE_PAGE_SIZE)
        return (self.marker.open(base, self.reserved, types) and self.blocks.open(base, small, types)
                and self.large.open(base + small, small * LARGE_SHARE))

    @cold
    def close(self) -> None:
        """Gives all memory back."""
        unreserve(self.marker.base, self.reserved)
        self.blocks.close()
        self.large.close()
        self.marker.close()
        self.weak.close()
        self.inspector.close()
        self.roots.close()
        self.log.close()
        self.written.close()

    # Allocation.

    def used(self) -> int:
        """Bytes of blocks with objects and of large objects' pages."""
        return (self.blocks.in_use << BLOCK_SHIFT) + (self.large.used << PAGE_SHIFT)

    def live(self) -> int:
        """Bytes of lines and pages that the last collections kept."""
        return (self.blocks.live_lines << LINE_SHIFT) + (self.large.used << PAGE_SHIFT)

    def old(self) -> int:
        """Those of them that were not allocated since."""
        return self.live() - self.large.opened

    def collection_wanted(self, size: int) -> int:
        """The kind of collection that should come before an allocation of that size."""
        policy = self.policy
        if policy.stress != 0:
            return self._stressed()
        opened = self.blocks.opened + self.large.opened
        if opened + size <= policy.nursery or opened == 0:
            return NOTHING
        return policy.kind(self.old(), opened)

    @cold
    def _stressed(self) -> int:
        """Collects at each n-th allocation: young objects mostly, all now and then."""
        if self.blocks.opened + self.large.opened == 0:
            return NOTHING
        self.countdown -= 1
        if self.countdown > 0:
            return NOTHING
        self.countdown = self.policy.stress
        return ALL if (self.statistics.young + self.statistics.full) & 15 == 15 else YOUNG

    def allocate(self, size: int, tid: int) -> int:
        """A zeroed object for which the current run has no room; 0 if there is no memory for it."""
        room = self.policy.maximum - self.used()
        if size > LARGEST_SMALL:
            object = self.large.allocate(size) if size <= room else 0
        else:
            object = self._allocate_small((size + 7) & -8, room >= BLOCK_SIZE)
        if object != 0:
            header_of(object).tid = uint32(tid)
        return object

    def _allocate_small(self, size: int, may_grow: bool) -> int:
        area = self.area
        if size > LINE_SIZE and size > area.limit - area.cursor:
            return self.blocks.overflow(size, may_grow)
        if size > area.limit - area.cursor:
            if not self.blocks.next_run(may_grow):
                return 0
            area.cursor = self.blocks.run_start
            area.limit = self.blocks.run_end
        object = area.cursor
        area.cursor = object + size
        if self.policy.stress != 0:
            area.limit = area.cursor
        return object

    # The write barrier.

    def remember(self, object: int) -> None:
        """Notes that references are about to be stored into an object whose header has the bit UNLOGGED."""
        self._list(object)
        header = header_of(object)
        header.gc = uint32(int(header.gc) & ~UNLOGGED)
        self.log.push(object)

    def remember_item(self, object: int, item: int) -> None:
        """Notes that references are about to be stored into an item, at that address, of an object whose header has
        the bit UNLOGGED. Of a large object only the item is noted, and the bit stays."""
        if self.large.contains(object):
            self._list(object)
            self.large.note_written(item)
        else:
            self.remember(object)

    @inline
    def _list(self, object: int) -> None:
        """An object that is prebuilt or frozen is a root of full collections once it is written to."""
        header = header_of(object)
        if int(header.gc) & (STATIC | LISTED) == STATIC:
            header.gc |= LISTED
            self.written.push(object)

    # Collection.

    def begin(self, kind: int) -> None:
        """Begins a collection."""
        self.kind = kind
        self.area.cursor = 0
        self.area.limit = 0
        used = self.used()
        if used > self.statistics.peak:
            self.statistics.peak = used
        self.opened = self.blocks.opened + self.large.opened
        self.before = self.old()
        self.statistics.allocated += self.opened
        self.blocks.drop_runs()

    def add_root(self, word: int) -> None:
        """Takes a word that may be a reference: to an object or into one."""
        if self.blocks.contains(word):
            object = self.blocks.object_at(word)
        elif self.large.contains(word):
            object = self.large.object_at(word)
        else:
            return
        if object != 0 and (self.kind == ALL or not self.marker.is_marked(object)):
            self.roots.push(object)

    def finish(self) -> None:
        """Marks what the roots reach and frees all else."""
        if self.kind == ALL:
            self._forget_marks()
        else:
            self.blocks.forget_young()
        marker = self.marker
        roots = self.roots
        while roots.length != 0:
            root = roots.pop()
            marker.add(root)
            if self.dump.keeps_roots:
                self.dump.roots.push(root)
        self._trace_log()
        self.weak.add_roots(self.kind == ALL)
        self.inspector.add_roots()
        marker.drain()
        self.weak.finish(self.kind == ALL)
        self.area.waiting = self.weak.waiting()
        self._sweep()

    def _forget_marks(self) -> None:
        self.marker.next_epoch()
        self.blocks.forget_all()

    def _trace_log(self) -> None:
        """Takes what those objects refer to that were written to, and arms the barrier again for them."""
        marker = self.marker
        items = self.large.written
        while items.length != 0:
            item = items.pop()
            object = self.large.forget_written(item)
            if self.kind == YOUNG:
                marker.trace_item(object, item)
        log = self.log
        while log.length != 0:
            object = log.pop()
            header = header_of(object)
            if self.kind == YOUNG:
                marker.trace(object)
                header.gc = uint32(int(header.gc) | UNLOGGED)
            elif int(header.gc) & STATIC != 0:
                header.gc = uint32(int(header.gc) | UNLOGGED)
        if self.kind == ALL:
            for i in range(self.written.length):
                marker.trace(self.written.items[i])

    def _sweep(self) -> None:
        statistics = self.statistics
        epoch = self.marker.epoch
        if self.kind == ALL:
            statistics.full += 1
            statistics.visited_blocks = self.blocks.count
            self.blocks.sweep_all()
            self.large.sweep(0, epoch)
            self.marker.stack.shrink()
        else:
            statistics.young += 1
            statistics.visited_blocks = self.blocks.young.length
            self.blocks.sweep_young()
            self.large.sweep(self.large.old, epoch)
        live = self.live()
        self.policy.adapt(self.before, self.opened, live, self.kind == ALL)
        if self.kind == ALL:
            self.blocks.release_free((self.policy.kept - self.used()) >> BLOCK_SHIFT)
            self.large.release_free()

    # Freezing.

    def freeze(self) -> None:
        """Right after a full collection: all objects stay until `unfreeze`, and no collection looks at them, but at
        those that are written to."""
        self.blocks.freeze()
        self.inspector.select_all()
        selected = self.inspector.selected
        while selected.length != 0:
            header = header_of(selected.pop())
            if int(header.gc) & EPOCH != EPOCH:
                header.gc = uint32(FROZEN)
                self.statistics.frozen += 1

    def unfreeze(self) -> None:
        """Right after a full collection: takes `freeze` back."""
        self.blocks.unfreeze()
        self.inspector.select_all()
        selected = self.inspector.selected
        while selected.length != 0:
            header = header_of(selected.pop())
            header.gc = uint32((int(header.gc) & UNLOGGED) | self.marker.epoch)
        self.statistics.frozen = 0
        written = self.written
        kept = 0
        for i in range(written.length):
            if not self.marker.on_heap(written.items[i]):
                written.items[kept] = written.items[i]
                kept += 1
        written.length = kept

    # What waits for the program.

    def take_waiting(self, where: Ptr[int]) -> int:
        """Writes the entry whose turn it is to ``where``: first come references that have ended, then finalizations.
        The number of its kind, or NOTHING."""
        weak = self.weak
        kind = ENDED
        queue = weak.ended
        if queue.length() == 0:
            kind = READY
            queue = weak.ready
            if queue.length() == 0:
                return NOTHING
        where[0] = queue.take()
        self.area.waiting -= 1
        return kind
