"""What the system allows: variables of its configuration, and what file systems have room for."""
from __future__ import annotations

import posix as host

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error
from interpreter.modules.posix.descriptors import file_number
from interpreter.modules.posix.paths import Path, decoded, path_of
from interpreter.modules.waiting import before_external_call, finish
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, alloc, data_pointer, free, get_errno, keepalive, make_bytes, null, set_errno, uint8

libc = CLibrary(
    """
    long sysconf(int name);
    size_t confstr(int name, char *buffer, size_t size);
    long pathconf(const char *path, int name);
    long fpathconf(int file, int name);
    int volume_of(const char *path, int file, long *numbers);
    void sync(void);
    """,
    headers=["sys/statvfs.h", "unistd.h"],
    source="""
    /* Of a path, or of an open file if it is NULL. */
    static int volume_of(const char *path, int file, long *numbers) {
        struct statvfs found;
        if ((path != NULL ? statvfs(path, &found) : fstatvfs(file, &found)) != 0) return -1;
        numbers[0] = found.f_bsize; numbers[1] = found.f_frsize; numbers[2] = found.f_blocks; numbers[3] = found.f_bfree;
        numbers[4] = found.f_bavail; numbers[5] = found.f_files; numbers[6] = found.f_ffree; numbers[7] = found.f_favail;
        numbers[8] = found.f_flag; numbers[9] = found.f_namemax; numbers[10] = found.f_fsid;
        return 0;
    }
    """,
)

_VOLUME_FIELDS = ["f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax"]
statvfs_result_type = struct_type("statvfs_result", "os", _VOLUME_FIELDS, ["f_fsid"])


def names(numbers: dict[str, int]) -> Dict:
    """A table of names for Python programs; for use while RPython modules are imported."""
    made = Dict()
    for name, number in numbers.items():
        made.set_str(name, new_int(number))
    return made


SYSTEM_NAMES = names(host.sysconf_names)
TEXT_NAMES = names(host.confstr_names)
PATH_NAMES = names(host.pathconf_names)


def number_of(name: Object, known: Dict) -> int:
    """The number of a variable of the configuration, given by name or number."""
    if isinstance(name, Str):
        found = known.get(name)
        if found is None:
            raise value_error("unrecognized configuration name")
        return as_int(found)
    if type_of(name).slots[Slot.INDEX] is None:
        raise type_error("configuration names must be strings or integers")
    return as_int(name)


def limit(value: int) -> int:
    """What a look-up gave: -1 means that there is no limit, or an error."""
    if value == -1 and get_errno() != 0:
        raise os_error(get_errno())
    return value


@exposed("sysconf")
def system_variable(name: Object, /) -> int:
    """Return an integer-valued system configuration variable."""
    number = number_of(name, SYSTEM_NAMES)
    set_errno(0)
    return limit(libc.sysconf(number))


@exposed("confstr")
def text_variable(name: Object, /) -> Object:
    """Return a string-valued system configuration variable."""
    number = number_of(name, TEXT_NAMES)
    set_errno(0)
    size = int(libc.confstr(number, null(uint8), 0))
    if size == 0:
        if get_errno() != 0:
            raise os_error(get_errno())
        return NONE
    buffer = alloc(uint8, size)
    libc.confstr(number, buffer, size)
    text = make_bytes(buffer, size - 1)
    free(buffer)
    return decoded(text)


@exposed("pathconf")
def path_variable(path: Object, name: Object) -> int:
    """Return the configuration limit name for the file or directory path.

    If there is no limit, return -1."""
    found = path_of(path, "pathconf", True)
    number = number_of(name, PATH_NAMES)
    set_errno(0)
    value = libc.fpathconf(found.file, number) if found.file >= 0 else libc.pathconf(data_pointer(found.name), number)
    if value == -1 and get_errno() != 0:
        raise os_error(get_errno(), filename=found.given)
    return value


@exposed("fpathconf")
def file_variable(fd: Object, name: Object, /) -> int:
    """Return the configuration limit name for the file descriptor fd.

    If there is no limit, return -1."""
    file = file_number(fd)
    number = number_of(name, PATH_NAMES)
    set_errno(0)
    return limit(libc.fpathconf(file, number))


def volume_of(path: Path) -> Object:
    """The file system that a file lies in."""
    numbers = alloc(int, len(_VOLUME_FIELDS) + 1)
    try:
        before_external_call()
        result = finish(libc.volume_of(null(uint8) if path.file >= 0 else data_pointer(path.name), path.file, numbers))
        keepalive(path)
        if result != 0:
            raise os_error(get_errno(), filename=path.given)
        made = new_struct(statvfs_result_type, [new_int(numbers[i]) for i in range(len(_VOLUME_FIELDS))])
        made.set_own("f_fsid", new_int(numbers[len(_VOLUME_FIELDS)]))
        return made
    finally:
        free(numbers)


@exposed("statvfs")
def volume_of_path(path: Object) -> Object:
    """Perform a statvfs system call on the given path.

    path may always be specified as a string.
    On some platforms, path may also be specified as an open file descriptor.
    If this functionality is unavailable, using it raises an exception."""
    return volume_of(path_of(path, "statvfs", True))


@exposed("fstatvfs")
def volume_of_file(fd: int, /) -> Object:
    """Perform an fstatvfs system call on the given fd.

    Equivalent to statvfs(fd)."""
    return volume_of(Path(NONE, b"", fd, False))


@exposed("sync")
def write_all_back() -> None:
    """Force write of everything to disk."""
    before_external_call()
    libc.sync()
    finish(0)
