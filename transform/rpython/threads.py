"""OS threads, one of which runs at a time: the one that has the global lock.

    start_thread(f)            runs f() in a new thread
    before_external_call()     before a C function that may block: other threads run meanwhile
    after_external_call()      and behind it; in between no object may be read or written
    lock_is_wanted()           whether another thread waits for the lock
    yield_lock()               lets it run

    before_external_call()
    count = libc.read(file, buffer, size)
    after_external_call()

Memory that the C function works on stays where it is: objects do not move. An object is kept alive if the program uses
it behind the call (`keepalive`).
"""
from __future__ import annotations

import _thread
import threading
from typing import Callable

from transform.rpython.pointers import Ptr, null, pointer

_lock = threading.Lock()  # held by the thread that runs
_lock.acquire()
_waiting: list[int] = []
_own = threading.local()  # `gave_up`: whether the thread has given up the lock


def start_thread(function: Callable[[], None], stack_size: int = 0) -> None:
    """Calls a function in a new thread, with at least that many bytes of C stack. An exception that leaves it is
    printed. RuntimeError where the system has no more threads."""

    def run() -> None:
        after_external_call()
        try:
            function()
        finally:
            before_external_call()

    _thread.start_new_thread(run, ())   # unknown to `threading`: such threads may wait for ever, and are no one's


def before_external_call() -> None:
    """Gives up the lock. Until `after_external_call` the thread must not touch an object."""
    _own.gave_up = True
    _lock.release()


def after_external_call() -> None:
    """Waits for the lock."""
    _waiting.append(1)
    _lock.acquire()
    _waiting.pop()
    _own.gave_up = False


def begin_callback() -> Ptr[None]:
    """At the begin of a function that C calls: a thread that had given up the lock gets it, until `end_callback`."""
    if not getattr(_own, "gave_up", False):
        return null(None)
    after_external_call()
    return pointer(None, 1)


def end_callback(place: Ptr[None]) -> None:
    """At its end."""
    if place:
        before_external_call()


def lock_is_wanted() -> bool:
    """Whether another thread waits for the lock: one load."""
    return len(_waiting) != 0


def yield_lock() -> None:
    """Gives the lock to a thread that waits for it, and waits for it again. Does nothing if there is none."""
    if lock_is_wanted():
        before_external_call()
        after_external_call()


def forget_other_threads() -> None:
    """In a new process that fork made: only the calling thread is in it."""
    _waiting.clear()
