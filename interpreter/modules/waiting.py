"""Where the program waits for the world: every blocking call of a built-in module goes through here.

A call that may block is made without the global lock:

    before_external_call()
    count = finish(libc.read(file, buffer, size))

and whoever waits for a file calls `wait_for_file`. Signals that interrupt a wait run their Python handlers, and the wait goes on for the time
that is left (PEP 475)."""
from __future__ import annotations

from interpreter.modules.files import libc as files, os_error
from interpreter.modules.signals import check_signals
from transform.rpython import CLibrary, alloc, free, get_errno, int16, int32, set_errno
from scheduler.threads import after_external_call, before_external_call

__all__ = ["FOREVER", "READABLE", "WRITABLE", "before_external_call", "deadline_after", "finish", "interrupted", "time_left", "wait_for_file"]

libc = CLibrary(
    """
    struct pollfd { int fd; short events; short revents; ...; };
    int poll(struct pollfd *files, unsigned long count, int milliseconds);
    typedef int... time_t;
    struct timespec { time_t tv_sec; long tv_nsec; ...; };
    int clock_gettime(int clock, struct timespec *result);
    #define CLOCK_MONOTONIC ...
    #define POLLIN ...
    #define POLLOUT ...
    """,
    headers=["poll.h", "time.h"],
)


@libc.struct("struct pollfd")
class PolledFile:
    fd: int32
    events: int16
    revents: int16


@libc.struct("struct timespec")
class TimeSpec:
    tv_sec: int
    tv_nsec: int


READABLE = libc.POLLIN
WRITABLE = libc.POLLOUT
FOREVER = -1
"""A deadline that never comes."""

_MILLISECOND = 1_000_000
_LONGEST = 0x7FFFFFFF


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


def now() -> int:
    """Nanoseconds of a clock that only goes on."""
    value = alloc(TimeSpec)
    libc.clock_gettime(libc.CLOCK_MONOTONIC, value)
    result = value.tv_sec * 1_000_000_000 + value.tv_nsec
    free(value)
    return result


def deadline_after(nanoseconds: int) -> int:
    """The time that comes so many nanoseconds from now; FOREVER for a negative number."""
    if nanoseconds < 0:
        return FOREVER
    result = now() + min(nanoseconds, 1 << 62)
    return result if result >= 0 else (1 << 63) - 1


def time_left(deadline: int) -> int:
    """Nanoseconds until a deadline, not less than 0; -1 for FOREVER."""
    return -1 if deadline == FOREVER else max(deadline - now(), 0)


def milliseconds_left(deadline: int) -> int:
    """What poll(2) takes, rounded up."""
    left = time_left(deadline)
    return -1 if left < 0 else min((left + _MILLISECOND - 1) // _MILLISECOND, _LONGEST)


def wait_for_file(file: int, events: int, deadline: int) -> bool:
    """Waits until a file is READABLE or WRITABLE, or in a state in which reading or writing fails at once; False when the deadline has come."""
    entry = alloc(PolledFile)
    entry.fd = int32(file)
    entry.events = int16(events)
    try:
        while True:
            milliseconds = milliseconds_left(deadline)
            before_external_call()
            count = finish(libc.poll(entry, 1, milliseconds))
            if count > 0:
                return True
            if count < 0:
                interrupted()
            elif time_left(deadline) == 0:
                return False
    finally:
        free(entry)
