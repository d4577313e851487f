"""Locks. As long as there is one thread, who waits for a lock that is held waits for itself."""
from __future__ import annotations

from interpreter.errors import overflow_error, runtime_error, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.int import new_int
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary

LONGEST_WAIT = 9223372036.0
"""Seconds; CPython's TIMEOUT_MAX."""

libc = CLibrary(
    """
    int usleep(unsigned int microseconds);
    typedef unsigned long... pthread_t;
    pthread_t pthread_self(void);
    #define SYS_gettid ...
    long syscall(long number, ...);
    """,
    headers=["pthread.h", "sys/syscall.h", "unistd.h"])


def thread_identity() -> int:
    """What ``get_ident`` gives: a number of the running thread."""
    return int(libc.pthread_self())


def wait_in_vain(blocking: bool, timeout: float) -> bool:
    """Waits for a lock that no one can release: for the time that was asked for. The result is False: the lock is still held."""
    if not blocking and timeout != -1.0:
        raise value_error("can't specify a timeout for a non-blocking call")
    if timeout < 0.0 and timeout != -1.0:
        raise value_error("timeout value must be positive")
    if timeout > LONGEST_WAIT:
        raise overflow_error("timestamp out of range for platform time_t")
    if not blocking:
        return False
    if timeout < 0.0:
        raise runtime_error("deadlock: the only thread waits for a lock that it holds")
    while timeout > 0.0:
        part = min(timeout, 0.5)
        libc.usleep(int(part * 1e6))
        timeout -= part
    return False


def check_timeout(blocking: bool, timeout: float) -> None:
    if timeout != -1.0:
        wait_in_vain(blocking, 0.0 if 0.0 <= timeout <= LONGEST_WAIT else timeout)


class Lock(Object):
    """A lock object is a synchronization primitive."""
    is_held: bool

    def __init__(self) -> None:
        self.is_held = False

    @exposed("acquire")
    def acquire(self, blocking: bool = True, timeout: float = -1.0) -> bool:
        """acquire(blocking=True, timeout=-1) -> bool"""
        if self.is_held:
            return wait_in_vain(blocking, timeout)
        check_timeout(blocking, timeout)
        self.is_held = True
        return True

    @exposed("release")
    def release(self) -> None:
        """Release the lock, allowing another thread that is blocked waiting for the lock to acquire the lock."""
        if not self.is_held:
            raise runtime_error("release unlocked lock")
        self.is_held = False

    @exposed("locked")
    def locked(self) -> bool:
        """Return whether the lock is in the locked state."""
        return self.is_held

    @exposed("__enter__")
    def enter(self) -> bool:
        """Lock the lock."""
        return self.acquire(True, -1.0)

    @exposed("__exit__", rest="arguments")
    def exit(self, arguments: Tuple) -> None:
        """Release the lock."""
        self.release()

    @exposed("_at_fork_reinit")
    def renew(self) -> None:
        """The lock of a new process, which no one holds."""
        self.is_held = False

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"<{'locked' if self.is_held else 'unlocked'} _thread.lock object at {address_of(self)}>"


class RLock(Object):
    """A lock that its owner may acquire again; it is free when it was released as often."""
    count: int

    def __init__(self) -> None:
        self.count = 0

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Object, keywords: Object) -> Object:
        """Create and return a new object."""
        return allocate(cls)

    @exposed("acquire")
    def acquire(self, blocking: bool = True, timeout: float = -1.0) -> bool:
        """Lock the lock."""
        check_timeout(blocking, timeout)
        self.count += 1
        return True

    @exposed("release")
    def release(self) -> None:
        """Release the lock, allowing another thread that is blocked waiting for the lock to acquire the lock."""
        if self.count == 0:
            raise runtime_error("cannot release un-acquired lock")
        self.count -= 1

    @exposed("__enter__")
    def enter(self) -> bool:
        """Lock the lock."""
        return self.acquire(True, -1.0)

    @exposed("__exit__", rest="arguments")
    def exit(self, arguments: Tuple) -> None:
        """Release the lock."""
        self.release()

    @exposed("_is_owned")
    def is_owned(self) -> bool:
        """For internal use by `threading.Condition`."""
        return self.count > 0

    @exposed("_recursion_count")
    def recursion_count(self) -> int:
        """For internal use by reentrancy checks."""
        return self.count

    @exposed("_release_save")
    def release_all(self) -> Object:
        """For internal use by `threading.Condition`."""
        if self.count == 0:
            raise runtime_error("cannot release un-acquired lock")
        saved = tuple2(new_int(self.count), new_int(thread_identity()))
        self.count = 0
        return saved

    @exposed("_acquire_restore")
    def acquire_again(self, state: Tuple, /) -> None:
        """For internal use by `threading.Condition`."""
        self.count = as_int(state.item(0))

    @exposed("_at_fork_reinit")
    def renew(self) -> None:
        """The lock of a new process, which no one holds."""
        self.count = 0

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        owner = thread_identity() if self.count > 0 else 0
        held = "locked" if self.count > 0 else "unlocked"
        type = type_of(self)
        name = type.name if type.is_heap else "_thread.RLock"
        return f"<{held} {name} object owner={owner} count={self.count} at {address_of(self)}>"


class RLockInstance(MappedStorage, RLock):
    """An instance of a class below RLock."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


def allocate(type: Type) -> Object:
    return RLockInstance(type) if type.is_heap else RLock()


lock_type = define(Lock, "lock", module="_thread")
rlock_type = define(RLock, "RLock", allocate=allocate, module="_thread", doc="")
