"""S_IFMT_: file type bits. The module `_stat`: constants of stat(), and what they say of a file."""
from __future__ import annotations

import _stat as host

from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.objects.int import new_int
from transform.rpython import CConstant, CLibrary

libc = CLibrary(
    """
    #define S_IFMT ...
    #define S_IFDIR ...
    #define S_IFCHR ...
    #define S_IFBLK ...
    #define S_IFREG ...
    #define S_IFIFO ...
    #define S_IFLNK ...
    #define S_IFSOCK ...
    #define S_ISUID ...
    #define S_ISGID ...
    #define S_ISVTX ...
    """,
    headers=["sys/stat.h"],
)


def has_type(mode: int, wanted: int) -> bool:
    return mode & libc.S_IFMT == wanted


@exposed("S_ISDIR")
def is_directory(mode: int, /) -> bool:
    """S_ISDIR(mode) -> bool"""
    return has_type(mode, libc.S_IFDIR)


@exposed("S_ISCHR")
def is_character_device(mode: int, /) -> bool:
    """S_ISCHR(mode) -> bool"""
    return has_type(mode, libc.S_IFCHR)


@exposed("S_ISBLK")
def is_block_device(mode: int, /) -> bool:
    """S_ISBLK(mode) -> bool"""
    return has_type(mode, libc.S_IFBLK)


@exposed("S_ISREG")
def is_regular(mode: int, /) -> bool:
    """S_ISREG(mode) -> bool"""
    return has_type(mode, libc.S_IFREG)


@exposed("S_ISFIFO")
def is_pipe(mode: int, /) -> bool:
    """S_ISFIFO(mode) -> bool"""
    return has_type(mode, libc.S_IFIFO)


@exposed("S_ISLNK")
def is_link(mode: int, /) -> bool:
    """S_ISLNK(mode) -> bool"""
    return has_type(mode, libc.S_IFLNK)


@exposed("S_ISSOCK")
def is_socket(mode: int, /) -> bool:
    """S_ISSOCK(mode) -> bool"""
    return has_type(mode, libc.S_IFSOCK)


@exposed("S_ISDOOR")
def is_door(mode: int, /) -> bool:
    """S_ISDOOR(mode) -> bool"""
    return False


@exposed("S_ISPORT")
def is_port(mode: int, /) -> bool:
    """S_ISPORT(mode) -> bool"""
    return False


@exposed("S_ISWHT")
def is_whiteout(mode: int, /) -> bool:
    """S_ISWHT(mode) -> bool"""
    return False


@exposed("S_IMODE")
def permissions(mode: int, /) -> int:
    """Return the portion of the file's mode that can be set by os.chmod()."""
    return mode & 0o7777


@exposed("S_IFMT")
def file_type(mode: int, /) -> int:
    """Return the portion of the file's mode that describes the file type."""
    return mode & libc.S_IFMT


_LETTERS = [(libc.S_IFREG, "-"), (libc.S_IFDIR, "d"), (libc.S_IFLNK, "l"), (libc.S_IFBLK, "b"), (libc.S_IFCHR, "c"),
            (libc.S_IFIFO, "p"), (libc.S_IFSOCK, "s")]
_PLACES: list[tuple[int, CConstant, str, str]] = [(6, libc.S_ISUID, "s", "S"), (3, libc.S_ISGID, "s", "S"), (0, libc.S_ISVTX, "t", "T")]


@exposed("filemode")
def mode_text(mode: int, /) -> str:
    """Convert a file's mode to a string of the form '-rwxrwxrwx'"""
    text = "?"
    for kind, letter in _LETTERS:
        if has_type(mode, kind):
            text = letter
    for shift, special, both, alone in _PLACES:
        text += "r" if mode >> shift & 4 else "-"
        text += "w" if mode >> shift & 2 else "-"
        runs = mode >> shift & 1 != 0
        text += (both if runs else alone) if mode & special else "x" if runs else "-"
    return text


define_module(__name__, "_stat", contents={name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)})
