"""What a program may see of its heap: all objects, who refers to an object, what an object refers to.

A selection is made right after a full collection, when the start map has all objects and nothing dead. It is a root
until the program has taken it.
"""
from __future__ import annotations

from transform.rpython import Ptr, pointer, uint32
from transform.runtime.gc.blocks import BlockSpace
from transform.runtime.gc.large import LargeSpace
from transform.runtime.gc.marker import Marker
from transform.runtime.gc.objects import type_of
from transform.runtime.gc.vectors import AddressVector


class Inspector:
    """Selects objects of a heap.

    selected    what was selected, until `take`
    """

    marker: Marker
    blocks: BlockSpace
    large: LargeSpace
    written: AddressVector
    selected: AddressVector
    references: AddressVector

    def __init__(self, marker: Marker, written: AddressVector) -> None:
        self.marker = marker
        self.blocks = marker.blocks
        self.large = marker.large
        self.written = written
        self.selected = AddressVector()
        self.references = AddressVector()

    def close(self) -> None:
        """Gives all memory back."""
        self.selected.close()
        self.references.close()

    def add_roots(self) -> None:
        """What was selected stays alive."""
        for i in range(self.selected.length):
            self.marker.add(self.selected.items[i])

    def take(self, where: Ptr[int], count: int) -> None:
        """Writes the first ``count`` of what was selected to ``where``, and forgets all."""
        for i in range(count):
            where[i] = self.selected.items[i]
        self.selected.length = 0

    # What can be selected. Each gives the number of objects.

    def select_all(self) -> int:
        """All objects of the heap, in the order of their addresses."""
        selected = self.selected
        selected.length = 0
        object = self.blocks.next_object(self.blocks.base - 1)
        while object != 0:
            selected.push(object)
            object = self.blocks.next_object(object)
        for i in range(self.large.objects.length):
            selected.push(self.large.objects.items[i])
        return selected.length

    def select_referrers(self, target: int) -> int:
        """Objects that refer to ``target``: of the heap, and prebuilt ones that were written to."""
        selected = self.selected
        self.select_all()
        for i in range(self.written.length):
            if not self.marker.on_heap(self.written.items[i]):
                selected.push(self.written.items[i])
        kept = 0
        for i in range(selected.length):
            if self._refers_to(selected.items[i], target):
                selected.items[kept] = selected.items[i]
                kept += 1
        selected.length = kept
        return kept

    def select_referents(self, source: int) -> int:
        """What ``source`` refers to, in the order of its fields, once for each: prebuilt objects and immediates too."""
        self.selected.length = 0
        self.add_references(source, self.selected)
        return self.selected.length

    def _refers_to(self, source: int, target: int) -> bool:
        references = self.references
        references.length = 0
        self.add_references(source, references)
        for i in range(references.length):
            if references.items[i] == target:
                return True
        return False

    def add_references(self, source: int, found: AddressVector) -> None:
        """All references of an object that are not null and keep what they lead to."""
        info = type_of(self.marker.types, source)
        offsets = info.offsets
        if offsets:
            refs = int(info.refs)
            _add_references(source, offsets, refs, found)
            if int(info.item_refs) != 0:
                item = source + int(info.items_at)
                for _ in range(pointer(int, source + int(info.length_at))[0]):
                    _add_references(item, offsets + refs, int(info.item_refs), found)
                    item += int(info.item_size)


def _add_references(base: int, offsets: Ptr[uint32], count: int, found: AddressVector) -> None:
    for i in range(count):
        word = pointer(int, base + int(offsets[i]))[0]
        if word != 0:
            found.push(word)
