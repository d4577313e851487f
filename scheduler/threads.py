"""OS threads, each with a scheduler, and the global lock round calls that block.

    before_external_call()
    count = libc.read(file, buffer, size)
    after_external_call()

are those of `transform.rpython.threads`, and put the state of the program back that belongs to the thread: what its
current microthread parks."""
from __future__ import annotations

from typing import Callable

from scheduler.helpers import helpers
from scheduler.microthread import Microthread
from scheduler.scheduler import Scheduler, running
from scheduler.sleeper import population
from transform.rpython import CLibrary
from transform.rpython import threads as lock

libc = CLibrary(
    "int own_number(void); void set_own_number(int number);",
    source="""
    static _Thread_local int number_of_thread;
    static int own_number(void) { return number_of_thread; }
    static void set_own_number(int number) { number_of_thread = number; }
    """)


class Schedulers:
    """The schedulers of all threads by the number of the thread; the main thread has number 0. In unused places stands
    that of the main thread."""
    by_number: list[Scheduler]
    is_used: list[bool]

    def __init__(self) -> None:
        self.by_number = [running.scheduler]
        self.is_used = [True]

    def add(self, scheduler: Scheduler) -> int:
        """Gives a scheduler a number."""
        for number in range(len(self.is_used)):
            if not self.is_used[number]:
                self.by_number[number] = scheduler
                self.is_used[number] = True
                return number
        self.by_number.append(scheduler)
        self.is_used.append(True)
        return len(self.is_used) - 1

    def remove(self, number: int) -> None:
        self.by_number[number] = self.by_number[0]
        self.is_used[number] = False

    def all(self) -> list[Scheduler]:
        """Those of all threads, the main thread's first."""
        return [self.by_number[number] for number in range(len(self.is_used)) if self.is_used[number]]


schedulers = Schedulers()


def before_external_call() -> None:
    """Gives up the lock. Until `after_external_call` the thread must not touch an object."""
    lock.before_external_call()


def after_external_call() -> None:
    """Waits for the lock."""
    lock.after_external_call()
    if population.threads > 1:
        schedulers.by_number[libc.own_number()].take_over()


def enter_callback() -> None:
    """At the begin of a function that C calls: if the thread had given up the lock, others have run."""
    if population.threads > 1:
        schedulers.by_number[libc.own_number()].take_over()


def yield_lock() -> None:
    """Lets another thread run that waits for the lock, if there is one."""
    if lock.lock_is_wanted():
        scheduler = running.scheduler
        lock.yield_lock()
        scheduler.take_over()


class Start:
    """What a new thread begins with."""
    scheduler: Scheduler
    main: Microthread
    function: Callable[[], None]

    def __init__(self, scheduler: Scheduler, main: Microthread, function: Callable[[], None]) -> None:
        self.scheduler = scheduler
        self.main = main
        self.function = function

    def run(self) -> None:
        scheduler = self.scheduler
        number = schedulers.add(scheduler)
        libc.set_own_number(number)
        scheduler.start(self.main)
        scheduler.take_over()
        try:
            self.function()
        finally:
            if libc.own_number() == number:  # else fork has made it the main thread of a new process
                self.end(number)

    def end(self, number: int) -> None:
        """The thread ends, and others go on."""
        scheduler = self.scheduler
        scheduler.queue.has_ended = True
        scheduler.main.is_alive = False
        scheduler.queue.sleeper.end()
        scheduler.poller.stop()
        schedulers.remove(number)
        schedulers.by_number[0].take_over()
        population.threads -= 1
        for other in schedulers.all():
            other.queue.sleeper.wake()  # who has waited for this thread may have nobody to wait for any more


def start_thread(scheduler: Scheduler, main: Microthread, function: Callable[[], None], stack_size: int = 0) -> None:
    """Calls a function in a new thread, which gets a new scheduler and its main microthread. No exception may leave the
    function. RuntimeError where the system has no more threads."""
    population.threads += 1
    try:
        lock.start_thread(Start(scheduler, main, function).run, stack_size)
    except RuntimeError:
        population.threads -= 1
        raise


def forget_other_threads() -> None:
    """In a new process that fork made: only the calling thread is in it, which is the main thread now."""
    lock.forget_other_threads()
    for scheduler in schedulers.all():
        if scheduler is not running.scheduler:
            scheduler.queue.has_ended = True
            scheduler.queue.sleeper.is_asleep = False
            scheduler.poller.stop()
    running.scheduler.poller.restart()
    helpers.restart()
    schedulers.by_number = [running.scheduler]
    schedulers.is_used = [True]
    libc.set_own_number(0)
    population.threads = 1
    population.sleeping = 0
