"""Keyed hashes of bytes, and what a program may say about `hash`."""
from __future__ import annotations

from transform.rpython.hints import inline
from transform.rpython.integers import uint64, uint8
from transform.rpython.pointers import Ptr


def set_hash_key(first: uint64, second: uint64) -> None:
    """Hashes of str and bytes are SipHash-1-3 with these halves of a key from now on; until then, with 0.

    To be called before anything was hashed, as strings and dicts keep hashes. On CPython it does nothing: there hashes
    are CPython's."""


def siphash13(data: Ptr[uint8], n: int, first: uint64, second: uint64) -> uint64:
    """SipHash-1-3 of ``n`` bytes, with the halves of a key: who does not know it cannot find texts that collide
    (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012)."""
    # The state begins as "somepseudorandomlygeneratedbytes".
    v0 = first ^ 0x736F6D6570736575
    v1 = second ^ 0x646F72616E646F6D
    v2 = first ^ 0x6C7967656E657261
    v3 = second ^ 0x7465646279746573
    i = 0
    while i <= n - 8:
        word = _load_4(data + i) | _load_4(data + (i + 4)) << 32
        v0, v1, v2, v3 = _round(v0, v1, v2, v3 ^ word)
        v0 ^= word
        i += 8
    word = uint64(n) << 56
    shift = 0
    if i <= n - 4:
        word |= _load_4(data + i)
        shift = 32
        i += 4
    while i < n:
        word |= uint64(data[i]) << shift
        shift += 8
        i += 1
    v0, v1, v2, v3 = _round(v0, v1, v2, v3 ^ word)
    v0 ^= word
    v2 ^= 0xFF
    v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    v0, v1, v2, v3 = _round(v0, v1, v2, v3)
    return v0 ^ v1 ^ v2 ^ v3


@inline
def _load_4(data: Ptr[uint8]) -> uint64:
    """Four bytes as a number. The C compiler makes one load of it, which need not be aligned."""
    return uint64(data[0]) | uint64(data[1]) << 8 | uint64(data[2]) << 16 | uint64(data[3]) << 24


@inline
def _rotate(x: uint64, count: int) -> uint64:
    return x << count | x >> 64 - count


@inline
def _round(v0: uint64, v1: uint64, v2: uint64, v3: uint64) -> tuple[uint64, uint64, uint64, uint64]:
    v0 += v1
    v2 += v3
    v1 = _rotate(v1, 13) ^ v0
    v3 = _rotate(v3, 16) ^ v2
    v0 = _rotate(v0, 32)
    v2 += v1
    v0 += v3
    v1 = _rotate(v1, 17) ^ v2
    v3 = _rotate(v3, 21) ^ v0
    return v0, v1, _rotate(v2, 32), v3
