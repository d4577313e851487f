"""The checksum of marshalled code, by which damage is found."""
from __future__ import annotations

from transform.rpython import cast, data_pointer, keepalive, wrap

_MULTIPLIER = 0x9E3779B97F4A7C15 - (1 << 64)


def checksum(data: bytes, start: int, stop: int) -> int:
    """A number that depends on each byte from `start` to `stop`: words of eight bytes, multiplied and folded."""
    result = stop - start
    position = start
    words = cast(int, data_pointer(data) + start)
    for i in range((stop - start) >> 3):
        result = wrap((result ^ words[i]) * _MULTIPLIER)
        result ^= result >> 29 & 0x7FFFFFFFF
        position += 8
    keepalive(data)
    while position < stop:
        result = wrap((result ^ data[position]) * _MULTIPLIER)
        result ^= result >> 29 & 0x7FFFFFFFF
        position += 1
    return result
