"""range: its classes."""
from __future__ import annotations

from typing import Optional

from interpreter.objects.int import Int, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import Object


class Range(Object):
    """A range. `count` is its length when all three parts and the length fit the machine (`is_small`)."""
    start: Int
    stop: Int
    step: Int
    is_small: bool
    count: int

    def __init__(self, start: Int, stop: Int, step: Int) -> None:
        self.start = start
        self.stop = stop
        self.step = step
        self.is_small = False
        self.count = 0


class RangeIterator(Iterator):
    """Iterates over a range of machine integers: `remaining` items from `current` on."""
    current: int
    step: int
    remaining: int

    def __init__(self, current: int, step: int, remaining: int) -> None:
        self.current = current
        self.step = step
        self.remaining = remaining

    def advance(self) -> Optional[Object]:
        if self.remaining <= 0:
            return None
        self.remaining -= 1
        result = self.current
        self.current += self.step
        return new_int(result)
