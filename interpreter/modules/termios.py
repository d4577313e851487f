"""This module provides an interface to the Posix calls for tty I/O control."""
from __future__ import annotations

import termios as host

from interpreter.errors import EXCEPTIONS, PyError, overflow_error, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.gateway.typedef import define
from interpreter.modules.files import error_text
from interpreter.modules.posix.descriptors import file_number
from interpreter.modules.waiting import before_external_call, finish
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.int import Int, new_int
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, Type
from interpreter.objects.str import new_str
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.call import call
from interpreter.protocols.number import as_int
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno, make_bytes, uint8

libc = CLibrary(
    """
    int get_attributes(int file, long *numbers, unsigned char *characters);
    int set_attributes(int file, int when, const long *numbers, const unsigned char *characters);
    int tcsendbreak(int file, int duration);
    int tcdrain(int file);
    int tcflush(int file, int queue);
    int tcflow(int file, int action);
    int get_size(int file, long *numbers);
    int set_size(int file, const long *numbers);
    #define NCCS ...
    #define ICANON ...
    #define VMIN ...
    #define VTIME ...
    """,
    headers=["string.h", "sys/ioctl.h", "termios.h"],
    source="""
    /* numbers: the flags for input, output, control and local modes, the speeds of input and output. */
    static int get_attributes(int file, long *numbers, unsigned char *characters) {
        struct termios found;
        if (tcgetattr(file, &found) != 0) return -1;
        numbers[0] = found.c_iflag; numbers[1] = found.c_oflag; numbers[2] = found.c_cflag; numbers[3] = found.c_lflag;
        numbers[4] = cfgetispeed(&found); numbers[5] = cfgetospeed(&found);
        memcpy(characters, found.c_cc, NCCS);
        return 0;
    }
    static int set_attributes(int file, int when, const long *numbers, const unsigned char *characters) {
        struct termios wanted;
        if (tcgetattr(file, &wanted) != 0) return -1;   /* for fields that have no place in the list */
        wanted.c_iflag = (tcflag_t)numbers[0]; wanted.c_oflag = (tcflag_t)numbers[1];
        wanted.c_cflag = (tcflag_t)numbers[2]; wanted.c_lflag = (tcflag_t)numbers[3];
        memcpy(wanted.c_cc, characters, NCCS);
        if (cfsetispeed(&wanted, (speed_t)numbers[4]) != 0 || cfsetospeed(&wanted, (speed_t)numbers[5]) != 0) return -1;
        return tcsetattr(file, when, &wanted);
    }
    static int get_size(int file, long *numbers) {
        struct winsize found;
        if (ioctl(file, TIOCGWINSZ, &found) != 0) return -1;
        numbers[0] = found.ws_row; numbers[1] = found.ws_col;
        return 0;
    }
    static int set_size(int file, const long *numbers) {
        struct winsize wanted;
        if (ioctl(file, TIOCGWINSZ, &wanted) != 0) return -1;   /* for the size in pixels */
        wanted.ws_row = (unsigned short)numbers[0]; wanted.ws_col = (unsigned short)numbers[1];
        return ioctl(file, TIOCSWINSZ, &wanted);
    }
    """,
)

_FLAGS = 4
_NUMBERS = 6
_LENGTH = _NUMBERS + 1

error_type = Type("error", None, [EXCEPTIONS["Exception"]], {})
define(ExceptionObject, "error", existing=error_type, allocate=new_exception, module="termios", doc="")


def check(result: int) -> None:
    """Raises `error` after a call that failed."""
    if result != 0:
        number = get_errno()
        raise PyError(error_type, "", call(error_type, [new_int(number), new_str(error_text(number))]))


@exposed("tcgetattr")
def get_attributes(fd: Object, /) -> Object:
    """Get the tty attributes for file descriptor fd."""
    file = file_number(fd)
    numbers = alloc(int, _NUMBERS)
    characters = alloc(uint8, libc.NCCS)
    try:
        check(libc.get_attributes(file, numbers, characters))
        items: list[Object] = [new_int(numbers[i]) for i in range(_NUMBERS)]
        items.append(control_characters(characters, numbers[_FLAGS - 1] & libc.ICANON == 0))
        return new_list(items)
    finally:
        free(numbers)
        free(characters)


