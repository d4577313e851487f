"""Waiting for files: what epoll(7) tells of them, and which microthreads go on then.

Each OS thread has a poller of its own. So what it wakes goes to its own run queue, nobody has to decide which thread
sleeps in epoll on behalf of the others, and one thread's files cost the others nothing. It is made when the first
microthread of the thread waits for a file; threads that never do have no such files.

A file is registered when somebody waits for it for the first time, *edge-triggered*, and stays so until it is closed:
epoll says once when it becomes ready, whoever waits then. So waiting costs no system call beside that which waits,
where a registration for each wait (EPOLLONESHOT) costs one more. What a program has to keep for that: a microthread
begins to wait right after a call that found the file not ready, and when it is woken it tries again, as it may have
been woken for nothing. What is written is registered only when somebody waits for that: most sockets never do, and
those of the family AF_UNIX would tell of each message that was taken at the other side."""
from __future__ import annotations

from typing import Optional

from scheduler.microthread import Microthread
from scheduler.sleeper import NO_FILE, Sleeper
from transform.rpython import CLibrary, Ptr, alloc, free, get_errno, not_none, null
from transform.rpython.threads import after_external_call, before_external_call

libc = CLibrary(
    """
    int new_epoll(void);
    int new_event(void);
    int change(int epoll, int operation, int file, unsigned int events, long tag);
    int take_events(int epoll, long *found, long nanoseconds);
    int close(int file);
    #define EPOLL_CTL_ADD ...
    #define EPOLL_CTL_MOD ...
    #define EPOLLIN ...
    #define EPOLLOUT ...
    #define EPOLLPRI ...
    #define EPOLLERR ...
    #define EPOLLHUP ...
    #define EPOLLRDHUP ...
    #define EBADF ...
    #define EPERM ...
    #define EEXIST ...
    """,
    headers=["errno.h", "sys/epoll.h", "sys/eventfd.h", "sys/syscall.h", "time.h", "unistd.h"],
    source="""
    static int new_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }
    static int new_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

    static int change(int epoll, int operation, int file, unsigned int events, long tag) {
        struct epoll_event event = {.events = events | EPOLLET, .data.u64 = tag};
        return epoll_ctl(epoll, operation, file, &event);
    }

    /* Pairs of tag and events. */
    static int take_events(int epoll, long *found, long nanoseconds) {
        struct epoll_event events[256];
        struct timespec left = {nanoseconds / 1000000000, nanoseconds % 1000000000};
        int count = nanoseconds == 0 ? epoll_wait(epoll, events, 256, 0)
            : syscall(SYS_epoll_pwait2, epoll, events, 256, nanoseconds < 0 ? NULL : &left, NULL, 0);
        if (count < 0 && errno == ENOSYS)
            count = epoll_wait(epoll, events, 256, nanoseconds < 0 ? -1 : nanoseconds > 60000000000 ? 60000
                               : (nanoseconds + 999999) / 1000000);
        for (int i = 0; i < count; i++) {
            found[2 * i] = events[i].data.u64;
            found[2 * i + 1] = events[i].events;
        }
        return count;
    }
    """)

MOST_EVENTS = 256
"""How many events epoll gives at once. What is left comes with the next call, after those that were woken have run."""

READABLE = libc.EPOLLIN
WRITABLE = libc.EPOLLOUT
URGENT = libc.EPOLLPRI
ALWAYS_READY = libc.EPERM
"""The `number` of an error for a file, such as one on a disk, that never has to be waited for."""

_ALWAYS = libc.EPOLLERR | libc.EPOLLHUP
_FILE = 0xFFFFFFFF
_EVENT = -1
"""The tag of `Poller.event`. That of others is the number of the watch and, in the lower half, the file."""


class PollError(Exception):
    """A file cannot be waited for; `number` is the errno."""
    number: int

    def __init__(self, number: int) -> None:
        super().__init__("cannot wait for a file")
        self.number = number


class FileWait:
    """One microthread waits for events of one file. `found` are those that came; `is_closed` tells that the file was
    closed meanwhile."""
    microthread: Microthread
    watch: Watch
    events: int
    found: int
    is_closed: bool
    next: Optional[FileWait]

    def __init__(self, microthread: Microthread, watch: Watch, events: int) -> None:
        self.microthread = microthread
        self.watch = watch
        self.events = events
        self.found = 0
        self.is_closed = False
        self.next = None


class Watch:
    """A file that is registered, and who waits for it. The `number` tells it from an earlier file that had the same
    descriptor: whose registration lives on where a copy of that descriptor does, in a child process for instance."""
    file: int
    number: int
    events: int
    first: Optional[FileWait]
    last: Optional[FileWait]

    def __init__(self, file: int, number: int) -> None:
        self.file = file
        self.number = number
        self.events = 0
        self.first = None
        self.last = None

    def add(self, wait: FileWait) -> None:
        """Adds one at the end."""
        last = self.last
        if last is None:
            self.first = wait
        else:
            last.next = wait
        self.last = wait

    def remove(self, wait: FileWait) -> None:
        """Takes one out."""
        before: Optional[FileWait] = None
        item = self.first
        while item is not wait:
            before = item
            item = not_none(item).next
        if before is None:
            self.first = wait.next
        else:
            before.next = wait.next
        if self.last is wait:
            self.last = before

    def tell(self, found: int) -> None:
        """Wakes those that wait for one of the events that epoll found. All of them: the first may leave something."""
        wait = self.first
        while wait is not None:
            wanted = wait.events | _ALWAYS
            if wait.events & READABLE != 0:
                wanted |= libc.EPOLLRDHUP
            if found & wanted != 0:
                wait.found |= found & wanted
                wait.microthread.end_wait()
            wait = wait.next

    def close(self) -> None:
        """The file is being closed: who waits for it has to know."""
        wait = self.first
        while wait is not None:
            wait.is_closed = True
            wait.microthread.end_wait()
            wait = wait.next


