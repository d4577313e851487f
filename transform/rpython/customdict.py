"""A dict with its own idea of equal keys.

This is the class as it works on CPython; `transform.runtime.customdict` has what it is when translated.
"""
from __future__ import annotations

from typing import Callable, Generic, Iterator, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class CustomDict(Generic[K, V]):
    """A dict from K to V whose keys are the same where ``equal(a, b)``; then ``hash(a) == hash(b)`` is promised.

    Iteration, `keys`, `values` and `items` follow the order of insertion. While keys are compared or hashed, the
    functions must not change the dict."""

    def __init__(self, equal: Callable[[K, K], bool], hash: Callable[[K], int]) -> None:
        self.equal = equal
        self.hash = hash
        self._table: dict[_Key[K, V], tuple[K, V]] = {}

    def __len__(self) -> int:
        return len(self._table)

    def __contains__(self, key: K) -> bool:
        return _Key(self, key) in self._table

    def __getitem__(self, key: K) -> V:
        """KeyError where the key is not there."""
        found = self._table.get(_Key(self, key))
        if found is None:
            raise KeyError(key)
        return found[1]

    def __setitem__(self, key: K, value: V) -> None:
        """A key that is there already stays as it is and gets a new value."""
        wrapped = _Key(self, key)
        found = self._table.get(wrapped)
        self._table[wrapped] = (key if found is None else found[0], value)

    def __delitem__(self, key: K) -> None:
        if self._table.pop(_Key(self, key), None) is None:
            raise KeyError(key)

    def get(self, key: K, default: V) -> V:
        found = self._table.get(_Key(self, key))
        return default if found is None else found[1]

    def setdefault(self, key: K, default: V) -> V:
        return self._table.setdefault(_Key(self, key), (key, default))[1]

    def pop(self, key: K) -> V:
        """Takes out an item; KeyError where there is none."""
        found = self._table.pop(_Key(self, key), None)
        if found is None:
            raise KeyError(key)
        return found[1]

    def popitem(self) -> tuple[K, V]:
        """Takes out the last item."""
        return self._table.popitem()[1]

    def clear(self) -> None:
        self._table.clear()

    def copy(self) -> CustomDict[K, V]:
        result: CustomDict[K, V] = CustomDict(self.equal, self.hash)
        for key, value in self._table.values():
            result[key] = value
        return result

    def __iter__(self) -> Iterator[K]:
        return self.keys()

    def keys(self) -> Iterator[K]:
        return (key for key, _ in self._table.values())

    def values(self) -> Iterator[V]:
        return (value for _, value in self._table.values())

    def items(self) -> Iterator[tuple[K, V]]:
        return iter(self._table.values())


class _Key(Generic[K, V]):
    """A key as Python's dict sees it."""

    def __init__(self, owner: CustomDict[K, V], key: K) -> None:
        self.owner = owner
        self.key = key

    def __hash__(self) -> int:
        return self.owner.hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.owner.equal(other.key, self.key)
