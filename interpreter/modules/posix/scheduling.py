"""How processes are scheduled: processors, priorities, policies."""
from __future__ import annotations

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error
from interpreter.objects.float import new_float
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.set import Set
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of
from transform.rpython import CLibrary, alloc, fill, free, get_errno, set_errno, uint8

libc = CLibrary(
    """
    typedef int... pid_t;
    int get_processors(pid_t process, unsigned char *bits, size_t size);
    int set_processors(pid_t process, const unsigned char *bits, size_t size);
    int sched_get_priority_max(int policy);
    int sched_get_priority_min(int policy);
    int sched_getscheduler(pid_t process);
    long round_robin_nanoseconds(pid_t process);
    int getpriority(int which, int who);
    int setpriority(int which, int who, int priority);
    """,
    headers=["sched.h", "sys/resource.h", "time.h"],
    source="""
    static int get_processors(pid_t process, unsigned char *bits, size_t size) { return sched_getaffinity(process, size, (cpu_set_t *)bits); }
    static int set_processors(pid_t process, const unsigned char *bits, size_t size) {
        return sched_setaffinity(process, size, (const cpu_set_t *)bits);
    }
    static long round_robin_nanoseconds(pid_t process) {
        struct timespec found;
        return sched_rr_get_interval(process, &found) == 0 ? found.tv_sec * 1000000000L + found.tv_nsec : -1;
    }
    """,
)

_PROCESSORS = 8192


def checked(result: int) -> int:
    """A result of C; OSError for a negative one."""
    if result < 0:
        raise os_error(get_errno())
    return result


@exposed("sched_getaffinity")
def get_processors(pid: int, /) -> Object:
    """Return the affinity of the process identified by pid (or the current process if zero).

    The affinity is returned as a set of CPU identifiers."""
    bits = alloc(uint8, _PROCESSORS // 8)
    try:
        checked(libc.get_processors(pid, bits, _PROCESSORS // 8))
        made = Set()
        for i in range(_PROCESSORS):
            if int(bits[i // 8]) >> i % 8 & 1 != 0:
                made.add(new_int(i))
        return made
    finally:
        free(bits)


@exposed("sched_setaffinity")
def set_processors(pid: int, mask: Object, /) -> None:
    """Set the CPU affinity of the process identified by pid to mask.

    pid
      The PID of the process to set the affinity of, or 0 for the calling process.
    mask
      An iterable of integers identifying CPUs."""
    iterator = iterator_of(mask)
    bits = alloc(uint8, _PROCESSORS // 8)
    fill(bits, 0, _PROCESSORS // 8)
    try:
        while True:
            item = next_of(iterator)
            if item is None:
                break
            if not isinstance(item, Int):
                raise type_error(f"expected an iterator of ints, but iterator yielded {repr_of(type_of(item))}")
            number = as_int(item)
            if number < 0:
                raise value_error("negative CPU number")
            if number >= _PROCESSORS:
                raise overflow_error("CPU number too large")
            bits[number // 8] = uint8(int(bits[number // 8]) | 1 << number % 8)
        checked(libc.set_processors(pid, bits, _PROCESSORS // 8))
    finally:
        free(bits)


@exposed("sched_get_priority_max")
def highest_priority(policy: int) -> int:
    """Get the maximum scheduling priority for policy."""
    return checked(libc.sched_get_priority_max(policy))


@exposed("sched_get_priority_min")
def lowest_priority(policy: int) -> int:
    """Get the minimum scheduling priority for policy."""
    return checked(libc.sched_get_priority_min(policy))


@exposed("sched_getscheduler")
def get_policy(pid: int, /) -> int:
    """Get the scheduling policy for the process identified by pid.

    Passing 0 for pid returns the scheduling policy for the calling process."""
    return checked(libc.sched_getscheduler(pid))


@exposed("sched_rr_get_interval")
def round_robin_interval(pid: int, /) -> Object:
    """Return the round-robin quantum for the process identified by pid, in seconds.

    Value returned is a float."""
    nanoseconds = libc.round_robin_nanoseconds(pid)
    if nanoseconds < 0:
        raise os_error(get_errno())
    return new_float(nanoseconds / 1e9)


@exposed("getpriority")
def get_priority(which: int, who: int) -> int:
    """Return program scheduling priority."""
    set_errno(0)
    priority = libc.getpriority(which, who)
    if get_errno() != 0:
        raise os_error(get_errno())
    return priority


@exposed("setpriority")
def set_priority(which: int, who: int, priority: int) -> None:
    """Set program scheduling priority."""
    checked(libc.setpriority(which, who, priority))
