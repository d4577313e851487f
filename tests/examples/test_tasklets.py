"""The examples with tasklets, on CPython: what they say to a client."""
from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@contextmanager
def server(name: str, *arguments: str) -> Iterator[int]:
    """Starts an example that listens; gives its port."""
    command = [sys.executable, str(ROOT / "examples" / f"{name}.py"), "0", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={"PYTHONPATH": str(ROOT)})
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline().rpartition(" ")[2])
    finally:
        process.kill()
        process.communicate()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def output_of(name: str, *arguments: str) -> str:
    return subprocess.run([sys.executable, str(ROOT / "examples" / f"{name}.py"), *arguments], capture_output=True,
                          text=True, timeout=60, check=True, env={"PYTHONPATH": str(ROOT)}).stdout


def test_echo() -> None:
    with server("echo") as port:
        connections = [connect(port) for _ in range(20)]
        for number, connection in enumerate(connections):
            connection.sendall(f"line {number}\n".encode())
        for number, connection in enumerate(connections):
            assert connection.recv(100) == f"line {number}\n".encode()
        large = b"x" * 3_000_000
        sender = threading.Thread(target=connections[0].sendall, args=(large,))
        sender.start()
        received = 0
        while received < len(large):
            received += len(connections[0].recv(65536))
        sender.join()
        for connection in connections:
            connection.close()


def test_http_server(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<a href='other.html'>other</a><a href='/'>home</a>")
    (tmp_path / "other.html").write_text("<a href='page.html'>back</a><a href='http://elsewhere.invalid/'>out</a>")
    with server("httpserver", str(tmp_path)) as port:
        base = f"http://127.0.0.1:{port}"
        assert urllib.request.urlopen(base + "/").read() == b"hello\n"
        assert urllib.request.urlopen(base + "/echo", data=b"some body").read() == b"some body"
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(base + "/../secret")
        assert error.value.code == 404
        with connect(port) as connection:
            for _ in range(3):
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                assert connection.recv(1000).endswith(b"hello\n")
            connection.sendall(b"nonsense\r\n\r\n")
            assert connection.recv(1000).startswith(b"HTTP/1.1 400")
        pages = output_of("crawler", base + "/page.html").split()
        assert sorted(pages) == sorted([base + "/page.html", base + "/other.html", base + "/"])


def test_slow_handlers_do_not_hold_up_others() -> None:
    with server("httpserver") as port:
        start = time.monotonic()
        waiting = [connect(port) for _ in range(10)]
        for connection in waiting:
            connection.sendall(b"GET /slow HTTP/1.1\r\nConnection: close\r\n\r\n")
        for connection in waiting:
            with connection:
                assert b"at last" in connection.recv(1000)
        assert time.monotonic() - start < 10 * 0.2


def test_chat() -> None:
    with server("chat") as port:
        with connect(port) as ann, connect(port) as bob:
            ann_lines, bob_lines = ann.makefile("r"), bob.makefile("r")
            ann.sendall(b"ann\n")
            assert "* ann enters" in ann_lines.readline()
            bob.sendall(b"bob\n")
            assert ann_lines.readline() == "* bob enters\n"
            assert "* bob enters" in bob_lines.readline()
            ann.sendall(b"hello\n")
            assert ann_lines.readline() == bob_lines.readline() == "ann: hello\n"
            bob.shutdown(socket.SHUT_RDWR)
            assert ann_lines.readline() == "* bob leaves\n"


def test_pipeline(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("one two two\n" * 50 + "two, three.\n")
    assert output_of("pipeline", str(text)).split() == ["101", "two", "50", "one", "1", "three"]


def test_actors() -> None:
    assert output_of("actors", "500") == "500 of 500 have heard\n"
