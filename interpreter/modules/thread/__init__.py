"""This module provides primitive operations to write multi-threaded programs."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error, value_error
from interpreter.eval.microthread import MainMicrothread, main_of_thread
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.signals import check_signals, trip
from interpreter.modules.stackless.switching import end_thread
from interpreter.modules.thread.local import local_type
from interpreter.modules.thread.locks import LONGEST_WAIT, Lock, libc, lock_type, rlock_type, thread_identity
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.dict import Dict
from interpreter.objects.float import new_float
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from scheduler.scheduler import Scheduler
from scheduler.sleeper import population
from scheduler.threads import after_external_call, before_external_call, start_thread

_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]

_SIGINT = 2
_LAST_SIGNAL = 64
_SMALLEST_STACK = 32768


class Options:
    """What is set for all threads: the C stack of new ones in bytes."""
    stack_size: int

    def __init__(self) -> None:
        self.stack_size = 0


options = Options()


class ThreadStart:
    """A new thread: what it calls."""
    main: MainMicrothread
    function: Object
    arguments: Tuple
    keywords: Optional[Dict]

    def __init__(self, main: MainMicrothread, function: Object, arguments: Tuple, keywords: Optional[Dict]) -> None:
        self.main = main
        self.function = function
        self.arguments = arguments
        self.keywords = keywords

    def run(self) -> None:
        thread_identity()
        try:
            self.main.call(self.function, self.arguments, self.keywords)
        except PyError as error:
            if not error.type.is_subtype(_SYSTEM_EXIT):
                print_unraisable(error, self.function, "Exception ignored in thread started by")
        end_thread()
        lock = self.main.at_end
        if isinstance(lock, Lock) and lock.is_held:
            lock.release()


@exposed("allocate_lock")
def allocate_lock() -> Object:
    """allocate_lock() -> lock object"""
    return Lock()


@exposed("allocate")
def allocate_lock_by_old_name() -> Object:
    """allocate_lock() -> lock object"""
    return Lock()


@exposed("_set_sentinel")
def set_sentinel() -> Object:
    """_set_sentinel() -> lock"""
    lock = Lock()
    main_of_thread().at_end = lock
    return lock


@exposed("get_ident")
def get_identity() -> int:
    """get_ident() -> integer"""
    return thread_identity()


@exposed("get_native_id")
def get_native_identity() -> int:
    """get_native_id() -> integer"""
    return int(libc.syscall(libc.SYS_gettid))


@exposed("_count")
def count() -> int:
    """_count() -> integer"""
    return population.threads - 1


@exposed("start_new_thread")
def start(function: Object, args: Object, kwargs: Object = NONE, /) -> int:
    """start_new_thread(function, args[, kwargs])"""
    if type_of(function).slots[Slot.CALL] is None:
        raise type_error("first arg must be callable")
    if not isinstance(args, Tuple):
        raise type_error("2nd arg must be a tuple")
    if kwargs is not NONE and not isinstance(kwargs, Dict):
        raise type_error("optional 3rd arg must be a dictionary")
    scheduler = Scheduler()
    main = MainMicrothread(scheduler.queue)
    begin = ThreadStart(main, function, args, kwargs if isinstance(kwargs, Dict) else None)
    try:
        start_thread(scheduler, main, begin.run, options.stack_size)
    except RuntimeError:
        raise runtime_error("can't start new thread")
    while scheduler.queue.thread_id == 0:
        before_external_call()
        libc.sched_yield()
        after_external_call()
    return scheduler.queue.thread_id


@exposed("start_new")
def start_by_old_name(function: Object, args: Object, kwargs: Object = NONE, /) -> int:
    """start_new_thread(function, args[, kwargs])"""
    return start(function, args, kwargs)


@exposed("stack_size")
def stack_size(size: int = 0, /) -> int:
    """stack_size([size]) -> size"""
    if size < 0:
        raise value_error("size must be 0 or a positive value")
    if 0 < size < _SMALLEST_STACK:
        raise value_error(f"size not valid: {size} bytes")
    previous = options.stack_size
    options.stack_size = size
    return previous


@exposed("exit")
def exit_thread() -> None:
    """exit()"""
    raise PyError(_SYSTEM_EXIT, "")


@exposed("exit_thread")
def exit_by_old_name() -> None:
    """exit()"""
    exit_thread()


@exposed("interrupt_main")
def interrupt_main(signum: int = _SIGINT, /) -> None:
    """interrupt_main(signum=signal.SIGINT, /)"""
    if not 0 < signum <= _LAST_SIGNAL:
        raise value_error("signal number out of range")
    trip(signum)
    check_signals()


define_module(__name__, "_thread", contents={
    "LockType": lock_type, "RLock": rlock_type, "_local": local_type, "error": EXCEPTIONS["RuntimeError"],
    "TIMEOUT_MAX": new_float(LONGEST_WAIT)})
