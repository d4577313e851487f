"""Hash values: what `hash` of each type gives. They are deterministic."""
from __future__ import annotations

from typing import TypeVar

from transform.rpython import float_to_bits, get_item, inline, umul_high, uint64
from transform.runtime.spans import load_4, load_8

B = TypeVar("B")

# Odd constants without a pattern (the fractional bits of square roots of small primes).
_FACTOR_1 = uint64(0x9E3779B97F4A7C15)
_FACTOR_2 = uint64(0xBB67AE8584CAA73B)
_FACTOR_3 = uint64(0x3C6EF372FE94F82B)


@inline
def _mix(a: uint64, b: uint64) -> uint64:
    """Both halves of the product: every bit of the factors reaches every bit of the result."""
    return umul_high(a, b) ^ (a * b)


def hash_of_bytes(data: B, n: int) -> int:
    """A hash of the ``n`` bytes of an object with uint8 items; never 0.

    Eight bytes a step through a folded multiplication (after wyhash); the last eight may overlap those before."""
    state = _FACTOR_1
    if n >= 8:
        i = 0
        while i < n - 8:
            state = _mix(state ^ load_8(data, i), _FACTOR_2)
            i += 8
        last = load_8(data, n - 8)
    elif n >= 4:
        last = load_4(data, 0) | load_4(data, n - 4) << 32
    elif n > 0:
        last = (uint64(get_item(data, 0)) | uint64(get_item(data, n >> 1)) << 8
                | uint64(get_item(data, n - 1)) << 16)
    else:
        last = uint64(0)
    result = int(_mix(_mix(state ^ last, _FACTOR_2) ^ uint64(n), _FACTOR_3) >> 1)
    return result if result != 0 else 1


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
