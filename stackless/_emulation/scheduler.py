"""The scheduler of a thread: which tasklet runs next, and how control gets there.

Each started tasklet is a greenlet whose parent is the thread's main greenlet. A greenlet does not show its frames to
the garbage collector, so an abandoned tasklet can be found only if nothing on its own stack refers to it: functions
that switch keep no name for the running tasklet while they do. """

from __future__ import annotations

import contextvars
import os
import sys
import threading
import weakref
from typing import Any, ClassVar

import greenlet

from stackless._emulation.callbacks import callbacks, report_unraisable
from stackless._emulation.errors import Bomb, TaskletExit
from stackless._emulation.task import Ring, Task

# Guards all rings and the queues of all channels. Never held over a switch. Re-entrant for the sake of signal handlers.
lock = threading.RLock()

# By thread id; the main thread's first.
schedulers: dict[int, Scheduler] = {}

# The end of another thread can make a deadlock of a sleep, and is not announced: seconds from look to look.
DEADLOCK_CHECK_INTERVAL = 0.1

KILL_ATTEMPTS = 10


class Scheduler(Ring):
    """The tasklets of one thread. Attributes: `current` is the tasklet that runs, `main` the one that stands for the
    thread's own stack, `trap` the level of `switch_trap`, `waiters` the tasklets inside `run` with their
    `threadblock`."""

    __slots__ = ("thread_id", "main", "current", "root", "waiters", "trap", "in_callback", "started", "newborn",
                 "asleep", "last", "wakeup", "ended", "pickle_flags")

    # The class of main tasklets: set by the module of the class `tasklet`, which stands above this one.
    main_class: ClassVar[type[Task]]

    def __init__(self) -> None:
        super().__init__()
        self.thread_id = threading.get_ident()
        self.root = greenlet.getcurrent()
        self.waiters: list[tuple[Task, bool]] = []
        self.trap = 0
        self.in_callback = False
        self.started: dict[int, weakref.ref[Task]] = {}     # by id; those that have not ended
        self.newborn: greenlet.greenlet | None = None   # what the main greenlet shall start
        self.last: greenlet.greenlet | None = None      # the one that ended last
        self.asleep = False
        self.wakeup = threading.Event()
        self.ended = False
        self.pickle_flags = -1
        main = object.__new__(self.main_class)
        main._clear(self)
        main._fibre = self.root
        self.main = self.current = main
        with lock:
            self.insert(main)
            schedulers[self.thread_id] = self

    # Switching

    def switch(self) -> Any:
        """Runs the head of the ring (or, if the ring is empty, what `_when_empty` finds) instead of the running
        tasklet, which stands where it shall stay already. Returns or raises what that tasklet finds in its tempval
        later."""
        target = self.head
        if target is None:
            target = self._when_empty()
        if target is not self.current:
            if callbacks.schedule is not None:
                self.notify(self.current, target)
            self.current._fibre = greenlet.getcurrent()     # one that the tasklet has made, perhaps
            self.current = self.head = target
            fibre = target._fibre or self._start(target)
            del target
            fibre.switch()
            while self.newborn is not None:     # only in the main greenlet, see _start
                fibre, self.newborn = self.newborn, None
                fibre.switch()
        task = self.current
        value = task._tempval
        task._tempval = None
        if type(value) is Bomb:
            del task
            value.explode()
        return value

    def check_trap(self, leaving: bool) -> None:
        """To be called before a switch is prepared; `leaving` if the running tasklet is about to leave the ring. Raises
        RuntimeError if tasklets must not be switched now."""
        if self.trap and not (leaving and self.runcount == 1 and self.current is self.main):
            raise RuntimeError("switch_trap")

    def _start(self, task: Task) -> greenlet.greenlet:
        """Makes the greenlet of a tasklet, and returns the one to switch to so that it begins. A greenlet begins at the
        depth of recursion of the one that starts it, so it is the main greenlet that starts all, unless that waits for
        another greenlet of the main tasklet."""
        fibre = task._fibre = greenlet.greenlet(_body, self.root)
        fibre.gr_context = task._context
        self.started[id(task)] = weakref.ref(task)
        if greenlet.getcurrent() is self.root or self.main._fibre is not self.root:
            return fibre
        self.newborn = fibre
        return self.root

    def finish(self, error: BaseException | None) -> None:
        """Ends the running tasklet: when its greenlet, which calls this last, has ended, another one runs."""
        if error is not None and callbacks.error is not None:
            try:
                callbacks.error(type(error), error, error.__traceback__)
                error = None
            except BaseException as failure:
                error = failure
        with lock:
            self.remove(self.current)
            self.current._fibre = None
            self.current._context = None
        del self.started[id(self.current)]
        if error is not None:
            target = self.waiter()
            with lock:
                self.raise_in(target, error)
        else:
            target = self.head or self._when_empty()
        if callbacks.schedule is not None:
            self.notify(self.current, target)
        self.current = self.head = target
        # A greenlet hands over to its parent when it ends. Those that have done so let it go: a long chain of parents
        # would overflow the C stack when it is freed.
        if self.last is not None:
            self.last.parent = self.root
        self.last = greenlet.getcurrent()
        self.last.parent = target._fibre or self._start(target)

    def notify(self, previous: Task | None, target: Task | None) -> None:
        """Calls the schedule callback. It sees the ring as it was, with the running tasklet at its head."""
        callback = callbacks.schedule
        if callback is None:
            return
        if self.in_callback:
            raise RuntimeError("Recursive scheduler call due to callbacks!")
        if previous is not None and previous._next is not None and previous._channel is None:
            self.head = previous
        self.in_callback = True
        try:
            callback(previous, target)
        except BaseException as error:
            report_unraisable(error)
        finally:
            self.in_callback = False
        with lock:
            if target is not None and target._next is None:
                self.insert(target)

    # Nothing left to run

    def waiter(self) -> Task:
        """Who goes on when no tasklet is left, and gets the exceptions: the caller of the innermost `run`, or main."""
        return self.waiters[-1][0] if self.waiters else self.main

    def _when_empty(self) -> Task:
        """What runs now that the ring is empty. Inserts and returns it."""
        waiter = self.waiter()
        threadblock = bool(self.waiters) and self.waiters[-1][1]
        if (threadblock or waiter.scheduled) and self._sleep():
            assert self.head is not None
            return self.head
        with lock:
            if not waiter.scheduled:
                self.insert(waiter)
                return waiter
            ended = self.current._fibre is None
            victim, text = (waiter, _starved(waiter)) if ended else (self.current, _DEADLOCK)
        error = RuntimeError(text)
        if callbacks.deadlock is not None:
            try:
                callbacks.deadlock(error)
            except BaseException as failure:
                report_unraisable(failure)
        with lock:
            self.raise_in(victim, error)
        return victim

    def raise_in(self, target: Task, error: BaseException) -> None:
        """Has `error` raised in the tasklet when it runs next, and makes it runnable. With the lock held."""
        target._tempval = Bomb(error)
        if target._channel is not None:
            target._channel._unlink(target)
        if target._next is None:
            self.insert(target)
        self.wake()

    def _sleep(self) -> bool:
        """Waits until another thread makes a tasklet of this one runnable; False if no thread is left that could."""
        while True:
            others = {thread.ident for thread in threading.enumerate()}
            with lock:
                if self.head is not None:
                    return True
                others.update(schedulers)
                others.discard(self.thread_id)
                if all(ident in schedulers and schedulers[ident].asleep for ident in others if ident is not None):
                    return False
                self.asleep = True
                self.wakeup.clear()
            self.wakeup.wait(DEADLOCK_CHECK_INTERVAL)
            with lock:
                self.asleep = False

    def wake(self) -> None:
        """After another thread has inserted something. With the lock held."""
        if self.asleep:
            self.asleep = False
            self.wakeup.set()

    # run

    def run(self, threadblock: bool) -> None:
        """Runs the others until none is left; the running tasklet waits meanwhile."""
        if self.runcount > 1:
            self.check_trap(leaving=False)
        waiter = self.current
        self.waiters.append((waiter, threadblock))
        with lock:
            self.remove(waiter)
        try:
            self.switch()
        finally:
            self._leave_run(waiter)

    def _leave_run(self, waiter: Task) -> None:
        """Those whose `run` is inside this one's would wait for ever: they go on too. Has one of an outer `run` done
        so with this one already, there is nothing to do."""
        if all(task is not waiter for task, _ in self.waiters):
            return
        popped = None
        while popped is not waiter:
            popped, _ = self.waiters.pop()
            with lock:
                if not popped.scheduled:
                    self.insert(popped)

    # The end of the thread

    def close(self) -> None:
        """Kills the tasklets that have started, in their own thread, so that their `finally` blocks run."""
        for _ in range(KILL_ATTEMPTS):
            for reference in list(self.started.values()):
                task = reference()
                if task is not None and task._fibre is not None:
                    self._kill(task)

    def _kill(self, task: Task) -> None:
        with lock:
            self.raise_in(task, TaskletExit())
            self.head = task
        try:
            self.switch()
        except BaseException as error:
            report_unraisable(error)

    def end(self) -> None:
        """The thread is over."""
        self.close()
        self.notify(self.main, None)
        with lock:
            self.ended = True
            schedulers.pop(self.thread_id, None)
            self.main._fibre = None


