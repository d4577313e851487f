"""Calls that wait, other than those of test_blocking.py, park their tasklet alone. Bobbin only: on CPython they hold up
the thread."""

import errno
import fcntl
import http.server
import os
import queue
import resource
import select
import selectors
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stackless
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table
from tests.stackless.test_threads import in_thread

LIMIT = 5.0     # seconds that nothing here takes


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    try:
        yield reader, writer
    finally:
        for file in (reader, writer):
            try:
                os.close(file)
            except OSError:
                pass


@contextmanager
def ticking() -> Iterator[list[int]]:
    """A tasklet that counts while others are parked: the list has a number for each turn that it had."""
    turns: list[int] = []

    def tick() -> None:
        while True:
            turns.append(len(turns))
            time.sleep(0.001)
    task = start(tick)
    try:
        yield turns
    finally:
        task.kill()


def runs_meanwhile(function: Callable[[], Any]) -> Any:
    """Calls a function in the main tasklet, and makes sure that others run meanwhile."""
    with ticking() as turns:
        stackless.schedule()
        before = len(turns)
        result = function()
        assert len(turns) > before + 3, "the others were held up"
    return result


def later(function: Callable[..., object], *args: Any) -> None:
    """Has a function called a little later."""
    def body() -> None:
        time.sleep(0.03)
        function(*args)
    start(body)


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
    condition, event, semaphore, barrier = threading.Condition(), threading.Event(), threading.Semaphore(0), threading.Barrier(2)

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


@table(("socket", True), ("pipe", False))
def test_closing_what_is_waited_for(is_socket: bool) -> None:
    """Who waits gets EBADF, and the next file with that number is another one."""
    for _ in range(3):
        log, note = logger()
        left, right = socket.socketpair() if is_socket else (None, None)
        reader, writer = os.pipe()

        def wait() -> None:
            try:
                left.recv(1) if left is not None else os.read(reader, 1)
            except OSError as error:
                note(error.errno)
        start(wait)
        stackless.schedule()
        stackless.schedule()
        if left is not None:
            left.close()
        os.close(reader)
        stackless.run()
        assert log == [errno.EBADF]
        os.close(writer)
        if right is not None:
            right.close()


def test_replacing_what_is_waited_for() -> None:
    """dup2 closes a file, too."""
    with pipe() as (reader, writer), pipe() as (other, other_writer):
        log, note = logger()

        def wait() -> None:
            try:
                os.read(reader, 1)
            except OSError as error:
                note(error.errno)
            note(os.read(reader, 1))
        start(wait)
        stackless.schedule()
        stackless.schedule()
        os.dup2(other, reader)
        later(os.write, other_writer, b"y")
        stackless.run()
        assert log == [errno.EBADF, b"y"]


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
    done = runs_meanwhile(lambda: subprocess.run([sys.executable, "-S", "-c", command], input=b"text", capture_output=True))
    assert done.stdout == b"TEXT\n"


def test_system() -> None:
    assert os.waitstatus_to_exitcode(runs_meanwhile(lambda: os.system("sleep 0.05; exit 5"))) == 5


