"""Format strings of `struct`: where each value lies, and how large it is."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.gateway.typedef import define
from interpreter.objects.exceptions import ExceptionObject, new_exception
from interpreter.objects.object import Type
from transform.rpython import char

error_type = define(ExceptionObject, "error", existing=Type("error", None, [EXCEPTIONS["Exception"]], {}), allocate=new_exception,
                    module="struct", doc="")

_CODES = "xcbB?hHiIlLqQnNPfdesp"
_NATIVE_SIZES = [1, 1, 1, 1, 1, 2, 2, 4, 4, 8, 8, 8, 8, 8, 8, 8, 4, 8, 2, 1, 1]
_STANDARD_SIZES = [1, 1, 1, 1, 1, 2, 2, 4, 4, 4, 4, 8, 8, 0, 0, 0, 4, 8, 2, 1, 1]
"""0: not in standard formats."""

_LARGEST = 0x7FFFFFFFFFFFFFFF


def struct_error(text: str) -> PyError:
    return PyError(error_type, text)


class Item:
    """Values of one kind, one behind the other; of strings, `size` is the length."""
    code: char
    offset: int
    size: int
    repeat: int

    def __init__(self, code: char, offset: int, size: int, repeat: int) -> None:
        self.code = code
        self.offset = offset
        self.size = size
        self.repeat = repeat


class Layout:
    """A format. `count` is how many values it has, `size` how many bytes."""
    items: list[Item]
    size: int
    count: int
    is_big: bool
    is_native: bool

    def __init__(self, format: str) -> None:
        """`error` for what is no format."""
        self.items = []
        self.size = 0
        self.count = 0
        self.is_big = False
        self.is_native = True
        i = 0
        if len(format) > 0 and "@=<>!".find(format[0]) >= 0:
            self.is_native = format[0] == "@"
            self.is_big = format[0] == ">" or format[0] == "!"
            i = 1
        while i < len(format):
            c = format[i]
            i += 1
            if c == " " or "\t" <= c <= "\r":
                continue
            number = 1
            if "0" <= c <= "9":
                number = ord(c) - 48
                while i < len(format) and "0" <= format[i] <= "9":
                    if number > _LARGEST // 10 - 1:
                        raise struct_error("overflow in item count")
                    number = number * 10 + ord(format[i]) - 48
                    i += 1
                if i == len(format):
                    raise struct_error("repeat count given without format specifier")
                c = format[i]
                i += 1
            self.add(c, number)

    def add(self, code: char, number: int) -> None:
        """Adds a code with its repeat count."""
        index = _CODES.find(code)
        size = 0 if index < 0 else _NATIVE_SIZES[index] if self.is_native else _STANDARD_SIZES[index]
        if size == 0:
            raise struct_error("bad char in struct format")
        if self.is_native:
            self.size = (self.size + size - 1) // size * size
        if number > (_LARGEST - self.size) // size:
            raise struct_error("total struct size too long")
        offset = self.size
        self.size += number * size
        if code == "s" or code == "p":
            self.items.append(Item(code, offset, number, 1))
            self.count += 1
        elif code != "x" and number > 0:
            self.items.append(Item(code, offset, size, number))
            self.count += number
