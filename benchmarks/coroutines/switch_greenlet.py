"""The twin of switch.py on CPython's greenlets: ``switch_greenlet.py FRAMES SWITCHES DEPTH``."""
from __future__ import annotations

import sys

from greenlet import getcurrent, greenlet

frames, switches, depth = map(int, sys.argv[1:])
sys.setrecursionlimit(depth + frames + 1000)
home = getcurrent()


def enter(n: int) -> int:
    if n > 0:
        return enter(n - 1) + 1
    home.switch()
    return 0


def sink(n: int) -> int:
    if n > 0:
        return sink(n - 1) + 1
    for _ in range(switches // 2):
        if frames == 1:
            home.switch()
        else:
            enter(frames - 2)
    return 0


other = greenlet(lambda: sink(depth))
for _ in range(switches // 2 + 1):  # two switches each: there and back
    other.switch()
print("switched")
