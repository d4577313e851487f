"""Open files by their numbers: read, write, pipes, and what can be set for them."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error, text_at
from interpreter.modules.posix.paths import path_of
from interpreter.modules.signals import check_signals
from interpreter.modules.waiting import (FOREVER, READABLE, WRITABLE, await_file, before_external_call, close_file, finish, interrupted,
                                         libc as waiting, parks, perform, wait_for_file)
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import tuple2
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call0
from interpreter.protocols.number import as_int
from scheduler.helpers import Job
from scheduler.poller import pollers
from transform.rpython import CLibrary, alloc, data_pointer, free, get_errno, int32, keepalive, make_bytes, uint8, uint16
from transform.rpython import threads as lock

libc = CLibrary(
    """
    typedef int... off_t;
    int close(int file);
    ssize_t read(int file, void *buffer, size_t count);
    ssize_t write(int file, const void *buffer, size_t count);
    off_t lseek(int file, off_t offset, int origin);
    int pipe2(int *files, int flags);
    int dup(int file);
    int dup3(int from, int to, int flags);
    int dup2(int from, int to);
    int isatty(int file);
    int ftruncate(int file, off_t length);
    int truncate(const char *path, off_t length);
    int fsync(int file);
    int fdatasync(int file);
    int fcntl(int file, int command, ...);
    char *ttyname(int file);
    int ioctl(int file, unsigned long request, ...);
    #define EINTR ...
    #define ENOENT ...
    #define EINVAL ...
    #define EAGAIN ...
    #define O_CLOEXEC ...
    #define O_NONBLOCK ...
    #define F_DUPFD_CLOEXEC ...
    #define F_GETFD ...
    #define F_SETFD ...
    #define F_GETFL ...
    #define F_SETFL ...
    #define FD_CLOEXEC ...
    #define TIOCGWINSZ ...
    """,
    headers=["errno.h", "fcntl.h", "stdio.h", "sys/ioctl.h", "unistd.h"],
)

parts = CLibrary(
    "ssize_t write_at_once(int file, const void *buffer, size_t count);",
    headers=["fcntl.h", "limits.h", "sys/socket.h", "sys/stat.h", "unistd.h"],
    source="""
    /* To a file that is writable, writes no more than what does not block. */
    static ssize_t write_at_once(int file, const void *buffer, size_t count) {
        struct stat status;
        if (count > PIPE_BUF && fstat(file, &status) == 0) {
            if (S_ISSOCK(status.st_mode)) return send(file, buffer, count, MSG_DONTWAIT);
            if ((S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode)) && !(fcntl(file, F_GETFL) & O_NONBLOCK)) count = PIPE_BUF;
        }
        return write(file, buffer, count);
    }
    """,
)


def file_number(x: Object) -> int:
    """The number of an open file, which may be given as an object with ``fileno``. TypeError, ValueError for what is none."""
    if isinstance(x, Int):
        number = as_int(x)
    else:
        method = find_optional(x, "fileno")
        if method is None:
            raise type_error("argument must be an int, or have a fileno() method.")
        found = call0(method)
        if not isinstance(found, Int):
            raise type_error("fileno() returned a non-integer")
        number = as_int(found)
    if number < 0:
        raise value_error(f"file descriptor cannot be a negative integer ({number})")
    return number


def read_bytes(file: int, count: int) -> bytes:
    """Up to `count` bytes; none at the end of the file."""
    await_file(file, READABLE)
    buffer = alloc(uint8, count if count > 0 else 1)
    try:
        while True:
            before_external_call()
            done = finish(libc.read(file, buffer, count))
            if done >= 0:
                return make_bytes(buffer, done)
            interrupted()
    finally:
        free(buffer)


def write_bytes(file: int, data: bytes) -> int:
    """Writes as much as goes at once, all of it to a file in blocking mode; how many bytes that was."""
    if parks():
        return write_in_turns(file, data)
    start, size = data_pointer(data), len(data)
    while True:
        before_external_call()
        done = finish(libc.write(file, start, size))
        keepalive(data)
        if done >= 0:
            return done
        interrupted()


def write_in_turns(file: int, data: bytes) -> int:
    """The same while other tasklets run: a file in blocking mode is waited for before each part that it takes."""
    start, size = data_pointer(data), len(data)
    written = 0
    while True:
        await_file(file, WRITABLE)
        part, rest = start + written, size - written
        before_external_call()
        done = finish(parts.write_at_once(file, part, rest))
        keepalive(data)
        if done >= 0:
            written += done
            if written == size or waiting.never_blocks(file) != 0:
                return written
        elif get_errno() == libc.EAGAIN and waiting.never_blocks(file) == 0:
            wait_for_file(file, WRITABLE, FOREVER)
        elif written > 0 and get_errno() != libc.EINTR:
            return written
        else:
            interrupted()


@exposed("close")
def close(fd: int) -> None:
    """Close a file descriptor."""
    if close_file(fd) != 0 and get_errno() != libc.EINTR:
        raise os_error(get_errno())


@exposed("closerange")
def close_range(fd_low: int, fd_high: int, /) -> None:
    """Closes all file descriptors in [fd_low, fd_high), ignoring errors."""
    for file in range(fd_low, fd_high):
        close_file(file)


@exposed("read")
def read(fd: int, length: int, /) -> bytes:
    """Read from a file descriptor.  Returns a bytes object."""
    if length < 0:
        raise os_error(libc.EINVAL)
    return read_bytes(fd, length)


@exposed("write")
def write(fd: int, data: Object, /) -> int:
    """Write a bytes object to a file descriptor."""
    return write_bytes(fd, bytes_of(data))


@exposed("lseek")
def seek(fd: int, position: int, how: int, /) -> int:
    """Set the position of a file descriptor.  Return the new position."""
    result = libc.lseek(fd, position, how)
    if result < 0:
        raise os_error(get_errno())
    return result


@exposed("pipe")
def pipe() -> Object:
    """Create a pipe."""
    return new_pipe(libc.O_CLOEXEC)


@exposed("pipe2")
def pipe_with_flags(flags: int, /) -> Object:
    """Create a pipe with flags set atomically."""
    return new_pipe(flags)


def new_pipe(flags: int) -> Object:
    files = alloc(int32, 2)
    failed = libc.pipe2(files, flags) != 0
    result = tuple2(new_int(int(files[0])), new_int(int(files[1])))
    free(files)
    if failed:
        raise os_error(get_errno())
    return result


@exposed("dup")
def duplicate(fd: int, /) -> int:
    """Return a duplicate of a file descriptor."""
    result = libc.fcntl(fd, libc.F_DUPFD_CLOEXEC, 0)
    if result < 0:
        raise os_error(get_errno())
    return result


@exposed("dup2")
def duplicate_to(fd: int, fd2: int, inheritable: bool = True) -> int:
    """Duplicate file descriptor."""
    if fd != fd2:
        pollers.forget(fd2)
    result = libc.dup2(fd, fd2) if inheritable or fd == fd2 else libc.dup3(fd, fd2, libc.O_CLOEXEC)
    if result < 0:
        raise os_error(get_errno())
    return result


@exposed("isatty")
def is_terminal(fd: int, /) -> bool:
    """Return True if the fd is connected to a terminal."""
    return libc.isatty(fd) != 0


@exposed("ttyname")
def terminal_name(fd: int, /) -> str:
    """Return the name of the terminal device connected to 'fd'."""
    name = libc.ttyname(fd)
    if not name:
        raise os_error(get_errno())
    return text_at(name)


@exposed("ftruncate")
def truncate_file(fd: int, length: int, /) -> None:
    """Truncate a file, specified by file descriptor, to a specific length."""
    while libc.ftruncate(fd, length) != 0:
        interrupted()


@exposed("truncate")
def truncate(path: Object, length: int) -> None:
    """Truncate a file, specified by path, to a specific length."""
    found = path_of(path, "truncate", True)
    failed = libc.ftruncate(found.file, length) if found.file >= 0 else libc.truncate(data_pointer(found.name), length)
    if failed != 0:
        raise os_error(get_errno(), filename=found.given)


class SyncJob(Job):
    """fsync(2), or fdatasync(2) of what `is_data_only`: 0 or the errno."""
    file: int
    is_data_only: bool
    number: int

    def __init__(self, file: int, is_data_only: bool) -> None:
        super().__init__()
        self.file = file
        self.is_data_only = is_data_only
        self.number = 0

    def perform(self) -> None:
        file, is_data_only = self.file, self.is_data_only
        lock.before_external_call()
        number = get_errno() if (libc.fdatasync(file) if is_data_only else libc.fsync(file)) != 0 else 0
        lock.after_external_call()
        self.number = number


def synchronise(file: int, is_data_only: bool) -> None:
    while True:
        job = SyncJob(file, is_data_only)
        perform(job)
        if job.number == 0:
            return
        if job.number != libc.EINTR:
            raise os_error(job.number)
        check_signals()


@exposed("fsync")
def sync_file(fd: int) -> None:
    """Force write of fd to disk."""
    synchronise(fd, False)


@exposed("fdatasync")
def sync_data(fd: int) -> None:
    """Force write of fd to disk without forcing update of metadata."""
    synchronise(fd, True)


def file_flags(file: int, command: int) -> int:
    result = libc.fcntl(file, command, 0)
    if result < 0:
        raise os_error(get_errno())
    return result


def set_file_flag(file: int, get: int, set: int, flag: int, value: bool) -> None:
    before = file_flags(file, get)
    if libc.fcntl(file, set, before | flag if value else before & ~flag) < 0:
        raise os_error(get_errno())


@exposed("get_inheritable")
def get_inheritable(fd: int, /) -> bool:
    """Get the close-on-exe flag of the specified file descriptor."""
    return file_flags(fd, libc.F_GETFD) & libc.FD_CLOEXEC == 0


@exposed("set_inheritable")
def set_inheritable(fd: int, inheritable: bool, /) -> None:
    """Set the inheritable flag of the specified file descriptor."""
    set_file_flag(fd, libc.F_GETFD, libc.F_SETFD, libc.FD_CLOEXEC, not inheritable)


@exposed("get_blocking")
def get_blocking(fd: int, /) -> bool:
    """Get the blocking mode of the file descriptor."""
    return file_flags(fd, libc.F_GETFL) & libc.O_NONBLOCK == 0


@exposed("set_blocking")
def set_blocking(fd: int, blocking: bool, /) -> None:
    """Set the blocking mode of the specified file descriptor."""
    set_file_flag(fd, libc.F_GETFL, libc.F_SETFL, libc.O_NONBLOCK, not blocking)


terminal_size_type = struct_type("terminal_size", "os", ["columns", "lines"])


@exposed("get_terminal_size")
def terminal_size(fd: int = 1, /) -> Object:
    """Return the size of the terminal window as (columns, lines)."""
    size = alloc(uint16, 4)
    failed = libc.ioctl(fd, libc.TIOCGWINSZ, size) != 0
    lines, columns = int(size[0]), int(size[1])
    free(size)
    if failed:
        raise os_error(get_errno())
    return new_struct(terminal_size_type, [new_int(columns), new_int(lines)])


@exposed("device_encoding")
def device_encoding(fd: int) -> Object:
    """Return a string describing the encoding of a terminal's file descriptor."""
    return new_str("utf-8") if libc.isatty(fd) != 0 else NONE
