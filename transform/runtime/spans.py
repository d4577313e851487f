"""Spans of bytes inside heap objects: comparing and searching.

The objects are any whose items are uint8 (`Str`, `Bytes`, arrays). A span is an object, a start and a stop or length;
the caller promises that it lies within the items.
"""
from __future__ import annotations

from typing import TypeVar

from transform.rpython import CLibrary, cast, compare, get_item, inline, item_address, keepalive, uint8, uint64

A = TypeVar("A")
B = TypeVar("B")

_HIGH_BITS = uint64(0x8080808080808080)

_libc = CLibrary(
    """
    void *memchr(const void *, int, size_t);
    void *memrchr(const void *, int, size_t);
    void *memmem(const void *, size_t, const void *, size_t);
    """,
    headers=("string.h",), defines=(("_GNU_SOURCE", "1"),))


@inline
def load_4(data: A, i: int) -> uint64:
    """Four bytes as an integer. The C compiler makes one load of it, which need not be aligned."""
    return (uint64(get_item(data, i)) | uint64(get_item(data, i + 1)) << 8
            | uint64(get_item(data, i + 2)) << 16 | uint64(get_item(data, i + 3)) << 24)


@inline
def load_8(data: A, i: int) -> uint64:
    return load_4(data, i) | load_4(data, i + 4) << 32


def is_ascii(data: A, n: int) -> bool:
    """Whether the first ``n`` bytes are all below 128."""
    i = 0
    while i + 8 <= n:
        if load_8(data, i) & _HIGH_BITS != 0:
            return False
        i += 8
    while i < n:
        if int(get_item(data, i)) >= 128:
            return False
        i += 1
    return True


@inline
def compare_spans(a: A, i: int, b: B, j: int, n: int) -> int:
    """Below, equal to or above 0 as the ``n`` bytes of ``a`` from ``i`` on are to those of ``b`` from ``j`` on."""
    result = compare(item_address(a, i), item_address(b, j), n)
    keepalive(a)
    keepalive(b)
    return result


def find_byte(data: A, byte: int, start: int, stop: int) -> int:
    """The first index of ``byte`` from ``start`` to ``stop``, or -1."""
    if start >= stop:
        return -1
    base = item_address(data, 0)
    found = cast(uint8, _libc.memchr(base + start, byte, uint64(stop - start)))
    keepalive(data)
    return found - base if found else -1


def rfind_byte(data: A, byte: int, start: int, stop: int) -> int:
    """The last index of ``byte`` from ``start`` to ``stop``, or -1."""
    if start >= stop:
        return -1
    base = item_address(data, 0)
    found = cast(uint8, _libc.memrchr(base + start, byte, uint64(stop - start)))
    keepalive(data)
    return found - base if found else -1


def find_span(data: A, start: int, stop: int, pattern: B, n: int) -> int:
    """Where the first ``n`` bytes of ``pattern`` first stand between ``start`` and ``stop``, or -1."""
    if stop - start < n:
        return -1
    if n <= 1:
        return start if n == 0 else find_byte(data, int(get_item(pattern, 0)), start, stop)
    base = item_address(data, 0)
    found = cast(uint8, _libc.memmem(base + start, uint64(stop - start), item_address(pattern, 0), uint64(n)))
    keepalive(data)
    keepalive(pattern)
    return found - base if found else -1


def rfind_span(data: A, start: int, stop: int, pattern: B, n: int) -> int:
    """Where the first ``n`` bytes of ``pattern`` last stand between ``start`` and ``stop``, or -1."""
    if n == 0:
        return stop if start <= stop else -1
    first = int(get_item(pattern, 0))
    at = stop - n
    while True:
        at = rfind_byte(data, first, start, at + 1)
        if at < 0 or compare_spans(data, at, pattern, 0, n) == 0:
            return at
        at -= 1
