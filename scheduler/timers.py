"""Microthreads that wait for a time."""
from __future__ import annotations

from typing import Optional

from scheduler.microthread import Microthread

FOREVER = -1
"""A deadline that never comes."""


class Timer:
    """One that waits until a deadline, in nanoseconds of the clock of `sleeper.now`. It may be `cancelled`."""
    deadline: int
    microthread: Optional[Microthread]

    def __init__(self, deadline: int, microthread: Microthread) -> None:
        self.deadline = deadline
        self.microthread = microthread

    def cancel(self) -> None:
        self.microthread = None


class Timers:
    """A heap of timers, the next first."""
    items: list[Timer]

    def __init__(self) -> None:
        self.items = []

    def add(self, timer: Timer) -> None:
        items = self.items
        items.append(timer)
        position = len(items) - 1
        while position > 0:
            above = (position - 1) // 2
            if items[above].deadline <= timer.deadline:
                break
            items[position] = items[above]
            position = above
        items[position] = timer

    def next(self) -> Optional[Timer]:
        """The next that was not cancelled."""
        while len(self.items) > 0:
            if self.items[0].microthread is not None:
                return self.items[0]
            self.pop()
        return None

    def pop(self) -> Timer:
        """Takes the first, which there is."""
        items = self.items
        first = items[0]
        last = items.pop()
        count = len(items)
        if count > 0:
            position = 0
            while True:
                below = position * 2 + 1
                if below >= count:
                    break
                if below + 1 < count and items[below + 1].deadline < items[below].deadline:
                    below += 1
                if items[below].deadline >= last.deadline:
                    break
                items[position] = items[below]
                position = below
            items[position] = last
        return first
