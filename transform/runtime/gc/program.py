"""What `transform.rpython.gcmodule` is when translated. Unlike the collector itself this is ordinary RPython."""
from __future__ import annotations

from typing import Callable, Generic, Optional, TypeVar

from transform.rpython import CLibrary, not_none
from transform.rpython.gcmodule import ALL, Statistic, weak_fields

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_c = CLibrary(
    """
    void rt_gc_collect(long generation);
    long rt_gc_statistic(long number);
    """,
    headers=("stddef.h",),  # the declarations are in rt.h
    source="static void rt_gc_collect(long n) { (void)n; } static long rt_gc_statistic(long n) { (void)n; return 0; }",
)


@weak_fields("reference", "target")
class WeakRef(Generic[T]):
    """A reference that does not keep its object alive."""

    target: Optional[T]

    def __init__(self, target: T) -> None:
        self.target = target

    def get(self) -> Optional[T]:
        return self.target


@weak_fields("ephemeron", "held_key", "held_value")
class Ephemeron(Generic[K, V]):
    """A key, and a value that is kept while the key lives."""

    held_key: Optional[K]
    held_value: Optional[V]

    def __init__(self, key: K, value: V) -> None:
        self.held_key = key
        self.held_value = value

    def key(self) -> Optional[K]:
        return self.held_key

    def value(self) -> Optional[V]:
        return self.held_value


@weak_fields("finalization", "target")
class Finalization:
    """A finalizer that is to be called. ``ready`` is set by the collector."""

    target: Optional[object]
    ready: int
    finalizer: Callable[[object], None]
    next: Optional[Finalization]

    def __init__(self, target: object, finalizer: Callable[[object], None]) -> None:
        self.target = target
        self.ready = 0
        self.finalizer = finalizer
        self.next = None


class Finalizations:
    """All finalizers in the order in which they were registered; ``called`` is how many are not there any more."""

    first: Optional[Finalization]
    last: Optional[Finalization]
    called: int

    def __init__(self) -> None:
        self.first = None
        self.last = None
        self.called = 0

    def add(self, entry: Finalization) -> None:
        last = self.last
        if last is None:
            self.first = entry
        else:
            last.next = entry
        self.last = entry

    def take_ready(self) -> Optional[Finalization]:
        """The first entry that is ready, which is taken out; None if there is none."""
        if _c.rt_gc_statistic(Statistic.FINALIZED) == self.called:
            return None
        before: Optional[Finalization] = None
        entry = self.first
        while entry is not None and entry.ready == 0:
            before = entry
            entry = entry.next
        if entry is not None:
            if before is None:
                self.first = entry.next
            else:
                before.next = entry.next
            if entry.next is None:
                self.last = before
            self.called += 1
        return entry


FINALIZATIONS = Finalizations()


def register_finalizer(target: object, finalizer: Callable[[object], None]) -> None:
    """Asks for a call ``finalizer(target)`` when nothing else refers to the object any more."""
    FINALIZATIONS.add(Finalization(target, finalizer))


def run_finalizers() -> None:
    """Calls the finalizers whose time has come."""
    while True:
        entry = FINALIZATIONS.take_ready()
        if entry is None:
            return
        target = not_none(entry.target)
        finalizer = entry.finalizer
        finalizer(target)


def collect(generation: int = ALL) -> None:
    """Collects the garbage among all objects, or among the young ones."""
    _c.rt_gc_collect(generation)


def statistic(number: int) -> int:
    """One of the numbers of `Statistic`."""
    return _c.rt_gc_statistic(number)
