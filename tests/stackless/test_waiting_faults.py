"""What becomes of calls that are parked when files are closed, the other side vanishes, signals come or threads end.
Bobbin only."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

import stackless
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table
from tests.stackless.test_threads import in_thread
from tests.stackless.waits import LIMIT, later, pipe, ticking


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


def test_kill_during_a_look_up() -> None:
    task = start(socket.getaddrinfo, "localhost", 80)
    start(time.sleep, 0.001)
    stackless.schedule()
    task.kill()
    assert not task.alive
    stackless.run()


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


def send_messages(connection: socket.socket) -> None:
    for _ in range(50):
        connection.sendmsg([bytes(1_000_000)])


@table(("recv", lambda side: side.recv(1)),
       ("recv_into", lambda side: side.recv_into(bytearray(1))),
       ("recvfrom", lambda side: side.recvfrom(1)),
       ("recvmsg", lambda side: side.recvmsg(1)),
       ("sendall", lambda side: side.sendall(bytes(50_000_000))),
       ("sendmsg", send_messages),
       ("makefile", lambda side: side.makefile("rb").read(1)))
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
    thread = threading.Timer(0.03, channel.send, ("sent",))
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
    thread = threading.Timer(0.02, task.kill)
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
