"""Small programs of microthreads. Each case tells what happened as text."""
from __future__ import annotations

from typing import Callable, Optional

from scheduler import threads
from scheduler.channel import RECEIVE, SEND, Channel, direction_of
from scheduler.microthread import Microthread, Ring, RunQueue
from scheduler.scheduler import Deadlock, Scheduler, running
from scheduler.sleeper import now
from scheduler.timers import FOREVER, Timer, Timers
from transform.rpython import checked_cast, not_none


class _Number:
    value: int

    def __init__(self, value: int) -> None:
        self.value = value


class _State:
    """What is each microthread's own: a number, for a start."""
    number: int

    def __init__(self) -> None:
        self.number = 0


_state = _State()


class _Soft(Exception):
    """Leaves a microthread that has no calls to keep."""


class _Thread(Microthread):
    """Runs a method of a world, anew at each turn if it leaves by _Soft."""
    body: Optional[Callable[[_Thread], None]]
    world: _World
    name: str
    turns: int
    number: int

    def __init__(self, home: RunQueue, world: _World, name: str, body: Optional[Callable[[_Thread], None]]) -> None:
        super().__init__(home)
        self.world = world
        self.name = name
        self.body = body
        self.turns = 0
        self.number = 0

    def park(self) -> None:
        self.number = _state.number

    def unpark(self) -> None:
        _state.number = self.number

    def proceed(self) -> None:
        self.unpark()
        self.is_alive = True
        try:
            not_none(self.body)(self)
        except _Soft:
            return
        except ValueError as error:
            self.world.note("failed")
            self.world.scheduler.fail_current(error)
            return
        self.world.scheduler.end_current()


class _World:
    """A scheduler of its own, and a log."""
    scheduler: Scheduler
    main: _Thread
    before: Scheduler
    channel: Channel
    log: list[str]

    def __init__(self) -> None:
        self.log = []
        self.channel = Channel()
        self.scheduler = Scheduler()
        self.main = _Thread(self.scheduler.queue, self, "main", None)
        self.scheduler.start(self.main)
        self.before = running.scheduler
        running.scheduler = self.scheduler

    def note(self, text: str) -> None:
        current = checked_cast(_Thread, self.scheduler.current)
        self.log.append(f"{current.name}:{text}")

    def start(self, name: str, body: Callable[[_Thread], None]) -> _Thread:
        made = _Thread(self.scheduler.queue, self, name, body)
        self.scheduler.insert(made)
        return made

    def end(self) -> str:
        running.scheduler = self.before
        return " ".join(self.log)

    def switch(self, target: Microthread) -> None:
        own = self.scheduler.current
        if target is not own:
            self.scheduler.switch(target)
        error = own.take_error()
        if error is not None:
            raise error

    def schedule(self) -> None:
        self.switch(self.scheduler.next_in_turn())

    def run(self) -> None:
        self.switch(self.scheduler.begin_run(False))

    def act(self, direction: int) -> None:
        if self.channel.has_partner(direction):
            self.switch(self.scheduler.meet(self.channel, direction))
        else:
            self.switch(self.scheduler.wait_in(self.channel, direction))

    def send(self, number: int) -> None:
        self.scheduler.current.value = _Number(number)
        self.act(SEND)

    def receive(self) -> int:
        own = self.scheduler.current
        own.value = None
        self.act(RECEIVE)
        return checked_cast(_Number, not_none(own.value)).value

    # Bodies.

    def three_turns(self, own: _Thread) -> None:
        for i in range(3):
            _state.number += 1
            self.note(f"{i}/{_state.number}")
            self.schedule()

    def soft_turns(self, own: _Thread) -> None:
        own.turns += 1
        self.note(f"turn {own.turns}")
        if own.turns < 3:
            self.scheduler.hand_over(self.scheduler.next_in_turn())
            raise _Soft()

    def sender(self, own: _Thread) -> None:
        for i in range(3):
            self.send(i)
            self.note(f"sent {i}")

    def receiver(self, own: _Thread) -> None:
        for _ in range(3):
            self.note(f"got {self.receive()}")

    def failing(self, own: _Thread) -> None:
        raise ValueError("no")

    def waiting(self, own: _Thread) -> None:
        try:
            self.receive()
        except ValueError as error:
            self.note(f"raised {error}")


