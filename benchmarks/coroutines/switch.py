"""Switches between two stacks: ``switch FRAMES SWITCHES DEPTH``.

FRAMES functions are running at each switch that were entered since the last one: the one that loops and those that it
calls. Below these, each stack has DEPTH further calls that stay suspended.
"""
from __future__ import annotations

from transform.rpython import Stack, never_inline, switch_stack


class Side:
    """One of the two that switch to each other."""

    own: Stack
    other: Stack
    after: Stack
    frames: int
    switches: int
    depth: int

    def __init__(self, frames: int, switches: int, depth: int) -> None:
        self.own = Stack()
        self.other = self.after = self.own
        self.frames = frames
        self.switches = switches
        self.depth = depth

    def start(self) -> Stack:
        self.sink(self.depth)
        return self.after

    @never_inline
    def sink(self, depth: int) -> int:
        if depth > 0:
            return self.sink(depth - 1) + 1
        for _ in range(self.switches):
            if self.frames == 1:
                switch_stack(self.own, self.other)
            else:
                self.enter(self.frames - 2)
        return 0

    @never_inline
    def enter(self, frames: int) -> int:
        if frames > 0:
            return self.enter(frames - 1) + 1
        switch_stack(self.own, self.other)
        return 0


def main(argv: list[str]) -> int:
    frames, switches, depth = int(argv[1]), int(argv[2]), int(argv[3])
    a, b = Side(frames, switches // 2, depth), Side(frames, switches // 2, depth)
    home = Stack()
    a.own.start, b.own.start = a.start, b.start
    a.other, b.other = b.own, a.own
    a.after, b.after = b.own, home
    switch_stack(home, a.own)
    print("switched")
    return 0
