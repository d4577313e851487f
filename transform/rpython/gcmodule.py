"""What a program may ask of its garbage collector.

    collect()                  all garbage goes now
    WeakRef(x).get()           x, or None once x is gone
    NotifyingRef(x, f, y)      the same, and f(y) is to be called then
    Ephemeron(key, value)      the value lives as long as the key (and the ephemeron) does
    register_finalizer(x, f)   f(x) is to be called when nothing else refers to x any more
    run_finalizers()           calls those whose time has come
    get_objects() ...          what there is on the heap
    dump_heap(path)            the same in a file
    freeze(), unfreeze()       objects that collections need not look at
    statistic(Statistic.LIVE)  a number of the collector

On CPython this is done with `gc` and `weakref`; translated, by `transform.runtime.gc.program`. With ``--gc=boehm`` and
``--gc=none`` weak references are strong, no finalizer is called and no object is found.

Costs (immix, bytes): a WeakRef 16, an Ephemeron 24, a NotifyingRef 32 and a word in the collector's table, a finalizer
24 and such a word, or 48 with a bound method. A young collection looks at those that were made since the last one only.
"""
from __future__ import annotations

import atexit
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
        FINALIZED, FROZEN = range(12)


def weak_fields(kind: str, *names: str) -> Callable[[type[C]], type[C]]:
    """Class decorator: the collector does not follow these fields of the class, but treats them by its kind.

    "reference"      one field, which becomes None when its object is gone
    "ephemeron"      key and value, declared one behind the other: both become None when the key is gone; until then
                     the value is kept
    "hidden"         one field that is left alone: of what the runtime registers with the collector"""

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

    @property
    def target(self) -> Optional[T]:
        """What the translator lays out for a reference that is there before the program runs."""
        return self._reference()


class NotifyingRef(Generic[T]):
    """A WeakRef with a function to call when its object is gone: `run_finalizers` calls ``callback(argument)``, unless
    the reference itself is gone by then."""

    def __init__(self, target: T, callback: Callable[[Any], None], argument: object) -> None:
        own: weakref.ref[Any] = weakref.ref(self)

        def end(_: object) -> None:
            reference = own()
            if reference is not None:
                _ended.append(reference)

        self._reference: Callable[[], Optional[T]] = weakref.ref(target, end)
        self._callback = callback
        self._argument = argument

    def get(self) -> Optional[T]:
        """The object, or None if it is gone."""
        return self._reference()

    def notify(self) -> None:
        """Calls the function."""
        self._callback(self._argument)


_ended: list[NotifyingRef[Any]] = []


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


_finalizers: dict[int, list[Callable[[Any], None]]] = {}
"""Of objects that live, by their address, on CPython."""

_garbage: list[tuple[object, list[Callable[[Any], None]]]] = []


def register_finalizer(target: object, finalizer: Callable[[Any], None]) -> None:
    """Asks for a call ``finalizer(target)`` when nothing else refers to the object any more. The object lives on for
    that, with all that it refers to, and may be kept by it (but is not finalized again)."""
    cls: Any = type(target)
    if cls.__dict__.get("__del__") is not _give_back:
        cls.__del__ = _give_back
    _finalizers.setdefault(id(target), []).append(finalizer)


def _give_back(target: object) -> None:
    """The ``__del__`` of classes with finalizers, which may keep the object (PEP 442)."""
    finalizers = _finalizers.pop(id(target), None)
    if finalizers is not None:
        _garbage.append((target, finalizers))


atexit.register(_finalizers.clear)


def finalizers_wait() -> bool:
    """Whether `run_finalizers` has something to do: costs one load."""
    return bool(_ended or _garbage)


def run_finalizers() -> None:
    """Calls the functions of references that have ended, the one made last first, and then the finalizers of objects
    that were found to be garbage, in the order in which they were registered. An exception of one leaves those behind
    it for the next call."""
    while _ended or _garbage:
        if _ended:
            _ended.pop(0).notify()
            continue
        target, finalizers = _garbage[0]
        finalizer = finalizers.pop(0)
        if not finalizers:
            _garbage.pop(0)
        finalizer(target)


def get_objects() -> list[object]:
    """All objects of the heap, after a full collection: instances, and what lists, strings and so on are made of.
    The program picks those that it knows. Prebuilt objects are not among them."""
    gc.collect()
    return gc.get_objects()


def get_referrers(target: object) -> list[object]:
    """The objects that refer to one, after a full collection: of the heap, and prebuilt ones that were ever written
    to. Weak references do not count."""
    gc.collect()
    return gc.get_referrers(target)


def get_referents(source: object) -> list[object]:
    """What an object refers to, as often as it does: objects of the heap, prebuilt ones, immediates."""
    return gc.get_referents(source)


def freeze() -> None:
    """Collects all garbage. Then no collection looks at the objects that there are, until `unfreeze`: those that are
    dead stay."""
    gc.freeze()


def unfreeze() -> None:
    """Frozen objects are collected again like others."""
    gc.unfreeze()


def dump_heap(path: str) -> bool:
    """Collects all garbage and writes what is left to a file: each object with its class, its size and what it refers
    to, and the roots. ``python -m transform.heapdump`` reads it. False if the file could not be written (`get_errno`
    says why), and without our collector."""
    return False


def collect(generation: int = ALL) -> None:
    """Collects the garbage among all objects, or among the YOUNG ones."""
    gc.collect(generation)


def statistic(number: int) -> int:
    """One of the numbers of `Statistic`. On CPython all are 0."""
    return 0