_DEADLOCK = "Deadlock: the last runnable tasklet cannot be blocked."


def _starved(waiter: Task) -> str:
    if waiter._sending:
        return "Deadlock: the main tasklet is sending without a receiver available."
    return "Deadlock: the main tasklet is receiving without a sender available."


def _body(*ignored: object) -> None:
    """What the greenlet of a tasklet runs."""
    scheduler = local.scheduler
    task = scheduler.current
    func, args, kwargs = task._func, task._args, task._kwargs
    bomb, task._tempval = task._tempval, None
    task._func = task._args = task._kwargs = None
    del task
    assert func is not None and args is not None and kwargs is not None
    try:
        if type(bomb) is Bomb:
            bomb.explode()
        func(*args, **kwargs)
    except TaskletExit:
        pass
    except greenlet.GreenletExit:
        return  # The greenlet is collected after its thread's end: no tasklet to end any more.
    except BaseException as error:
        scheduler.finish(error)
        return
    scheduler.finish(None)


def living_tasks() -> list[Task]:
    """The tasklets that are runnable, or have started and not ended, of all threads."""
    found: dict[int, Task] = {}
    for scheduler in list(schedulers.values()):
        found[id(scheduler.main)] = scheduler.main
        for reference in list(scheduler.started.values()):
            task = reference()
            if task is not None:
                found[id(task)] = task
        runnable = scheduler.current._next
        while runnable is not None and runnable is not scheduler.current:   # another thread's ring may change meanwhile
            found[id(runnable)] = runnable
            runnable = runnable._next
    return list(found.values())


