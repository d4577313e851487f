"""The cost of allocation: objects of 24 bytes, of which the last 64 live.

    allocation MILLIONS  prints a checksum

The C twin moves a pointer round a buffer of 32 KiB: what allocation costs at least.
"""
from __future__ import annotations

import sys

LIVE = 64


class Pair:
    """An object of 24 bytes with its header."""

    first: int
    second: int

    def __init__(self, first: int, second: int) -> None:
        self.first = first
        self.second = second


def main(argv: list[str]) -> int:
    count = int(argv[1]) * 1000000 if len(argv) > 1 else 1000
    ring = [Pair(0, 0) for _ in range(LIVE)]
    checksum = 0
    for i in range(count):
        checksum ^= ring[i % LIVE].first
        ring[i % LIVE] = Pair(i, checksum)
    print(checksum)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
