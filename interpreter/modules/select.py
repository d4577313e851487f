"""This module supports asynchronous I/O on multiple file descriptors.

*** IMPORTANT NOTICE ***
On Windows, only sockets are supported; on Unix, all file descriptors."""
from __future__ import annotations

import select as host

from interpreter.errors import EXCEPTIONS, PyError, key_error, overflow_error, runtime_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.clocks import as_nanoseconds
from interpreter.modules.files import os_error
from interpreter.modules.posix.descriptors import file_number, libc as files
from interpreter.modules.waiting import (READABLE, PolledFile, before_external_call, close_file, deadline_after, finish, interrupted,
                                         libc as polling, milliseconds_left, parks, poll_files, time_left, wait_for_file)
from interpreter.objects.float import Float
from interpreter.objects.int import new_int
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, tuple2, tuple3
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno, int16, int32, uint32
from transform.rpython.gcmodule import register_finalizer

libc = CLibrary(
    """
    int epoll_create1(int flags);
    int change_epoll(int epoll, int operation, int file, unsigned int events);
    int take_events(int epoll, int *files, unsigned int *events, int most, int milliseconds);
    #define EBADF ...
    #define POLLPRI ...
    #define POLLERR ...
    #define POLLHUP ...
    #define POLLNVAL ...
    #define EPOLL_CLOEXEC ...
    #define EPOLL_CTL_ADD ...
    #define EPOLL_CTL_MOD ...
    #define EPOLL_CTL_DEL ...
    #define FD_SETSIZE ...
    """,
    headers=["errno.h", "poll.h", "stdlib.h", "sys/epoll.h", "sys/select.h"],
    source="""
    static int change_epoll(int epoll, int operation, int file, unsigned int events) {
        struct epoll_event event = {.events = events, .data.fd = file};
        return epoll_ctl(epoll, operation, file, &event);
    }
    static int take_events(int epoll, int *files, unsigned int *events, int most, int milliseconds) {
        struct epoll_event *found = malloc(most * sizeof *found);
        if (found == NULL) return -1;
        int count = epoll_wait(epoll, found, most, milliseconds);
        for (int i = 0; i < count; i++) {
            files[i] = found[i].data.fd;
            events[i] = found[i].events;
        }
        free(found);
        return count;
    }
    """,
)

_MILLISECOND = 1_000_000
_MOST_EVENTS = libc.FD_SETSIZE - 1
_DEFAULT_EVENTS = host.POLLIN | host.POLLPRI | host.POLLOUT


def is_number(x: Object) -> bool:
    return isinstance(x, Float) or type_of(x).slots[Slot.INDEX] is not None


@exposed("select")
def select(rlist: Object, wlist: Object, xlist: Object, timeout: Object = NONE, /) -> Object:
    """Wait until one or more file descriptors are ready for some kind of I/O."""
    duration = -1
    if timeout is not NONE:
        if not is_number(timeout):
            raise type_error("timeout must be a float or None")
        duration = as_nanoseconds(timeout)
        if duration < 0:
            raise value_error("timeout must be non-negative")
    objects: list[Object] = []
    numbers: list[int] = []
    reading = add_files(rlist, objects, numbers)
    writing = add_files(wlist, objects, numbers)
    add_files(xlist, objects, numbers)
    entries = alloc(PolledFile, len(numbers) + 1)
    try:
        for i in range(len(numbers)):
            entries[i].fd = int32(numbers[i])
            entries[i].events = int16(polling.POLLIN if i < reading else polling.POLLOUT if i < writing else libc.POLLPRI)
        poll_files(entries, len(numbers), deadline_after(duration))
        ready: list[list[Object]] = [[], [], []]
        for i in range(len(numbers)):
            found = int(entries[i].revents)
            if found & libc.POLLNVAL != 0:
                raise os_error(libc.EBADF)
            kind = 0 if i < reading else 1 if i < writing else 2
            wanted = polling.POLLIN | libc.POLLHUP | libc.POLLERR if kind == 0 else polling.POLLOUT | libc.POLLERR if kind == 1 else libc.POLLPRI
            if found & wanted != 0:
                ready[kind].append(objects[i])
        return tuple3(new_list(ready[0]), new_list(ready[1]), new_list(ready[2]))
    finally:
        free(entries)


