"""What the system knows of a file: stat and its kin, permissions, owners, times."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import os_error
from interpreter.modules.posix.paths import Path, directory_of, path_of
from interpreter.objects.float import Float, new_float
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.tuple import Tuple
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, truncate

libc = CLibrary(
    """
    typedef int... time_t; typedef int... dev_t; typedef int... ino_t; typedef int... mode_t; typedef int... nlink_t; typedef int... uid_t;
    typedef int... gid_t; typedef int... off_t; typedef int... blksize_t; typedef int... blkcnt_t;
    struct timespec { time_t tv_sec; long tv_nsec; ...; };
    struct stat { dev_t st_dev; ino_t st_ino; mode_t st_mode; nlink_t st_nlink; uid_t st_uid; gid_t st_gid; dev_t st_rdev; off_t st_size;
                  blksize_t st_blksize; blkcnt_t st_blocks; ...; };
    void times_of(const struct stat *status, long *result);
    int fstat(int file, struct stat *result);
    int fstatat(int directory, const char *path, struct stat *result, int flags);
    int faccessat(int directory, const char *path, int mode, int flags);
    int fchmodat(int directory, const char *path, mode_t mode, int flags);
    int fchmod(int file, mode_t mode);
    int fchownat(int directory, const char *path, uid_t user, gid_t group, int flags);
    int fchown(int file, uid_t user, gid_t group);
    int utimensat(int directory, const char *path, const struct timespec *times, int flags);
    int futimens(int file, const struct timespec *times);
    mode_t umask(mode_t mask);
    #define AT_SYMLINK_NOFOLLOW ...
    #define AT_EACCESS ...
    """,
    headers=["fcntl.h", "sys/stat.h", "unistd.h"],
    source="""
    static void times_of(const struct stat *status, long *result) {
        result[0] = status->st_atim.tv_sec; result[1] = status->st_atim.tv_nsec;
        result[2] = status->st_mtim.tv_sec; result[3] = status->st_mtim.tv_nsec;
        result[4] = status->st_ctim.tv_sec; result[5] = status->st_ctim.tv_nsec;
    }
    """,
)


@libc.struct("struct timespec")
class TimeSpec:
    tv_sec: int
    tv_nsec: int


SECOND = 1_000_000_000
_ITEMS = ["st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime"]
_HIDDEN = ["st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"]
stat_result_type = struct_type("stat_result", "os", _ITEMS, _HIDDEN)


def result_of(status: Ptr[libc.struct_stat]) -> Object:  # type: ignore[name-defined]
    """The stat_result of what C filled in."""
    times = alloc(int, 6)
    libc.times_of(status, times)
    made = new_struct(stat_result_type, [
        new_int(int(status.st_mode)), new_int(int(status.st_ino)), new_int(int(status.st_dev)), new_int(int(status.st_nlink)),
        new_int(int(status.st_uid)), new_int(int(status.st_gid)), new_int(int(status.st_size)), new_int(times[0]), new_int(times[2]),
        new_int(times[4])])
    for i in range(3):
        seconds, rest = times[2 * i], times[2 * i + 1]
        made.set_own(_ITEMS[7 + i], new_float(float(seconds) + 1e-9 * float(rest)))
        made.set_own(_HIDDEN[i], new_int(seconds * SECOND + rest))
    made.set_own("st_blksize", new_int(int(status.st_blksize)))
    made.set_own("st_blocks", new_int(int(status.st_blocks)))
    made.set_own("st_rdev", new_int(int(status.st_rdev)))
    free(times)
    return made


def status_of(path: Path, directory: int, flags: int) -> Object:
    status = alloc(libc.struct_stat)
    if path.file >= 0 or len(path.name) == 0:
        failed = libc.fstat(path.file, status) != 0
    else:
        failed = libc.fstatat(directory, data_pointer(path.name), status, flags) != 0
    if failed:
        number = get_errno()
        free(status)
        raise os_error(number, filename=path.given)
    result = result_of(status)
    free(status)
    return result


def link_flags(follow_symlinks: bool) -> int:
    return 0 if follow_symlinks else libc.AT_SYMLINK_NOFOLLOW


@exposed("stat")
def stat(path: Object, *, dir_fd: Object = NONE, follow_symlinks: bool = True) -> Object:
    """Perform a stat system call on the given path."""
    found = path_of(path, "stat", True)
    if found.file >= 0 and dir_fd is not NONE:
        raise value_error("stat: can't specify dir_fd without matching path")
    if found.file >= 0 and not follow_symlinks:
        raise value_error("stat: cannot use fd and follow_symlinks together")
    return status_of(found, directory_of(dir_fd), link_flags(follow_symlinks))


@exposed("lstat")
def link_status(path: Object, *, dir_fd: Object = NONE) -> Object:
    """Perform a stat system call on the given path, without following symbolic links."""
    return status_of(path_of(path, "lstat"), directory_of(dir_fd), link_flags(False))


@exposed("fstat")
def file_status(fd: int) -> Object:
    """Perform a stat system call on the given file descriptor."""
    return status_of(Path(NONE, b"", fd, False), 0, 0)


@exposed("access")
def access(path: Object, mode: int, *, dir_fd: Object = NONE, effective_ids: bool = False, follow_symlinks: bool = True) -> bool:
    """Use the real uid/gid to test for access to a path."""
    flags = link_flags(follow_symlinks) | (libc.AT_EACCESS if effective_ids else 0)
    return libc.faccessat(directory_of(dir_fd), data_pointer(path_of(path, "access").name), mode, flags) == 0


@exposed("chmod")
def chmod(path: Object, mode: int, *, dir_fd: Object = NONE, follow_symlinks: bool = True) -> None:
    """Change the access permissions of a file."""
    found = path_of(path, "chmod", True)
    if found.file >= 0:
        failed = libc.fchmod(found.file, mode) != 0
    else:
        failed = libc.fchmodat(directory_of(dir_fd), data_pointer(found.name), mode, link_flags(follow_symlinks)) != 0
    if failed:
        raise os_error(get_errno(), filename=found.given)


@exposed("fchmod")
def change_file_mode(fd: int, mode: int) -> None:
    """Change the access permissions of the file given by file descriptor fd."""
    if libc.fchmod(fd, mode) != 0:
        raise os_error(get_errno())


@exposed("chown")
def chown(path: Object, uid: int, gid: int, *, dir_fd: Object = NONE, follow_symlinks: bool = True) -> None:
    """Change the owner and group id of path to the numeric uid and gid."""
    found = path_of(path, "chown", True)
    if found.file >= 0:
        failed = libc.fchown(found.file, uid, gid) != 0
    else:
        failed = libc.fchownat(directory_of(dir_fd), data_pointer(found.name), uid, gid, link_flags(follow_symlinks)) != 0
    if failed:
        raise os_error(get_errno(), filename=found.given)


@exposed("fchown")
def change_file_owner(fd: int, uid: int, gid: int) -> None:
    """Change the owner and group id of the file specified by file descriptor."""
    if libc.fchown(fd, uid, gid) != 0:
        raise os_error(get_errno())


@exposed("lchown")
def change_link_owner(path: Object, uid: int, gid: int) -> None:
    """Change the owner and group id of path to the numeric uid and gid."""
    found = path_of(path, "lchown")
    if libc.fchownat(-100, data_pointer(found.name), uid, gid, libc.AT_SYMLINK_NOFOLLOW) != 0:
        raise os_error(get_errno(), filename=found.given)


@exposed("umask")
def umask(mask: int, /) -> int:
    """Set the current numeric umask and return the previous umask."""
    return int(libc.umask(mask))


def pair(x: Object, name: str) -> Tuple:
    if not isinstance(x, Tuple) or x.length != 2:
        raise type_error(f"utime: '{name}' must be either a tuple of two ints or None" if name == "times"
                         else "utime: 'ns' must be a tuple of two ints")
    return x


def put_time(target: Ptr[TimeSpec], x: Object) -> None:
    """Stores a number of seconds."""
    if isinstance(x, Float):
        number = x.number()
        whole = truncate(number)
        if float(whole) > number:
            whole -= 1
        target.tv_sec = whole
        target.tv_nsec = truncate((number - float(whole)) * 1e9)
    else:
        target.tv_sec = as_int(x)
        target.tv_nsec = 0


@exposed("utime")
def utime(path: Object, times: Object = NONE, *, ns: Object = NONE, dir_fd: Object = NONE, follow_symlinks: bool = True) -> None:
    """Set the access and modified time of path."""
    found = path_of(path, "utime", True)
    if times is not NONE and ns is not NONE:
        raise value_error("utime: you may specify either 'times' or 'ns' but not both")
    values: Ptr[TimeSpec] = alloc(TimeSpec, 2)
    try:
        if times is not NONE:
            given = pair(times, "times")
            put_time(values, given.item(0))
            put_time(values + 1, given.item(1))
        elif ns is not NONE:
            given = pair(ns, "ns")
            for i in range(2):
                nanoseconds = as_int(given.item(i))
                values[i].tv_sec = nanoseconds // SECOND
                values[i].tv_nsec = nanoseconds % SECOND
        else:
            values[0].tv_nsec = (1 << 30) - 1  # UTIME_NOW
            values[1].tv_nsec = (1 << 30) - 1
        if found.file >= 0:
            failed = libc.futimens(found.file, values) != 0
        else:
            failed = libc.utimensat(directory_of(dir_fd), data_pointer(found.name), values, link_flags(follow_symlinks)) != 0
        number = get_errno()
    finally:
        free(values)
    if failed:
        raise os_error(number, filename=found.given)
