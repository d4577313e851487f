"""The state of a tasklet, and the ring that the runnable ones of a thread are linked into."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import TYPE_CHECKING, Any

from greenlet import greenlet

if TYPE_CHECKING:
    from stackless._emulation.channel import channel
    from stackless._emulation.scheduler import Scheduler

# In a tempval: the tasklet itself. As a reference it would keep an abandoned tasklet from ending at once.
ITSELF: Any = object()


class Task:
    """What the scheduler knows of a tasklet. The class `tasklet`, which users see, adds the methods."""

    __slots__ = ("_scheduler", "_fibre", "_func", "_args", "_kwargs", "_context", "_tempval", "_next", "_prev",
                 "_channel", "_sending", "_atomic", "_ignore_nesting", "_block_trap", "__weakref__")

    _scheduler: Scheduler
    _fibre: greenlet | None             # while it is started and not ended
    _func: Callable[..., object] | None  # until it is started
    _args: tuple[Any, ...] | None       # from when it is ready until it is started
    _kwargs: dict[str, Any] | None
    _context: Context | None            # None: an empty one
    _tempval: Any                       # what the call that suspended it will return, or a Bomb
    _next: Task | None                  # neighbours in the ring or in the channel's queue
    _prev: Task | None
    _channel: channel | None            # where it is blocked
    _sending: bool                      # if it is
    _atomic: bool
    _ignore_nesting: bool
    _block_trap: bool

    def _clear(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._fibre = self._func = self._args = self._kwargs = self._context = self._tempval = None
        self._next = self._prev = self._channel = None
        self._sending = self._atomic = self._ignore_nesting = self._block_trap = False

    @property
    def alive(self) -> bool:
        """Whether there is something left to run."""
        return self._fibre is not None or self._args is not None

    @property
    def scheduled(self) -> bool:
        """Whether it is runnable or blocked."""
        return self._next is not None or self._channel is not None


class Ring:
    """The runnable tasklets of a thread, doubly linked; `head` is the one that runs, or that will run now.

    Other threads insert too, so the methods are called with the lock of the scheduler's module held."""

    __slots__ = ("head", "runcount")

    def __init__(self) -> None:
        self.head: Task | None = None
        self.runcount = 0

    def insert(self, task: Task) -> None:
        """At the end, which is before the head."""
        head = self.head
        if head is None:
            task._next = task._prev = self.head = task
        else:
            last = head._prev
            assert last is not None
            task._prev, task._next = last, head
            last._next = head._prev = task
        self.runcount += 1

    def insert_second(self, task: Task) -> None:
        """Behind the head."""
        head = self.head
        assert head is not None
        second = head._next
        assert second is not None
        task._prev, task._next = head, second
        head._next = second._prev = task
        self.runcount += 1

    def remove(self, task: Task) -> None:
        """If it is the head, the next one becomes it."""
        after, before = task._next, task._prev
        assert after is not None and before is not None
        if after is task:
            self.head = None
        else:
            before._next, after._prev = after, before
            if self.head is task:
                self.head = after
        task._next = task._prev = None
        self.runcount -= 1
