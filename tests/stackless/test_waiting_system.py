"""Calls of the system that wait for files, signals and processes park their tasklet alone. Bobbin only: on CPython they
hold up the thread."""

import fcntl
import os
import signal
import socket
import struct
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import stackless
from tests.stackless.support import logger, raises, start
from tests.stackless.waits import LIMIT, later, runs_meanwhile


@contextmanager
def named_pipe() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "fifo")
        os.mkfifo(path)
        yield path


def test_opening_a_named_pipe() -> None:
    with named_pipe() as path:
        def write() -> None:
            with open(path, "wb") as target:
                target.write(b"text")
        later(write)
        with runs_meanwhile(lambda: open(path, "rb")) as source:
            assert source.read() == b"text"


def test_opening_is_given_up() -> None:
    """More than there are helper threads; other calls have theirs."""
    log, note = logger()
    with named_pipe() as path:
        def wait() -> None:
            try:
                os.open(path, os.O_RDONLY)
            finally:
                note("gone")
        tasks = [start(wait) for _ in range(6)]
        stackless.schedule()
        assert socket.gethostbyname("localhost") == "127.0.0.1"
        for task in tasks:
            task.kill()
        assert log == ["gone"] * 6
        before = len(os.listdir("/proc/self/fd"))
        os.close(os.open(path, os.O_WRONLY))  # lets the calls go on that nobody waits for
        for _ in range(100):
            time.sleep(0.01)
            if len(os.listdir("/proc/self/fd")) <= before:
                break
        assert len(os.listdir("/proc/self/fd")) <= before


def test_pause() -> None:
    seen: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, frame: seen.append(number))
    try:
        later(os.kill, os.getpid(), signal.SIGUSR1)
        runs_meanwhile(signal.pause)
        assert seen == [signal.SIGUSR1]
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_waiting_for_signals() -> None:
    chosen = {signal.SIGUSR1, signal.SIGUSR2}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, chosen)
    try:
        later(os.kill, os.getpid(), signal.SIGUSR2)
        assert runs_meanwhile(lambda: signal.sigwait(chosen)) == signal.SIGUSR2
        later(os.kill, os.getpid(), signal.SIGUSR1)
        assert runs_meanwhile(lambda: signal.sigwaitinfo(chosen)).si_pid == os.getpid()
        assert runs_meanwhile(lambda: signal.sigtimedwait(chosen, 0.03)) is None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_locks_of_parts_of_files() -> None:
    """Those of another process."""
    with tempfile.NamedTemporaryFile() as file:
        ready, writer = os.pipe()
        child = os.fork()
        if child == 0:
            fcntl.lockf(file, fcntl.LOCK_EX)
            os.write(writer, b"x")
            time.sleep(0.05)
            os._exit(0)
        os.read(ready, 1)
        wanted = struct.pack("hhqqi", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
        runs_meanwhile(lambda: fcntl.fcntl(file, fcntl.F_SETLKW, wanted))
        os.waitpid(child, 0)
        os.close(ready)
        os.close(writer)


def ended_child(status: int) -> int:
    child = os.fork()
    if child == 0:
        time.sleep(0.05)
        os._exit(status)
    return child


def test_wait_for_processes() -> None:
    child = ended_child(3)
    found, status, usage = runs_meanwhile(lambda: os.wait4(child, 0))
    assert (found, os.waitstatus_to_exitcode(status), usage.ru_maxrss > 0) == (child, 3, True)
    child = ended_child(4)
    assert runs_meanwhile(lambda: os.wait3(0))[0] == child
    child = ended_child(5)
    about = runs_meanwhile(lambda: os.waitid(os.P_ALL, 0, os.WEXITED))
    assert (about.si_pid, about.si_status, about.si_code) == (child, 5, os.CLD_EXITED)
    child = ended_child(6)
    file = os.pidfd_open(child)
    assert runs_meanwhile(lambda: os.waitid(os.P_PIDFD, file, os.WEXITED)).si_status == 6
    os.close(file)


def test_sending_a_file() -> None:
    """More than the other side takes at once."""
    data = os.urandom(100_000) * 100
    with tempfile.TemporaryFile() as file, socket.create_server(("127.0.0.1", 0)) as listener:
        file.write(data)
        file.seek(0)
        received = bytearray()

        def take() -> None:
            connection, _ = listener.accept()
            with connection:
                while part := connection.recv(50_000):
                    received.extend(part)
                    time.sleep(0.001)
        task = start(take)
        with socket.create_connection(listener.getsockname()) as connection:
            assert runs_meanwhile(lambda: os.sendfile(connection.fileno(), file.fileno(), 0, len(data))) == len(data)
            assert os.sendfile(connection.fileno(), file.fileno(), None, 1000) == 1000 == os.lseek(file.fileno(), 0, 1)
            assert connection.sendfile(file, 500, 300_000) == 300_000
        deadline = time.monotonic() + LIMIT
        while task.alive and time.monotonic() < deadline:
            time.sleep(0.01)
        assert received == data + data[:1000] + data[500:300_500]
        with raises(OSError):
            os.sendfile(-1, file.fileno(), 0, 10)


def test_what_was_dropped_is_closed_while_others_wait() -> None:
    """Nobody allocates anything meanwhile, so nothing else calls the collector."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def drop() -> None:
            socket.create_connection(listener.getsockname())
        start(drop)
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1) == b""


def test_what_was_dropped_is_closed_before_a_call_blocks() -> None:
    """No tasklet is there but the main one. Another process serves one connection after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        child = os.fork()
        if child == 0:
            first, _ = listener.accept()
            first.recv(1)
            second, _ = listener.accept()
            second.send(b"x")
            os._exit(0)
        socket.create_connection(listener.getsockname())
        with socket.create_connection(listener.getsockname()) as connection:
            assert connection.recv(1) == b"x"
        os.waitpid(child, 0)