def current_context() -> contextvars.Context:
    """The context that runs, itself and not a copy."""
    here = greenlet.getcurrent()
    context = here.gr_context
    if context is None:
        context = here.gr_context = contextvars.copy_context()
    return context


class _Guard:
    """Lives as long as the thread: what is local to a thread is dropped at its end, by the thread itself."""

    def __init__(self, scheduler: Scheduler) -> None:
        self.scheduler = scheduler

    def __del__(self, is_finalizing: Any = sys.is_finalizing) -> None:
        if not is_finalizing():
            self.scheduler.end()


class _Local(threading.local):
    """`local.scheduler` is this thread's, made at its first use."""

    scheduler: Scheduler

    def __getattr__(self, name: str) -> Any:
        if name != "scheduler":
            raise AttributeError(name)
        scheduler = schedulers.get(threading.get_ident())
        if scheduler is None:
            scheduler = self.scheduler = Scheduler()
            if threading.current_thread() is not threading.main_thread():
                self._guard = _Guard(scheduler)
            scheduler.notify(None, scheduler.main)
        else:   # The thread ends, and this object has forgotten the scheduler already.
            self.scheduler = scheduler
        return scheduler


local = _Local()


def _after_fork() -> None:
    """In the child the other threads are gone."""
    global lock
    lock = threading.RLock()
    for ident in schedulers.keys() - {threading.get_ident()}:
        schedulers.pop(ident).ended = True


os.register_at_fork(after_in_child=_after_fork)
