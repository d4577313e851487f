"""`set[K]`: the keys of a dict."""
from __future__ import annotations

from typing import Any, Generic, TypeVar

from transform.rpython import inline
from transform.runtime.dicts import Dict
from transform.runtime.lists import List

K = TypeVar("K")
I = TypeVar("I", bound=Any)  # noqa: E741 (what can be run over)


class Set(Generic[K]):
    """A set of K, in the order of insertion. A prebuilt set has a prebuilt dict with True for each key."""

    table: Dict[K, bool]

    def __init__(self) -> None:
        self.table = Dict[K, bool]()

    @inline
    def __len__(self) -> int:
        return self.table.count

    @inline
    def __contains__(self, key: K) -> bool:
        return key in self.table

    @inline
    def add(self, key: K) -> None:
        self.table[key] = True

    def discard(self, key: K) -> None:
        self.table.pop_default(key, False)

    def remove(self, key: K) -> None:
        """Takes out ``key``; KeyError where it is not there."""
        del self.table[key]

    def pop(self) -> K:
        """Takes out the key that came last."""
        if self.table.count == 0:
            raise KeyError("pop from an empty set")
        return self.table.popitem()[0]

    def clear(self) -> None:
        self.table.clear()

    def copy(self) -> Set[K]:
        result = Set[K]()
        result.table.copy_from(self.table)
        return result

    def update(self, other: I) -> None:
        """Adds all that ``other``, a set, list, or another thing that can be run over, gives."""
        for key in other:
            self.add(key)

    def __iter__(self) -> SetIterator[K]:
        return SetIterator[K](self)

    @inline
    def advance(self, entry: int, count: int) -> int:
        """As `Dict.advance`."""
        if self.table.count != count:
            raise RuntimeError("Set changed size during iteration")
        return self.table.next_entry(entry)

    @inline
    def key_at(self, entry: int) -> K:
        return self.table.key_at(entry)

    def key_list(self) -> List[K]:
        """``list(self)``"""
        return self.table.key_list()

    # Comparing and combining.

    def issubset(self, other: Set[K]) -> bool:
        entry = self.table.next_entry(0)
        while entry >= 0:
            if self.table.key_at(entry) not in other.table:
                return False
            entry = self.table.next_entry(entry + 1)
        return True

    def issuperset(self, other: Set[K]) -> bool:
        return other.issubset(self)

    def isdisjoint(self, other: Set[K]) -> bool:
        return len(self & other) == 0

    def __eq__(self, other: Set[K]) -> bool:  # type: ignore[override]
        return len(self) == len(other) and self.issubset(other)

    def __le__(self, other: Set[K]) -> bool:
        return len(self) <= len(other) and self.issubset(other)

    def __lt__(self, other: Set[K]) -> bool:
        return len(self) < len(other) and self.issubset(other)

    def __ge__(self, other: Set[K]) -> bool:
        return other <= self

    def __gt__(self, other: Set[K]) -> bool:
        return other < self

    def __or__(self, other: Set[K]) -> Set[K]:
        result = self.copy()
        result.update(other)
        return result

    def __and__(self, other: Set[K]) -> Set[K]:
        return self._filtered(other, True)

    def __sub__(self, other: Set[K]) -> Set[K]:
        return self._filtered(other, False)

    def __ior__(self, other: Set[K]) -> Set[K]:
        self.update(other)
        return self

    def __iand__(self, other: Set[K]) -> Set[K]:
        self.table = (self & other).table
        return self

    def __isub__(self, other: Set[K]) -> Set[K]:
        self.table = (self - other).table
        return self

    def __xor__(self, other: Set[K]) -> Set[K]:
        result = self - other
        result.update(other - self)
        return result

    def _filtered(self, other: Set[K], present: bool) -> Set[K]:
        """The keys that are in ``other``, or those that are not."""
        result = Set[K]()
        entry = self.table.next_entry(0)
        while entry >= 0:
            key = self.table.key_at(entry)
            if (key in other.table) == present:
                result.add(key)
            entry = self.table.next_entry(entry + 1)
        return result

    def union(self, other: Set[K]) -> Set[K]:
        return self | other

    def intersection(self, other: Set[K]) -> Set[K]:
        return self & other

    def difference(self, other: Set[K]) -> Set[K]:
        return self - other

    def symmetric_difference(self, other: Set[K]) -> Set[K]:
        return self ^ other


class SetIterator(Generic[K]):
    """What ``iter(s)`` gives."""

    keys: Set[K]
    count: int
    entry: int

    def __init__(self, keys: Set[K]) -> None:
        self.keys = keys
        self.count = len(keys)
        self.entry = 0

    @inline
    def __iter__(self) -> SetIterator[K]:
        return self

    @inline
    def __next__(self) -> K:
        entry = self.keys.advance(self.entry, self.count)
        if entry < 0:
            raise StopIteration
        self.entry = entry + 1
        return self.keys.key_at(entry)
