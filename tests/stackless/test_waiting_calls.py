"""Calls that wait, other than those of test_waiting_sockets.py, park their tasklet alone. Bobbin only: on CPython they
hold up the thread."""

import fcntl
import http.server
import os
import queue
import select
import selectors
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from typing import Any

import stackless
from tests.stackless.support import logger, raises, start
from tests.stackless.tables import table
from tests.stackless.waits import LIMIT, later, pipe, runs_meanwhile, ticking


def test_reading_a_pipe() -> None:
    with pipe() as (reader, writer):
        later(os.write, writer, b"late")
        assert runs_meanwhile(lambda: os.read(reader, 10)) == b"late"


def test_writing_to_a_pipe() -> None:
    """More than there is room for: all of it, as to a pipe in blocking mode."""
    data = bytes(300_000)
    with pipe() as (reader, writer):
        def drain() -> None:
            left = len(data)
            while left:
                left -= len(os.read(reader, 20_000))
                time.sleep(0.001)
        later(drain)
        assert runs_meanwhile(lambda: os.write(writer, data)) == len(data)


def test_a_pipe_in_non_blocking_mode() -> None:
    with pipe() as (reader, writer), ticking():
        os.set_blocking(reader, False)
        with raises(BlockingIOError):
            os.read(reader, 1)


def test_file_objects() -> None:
    with pipe() as (reader, writer), open(reader, "rb", closefd=False) as source:
        later(os.write, writer, b"a line\nmore\n")
        assert runs_meanwhile(source.readline) == b"a line\n"
        assert source.readline() == b"more\n"


def test_fifo() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "fifo")
        os.mkfifo(path)
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        os.set_blocking(reader, True)
        writer = os.open(path, os.O_WRONLY)
        later(os.write, writer, b"x")
        assert runs_meanwhile(lambda: os.read(reader, 1)) == b"x"
        os.close(reader)
        os.close(writer)


def test_lock() -> None:
    lock = threading.Lock()
    lock.acquire()
    later(lock.release)
    assert runs_meanwhile(lock.acquire)


def test_lock_with_timeout() -> None:
    lock = threading.Lock()
    lock.acquire()
    assert not runs_meanwhile(lambda: lock.acquire(timeout=0.03))


def test_rlock_belongs_to_a_tasklet() -> None:
    log, note = logger()
    lock = threading.RLock()

    def body(name: str) -> None:
        with lock, lock:
            note(name)
            time.sleep(0.005)
            note(name)
    for name in "abc":
        start(body, name)
    stackless.run()
    assert log == ["a", "a", "b", "b", "c", "c"]


def test_rlock_of_another_tasklet() -> None:
    lock = threading.RLock()
    start(lock.acquire)
    stackless.run()
    with raises(RuntimeError, "un-acquired"):
        lock.release()


def test_condition_event_semaphore_barrier() -> None:
    log, note = logger()
    condition, event = threading.Condition(), threading.Event()
    semaphore, barrier = threading.Semaphore(0), threading.Barrier(2)

    def waiter() -> None:
        with condition:
            note(condition.wait(LIMIT))
        note(event.wait(LIMIT))
        note(semaphore.acquire(timeout=LIMIT))
        barrier.wait(LIMIT)
        note(event.wait(0))

    def waker() -> None:
        time.sleep(0.005)
        with condition:
            condition.notify()
        time.sleep(0.005)
        event.set()
        time.sleep(0.005)
        semaphore.release()
        barrier.wait(LIMIT)
    start(waiter)
    start(waker)
    stackless.run()
    assert log == [True, True, True, True]


def test_queue() -> None:
    log, note = logger()
    items: queue.Queue[int] = queue.Queue(maxsize=2)

    def produce() -> None:
        for number in range(10):
            items.put(number)

    def consume() -> None:
        for _ in range(10):
            note(items.get(timeout=LIMIT))
    start(consume)
    start(produce)
    stackless.run()
    assert log == list(range(10))
    with raises(queue.Empty):
        runs_meanwhile(lambda: items.get(timeout=0.03))


def waits(kind: str, file: int, timeout: float) -> bool:
    """Whether a file becomes readable, found out in some way."""
    if kind == "select":
        return bool(select.select([file], [], [], timeout)[0])
    if kind == "poll":
        poll = select.poll()
        poll.register(file, select.POLLIN)
        return bool(poll.poll(timeout * 1000))
    if kind == "epoll":
        with select.epoll() as epoll:
            epoll.register(file, select.EPOLLIN)
            return bool(epoll.poll(timeout))
    with selectors.DefaultSelector() as selector:
        selector.register(file, selectors.EVENT_READ)
        return bool(selector.select(timeout))


