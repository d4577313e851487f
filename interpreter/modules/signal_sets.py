"""This module provides mechanisms to use signal handlers in Python. It is the module `_signal`: to signals.py it adds timers, and sets of signals to
block, to wait for and to send to threads.

For C, a set of signals is a bit for each number, from 1 on."""
from __future__ import annotations

import signal as host

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.clocks import as_nanoseconds
from interpreter.modules.files import error_text, os_error
from interpreter.modules.parking import wait_in
from interpreter.modules.signals import COUNT, attributes, check_signals, handlers
from interpreter.modules.waiting import (FOREVER, READABLE, before_external_call, close_file, deadline_after, finish, interrupted, parks,
                                         time_left, wait_for_file)
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.float import new_float
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type
from interpreter.objects.set import Set
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import tuple2
from interpreter.protocols.call import call2
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno

libc = CLibrary(
    """
    int change_mask(int how, long set, long *before);
    int get_waiting(long *set);
    int pause(void);
    int wait_for_set(long set, long nanoseconds, long *about);
    int open_set(long set);
    int set_timer(int which, long delay, long interval, long *before);
    int get_timer(int which, long *now);
    int send_to_thread(long thread, int number);
    int send_to_process_file(int file, int number, int flags);
    """,
    headers=["errno.h", "pthread.h", "signal.h", "sys/signalfd.h", "sys/syscall.h", "sys/time.h", "time.h", "unistd.h"],
    source="""
    static void from_bits(long set, sigset_t *result) {
        sigemptyset(result);
        for (int number = 1; number < 65; number++)
            if (set >> (number - 1) & 1) sigaddset(result, number);
    }

    static long to_bits(const sigset_t *set) {
        unsigned long result = 0;
        for (int number = 1; number < 65; number++)
            if (sigismember(set, number) == 1) result |= 1ul << (number - 1);
        return (long)result;
    }

    static int change_mask(int how, long set, long *before) {
        sigset_t wanted, old;
        from_bits(set, &wanted);
        int failure = pthread_sigmask(how, &wanted, &old);
        if (failure != 0) { errno = failure; return -1; }
        *before = to_bits(&old);
        return 0;
    }

    static int get_waiting(long *set) {
        sigset_t found;
        if (sigpending(&found) != 0) return -1;
        *set = to_bits(&found);
        return 0;
    }

    static int wait_for_set(long set, long nanoseconds, long *about) {
        sigset_t wanted;
        siginfo_t info;
        from_bits(set, &wanted);
        struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
        int number = nanoseconds < 0 ? sigwaitinfo(&wanted, &info) : sigtimedwait(&wanted, &info, &limit);
        if (number < 0) return -1;
        about[0] = info.si_signo; about[1] = info.si_code; about[2] = info.si_errno; about[3] = info.si_pid;
        about[4] = info.si_uid; about[5] = info.si_status; about[6] = info.si_band;
        return number;
    }

    /* A file that is readable when one of the signals waits. */
    static int open_set(long set) {
        sigset_t wanted;
        from_bits(set, &wanted);
        return signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
    }

    static struct timeval timeval_of(long microseconds) {
        struct timeval result = {microseconds / 1000000, microseconds % 1000000};
        return result;
    }

    static void timer_values(const struct itimerval *timer, long *values) {
        values[0] = timer->it_value.tv_sec * 1000000 + timer->it_value.tv_usec;
        values[1] = timer->it_interval.tv_sec * 1000000 + timer->it_interval.tv_usec;
    }

    static int set_timer(int which, long delay, long interval, long *before) {
        struct itimerval wanted, old;
        wanted.it_value = timeval_of(delay);
        wanted.it_interval = timeval_of(interval);
        if (setitimer((__itimer_which_t)which, &wanted, &old) != 0) return -1;
        timer_values(&old, before);
        return 0;
    }

    static int get_timer(int which, long *now) {
        struct itimerval found;
        if (getitimer((__itimer_which_t)which, &found) != 0) return -1;
        timer_values(&found, now);
        return 0;
    }

    static int send_to_thread(long thread, int number) {
        int failure = pthread_kill((pthread_t)thread, number);
        if (failure != 0) { errno = failure; return -1; }
        return 0;
    }

    static int send_to_process_file(int file, int number, int flags) {
        return (int)syscall(SYS_pidfd_send_signal, file, number, NULL, flags);
    }
    """,
)

_MICROSECOND = 1_000
_SECOND = 1e6
_AGAIN = 11
_ABOUT = ["si_signo", "si_code", "si_errno", "si_pid", "si_uid", "si_status", "si_band"]

info_type = struct_type("struct_siginfo", "signal", _ABOUT)
timer_error = define(ExceptionObject, "itimer_error", existing=Type("itimer_error", None, [EXCEPTIONS["OSError"]], {}),
                     allocate=new_exception, module="signal", doc="")


def bits_of(signals: Object) -> int:
    """The numbers of an iterable as a set for C. ValueError for a number that no signal has."""
    result = 0
    for x in list_of(signals):
        number = as_int(x)
        if not 1 <= number < COUNT:
            raise value_error(f"signal number {number} out of range [1; {COUNT - 1}]")
        result |= 1 << number - 1
    return result


