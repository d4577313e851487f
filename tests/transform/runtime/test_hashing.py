"""Hashes: equal for equal values, spread out for others."""
from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_bytes
from transform.rpython import uint64
from transform.runtime.hashing import combine_hashes, hash_of_bytes, hash_of_float, hash_of_int, set_hash_key


def test_every_byte_of_every_length_counts() -> None:
    seen = set()
    for length in range(40):
        base = bytes(length)
        texts = [base] + [base[:i] + bytes([1 << i % 8]) + base[i + 1:] for i in range(length)]
        seen |= {hash_of_bytes(make_bytes(text), length) for text in texts}
    assert len(seen) == sum(length + 1 for length in range(40))


@given(st.binary(max_size=40))
def test_hash_of_bytes(data: bytes) -> None:
    value = hash_of_bytes(make_bytes(data), len(data))
    assert -1 << 63 <= value < 1 << 63
    assert value == hash_of_bytes(make_bytes(data), len(data))


@pytest.mark.parametrize("seed, first, second", [(0, 0, 0), (42, 0xDC504FD368CD90AF, 0xB920BB9FFE99E9C1)])
def test_values_are_those_of_cpython(seed: int, first: int, second: int) -> None:
    lengths = [0, 1, 3, 4, 7, 8, 9, 12, 15, 16, 17, 31, 100]
    given = subprocess.run([sys.executable, "-c", f"for n in {lengths}: print(hash(bytes(range(n))))"], check=True,
                           env={"PYTHONHASHSEED": str(seed)}, capture_output=True, text=True).stdout
    set_hash_key(uint64(first), uint64(second))
    try:
        assert [hash_of_bytes(make_bytes(bytes(range(n))), n) for n in lengths] == [int(line) for line in given.split()]
    finally:
        set_hash_key(uint64(0), uint64(0))


def test_hash_of_numbers() -> None:
    assert hash_of_int(-5) == -5
    assert hash_of_float(0.0) == hash_of_float(-0.0) == 0
    assert len({hash_of_float(float(i)) for i in range(1000)}) == 1000


def test_order_counts_in_tuples() -> None:
    pairs = {combine_hashes(combine_hashes(0, a), b) for a in range(50) for b in range(50)}
    assert len(pairs) == 2500
