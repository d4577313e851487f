"""How tasklets give way to each other."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, runtime_error
from interpreter.eval.microthread import PythonMicrothread, WatchedMicrothread, ensure_calls_can_be_suspended, go_on_with, main_of_thread
from interpreter.modules.stackless.hooks import hooks
from interpreter.modules.stackless.objects import object_of
from interpreter.modules.stackless.preemption import redirected
from interpreter.modules.unraisable import print_unraisable
from interpreter.objects.exceptions import exception_object
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.protocols.call import call
from scheduler.channel import Channel
from scheduler.microthread import Microthread
from scheduler.scheduler import Deadlock, Scheduler, running
from transform.rpython import inline, never_inline
from transform.rpython.coroutine import callback_depth
from transform.rpython.gcmodule import get_objects

TASKLET_EXIT = EXCEPTIONS["TaskletExit"]


class TaskletMicrothread(WatchedMicrothread):
    """What runs in a tasklet that is no main one."""

    def end_abandoned(self) -> None:
        """Kills a tasklet that nobody could run any more, so that its ``finally`` blocks run."""
        if self.is_started and not self.home.has_ended:
            kill(self)

    def begin(self) -> Object:
        main_of_thread().living += 1
        return super().begin()

    def end(self, result: Object, failure: Optional[PyError]) -> None:
        main_of_thread().living -= 1
        if failure is not None and not failure.type.is_subtype(TASKLET_EXIT):
            failure = handled_by_program(failure)
        else:
            failure = None
        scheduler = running.scheduler
        if failure is None:
            scheduler.end_current()
            error = scheduler.current.error
            if isinstance(error, Deadlock):
                scheduler.current.error = deadlock_error(error)
        else:
            scheduler.fail_current(failure)
        if main_of_thread().watchdog is not None:
            scheduler.become(redirected(scheduler.current))
        if hooks.schedule is not None:
            notify_switch(scheduler, self, scheduler.current)


def kill(own: PythonMicrothread) -> None:
    """Raises TaskletExit in a tasklet, at once if possible. What that raises is reported."""
    scheduler = running.scheduler
    error = PyError(TASKLET_EXIT, "")
    try:
        throw(own, error, scheduler.trap != 0 or callback_depth() > 0)
    except PyError as failure:
        print_unraisable(failure, object_of(own))


def end_thread() -> None:
    """Kills the tasklets of the running thread that have begun: the thread ends."""
    scheduler = running.scheduler
    for _ in range(_KILL_ATTEMPTS):
        if main_of_thread().living == 0:
            return
        for found in get_objects():
            if isinstance(found, TaskletMicrothread) and found.is_started and found.home is scheduler.queue:
                kill(found)


_KILL_ATTEMPTS = 10


@never_inline
def handled_by_program(failure: PyError) -> Optional[PyError]:
    """Gives an error that left a tasklet to the error handler; the error that is to be raised elsewhere, if any."""
    handler = hooks.error
    if handler is None:
        return failure
    value = exception_object(failure)
    traceback = value.traceback
    try:
        call(handler, [type_of(value), value, NONE if traceback is None else traceback])
        return None
    except PyError as error:
        return error


# Before a switch.


@inline
def ensure_can_switch() -> None:
    """RuntimeError if the running tasklet must not give way."""
    if running.scheduler.trap != 0 or callback_depth() > 0:
        refuse_switch()


def ensure_can_leave() -> None:
    """The same if it is about to leave the queue; main, when it is alone, may."""
    scheduler = running.scheduler
    if scheduler.trap != 0 and not (scheduler.queue.count == 1 and scheduler.current is scheduler.main) or callback_depth() > 0:
        refuse_switch()


@never_inline
def refuse_switch() -> None:
    ensure_calls_can_be_suspended()
    raise runtime_error("Recursive scheduler call due to callbacks!" if main_of_thread().in_callback else "switch_trap")


# The switch.


def transfer(target: Microthread) -> Object:
    """Gives way to a tasklet that can run; what the running one is given when it goes on (see `go_on_with`)."""
    if hooks.schedule is not None or main_of_thread().watchdog is not None:
        target = observed(target)
    return go_on_with(target)


@never_inline
def observed(target: Microthread) -> Microthread:
    """Tells of a switch those who want to know of it; gives who is to go on."""
    scheduler = running.scheduler
    if target is not scheduler.current:
        target = redirected(target)
        notify_switch(scheduler, scheduler.current, target)
    return target


@never_inline
def notify_switch(scheduler: Scheduler, previous: Optional[Microthread], target: Optional[Microthread]) -> None:
    """Calls the schedule callback, which sees the queue as it was, with the running tasklet first. `scheduler.current` is that tasklet meanwhile,
    and must not give way."""
    callback = hooks.schedule
    if callback is None:
        return
    main = main_of_thread()
    if previous is not None and previous.is_queued():
        scheduler.queue.first = previous
    after = scheduler.current
    if previous is not None:
        scheduler.current = previous
    main.in_callback = True
    scheduler.trap += 1
    try:
        call(callback, [object_of(previous), object_of(target)])
    except PyError as error:
        print_unraisable(error, callback)
    finally:
        scheduler.trap -= 1
        main.in_callback = False
        scheduler.current = after
    if target is not None:
        scheduler.insert(target)
        scheduler.queue.first = target


# Giving way.


def forget_given() -> None:
    """What the running tasklet would have sent, or been given, had it been able to wait."""
    own = running.scheduler.current
    own.value = None
    own.error = None


def leave_queue() -> Object:
    """The running tasklet leaves the queue."""
    try:
        target = running.scheduler.leave()
    except Deadlock as error:
        forget_given()
        raise deadlock_error(error)
    return transfer(target)


def wait_in(channel: Channel, direction: int) -> Object:
    """The running tasklet waits in a channel."""
    try:
        target = running.scheduler.wait_in(channel, direction)
    except Deadlock as error:
        forget_given()
        raise deadlock_error(error)
    return transfer(target)


def throw(own: PythonMicrothread, error: PyError, is_pending: bool) -> Object:
    """Raises an error in a tasklet that may be of another thread, at once or when it runs next."""
    scheduler = running.scheduler
    if own is scheduler.current:
        raise error
    if own.home.has_ended or not own.is_alive:
        if error.type.is_subtype(TASKLET_EXIT):
            return NONE
        raise runtime_error("You cannot throw to a dead tasklet")
    if own.home is not scheduler.queue:
        own.error = error
        own.stop_waiting()
        if own.ring is None:
            own.home.wake(own)
        return NONE
    if is_pending:
        scheduler.fail(own, error)
        return NONE
    ensure_can_switch()
    scheduler.fail(own, error)
    return transfer(scheduler.take_turn(own))


@never_inline
def deadlock_error(error: Deadlock) -> PyError:
    """The RuntimeError of a deadlock, after the hook has seen it."""
    made = runtime_error(_DEADLOCKS[error.waited + 1])
    hook = hooks.deadlock
    if hook is not None:
        try:
            call(hook, [exception_object(made)])
        except PyError as failure:
            print_unraisable(failure, hook)
    return made


_DEADLOCKS = ["Deadlock: the main tasklet is receiving without a sender available.",
              "Deadlock: the last runnable tasklet cannot be blocked.",
              "Deadlock: the main tasklet is sending without a receiver available."]
