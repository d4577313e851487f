"""Helper threads, for calls of C that may block for long where epoll cannot say when they would not: the look-up of a
name, a lock of a file.

There are MOST of them at most, started when they are needed, each with a job at a time; what may last for ever has
a thread of its own. They run no microthreads and have no scheduler. To a program they are invisible: they block all
signals, and do not count as its threads."""
from __future__ import annotations

from typing import Optional

from scheduler.microthread import Microthread
from scheduler.sleeper import NO_FILE, Sleeper
from transform.rpython import CLibrary
from transform.rpython import threads as lock

libc = CLibrary(
    "void block_signals(void);",
    headers=["signal.h"],
    source="""
    static void block_signals(void) {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_BLOCK, &all, NULL);
    }
    """)

MOST = 4
_UNLIMITED = -1


class Job:
    """A call for a helper thread, with all that it needs and gives. `microthread` is who waits for it; None once nobody
    does any more. The job may outlive that one, so it owns the memory that the call works on. It is `endless` if the
    call may last for ever."""
    microthread: Optional[Microthread]
    is_done: bool
    endless: bool

    def __init__(self, endless: bool = False) -> None:
        self.microthread = None
        self.is_done = False
        self.endless = endless

    def perform(self) -> None:
        """Makes the call, for which it gives up the lock; does nothing to the program's state, and raises nothing."""
        raise NotImplementedError

    def discard(self) -> None:
        """Gives back what the call has left, which nobody will take."""


class Loner:
    """The thread of an endless job."""
    helpers: Helpers
    job: Job

    def __init__(self, helpers: Helpers, job: Job) -> None:
        self.helpers = helpers
        self.job = job

    def work(self) -> None:
        libc.block_signals()
        self.helpers.do(self.job)


class Helpers:
    """The threads and their work: `jobs` wait for a thread, `running` are being done; `idle` threads wait for jobs."""
    jobs: list[Job]
    running: list[Job]
    idle: list[Sleeper]
    count: int

    def __init__(self) -> None:
        self.jobs = []
        self.running = []
        self.idle = []
        self.count = 0

    def add(self, job: Job) -> bool:
        """Has a job done; False, with nothing changed, where the system does not give one thread."""
        if job.endless:
            return self.start_loner(job)
        if len(self.idle) > 0:
            self.idle.pop().wake()
        elif self.count < MOST:
            self.start()
        if self.count == 0:
            return False
        self.jobs.append(job)
        return True

    def start(self) -> None:
        """Starts a thread, if the system gives one."""
        try:
            lock.start_thread(self.work)
            self.count += 1
        except RuntimeError:
            pass

    def start_loner(self, job: Job) -> bool:
        """Starts a thread for a job alone, if the system gives one."""
        try:
            lock.start_thread(Loner(self, job).work)
        except RuntimeError:
            return False
        return True

    def work(self) -> None:
        """What a thread runs."""
        libc.block_signals()
        sleeper = Sleeper()
        while True:
            if len(self.jobs) == 0:
                sleeper.prepare(NO_FILE)
                self.idle.append(sleeper)
                sleeper.sleep(_UNLIMITED, is_lost=False)
                if sleeper in self.idle:
                    self.idle.remove(sleeper)
                continue
            self.do(self.jobs.pop(0))

    def do(self, job: Job) -> None:
        """Does a job in the running thread, and lets go on who waits for it."""
        self.running.append(job)
        job.perform()
        self.running.remove(job)
        job.is_done = True
        waiting = job.microthread
        if waiting is None:
            job.discard()
        else:
            waiting.end_wait()

    def abandon(self, job: Job) -> None:
        """Nobody waits for a job any more."""
        job.microthread = None
        if job in self.jobs:
            self.jobs.remove(job)
        elif not job.is_done:
            return
        job.discard()

    def restart(self) -> None:
        """In a new process, which has none of the threads: their jobs are to be done again, by new ones."""
        unfinished = self.running + self.jobs
        self.jobs = []
        self.running = []
        self.idle = []
        self.count = 0
        for job in unfinished:
            self.add(job)


helpers = Helpers()
