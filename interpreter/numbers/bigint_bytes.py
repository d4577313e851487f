"""Integers of any size as bytes, and back: `int.to_bytes` and `int.from_bytes`."""
from __future__ import annotations

from interpreter.numbers.bigint import BigInt
from interpreter.numbers.digits import add_digit
from transform.rpython import alloc, free, make_bytes, new_var, uint8, uint64


def from_bytes(data: bytes, little: bool, signed: bool) -> BigInt:
    """The number in ``data``, its lowest byte first if ``little``, in two's complement if ``signed``."""
    n = len(data)
    count = (n + 7) // 8
    result = new_var(BigInt, count + 1)
    row = result.digits()
    negative = signed and n > 0 and data[n - 1 if little else 0] >= 128
    mask = 255 if negative else 0
    for i in range(n):
        byte = data[i if little else n - 1 - i] ^ mask
        row[i >> 3] = row[i >> 3] | uint64(byte) << (8 * i & 63)
    if negative:
        row[count] = add_digit(row, row, count, uint64(1))
    return result.trimmed(count + 1, negative)


def to_bytes(x: BigInt, length: int, little: bool, signed: bool) -> bytes:
    """``length`` >= 0 bytes, in two's complement if ``signed``. OverflowError where they are too few; MemoryError."""
    negative = x.size < 0
    if negative and not signed:
        raise OverflowError("can't convert negative int to unsigned")
    shown = x.invert() if negative else x
    bits = shown.bit_length() + (1 if signed and length > 0 else 0)
    if bits > 8 * length:
        raise OverflowError("int too big to convert")
    row = shown.digits()
    n = shown.count()
    mask = 255 if negative else 0
    buffer = alloc(uint8, length)
    for i in range(length):
        byte = int(row[i >> 3] >> (8 * i & 63) & 255) if i >> 3 < n else 0
        buffer[i if little else length - 1 - i] = uint8(byte ^ mask)
    result = make_bytes(buffer, length)
    free(buffer)
    return result
