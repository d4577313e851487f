"""Semaphores that processes share. It is the module `_multiprocessing`."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.eval.microthread import PythonMicrothread, current
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.files import c_string, os_error
from interpreter.modules.parking import FOREVER, Attempts, deadline_after, time_left
from interpreter.modules.thread.locks import LONGEST_WAIT
from interpreter.modules.waiting import before_external_call, finish, interrupted, parks
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.number import as_float
from transform.rpython import CLibrary, Ptr, address, data_pointer, get_errno, null, pointer, truncate
from transform.rpython.gcmodule import register_finalizer

libc = CLibrary(
    """
    void *make_semaphore(const char *name, unsigned int value);
    void *open_semaphore(const char *name);
    int take_semaphore(void *semaphore, long nanoseconds);
    int value_of_semaphore(void *semaphore);
    int sem_post(void *semaphore);
    int sem_close(void *semaphore);
    int sem_unlink(const char *name);
    #define SEM_VALUE_MAX ...
    #define EINVAL ...
    #define ETIMEDOUT ...
    #define EAGAIN ...
    """,
    headers=["errno.h", "fcntl.h", "limits.h", "semaphore.h", "time.h"],
    source="""
    static void *make_semaphore(const char *name, unsigned int value) {
        sem_t *made = sem_open(name, O_CREAT | O_EXCL, 0600, value);
        return made == SEM_FAILED ? NULL : made;
    }
    static void *open_semaphore(const char *name) {
        sem_t *found = sem_open(name, 0);
        return found == SEM_FAILED ? NULL : found;
    }
    /* Waits for so long at most, without limit if negative. */
    static int take_semaphore(void *semaphore, long nanoseconds) {
        if (nanoseconds == 0) return sem_trywait(semaphore);
        if (nanoseconds < 0) return sem_wait(semaphore);
        struct timespec end;
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_sec += nanoseconds / 1000000000;
        end.tv_nsec += nanoseconds % 1000000000;
        if (end.tv_nsec >= 1000000000) {
            end.tv_sec++;
            end.tv_nsec -= 1000000000;
        }
        return sem_timedwait(semaphore, &end);
    }
    static int value_of_semaphore(void *semaphore) {
        int value;
        return sem_getvalue(semaphore, &value) == 0 ? value : -1;
    }
    """,
)

_RECURSIVE_MUTEX, _SEMAPHORE = 0, 1
_ASSERTION_ERROR = EXCEPTIONS["AssertionError"]


class SemLock(Object):
    """Semaphore/Mutex type"""
    semaphore: Ptr[None]
    kind: int
    most: int
    name: Optional[str]
    owner: Optional[PythonMicrothread]
    count: int

    def __init__(self, semaphore: Ptr[None], kind: int, most: int, name: Optional[str]) -> None:
        self.semaphore = semaphore
        self.kind = kind
        self.most = most
        self.name = name
        self.owner = None
        self.count = 0
        register_finalizer(self, close_semaphore)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        if kind != _RECURSIVE_MUTEX and kind != _SEMAPHORE:
            raise value_error("unrecognized kind")
        if not 0 <= value <= libc.SEM_VALUE_MAX:
            raise os_error(libc.EINVAL)
        path = path_of(name)
        made = libc.make_semaphore(data_pointer(path), value)
        if not made:
            raise os_error(get_errno())
        if unlink and libc.sem_unlink(data_pointer(path)) < 0:
            number = get_errno()
            libc.sem_close(made)
            raise os_error(number)
        return new_lock(cls, made, kind, maxvalue, None if unlink else name)

    @exposed_class("_rebuild")
    @staticmethod
    def rebuild(cls: Type, handle: int, kind: int, maxvalue: int, name: Object, /) -> Object:
        if name is NONE:
            return new_lock(cls, pointer(None, handle), kind, maxvalue, None)
        if not isinstance(name, Str):
            raise type_error(f"_rebuild() argument 4 must be str, not {type_of(name).name}")
        text = name.value
        semaphore = libc.open_semaphore(data_pointer(path_of(text)))
        if not semaphore:
            raise os_error(get_errno())
        return new_lock(cls, semaphore, kind, maxvalue, text)

    @exposed("acquire")
    def acquire(self, block: bool = True, timeout: Object = NONE) -> bool:
        """Acquire the semaphore/lock."""
        if self.kind == _RECURSIVE_MUTEX and self.is_mine():
            self.count += 1
            return True
        if not self.take(deadline_of(block, timeout)):
            return False
        self.owner = current().leader()
        self.count += 1
        return True

    def take(self, deadline: int) -> bool:
        """Waits until the semaphore is not 0, and takes 1 from it; False when the deadline has come."""
        attempts = Attempts()
        while True:
            left = time_left(deadline)
            parking = parks()
            before_external_call()
            if finish(libc.take_semaphore(self.semaphore, 0 if parking else left)) == 0:
                return True
            number = get_errno()
            if number != libc.EAGAIN and number != libc.ETIMEDOUT:
                interrupted()
            elif left == 0:
                return False
            elif parking:
                attempts.wait(deadline)

    @exposed("release")
    def release(self) -> None:
        """Release the semaphore/lock."""
        if self.kind == _RECURSIVE_MUTEX:
            if not self.is_mine():
                raise PyError(_ASSERTION_ERROR, "attempt to release recursive lock not owned by thread")
            if self.count > 1:
                self.count -= 1
                return
        elif self.value() >= self.most:
            raise value_error("semaphore or lock released too many times")
        if libc.sem_post(self.semaphore) < 0:
            raise os_error(get_errno())
        self.count -= 1

    @exposed("__enter__")
    def enter(self) -> bool:
        """Enter the semaphore/lock."""
        return self.acquire()

    @exposed("__exit__", rest="arguments")
    def exit(self, arguments: Tuple) -> None:
        """Exit the semaphore/lock."""
        self.release()

    @exposed("_count")
    def acquired(self) -> int:
        """Num of `acquire()`s minus num of `release()`s for this process."""
        return self.count

    @exposed("_is_mine")
    def is_mine(self) -> bool:
        """Whether the lock is owned by this thread."""
        return self.count > 0 and self.owner is current().leader()

    @exposed("_get_value")
    def value(self) -> int:
        """Get the value of the semaphore."""
        value = libc.value_of_semaphore(self.semaphore)
        if value < 0:
            raise os_error(get_errno())
        return value

    @exposed("_is_zero")
    def is_zero(self) -> bool:
        """Return whether semaphore has value zero."""
        return self.value() == 0

    @exposed("_after_fork")
    def after_fork(self) -> None:
        """Rezero the net acquisition count after fork()."""
        self.count = 0

    @exposed_property("handle")
    def handle(self) -> int:
        return address(self.semaphore)

    @exposed_property("kind")
    def get_kind(self) -> int:
        return self.kind

    @exposed_property("maxvalue")
    def get_most(self) -> int:
        return self.most

    @exposed_property("name")
    def get_name(self) -> Object:
        return NONE if self.name is None else new_str(self.name)


def path_of(name: str) -> bytes:
    if "\0" in name:
        raise value_error("embedded null character")
    return c_string(name)


def deadline_of(block: bool, timeout: Object) -> int:
    if not block or timeout is NONE:
        return FOREVER if block else deadline_after(0)
    seconds = as_float(timeout)
    return deadline_after(truncate(min(max(seconds, 0.0), LONGEST_WAIT) * 1e9))


def close_semaphore(lock: object) -> None:
    assert isinstance(lock, SemLock)
    if lock.semaphore:
        libc.sem_close(lock.semaphore)
        lock.semaphore = null(None)


class SemLockInstance(MappedStorage, SemLock):
    """An instance of a class below SemLock."""
    python_type = None

    def __init__(self, type: Type, semaphore: Ptr[None], kind: int, most: int, name: Optional[str]) -> None:
        super().__init__(semaphore, kind, most, name)
        self.start(type)


def new_lock(cls: Type, semaphore: Ptr[None], kind: int, most: int, name: Optional[str]) -> Object:
    return SemLockInstance(cls, semaphore, kind, most, name) if cls.is_heap else SemLock(semaphore, kind, most, name)


def allocate(type: Type) -> Object:
    return new_lock(type, null(None), _SEMAPHORE, 0, None)


semlock_type = define(SemLock, "SemLock", allocate=allocate, module="_multiprocessing")
semlock_type.namespace["SEM_VALUE_MAX"] = new_int(libc.SEM_VALUE_MAX)


@exposed("sem_unlink")
def unlink(name: str, /) -> None:
    if libc.sem_unlink(data_pointer(path_of(name))) < 0:
        raise os_error(get_errno())


flags = Dict()
flags.set_str("HAVE_SEM_OPEN", new_int(1))
flags.set_str("HAVE_SEM_TIMEDWAIT", new_int(1))
define_module(__name__, "_multiprocessing", contents={"SemLock": semlock_type, "flags": flags})
