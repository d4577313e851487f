"""What `transform.rpython.threads` is when translated; c/glue/rt_threads.c does it."""
from __future__ import annotations

from typing import Callable

from transform.rpython import CLibrary, Ptr, class_name, identity, inline, print_traceback
from transform.runtime.entry import report_uncaught
from transform.runtime.output import print_error

_DECLARATIONS = """
    _Bool rt_thread_start(long function, long stack_size);
    void rt_before_external_call(void);
    void rt_after_external_call(void);
    _Bool rt_gil_is_wanted(void);
    void rt_gil_yield(void);
    void rt_threads_after_fork(void);
    void *rt_gil_begin_callback(void);
    void rt_gil_end_callback(void *place);
"""
# Translated, rt_threads.h has these. On CPython nothing of this is called.
_c = CLibrary(_DECLARATIONS, headers=("stdlib.h",), source=_DECLARATIONS.replace(";", " { abort(); }"))


class StartedThread:
    """A thread that was started, until its function is called."""

    function: Callable[[], None]
    entry: Callable[[], None]

    def __init__(self, function: Callable[[], None]) -> None:
        self.function = function
        self.entry = self.run

    def run(self) -> None:
        """What the new thread does."""
        STARTED.remove(self)
        try:
            self.function()
        except BaseException as error:
            print_error("RPython traceback of a thread (most recent call last):\n")
            print_traceback()
            report_uncaught(class_name(error), str(error))


class StartedThreads:
    """Keeps threads alive that have not begun: the collector does not know of them."""

    threads: list[StartedThread]

    def __init__(self) -> None:
        self.threads = []

    def add(self, thread: StartedThread) -> None:
        self.threads.append(thread)

    def remove(self, thread: StartedThread) -> None:
        self.threads = [other for other in self.threads if other is not thread]


STARTED = StartedThreads()


def start_thread(function: Callable[[], None], stack_size: int = 0) -> None:
    """Calls a function in a new thread."""
    thread = StartedThread(function)
    STARTED.add(thread)
    if not _c.rt_thread_start(identity(thread.entry), stack_size):
        STARTED.remove(thread)
        raise RuntimeError("can't start new thread")


@inline
def before_external_call() -> None:
    """Gives up the lock."""
    _c.rt_before_external_call()


@inline
def after_external_call() -> None:
    """Waits for the lock."""
    _c.rt_after_external_call()


@inline
def lock_is_wanted() -> bool:
    """Whether another thread waits for the lock."""
    return _c.rt_gil_is_wanted()


def yield_lock() -> None:
    """Gives the lock to a thread that waits for it."""
    _c.rt_gil_yield()


@inline
def begin_callback() -> Ptr[None]:
    """The lock for a function that C calls."""
    return _c.rt_gil_begin_callback()


@inline
def end_callback(place: Ptr[None]) -> None:
    """Its end."""
    _c.rt_gil_end_callback(place)


def forget_other_threads() -> None:
    """In a new process that fork made."""
    _c.rt_threads_after_fork()
