"""This module provides primitive operations to write multi-threaded programs.

There is one thread so far: starting another raises what CPython raises when the system has no more of them."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, runtime_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.state import modules
from interpreter.modules.thread.local import local_type
from interpreter.modules.thread.locks import LONGEST_WAIT, Lock, libc, lock_type, rlock_type, thread_identity
from interpreter.objects.dict import Dict
from interpreter.objects.float import new_float
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1, call2

_KEYBOARD_INTERRUPT = EXCEPTIONS["KeyboardInterrupt"]
_SYSTEM_EXIT = EXCEPTIONS["SystemExit"]

_SIGINT = 2
_LAST_SIGNAL = 64


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
    return Lock()


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
    return 0


@exposed("start_new_thread")
def start(function: Object, args: Object, kwargs: Object = NONE, /) -> int:
    """start_new_thread(function, args[, kwargs])"""
    if type_of(function).slots[Slot.CALL] is None:
        raise type_error("first arg must be callable")
    if not isinstance(args, Tuple):
        raise type_error("2nd arg must be a tuple")
    if kwargs is not NONE and not isinstance(kwargs, Dict):
        raise type_error("optional 3rd arg must be a dictionary")
    raise runtime_error("can't start new thread")


@exposed("stack_size")
def stack_size(size: int = 0, /) -> int:
    """stack_size([size]) -> size"""
    if size < 0:
        raise value_error("size must be 0 or a positive value")
    return 0


@exposed("exit")
def exit_thread() -> None:
    """exit()"""
    raise PyError(_SYSTEM_EXIT, "")


@exposed("interrupt_main")
def interrupt_main(signum: int = _SIGINT, /) -> None:
    """interrupt_main(signum=signal.SIGINT, /)"""
    if not 0 < signum <= _LAST_SIGNAL:
        raise value_error("signal number out of range")
    signals = modules.get_str("_signal")
    if signals is None:
        if signum == _SIGINT:
            raise PyError(_KEYBOARD_INTERRUPT, "")
        return
    handler = call1(get_attribute(signals, "getsignal"), new_int(signum))
    if type_of(handler).slots[Slot.CALL] is not None:
        call2(handler, new_int(signum), NONE)


define_module(__name__, "_thread", contents={
    "LockType": lock_type, "RLock": rlock_type, "_local": local_type, "error": EXCEPTIONS["RuntimeError"],
    "TIMEOUT_MAX": new_float(LONGEST_WAIT)})
