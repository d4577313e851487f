"""Waiting for a lock or a time. It parks the running tasklet: the thread's others run meanwhile, and when there are none, the thread sleeps."""
from __future__ import annotations

from interpreter.eval.microthread import current, given_to
from interpreter.modules.signals import check_signals
from interpreter.objects.int import TRUE
from scheduler import scheduler as scheduling
from scheduler.microthread import Ring
from scheduler.scheduler import Interruption, end_wait, running
from scheduler.sleeper import now
from scheduler.timers import FOREVER
from transform.rpython.coroutine import callback_depth


class SignalCheck(Interruption):
    """Runs the Python handlers of signals."""

    def check(self) -> None:
        running.scheduler.trap += 1
        try:
            check_signals()
        finally:
            running.scheduler.trap -= 1


scheduling.interruption = SignalCheck()


def wait_in(ring: Ring, deadline: int) -> bool:
    """The running tasklet waits in a ring until `grant` lets it go on, or until a deadline; whether it was `grant`. Raises what the handlers of
    signals raise, and what another tasklet throws."""
    scheduler = running.scheduler
    own = current()
    own.value = None
    timer = scheduler.wait_outside(ring, deadline)
    if scheduler.trap != 0 or callback_depth() > 0:
        try:
            while own.ring is ring:
                scheduler.sleep()
        finally:
            if own.ring is ring:
                end_wait(own)
            scheduler.queue.first = own
    else:
        target = scheduler.next_runnable()
        if target is not own:
            scheduler.switch(target)
    timer.cancel()
    return given_to(own) is TRUE


def grant(ring: Ring) -> None:
    """Lets the first go on that waits in a ring."""
    item = ring.first
    if item is not None:
        item.value = TRUE
        end_wait(item)


def sleep_until(deadline: int) -> None:
    """The running tasklet waits for a time."""
    wait_in(sleeping, deadline)


sleeping = Ring(True)


def deadline_after(nanoseconds: int) -> int:
    """The deadline that comes so many nanoseconds from now; FOREVER for a negative number."""
    return FOREVER if nanoseconds < 0 else now() + nanoseconds
