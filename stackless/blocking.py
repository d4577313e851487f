"""Blocking sockets and sleeps that park one tasklet and not the program.

    from stackless import blocking
    blocking.enable()

In Bobbin every call that waits does that by itself, unless `disable` was called, after which calls hold up the whole
thread, as in Stackless Python. On CPython it is the other way round: `enable` puts a class of its own in the place of
`socket.socket`, and a function in that of `time.sleep`: so it must come before sockets are made. Only these two are
replaced there; locks, files and name look-ups still block the thread.

What waits is in the care of a poller, one for each thread: a tasklet that stays in the run queue while there is
somebody to wait for, asks the system when its turn comes, and sleeps when nothing else is runnable.
"""

import heapq
import selectors
import socket
import threading
import time
from typing import Any

from stackless._current import engine

_real_socket = socket.socket
_real_sleep = time.sleep

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE


def enable() -> None:
    """Lets calls that wait park their tasklet, from now on."""
    if engine.__name__ == "_stackless":
        engine.enable_parking(True)
    else:
        setattr(socket, "socket", Socket)
        setattr(time, "sleep", sleep)


def disable() -> None:
    """Lets calls that wait hold up their thread. On CPython, sockets that were made before go on to park tasklets."""
    if engine.__name__ == "_stackless":
        engine.enable_parking(False)
    else:
        setattr(socket, "socket", _real_socket)
        setattr(time, "sleep", _real_sleep)


class _Timer:
    """A time, and the tasklet that waits for it; None when it is off."""

    __slots__ = ("time", "task")

    def __init__(self, time: float, task: Any) -> None:
        self.time = time
        self.task = task

    def __lt__(self, other: "_Timer") -> bool:
        return self.time < other.time


class _Poller(threading.local):
    """Who waits in this thread, and for what."""

    def __init__(self) -> None:
        self.selector = selectors.DefaultSelector()
        self.timers: list[_Timer] = []      # a heap; those that are off stay in it, up to a half
        self.off = 0
        self.waiting = 0
        self.task: Any = None

    def wait(self, fileno: int | None, events: int, timeout: float | None) -> bool:
        """Parks the current tasklet until the file is ready, or `timeout` seconds are over: then it returns False."""
        me = engine.getcurrent()
        timer = None
        if timeout is not None:
            timer = _Timer(time.monotonic() + timeout, me)
            heapq.heappush(self.timers, timer)
        if fileno is not None:
            self._watch(fileno, events, me)
        self.waiting += 1
        self._start()
        try:
            return bool(engine.schedule_remove(False))
        finally:
            self.waiting -= 1
            if fileno is not None:
                self._forget(fileno, events, me)
            if timer is not None and timer.task is not None:
                self._turn_off(timer)

    def _watch(self, fileno: int, events: int, task: Any) -> None:
        """A reader and a writer may wait for the same file."""
        try:
            key = self.selector.get_key(fileno)
        except KeyError:
            self.selector.register(fileno, events, {events: [task]})
        else:
            key.data.setdefault(events, []).append(task)
            self.selector.modify(fileno, key.events | events, key.data)

    def _forget(self, fileno: int, events: int, task: Any) -> None:
        key = self.selector.get_key(fileno)
        key.data[events].remove(task)
        if not key.data[events]:
            del key.data[events]
        wanted = sum(key.data)
        if wanted:
            self.selector.modify(fileno, wanted, key.data)
        else:
            self.selector.unregister(fileno)

    def _turn_off(self, timer: "_Timer") -> None:
        timer.task = None
        self.off += 1
        if self.off > len(self.timers) // 2:
            self.timers = [other for other in self.timers if other.task is not None]
            heapq.heapify(self.timers)
            self.off = 0

    def _start(self) -> None:
        if self.task is None or not self.task.alive:
            self.task = engine.tasklet(self._run)()

    def _run(self) -> None:
        while self.waiting:
            self._poll(self._patience())
            engine.schedule()

    def _patience(self) -> float | None:
        """How long nothing else can run."""
        if engine.getruncount() > 1:
            return 0
        return max(0.0, self.timers[0].time - time.monotonic()) if self.timers else None

    def _poll(self, timeout: float | None) -> None:
        for key, ready in self.selector.select(timeout):
            for events, tasks in key.data.items():
                if ready & events:
                    for task in tasks:
                        _wake(task, True)
        now = time.monotonic()
        while self.timers and self.timers[0].time <= now:
            timer = heapq.heappop(self.timers)
            if timer.task is None:
                self.off -= 1
            else:
                _wake(timer.task, False)
                timer.task = None


def _wake(task: Any, ready: bool) -> None:
    if task.paused:
        task.tempval = ready
        task.insert()


_poller = _Poller()


def sleep(seconds: float) -> None:
    """`time.sleep`, for this tasklet alone."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    _poller.wait(None, 0, seconds)


class Socket(_real_socket):
    """`socket.socket`, whose blocking methods park the tasklet."""

    def __init__(self, family: int = -1, type: int = -1, proto: int = -1, fileno: int | None = None) -> None:
        super().__init__(family, type, proto, fileno)
        self._timeout = socket.getdefaulttimeout()
        super().setblocking(False)

    def settimeout(self, value: float | None) -> None:
        self._timeout = value

    def gettimeout(self) -> float | None:
        return self._timeout

    def setblocking(self, flag: bool) -> None:
        self._timeout = None if flag else 0.0

    def getblocking(self) -> bool:
        return self._timeout != 0.0

    def _retry(self, events: int, method: Any, *arguments: Any) -> Any:
        """Calls the method until it does not have to wait."""
        while True:
            try:
                return method(*arguments)
            except BlockingIOError:
                self._wait(events)

    def _wait(self, events: int) -> None:
        if self._timeout == 0.0:
            raise BlockingIOError("the operation would block")
        if not _poller.wait(self.fileno(), events, self._timeout):
            raise TimeoutError("timed out")

    def accept(self) -> tuple[socket.socket, Any]:
        return self._retry(READ, super().accept)  # type: ignore[no-any-return]

    def recv(self, *arguments: Any) -> bytes:
        return self._retry(READ, super().recv, *arguments)  # type: ignore[no-any-return]

    def recv_into(self, *arguments: Any) -> int:
        return self._retry(READ, super().recv_into, *arguments)  # type: ignore[no-any-return]

    def recvfrom(self, *arguments: Any) -> tuple[bytes, Any]:
        return self._retry(READ, super().recvfrom, *arguments)  # type: ignore[no-any-return]

    def send(self, *arguments: Any) -> int:
        return self._retry(WRITE, super().send, *arguments)  # type: ignore[no-any-return]

    def sendto(self, *arguments: Any) -> int:
        return self._retry(WRITE, super().sendto, *arguments)  # type: ignore[no-any-return]

    def sendall(self, data: Any, *flags: int) -> None:
        with memoryview(data) as view, view.cast("B") as rest:
            sent = 0
            while sent < len(rest):
                sent += self.send(rest[sent:], *flags)

    def connect(self, address: Any) -> None:
        try:
            super().connect(address)
        except BlockingIOError:
            self._wait(WRITE)
            code = self.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, f"connect to {address!r} failed") from None
