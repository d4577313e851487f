"""What the cases are made of: microthreads that tell what happens."""
from __future__ import annotations

from typing import Callable, Optional

from scheduler.channel import RECEIVE, SEND, Channel
from scheduler.grants import Waiting
from scheduler.microthread import Microthread, RunQueue
from scheduler.scheduler import Scheduler, running
from scheduler.timers import FOREVER
from transform.rpython import checked_cast, not_none


class Number:
    value: int

    def __init__(self, value: int) -> None:
        self.value = value


class State:
    """What is each microthread's own: a number, for a start."""
    number: int

    def __init__(self) -> None:
        self.number = 0


state = State()


class Soft(Exception):
    """Leaves a microthread that has no calls to keep."""


class Thread(Microthread):
    """Runs a method of a world, anew at each turn if it leaves by Soft."""
    body: Optional[Callable[[Thread], None]]
    world: World
    name: str
    turns: int
    number: int

    def __init__(self, home: RunQueue, world: World, name: str, body: Optional[Callable[[Thread], None]]) -> None:
        super().__init__(home)
        self.world = world
        self.name = name
        self.body = body
        self.turns = 0
        self.number = 0

    def park(self) -> None:
        self.number = state.number

    def unpark(self) -> None:
        state.number = self.number

    def proceed(self) -> None:
        self.unpark()
        self.is_alive = True
        try:
            not_none(self.body)(self)
        except Soft:
            return
        except ValueError as error:
            self.world.note("failed")
            self.world.scheduler.fail_current(error)
            return
        self.world.scheduler.end_current()


class World:
    """A scheduler of its own, and a log."""
    scheduler: Scheduler
    main: Thread
    before: Scheduler
    channel: Channel
    claims: Waiting
    log: list[str]

    def __init__(self) -> None:
        self.log = []
        self.channel = Channel()
        self.claims = Waiting()
        self.scheduler = Scheduler()
        self.main = Thread(self.scheduler.queue, self, "main", None)
        self.scheduler.start(self.main)
        self.before = running.scheduler
        running.scheduler = self.scheduler

    def note(self, text: str) -> None:
        current = checked_cast(Thread, self.scheduler.current)
        self.log.append(f"{current.name}:{text}")

    def start(self, name: str, body: Callable[[Thread], None]) -> Thread:
        made = Thread(self.scheduler.queue, self, name, body)
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
        self.scheduler.current.value = Number(number)
        self.act(SEND)

    def receive(self) -> int:
        own = self.scheduler.current
        own.value = None
        self.act(RECEIVE)
        return checked_cast(Number, not_none(own.value)).value

    # Bodies.

    def three_turns(self, own: Thread) -> None:
        for i in range(3):
            state.number += 1
            self.note(f"{i}/{state.number}")
            self.schedule()

    def soft_turns(self, own: Thread) -> None:
        own.turns += 1
        self.note(f"turn {own.turns}")
        if own.turns < 3:
            self.scheduler.hand_over(self.scheduler.next_in_turn())
            raise Soft()

    def sender(self, own: Thread) -> None:
        for i in range(3):
            self.send(i)
            self.note(f"sent {i}")

    def receiver(self, own: Thread) -> None:
        for _ in range(3):
            self.note(f"got {self.receive()}")

    def failing(self, own: Thread) -> None:
        raise ValueError("no")

    def waiting(self, own: Thread) -> None:
        try:
            self.receive()
        except ValueError as error:
            self.note(f"raised {error}")

    def claiming(self, own: Thread) -> None:
        """Waits for a grant."""
        timer = self.scheduler.wait_outside(self.claims, FOREVER)
        self.scheduler.switch(self.scheduler.next_runnable())
        self.scheduler.end_timer(timer)
        is_failing = own.take_error() is not None
        has_taken = self.claims.ends_for(own, is_failing)
        self.note("failed" if is_failing else "took" if has_taken else "nothing")