def add_files(given: Object, objects: list[Object], numbers: list[int]) -> int:
    """Adds the files of one argument of `select`; how many there are now."""
    if type_of(given).slots[Slot.ITER] is None and type_of(given).slots[Slot.GETITEM] is None:
        raise type_error("arguments 1-3 must be sequences")
    iterator = iterator_of(given)
    while True:
        item = next_of(iterator)
        if item is None:
            return len(numbers)
        number = file_number(item)
        if number >= libc.FD_SETSIZE:
            raise value_error("filedescriptor out of range in select()")
        objects.append(item)
        numbers.append(number)


# poll


def event_mask(given: Object) -> int:
    mask = as_int(given)
    if mask < 0:
        raise value_error("value must be positive")
    if mask > 0xFFFF:
        raise overflow_error("Python int too large for C unsigned short")
    return mask


class Poll(Object):
    """Files with the events that are waited for, in the order of their registration."""
    registered: dict[int, int]
    is_polling: bool

    def __init__(self) -> None:
        self.registered = {}
        self.is_polling = False

    @exposed("register")
    def register(self, fd: Object, eventmask: Object = new_int(_DEFAULT_EVENTS), /) -> None:
        """Register a file descriptor with the polling object."""
        number = file_number(fd)
        self.registered[number] = event_mask(eventmask)

    @exposed("modify")
    def modify(self, fd: Object, eventmask: Object, /) -> None:
        """Modify an already registered file descriptor."""
        number = file_number(fd)
        mask = event_mask(eventmask)
        if number not in self.registered:
            raise os_error(files.ENOENT)
        self.registered[number] = mask

    @exposed("unregister")
    def unregister(self, fd: Object, /) -> None:
        """Remove a file descriptor being tracked by the polling object."""
        number = file_number(fd)
        if number not in self.registered:
            raise key_error(new_int(number))
        del self.registered[number]

    @exposed("poll")
    def poll(self, timeout: Object = NONE, /) -> Object:
        """Polls the set of registered file descriptors."""
        deadline = deadline_after(milliseconds(timeout))
        if self.is_polling:
            raise runtime_error("concurrent poll() invocation")
        count = len(self.registered)
        entries = alloc(PolledFile, count + 1)
        i = 0
        for number, mask in self.registered.items():
            entries[i].fd = int32(number)
            entries[i].events = int16(mask)
            i += 1
        self.is_polling = True
        try:
            poll_files(entries, count, deadline)
            result: list[Object] = []
            for i in range(count):
                if int(entries[i].revents) != 0:
                    result.append(tuple2(new_int(int(entries[i].fd)), new_int(int(entries[i].revents) & 0xFFFF)))
            return new_list(result)
        finally:
            self.is_polling = False
            free(entries)


def milliseconds(timeout: Object) -> int:
    """A timeout of `poll` in nanoseconds; -1 for none."""
    if timeout is NONE:
        return -1
    if not is_number(timeout):
        raise type_error("timeout must be an integer or None")
    nanoseconds = as_nanoseconds(timeout)
    if nanoseconds > 0x7FFFFFFF * 1_000_000_000:
        raise overflow_error("timeout is too large")
    return -1 if nanoseconds < 0 else nanoseconds // 1000


@exposed("poll")
def new_poll() -> Object:
    """Returns a polling object."""
    return Poll()


# epoll


