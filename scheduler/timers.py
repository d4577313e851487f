"""Microthreads that wait for a time."""
from __future__ import annotations

from scheduler.microthread import Microthread

FOREVER = -1
"""A deadline that never comes."""

_NOWHERE = -1


class Timer:
    """One that waits until a deadline, in nanoseconds of the clock of `sleeper.now`. `position` is its place in the
    heap."""
    deadline: int
    microthread: Microthread
    position: int

    def __init__(self, deadline: int, microthread: Microthread) -> None:
        self.deadline = deadline
        self.microthread = microthread
        self.position = _NOWHERE


class Timers:
    """A binary heap of timers, the next first.

    A timer that has become pointless is taken out at once, since most are: those of connections, which have to wait
    for less than their timeout. It knows its place for that. A timer that is added last and comes last, and one that is
    removed soon after, stay at the bottom, so both take little time however many there are."""
    items: list[Timer]

    def __init__(self) -> None:
        self.items = []

    def is_empty(self) -> bool:
        return len(self.items) == 0

    def next_deadline(self) -> int:
        """The deadline of the next; FOREVER if there is none."""
        return FOREVER if len(self.items) == 0 else self.items[0].deadline

    def next(self) -> Timer:
        """The next, which there is."""
        return self.items[0]

    def add(self, timer: Timer) -> None:
        self.items.append(timer)
        self.rise(timer, len(self.items) - 1)

    def remove(self, timer: Timer) -> None:
        """Takes one out, if it is in."""
        position = timer.position
        if position == _NOWHERE:
            return
        timer.position = _NOWHERE
        last = self.items.pop()
        if last is timer:
            return
        if position > 0 and last.deadline < self.items[(position - 1) // 2].deadline:
            self.rise(last, position)
        else:
            self.sink(last, position)

    def place(self, timer: Timer, position: int) -> None:
        self.items[position] = timer
        timer.position = position

    def rise(self, timer: Timer, position: int) -> None:
        """Puts a timer at a place that is free, or above it."""
        while position > 0:
            above = self.items[(position - 1) // 2]
            if above.deadline <= timer.deadline:
                break
            self.place(above, position)
            position = (position - 1) // 2
        self.place(timer, position)

    def sink(self, timer: Timer, position: int) -> None:
        """Puts a timer at a place that is free, or below it."""
        count = len(self.items)
        while True:
            below = position * 2 + 1
            if below >= count:
                break
            if below + 1 < count and self.items[below + 1].deadline < self.items[below].deadline:
                below += 1
            if self.items[below].deadline >= timer.deadline:
                break
            self.place(self.items[below], position)
            position = below
        self.place(timer, position)
