"""Objects with fields that the collector does not follow: weak references, ephemerons, finalizations.

The marker sets those aside that it meets. Only a young one can refer to a young object, or one that was written to
since, so a collection of the young objects meets all that matter.

The order: values of ephemerons whose keys live are kept; weak references to dead objects are cleared; then dead
objects with finalizers are brought back, with what they refer to, for the program to finalize; last, ephemerons whose
keys are still dead are cleared. So no weak reference leads to an object that is being finalized.
"""
from __future__ import annotations

from transform.rpython import inline, pointer
from transform.runtime.gc.marker import Marker
from transform.runtime.gc.objects import type_of
from transform.runtime.gc.vectors import AddressVector

# Kinds: the low bits of `TypeInfo.weak`; the others are the offset of the field.
REFERENCE = 1
EPHEMERON = 2
FINALIZATION = 3
KINDS = 7


class WeakObjects:
    """What the marker met, by kind, during a collection: the addresses of the weak fields.

    finalized   objects that were brought back, ever
    """

    marker: Marker
    references: AddressVector
    ephemerons: AddressVector
    finalizations: AddressVector
    finalized: int

    def __init__(self, marker: Marker) -> None:
        self.marker = marker
        self.references = AddressVector()
        self.ephemerons = AddressVector()
        self.finalizations = AddressVector()
        self.finalized = 0

    def close(self) -> None:
        """Gives all memory back."""
        self.references.close()
        self.ephemerons.close()
        self.finalizations.close()

    def finish(self) -> None:
        """All that is reachable in the ordinary way has been marked: what becomes of the rest."""
        self._drain()
        self._clear_references()
        if self._bring_back():
            self._drain()
            self._clear_references()
        self._clear_ephemerons()

    @inline
    def _is_dead(self, word: int) -> bool:
        return self.marker.on_heap(word) and not self.marker.is_marked(word)

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
            else:
                self.finalizations.push(field)

    def _clear_references(self) -> None:
        references = self.references
        while references.length != 0:
            field = pointer(int, references.pop())
            if self._is_dead(field[0]):
                field[0] = 0

    def _bring_back(self) -> bool:
        """Marks dead objects that have finalizers, those that wait for their call since an earlier collection too.
        Whether there were any."""
        finalizations = self.finalizations
        found = False
        for i in range(finalizations.length):  # all are judged before one of them keeps another alive
            field = pointer(int, finalizations.items[i])
            if self._is_dead(field[0]):
                found = True
                self.marker.add(field[0])
                if field[1] == 0:
                    field[1] = 1
                    self.finalized += 1
        finalizations.length = 0
        if found:
            self.marker.drain()
        return found

    def _clear_ephemerons(self) -> None:
        ephemerons = self.ephemerons
        while ephemerons.length != 0:
            field = pointer(int, ephemerons.pop())
            field[0] = 0
            field[1] = 0
