"""Waiting for a lock, a time, a file or a helper thread. It parks the running tasklet: the thread's others run meanwhile, and when there are none,
the thread sleeps.

Where no other could run, or where the running tasklet must not give way, a wait holds the thread up, as in CPython. Calls for which this makes a
difference ask `parks`."""
from __future__ import annotations

from interpreter.eval.microthread import current, given_to, main_of_thread
from interpreter.eval.pending import Attendant, work
from interpreter.modules.files import os_error
from interpreter.modules.signals import check_signals, is_main_thread, libc as signals
from interpreter.modules.stackless.hooks import hooks
from interpreter.modules.stackless.options import options
from interpreter.modules.stackless.switching import observed
from scheduler import scheduler as scheduling
from scheduler.grants import Waiting
from scheduler.helpers import Job, helpers
from scheduler.microthread import Microthread
from scheduler.poller import ALWAYS_READY, READABLE, WRITABLE, FileWait, PollError, libc as polling
from scheduler.scheduler import Interruption, Scheduler, running
from scheduler.sleeper import now, population
from scheduler.threads import yield_lock
from scheduler.timers import FOREVER
from transform.rpython.coroutine import callback_depth

__all__ = ["FOREVER", "READABLE", "WRITABLE", "Attempts", "Waiting", "deadline_after", "park_for_file", "park_for_files", "parks", "pass_turn",
           "perform", "sleep_until", "time_left", "wait_in"]

_LONGEST_DURATION = 1 << 62
_FIRST_PAUSE = 1_000_000
_LONGEST_PAUSE = 50_000_000


class SignalCheck(Interruption):
    """Runs the Python handlers of signals."""

    def check(self) -> None:
        running.scheduler.trap += 1
        try:
            check_signals()
        finally:
            running.scheduler.trap -= 1

    def begin_turn(self) -> None:
        if self.is_wanted():
            work.hurry()

    def is_wanted(self) -> bool:
        return signals.any_pending() != 0 and is_main_thread()


scheduling.interruption = SignalCheck()


class PollAttendant(Attendant):
    """Has files and times looked at while tasklets run. When none can, the scheduler does it."""
    left: int

    def __init__(self) -> None:
        self.left = _ATTENDANCES

    def attend(self) -> None:
        self.left -= 1
        if self.left <= 0:
            self.left = _ATTENDANCES
            scheduler = running.scheduler
            if scheduler.queue.outside != 0:
                scheduler.poll()


_ATTENDANCES = 10
"""So many times is an attendant called for each time that the files are looked at: every 1000 ticks, some 100 microseconds."""

work.register(PollAttendant())

parked = Waiting()
"""Those that wait for a time, a file or a helper thread."""


def can_give_way() -> bool:
    return options.parks_calls and running.scheduler.trap == 0 and callback_depth() == 0


def is_alone(scheduler: Scheduler) -> bool:
    """Whether the main tasklet runs, and no other of the thread could run before it gives way."""
    queue = scheduler.queue
    if queue.count > 1 or queue.outside != 0 or current().leader() is not scheduler.main:
        return False
    return population.threads == 1 or main_of_thread().living == 0


def parks() -> bool:
    """Whether a call that waits is to park the running tasklet, and not to hold up the thread."""
    return not is_alone(running.scheduler) and can_give_way()


def wait_in(waiting: Waiting, deadline: int) -> bool:
    """The running tasklet waits until it is granted what it waits for, or until `end_wait` or a deadline; whether it was granted. Raises what the
    handlers of signals raise, and what another tasklet throws; who is failing takes nothing."""
    if not can_give_way():
        return hold_up(waiting, deadline)
    scheduler = running.scheduler
    own = current()
    own.value = None
    timer = scheduler.wait_outside(waiting, deadline)
    try:
        switch_to(scheduler.next_runnable())
    finally:
        scheduler.end_timer(timer)
    is_granted = waiting.ends_for(own, own.error is not None)
    given_to(own)
    return is_granted


