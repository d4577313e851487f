"""``run(timeout)``: a tasklet that runs for too long is interrupted."""
from __future__ import annotations

from interpreter.eval.frame import state
from interpreter.eval.microthread import PythonMicrothread, current, give_way_between_instructions, is_between_instructions, main_of_thread
from interpreter.eval.pending import Attendant, work
from interpreter.modules.stackless.objects import object_of
from scheduler.microthread import Microthread
from scheduler.scheduler import running
from transform.rpython import checked_cast
from transform.rpython.coroutine import callback_depth

_SOON = 1
"""Instructions until the next attempt to interrupt a tasklet that must not be interrupted now."""

_NESTING_OF_BASE = 2
"""`state.nesting` while an attendant works for code that no built-in function called."""


class Watchdog(Attendant):
    """Ends a `run` when its time is over. `is_total`: the time is that of the whole run, not of one tasklet's turn. `is_soft`: it waits for the
    next switch, and notes that the time `is_over`."""
    runner: PythonMicrothread
    timeout: int
    is_total: bool
    is_soft: bool
    ignores_nesting: bool
    is_over: bool

    def __init__(self, runner: PythonMicrothread, timeout: int, is_total: bool, is_soft: bool, ignores_nesting: bool) -> None:
        self.runner = runner
        self.timeout = timeout
        self.is_total = is_total
        self.is_soft = is_soft
        self.ignores_nesting = ignores_nesting
        self.is_over = False

    def start(self) -> None:
        main_of_thread().watchdog = self
        work.call_after(self.timeout, self)

    def stop(self) -> None:
        main_of_thread().watchdog = None
        work.call_after(0, None)

    def attend(self) -> None:
        if main_of_thread().watchdog is not self:
            return
        self.is_over = True
        if self.is_soft:
            return
        own = current()
        if self.can_interrupt(own):
            self.interrupt(own)
        else:
            work.call_after(_SOON, self)

    def can_interrupt(self, own: PythonMicrothread) -> bool:
        if own is self.runner or own.is_atomic or running.scheduler.trap != 0 or callback_depth() > 0:
            return False
        return state.nesting <= _NESTING_OF_BASE or self.ignores_nesting or own.ignores_nesting

    def interrupt(self, own: PythonMicrothread) -> None:
        """Takes the running tasklet out of the queue; `run` returns it."""
        scheduler = running.scheduler
        self.stop()
        self.runner.value = object_of(own)
        scheduler.insert(self.runner)
        scheduler.queue.remove(own)
        scheduler.queue.first = self.runner
        if is_between_instructions():
            give_way_between_instructions(self.runner)
        scheduler.switch(self.runner)
        error = own.take_error()
        own.value = None
        if error is not None:
            raise error

    def redirect(self, target: Microthread) -> Microthread:
        """Who is to go on instead of `target`, when a tasklet gives way."""
        if target is self.runner:
            self.stop()
        elif not self.is_over:
            if not self.is_total:
                work.call_after(self.timeout, self)
        elif self.is_soft:
            self.stop()
            running.scheduler.insert(self.runner)
            running.scheduler.queue.first = self.runner
            return self.runner
        elif not self.is_total:  # what could not be interrupted has given way by itself, and a turn begins
            self.is_over = False
            work.call_after(self.timeout, self)
        return target


def redirected(target: Microthread) -> Microthread:
    """The same for the watchdog of the running thread."""
    watchdog = main_of_thread().watchdog
    return target if watchdog is None else checked_cast(Watchdog, watchdog).redirect(target)


def begin_timeout(timeout: int, is_total: bool, is_soft: bool, ignores_nesting: bool) -> None:
    """Limits the time of a `run` that begins; inside another with a limit, that one counts."""
    if timeout > 0 and main_of_thread().watchdog is None:
        Watchdog(current(), timeout, is_total, is_soft, ignores_nesting).start()
