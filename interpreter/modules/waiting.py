"""Where the program waits for the world: every blocking call of a built-in module goes through here.

A call that may block is made without the global lock:

    before_external_call()
    count = finish(libc.read(file, buffer, size))

and whoever waits for a file calls `wait_for_file`. Signals that interrupt a wait run their Python handlers, and the wait goes on for the time
that is left (PEP 475)."""
from __future__ import annotations

from interpreter.modules.clocks import libc as clocks, nanoseconds
from interpreter.modules.files import libc as files, os_error
from interpreter.modules.signals import check_signals
from scheduler.threads import after_external_call, before_external_call
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno, int16, int32, set_errno

__all__ = ["FOREVER", "READABLE", "WRITABLE", "before_external_call", "deadline_after", "finish", "interrupted", "poll_files", "time_left",
           "wait_for_file"]

libc = CLibrary(
    """
    struct pollfd { int fd; short events; short revents; ...; };
    int poll(struct pollfd *files, unsigned long count, int milliseconds);
    #define POLLIN ...
    #define POLLOUT ...
    #define EBADF ...
    """,
    headers=["errno.h", "poll.h"],
)


@libc.struct("struct pollfd")
class PolledFile:
    fd: int32
    events: int16
    revents: int16


READABLE = libc.POLLIN
WRITABLE = libc.POLLOUT
FOREVER = -1
"""A deadline that never comes."""

_MILLISECOND = 1_000_000
_LONGEST = 0x7FFFFFFF
_LONGEST_DURATION = 1 << 62


def finish(result: int) -> int:
    """Behind a call without the lock: takes it back, and gives the call's result. `get_errno` is still that of the call."""
    number = get_errno()
    after_external_call()
    set_errno(number)
    return result


def interrupted() -> None:
    """After a call that failed: runs the handlers of the signal that interrupted it, or raises OSError for any other failure."""
    number = get_errno()
    if number != files.EINTR:
        raise os_error(number)
    check_signals()


def deadline_after(duration: int) -> int:
    """The time that comes so many nanoseconds from now; FOREVER for a negative number."""
    if duration < 0:
        return FOREVER
    return nanoseconds(clocks.CLOCK_MONOTONIC) + min(duration, _LONGEST_DURATION)


def time_left(deadline: int) -> int:
    """Nanoseconds until a deadline, not less than 0; -1 for FOREVER."""
    return -1 if deadline == FOREVER else max(deadline - nanoseconds(clocks.CLOCK_MONOTONIC), 0)


def milliseconds_left(deadline: int) -> int:
    """What poll(2) takes, rounded up."""
    left = time_left(deadline)
    return -1 if left < 0 else min((left + _MILLISECOND - 1) // _MILLISECOND, _LONGEST)


def poll_files(entries: Ptr[PolledFile], count: int, deadline: int) -> int:
    """Waits until one of several files is in a state that its entry names; how many are, 0 when the deadline has come. OSError."""
    while True:
        milliseconds = milliseconds_left(deadline)
        before_external_call()
        found = finish(libc.poll(entries, count, milliseconds))
        if found > 0:
            return found
        if found < 0:
            interrupted()
        elif time_left(deadline) == 0:
            return 0


def wait_for_file(file: int, events: int, deadline: int) -> bool:
    """Waits until a file is READABLE or WRITABLE, or in a state in which reading or writing fails at once; False when the deadline has come.
    OSError."""
    if file < 0:
        raise os_error(libc.EBADF)
    entry = alloc(PolledFile)
    entry.fd = int32(file)
    entry.events = int16(events)
    try:
        return poll_files(entry, 1, deadline) > 0
    finally:
        free(entry)
