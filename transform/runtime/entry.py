"""Where a translated program begins: C's `main` calls `run_program`."""
from __future__ import annotations

from typing import Callable

from transform.rpython import CLibrary, Ptr, class_name, print_traceback, specialize, uint8
from transform.runtime.bytestrings import make_bytes
from transform.runtime.lists import List
from transform.runtime.output import flush_output, print_error
from transform.runtime.strings import Str
from transform.runtime.utf8 import decode_utf8

_libc = CLibrary("size_t strlen(const char *);", headers=("string.h",))

UNCAUGHT = 1  # the exit status after an exception that the program did not catch
CANNOT_WRITE = 120  # and where its output could not be written, as in CPython


@specialize("main")
def run_program(main: Callable[[List[Str]], int], argc: int, argv: Ptr[Ptr[uint8]]) -> int:
    """Runs ``main`` with the command line and gives the exit status."""
    try:
        status = main(command_line(argc, argv))
    except BaseException as error:
        flush_output()
        print_error("RPython traceback (most recent call last):\n")
        print_traceback()
        report_uncaught(class_name(error), str(error))
        return UNCAUGHT
    if not flush_output():
        print_error("Fatal: the output could not be written\n")
        return CANNOT_WRITE
    return status


def command_line(argc: int, argv: Ptr[Ptr[uint8]]) -> List[Str]:
    """The arguments as strings; bytes that are no UTF-8 are escaped (see `utf8`)."""
    result = List[Str](argc)
    for i in range(argc):
        result.append(decode_utf8(make_bytes(argv[i], int(_libc.strlen(argv[i]))), True))
    return result


def report_uncaught(name: str, message: str) -> None:
    print_error(f"{name}: {message}\n" if message != "" else f"{name}\n")
