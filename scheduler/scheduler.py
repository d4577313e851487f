"""The scheduler of an OS thread: which of its microthreads runs, and how one gives way to another.

The C stack below a microthread is that of `run_base`, which belongs to no one. One that gives way softly leaves it to
the next; one that has calls to keep takes it along, and the next begins with another. So a switch between two that have
no calls to keep moves no stack at all.

To give way takes two steps. First a method here says who is to go on, and puts the one that runs where it waits. Then
either `switch` goes on with that one, and returns when the one that runs is gone on with; or `hand_over` makes that one
the current one, and the caller leaves by returning or raising, down to `run_base`."""
from __future__ import annotations

from scheduler.channel import SEND, Channel, direction_of, exchange
from scheduler.microthread import Microthread, Ring, RunQueue
from scheduler.poller import Poller
from scheduler.sleeper import NO_FILE, now, population
from scheduler.timers import FOREVER, Timer, Timers
from transform.rpython import Stack, never_inline, not_none, switch_stack


class Deadlock(Exception):
    """The last microthread that could run would have to wait, and nobody could ever wake it. `waited` is what the one
    that gets the error did in a channel already, SEND or RECEIVE, or 0 if it is the one that would have to wait."""
    waited: int

    def __init__(self, waited: int) -> None:
        super().__init__("deadlock")
        self.waited = waited


class Runner:
    """One that waits until no other can run any more. If it is `patient`, it does so as long as another thread could
    wake one."""
    microthread: Microthread
    is_patient: bool

    def __init__(self, microthread: Microthread, is_patient: bool) -> None:
        self.microthread = microthread
        self.is_patient = is_patient