class Epoll(Object):
    """select.epoll(sizehint=-1, flags=0)

    Returns an epolling object

    sizehint must be a positive integer or -1 for the default size. The
    sizehint is used to optimize internal data structures. It doesn't limit
    the maximum number of monitored events."""
    file: int

    def __init__(self, file: int) -> None:
        self.file = file
        register_finalizer(self, close_epoll)

    def check(self) -> None:
        if self.file < 0:
            raise value_error("I/O operation on closed epoll object")

    def change(self, operation: int, fd: Object, events: int) -> None:
        self.check()
        if libc.change_epoll(self.file, operation, file_number(fd), events) < 0:
            raise os_error(get_errno())

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, sizehint: int = -1, flags: int = 0) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        if sizehint != -1 and sizehint <= 0:
            raise value_error("negative sizehint")
        if flags != 0 and flags != libc.EPOLL_CLOEXEC:
            raise PyError(EXCEPTIONS["OSError"], "invalid flags")
        file = libc.epoll_create1(libc.EPOLL_CLOEXEC)
        if file < 0:
            raise os_error(get_errno())
        return Epoll(file)

    @exposed_class("fromfd")
    @staticmethod
    def from_file(cls: Type, fd: int, /) -> Object:
        """Create an epoll object from a given control fd."""
        return Epoll(fd)

    @exposed("close")
    def close(self) -> None:
        """Close the epoll control file descriptor."""
        close_epoll(self)

    @exposed_property("closed")
    def is_closed(self) -> bool:
        """True if the epoll handler is closed"""
        return self.file < 0

    @exposed("fileno")
    def fileno(self) -> int:
        """Return the epoll control file descriptor."""
        self.check()
        return self.file

    @exposed("register")
    def register(self, fd: Object, eventmask: int = _DEFAULT_EVENTS) -> None:
        """Registers a new fd or raises an OSError if the fd is already registered."""
        self.change(libc.EPOLL_CTL_ADD, fd, eventmask)

    @exposed("modify")
    def modify(self, fd: Object, eventmask: int) -> None:
        """Modify event mask for a registered file descriptor."""
        self.change(libc.EPOLL_CTL_MOD, fd, eventmask)

    @exposed("unregister")
    def unregister(self, fd: Object) -> None:
        """Remove a registered file descriptor from the epoll object."""
        self.change(libc.EPOLL_CTL_DEL, fd, 0)

    @exposed("poll")
    def poll(self, timeout: Object = NONE, maxevents: int = -1) -> Object:
        """Wait for events on the epoll file descriptor."""
        self.check()
        duration = -1
        if timeout is not NONE:
            if not is_number(timeout):
                raise type_error("timeout must be an integer or None")
            duration = as_nanoseconds(timeout)
        if maxevents != -1 and maxevents <= 0:
            raise value_error(f"maxevents must be greater than 0, got {maxevents}")
        most = _MOST_EVENTS if maxevents == -1 else maxevents
        deadline = deadline_after(duration)
        numbers = alloc(int32, most)
        events = alloc(uint32, most)
        try:
            while True:
                parking = parks()
                milliseconds = 0 if parking else milliseconds_left(deadline)
                before_external_call()
                count = finish(libc.take_events(self.file, numbers, events, most, milliseconds))
                if count < 0:
                    interrupted()
                    self.check()
                elif count > 0 or time_left(deadline) == 0:
                    return events_found(numbers, events, count)
                elif parking:
                    wait_for_file(self.file, READABLE, deadline)
                    self.check()
        finally:
            free(numbers)
            free(events)

    @exposed("__enter__")
    def enter(self) -> Object:
        self.check()
        return self

    @exposed("__exit__", rest="arguments")
    def exit(self, arguments: Tuple) -> None:
        self.close()


def events_found(numbers: Ptr[int32], events: Ptr[uint32], count: int) -> Object:
    result: list[Object] = []
    for i in range(count):
        result.append(tuple2(new_int(int(numbers[i])), new_int(int(events[i]))))
    return new_list(result)


def close_epoll(epoll: object) -> None:
    assert isinstance(epoll, Epoll)
    if epoll.file >= 0:
        close_file(epoll.file)
        epoll.file = -1


poll_type = define(Poll, "poll", module="select", doc="")
epoll_type = define(Epoll, "epoll", module="select")

define_module(__name__, "select", contents={
    "epoll": epoll_type, "error": EXCEPTIONS["OSError"],
    **{name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)}})
