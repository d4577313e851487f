"""What clocks show, and durations that Python programs give, in nanoseconds."""
from __future__ import annotations

from interpreter.errors import overflow_error, value_error
from interpreter.modules.files import os_error
from interpreter.objects.float import Float
from interpreter.objects.object import Object
from interpreter.protocols.number import index
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno, truncate

libc = CLibrary(
    """
    typedef int... time_t;
    struct timespec { time_t tv_sec; long tv_nsec; ...; };
    int clock_gettime(int clock, struct timespec *result);
    int clock_settime(int clock, const struct timespec *value);
    int clock_getres(int clock, struct timespec *result);
    int clock_nanosleep(int clock, int flags, const struct timespec *until, struct timespec *left);
    #define CLOCK_MONOTONIC ...
    """,
    headers=["time.h"],
)


@libc.struct("struct timespec")
class TimeSpec:
    tv_sec: int
    tv_nsec: int


SECOND = 1_000_000_000


def nanoseconds(clock: int) -> int:
    """What a clock shows. OSError for a clock that there is not."""
    value = alloc(TimeSpec)
    failed = libc.clock_gettime(clock, value) != 0
    result = value.tv_sec * SECOND + value.tv_nsec
    free(value)
    if failed:
        raise os_error(get_errno())
    return result


def time_spec(time: int) -> Ptr[TimeSpec]:
    """Nanoseconds as C wants them; the caller frees it."""
    value = alloc(TimeSpec)
    value.tv_sec = time // SECOND
    value.tv_nsec = time % SECOND
    return value


def as_nanoseconds(x: Object) -> int:
    """A number of seconds, rounded away from 0."""
    if isinstance(x, Float):
        number = x.number()
        if number != number:
            raise value_error("Invalid value NaN (not a number)")
        if not -9.2e9 < number < 9.2e9:
            raise overflow_error("timestamp out of range for platform time_t")
        scaled = number * 1e9
        whole = truncate(scaled)
        if float(whole) == scaled:
            return whole
        return whole + 1 if scaled > 0.0 else whole - 1
    number_of_seconds = index(x)
    if not number_of_seconds.fits() or not -9_200_000_000 < number_of_seconds.machine() < 9_200_000_000:
        raise overflow_error("timestamp too large to convert to C _PyTime_t")
    return number_of_seconds.machine() * SECOND