def test_parent_and_child_wait_apart() -> None:
    """After fork both go on with what was parked, each by an epoll of its own."""
    log, note = logger()
    left, right = socket.socketpair()
    start(lambda: note(left.recv(1, socket.MSG_PEEK)))
    stackless.schedule()
    stackless.schedule()
    process = os.fork()
    if process == 0:
        right.send(b"x")
        stackless.run()
        os._exit(0 if log == [b"x"] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
    stackless.run()
    assert log == [b"x"]
    left.close()
    right.close()


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


def test_kill_during_a_look_up() -> None:
    task = start(socket.getaddrinfo, "localhost", 80)
    start(time.sleep, 0.001)
    stackless.schedule()
    task.kill()
    assert not task.alive
    stackless.run()


def test_locks_of_files() -> None:
    with tempfile.NamedTemporaryFile() as first, open(first.name, "rb") as second:
        fcntl.flock(first, fcntl.LOCK_EX)
        later(fcntl.flock, first, fcntl.LOCK_UN)
        runs_meanwhile(lambda: fcntl.flock(second, fcntl.LOCK_EX))
        os.fsync(first.fileno())


def test_accept_without_room_for_files() -> None:
    """EMFILE ends one call of accept; the connection is taken when there is room again."""
    log, note = logger()
    listener = socket.create_server(("127.0.0.1", 0))
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    client = socket.socket()

    def accept() -> None:
        for _ in range(2):
            try:
                note(listener.accept()[0].recv(1))
            except OSError as error:
                note(error.errno)
                resource.setrlimit(resource.RLIMIT_NOFILE, limits)

    def connect() -> None:
        time.sleep(0.01)
        probe = os.dup(0)
        os.close(probe)
        resource.setrlimit(resource.RLIMIT_NOFILE, (probe, limits[1]))
        client.connect(listener.getsockname())
        client.sendall(b"x")
    try:
        start(accept)
        start(connect)
        stackless.run()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        client.close()
        listener.close()
    assert log == [errno.EMFILE, b"x"]


def test_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    with raises(ConnectionRefusedError):
        with ticking(), socket.socket() as client:
            client.connect(address)


def test_listener_with_a_full_queue() -> None:
    """connect waits until there is room."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.join(folder, "socket"))
        listener.listen(0)
        clients = [socket.socket(socket.AF_UNIX) for _ in range(4)]
        for client in clients:
            start(client.connect, listener.getsockname())

        def accept() -> None:
            time.sleep(0.01)
            for _ in clients:
                listener.accept()[0].close()
        start(accept)
        stackless.run()
        for client in clients:
            client.close()


def reset(connection: socket.socket) -> None:
    """Closes a connection so that the other side gets ECONNRESET."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    connection.close()


@table(("recv", lambda s: s.recv(1)), ("recv_into", lambda s: s.recv_into(bytearray(1))), ("recvfrom", lambda s: s.recvfrom(1)),
       ("recvmsg", lambda s: s.recvmsg(1)), ("sendall", lambda s: s.sendall(bytes(50_000_000))),
       ("sendmsg", lambda s: [s.sendmsg([bytes(1_000_000)]) for _ in range(50)]), ("makefile", lambda s: s.makefile("rb").read(1)))
def test_reset(call: Callable[[socket.socket], object]) -> None:
    """The other side vanishes while a call is parked."""
    log, note = logger()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()

    def wait() -> None:
        try:
            note(call(server))
        except OSError as error:
            note(error.errno)
    start(wait)
    later(reset, client)
    stackless.run()
    server.close()
    assert log == [errno.ECONNRESET] or log == [errno.EPIPE]


def test_signals_while_all_are_parked() -> None:
    """The handler runs at once, and what it raises is raised in the main tasklet. The others are parked still."""
    left, right = socket.socketpair()
    log, note = logger()

    def handler(number: int, frame: object) -> None:
        time.sleep(0)
        raise Failed
    before = signal.signal(signal.SIGALRM, handler)
    try:
        task = start(lambda: note(left.recv(1)))
        signal.setitimer(signal.ITIMER_REAL, 0.02)
        with raises(Failed):
            stackless.run()
        assert task.alive
        right.send(b"x")
        stackless.run()
        assert log == [b"x"]
    finally:
        signal.signal(signal.SIGALRM, before)
        left.close()
        right.close()


@table(("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM))
def test_ending_a_server(number: int) -> None:
    """By Ctrl-C, or SIGTERM, while all tasklets are parked."""
    program = """if True:
        import socket, sys, stackless, time
        listener = socket.create_server(("127.0.0.1", 0))
        def echo():
            try:
                listener.accept()
            finally:
                print("cleaned up", flush=True)
        stackless.tasklet(echo)()
        stackless.tasklet(time.sleep)(100)
        stackless.schedule()
        print("waits", flush=True)
        stackless.run()
    """
    child = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == b"waits\n"
    time.sleep(0.05)
    child.send_signal(number)
    output, errors = child.communicate(timeout=10)
    assert child.returncode == -number
    if number == signal.SIGINT:
        assert output == b"cleaned up\n" and b"KeyboardInterrupt" in errors


def test_threads_wait_apart() -> None:
    """Each has its own poller."""
    log, note = logger()

    def work(number: int) -> None:
        left, right = socket.socketpair()
        start(lambda: note((number, left.recv(1))))
        later(right.send, b"x")
        stackless.run()
        left.close()
        right.close()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LIMIT)
    assert sorted(log) == [(number, b"x") for number in range(4)]


def test_another_thread_wakes_one_that_waits_for_files() -> None:
    left, right = socket.socketpair()
    channel = stackless.channel()
    log, note = logger()
    task = start(left.recv, 1)
    start(lambda: note(channel.receive()))
    thread = threading.Thread(target=lambda: (time.sleep(0.03), channel.send("sent")))
    thread.start()
    while not log:
        stackless.schedule()
        time.sleep(0.001)
    thread.join()
    task.kill()
    left.close()
    right.close()


def test_another_thread_kills() -> None:
    left, right = socket.socketpair()
    log, note = logger()

    def wait() -> None:
        try:
            left.recv(1)
        except BaseException as error:
            note(type(error).__name__)
            raise
    task = start(wait)
    thread = threading.Thread(target=lambda: (time.sleep(0.02), task.kill()))
    thread.start()
    stackless.run()
    thread.join()
    assert log == ["TaskletExit"]
    left.close()
    right.close()


def test_a_thread_ends_with_parked_tasklets() -> None:
    """They are killed."""
    log, note = logger()
    left, right = socket.socketpair()

    def wait() -> None:
        try:
            left.recv(1)
        finally:
            note("cleaned up")

    def work() -> None:
        start(wait)
        stackless.schedule()
    in_thread(work)
    assert log == ["cleaned up"]
    left.close()
    right.close()


def test_where_nobody_may_give_way() -> None:
    """A call holds the thread up, and what would have run later does."""
    log, note = logger()
    start(note, "other")
    with pipe() as (reader, writer):
        threading.Timer(0.02, os.write, (writer, b"x")).start()
        stackless.switch_trap(1)
        try:
            assert os.read(reader, 1) == b"x"
            time.sleep(0.001)
            lock = threading.Lock()
            lock.acquire()
            assert not lock.acquire(timeout=0.001)
            assert log == []
        finally:
            stackless.switch_trap(-1)
    stackless.run()
    assert log == ["other"]


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
            with socket.create_connection(server.server_address) as connection:
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
