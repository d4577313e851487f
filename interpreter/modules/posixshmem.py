"""POSIX shared memory module"""
from __future__ import annotations

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.files import c_string, libc as files, os_error
from interpreter.modules.signals import check_signals
from interpreter.objects.str import Str
from transform.rpython import CLibrary, data_pointer, get_errno

libc = CLibrary(
    """
    int shm_open(const char *name, int flags, unsigned int mode);
    int shm_unlink(const char *name);
    """,
    headers=["fcntl.h", "sys/mman.h", "sys/stat.h"],
)


@exposed("shm_open")
def open_memory(path: Str, flags: int, mode: int = 0o777) -> int:
    """Open a shared memory object.  Returns a file descriptor (integer)."""
    name = c_string(path.value)
    while True:
        file = libc.shm_open(data_pointer(name), flags, mode)
        if file >= 0:
            return file
        check_interruption(path)


@exposed("shm_unlink")
def unlink_memory(path: Str) -> None:
    """Remove a shared memory object (similar to unlink()).

    Remove a shared memory object name, and, once all processes  have  unmapped
    the object, de-allocates and destroys the contents of the associated memory
    region."""
    name = c_string(path.value)
    while libc.shm_unlink(data_pointer(name)) < 0:
        check_interruption(path)


def check_interruption(path: Str) -> None:
    """After a call that failed: returns if that was for a signal. OSError."""
    number = get_errno()
    if number != files.EINTR:
        raise os_error(number, filename=path)
    check_signals()


define_module(__name__, "_posixshmem")
