"""Hashes: equal for equal values, spread out for others."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_bytes
from transform.runtime.hashing import combine_hashes, hash_of_bytes, hash_of_float, hash_of_int


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
    assert 0 < value < 1 << 63
    assert value == hash_of_bytes(make_bytes(data), len(data))


def test_hash_of_numbers() -> None:
    assert hash_of_int(-5) == -5
    assert hash_of_float(0.0) == hash_of_float(-0.0) == 0
    assert len({hash_of_float(float(i)) for i in range(1000)}) == 1000


def test_order_counts_in_tuples() -> None:
    pairs = {combine_hashes(combine_hashes(0, a), b) for a in range(50) for b in range(50)}
    assert len(pairs) == 2500
