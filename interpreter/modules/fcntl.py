"""This module performs file control and I/O control on file descriptors."""
from __future__ import annotations

import fcntl as host

from interpreter.errors import value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.parking import Attempts
from interpreter.modules.posix.descriptors import file_number
from interpreter.modules.waiting import before_external_call, finish, interrupted, parks
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, Ptr, alloc, copy, data_pointer, free, get_errno, make_bytes, uint8

libc = CLibrary(
    """
    int fcntl(int file, int command, ...);
    int ioctl(int file, unsigned long request, ...);
    int flock(int file, int operation);
    #define LOCK_SH ...
    #define LOCK_EX ...
    #define LOCK_NB ...
    #define LOCK_UN ...
    #define F_SETLK ...
    #define F_SETLKW ...
    #define F_OFD_SETLK ...
    #define F_OFD_SETLKW ...
    #define F_RDLCK ...
    #define F_WRLCK ...
    #define F_UNLCK ...
    #define EACCES ...
    #define EAGAIN ...
    """,
    headers=["errno.h", "fcntl.h", "sys/file.h", "sys/ioctl.h"],
)

locks = CLibrary(
    "int lock_part(int file, int wait, int type, long start, long length, int whence);",
    headers=["fcntl.h", "string.h"],
    source="""
    static int lock_part(int file, int wait, int type, long start, long length, int whence) {
        struct flock lock;
        memset(&lock, 0, sizeof lock);
        lock.l_type = type; lock.l_start = start; lock.l_len = length; lock.l_whence = whence;
        return fcntl(file, wait ? F_SETLKW : F_SETLK, &lock);
    }
    """,
)

_ROOM = 1024


def argument_memory(argument: Object) -> tuple[Ptr[uint8], int]:
    """A copy of a structure, and its size; the caller frees it."""
    data = argument.value.encode() if isinstance(argument, Str) else bytes_of(argument)
    if len(data) > _ROOM:
        raise value_error("fcntl string arg too long")
    memory = alloc(uint8, _ROOM)
    copy(data_pointer(data), memory, len(data))
    return memory, len(data)


@exposed("fcntl")
def control(fd: Object, cmd: int, arg: Object = new_int(0), /) -> Object:
    """Perform the operation `cmd` on file descriptor fd."""
    file = file_number(fd)
    if isinstance(arg, Str) or is_buffer(arg):
        memory, size = argument_memory(arg)
        attempts = Attempts()
        try:
            while True:
                parking = (cmd == libc.F_SETLKW or cmd == libc.F_OFD_SETLKW) and parks()
                command = cmd if not parking else libc.F_SETLK if cmd == libc.F_SETLKW else libc.F_OFD_SETLK
                before_external_call()
                if finish(libc.fcntl(file, command, memory)) >= 0:
                    return new_bytes(make_bytes(memory, size))
                try_later(attempts, parking)
        finally:
            free(memory)
    number = as_int(arg)
    while True:
        before_external_call()
        result = finish(libc.fcntl(file, cmd, number))
        if result >= 0:
            return new_int(result)
        interrupted()


@exposed("ioctl")
def device_control(fd: Object, request: int, arg: Object = new_int(0), mutate_flag: bool = True, /) -> Object:
    """Perform the operation request on file descriptor fd."""
    file = file_number(fd)
    if isinstance(arg, Str) or is_buffer(arg):
        memory, size = argument_memory(arg)
        try:
            while True:
                before_external_call()
                result = finish(libc.ioctl(file, request, memory))
                if result >= 0:
                    break
                interrupted()
            if isinstance(arg, ByteArray) and mutate_flag:
                arg.put(0, make_bytes(memory, size))
                return new_int(result)
            return new_bytes(make_bytes(memory, size))
        finally:
            free(memory)
    number = as_int(arg)
    while True:
        before_external_call()
        result = finish(libc.ioctl(file, request, number))
        if result >= 0:
            return new_int(result)
        interrupted()


@exposed("flock")
def lock_file(fd: Object, operation: int, /) -> None:
    """Perform the lock operation `operation` on file descriptor `fd`."""
    file = file_number(fd)
    attempts = Attempts()
    while True:
        parking = operation & libc.LOCK_NB == 0 and parks()
        before_external_call()
        if finish(libc.flock(file, operation | libc.LOCK_NB if parking else operation)) == 0:
            return
        try_later(attempts, parking)


def try_later(attempts: Attempts, parking: bool) -> None:
    """After an attempt to lock that failed: waits until it is worth another. It did not block if it is the tasklet that is to wait. OSError."""
    if parking and (get_errno() == libc.EAGAIN or get_errno() == libc.EACCES):
        attempts.wait()
    else:
        interrupted()


@exposed("lockf")
def lock_range(fd: Object, cmd: int, len: int = 0, start: int = 0, whence: int = 0, /) -> None:
    """A wrapper around the fcntl() locking calls."""
    file = file_number(fd)
    if cmd & libc.LOCK_UN:
        kind = libc.F_UNLCK
    elif cmd & libc.LOCK_SH:
        kind = libc.F_RDLCK
    elif cmd & libc.LOCK_EX:
        kind = libc.F_WRLCK
    else:
        raise value_error("unrecognized lockf argument")
    attempts = Attempts()
    while True:
        parking = cmd & libc.LOCK_NB == 0 and parks()
        waits = 0 if parking or cmd & libc.LOCK_NB != 0 else 1
        before_external_call()
        if finish(locks.lock_part(file, waits, kind, start, len, whence)) >= 0:
            return
        try_later(attempts, parking)


define_module(__name__, "fcntl", contents={name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)})
