"""What `CustomDict` of `transform.rpython.customdict` is when translated."""
from __future__ import annotations

from typing import Callable, TypeVar

from transform.rpython import inline
from transform.runtime.dicts import Dict

K = TypeVar("K")
V = TypeVar("V")


class CustomDict(Dict[K, V]):
    """A dict whose keys are compared and hashed by given functions."""

    equal: Callable[[K, K], bool]
    hash: Callable[[K], int]

    def __init__(self, equal: Callable[[K, K], bool], hash: Callable[[K], int]) -> None:
        self._reset()
        self.equal = equal
        self.hash = hash

    @inline
    def hash_key(self, key: K) -> int:
        return self.hash(key)

    @inline
    def same_key(self, a: K, b: K) -> bool:
        return self.equal(a, b)

    def copy(self) -> CustomDict[K, V]:
        result = CustomDict[K, V](self.equal, self.hash)
        result.copy_from(self)
        return result
