"""Locks of threads. Who waits for one is a tasklet; the first that waits gets the lock when it is released."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, overflow_error, runtime_error, value_error
from interpreter.eval.microthread import PythonMicrothread, current
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.parking import Waiting, deadline_after, wait_in
from interpreter.objects.int import new_int
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.number import as_int
from scheduler.scheduler import running
from scheduler.timers import FOREVER
from transform.rpython import CLibrary, truncate

LONGEST_WAIT = 9223372036.0
"""Seconds; CPython's TIMEOUT_MAX."""

libc = CLibrary(
    """
    typedef unsigned long... pthread_t;
    pthread_t pthread_self(void);
    int sched_yield(void);
    #define SYS_gettid ...
    long syscall(long number, ...);
    """,
    headers=["pthread.h", "sched.h", "sys/syscall.h", "unistd.h"])


def thread_identity() -> int:
    """What ``get_ident`` gives: a number of the running thread."""
    queue = running.scheduler.queue
    if queue.thread_id == 0:
        queue.thread_id = int(libc.pthread_self())
    return queue.thread_id


def deadline_of(blocking: bool, timeout: float) -> int:
    """Until when `acquire` with these arguments waits; ValueError and OverflowError where they make no sense."""
    if not blocking and timeout != -1.0:
        raise value_error("can't specify a timeout for a non-blocking call")
    if timeout < 0.0 and timeout != -1.0:
        raise value_error("timeout value must be positive")
    if timeout > LONGEST_WAIT:
        raise overflow_error("timestamp out of range for platform time_t")
    return FOREVER if timeout < 0.0 else deadline_after(truncate(timeout * 1e9))


class LockWaiting(Waiting):
    """Those that wait for a lock. It stays held when it is granted to one of them."""
    lock: Lock

    def __init__(self, lock: Lock) -> None:
        super().__init__()
        self.lock = lock

    def decline(self) -> None:
        self.lock.release()


class Lock(Object):
    """A lock object is a synchronization primitive."""
    is_held: bool
    waiting: Optional[LockWaiting]

    def __init__(self) -> None:
        self.is_held = False
        self.waiting = None

    @exposed("acquire")
    def acquire(self, blocking: bool = True, timeout: float = -1.0) -> bool:
        """acquire(blocking=True, timeout=-1) -> bool"""
        if timeout != -1.0 or self.is_held:
            deadline = deadline_of(blocking, timeout)
            if self.is_held:
                return blocking and timeout != 0.0 and wait_in(self.queue(), deadline)
        self.is_held = True
        return True

    def queue(self) -> LockWaiting:
        """Those that wait for the lock."""
        waiting = self.waiting
        if waiting is None:
            self.waiting = waiting = LockWaiting(self)
        return waiting

    @exposed("release")
    def release(self) -> None:
        """Release the lock, allowing another thread that is blocked waiting for the lock to acquire the lock."""
        if not self.is_held:
            raise runtime_error("release unlocked lock")
        waiting = self.waiting
        if waiting is None or not waiting.grant():
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
        self.waiting = None

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        return f"<{'locked' if self.is_held else 'unlocked'} _thread.lock object at {address_of(self)}>"


class RLock(Object):
    """A lock that its owner may acquire again; it is free when it was released as often. Owners are tasklets, since one that is parked must not
    share what it has locked with the others of its thread."""
    lock: Lock
    owner: Optional[PythonMicrothread]
    thread: int
    count: int

    def __init__(self) -> None:
        self.lock = Lock()
        self.owner = None
        self.thread = 0
        self.count = 0

    @exposed_static("__new__", rest="arguments", keywords="keywords")
    @staticmethod
    def new(cls: Type, arguments: Object, keywords: Object) -> Object:
        """Create and return a new object."""
        return allocate(cls)

    @exposed("acquire")
    def acquire(self, blocking: bool = True, timeout: float = -1.0) -> bool:
        """Lock the lock."""
        if self.is_owned():
            deadline_of(blocking, timeout)
            self.count += 1
            return True
        if not self.lock.acquire(blocking, timeout):
            return False
        self.own(1)
        return True

    def own(self, count: int) -> None:
        """The lock is the running tasklet's."""
        self.owner = current().leader()
        self.thread = thread_identity()
        self.count = count

    def give_up(self) -> None:
        """The lock is nobody's."""
        self.owner = None
        self.thread = 0
        self.count = 0
        self.lock.release()

    @exposed("release")
    def release(self) -> None:
        """Release the lock, allowing another thread that is blocked waiting for the lock to acquire the lock."""
        if not self.is_owned():
            raise runtime_error("cannot release un-acquired lock")
        if self.count == 1:
            self.give_up()
        else:
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
        return self.owner is current().leader()

    @exposed("_recursion_count")
    def recursion_count(self) -> int:
        """For internal use by reentrancy checks."""
        return self.count if self.is_owned() else 0

    @exposed("_release_save")
    def release_all(self) -> Object:
        """For internal use by `threading.Condition`."""
        if self.count == 0:
            raise runtime_error("cannot release un-acquired lock")
        saved = tuple2(new_int(self.count), new_int(self.thread))
        self.give_up()
        return saved

    @exposed("_acquire_restore")
    def acquire_again(self, state: Tuple, /) -> None:
        """For internal use by `threading.Condition`, which has to hold the lock again whatever is raised meanwhile."""
        failure: Optional[PyError] = None
        is_held = False
        while not is_held:
            try:
                is_held = self.lock.acquire(True, -1.0)
            except PyError as error:
                failure = error
        self.own(as_int(state.item(0)))
        if failure is not None:
            raise failure

    @exposed("_at_fork_reinit")
    def renew(self) -> None:
        """The lock of a new process, which no one holds."""
        self.lock.renew()
        self.owner = None
        self.thread = 0
        self.count = 0

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        held = "locked" if self.count > 0 else "unlocked"
        type = type_of(self)
        name = type.name if type.is_heap else "_thread.RLock"
        return f"<{held} {name} object owner={self.thread} count={self.count} at {address_of(self)}>"


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
