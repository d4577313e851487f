"""Collecting garbage while the program has nothing to do.

Who reads from a socket may wait for its other side to be closed, and that, if the program has dropped it without closing it, for the collector.
CPython closes it at once. Here the program could sleep for ever: nothing is allocated meanwhile, so nothing is collected. Therefore a thread that
would sleep for long sleeps for a while only, and when the program has done nothing all that time, it collects what the program has left."""
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

_MOST = 4
"""So many threads collect at most: each has its own stack out of the way then, where what has been dropped may still be found."""


class IdleCollection(Leisure):
    """The program was found to have done something at the time `since`, for the `period`-th time, and to have `allocated` so much until then.
    Since that, `collections` were made, the last until the time `ended`. Those of a period took the time `cost`, and the next one's begin at
    `next` at the earliest. A `nap` is the longer the more often others were found busy after one."""
    allocated: int
    since: int
    period: int
    collections: int
    ended: int
    cost: int
    next: int
    nap: int

    def __init__(self) -> None:
        self.allocated = 0
        self.since = 0
        self.period = 0
        self.collections = 0
        self.ended = 0
        self.cost = 0
        self.next = 0
        self.nap = _FIRST_NAP

    def is_wanted(self) -> bool:
        """Whether there may be something to collect that has to be ended, and the running thread has not looked for it."""
        allocated = statistic(Statistic.ALLOCATED)
        if allocated != self.allocated:
            self.begin_period(allocated)
        return endings.any and running.scheduler.rested != self.period and self.collections < _MOST

    def begin_period(self, allocated: int) -> None:
        time = now()
        if time - self.since >= self.nap:
            self.nap = min(self.nap * 2, _LONGEST_NAP)
        self.allocated = allocated
        self.since = time
        self.period += 1
        self.collections = 0
        self.next = self.ended + self.cost * _SHARE

    def limit(self, nanoseconds: int) -> int:
        if 0 <= nanoseconds < _FIRST_NAP + 2 * self.cost or not self.is_wanted():
            return nanoseconds
        time = now()
        wait = max(self.since + self.nap, self.next) - time
        if wait > 0:
            return min(nanoseconds, wait) if nanoseconds >= 0 else wait
        self.collect(time)
        return 0

    def collect(self, time: int) -> None:
        """Collects garbage, and ends what has ended; no other tasklet runs meanwhile."""
        scheduler = running.scheduler
        scheduler.rested = self.period
        scheduler.trap += 1
        try:
            collect(ALL)
        finally:
            scheduler.trap -= 1
        self.allocated = statistic(Statistic.ALLOCATED)
        self.ended = now()
        self.cost = self.ended - time if self.collections == 0 else self.cost + self.ended - time
        self.collections += 1
        self.nap = _FIRST_NAP


leisure = IdleCollection()
scheduling.leisure = leisure