def switch_to(target: Microthread) -> None:
    """Goes on with another tasklet, or with the running one."""
    if hooks.schedule is not None or main_of_thread().watchdog is not None:
        target = observed(target)
    scheduler = running.scheduler
    if target is not scheduler.current:
        scheduler.switch(target)


def hold_up(waiting: Waiting, deadline: int) -> bool:
    """The same where the running tasklet must not give way. Another microthread, which never runs, waits in its place: it may be in a ring
    itself, if this is called by the handler of a signal."""
    scheduler = running.scheduler
    deputy = Microthread(scheduler.queue)
    timer = scheduler.put_outside(deputy, waiting, deadline)
    is_failing = True
    try:
        while deputy.ring is waiting:
            scheduler.sleep()
        is_failing = False
    finally:
        scheduler.end_timer(timer)
        deputy.stop_waiting()
        deputy.leave_ring()
        is_granted = waiting.ends_for(deputy, is_failing)
    return is_granted


def sleep_until(deadline: int) -> None:
    """The running tasklet waits for a time."""
    wait_in(parked, deadline)


class Attempts:
    """For what has to be tried again and again, since nothing tells when it will succeed."""
    pause: int

    def __init__(self) -> None:
        self.pause = _FIRST_PAUSE

    def wait(self, deadline: int = FOREVER) -> None:
        """Parks the running tasklet before the next attempt, longer each time, or until the deadline."""
        pause = deadline_after(self.pause)
        sleep_until(pause if deadline == FOREVER else min(pause, deadline))
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)


def park_for_file(file: int, events: int, deadline: int) -> bool:
    """Parks the running tasklet, right after a call that found the file not ready, until it is READABLE or WRITABLE; False when the deadline has
    come. It may go on for nothing, so the call is to be tried again. OSError, of EBADF if the file is closed meanwhile."""
    poller = running.scheduler.poller
    try:
        wait = poller.begin(file, events, current())
    except PollError as error:
        if error.number == ALWAYS_READY:
            return True
        raise os_error(error.number)
    try:
        while wait.found == 0:
            if deadline != FOREVER and now() >= deadline:
                return False
            wait_in(parked, deadline)
            if wait.is_closed:
                raise os_error(polling.EBADF)
        return True
    finally:
        poller.end(wait)


def park_for_files(files: list[int], events: list[int], deadline: int) -> None:
    """The same for several files, until one is ready or closed, or the deadline has come; which is to be asked then."""
    poller = running.scheduler.poller
    waits: list[FileWait] = []
    try:
        for i in range(len(files)):
            try:
                waits.append(poller.begin(files[i], events[i], current()))
            except PollError as error:
                if error.number == polling.EBADF:
                    return
                if error.number != ALWAYS_READY:
                    raise os_error(error.number)
        wait_in(parked, deadline)
    finally:
        for wait in waits:
            poller.end(wait)


def perform(job: Job) -> None:
    """Makes a call that may block for long: by a helper thread, if others could run meanwhile. Who asked for it calls `job.discard` when it has
    taken the results; if this raises, it has been done."""
    if not parks() or not helpers.add(job):
        scheduler = running.scheduler
        job.perform()
        scheduler.take_over()
        return
    job.microthread = current()
    try:
        while not job.is_done:
            wait_in(parked, FOREVER)
    except Exception:
        helpers.abandon(job)
        raise


def pass_turn() -> None:
    """Lets others run that can: other threads, and the other tasklets of this one."""
    yield_lock()
    if parks():
        scheduler = running.scheduler
        scheduler.poll()
        own = current()
        own.value = None
        switch_to(scheduler.next_in_turn())
        given_to(own)


def deadline_after(nanoseconds: int) -> int:
    """The deadline that comes so many nanoseconds from now; FOREVER for a negative number."""
    return FOREVER if nanoseconds < 0 else now() + min(nanoseconds, _LONGEST_DURATION)


def time_left(deadline: int) -> int:
    """Nanoseconds until a deadline, not less than 0; -1 for FOREVER."""
    return -1 if deadline == FOREVER else max(deadline - now(), 0)
