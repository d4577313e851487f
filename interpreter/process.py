"""What the command line asks of the process it runs in: environment variables, the current folder, terminals."""
from __future__ import annotations

from transform.rpython import CLibrary, alloc, data_pointer, free, keepalive, make_bytes, null, uint8, Ptr

libc = CLibrary(
    """
    char *getenv(const char *name);
    char *getcwd(char *buffer, size_t size);
    int isatty(int file);
    ssize_t write(int file, const void *data, size_t size);
    char *realpath(const char *path, char *buffer);
    ssize_t readlink(const char *path, char *buffer, size_t size);
    void free(void *memory);
    """,
    headers=["stdlib.h", "unistd.h"],
)

_LONGEST_PATH = 1 << 14
_LOCALES_WITHOUT_ENCODING = ["C", "POSIX", "C.UTF-8", "C.utf8", "UTF-8"]


def text_at(start: Ptr[uint8]) -> str:
    """The C string at an address; empty for the null pointer."""
    if start == null(uint8):
        return ""
    length = 0
    while int(start[length]) != 0:
        length += 1
    return make_bytes(start, length).decode("utf-8", "surrogateescape")


def environment_variable(name: str) -> str:
    """The value of an environment variable; empty if it is not set."""
    return text_at(libc.getenv(data_pointer(c_path(name))))


def errors_of_locale() -> str:
    """How standard streams treat what they cannot decode: they keep it where the locale says nothing of the encoding, or is what the locale "C" is
    taken for (PEP 538, PEP 540)."""
    for name in ["LC_ALL", "LC_CTYPE", "LANG"]:
        locale = environment_variable(name)
        if len(locale) > 0:
            return "surrogateescape" if locale in _LOCALES_WITHOUT_ENCODING else "strict"
    return "surrogateescape"


def current_folder() -> str:
    """The current folder; empty if it cannot be known."""
    buffer = alloc(uint8, _LONGEST_PATH)
    found = text_at(libc.getcwd(buffer, _LONGEST_PATH))
    free(buffer)
    return found


def is_terminal(file: int) -> bool:
    """Whether an open file is a terminal."""
    return libc.isatty(file) != 0


def write_error_output(text: str) -> None:
    """Writes to error output, without the streams of `sys`."""
    data = text.encode("utf-8", "surrogateescape")
    libc.write(2, data_pointer(data), len(data))
    keepalive(data)


def absolute_path(path: str) -> str:
    """A path that does not depend on the current folder."""
    if path.startswith("/"):
        return path
    folder = current_folder()
    return f"{folder}/{path}" if len(folder) > 0 else path


def real_path(path: str) -> str:
    """A path without links; the path itself where that cannot be found."""
    found = libc.realpath(data_pointer(c_path(path)), null(uint8))
    if found == null(uint8):
        return path
    text = text_at(found)
    libc.free(found)
    return text


def link_target(path: str) -> str:
    """What a link says; empty if it is none."""
    buffer = alloc(uint8, _LONGEST_PATH)
    count = libc.readlink(data_pointer(c_path(path)), buffer, _LONGEST_PATH)
    found = make_bytes(buffer, max(count, 0)).decode("utf-8", "surrogateescape")
    free(buffer)
    return found


def c_path(path: str) -> bytes:
    """A path as C wants it."""
    return path.encode("utf-8", "surrogateescape") + b"\0"
