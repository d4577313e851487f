"""What `transform.rpython.gcmodule` is when translated. Unlike the collector itself this is ordinary RPython."""
from __future__ import annotations

from typing import Callable, Generic, Optional, TypeVar

from transform.rpython import (
    CLibrary, data_pointer, get_item, identity, inline, item_address, keepalive, new_array, unchecked_cast,
)
from transform.rpython.gcmodule import ALL, weak_fields
from transform.runtime.lists import List

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_DECLARATIONS = """
    void rt_gc_collect(long generation);
    long rt_gc_statistic(long number);
    void rt_gc_watch(long entry);
    void rt_gc_finalize(long entry);
    long rt_gc_waiting(void);
    long rt_gc_take_waiting(void *where);
    long rt_gc_find(long what, long object);
    void rt_gc_take_selected(void *where, long count);
    void rt_gc_freeze(void);
    void rt_gc_unfreeze(void);
    _Bool rt_gc_dump(const char *path);
"""
# Translated, rt_gc.h has these. On CPython nothing of this is called.
_c = CLibrary(_DECLARATIONS, headers=("stdlib.h",), source=_DECLARATIONS.replace(";", " { abort(); }"))

# Kinds of what waits for the program: the numbers of heap.py.
ENDED, READY = 1, 2


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


@weak_fields("hidden", "target")
class NotifyingRef(Generic[T]):
    """A reference that does not keep its object alive, and a function to call when that is gone."""

    target: Optional[T]
    argument: object
    callback: Callable[[object], None]

    def __init__(self, target: T, callback: Callable[[object], None], argument: object) -> None:
        self.target = target
        self.callback = callback
        self.argument = argument
        _c.rt_gc_watch(identity(self))

    def get(self) -> Optional[T]:
        return self.target


@weak_fields("hidden", "target")
class Finalization:
    """A finalizer that is to be called."""

    target: object
    finalizer: Callable[[object], None]

    def __init__(self, target: object, finalizer: Callable[[object], None]) -> None:
        self.target = target
        self.finalizer = finalizer


def register_finalizer(target: object, finalizer: Callable[[object], None]) -> None:
    """Asks for a call ``finalizer(target)`` when nothing else refers to the object any more."""
    _c.rt_gc_finalize(identity(Finalization(target, finalizer)))


@inline
def finalizers_wait() -> bool:
    """Whether `run_finalizers` has something to do."""
    return _c.rt_gc_waiting() != 0


def run_finalizers() -> None:
    """Calls the functions whose time has come."""
    if finalizers_wait():
        taken = new_array(object, 1)
        while True:
            # What waits is old, so storing it needs no write barrier.
            kind = _c.rt_gc_take_waiting(item_address(taken, 0))
            if kind == ENDED:
                reference = unchecked_cast(NotifyingRef[object], get_item(taken, 0))
                callback = reference.callback
                callback(reference.argument)
            elif kind == READY:
                finalization = unchecked_cast(Finalization, get_item(taken, 0))
                finalizer = finalization.finalizer
                finalizer(finalization.target)
            else:
                return


# What can be asked for objects: the numbers of entry.py.
OBJECTS, REFERRERS, REFERENTS = range(3)
_IMMEDIATE = 3  # bits that addresses do not have


def _find(what: int, argument: int) -> list[object]:
    count = _c.rt_gc_find(what, argument)
    found: List[object] = List(count)
    _c.rt_gc_take_selected(item_address(found.items, 0), count)  # they are old, so this needs no write barrier
    found.length = count
    return found  # type: ignore[return-value]  # translated, the types are one


def get_objects() -> list[object]:
    """All objects of the heap."""
    return _find(OBJECTS, 0)


def get_referrers(target: object) -> list[object]:
    """The objects that refer to one."""
    return _find(REFERRERS, identity(target))


def get_referents(source: object) -> list[object]:
    """What an object refers to."""
    if identity(source) & _IMMEDIATE != 0:
        return []
    found = _find(REFERENTS, identity(source))
    keepalive(source)
    return found


def freeze() -> None:
    """No collection looks at the objects that there are now, until `unfreeze`."""
    _c.rt_gc_freeze()


def unfreeze() -> None:
    """Takes `freeze` back."""
    _c.rt_gc_unfreeze()


def dump_heap(path: str) -> bool:
    """Writes a heap dump. Whether that was possible."""
    name = path.encode() + b"\0"
    done = _c.rt_gc_dump(data_pointer(name))
    keepalive(name)
    return done


def collect(generation: int = ALL) -> None:
    """Collects the garbage among all objects, or among the young ones."""
    _c.rt_gc_collect(generation)


def statistic(number: int) -> int:
    """One of the numbers of `Statistic`."""
    return _c.rt_gc_statistic(number)
