"""The collector on CPython: a heap in real memory with types, references and roots that a test makes."""
from __future__ import annotations

from dataclasses import dataclass

from transform.rpython import Ptr, address, alloc, free, pointer, sizeof, uint16, uint32
from transform.runtime.gc.geometry import LARGEST_SMALL, STATIC, UNLOGGED
from transform.runtime.gc.heap import Area, Heap
from transform.runtime.gc.objects import TypeInfo, header_of
from transform.runtime.gc.policy import ALL, NOTHING, YOUNG
from transform.runtime.gc.weak import EPHEMERON, HIDDEN, REFERENCE

WORD = 8


@dataclass(frozen=True)
class Layout:
    """A type of objects: words of its fixed part behind the header (all references, or none), words of an item (the
    first is a reference, or none), and the kind of the weak fields that it begins with."""

    fields: int
    references: bool = True
    item: int = 0
    weak: int = 0

    @property
    def first_reference(self) -> int:
        """Number of the first word of the fixed part that is a reference to be followed."""
        return {0: 0, REFERENCE: 1, EPHEMERON: 2, HIDDEN: 1}[self.weak]

    @property
    def length_word(self) -> int:
        return self.fields

    @property
    def size(self) -> int:
        return WORD * (1 + self.fields + (1 if self.item else 0))


PLAIN = Layout(2)
LEAF = Layout(4, references=False)
WIDE = Layout(40)
ARRAY = Layout(0, item=1)
PAIRS = Layout(1, item=2)
WEAK = Layout(2, weak=REFERENCE)
KEYED = Layout(2, weak=EPHEMERON)
FINAL = Layout(2, weak=HIDDEN)
WATCHED = Layout(3, weak=HIDDEN)
LAYOUTS = [PLAIN, LEAF, WIDE, ARRAY, PAIRS, WEAK, KEYED, FINAL, WATCHED]


class Simulation:
    """A heap. ``roots`` are the addresses that the next collection is given."""

    def __init__(self, maximum: int = 64 << 20, nursery: int = 1 << 20, poison: bool = True) -> None:
        self.types = alloc(TypeInfo, len(LAYOUTS) + 1)
        self._offsets: list[Ptr[uint32]] = []
        for number, layout in enumerate(LAYOUTS):
            self._describe(self.types + number + 1, layout)
        self.area = alloc(Area)
        self.heap = Heap()
        policy = self.heap.policy
        policy.maximum = maximum
        policy.fixed_nursery = nursery
        policy.poison = poison
        policy.adapt(0, 0, 0, True)
        assert self.heap.open(self.area, address(self.types))
        self.roots: list[int] = []

    def _describe(self, info: Ptr[TypeInfo], layout: Layout) -> None:
        info.size = uint32(layout.size)
        fixed = range(layout.first_reference, layout.fields) if layout.references else range(0)
        if layout.item:
            info.item_size = uint32(layout.item * WORD)
            info.length_at = uint32(WORD * (1 + layout.length_word))
            info.items_at = uint32(layout.size)
            info.item_refs = uint32(1)
        info.refs = uint16(len(fixed))
        if layout.weak:
            info.weak = uint16(WORD | layout.weak)
        if len(fixed) or layout.item:
            offsets = alloc(uint32, len(fixed) + 1)
            for i, word in enumerate(fixed):
                offsets[i] = uint32(WORD * (1 + word))
            self._offsets.append(offsets)
            info.offsets = offsets

    def close(self) -> None:
        self.heap.close()
        free(self.types)
        free(self.area)
        for offsets in self._offsets:
            free(offsets)

    # What generated code does.

    def new(self, layout: Layout, items: int = 0) -> int:
        """An object; MemoryError when memory is out. Collects when the collector wants to."""
        size = layout.size + items * layout.item * WORD
        tid = (LAYOUTS.index(layout) + 1) * sizeof(TypeInfo)
        area = self.area
        if size <= area.limit - area.cursor:
            found = area.cursor
            area.cursor = found + size
            header_of(found).tid = uint32(tid)
        else:
            while (kind := self.heap.collection_wanted(size)) != NOTHING:
                self.collect(kind)
            found = self.heap.allocate(size, tid)
            if found == 0:
                self.collect(ALL)
                found = self.heap.allocate(size, tid)
            if found == 0:
                raise MemoryError
        if layout.item:
            pointer(int, found)[1 + layout.length_word] = items
        return found

    def static(self, layout: Layout) -> Ptr[int]:
        """A prebuilt object, to be freed by the test."""
        found = alloc(int, layout.size // WORD)
        header = header_of(address(found))
        header.tid = uint32((LAYOUTS.index(layout) + 1) * sizeof(TypeInfo))
        header.gc = uint32(UNLOGGED | STATIC)
        return found

    def store(self, object: int, word: int, value: int) -> None:
        """A reference into a word behind the header, with the write barrier."""
        if int(header_of(object).gc) & UNLOGGED:
            if self.is_item(object, word):
                self.heap.remember_item(object, object + WORD * (1 + word))
            else:
                self.heap.remember(object)
        pointer(int, object)[1 + word] = value

    def is_item(self, object: int, word: int) -> bool:
        """Whether a word is in the variable part."""
        layout = LAYOUTS[int(header_of(object).tid) // sizeof(TypeInfo) - 1]
        return layout.item > 0 and word > layout.length_word

    def load(self, object: int, word: int) -> int:
        return pointer(int, object)[1 + word]

    def collect(self, kind: int = ALL) -> None:
        self.heap.begin(kind)
        for root in self.roots:
            self.heap.add_root(root)
        self.heap.finish()

    def register(self, entry: int) -> None:
        """Registers an object of a layout that is made for it, once its hidden field is set."""
        weak = self.heap.weak
        layout = LAYOUTS[int(header_of(entry).tid) // sizeof(TypeInfo) - 1]
        (weak.finalizable if layout is FINAL else weak.watched).entries.push(entry)

    def take_waiting(self) -> list[int]:
        """The entries of both registries that wait, in order."""
        where = alloc(int)
        taken = []
        while self.heap.take_waiting(where) != NOTHING:
            taken.append(where[0])
        free(where)
        assert self.area.waiting == 0
        return taken

    def select(self, count: int) -> list[int]:
        """Takes what the inspector has selected."""
        where = alloc(int, count)
        self.heap.inspector.take(where, count)
        found = [where[i] for i in range(count)]
        free(where)
        return found

    # What a test looks at.

    def is_object(self, object: int) -> bool:
        """Whether the collector knows an object at that address."""
        heap = self.heap
        if heap.blocks.contains(object):
            return heap.blocks.object_at(object) == object
        return heap.large.contains(object) and heap.large.object_at(object) == object

    def interior(self, object: int, offset: int) -> int:
        """The object that an address inside of an object leads to."""
        blocks = self.heap.blocks
        space = blocks if blocks.contains(object) else self.heap.large
        return space.object_at(object + offset)


__all__ = ["ALL", "ARRAY", "FINAL", "KEYED", "LARGEST_SMALL", "LEAF", "Layout", "PAIRS", "PLAIN", "Simulation",
           "WATCHED", "WEAK", "WIDE", "YOUNG"]
