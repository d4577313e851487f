"""The class `channel`."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any, TypeVar

from stackless._emulation import scheduler as scheduling
from stackless._emulation.callbacks import callbacks
from stackless._emulation.errors import Bomb, make_exception, make_exception_of
from stackless._emulation.scheduler import Scheduler, local
from stackless._emulation.task import Task

Self = TypeVar("Self", bound="channel")


class channel:
    """channel()

    Where tasklets meet: `send` and `receive` block until the other comes, and exchange a value then."""

    __slots__ = ("_first", "_last", "_balance", "_preference", "_schedule_all", "_closing", "__weakref__")

    # The tasklets that wait, linked through their `_next` and `_prev`; all senders or all receivers.
    _first: Task | None
    _last: Task | None
    _balance: int
    _preference: int
    _schedule_all: bool
    _closing: bool

    def __new__(cls: type[Self], *args: Any, **kwargs: Any) -> Self:
        self = super().__new__(cls)
        self._first = self._last = None
        self._balance = 0
        self._preference = -1
        self._schedule_all = self._closing = False
        return self

    # Actions

    def send(self, value: object) -> None:
        """Gives `value` to a receiver, waiting for one if need be. ValueError if it would wait at a closed channel."""
        self._act(value, True)

    def receive(self) -> Any:
        """Takes a value from a sender, waiting for one if need be. ValueError if it would wait at a closed channel."""
        return self._act(None, False)

    def send_exception(self, exc_class: type[BaseException], *args: Any) -> None:
        """Has `exc_class(*args)` raised in a receiver."""
        self._act(Bomb(make_exception_of(exc_class, args, "channel.send_exception")), True)

    def send_throw(self, exc: type[BaseException] | BaseException, val: object = None,
                   tb: TracebackType | None = None) -> None:
        """Has an exception raised in a receiver."""
        self._act(Bomb(make_exception(exc, val, tb)), True)

    def send_sequence(self, seq: Iterable[object]) -> int:
        """Sends each item; returns how many these were."""
        count = 0
        for item in seq:
            self.send(item)
            count += 1
        return count

    def __iter__(self: Self) -> Self:
        return self

    def __next__(self) -> Any:
        if self.closed:
            raise StopIteration
        return self.receive()

    def _act(self, value: object, sending: bool) -> Any:
        if callbacks.channel is None:
            return self._exchange(value, sending)
        here = local.scheduler
        partner = self._first
        willblock = partner is None or partner._sending is sending
        elsewhere = not willblock and partner is not None and partner._scheduler is not here
        del partner
        if not elsewhere:
            here.current._tempval = value
            try:
                self._notify(here, sending, willblock)
            finally:
                here.current._tempval = None
            return self._exchange(value, sending)
        answer = self._exchange(value, sending)
        self._notify(here, sending, False)
        return answer

    def _notify(self, here: Scheduler, sending: bool, willblock: bool) -> None:
        callback = callbacks.channel
        if here.in_callback:
            raise RuntimeError("Recursive channel call due to callbacks!")
        if callback is not None:
            here.in_callback = True
            try:
                callback(self, here.current, int(sending), int(willblock))
            finally:
                here.in_callback = False

    def _exchange(self, value: object, sending: bool) -> Any:
        here = local.scheduler
        with scheduling.lock:
            partner = self._first
            if partner is None or partner._sending is sending:
                self._block(here, value, sending)
            else:
                there = partner._scheduler
                switches = there is here and (self._schedule_all or self._preference == (-1 if sending else 1))
                if switches and here.trap:
                    here.check_trap(leaving=False)
                self._unlink(partner)
                answer, partner._tempval = partner._tempval, value
                if not switches:
                    there.insert(partner)
                    there.wake()
                    if type(answer) is Bomb:
                        answer.explode()
                    return answer
                here.current._tempval = answer
                if self._schedule_all:
                    here.insert(partner)
                    here.head = here.current._next
                else:
                    here.insert_second(partner)
                    here.head = partner
            del partner
        return here.switch()

    def _block(self, here: Scheduler, value: object, sending: bool) -> None:
        """Puts the running tasklet from the ring into the queue."""
        task = here.current
        if task._block_trap:
            raise RuntimeError("this tasklet does not like to be blocked.")
        if self._closing:
            raise ValueError("Send/receive operation on a closed channel")
        if here.trap:
            here.check_trap(leaving=True)
        task._tempval = value
        here.remove(task)
        task._channel, task._sending = self, sending
        last = self._last
        if last is None:
            self._first = task
        else:
            last._next, task._prev = task, last
        self._last = task
        self._balance += 1 if sending else -1

    def _unlink(self, task: Task) -> None:
        """Takes a tasklet out of the queue. With the lock held."""
        before, after = task._prev, task._next
        if before is None:
            self._first = after
        else:
            before._next = after
        if after is None:
            self._last = before
        else:
            after._prev = before
        task._next = task._prev = task._channel = None
        self._balance += -1 if task._sending else 1

    # State

    def open(self) -> None:
        """Undoes `close`."""
        self._closing = False

    def close(self) -> None:
        """From now on nothing more may wait."""
        self._closing = True

    @property
    def closing(self) -> bool:
        """Whether `close` was called."""
        return self._closing

    @property
    def closed(self) -> bool:
        """Whether `close` was called and nothing waits any more."""
        return self._closing and self._balance == 0

    @property
    def balance(self) -> int:
        """How many senders wait (> 0) or receivers (< 0)."""
        return self._balance

    @property
    def queue(self) -> Task | None:
        """The tasklet that waits longest."""
        return self._first

    @property
    def preference(self) -> int:
        """Which side runs on when two meet: -1 the receiver, 1 the sender, 0 the one that comes second."""
        return self._preference

    @preference.setter
    def preference(self, value: int) -> None:
        if not isinstance(value, int):
            raise TypeError("preference must be set to an integer")
        self._preference = (value > 0) - (value < 0)

    @property
    def schedule_all(self) -> bool:
        """Whether each action runs the next tasklet in the queue; it overrides `preference`."""
        return self._schedule_all

    @schedule_all.setter
    def schedule_all(self, value: int) -> None:
        if not isinstance(value, int):
            raise TypeError("schedule_all must be set to a bool or integer")
        self._schedule_all = bool(value)

    # Pickling

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        waiting = []
        task = self._first
        while task is not None:
            waiting.append(task)
            task = task._next
        if waiting:
            raise NotImplementedError("greenlets cannot pickle the tasklets that wait at a channel")
        options = self._preference, self._schedule_all, self._closing
        return type(self), (), (options, getattr(self, "__dict__", None))

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        (self._preference, self._schedule_all, self._closing), attributes = state
        if attributes:
            self.__dict__.update(attributes)
