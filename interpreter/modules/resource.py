"""What processes use of the system, and how much they may."""
from __future__ import annotations

import resource as host

from interpreter.errors import EXCEPTIONS, overflow_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import os_error
from interpreter.objects.float import new_float
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import tuple2
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import index
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno

USAGE_IN_C = """
    static void put_usage(const struct rusage *found, long *numbers) {
        numbers[0] = found->ru_utime.tv_sec * 1000000L + found->ru_utime.tv_usec;
        numbers[1] = found->ru_stime.tv_sec * 1000000L + found->ru_stime.tv_usec;
        numbers[2] = found->ru_maxrss; numbers[3] = found->ru_ixrss; numbers[4] = found->ru_idrss; numbers[5] = found->ru_isrss;
        numbers[6] = found->ru_minflt; numbers[7] = found->ru_majflt; numbers[8] = found->ru_nswap; numbers[9] = found->ru_inblock;
        numbers[10] = found->ru_oublock; numbers[11] = found->ru_msgsnd; numbers[12] = found->ru_msgrcv;
        numbers[13] = found->ru_nsignals; numbers[14] = found->ru_nvcsw; numbers[15] = found->ru_nivcsw;
    }
"""
"""`put_usage`, which writes the numbers that `usage_of` reads. It needs sys/resource.h."""

libc = CLibrary(
    """
    int read_usage(int who, long *numbers);
    int change_limit(int process, int resource, int sets, long *limits);
    #define EINVAL ...
    #define EPERM ...
    """,
    headers=["errno.h", "sys/resource.h", "sys/time.h"],
    source=USAGE_IN_C + """
    static int read_usage(int who, long *numbers) {
        struct rusage found;
        if (getrusage(who, &found) != 0) return -1;
        put_usage(&found, numbers);
        return 0;
    }
    /* limits: the soft and the hard one; first the new ones if `sets`, afterwards the old ones. */
    static int change_limit(int process, int resource, int sets, long *limits) {
        struct rlimit wanted = {(rlim_t)limits[0], (rlim_t)limits[1]}, before;
        if (prlimit(process, resource, sets ? &wanted : NULL, &before) != 0) return -1;
        limits[0] = (long)before.rlim_cur; limits[1] = (long)before.rlim_max;
        return 0;
    }
    """,
)

USAGE_FIELDS = ["ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock",
                "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"]
_MOST_RESOURCES = 16
usage_type = struct_type("struct_rusage", "resource", USAGE_FIELDS)


def usage_of(numbers: Ptr[int]) -> Object:
    """What `put_usage` wrote, as programs see it."""
    values: list[Object] = [new_float(float(numbers[0]) * 1e-6), new_float(float(numbers[1]) * 1e-6)]
    for i in range(2, len(USAGE_FIELDS)):
        values.append(new_int(numbers[i]))
    return new_struct(usage_type, values)


@exposed("getrusage")
def getrusage(who: int, /) -> Object:
    numbers = alloc(int, len(USAGE_FIELDS))
    try:
        if libc.read_usage(who, numbers) != 0:
            raise value_error("invalid who parameter") if get_errno() == libc.EINVAL else os_error(get_errno())
        return usage_of(numbers)
    finally:
        free(numbers)


def limit_of(x: Object) -> int:
    """A limit in 64 bits; RLIM_INFINITY is -1."""
    number = index(x)
    if not number.fits():
        raise overflow_error("Python int too large to convert to C long")
    return number.machine()


def change_limit(process: int, resource: int, sets: bool, limits: Ptr[int]) -> Object:
    """Sets a pair of limits, or only gives what they were."""
    if not 0 <= resource < _MOST_RESOURCES:
        raise value_error("invalid resource specified")
    if libc.change_limit(process, resource, sets, limits) != 0:
        number = get_errno()
        if number == libc.EINVAL:
            raise value_error("current limit exceeds maximum limit")
        if number == libc.EPERM and process == 0:
            raise value_error("not allowed to raise maximum limit")
        raise os_error(number)
    return tuple2(new_int(limits[0]), new_int(limits[1]))


def set_pair(limits: Ptr[int], given: Object) -> None:
    pair = list_of(given)
    if len(pair) != 2:
        raise value_error("expected a tuple of 2 integers")
    limits[0], limits[1] = limit_of(pair[0]), limit_of(pair[1])


@exposed("getrlimit")
def getrlimit(resource: int, /) -> Object:
    limits = alloc(int, 2)
    try:
        return change_limit(0, resource, False, limits)
    finally:
        free(limits)


@exposed("setrlimit")
def setrlimit(resource: int, limits: Object, /) -> None:
    memory = alloc(int, 2)
    try:
        set_pair(memory, limits)
        change_limit(0, resource, True, memory)
    finally:
        free(memory)


@exposed("prlimit")
def prlimit(pid: int, resource: int, limits: Object = NONE, /) -> Object:
    """prlimit(pid, resource, [limits])"""
    memory = alloc(int, 2)
    try:
        if limits is not NONE:
            set_pair(memory, limits)
        return change_limit(pid, resource, limits is not NONE, memory)
    finally:
        free(memory)


@exposed("getpagesize")
def getpagesize() -> int:
    return _PAGE_SIZE


_PAGE_SIZE = host.getpagesize()
_numbers: dict[str, Object] = {name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)}
define_module(__name__, "resource", contents={**_numbers, "error": EXCEPTIONS["OSError"], "struct_rusage": usage_type})
