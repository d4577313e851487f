"""Objects with fields that the collector does not follow, and what the program is to be told about them.

*Weak references* and *ephemerons* are found by the marker, which sets those aside that it meets. Only a young one can
refer to a young object, or one that was written to since, so a collection of the young objects meets all that matter.

What is to be reported stands in a *registry*, in the order of registration: references whose end the program wants to
hear of (`watched`) and finalizations (`finalizable`). An entry costs one word; a young collection looks at the entries
that were made since the last one, as those before them have old targets.

The order: values of ephemerons whose keys live are kept; references to dead objects are cleared; then dead objects
with finalizers are brought back, with what they refer to, for the program to finalize; last, ephemerons whose keys are
still dead are cleared. So no weak reference leads to an object that is being finalized.
"""
from __future__ import annotations

from transform.rpython import inline, pointer
from transform.runtime.gc.marker import Marker
from transform.runtime.gc.objects import type_of
from transform.runtime.gc.vectors import AddressQueue, AddressVector

# Kinds: the low bits of `TypeInfo.weak`; the others are the offset of the field.
REFERENCE = 1
EPHEMERON = 2
HIDDEN = 3  # of an entry of a registry
KINDS = 7


class Registry:
    """Objects with a hidden field, in the order of registration: the first ``old`` are old."""

    entries: AddressVector
    old: int

    def __init__(self) -> None:
        self.entries = AddressVector()
        self.old = 0


class WeakObjects:
    """What the marker met, by kind, during a collection: the addresses of the weak fields; and the registries.

    ended, ready   entries that wait for the program: references that were cleared, the one that was registered last
                   first; finalizations whose objects were brought back, in the order of registration
    finalized      objects that were brought back, ever
    """

    marker: Marker
    references: AddressVector
    ephemerons: AddressVector
    watched: Registry
    finalizable: Registry
    ended: AddressQueue
    ready: AddressQueue
    finalized: int

    def __init__(self, marker: Marker) -> None:
        self.marker = marker
        self.references = AddressVector()
        self.ephemerons = AddressVector()
        self.watched = Registry()
        self.finalizable = Registry()
        self.ended = AddressQueue()
        self.ready = AddressQueue()
        self.finalized = 0

    def close(self) -> None:
        """Gives all memory back."""
        self.references.close()
        self.ephemerons.close()
        self.watched.entries.close()
        self.finalizable.entries.close()
        self.ended.close()
        self.ready.close()

    def add_roots(self, all: bool) -> None:
        """Takes finalizations, and what waits for the program. In a young collection the old ones need not be taken."""
        finalizable = self.finalizable
        for i in range(0 if all else finalizable.old, finalizable.entries.length):
            self.marker.add(finalizable.entries.items[i])
        if all:
            self._add_queue(self.ended)
            self._add_queue(self.ready)

    def _add_queue(self, queue: AddressQueue) -> None:
        for i in range(queue.head, queue.vector.length):
            entry = queue.vector.items[i]
            self.marker.add(entry)
            self.marker.add(pointer(int, self._hidden_field(entry))[0])

    def waiting(self) -> int:
        """Entries that wait for the program."""
        return self.ended.length() + self.ready.length()

    def finish(self, all: bool) -> None:
        """All that is reachable in the ordinary way has been marked: what becomes of the rest."""
        self._drain()
        self._clear_references()
        self._clear_watched(0 if all else self.watched.old)
        if self._bring_back(0 if all else self.finalizable.old):
            self._drain()
            self._clear_references()
        self._clear_ephemerons()
        self._drop_watched(0 if all else self.watched.old)

    @inline
    def _is_dead(self, word: int) -> bool:
        return self.marker.on_heap(word) and not self.marker.is_marked(word)

    @inline
    def _hidden_field(self, entry: int) -> int:
        return entry + (int(type_of(self.marker.types, entry).weak) & ~KINDS)

    def _drain(self) -> None:
        """Marks, also what ephemerons with living keys refer to, until there is no more of it."""
        self._sort()
        ephemerons = self.ephemerons
        again = True
        while again:
            again = False
            kept = 0
            for i in range(ephemerons.length):
                field = ephemerons.items[i]
                if self._is_dead(pointer(int, field)[0]):
                    ephemerons.items[kept] = field
                    kept += 1
                else:
                    self.marker.add(pointer(int, field)[1])
                    again = True
            ephemerons.length = kept
            if again:
                self.marker.drain()
                self._sort()

    def _sort(self) -> None:
        """Takes what the marker has set aside."""
        weak = self.marker.weak
        while weak.length != 0:
            object = weak.pop()
            code = int(type_of(self.marker.types, object).weak)
            field = object + (code & ~KINDS)
            kind = code & KINDS
            if kind == REFERENCE:
                self.references.push(field)
            elif kind == EPHEMERON:
                self.ephemerons.push(field)

    def _clear_references(self) -> None:
        references = self.references
        while references.length != 0:
            field = pointer(int, references.pop())
            if self._is_dead(field[0]):
                field[0] = 0

    def _clear_watched(self, first: int) -> None:
        """Clears the entries, from that number on, whose targets are dead. The end of a reference that is dead itself
        is not reported, even if a finalizer should bring it back."""
        entries = self.watched.entries
        i = entries.length - 1
        while i >= first:
            entry = entries.items[i]
            field = pointer(int, self._hidden_field(entry))
            if self._is_dead(field[0]):
                field[0] = 0
                entries.items[i] = 0
                if not self._is_dead(entry):
                    self.ended.push(entry)
            i -= 1

    def _drop_watched(self, first: int) -> None:
        """Takes out what was cleared, and what is dead."""
        entries = self.watched.entries
        kept = first
        for i in range(first, entries.length):
            entry = entries.items[i]
            if entry != 0 and not self._is_dead(entry):
                entries.items[kept] = entry
                kept += 1
        entries.length = kept
        self.watched.old = kept

    def _bring_back(self, first: int) -> bool:
        """Marks dead objects that have finalizers, of the entries from that number on. Whether there were any. All are
        judged before one of them keeps another alive."""
        entries = self.finalizable.entries
        kept = first
        before = self.finalized
        for i in range(first, entries.length):
            entry = entries.items[i]
            target = pointer(int, self._hidden_field(entry))[0]
            if self._is_dead(target):
                self.ready.push(entry)
                self.finalized += 1
                self.marker.add(target)
            else:
                entries.items[kept] = entry
                kept += 1
        entries.length = kept
        self.finalizable.old = kept
        found = self.finalized > before
        if found:
            self.marker.drain()
        return found

    def _clear_ephemerons(self) -> None:
        ephemerons = self.ephemerons
        while ephemerons.length != 0:
            field = pointer(int, ephemerons.pop())
            field[0] = 0
            field[1] = 0
