"""Reading and writing at positions, with several buffers at a time, and from file to file."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error
from interpreter.modules.io.base import put_into, room_in
from interpreter.modules.posix.descriptors import libc as files, read_bytes, write_bytes
from interpreter.modules.waiting import before_external_call, finish, interrupted, libc as waiting, parks
from interpreter.objects.memoryview import MemoryView
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, alloc, data_pointer, free, get_errno, keepalive, make_bytes, uint8

libc = CLibrary(
    """
    ssize_t read_at(int file, void *buffer, size_t count, long offset, int flags);
    ssize_t write_at(int file, const void *buffer, size_t count, long offset, int flags);
    ssize_t send_file(int target, int source, int has_offset, long offset, size_t count);
    #define IOV_MAX ...
    #define SEEK_CUR ...
    #define SEEK_SET ...
    """,
    headers=["limits.h", "stdio.h", "sys/sendfile.h", "sys/uio.h", "unistd.h"],
    source="""
    /* Without flags (-1) as pread and pwrite, else as preadv2 and pwritev2, for which the offset -1 is where the file is. */
    static ssize_t read_at(int file, void *buffer, size_t count, long offset, int flags) {
        struct iovec part = {buffer, count};
        return flags < 0 ? pread(file, buffer, count, offset) : preadv2(file, &part, 1, offset, flags);
    }
    static ssize_t write_at(int file, const void *buffer, size_t count, long offset, int flags) {
        struct iovec part = {(void *)buffer, count};
        return flags < 0 ? pwrite(file, buffer, count, offset) : pwritev2(file, &part, 1, offset, flags);
    }
    static ssize_t send_file(int target, int source, int has_offset, long offset, size_t count) {
        return sendfile(target, source, has_offset ? &offset : NULL, count);
    }
    """,
)

_CHUNK = 1 << 16
_NO_FLAGS = -1


def bytes_at(file: int, count: int, offset: int, flags: int = _NO_FLAGS) -> bytes:
    """Up to `count` bytes from a position on; none at the end of the file. OSError."""
    if count < 0:
        raise os_error(files.EINVAL)
    buffer = alloc(uint8, count + 1)
    try:
        while True:
            before_external_call()
            done = finish(libc.read_at(file, buffer, count, offset, flags))
            if done >= 0:
                return make_bytes(buffer, done)
            interrupted()
    finally:
        free(buffer)


def put_bytes(file: int, data: bytes, offset: int, flags: int = _NO_FLAGS) -> int:
    """Writes bytes from a position on; how many. OSError."""
    start, size = data_pointer(data), len(data)
    while True:
        before_external_call()
        done = finish(libc.write_at(file, start, size, offset, flags))
        keepalive(data)
        if done >= 0:
            return done
        interrupted()


@exposed("pread")
def pread(fd: int, length: int, offset: int, /) -> bytes:
    """Read a number of bytes from a file descriptor starting at a particular offset."""
    return bytes_at(fd, length, offset)


@exposed("pwrite")
def pwrite(fd: int, buffer: Object, offset: int, /) -> int:
    """Write bytes to a file descriptor starting at a particular offset."""
    return put_bytes(fd, bytes_of(buffer), offset)


def buffers_of(given: Object, function: str) -> list[Object]:
    """The buffers that a function was given. TypeError; OSError for more than the system takes."""
    if type_of(given).slots[Slot.GETITEM] is None:
        raise type_error(f"{function}() arg 2 must be a sequence")
    found = list_of(given)
    if len(found) > libc.IOV_MAX:
        raise os_error(files.EINVAL)
    return found


def room_of(buffers: list[Object]) -> int:
    """How many bytes fit into buffers. TypeError, BufferError."""
    room = 0
    for buffer in buffers:
        try:
            room += room_in(buffer)
        except PyError as error:
            if error.type is not EXCEPTIONS["TypeError"]:
                raise
            bytes_of(buffer)  # TypeError if it is no buffer at all
            raise PyError(EXCEPTIONS["BufferError"], "memoryview: underlying buffer is not writable" if isinstance(buffer, MemoryView)
                          else "Object is not writable.")
    return room


def fill(buffers: list[Object], data: bytes) -> int:
    """Puts bytes into buffers, one after the other; how many bytes they are."""
    start = 0
    for buffer in buffers:
        end = start + room_in(buffer)
        put_into(buffer, data[start:end])
        start = end
    return len(data)


def joined(buffers: list[Object]) -> bytes:
    return b"".join([bytes_of(buffer) for buffer in buffers])


@exposed("readv")
def readv(fd: int, buffers: Object, /) -> int:
    """Read from a file descriptor fd into an iterable of buffers."""
    targets = buffers_of(buffers, "readv")
    return fill(targets, read_bytes(fd, room_of(targets)))


@exposed("writev")
def writev(fd: int, buffers: Object, /) -> int:
    """Iterate over buffers, and write the contents of each to a file descriptor."""
    return write_bytes(fd, joined(buffers_of(buffers, "writev")))


@exposed("preadv")
def preadv(fd: int, buffers: Object, offset: int, flags: int = 0, /) -> int:
    """Reads from a file descriptor into a number of mutable bytes-like objects."""
    targets = buffers_of(buffers, "preadv2")
    return fill(targets, bytes_at(fd, room_of(targets), offset, flags))


@exposed("pwritev")
def pwritev(fd: int, buffers: Object, offset: int, flags: int = 0, /) -> int:
    """Writes the contents of bytes-like objects to a file descriptor at a given offset."""
    return put_bytes(fd, joined(buffers_of(buffers, "pwritev")), offset, flags)


@exposed("sendfile")
def sendfile(out_fd: int, in_fd: int, offset: Object, count: int) -> int:
    """Copy count bytes from file descriptor in_fd to file descriptor out_fd."""
    if parks() and waiting.never_blocks(out_fd) == 0:
        return send_in_turns(out_fd, in_fd, offset, count)
    has_offset = 0 if offset is NONE else 1
    position = 0 if offset is NONE else as_int(offset)
    while True:
        before_external_call()
        done = finish(libc.send_file(out_fd, in_fd, has_offset, position, count))
        if done >= 0:
            return done
        interrupted()


def send_in_turns(target: int, source: int, offset: Object, count: int) -> int:
    """The same while other tasklets run, to a file in blocking mode: sendfile(2) would hold them up until all is sent."""
    start = as_int(offset) if offset is not NONE else files.lseek(source, 0, libc.SEEK_CUR)
    if start < 0:
        raise os_error(get_errno() if offset is NONE else files.EINVAL)
    sent = 0
    try:
        while sent < count:
            data = bytes_at(source, min(count - sent, _CHUNK), start + sent)
            if len(data) == 0:
                break
            sent += write_bytes(target, data)
    except PyError:
        if sent == 0:
            raise
    if offset is NONE:
        files.lseek(source, start + sent, libc.SEEK_SET)
    return sent
