"""Hash values: what `hash` of each type gives. Those of str and bytes depend on a key, 0 unless the program sets it."""
from __future__ import annotations

from typing import TypeVar

from transform.rpython import float_to_bits, inline, item_address, keepalive, siphash13, uint64, umul_high, wrap

B = TypeVar("B")

# Odd constants without a pattern (the fractional bits of square roots of small primes).
_FACTOR_1 = uint64(0x9E3779B97F4A7C15)
_FACTOR_2 = uint64(0xBB67AE8584CAA73B)


@inline
def _mix(a: uint64, b: uint64) -> uint64:
    """Both halves of the product: every bit of the factors reaches every bit of the result."""
    return umul_high(a, b) ^ (a * b)


class HashKey:
    """The secret halves of the key of `hash_of_bytes`."""

    first: uint64
    second: uint64

    def __init__(self) -> None:
        self.first = uint64(0)
        self.second = uint64(0)


KEY = HashKey()


def set_hash_key(first: uint64, second: uint64) -> None:
    KEY.first = first
    KEY.second = second


def hash_of_bytes(data: B, n: int) -> int:
    """A hash of the ``n`` bytes of an object with uint8 items: 0 for none, never -1. CPython's for the same key."""
    if n == 0:
        return 0
    result = wrap(int(siphash13(item_address(data, 0), n, KEY.first, KEY.second)))
    keepalive(data)
    return result if result != -1 else -2


@inline
def hash_of_int(x: int) -> int:
    return x


@inline
def hash_of_bool(x: bool) -> int:
    return int(x)


@inline
def hash_of_float(x: float) -> int:
    """The bits of ``x``; both zeros are equal and so are their hashes."""
    if x == 0.0:
        return 0
    bits = float_to_bits(x)
    return bits ^ (bits >> 32)


@inline
def hash_of_identity(address: int) -> int:
    """The hash of an object without `__hash__`: its address, whose lowest bits say nothing."""
    return address >> 3


@inline
def combine_hashes(state: int, item: int) -> int:
    """One step of a tuple's hash: ``state`` is that of the items before, 0 at first."""
    mixed = _mix(uint64(state) ^ _FACTOR_1, uint64(item) ^ _FACTOR_2)
    return int(mixed >> 1)
