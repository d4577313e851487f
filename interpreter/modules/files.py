"""Files as whole byte strings, for the start of programs and imports."""
from __future__ import annotations

from interpreter.errors import PyError, os_error_type
from interpreter.objects.int import new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.codec import encode_text
from transform.rpython.builders import BytesBuilder
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, make_bytes, uint8

libc = CLibrary(
    """
    int open(const char *path, int flags, ...);
    ssize_t read(int file, void *buffer, size_t count);
    ssize_t write(int file, const void *buffer, size_t count);
    int close(int file);
    char *strerror(int number);
    typedef int... mode_t;
    struct stat { mode_t st_mode; ...; };
    int stat(const char *path, struct stat *result);
    #define O_RDONLY ...
    #define O_CLOEXEC ...
    #define S_IFMT ...
    #define S_IFDIR ...
    #define S_IFREG ...
    #define EINTR ...
    """,
    headers=["errno.h", "fcntl.h", "string.h", "sys/stat.h", "unistd.h"],
)

_CHUNK = 1 << 16


def c_string(text: str) -> bytes:
    """A path as C wants it."""
    return bytes_of(encode_text(text, "utf-8", "surrogateescape")) + b"\0"


def os_error(number: int, *, filename: Object = NONE, second: Object = NONE) -> PyError:
    """OSError of the class that belongs to a number of errno, with the names of the files that it is about."""
    arguments: list[Object] = [new_int(number), new_str(error_text(number))]
    if filename is not NONE:
        arguments.append(filename)
    if second is not NONE:
        arguments.append(NONE)
        arguments.append(second)
    kind = os_error_type(number)
    return PyError(kind, "", call(kind, arguments))


def error_text(number: int) -> str:
    """What C calls an error."""
    return text_at(libc.strerror(number))


def text_at(start: Ptr[uint8]) -> str:
    """The C string at an address."""
    return bytes_at(start).decode("utf-8", "surrogateescape")


def bytes_at(start: Ptr[uint8]) -> bytes:
    """The bytes of the C string at an address."""
    length = 0
    while int(start[length]) != 0:
        length += 1
    return make_bytes(start, length)


def read_file(path: str) -> bytes:
    """The contents of a file."""
    file = libc.open(data_pointer(c_string(path)), libc.O_RDONLY | libc.O_CLOEXEC)
    if file < 0:
        raise os_error(get_errno(), filename=new_str(path))
    contents = read_all(file, path)
    libc.close(file)
    return contents


def read_all(file: int, path: str) -> bytes:
    """All that can be read from an open file."""
    buffer = alloc(uint8, _CHUNK)
    parts = BytesBuilder()
    while True:
        count = libc.read(file, buffer, _CHUNK)
        if count > 0:
            parts.append(make_bytes(buffer, count))
        elif count == 0:
            break
        elif get_errno() != libc.EINTR:
            number = get_errno()
            free(buffer)
            raise os_error(number, filename=new_str(path))
    free(buffer)
    return parts.build()


def write_all(file: int, data: bytes) -> int:
    """Writes bytes to an open file; 0, or the number of errno."""
    done = 0
    while done < len(data):
        count = libc.write(file, data_pointer(data) + done, len(data) - done)
        if count >= 0:
            done += count
        elif get_errno() != libc.EINTR:
            return get_errno()
    return 0


def _has_type(path: str, wanted: int) -> bool:
    status = alloc(libc.struct_stat)
    found = libc.stat(data_pointer(c_string(path)), status) == 0 and int(status.st_mode) & libc.S_IFMT == wanted
    free(status)
    return found


def is_file(path: str) -> bool:
    return _has_type(path, libc.S_IFREG)


def is_directory(path: str) -> bool:
    return _has_type(path, libc.S_IFDIR)
