"""Arrays of characters in memory, as bytes and str."""
from __future__ import annotations

from interpreter.modules.ctypes.values import read_characters
from interpreter.objects.bytes import new_bytes
from interpreter.objects.object import Object
from interpreter.objects.str import new_str
from transform.rpython import Ptr, cast, copy, data_pointer, make_bytes, uint8, uint32


def read_text(item: str, at: Ptr[uint8], size: int) -> Object:
    """The characters in a place of `size` bytes, of the type `item`, up to the first zero."""
    length = 0
    if item == "c":
        while length < size and int(at[length]) != 0:
            length += 1
        return new_bytes(make_bytes(at, length))
    while length < size // 4 and int(cast(uint32, at)[length]) != 0:
        length += 1
    return new_str(read_characters(at, length))


def write_bytes(at: Ptr[uint8], size: int, data: bytes) -> None:
    """Stores bytes in a place that has room for them, with a zero behind them if there is room for that, too."""
    copy(data_pointer(data), at, len(data))
    if len(data) < size:
        at[len(data)] = uint8(0)


def write_characters(at: Ptr[uint8], size: int, text: str) -> None:
    """The same for wide characters."""
    wide = cast(uint32, at)
    for i in range(len(text)):
        wide[i] = uint32(ord(text[i]))
    if len(text) < size // 4:
        wide[len(text)] = uint32(0)
