"""Allocation and ranges of raw memory."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.rpython import (
    Ptr,
    address,
    alloc,
    cast,
    compare,
    copy,
    data_pointer,
    fill,
    free,
    int32,
    live_allocations,
    make_bytes,
    null,
    sizeof,
    uint8,
)


@pytest.fixture
def buffer():
    p = alloc(uint8, 16)
    yield p
    free(p)


def store(p: Ptr[uint8], data: bytes) -> None:
    for i, byte in enumerate(data):
        p[i] = uint8(byte)


def test_live_allocations_are_known():
    before = live_allocations()
    p = alloc(int32, 5)
    added = {key: value for key, value in live_allocations().items() if key not in before}
    assert added == {address(p): (int32, 5)}
    free(p)
    assert live_allocations() == before


def test_free_of_null_is_nothing():
    free(null(uint8))


def test_memory_that_is_not_there():
    with pytest.raises(MemoryError):
        alloc(int, 2**59)
    with pytest.raises(TypeError):
        alloc(str)


def test_copy_of_overlapping_ranges(buffer):
    store(buffer, b"abcdef")
    copy(buffer, buffer + 2, 6)
    assert make_bytes(buffer, 8) == b"ababcdef"
    copy(buffer + 2, buffer, 6)
    assert make_bytes(buffer, 8) == b"abcdefef"


def test_ranges_count_items(buffer):
    words = cast(int32, buffer)
    fill(words, 1, 2)
    assert words[0] == words[1] == 0x01010101
    assert words[2] == 0
    fill(cast(None, buffer), -1, 3)
    assert make_bytes(buffer, 5) == b"\xff\xff\xff\x01\x01"
    copy(words, words + 2, 2)
    assert compare(words, words + 2, 2) == 0


@given(st.binary(min_size=1, max_size=20), st.binary(min_size=1, max_size=20))
def test_compare(a, b):
    n = min(len(a), len(b))
    sign = compare(data_pointer(a), data_pointer(b), n)
    assert (sign < 0, sign > 0) == (a[:n] < b[:n], a[:n] > b[:n])


@given(st.binary())
def test_bytes_round_trip(data):
    p = data_pointer(data)
    assert make_bytes(p, len(data)) == data
    assert all(p[i] == byte for i, byte in enumerate(data))


def test_a_pointer_to_bytes_keeps_them_alive():
    p = data_pointer(bytes(range(100)) * 1000)
    [bytes(100_000) for _ in range(3)]
    assert p[100] == 0 and p[99_999] == 99
    assert (p + 5)[0] == 5
    assert (p + 5) - p == 5
    assert cast(uint8, p) == p


def test_sizeof():
    assert sizeof(Ptr[None]) == sizeof(float) == sizeof(int) == 8
    assert sizeof(bool) == 1
    with pytest.raises(TypeError):
        sizeof(None)
