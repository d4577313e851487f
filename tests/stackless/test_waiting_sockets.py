"""Calls that wait park their tasklet alone: sockets and `time.sleep`, on both engines."""

import random
import socket
import time
from collections.abc import Callable
from typing import Any

import stackless
from stackless import blocking
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table

LIMIT = 5.0     # seconds that nothing here takes


def parking(function: Callable[[], None]) -> Callable[[], None]:
    """A test for which calls park tasklets."""
    def test() -> None:
        blocking.enable()
        try:
            function()
        finally:
            if blocking.engine.__name__ != "_stackless":
                blocking.disable()
    test.__doc__ = function.__doc__
    return test


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a connection, through the class that is in place now."""
    listener = socket.create_server(("127.0.0.1", 0))
    client = socket.socket()
    start(client.connect, listener.getsockname())
    server, _ = listener.accept()
    stackless.run()
    listener.close()
    return client, server


def noting(note: Callable[[Any], None], function: Callable[..., object], *args: Any) -> stackless.tasklet:
    """A tasklet that notes what a call gives, or the class of what it raises."""
    def body() -> None:
        try:
            note(function(*args))
        except Exception as error:
            note(type(error).__name__)
    return start(body)


def socket_pair_test(function: Callable[..., None]) -> Callable[[], None]:
    """A test that gets two connected sockets."""
    @parking
    def test() -> None:
        left, right = pair()
        with left, right:
            function(left, right)
    test.__doc__ = function.__doc__
    return test


@socket_pair_test
def test_a_reader_waits_alone(left: socket.socket, right: socket.socket) -> None:
    log, note = logger()
    noting(note, left.recv, 10)
    start(note, "runs")
    start(right.sendall, b"late")
    stackless.run()
    assert log == ["runs", b"late"]


@socket_pair_test
def test_a_writer_waits_alone(left: socket.socket, right: socket.socket) -> None:
    """More is sent than the system keeps."""
    data = bytes(range(256)) * 40_000
    received = bytearray()

    def read() -> None:
        while part := right.recv(65536):
            received.extend(part)

    def write() -> None:
        left.sendall(data)
        left.close()
    start(write)
    start(read)
    stackless.run()
    assert received == data


@socket_pair_test
def test_both_directions_of_one_socket(left: socket.socket, right: socket.socket) -> None:
    """One tasklet waits to read from it while another waits to write to it."""
    log, note = logger()
    noting(note, left.recv, 10)
    noting(note, left.sendall, bytes(20_000_000))

    def other() -> None:
        got = 0
        while got < 20_000_000:
            got += len(right.recv(1 << 20))
        right.sendall(b"all")
    start(other)
    stackless.run()
    assert sorted(log, key=str) == [None, b"all"] or sorted(log, key=str) == [b"all", None]


@socket_pair_test
def test_two_readers_of_one_socket(left: socket.socket, right: socket.socket) -> None:
    log, note = logger()
    noting(note, left.recv, 1)
    noting(note, left.recv, 1)
    start(right.sendall, b"ab")
    stackless.run()
    assert sorted(log) == [b"a", b"b"]


@socket_pair_test
def test_timeout(left: socket.socket, right: socket.socket) -> None:
    log, note = logger()
    left.settimeout(0.05)
    noting(note, left.recv, 1)
    noting(note, right.recv, 1)
    started = time.monotonic()

    def end() -> None:
        time.sleep(0.1)
        left.sendall(b"x")
    start(end)
    stackless.run()
    assert log == ["TimeoutError", b"x"]
    assert time.monotonic() - started < LIMIT


@socket_pair_test
def test_timeout_that_is_not_reached(left: socket.socket, right: socket.socket) -> None:
    log, note = logger()
    left.settimeout(LIMIT)
    noting(note, left.recv, 1)
    start(right.sendall, b"x")
    started = time.monotonic()
    stackless.run()
    assert log == [b"x"] and time.monotonic() - started < LIMIT


@socket_pair_test
def test_kill_while_parked(left: socket.socket, right: socket.socket) -> None:
    log, note = logger()

    def body() -> None:
        try:
            left.recv(1)
        finally:
            note("cleaned up")
    task = start(body)
    stackless.schedule()
    assert task.alive
    task.kill()
    assert log == ["cleaned up"] and not task.alive
    right.sendall(b"x")     # nobody is woken for it
    assert left.recv(1) == b"x"


@socket_pair_test
def test_throw_while_parked(left: socket.socket, right: socket.socket) -> None:
    """What catches the exception may wait again."""
    log, note = logger()

    def body() -> None:
        try:
            left.recv(1)
        except Failed:
            note("thrown")
        note(left.recv(1))
    task = start(body)
    stackless.schedule()
    task.throw(Failed)
    start(right.sendall, b"x")
    stackless.run()
    assert log == ["thrown", b"x"]


@socket_pair_test
def test_end_of_file_and_reset(left: socket.socket, right: socket.socket) -> None:
    log, note = logger()
    noting(note, left.recv, 1)
    start(right.close)
    stackless.run()
    assert log == [b""]

    def write() -> None:
        while True:
            left.sendall(bytes(100_000))
    with raises(ConnectionError):
        start(write)
        stackless.run()


@parking
def test_sleepers_wake_in_order() -> None:
    log, note = logger()

    def sleeper(number: int) -> None:
        time.sleep(number / 100)
        note(number)
    for number in (5, 1, 4, 2, 3):
        start(sleeper, number)
    stackless.run()
    assert log == [1, 2, 3, 4, 5]


@parking
def test_run_waits_for_those_that_are_parked() -> None:
    """Also if all are when it is called."""
    log, note = logger()

    def sleeper() -> None:
        time.sleep(0.02)
        note("done")
    start(sleeper)
    stackless.schedule()
    stackless.run()
    assert log == ["done"]


@parking
def test_a_sleeper_wakes_while_others_run() -> None:
    """One that computes and gives way now and then does not keep it from its time."""
    log, note = logger()

    def sleeper() -> None:
        time.sleep(0.01)
        note("awake")

    def busy() -> None:
        end = time.monotonic() + LIMIT
        while not log and time.monotonic() < end:
            stackless.schedule()
    start(sleeper)
    start(busy)
    started = time.monotonic()
    stackless.run()
    assert log == ["awake"] and time.monotonic() - started < LIMIT


@table(("few", 3, 20), ("many", 40, 5))
def test_echo(clients: int, messages: int) -> None:
    """A server with a tasklet for each connection."""
    @parking
    def run() -> None:
        log, note = logger()

        def serve(listener: socket.socket) -> None:
            for _ in range(clients):
                start(echo, listener.accept()[0])

        def echo(connection: socket.socket) -> None:
            with connection:
                while data := connection.recv(65536):
                    connection.sendall(data)

        def client(address: tuple[str, int], number: int) -> None:
            with socket.create_connection(address) as connection:
                for message in range(messages):
                    text = b"%d:%d" % (number, message)
                    connection.sendall(text)
                    assert connection.recv(100) == text
            note(number)
        with socket.create_server(("127.0.0.1", 0), backlog=clients) as listener:
            start(serve, listener)
            for number in range(clients):
                start(client, listener.getsockname(), number)
            stackless.run()
        assert sorted(log) == list(range(clients))
    run()


@table(*[(str(seed), seed) for seed in range(8)])
def test_at_random(seed: int) -> None:
    """Tasklets send each other bytes over many connections, with pauses, timeouts and kills; what arrives is what was
    sent, and nobody is forgotten."""
    @parking
    def run() -> None:
        chance = random.Random(seed)
        connections = [pair() for _ in range(6)]
        received: dict[int, bytearray] = {number: bytearray() for number in range(len(connections))}
        sent = {number: chance.randbytes(chance.randrange(300_000)) for number in received}

        def write(number: int) -> None:
            left = connections[number][0]
            data = sent[number]
            while data:
                size = chance.randrange(1, 60_000)
                left.sendall(data[:size])
                data = data[size:]
                if chance.random() < 0.2:
                    time.sleep(chance.random() / 500)
                elif chance.random() < 0.3:
                    stackless.schedule()
            left.shutdown(socket.SHUT_WR)

        def read(number: int) -> None:
            right = connections[number][1]
            while True:
                right.settimeout(chance.choice([None, 0.001, LIMIT]))
                try:
                    part = right.recv(chance.randrange(1, 100_000))
                except TimeoutError:
                    continue
                if not part:
                    return
                received[number].extend(part)

        def sleeper() -> None:
            while True:
                time.sleep(chance.random() / 1000)

        def killer(victims: list[stackless.tasklet]) -> None:
            for victim in victims:
                time.sleep(chance.random() / 200)
                victim.kill(pending=chance.random() < 0.5)
        for number in received:
            start(write, number)
            start(read, number)
        start(killer, [start(sleeper) for _ in range(5)])
        stackless.run()
        assert received == sent
        for left, right in connections:
            left.close()
            right.close()
    run()


def test_disabled() -> None:
    """A call holds the others up."""
    blocking.disable()
    try:
        log, note = logger()

        def sleeper() -> None:
            time.sleep(0.01)
            note("slept")
        start(sleeper)
        start(note, "next")
        stackless.run()
        assert log == ["slept", "next"]
    finally:
        if blocking.engine.__name__ == "_stackless":
            blocking.enable()
