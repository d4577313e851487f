"""What the tests of servers share: servers as processes, and clients that say just what they are told."""
from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'examples'}"}


class Server:
    """A program that listens on a port of its own choice."""

    def __init__(self, *command: str) -> None:
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        env=ENVIRONMENT)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError(self.process.communicate()[1])
        self.port = int(line.rpartition(" ")[2])

    def stop(self, number: int = signal.SIGTERM) -> str:
        """Has it end, which it must do cleanly; gives what it has complained of."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        assert self.process.returncode == 0, errors
        return errors

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def say(self, data: bytes) -> bytes:
        """All that it answers on a connection of its own."""
        with self.connect() as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            return read_all(connection)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        with self.connect() as connection:
            connection.sendall(request(path, "Connection: close\r\n"))
            head, _, body = read_all(connection).partition(b"\r\n\r\n")
            return int(head.split()[1]), body


@contextmanager
def serving(*command: str) -> Iterator[Server]:
    """A server, until the end of the block."""
    server = Server(*command)
    try:
        yield server
    finally:
        server.process.kill()
        server.process.communicate()


def request(path: str, headers: str = "", method: str = "GET") -> bytes:
    return f"{method} {path} HTTP/1.1\r\nHost: here\r\n{headers}\r\n".encode()


def read_all(connection: socket.socket) -> bytes:
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    return b"".join(parts)


def read_answer(connection: socket.socket) -> bytes:
    """The next answer, whose body has a length."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(1)
        assert part, f"no answer but {data!r}"
        data += part
    length = int(data.lower().partition(b"content-length: ")[2].split()[0])
    while length > 0:
        part = connection.recv(length)
        data, length = data + part, length - len(part)
    return data


def vanish(connection: socket.socket) -> None:
    """Closes the connection so that the other side gets ECONNRESET."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it never comes true"
        time.sleep(0.02)
