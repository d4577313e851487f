"""Opening files. A named pipe is opened when its other end is, so that may take for ever; a helper thread does it while other tasklets run."""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.modules.files import libc as files, os_error
from interpreter.modules.posix.paths import Path, directory_of, path_of
from interpreter.modules.signals import check_signals
from interpreter.modules.waiting import before_external_call, finish, parks, perform
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from scheduler.helpers import Job
from transform.rpython import CLibrary, data_pointer, get_errno, keepalive
from transform.rpython import threads as lock

libc = CLibrary(
    """
    int openat(int directory, const char *path, int flags, ...);
    int is_named_pipe(int directory, const char *path);
    #define O_CLOEXEC ...
    #define O_NONBLOCK ...
    #define EINTR ...
    """,
    headers=["errno.h", "fcntl.h", "sys/stat.h"],
    source="""
    static int is_named_pipe(int directory, const char *path) {
        struct stat status;
        return fstatat(directory, path, &status, 0) == 0 && S_ISFIFO(status.st_mode);
    }
    """,
)


class OpenJob(Job):
    """openat(2): the file, or -1 and the errno."""
    directory: int
    name: bytes
    flags: int
    mode: int
    file: int
    number: int

    def __init__(self, directory: int, name: bytes, flags: int, mode: int) -> None:
        super().__init__(endless=True)
        self.directory = directory
        self.name = name
        self.flags = flags
        self.mode = mode
        self.file = -1
        self.number = 0

    def perform(self) -> None:
        directory, name, flags, mode = self.directory, data_pointer(self.name), self.flags, self.mode
        lock.before_external_call()
        file = libc.openat(directory, name, flags, mode)
        number = get_errno()
        lock.after_external_call()
        keepalive(self)
        self.file = file
        self.number = number

    def discard(self) -> None:
        if self.file >= 0:
            files.close(self.file)


def open_path(path: Path, flags: int, mode: int, directory: int) -> int:
    """Opens a file that child processes do not inherit; its number. OSError."""
    flags |= libc.O_CLOEXEC
    name = data_pointer(path.name)
    while True:
        if parks() and flags & libc.O_NONBLOCK == 0 and libc.is_named_pipe(directory, name) != 0:
            job = OpenJob(directory, path.name, flags, mode)
            perform(job)
            file, number = job.file, job.number
        else:
            before_external_call()
            file = finish(libc.openat(directory, name, flags, mode))
            number = get_errno()
        keepalive(path)
        if file >= 0:
            return file
        if number != libc.EINTR:
            raise os_error(number, filename=path.given)
        check_signals()


@exposed("open")
def open(path: Object, flags: int, mode: int = 0o777, *, dir_fd: Object = NONE) -> int:
    """Open a file for low level IO.  Returns a file descriptor (integer)."""
    return open_path(path_of(path, "open"), flags, mode, directory_of(dir_fd))
