"""Pauses with much live data: a table of MEBIBYTES of records stays, while short-lived objects come and go and some
records are replaced.

    pauses MEBIBYTES  prints what the collector counted; BOBBIN_GC_VERBOSE=1 shows each pause
"""
from __future__ import annotations

import sys
from typing import Optional

from transform.rpython.gcmodule import Statistic, statistic

PER_MEBIBYTE = (1 << 20) // 64  # records: 48 bytes each, 16 of an array


class Record:
    """48 bytes with its header."""

    key: int
    previous: Optional[Record]
    a: int
    b: int
    c: int

    def __init__(self, key: int, previous: Optional[Record]) -> None:
        self.key = key
        self.previous = previous
        self.a = self.b = self.c = 0


def main(argv: list[str]) -> int:
    size = (int(argv[1]) if len(argv) > 1 else 1) * PER_MEBIBYTE
    table: list[Record] = []
    for i in range(size):
        table.append(Record(i, None))
    full = statistic(Statistic.FULL_COLLECTIONS)
    state = 1
    total = 0
    for i in range(size * 2):
        short = Record(i, table[i % size])
        total += short.key & 1
        if i % 100 == 0:
            state = (state * 1103515245 + 12345) % 2147483648
            table[state % size] = short
            short.previous = None
    print("checksum", total)
    print(f"live {statistic(Statistic.LIVE) >> 20} MiB, most used {statistic(Statistic.PEAK) >> 20} MiB")
    print(f"collections: {statistic(Statistic.YOUNG_COLLECTIONS)} young, {statistic(Statistic.FULL_COLLECTIONS)} full, "
          f"{statistic(Statistic.FULL_COLLECTIONS) - full} of them behind the start")
    pause = statistic(Statistic.PAUSE) // 1000
    print(f"the last one looked at {statistic(Statistic.VISITED_BLOCKS)} blocks in {pause} us")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