class Poller:
    """The files that the microthreads of a thread wait for. `epoll` and `event`, which another thread writes to to wake
    this one, are NO_FILE until they are needed. `watches` has the files by descriptor; `numbers` counts them. While
    none waits, `waiting` is 0."""
    epoll: int
    event: int
    watches: list[Optional[Watch]]
    numbers: int
    waiting: int
    found: Ptr[int]

    def __init__(self) -> None:
        self.epoll = NO_FILE
        self.event = NO_FILE
        self.watches = []
        self.numbers = 0
        self.waiting = 0
        self.found = null(int)

    def begin(self, file: int, events: int, microthread: Microthread) -> FileWait:
        """A microthread, which is about to leave the run queue, waits for READABLE, WRITABLE or URGENT. PollError."""
        watch = self.watch(file)
        if (events | libc.EPOLLRDHUP) & ~watch.events != 0:
            self.register(watch, events | libc.EPOLLRDHUP)
        wait = FileWait(microthread, watch, events)
        watch.add(wait)
        self.waiting += 1
        return wait

    def end(self, wait: FileWait) -> None:
        """It does not wait any more; called once for each wait."""
        wait.watch.remove(wait)
        self.waiting -= 1

    def watch(self, file: int) -> Watch:
        if file < 0:
            raise PollError(libc.EBADF)
        while file >= len(self.watches):
            self.watches.append(None)
        watch = self.watches[file]
        if watch is None:
            self.numbers = self.numbers + 1 & 0x7FFFFFFF
            self.watches[file] = watch = Watch(file, self.numbers)
        return watch

    def register(self, watch: Watch, events: int) -> None:
        """Has epoll tell of these events, too; at once if the file is ready now."""
        self.start()
        events |= watch.events
        tag = watch.number << 32 | watch.file
        operation = libc.EPOLL_CTL_ADD if watch.events == 0 else libc.EPOLL_CTL_MOD
        failed = libc.change(self.epoll, operation, watch.file, events, tag) != 0
        if failed and get_errno() == libc.EEXIST:  # a copy of the descriptor has brought the file back
            failed = libc.change(self.epoll, libc.EPOLL_CTL_MOD, watch.file, events, tag) != 0
        if failed:
            raise PollError(get_errno())
        watch.events = events

    def start(self) -> None:
        """Makes the files. PollError."""
        if self.epoll >= 0:
            return
        epoll = libc.new_epoll()
        if epoll < 0:
            raise PollError(get_errno())
        event = libc.new_event()
        if event < 0 or libc.change(epoll, libc.EPOLL_CTL_ADD, event, libc.EPOLLIN, _EVENT) != 0:
            number = get_errno()
            libc.close(epoll)
            raise PollError(number)
        self.epoll = epoll
        self.event = event
        self.found = alloc(int, 2 * MOST_EVENTS)
        pollers.started.append(self)

    def poll(self) -> None:
        """Wakes those whose files are ready."""
        if self.waiting != 0:
            self.tell(libc.take_events(self.epoll, self.found, 0))

    def sleep(self, sleeper: Sleeper, nanoseconds: int) -> None:
        """Sleeps in place of `sleeper`, which is prepared to be woken through `event`, or until a file is ready."""
        before_external_call()
        count = libc.take_events(self.epoll, self.found, nanoseconds)
        after_external_call()
        sleeper.rise()
        self.tell(count)

    def tell(self, count: int) -> None:
        for i in range(count):
            tag = self.found[2 * i]
            if tag == _EVENT:
                continue
            file = tag & _FILE
            watch = self.watches[file]
            if watch is not None and watch.number == tag >> 32:
                watch.tell(self.found[2 * i + 1])

    def forget(self, file: int) -> None:
        """A file is about to be closed. epoll finds that out by itself."""
        if file < len(self.watches):
            watch = self.watches[file]
            if watch is not None:
                self.watches[file] = None
                watch.close()

    def end_files(self) -> None:
        """Closes what `start` made."""
        if self.epoll >= 0:
            libc.close(self.epoll)
            libc.close(self.event)
            free(self.found)
            self.epoll = NO_FILE
            self.event = NO_FILE

    def stop(self) -> None:
        """The thread is at its end."""
        if self.epoll >= 0:
            self.end_files()
            pollers.started.remove(self)

    def restart(self) -> None:
        """In a new process, which shares epoll with the old one: waits by one of its own from now on. Who waits for a
        file that cannot be registered is told that it was closed."""
        if self.epoll < 0:
            return
        self.stop()
        for i in range(len(self.watches)):
            watch = self.watches[i]
            if watch is None:
                continue
            events = watch.events
            watch.events = 0
            if watch.first is None:
                self.watches[i] = None
                continue
            try:
                self.register(watch, events)
            except PollError:
                self.forget(i)


class Pollers:
    """Those of all threads that have begun to wait for files."""
    started: list[Poller]

    def __init__(self) -> None:
        self.started = []

    def forget(self, file: int) -> None:
        """The program is about to close a file: whoever waits for it goes on and finds `is_closed`. Each close of a
        descriptor has to come by here; a new file with the same number would not be registered otherwise."""
        for poller in self.started:
            poller.forget(file)


pollers = Pollers()
