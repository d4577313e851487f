"""Loops over characters in memory, for text that needs no error handler.

A source is characters of 1, 2 or 4 bytes; a target is written by one of the store functions. There is a copy of a loop
for each combination that is used.
"""
from __future__ import annotations

from typing import Callable, TypeVar

from transform.rpython import (
    Ptr, address, cast, inline, keepalive, make_bytes, specialize, str_pointer, str_width, uint8, uint16, uint32, uint64,
)

T = TypeVar("T", bound=int)
U = TypeVar("U", bound=int)

_HIGH_BITS = uint64(0x8080808080808080)
WORD = 8
"""How many bytes `are_ascii` looks at."""


@inline
def unit_size(p: Ptr[T]) -> int:
    """Bytes of a character, a constant for each type."""
    return address(p + 1) - address(p)


@inline
def are_ascii(p: Ptr[uint8], i: int) -> bool:
    """Whether the eight bytes from ``i`` on are below 128. The C compiler makes one load of it."""
    q = p + i
    low = uint64(q[0]) | uint64(q[1]) << 8 | uint64(q[2]) << 16 | uint64(q[3]) << 24
    high = uint64(q[4]) | uint64(q[5]) << 8 | uint64(q[6]) << 16 | uint64(q[7]) << 24
    return (low | high << 32) & _HIGH_BITS == 0


@inline
def swapped_16(unit: int) -> int:
    return (unit & 255) << 8 | unit >> 8


@inline
def swapped_32(code: int) -> int:
    return (code & 255) << 24 | (code >> 8 & 255) << 16 | (code >> 16 & 255) << 8 | code >> 24


@inline
def store_8(p: Ptr[uint8], i: int, code: int) -> None:
    p[i] = uint8(code)


@inline
def store_16(p: Ptr[uint16], i: int, code: int) -> None:
    p[i] = uint16(code)


@inline
def store_16_big(p: Ptr[uint16], i: int, code: int) -> None:
    p[i] = uint16(swapped_16(code))


@inline
def store_32(p: Ptr[uint32], i: int, code: int) -> None:
    p[i] = uint32(code)


@inline
def store_32_big(p: Ptr[uint32], i: int, code: int) -> None:
    p[i] = uint32(swapped_32(code))


@inline
def is_surrogate(code: int) -> bool:
    return code & 0x1FF800 == 0xD800


@specialize("store")
def copy_units(source: Ptr[T], count: int, target: Ptr[U], store: Callable[[Ptr[U], int, int], None]) -> None:
    for i in range(count):
        store(target, i, int(source[i]))


@specialize("store")
def copy_text(text: str, target: Ptr[U], store: Callable[[Ptr[U], int, int], None]) -> None:
    """Writes each character of a text by itself."""
    memory = str_pointer(text)
    width = str_width(text)
    if width == 1:
        copy_units(memory, len(text), target, store)
    elif width == 2:
        copy_units(cast(uint16, memory), len(text), target, store)
    else:
        copy_units(cast(uint32, memory), len(text), target, store)
    keepalive(text)


def has_surrogates(text: str) -> bool:
    width = str_width(text)
    if width == 1:
        return False
    memory = str_pointer(text)
    found = False
    if width == 2:
        units = cast(uint16, memory)
        for i in range(len(text)):
            found |= is_surrogate(int(units[i]))
    else:
        codes = cast(uint32, memory)
        for i in range(len(text)):
            found |= is_surrogate(int(codes[i]))
    keepalive(text)
    return found


def width_of(union: int) -> int:
    """The width of characters of which this is the bitwise union, or larger."""
    return 1 if union < 0x100 else 2 if union < 0x10000 else 4


def bytes_of_narrow(text: str) -> bytes:
    """The bytes of a text in which all characters are below 256."""
    memory = str_pointer(text)
    result = make_bytes(memory, len(text))
    keepalive(text)
    return result
