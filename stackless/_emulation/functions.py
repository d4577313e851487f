"""The functions of the module."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from stackless._emulation import scheduler as scheduling
from stackless._emulation.scheduler import living_tasks, local, schedulers
from stackless._emulation.task import ITSELF

if TYPE_CHECKING:
    from stackless._emulation.tasklet import tasklet

PICKLEFLAGS_PRESERVE_TRACING_STATE = 1
PICKLEFLAGS_PRESERVE_AG_FINALIZER = 2
PICKLEFLAGS_RESET_AG_FINALIZER = 4
_PICKLEFLAGS = 7


class _Options:
    """Settings of the whole program."""

    softswitch = True
    pickle_flags = 0


def schedule(retval: object = ITSELF) -> Any:
    """Puts the current tasklet at the end of the queue and runs the next; returns `retval`, by default the tasklet."""
    here = local.scheduler
    if here.trap and here.runcount > 1:
        here.check_trap(leaving=False)
    here.current._tempval = retval
    here.head = here.current._next
    value = here.switch()
    return here.current if value is ITSELF else value


def schedule_remove(retval: object = ITSELF) -> Any:
    """The same, but the current tasklet leaves the queue. Returns what its tempval holds when it runs again."""
    here = local.scheduler
    here.check_trap(leaving=True)
    here.current._tempval = retval
    with scheduling.lock:
        here.remove(here.current)
    value = here.switch()
    return here.current if value is ITSELF else value


def run(timeout: int = 0, threadblock: bool = False, soft: bool = False, ignore_nesting: bool = False,
        totaltimeout: bool = False) -> "tasklet | None":
    """Runs the other tasklets until none is runnable; with `threadblock`, until no other thread can make one so.

    NotImplementedError with a `timeout`: greenlets cannot be interrupted."""
    if timeout > 0:
        raise NotImplementedError("greenlets cannot be preempted: run() takes no timeout")
    local.scheduler.run(bool(threadblock))
    return None


def getcurrent() -> "tasklet":
    """The tasklet that runs."""
    return local.scheduler.current  # type: ignore[return-value]


def getmain() -> "tasklet":
    """The main tasklet of this thread."""
    return local.scheduler.main  # type: ignore[return-value]


def getruncount() -> int:
    """How many tasklets of this thread are runnable, the current one included."""
    return local.scheduler.runcount


def getthreads() -> list[int]:
    """The ids of the threads that have tasklets."""
    return list(schedulers)


def get_thread_info(thread_id: int = -1) -> "tuple[tasklet, tasklet | None, int]":
    """(main tasklet, current tasklet, run count) of a thread, by default this one; RuntimeError if there is none
    such."""
    scheduler = local.scheduler if thread_id in (-1, 0) else schedulers.get(thread_id)
    if scheduler is None:
        raise RuntimeError("Thread id not found")
    current = scheduler.current if scheduler.runcount else None
    return scheduler.main, current, scheduler.runcount  # type: ignore[return-value]


def gettasklets() -> "list[tasklet]":
    """All tasklets that are alive, of all threads."""
    return living_tasks()  # type: ignore[return-value]


def switch_trap(change: int = 0) -> int:
    """Adds to the level of this thread; while it is not zero, to switch is a RuntimeError. Returns the level before."""
    here = local.scheduler
    level = here.trap
    here.trap = level + change
    return level


def enable_softswitch(flag: bool | None) -> bool:
    """Returns what was set before; greenlets always switch the C stack, so it has no effect."""
    previous = _Options.softswitch
    if flag is not None:
        _Options.softswitch = bool(flag)
    return previous


def pickle_flags(new: int = -1, mask: int = -1) -> int:
    """Sets and returns the pickling flags of this thread; -1 stands for those of the program, and asks only."""
    here = local.scheduler
    previous = here.pickle_flags
    here.pickle_flags = _changed_flags(previous, new, mask)
    return previous


def pickle_flags_default(new: int = -1, mask: int = -1) -> int:
    """Sets and returns the pickling flags of threads that have none set; -1 asks only."""
    previous = _Options.pickle_flags
    _Options.pickle_flags = _changed_flags(previous, new, mask)
    return previous


def _changed_flags(old: int, new: int, mask: int) -> int:
    if new == -1:
        return old
    if new & ~_PICKLEFLAGS or mask & ~_PICKLEFLAGS and mask != -1:
        raise ValueError("undefined bits in pickle flags")
    known = max(old, 0)
    return known & ~mask | new & mask


def reducers() -> dict[type, Callable[[Any], tuple[Any, ...]]]:
    """What is pickled beyond what CPython pickles: nothing, since greenlets are not."""
    return {}
