"""Microthreads that wait for files and for helper threads."""
from __future__ import annotations


from scheduler.helpers import Job
from scheduler.microthread import Ring
from scheduler.poller import READABLE, FileWait, pollers
from scheduler.sleeper import now
from scheduler.timers import FOREVER
from transform.rpython import CLibrary, alloc, data_pointer, free, int32, uint8
from transform.rpython import threads as lock
from tests.scheduler.worlds import Thread, World

libc = CLibrary(
    """
    int pipe(int *files);
    int close(int file);
    int dup(int file);
    long read(int file, void *buffer, unsigned long count);
    long write(int file, const void *buffer, unsigned long count);
    int open(const char *path, int flags, ...);
    """,
    headers=["fcntl.h", "unistd.h"])


class Files(World):
    """Microthreads that read from a pipe and write to it."""
    reader: int
    writer: int
    outside: Ring

    def __init__(self) -> None:
        super().__init__()
        self.outside = Ring(True)
        self.make_pipe()

    def make_pipe(self) -> None:
        files = alloc(int32, 2)
        libc.pipe(files)
        self.reader, self.writer = int(files[0]), int(files[1])
        free(files)

    def close(self, file: int) -> None:
        pollers.forget(file)
        libc.close(file)

    def end(self) -> str:
        self.close(self.reader)
        self.close(self.writer)
        self.scheduler.poller.stop()
        self.scheduler.queue.sleeper.end()
        return super().end()

    def put(self, count: int) -> None:
        libc.write(self.writer, data_pointer(b"12345678"), count)

    def take(self) -> None:
        buffer = alloc(uint8)
        libc.read(self.reader, buffer, 1)
        free(buffer)

    def wait(self, deadline: int) -> FileWait:
        """Waits for the reader."""
        scheduler = self.scheduler
        wait = scheduler.poller.begin(self.reader, READABLE, scheduler.current)
        timer = scheduler.wait_outside(self.outside, deadline)
        try:
            self.switch(scheduler.next_runnable())
        finally:
            scheduler.end_timer(timer)
            scheduler.poller.end(wait)
        return wait

    def describe(self, wait: FileWait) -> str:
        return "closed" if wait.is_closed else "ready" if wait.found & READABLE != 0 else "late"

    def sleeping(self, own: Thread) -> None:
        self.note(self.describe(self.wait(FOREVER)))

    def hurried(self, own: Thread) -> None:
        self.note(self.describe(self.wait(now() + 5_000_000)))

    def closing(self, own: Thread) -> None:
        self.close(self.reader)

    def writing(self, own: Thread) -> None:
        self.put(1)

    def failing_wait(self, own: Thread) -> None:
        try:
            self.wait(FOREVER)
        except ValueError as error:
            self.note(f"raised {error}")


class Sum(Job):
    """Adds up numbers, where others can run."""
    limit: int
    total: int

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.total = 0

    def perform(self) -> None:
        limit = self.limit
        lock.before_external_call()
        total = 0
        for number in range(limit):
            total += number
        lock.after_external_call()
        self.total = total

    def discard(self) -> None:
        self.total = -self.total


class Read(Job):
    """Reads from a pipe, which may never come to an end."""
    file: int
    count: int

    def __init__(self, file: int) -> None:
        super().__init__(endless=True)
        self.file = file
        self.count = 0

    def perform(self) -> None:
        file, buffer = self.file, alloc(uint8)
        lock.before_external_call()
        count = libc.read(file, buffer, 1)
        lock.after_external_call()
        free(buffer)
        self.count = count
