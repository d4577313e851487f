"""SipHash-1-3 of sources, by which byte-code files may name what they were made from (PEP 552; Aumasson, Bernstein: "SipHash", 2012)."""
from __future__ import annotations

from transform.rpython import uint64


class _State:
    v0: uint64
    v1: uint64
    v2: uint64
    v3: uint64

    def __init__(self, key: uint64) -> None:
        self.v0 = uint64(0x736F6D6570736575) ^ key
        self.v1 = uint64(0x646F72616E646F6D)
        self.v2 = uint64(0x6C7967656E657261) ^ key
        self.v3 = uint64(0x7465646279746573)

    def round(self) -> None:
        self.v0 += self.v1
        self.v2 += self.v3
        self.v1 = rotated(self.v1, 13) ^ self.v0
        self.v3 = rotated(self.v3, 16) ^ self.v2
        self.v0 = rotated(self.v0, 32)
        self.v2 += self.v1
        self.v0 += self.v3
        self.v1 = rotated(self.v1, 17) ^ self.v2
        self.v3 = rotated(self.v3, 21) ^ self.v0
        self.v2 = rotated(self.v2, 32)

    def word(self, word: uint64) -> None:
        self.v3 ^= word
        self.round()
        self.v0 ^= word


def rotated(x: uint64, bits: int) -> uint64:
    return x << bits | x >> (64 - bits)


def siphash13(key: uint64, data: bytes) -> uint64:
    """The hash of bytes under a key of 64 bits, the second half of the key being 0."""
    state = _State(key)
    n = len(data)
    whole = n & ~7
    for start in range(0, whole, 8):
        state.word(word_at(data, start, 8))
    state.word(word_at(data, whole, n - whole) | uint64(n) << 56)
    state.v2 ^= uint64(0xFF)
    for _ in range(3):
        state.round()
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3


def word_at(data: bytes, start: int, count: int) -> uint64:
    """The number that up to eight bytes make, the lowest first."""
    word = uint64(0)
    for i in range(count):
        word |= uint64(data[start + i]) << (8 * i)
    return word
