"""What a program may ask of its garbage collector.

    collect()                  all garbage goes now
    WeakRef(x).get()           x, or None once x is gone
    Ephemeron(key, value)      the value lives as long as the key (and the ephemeron) does
    register_finalizer(x, f)   f(x) is to be called when nothing else refers to x any more
    run_finalizers()           calls those whose time has come
    statistic(Statistic.LIVE)  a number of the collector

On CPython this is done with `gc` and `weakref`; translated, by `transform.runtime.gc.program`. With ``--gc=boehm`` and
``--gc=none`` weak references are strong, and no finalizer is called.
"""
from __future__ import annotations

import gc
import weakref
from typing import Any, Callable, Generic, Optional, TypeVar

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
C = TypeVar("C")

YOUNG = 0
ALL = 1


class Statistic:
    """What `statistic` can be asked for. Sizes are in bytes, times in nanoseconds."""

    YOUNG_COLLECTIONS, FULL_COLLECTIONS, LIVE, USED, PEAK, ALLOCATED, VISITED_BLOCKS, PAUSE, LONGEST_PAUSE, PAUSED, \
        FINALIZED = range(11)


def weak_fields(kind: str, *names: str) -> Callable[[type[C]], type[C]]:
    """Class decorator: the collector does not follow these fields of the class, but treats them by its kind.

    "reference"      one field, which becomes None when its object is gone
    "ephemeron"      key and value, declared one behind the other: both become None when the key is gone; until then
                     the value is kept
    "finalization"   one field, and an int behind it that becomes 1 when nothing but this kind of field refers to the
                     object any more; the object is kept then"""

    def decorate(cls: type[C]) -> type[C]:
        setattr(cls, "_rpython_weak_", (kind, names))
        return cls

    return decorate


class WeakRef(Generic[T]):
    """A reference that does not keep its object alive."""

    def __init__(self, target: T) -> None:
        self._reference: Callable[[], Optional[T]] = weakref.ref(target)

    def get(self) -> Optional[T]:
        """The object, or None if it is gone."""
        return self._reference()


class Ephemeron(Generic[K, V]):
    """A key that is not kept alive, and a value that is kept as long as the key is: also where the value itself refers
    to the key. What tables with weak keys are made of."""

    def __init__(self, key: K, value: V) -> None:
        self._table: Any = weakref.WeakKeyDictionary({key: value})

    def key(self) -> Optional[K]:
        """The key, or None if it is gone."""
        return next(iter(self._table.keys()), None)

    def value(self) -> Optional[V]:
        """The value, or None if the key is gone."""
        return next(iter(self._table.values()), None)


_finalizers: list[tuple[Any, Callable[[Any], None]]] = []


def register_finalizer(target: object, finalizer: Callable[[Any], None]) -> None:
    """Asks for a call ``finalizer(target)`` when nothing else refers to the object any more. The object lives on for
    that, with all that it refers to, and may be kept by it (but is not finalized again).

    On CPython an object cannot be given back once nothing refers to it, so no finalizer is called there."""
    _finalizers.append((target, finalizer))


def run_finalizers() -> None:
    """Calls the finalizers whose objects the collections so far found to be garbage, in the order in which they were
    registered. An exception of one leaves those behind it for the next call."""


def collect(generation: int = ALL) -> None:
    """Collects the garbage among all objects, or among the YOUNG ones."""
    gc.collect(generation)


def statistic(number: int) -> int:
    """One of the numbers of `Statistic`. On CPython all are 0."""
    return 0
