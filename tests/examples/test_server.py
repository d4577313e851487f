"""The example server, translated, with many clients at once."""
from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from typing import Iterator

import pytest

from tests.language.runner import import_file
from transform.driver import Options, translate

SOURCE = Path(__file__).resolve().parents[2] / "examples" / "server.py"
CLIENTS = 500


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("server") / "server"
    translate(import_file(SOURCE).main, output, Options())
    return output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def port(binary: Path) -> Iterator[int]:
    """The port of a server that runs. At the end it is told to stop."""
    found = free_port()
    socket.setdefaulttimeout(20)
    process = subprocess.Popen([binary, str(found)], stdout=subprocess.PIPE, text=True)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", found)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.02)
    yield found
    with socket.create_connection(("127.0.0.1", found)) as last:
        last.sendall(b"stop\n")
    output, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert output.startswith("stopped with ")


def ask(client: socket.socket, text: str) -> str:
    client.sendall(text.encode())
    return client.recv(4096).decode()


def test_each_connection_has_its_state(port: int) -> None:
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(CLIENTS)]
    for number, client in enumerate(clients):
        client.sendall(f"{number}\n5\nsu".encode())  # the rest of the line comes later
    assert [ask(client, "m\n") for client in clients] == [f"{number + 5}\n" for number in range(CLIENTS)]
    assert ask(clients[0], "count\n") == f"{CLIENTS}\n"
    for client in clients[1:]:
        client.close()
    deadline = time.monotonic() + 10
    while ask(clients[0], "count\n") != "1\n":
        assert time.monotonic() < deadline
    clients[0].close()


def test_wrong_lines_and_quit(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        assert ask(client, "nonsense\n").startswith("error: ")
        assert ask(client, "-3\nsum\n") == "-3\n"
        assert ask(client, "quit\n") == ""


def test_large_answers_wait_for_the_reader(port: int) -> None:
    """The client sends much and reads nothing for a while: the server's writes are suspended."""
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(20)
        lines = 20_000
        sent = 0
        data = b"sum\n" * lines
        slow.setblocking(False)
        while sent < len(data):
            try:
                sent += slow.send(data[sent:sent + 65536])
            except BlockingIOError:
                break
        with socket.create_connection(("127.0.0.1", port)) as other:  # not held up
            assert ask(other, "2\nsum\n") == "2\n"
        slow.setblocking(True)
        received = 0
        while received < sent // 4:
            received += slow.recv(65536).count(b"\n")
        assert received == sent // 4