@table(*[(kind, kind) for kind in ("select", "poll", "epoll", "selectors")])
def test_waiting_for_several(kind: str) -> None:
    with pipe() as (reader, writer):
        assert not runs_meanwhile(lambda: waits(kind, reader, 0.03))
        later(os.write, writer, b"x")
        assert runs_meanwhile(lambda: waits(kind, reader, LIMIT))
        assert waits(kind, reader, LIMIT)


def test_select_of_many() -> None:
    """Those of which one is ready, whichever it is."""
    pairs = [socket.socketpair() for _ in range(20)]
    with ticking():
        for number in (7, 0, 19):
            later(pairs[number][1].send, b"x")
            found, _, _ = select.select([left for left, _ in pairs], [], [], LIMIT)
            assert found == [pairs[number][0]]
            found[0].recv(1)
    for left, right in pairs:
        left.close()
        right.close()


def test_wait_for_processes() -> None:
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(0.1); raise SystemExit(3)"])
    assert runs_meanwhile(child.wait) == 3


def test_wait_for_any_process() -> None:
    process = os.fork()
    if process == 0:
        time.sleep(0.05)
        os._exit(4)
    found, status = runs_meanwhile(os.wait)
    assert (found, os.waitstatus_to_exitcode(status)) == (process, 4)


def test_output_of_processes() -> None:
    command = "import sys, time; time.sleep(0.05); print(sys.stdin.read().upper())"
    line = [sys.executable, "-S", "-c", command]
    done = runs_meanwhile(lambda: subprocess.run(line, input=b"text", capture_output=True))
    assert done.stdout == b"TEXT\n"


def test_system() -> None:
    assert os.waitstatus_to_exitcode(runs_meanwhile(lambda: os.system("sleep 0.05; exit 5"))) == 5


def test_names() -> None:
    log, note = logger()

    def look_up() -> None:
        note(len(socket.getaddrinfo("localhost", 80)) > 0)
        note(socket.gethostbyname("localhost"))
        note(socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
    for _ in range(6):
        start(look_up)
    stackless.run()
    assert log.count(True) == 6 and log.count("127.0.0.1") == 6 and log.count(("127.0.0.1", "80")) == 6


def test_locks_of_files() -> None:
    with tempfile.NamedTemporaryFile() as first, open(first.name, "rb") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        later(fcntl.flock, first, fcntl.LOCK_UN)
        runs_meanwhile(lambda: fcntl.flock(second, fcntl.LOCK_EX))
        os.fsync(first.fileno())


def test_servers_of_the_library() -> None:
    """A server of http.server and clients of urllib.request in one process, all in tasklets."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(0.01)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.path.encode())

        def log_message(self, *args: object) -> None:
            pass

    class Mixin(socketserver.ThreadingMixIn):
        """A tasklet for each request in place of a thread."""

        def process_request(self, request: Any, client_address: Any) -> None:
            start(self.process_request_thread, request, client_address)

    class Server(Mixin, http.server.HTTPServer):
        request_queue_size = 50
    log, note = logger()
    with Server(("127.0.0.1", 0), Handler) as server:
        start(server.serve_forever, 0.01)

        def get(number: int) -> None:
            with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/{number}") as answer:
                note(int(answer.read()[1:]))
            if len(log) == 10:
                server.shutdown()
        for number in range(10):
            start(get, number)
        stackless.run()
    assert sorted(log) == list(range(10))


def test_threading_server_of_the_library() -> None:
    """With its threads: each waits by itself."""
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(self.rfile.readline().upper())
    log, note = logger()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        start(server.serve_forever, 0.01)

        def ask(number: int) -> None:
            with socket.create_connection(server.socket.getsockname()) as connection:
                connection.sendall(b"text %d\n" % number)
                note(connection.recv(100))
            if len(log) == 5:
                server.shutdown()
        for number in range(5):
            start(ask, number)
        stackless.run()
    assert sorted(log) == [b"TEXT %d\n" % number for number in range(5)]


def test_many_timers() -> None:
    """A tenth is cancelled before its time."""
    awake = [0]

    def sleeper(seconds: float) -> None:
        time.sleep(seconds)
        awake[0] += 1
    tasks = [start(sleeper, 0.2 + number % 100 / 1000) for number in range(2000)]
    stackless.schedule()
    for task in tasks[::10]:
        task.kill()
    stackless.run()
    assert awake[0] == 1800
