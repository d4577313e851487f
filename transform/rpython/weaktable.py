"""A table whose keys are not kept alive. Ordinary RPython, made of ephemerons."""
from __future__ import annotations

from typing import Generic, Optional, TypeVar

from transform.rpython.gcmodule import Ephemeron
from transform.rpython.hints import identity, inline, not_none

K = TypeVar("K")
V = TypeVar("V")

FEWEST_BUCKETS = 8  # a power of two


class WeakEntry(Generic[K, V]):
    """A key and its value, in the chain of a bucket."""

    pair: Ephemeron[K, V]
    hash: int
    next: Optional[WeakEntry[K, V]]

    def __init__(self, pair: Ephemeron[K, V], hash: int, next: Optional[WeakEntry[K, V]]) -> None:
        self.pair = pair
        self.hash = hash
        self.next = next


class WeakTable(Generic[K, V]):
    """A table from objects of class K, by identity, to objects of class V. A value is kept as long as its key lives
    (and the table does), also where it refers to the key itself.

    Entries of dead keys go when the table would grow the next time, or by `purge`."""

    buckets: list[Optional[WeakEntry[K, V]]]
    used: int

    def __init__(self) -> None:
        self.buckets = [None] * FEWEST_BUCKETS
        self.used = 0

    def get(self, key: K) -> Optional[V]:
        """The value, or None."""
        entry = self._find(key)
        return None if entry is None else entry.pair.value()

    def __contains__(self, key: K) -> bool:
        return self._find(key) is not None

    def set(self, key: K, value: V) -> None:
        """Gives a key its value, a new one perhaps."""
        pair: Ephemeron[K, V] = Ephemeron(key, value)
        entry = self._find(key)
        if entry is not None:
            entry.pair = pair
            return
        if self.used == len(self.buckets):
            self.purge()
            if self.used * 2 > len(self.buckets):
                self._move(len(self.buckets) * 2)
        hash = _hash(identity(key))
        bucket = hash & (len(self.buckets) - 1)
        self.buckets[bucket] = WeakEntry(pair, hash, self.buckets[bucket])
        self.used += 1

    def remove(self, key: K) -> bool:
        """Takes a key out. Whether it was there."""
        entry = self._find(key)
        if entry is None:
            return False
        self._unlink(entry)
        return True

    def keys(self) -> list[K]:
        """The living keys, in no order."""
        result: list[K] = []
        for bucket in self.buckets:
            entry = bucket
            while entry is not None:
                key = entry.pair.key()
                if key is not None:
                    result.append(key)
                entry = entry.next
        return result

    def purge(self) -> None:
        """Takes out what is left of dead keys."""
        self._move(len(self.buckets))

    def _find(self, key: K) -> Optional[WeakEntry[K, V]]:
        hash = _hash(identity(key))
        entry = self.buckets[hash & (len(self.buckets) - 1)]
        while entry is not None and not (entry.hash == hash and entry.pair.key() is key):
            entry = entry.next
        return entry

    def _unlink(self, entry: WeakEntry[K, V]) -> None:
        bucket = entry.hash & (len(self.buckets) - 1)
        before = self.buckets[bucket]
        if before is entry:
            self.buckets[bucket] = entry.next
        else:
            while not_none(before).next is not entry:
                before = not_none(before).next
            not_none(before).next = entry.next
        self.used -= 1

    def _move(self, count: int) -> None:
        """Spreads the entries whose keys live over that many buckets."""
        old = self.buckets
        self.buckets = [None] * count
        self.used = 0
        for bucket in old:
            entry = bucket
            while entry is not None:
                next = entry.next
                if entry.pair.key() is not None:
                    place = entry.hash & (count - 1)
                    entry.next = self.buckets[place]
                    self.buckets[place] = entry
                    self.used += 1
                entry = next


@inline
def _hash(identity: int) -> int:
    """Addresses are multiples of 8, often of 16."""
    return identity >> 3 ^ identity >> 12
