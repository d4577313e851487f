"""The turns of OS threads."""
from __future__ import annotations

from interpreter.eval.pending import Attendant, work
from scheduler.sleeper import now
from scheduler.threads import yield_lock
from transform.rpython.threads import lock_is_wanted


class Turns(Attendant):
    """Lets other threads run when the running one has had its time: `slice` nanoseconds from when one was first seen waiting, at `since`, which
    is 0 if none was."""
    slice: int
    since: int

    def __init__(self) -> None:
        self.slice = 5_000_000
        self.since = 0

    def attend(self) -> None:
        if lock_is_wanted():
            time = now()
            if self.since == 0:
                self.since = time
            elif time - self.since >= self.slice:
                self.since = 0
                yield_lock()


turns = Turns()
work.register(turns)
