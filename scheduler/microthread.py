"""A microthread: a chain of calls that is suspended when it waits, and gone on with later; and the rings in which it
waits."""
from __future__ import annotations

from typing import Optional

from scheduler.sleeper import Sleeper
from transform.rpython import Stack, never_inline, not_none


class Microthread:
    """What runs, waits in a ring (the run queue of its OS thread, a channel, a lock), or is paused: in none.

    It can be suspended in two ways. *Hard*: in the middle of calls, which its `stack` holds. *Soft*: what it needs to
    go on is in the microthread itself and in what that refers to, and no call is suspended; `proceed` goes on with it.
    A class below says what runs, and what of the program's state is the microthread's own (`park`, `unpark`).

    `value` is what the call that suspended it gives, or None; `error`, which comes first, is what that raises. It
    `is_runner` while it waits until no other can run any more."""
    next: Optional[Microthread]
    previous: Optional[Microthread]
    ring: Optional[Ring]
    home: RunQueue
    stack: Optional[Stack]
    value: Optional[object]
    error: Optional[Exception]
    is_alive: bool
    is_runner: bool

    def __init__(self, home: RunQueue) -> None:
        self.next = None
        self.previous = None
        self.ring = None
        self.home = home
        self.stack = None
        self.value = None
        self.error = None
        self.is_alive = False
        self.is_runner = False

    def proceed(self) -> None:
        """Starts it, or goes on with it after a soft switch, until it ends or another is current. When it has ended,
        another must be current."""
        raise NotImplementedError

    def park(self) -> None:
        """Takes over the program's state that is this microthread's own: it gives way."""

    def unpark(self) -> None:
        """Puts that state back: it goes on."""

    def is_queued(self) -> bool:
        """Whether it can run."""
        return self.ring is self.home

    def is_blocked(self) -> bool:
        """Whether it waits for another microthread."""
        return self.ring is not None and self.ring is not self.home

    def leave_ring(self) -> None:
        """Takes it out of the ring that it is in, if any."""
        ring = self.ring
        if ring is not None:
            ring.remove(self)

    def stop_waiting(self) -> None:
        """Takes it out of the ring in which it is blocked, if it is."""
        ring = self.ring
        if ring is not None and ring is not self.home:
            ring.remove(self)
            if ring.is_outside:
                self.home.outside -= 1

    def end_wait(self) -> None:
        """Ends its wait for something outside (`Scheduler.wait_outside`), if that has not ended; it may be of another
        thread."""
        if self.is_blocked():
            self.stop_waiting()
            self.home.wake(self)

    def own_stack(self) -> Stack:
        """Where its calls are suspended."""
        stack = self.stack
        if stack is None:
            self.stack = stack = Stack()
        return stack

    def take_error(self) -> Optional[Exception]:
        """What is to be raised where it goes on, once. A value that it was to get before is lost."""
        error = self.error
        if error is not None:
            self.error = None
            self.value = None
        return error


class Ring:
    """Microthreads in a ring, from `first` on. One is in at most one ring. A ring `is_outside` if what they wait for is
    no other microthread."""
    first: Optional[Microthread]
    count: int
    is_outside: bool

    def __init__(self, is_outside: bool = False) -> None:
        self.first = None
        self.count = 0
        self.is_outside = is_outside

    def append(self, item: Microthread) -> None:
        """Puts a microthread that is in no ring at the end: before the first."""
        first = self.first
        if first is None:
            item.next = item
            item.previous = item
            self.first = item
        else:
            before = not_none(first.previous)
            item.previous = before
            item.next = first
            before.next = item
            first.previous = item
        item.ring = self
        self.count += 1

    def remove(self, item: Microthread) -> None:
        """Takes a microthread out that is in this ring."""
        after = not_none(item.next)
        if after is item:
            self.first = None
        else:
            before = not_none(item.previous)
            before.next = after
            after.previous = before
            if self.first is item:
                self.first = after
        item.next = None
        item.previous = None
        item.ring = None
        self.count -= 1

    def pop(self) -> Microthread:
        """Takes the first, which there is."""
        item = not_none(self.first)
        self.remove(item)
        return item

    @never_inline
    def drop_ended(self) -> None:
        """Takes those out that come first and cannot go on: their thread has ended, or is not in this process after a
        fork."""
        first = self.first
        while first is not None and first.home.has_ended:
            self.remove(first)
            first = self.first

    def items(self) -> list[Microthread]:
        """All of them, in their order."""
        result: list[Microthread] = []
        item = self.first
        while item is not None:
            result.append(item)
            following = not_none(item.next)
            item = None if following is self.first else following
        return result


class RunQueue(Ring):
    """The microthreads of an OS thread that can run. `first` is the one that runs, as long as that can go on; the
    others follow in their order. `thread_id` is the thread's number in the program, 0 as long as it is not known.
    `outside` counts those of the thread that wait for something that is no other microthread: a lock, a time."""
    sleeper: Sleeper
    thread_id: int
    has_ended: bool
    outside: int

    def __init__(self) -> None:
        super().__init__()
        self.sleeper = Sleeper()
        self.thread_id = 0
        self.has_ended = False
        self.outside = 0

    def append_second(self, item: Microthread) -> None:
        """Puts a microthread that is in no ring behind the first, which there is: its turn comes next."""
        first = not_none(self.first)
        self.first = first.next
        self.append(item)
        self.first = first

    def wake(self, item: Microthread) -> None:
        """Lets a microthread run that is in no ring, on behalf of another thread."""
        self.append(item)
        self.sleeper.wake()

    def wake_next(self, item: Microthread) -> None:
        """The same; its turn comes next."""
        if self.first is None:
            self.append(item)
        else:
            self.append_second(item)
        self.sleeper.wake()