def control_characters(characters: Ptr[uint8], counts: bool) -> Object:
    """What the terminal takes for special; where it does not read lines, two of them are numbers."""
    items: list[Object] = []
    for i in range(libc.NCCS):
        if counts and (i == libc.VMIN or i == libc.VTIME):
            items.append(new_int(int(characters[i])))
        else:
            items.append(new_bytes(make_bytes(characters + i, 1)))
    return new_list(items)


@exposed("tcsetattr")
def set_attributes(fd: Object, when: int, attributes: Object, /) -> None:
    """Set the tty attributes for file descriptor fd."""
    file = file_number(fd)
    if not isinstance(attributes, List) or attributes.length != _LENGTH:
        raise type_error("tcsetattr, arg 3: must be 7 element list")
    given = attributes.items[_NUMBERS]
    if not isinstance(given, List) or given.length != libc.NCCS:
        raise type_error(f"tcsetattr: attributes[6] must be {libc.NCCS} element list")
    numbers = alloc(int, _NUMBERS)
    characters = alloc(uint8, libc.NCCS)
    try:
        for i in range(_NUMBERS):
            numbers[i] = as_int(attributes.items[i])
        for i in range(libc.NCCS):
            item = given.items[i]
            if isinstance(item, Bytes) and len(item.value) == 1:
                characters[i] = uint8(item.value[0])
            elif isinstance(item, Int):
                characters[i] = uint8(as_int(item))
            else:
                raise type_error("tcsetattr: elements of attributes must be characters or integers")
        before_external_call()
        check(finish(libc.set_attributes(file, when, numbers, characters)))
    finally:
        free(numbers)
        free(characters)


@exposed("tcsendbreak")
def send_break(fd: Object, duration: int, /) -> None:
    """Send a break on file descriptor fd."""
    file = file_number(fd)
    before_external_call()
    check(finish(libc.tcsendbreak(file, duration)))


@exposed("tcdrain")
def drain(fd: Object, /) -> None:
    """Wait until all output written to file descriptor fd has been transmitted."""
    file = file_number(fd)
    before_external_call()
    check(finish(libc.tcdrain(file)))


@exposed("tcflush")
def flush(fd: Object, queue: int, /) -> None:
    """Discard queued data on file descriptor fd."""
    check(libc.tcflush(file_number(fd), queue))


@exposed("tcflow")
def flow(fd: Object, action: int, /) -> None:
    """Suspend or resume input or output on file descriptor fd."""
    check(libc.tcflow(file_number(fd), action))


@exposed("tcgetwinsize")
def get_size(fd: Object, /) -> Object:
    """Get the tty winsize for file descriptor fd."""
    numbers = alloc(int, 2)
    try:
        check(libc.get_size(file_number(fd), numbers))
        return tuple2(new_int(numbers[0]), new_int(numbers[1]))
    finally:
        free(numbers)


@exposed("tcsetwinsize")
def set_size(fd: Object, winsize: Object, /) -> None:
    """Set the tty winsize for file descriptor fd."""
    file = file_number(fd)
    items: list[Object] = []
    if isinstance(winsize, Tuple):
        items = winsize.items()
    elif isinstance(winsize, List):
        items = winsize.to_list()
    if len(items) != 2:
        raise type_error("tcsetwinsize, arg 2: must be a two-item sequence")
    numbers = alloc(int, 2)
    try:
        for i in range(2):
            numbers[i] = as_int(items[i])
            if not 0 <= numbers[i] <= _LARGEST_SIZE:
                raise overflow_error("winsize value(s) out of range.")
        check(libc.set_size(file, numbers))
    finally:
        free(numbers)


_LARGEST_SIZE = 0xFFFF
_constants: dict[str, Object] = {name: new_int(value) for name, value in vars(host).items() if isinstance(value, int)}
define_module(__name__, "termios", contents={"error": error_type, **_constants})
