"""Collecting garbage while the program has nothing to do.

Who reads from a socket may wait for its other side to be closed, and that, if the program has dropped it without closing it, for the collector.
CPython closes it at once. Here the program could sleep for ever: nothing is allocated meanwhile, so nothing is collected. Therefore a thread that
would sleep for long sleeps for a while only, and when the program has done nothing all that time, it collects what the program has left, once."""
from __future__ import annotations

from interpreter.eval.collect import collect
from interpreter.modules.finalizers import endings
from scheduler import scheduler as scheduling
from scheduler.scheduler import Leisure, running
from scheduler.sleeper import now
from transform.rpython.gcmodule import ALL, Statistic, statistic

_FIRST_NAP = 50_000_000
_LONGEST_NAP = 800_000_000
_SHARE = 200
"""Collecting takes one part of so many of the time."""


class IdleCollection(Leisure):
    """`allocated` is what the program had allocated at the time `since`, and `collected` what it had right after the last collection here; the next
    begins at `next` at the earliest, as the last took the time `cost`. A nap is the longer the more often others were found busy after one."""
    allocated: int
    since: int
    collected: int
    next: int
    cost: int
    nap: int

    def __init__(self) -> None:
        self.allocated = 0
        self.since = 0
        self.collected = 0
        self.next = 0
        self.cost = 0
        self.nap = _FIRST_NAP

    def is_wanted(self) -> bool:
        """Whether there may be something to collect that has to be ended."""
        return endings.any and statistic(Statistic.ALLOCATED) != self.collected

    def limit(self, nanoseconds: int) -> int:
        if 0 <= nanoseconds < _FIRST_NAP + 2 * self.cost or not self.is_wanted():
            return nanoseconds
        allocated = statistic(Statistic.ALLOCATED)
        time = now()
        idle = time - self.since
        if allocated != self.allocated:
            if idle >= self.nap:
                self.nap = min(self.nap * 2, _LONGEST_NAP)
            self.allocated = allocated
            self.since = time
            idle = 0
        wait = max(self.nap - idle, self.next - time)
        if wait > 0:
            return min(nanoseconds, wait) if nanoseconds >= 0 else wait
        self.collect(time)
        return 0

    def collect(self, time: int) -> None:
        """Collects garbage, and ends what has ended; no other tasklet runs meanwhile."""
        scheduler = running.scheduler
        scheduler.trap += 1
        try:
            collect(ALL)
        finally:
            scheduler.trap -= 1
        self.collected = statistic(Statistic.ALLOCATED)
        self.cost = now() - time
        self.next = time + self.cost * _SHARE
        self.nap = _FIRST_NAP


leisure = IdleCollection()
scheduling.leisure = leisure
