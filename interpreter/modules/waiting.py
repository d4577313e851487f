"""Where the program waits for the world: every blocking call of a built-in module goes through here.

A call that waits for a file is tried first, in a way that does not block, and when it fails `wait_for_file` parks the running tasklet. Where there
is no such way, `await_file` comes before the call. If no other tasklet could run, both leave it to the call to block, or block in poll(2).
Whatever blocks the thread is done without the global lock:

    before_external_call()
    count = finish(libc.read(file, buffer, size))

Signals that interrupt a wait run their Python handlers, and the wait goes on for the time that is left (PEP 475)."""
from __future__ import annotations

from interpreter.modules.files import libc as files, os_error
from interpreter.modules.leisure import leisure
from interpreter.modules.parking import (FOREVER, READABLE, WRITABLE, deadline_after, park_for_file, park_for_files, parks, perform,
                                         time_left)
from interpreter.modules.signals import check_signals
from scheduler.poller import pollers
from scheduler.threads import after_external_call, before_external_call
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno, int16, int32, set_errno

__all__ = ["FOREVER", "READABLE", "WRITABLE", "await_file", "before_external_call", "close_file", "deadline_after", "finish", "interrupted",
           "is_ready", "milliseconds_left", "parks", "perform", "poll_files", "time_left", "wait_for_file"]

libc = CLibrary(
    """
    struct pollfd { int fd; short events; short revents; ...; };
    int poll(struct pollfd *files, unsigned long count, int milliseconds);
    int poll_file(int file, int events);
    int never_blocks(int file);
    #define POLLIN ...
    #define POLLOUT ...
    #define EBADF ...
    """,
    headers=["errno.h", "fcntl.h", "poll.h"],
    source="""
    /* The events that are there, or -1. */
    static int poll_file(int file, int events) {
        struct pollfd entry = {file, events, 0};
        int found = poll(&entry, 1, 0);
        return found > 0 ? entry.revents : found;
    }
    static int never_blocks(int file) { return (fcntl(file, F_GETFL) & O_NONBLOCK) != 0; }
    """,
)


@libc.struct("struct pollfd")
class PolledFile:
    fd: int32
    events: int16
    revents: int16


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


def milliseconds_left(deadline: int) -> int:
    """What poll(2) takes, rounded up; perhaps less, so that it has to be called again."""
    left = leisure.limit(time_left(deadline))
    return -1 if left < 0 else min((left + _MILLISECOND - 1) // _MILLISECOND, _LONGEST)


def poll_files(entries: Ptr[PolledFile], count: int, deadline: int) -> int:
    """Waits until one of several files is in a state that its entry names; how many are, 0 when the deadline has come. OSError."""
    while True:
        parking = parks()
        milliseconds = 0 if parking else milliseconds_left(deadline)
        before_external_call()
        found = finish(libc.poll(entries, count, milliseconds))
        if found > 0:
            return found
        if found < 0:
            interrupted()
        elif time_left(deadline) == 0:
            return 0
        elif parking:
            park_for_entries(entries, count, deadline)


def park_for_entries(entries: Ptr[PolledFile], count: int, deadline: int) -> None:
    """Parks the running tasklet until one of the files is ready."""
    numbers: list[int] = []
    events: list[int] = []
    for i in range(count):
        if int(entries[i].fd) >= 0:
            numbers.append(int(entries[i].fd))
            events.append(int(entries[i].events))
    park_for_files(numbers, events, deadline)


def wait_for_file(file: int, events: int, deadline: int) -> bool:
    """After a call that did not block although it would have had to: waits until a file is READABLE or WRITABLE, or in a state in which reading
    or writing fails at once; False when the deadline has come. OSError."""
    if parks():
        return park_for_file(file, events, deadline)
    if file < 0:
        raise os_error(libc.EBADF)
    entry = alloc(PolledFile)
    entry.fd = int32(file)
    entry.events = int16(events)
    try:
        return poll_files(entry, 1, deadline) > 0
    finally:
        free(entry)


def is_ready(file: int, events: int) -> bool:
    """Whether a file is in one of these states now, or is no file."""
    return libc.poll_file(file, events) != 0


def await_file(file: int, events: int) -> None:
    """Before a call that would block in C: parks the running tasklet until a file is READABLE or WRITABLE. Does nothing if the call had better
    block, since no other tasklet could run, or will not, since the file is in non-blocking mode. OSError."""
    if parks() and not is_ready(file, events) and libc.never_blocks(file) == 0:
        park_for_file(file, events, FOREVER)
        while not is_ready(file, events):
            park_for_file(file, events, FOREVER)


def close_file(file: int) -> int:
    """close(2), of any file that somebody may wait for: who does gets an OSError."""
    pollers.forget(file)
    return files.close(file)