class Scheduler:
    """The microthreads of an OS thread. `current` runs; `main` is the one that the thread began with. `runners` are in
    the order in which they began to wait. While `trap` is not 0, nobody may give way. `rested` is a note of `leisure`
    for itself."""
    main: Microthread
    current: Microthread
    queue: RunQueue
    runners: list[Runner]
    timers: Timers
    poller: Poller
    trap: int
    rested: int
    base: Stack
    home: Stack

    def __init__(self) -> None:
        self.queue = RunQueue()
        self.runners = []
        self.timers = Timers()
        self.poller = Poller()
        self.trap = 0
        self.rested = 0
        self.base = Stack()
        self.home = Stack()

    def start(self, main: Microthread) -> None:
        """Makes a microthread that is running already the main one."""
        self.main = main
        self.current = main
        main.is_alive = True
        self.queue.append(main)

    # Who is next.

    def next_in_turn(self) -> Microthread:
        """The current one goes to the end of the queue."""
        target = not_none(self.current.next)
        self.queue.first = target
        return target

    def take_turn(self, target: Microthread) -> Microthread:
        """One that can run, or was paused, goes on now; the current one stays where it is in the queue."""
        self.insert(target)
        self.queue.first = target
        return target

    def insert(self, item: Microthread) -> None:
        """Lets one run that is paused, when its turn comes."""
        if item.ring is None:
            self.queue.append(item)

    def fail(self, item: Microthread, error: Exception) -> None:
        """Has an error raised in one that is not running, when its turn comes, wherever it waits."""
        item.error = error
        item.stop_waiting()
        self.insert(item)

    def leave(self) -> Microthread:
        """The current one leaves the queue. Deadlock, with nothing changed, if no other could go on."""
        current = self.current
        self.queue.remove(current)
        return self.next_runnable()

    def wait_in(self, channel: Channel, direction: int) -> Microthread:
        """The current one waits in a channel. Deadlock, with nothing changed, if no other could go on."""
        self.queue.remove(self.current)
        channel.append_waiting(self.current, direction)
        return self.next_runnable()

    def wait_outside(self, ring: Ring, deadline: int) -> Timer:
        """The current one waits in a ring, which `is_outside`, until its `end_wait`, or until a deadline;
        `next_runnable` says who goes on. When it goes on itself, for whatever reason, it has to call `end_timer`."""
        self.queue.remove(self.current)
        return self.put_outside(self.current, ring, deadline)

    def put_outside(self, item: Microthread, ring: Ring, deadline: int) -> Timer:
        """The same for one that is in no ring."""
        timer = Timer(deadline, item)
        ring.append(item)
        self.queue.outside += 1
        if deadline != FOREVER:
            self.timers.add(timer)
        return timer

    def end_timer(self, timer: Timer) -> None:
        self.timers.remove(timer)

    def meet(self, channel: Channel, direction: int) -> Microthread:
        """The current one meets the first that waits in a channel; gives who goes on then, perhaps itself. Who sends
        has what it sends as its value or error."""
        current = self.current
        partner = channel.pop()
        if direction == SEND:
            exchange(current, partner)
        else:
            exchange(partner, current)
        queue = self.queue
        if partner.home is not queue:
            partner.home.wake(partner)
            return current
        if channel.schedule_all:
            queue.append(partner)
            return self.next_in_turn()
        if channel.preference == -direction:
            queue.append_second(partner)
            queue.first = partner
            return partner
        queue.append(partner)
        return current

    def begin_run(self, is_patient: bool) -> Microthread:
        """The current one waits until no other can run; gives the next."""
        current = self.current
        self.runners.append(Runner(current, is_patient))
        current.is_runner = True
        self.queue.remove(current)
        target = self.next_runnable()
        if target is current:
            self.end_run_of(current)
        return target

    @never_inline
    def end_run_of(self, item: Microthread) -> None:
        """A runner goes on. Those that began to wait after it would do so for ever: they go on too."""
        while item.is_runner:
            inner = self.runners.pop().microthread
            inner.is_runner = False
            if inner.ring is None:
                self.queue.append(inner)

    def become(self, target: Microthread) -> None:
        """Makes one the current one that can run."""
        if target.is_runner:
            self.end_run_of(target)
        self.current = target

    def end_current(self) -> None:
        """The current one has ended, and another becomes the current one."""
        current = self.current
        current.is_alive = False
        self.queue.remove(current)
        self.become(self.next_runnable())

    def fail_current(self, error: Exception) -> None:
        """The current one has ended by an error, which is raised at once in the guardian."""
        current = self.current
        current.is_alive = False
        self.queue.remove(current)
        guardian = self.guardian()
        self.fail(guardian, error)
        self.queue.first = guardian
        self.become(guardian)

    # When nobody can run.

    def guardian(self) -> Microthread:
        """Who is told of what nobody else handles: the innermost runner, or else the main one."""
        return self.runners[-1].microthread if len(self.runners) > 0 else self.main

    def next_runnable(self) -> Microthread:
        """The first in the queue. If that is empty, the guardian, or one that another thread wakes. If there is none, a
        Deadlock in the current one, which is in the queue again then, or in the guardian if that has ended."""
        first = self.queue.first
        return first if first is not None else self.when_empty()

    @never_inline
    def when_empty(self) -> Microthread:
        guardian = self.guardian()
        is_patient = len(self.runners) > 0 and self.runners[-1].is_patient
        while self.queue.outside > 0 or (is_patient or guardian.ring is not None) and population.can_be_woken():
            try:
                self.sleep()
            except Exception as error:
                self.fail(self.main, error)
                return self.main
            first = self.queue.first
            if first is not None:
                return first
        if guardian.ring is None:
            self.insert(guardian)
            return guardian
        current = self.current
        if current.is_alive:
            current.leave_ring()
            self.insert(current)
            raise Deadlock(0)
        self.fail(guardian, Deadlock(direction_of(guardian)))
        return guardian

    def sleep(self) -> None:
        """The thread sleeps until another wakes it, until a file is ready or a time comes for which somebody waits, or
        until a signal."""
        deadline = self.timers.next_deadline()
        left = -1 if deadline == FOREVER else max(deadline - now(), 0)
        if self.queue.outside != 0:
            left = leisure.limit(left)
        waits_for_files = self.poller.waiting != 0
        sleeper = self.queue.sleeper
        sleeper.prepare(self.poller.event if waits_for_files else NO_FILE)
        if interruption.is_wanted():
            left = 0
        if waits_for_files:
            self.poller.sleep(sleeper, left)
        elif left != 0:
            sleeper.sleep(left, is_lost=self.queue.outside == 0)
        else:
            sleeper.rise()
        self.take_over()
        self.ring_timers()
        interruption.check()

    def poll(self) -> None:
        """Lets those run whose file is ready or whose time has come. To be called now and then while others run; when
        none does, `sleep` is."""
        self.poller.poll()
        self.ring_timers()

    def ring_timers(self) -> None:
        """Lets those run whose time has come."""
        timers = self.timers
        if timers.is_empty():
            return
        time = now()
        while not timers.is_empty() and timers.next().deadline <= time:
            timer = timers.next()
            timers.remove(timer)
            timer.microthread.end_wait()

    # Going on with another.

    def switch(self, target: Microthread) -> None:
        """Suspends the current microthread in the middle of its calls, and goes on with another that can run; returns
        when the current one is gone on with. CoroutineError where calls cannot be suspended, which `check_switch` tells
        before."""
        current = self.current
        current.park()
        self.become(target)
        stack = target.stack
        if stack is None or not stack.is_suspended():
            stack = self.new_base()
        switch_stack(current.own_stack(), stack)
        current.unpark()

    def hand_over(self, target: Microthread) -> None:
        """Makes another microthread the current one; the caller must leave to `run_base`. What the one that ran needs
        is in its object."""
        self.current.park()
        self.become(target)

    def new_base(self) -> Stack:
        """The start of another C stack."""
        self.base.start = run_base
        return self.base

    def run_main(self) -> None:
        """Runs the main microthread by its `proceed`, so that it can be suspended softly, until `end_main`."""
        self.main.stack = None
        switch_stack(self.home, self.new_base())

    def end_main(self) -> None:
        """What the main microthread proceeded with is done: it goes on behind `run_main`."""
        self.main.stack = self.home

    def take_over(self) -> None:
        """The thread has got the lock: the program's state becomes that of its current microthread."""
        before = running.scheduler
        if before is not self:
            before.current.park()
            running.scheduler = self
            self.current.unpark()
            interruption.begin_turn()


class Interruption:
    """What a thread has to do when it has slept. The interpreter puts one in that runs the handlers of signals."""

    def begin_turn(self) -> None:
        """Another thread ran, and may have been asked for what only this one does. Raises nothing."""

    def check(self) -> None:
        """May raise."""

    def is_wanted(self) -> bool:
        """Whether the running thread should not fall asleep, because `check` has something to do. When this is asked,
        who says so later wakes the thread."""
        return False


interruption = Interruption()


class Leisure:
    """What a thread does before it sleeps for long. The interpreter puts one in that collects garbage."""

    def limit(self, nanoseconds: int) -> int:
        """Before a sleep of that long, without limit if negative: how long to sleep before this is asked again. Raises
        nothing."""
        return nanoseconds


leisure = Leisure()


class Running:
    """The scheduler of the thread that has the global lock."""
    scheduler: Scheduler

    def __init__(self) -> None:
        self.scheduler = Scheduler()


running = Running()


def run_base() -> Stack:
    """What stands at the bottom of the C stack: goes on with microthreads as long as they have no suspended calls."""
    scheduler = running.scheduler
    while True:
        current = scheduler.current
        stack = current.stack
        if stack is not None and stack.is_suspended():
            return stack
        current.proceed()