def set_of(bits: int) -> Object:
    found = Set()
    for number in range(1, COUNT):
        if bits >> number - 1 & 1 != 0:
            found.add(new_int(number))
    return found


@exposed("pthread_sigmask")
def pthread_sigmask(how: int, mask: Object, /) -> Object:
    """Fetch and/or change the signal mask of the calling thread."""
    bits = bits_of(mask)
    before = alloc(int)
    failed = libc.change_mask(how, bits, before) != 0
    result = before[0]
    free(before)
    if failed:
        raise os_error(get_errno())
    check_signals()
    return set_of(result)


@exposed("sigpending")
def sigpending() -> Object:
    """Examine pending signals."""
    found = alloc(int)
    failed = libc.get_waiting(found) != 0
    result = found[0]
    free(found)
    if failed:
        raise os_error(get_errno())
    return set_of(result)


@exposed("pause")
def pause() -> None:
    """Wait until a signal arrives."""
    if parks():
        wait_in(handlers.awaiting, FOREVER)
    else:
        before_external_call()
        finish(libc.pause())
        check_signals()


def wait_for(signals: Object, deadline: int, about: Ptr[int]) -> int:
    """Waits for one of some signals; its number, or 0 when the deadline has come."""
    bits = bits_of(signals)
    while True:
        parking = parks()
        left = 0 if parking else time_left(deadline)
        before_external_call()
        number = finish(libc.wait_for_set(bits, left, about))
        if number > 0:
            return number
        if get_errno() != _AGAIN:
            interrupted()
        elif time_left(deadline) == 0:
            return 0
        elif parking:
            park_for_set(bits, deadline)


def park_for_set(bits: int, deadline: int) -> None:
    """Parks the running tasklet until a signal of a set waits, or until the deadline."""
    file = libc.open_set(bits)
    if file < 0:
        raise os_error(get_errno())
    try:
        wait_for_file(file, READABLE, deadline)
    finally:
        close_file(file)


def info_of(about: Ptr[int]) -> Object:
    values: list[Object] = []
    for i in range(len(_ABOUT)):
        values.append(new_int(about[i]))
    return new_struct(info_type, values)


def waited(signals: Object, deadline: int) -> Object:
    """What is known of the signal that came; None if none did."""
    about = alloc(int, len(_ABOUT))
    try:
        return info_of(about) if wait_for(signals, deadline, about) > 0 else NONE
    finally:
        free(about)


@exposed("sigwait")
def sigwait(sigset: Object, /) -> int:
    """Wait for a signal."""
    about = alloc(int, len(_ABOUT))
    try:
        return wait_for(sigset, deadline_after(-1), about)
    finally:
        free(about)


@exposed("sigwaitinfo")
def sigwaitinfo(sigset: Object, /) -> Object:
    """Wait synchronously until one of the signals in *sigset* is delivered."""
    return waited(sigset, deadline_after(-1))


@exposed("sigtimedwait")
def sigtimedwait(sigset: Object, timeout: Object, /) -> Object:
    """Like sigwaitinfo(), but with a timeout."""
    duration = as_nanoseconds(timeout)
    if duration < 0:
        raise value_error("timeout must be non-negative")
    return waited(sigset, deadline_after(duration))


@exposed("pthread_kill")
def pthread_kill(thread_id: int, signalnum: int, /) -> None:
    """Send a signal to a thread."""
    if libc.send_to_thread(thread_id, signalnum) != 0:
        raise os_error(get_errno())
    check_signals()


@exposed("pidfd_send_signal")
def pidfd_send_signal(pidfd: int, signalnum: int, siginfo: Object = NONE, flags: int = 0, /) -> None:
    """Send a signal to a process referred to by a pid file descriptor."""
    if siginfo is not NONE:
        raise type_error("siginfo must be None")
    if libc.send_to_process_file(pidfd, signalnum, flags) != 0:
        raise os_error(get_errno())
    check_signals()


@exposed("setitimer")
def setitimer(which: int, seconds: Object, interval: Object = new_int(0), /) -> Object:
    """Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF)."""
    delay = as_nanoseconds(seconds) // _MICROSECOND
    again = as_nanoseconds(interval) // _MICROSECOND
    values = alloc(int, 2)
    failed = libc.set_timer(which, delay, again, values) != 0
    return timer_result(values, failed)


@exposed("getitimer")
def getitimer(which: int, /) -> Object:
    """Returns current value of given itimer."""
    values = alloc(int, 2)
    failed = libc.get_timer(which, values) != 0
    return timer_result(values, failed)


def timer_result(values: Ptr[int], failed: bool) -> Object:
    """The delay and the interval of a timer, in seconds."""
    delay, interval = values[0], values[1]
    free(values)
    if failed:
        number = get_errno()
        raise PyError(timer_error, "", call2(timer_error, new_int(number), new_str(error_text(number))))
    return tuple2(new_float(delay / _SECOND), new_float(interval / _SECOND))


define_module(__name__, "_signal", dict=attributes, parts=("interpreter.modules.signals",), contents={
    **{name: new_int(int(value)) for name, value in vars(host).items()
       if name.startswith(("SIG", "ITIMER_")) and isinstance(value, int)},
    "NSIG": new_int(COUNT), "struct_siginfo": info_type, "ItimerError": timer_error})
