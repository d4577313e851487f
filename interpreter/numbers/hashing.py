"""Hashes of numbers: equal numbers of all types have equal hashes (Python's library reference, "Hashing of numeric
types"). A number is taken modulo the prime 2**61 - 1, with its sign; `BigInt.hash` does the same."""
from __future__ import annotations

from interpreter.numbers.bigint import HASH_BITS, HASH_MODULUS, magnitude
from interpreter.numbers.bigint_float import INFINITY, split_float
from transform.rpython import inline, wrap

HASH_INFINITY = 314159
HASH_IMAGINARY = 1000003


@inline
def hash_int(x: int) -> int:
    if -HASH_MODULUS < x < HASH_MODULUS:
        return -2 if x == -1 else x
    rest = int(magnitude(x) % HASH_MODULUS)
    return _signed(rest, x < 0)


def hash_float(x: float) -> int:
    """Of anything but nan, which is hashed by identity."""
    if x == INFINITY:
        return HASH_INFINITY
    if x == -INFINITY:
        return -HASH_INFINITY
    mantissa, exponent = split_float(x)
    # A factor 2**exponent turns the 61 bits of the residue round.
    turns = exponent % HASH_BITS
    rest = mantissa << turns & HASH_MODULUS | mantissa >> HASH_BITS - turns
    return _signed(rest, x < 0.0)


def hash_complex(real_hash: int, imaginary_hash: int) -> int:
    """From the hashes of both parts."""
    result = wrap(real_hash + wrap(HASH_IMAGINARY * imaginary_hash))
    return -2 if result == -1 else result


def _signed(rest: int, negative: bool) -> int:
    if negative:
        rest = -rest
    return -2 if rest == -1 else rest
