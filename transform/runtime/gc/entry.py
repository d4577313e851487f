"""The program's heap, and the functions that C calls (rt_gc_immix.c), by their names there."""
from __future__ import annotations

from typing import Callable

from transform.rpython import Ptr, cold, uint8
from transform.runtime.gc.heap import Area, Heap

HEAP = Heap()


@cold
def start(area: Ptr[Area], types: int) -> int:
    """Makes the heap, with the settings of the environment. Whether there was memory for it."""
    HEAP.policy.read_settings()
    return 1 if HEAP.open(area, types) else 0


def collection_wanted(size: int) -> int:
    """The kind of collection that should come before an allocation: 0 for none."""
    return HEAP.collection_wanted(size)


def allocate(size: int, tid: int) -> int:
    """An object for which the current run has no room; 0 if there is no memory for it."""
    return HEAP.allocate(size, tid)


@cold
def remember(object: int) -> None:
    """The slow path of the write barrier."""
    HEAP.remember(object)


def remember_item(object: int, item: int) -> None:
    """The slow path of the write barrier for an item of an array."""
    HEAP.remember_item(object, item)


def begin(kind: int) -> None:
    """Begins a collection."""
    HEAP.begin(kind)


def add_root(word: int) -> None:
    """Takes a word of a stack that may point to an object."""
    HEAP.add_root(word)


def finish() -> None:
    """Does the collection, with the roots that were added."""
    HEAP.finish()


def paused(nanoseconds: int) -> int:
    """Notes how long a collection took. Whether to write a line about it to error output."""
    HEAP.statistics.add_pause(nanoseconds)
    return HEAP.policy.verbose


def statistic(number: int) -> int:
    """One of the numbers that the collector keeps, in the order of `transform.rpython.gcmodule.Statistic`."""
    statistics = HEAP.statistics
    match number:
        case 0:
            return statistics.young
        case 1:
            return statistics.full
        case 2:
            return HEAP.live()
        case 3:
            return HEAP.used()
        case 4:
            return statistics.peak
        case 5:
            return statistics.allocated + HEAP.blocks.opened + HEAP.large.opened
        case 6:
            return statistics.visited_blocks
        case 7:
            return statistics.pause
        case 8:
            return statistics.longest_pause
        case 9:
            return statistics.paused
        case 10:
            return HEAP.weak.finalized
        case 11:
            return statistics.frozen
    return 0


def watch(entry: int) -> None:
    """The program wants to hear of the end of what an object's hidden field refers to."""
    HEAP.weak.watched.entries.push(entry)


def add_finalization(entry: int) -> None:
    """What an object's hidden field refers to is to be finalized."""
    HEAP.weak.finalizable.entries.push(entry)


def take_waiting(where: Ptr[int]) -> int:
    """Writes the entry that the program should see to next to ``where``, and gives its kind: 0 if there is none."""
    return HEAP.take_waiting(where)


def select(what: int, object: int) -> int:
    """Right after a full collection: selects all objects, referrers of an object, or its referents. Their number."""
    inspector = HEAP.inspector
    match what:
        case 0:
            return inspector.select_all()
        case 1:
            return inspector.select_referrers(object)
    return inspector.select_referents(object)


def take_selected(where: Ptr[int], count: int) -> None:
    """Writes the first of the selected objects to ``where`` and forgets the selection."""
    HEAP.inspector.take(where, count)


def freeze() -> None:
    """Right after a full collection: no collection looks at the objects that there are now."""
    HEAP.freeze()


def unfreeze() -> None:
    """Right after a full collection: takes `freeze` back."""
    HEAP.unfreeze()


@cold
def plan_dump() -> None:
    """Before a full collection: `write_dump` will want to know its roots."""
    HEAP.dump.keeps_roots = True


@cold
def write_dump(path: Ptr[uint8]) -> int:
    """Right after it: writes the heap to a file. Whether that was possible."""
    return 1 if HEAP.dump.write(path) else 0


ENTRY_POINTS: dict[str, Callable[..., object]] = {
    "rt_gc_open": start,
    "rt_gc_collection_wanted": collection_wanted,
    "rt_gc_allocate": allocate,
    "rt_gc_remember": remember,
    "rt_gc_remember_item": remember_item,
    "rt_gc_begin": begin,
    "rt_gc_add_root": add_root,
    "rt_gc_finish": finish,
    "rt_gc_paused": paused,
    "rt_gc_number": statistic,
    "rt_gc_add_watched": watch,
    "rt_gc_add_finalization": add_finalization,
    "rt_gc_next_waiting": take_waiting,
    "rt_gc_select": select,
    "rt_gc_copy_selected": take_selected,
    "rt_gc_freeze_all": freeze,
    "rt_gc_unfreeze_all": unfreeze,
    "rt_gc_plan_dump": plan_dump,
    "rt_gc_write_dump": write_dump,
}