def turns() -> str:
    world = _World()
    world.start("a", world.three_turns)
    world.start("b", world.three_turns)
    world.run()
    world.note(f"count {world.scheduler.queue.count}")
    return world.end()


def soft_and_hard() -> str:
    """Those that keep calls and those that keep none take turns."""
    world = _World()
    world.start("soft", world.soft_turns)
    world.start("hard", world.three_turns)
    world.start("other", world.soft_turns)
    world.run()
    return world.end()


def _messages(preference: int, schedule_all: bool) -> str:
    world = _World()
    world.channel.preference = preference
    world.channel.schedule_all = schedule_all
    world.start("s", world.sender)
    world.start("r", world.receiver)
    world.start("other", world.soft_turns)
    world.run()
    world.note(f"balance {world.channel.balance()}")
    return world.end()


def the_receiver_is_preferred() -> str:
    return _messages(RECEIVE, False)


def the_sender_is_preferred() -> str:
    return _messages(SEND, False)


def nobody_is_preferred() -> str:
    return _messages(0, False)


def all_go_through_the_queue() -> str:
    return _messages(RECEIVE, True)


def errors_go_to_the_runner() -> str:
    world = _World()
    world.start("a", world.failing)
    world.start("b", world.soft_turns)
    try:
        world.run()
    except ValueError as error:
        world.note(f"caught {error}")
    world.run()
    return world.end()


def an_error_for_one_that_waits() -> str:
    world = _World()
    waiting = world.start("a", world.waiting)
    world.run()
    world.note(f"balance {world.channel.balance()} {direction_of(waiting)}")
    world.scheduler.fail(waiting, ValueError("thrown"))
    world.run()
    world.note(f"balance {world.channel.balance()} {waiting.is_alive}")
    return world.end()


def nobody_could_wake_it() -> str:
    world = _World()
    try:
        world.receive()
    except Deadlock:
        world.note(f"deadlock {world.scheduler.queue.count} {world.channel.count}")
    return world.end()


def the_last_one_ends() -> str:
    """While the main one waits: that gets the error."""
    world = _World()
    world.start("a", world.three_turns)
    try:
        world.receive()
    except Deadlock as error:
        world.note(f"deadlock {error.waited}")
    return world.end()


def a_time_comes() -> str:
    world = _World()
    ring = Ring(True)
    begin = now()
    timer = world.scheduler.wait_outside(ring, begin + 20_000_000)
    world.start("a", world.three_turns)
    world.switch(world.scheduler.next_runnable())
    world.scheduler.end_timer(timer)
    world.note(f"{now() - begin >= 20_000_000} {ring.count} {world.scheduler.queue.outside}")
    return world.end()


def timers_come_in_order() -> str:
    queue = RunQueue()
    timers = Timers()
    made = [Timer(deadline * 37 % 100, Microthread(queue)) for deadline in range(1, 41)]
    for timer in made:
        timers.add(timer)
    for timer in made:
        if timer.deadline % 3 == 0:
            timers.remove(timer)
    order: list[str] = []
    while not timers.is_empty():
        order.append(str(timers.next_deadline()))
        timers.remove(timers.next())
    return " ".join(order)


class _Elsewhere:
    """What runs in another thread: it sends to a microthread of the first."""
    world: _World
    ring: Ring
    woken: bool

    def __init__(self, world: _World) -> None:
        self.world = world
        self.ring = Ring(True)
        self.woken = False

    def run(self) -> None:
        self.woken = True
        first = self.ring.first
        if first is not None:
            first.end_wait()


def another_thread_wakes_it() -> str:
    scheduler = running.scheduler
    world = _World()
    running.scheduler = scheduler
    main = _Thread(scheduler.queue, world, "main", None)
    if scheduler.queue.count == 0:
        scheduler.start(main)
    other = _Elsewhere(world)
    there = Scheduler()
    threads.start_thread(there, _Thread(there.queue, world, "there", None), other.run)
    scheduler.wait_outside(other.ring, FOREVER)
    target = scheduler.next_runnable()
    scheduler.queue.sleeper.end()
    return f"{target is scheduler.current} {other.woken} {running.scheduler is scheduler}"
