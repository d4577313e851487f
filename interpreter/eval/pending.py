"""Work that waits until Python code is at a place where any code may run.

Signals, finalizers, other threads and the scheduler may want the interpreter at any moment; they get it at the end of a loop's turn and at the
entry of a Python function. There the evaluation loop counts a *tick*: one decrement and a branch. When the count has run out it calls `attend`, which
asks each attendant whether it has something to do. So the loop looks at one word, whoever has work.

    work.register(attendant)      from now on `attendant.attend()` is called every `PERIOD` ticks at least
    work.hurry()                  the next tick finds that the count has run out
    item_address(LEFT, 0)         where C code (a signal handler) writes 0 for the same
    work.call_after(n, who)       `who.attend()` is called once, after about `n` instructions; None takes that back

What an attendant raises is raised in the Python code that was interrupted. It may run Python code, and switch stacks."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError
from interpreter.eval.frame import state
from transform.rpython import inline, new_array, unlikely

PERIOD = 100
"""Ticks between two calls of `attend` when nobody asks for an earlier one."""

INSTRUCTIONS_PER_TICK = 8
"""About how many instructions run in a tick."""

LEFT = new_array(int, 1)
"""How many ticks are left."""


class Attendant:
    """Who has work to do at times."""

    def attend(self) -> None:
        """Does what there is to do now. Called often, so it looks first."""
        raise NotImplementedError


class Work:
    """The attendants, and the one that waits for a time. `period` is what the count began with, `instructions` what the one who waits for a time
    still has to wait for. While it `is_urgent`, the attendants are called at each tick."""
    attendants: list[Attendant]
    waiting: Optional[Attendant]
    instructions: int
    period: int
    is_urgent: bool

    def __init__(self) -> None:
        self.attendants = []
        self.waiting = None
        self.instructions = 0
        self.period = 0
        self.is_urgent = False

    def register(self, attendant: Attendant) -> None:
        self.attendants.append(attendant)

    def hurry(self) -> None:
        """Something is to be done as soon as possible."""
        LEFT[0] = 0

    def call_after(self, instructions: int, attendant: Optional[Attendant]) -> None:
        """Has ``attendant.attend()`` called once, after about so many instructions from now on; forgets who waited before."""
        self.waiting = attendant
        self.instructions = instructions
        self.begin_period()

    def begin_period(self) -> None:
        self.period = PERIOD
        if self.waiting is not None:
            self.period = min(PERIOD, max(self.instructions // INSTRUCTIONS_PER_TICK, 0))
        LEFT[0] = 0 if self.is_urgent else self.period

    def attend(self) -> None:
        self.instructions -= (self.period + 1) * INSTRUCTIONS_PER_TICK
        self.begin_period()
        state.nesting += 1
        try:
            for attendant in self.attendants:
                attendant.attend()
            waiting = self.waiting
            if waiting is not None and self.instructions <= 0:
                self.waiting = None
                waiting.attend()  # last, since it may give way and not come back here
        finally:
            state.nesting -= 1


work = Work()


@inline
def tick() -> bool:
    """Counts; whether the count has run out, so that `attend` is to be called."""
    left = LEFT[0] - 1
    LEFT[0] = left
    return unlikely(left < 0)


def interruption() -> Optional[PyError]:
    """Does what waits; the exception that is to be raised by that, if there is one."""
    try:
        work.attend()
    except PyError as error:
        return error
    return None


def attend() -> None:
    """Does what waits."""
    work.attend()
