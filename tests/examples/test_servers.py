"""The echo and the HTTP server: what they say, and what they survive. Each on the emulation and on the binary."""
from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.examples.serving import ROOT, Server, read_all, read_answer, request, serving, vanish, wait_until

ECHO = str(ROOT / "examples" / "echo.py")
SITE = str(ROOT / "tests" / "examples" / "misbehaving.py")
PAGE = b"<p>a page</p>\n" * 10_000

ENGINES = ["emulation", pytest.param("binary", marks=pytest.mark.xdist_group("servers"))]


@pytest.fixture(scope="module", params=ENGINES)
def python(request: pytest.FixtureRequest) -> str:
    """What runs the servers."""
    return sys.executable if request.param == "emulation" else str(request.getfixturevalue("bobbin"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the HTTP server serves."""
    folder = tmp_path_factory.mktemp("site") / "public"
    folder.mkdir()
    (folder / "page.html").write_bytes(PAGE)
    (folder / "a b").mkdir()
    (folder / "a b" / "index.html").write_text("inside")
    (folder.parent / "secret").write_text("secret")
    return folder


@pytest.fixture(scope="module")
def site(python: str, folder: Path) -> Iterator[Server]:
    """An HTTP server that all tests share, so none may end it."""
    with serving(python, SITE, "0", str(folder)) as server:
        yield server


# What a client says on a connection of its own, and how the answer begins, behind the version.
EXCHANGES = {
    "page": (request("/page.html", method="HEAD"), b"200 OK"),
    "absolute": (request("http://here/page.html"), b"200 OK"),
    "folder": (request("/a%20b/"), b"200 OK"),
    "query": (request("/?a=b"), b"200 OK"),
    "version 1.0": (b"GET / HTTP/1.0\r\n\r\n", b"200 OK"),
    "not there": (request("/nothing"), b"404 "),
    "above": (request("/../secret"), b"404 "),
    "above, hidden": (request("/%2e%2e/secret"), b"404 "),
    "no name": (request("/%00"), b"404 "),
    "other method": (request("/", method="DELETE"), b"405 "),
    "other method of a file": (request("/page.html", method="POST"), b"405 "),
    "mistake": (request("/fail"), b"500 "),
    "nonsense": (b"nonsense\r\n\r\n", b"400 "),
    "not HTTP": (b"GET / SMTP\r\n\r\n", b"400 "),
    "other version": (b"GET / HTTP/2.0\r\n\r\n", b"505 "),
    "no host": (b"GET / HTTP/1.1\r\n\r\n", b"400 "),
    "header without colon": (request("/", "nothing\r\n"), b"400 "),
    "space in a header's name": (request("/", "a b: c\r\n"), b"400 "),
    "long head": (request("/" + "x" * 20_000), b"431 "),
    "long body": (request("/echo", "Content-Length: 9999999\r\n", "POST"), b"413 "),
    "negative length": (request("/echo", "Content-Length: -1\r\n", "POST"), b"400 "),
    "two lengths": (request("/echo", "Content-Length: 1\r\nContent-Length: 2\r\n", "POST"), b"400 "),
    "length of chunks": (request("/echo", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", "POST"), b"400 "),
    "other coding": (request("/echo", "Transfer-Encoding: gzip\r\n", "POST"), b"501 "),
    "no chunk": (request("/echo", "Transfer-Encoding: chunked\r\n", "POST") + b"x\r\n", b"400 "),
    "long chunks": (request("/echo", "Transfer-Encoding: chunked\r\n", "POST") + b"fffffff\r\n", b"413 "),
    "other expectation": (request("/echo", "Content-Length: 1\r\nExpect: much\r\n", "POST"), b"417 "),
}


@pytest.mark.parametrize("name", EXCHANGES)
def test_exchange(site: Server, name: str) -> None:
    question, answer = EXCHANGES[name]
    assert site.say(question).startswith(b"HTTP/1.1 " + answer)


def test_connections_stay_open(site: Server) -> None:
    """Two requests one after the other, then three at once."""
    with site.connect() as connection:
        for _ in range(2):
            connection.sendall(request("/"))
            assert read_answer(connection).endswith(b"\r\n\r\nhello\n")
        bodies = [b"one", b"", b"three"]
        connection.sendall(b"".join(request("/echo", f"Content-Length: {len(body)}\r\n", "POST") + body
                                    for body in bodies))
        assert [read_answer(connection).partition(b"\r\n\r\n")[2] for _ in bodies] == bodies
        connection.sendall(request("/", "Connection: close\r\n"))
        assert b"\r\nConnection: close\r\n" in read_all(connection)


def test_body_in_chunks(site: Server) -> None:
    with site.connect() as connection:
        connection.sendall(request("/echo", "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n", "POST"))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        for part in (b"5;a=b\r\nhel", b"lo\r\n", b"A\r\n, everyone\r\n0\r\nTrailer: x\r\n\r\n"):
            connection.sendall(part)
            time.sleep(0.01)
        assert read_answer(connection).endswith(b"\r\n\r\nhello, everyone")
        connection.sendall(request("/"))
        assert read_answer(connection).endswith(b"hello\n")


def test_pythons_client(site: Server) -> None:
    client = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    client.request("GET", "/page.html")
    answer = client.getresponse()
    assert (answer.read(), answer.getheader("Content-Type")) == (PAGE, "text/html")
    client.request("HEAD", "/page.html")
    answer = client.getresponse()
    assert (answer.read(), answer.getheader("Content-Length")) == (b"", str(len(PAGE)))
    client.request("DELETE", "/echo")
    answer = client.getresponse()
    assert (answer.status, answer.getheader("Allow")) == (405, "POST")
    answer.read()
    client.request("POST", "/echo", body=iter([b"some ", b"body"]), encode_chunked=True,
                   headers={"Transfer-Encoding": "chunked"})
    assert client.getresponse().read() == b"some body"
    client.close()


def test_curl(site: Server, tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    body = tmp_path / "body"
    body.write_bytes(os.urandom(1 << 20))
    base = f"http://127.0.0.1:{site.port}"
    command = ["curl", "--silent", "--fail", "--data-binary", f"@{body}", base + "/echo"]
    assert subprocess.run(command, capture_output=True, check=True).stdout == body.read_bytes()
    done = subprocess.run(["curl", "--silent", base + "/page.html", base + "/"], capture_output=True, check=True)
    assert done.stdout == PAGE + b"hello\n"


def test_slow_handlers_do_not_hold_up_others(site: Server) -> None:
    start = time.monotonic()
    waiting = [site.connect() for _ in range(10)]
    for connection in waiting:
        connection.sendall(request("/slow", "Connection: close\r\n"))
    for connection in waiting:
        with connection:
            assert read_all(connection).endswith(b"at last\n")
    assert time.monotonic() - start < 10 * 0.2


def test_a_request_that_takes_too_long(site: Server) -> None:
    with site.connect() as connection:
        connection.sendall(request("/")[:-4])
        assert read_all(connection).startswith(b"HTTP/1.1 408 ")


def test_clients_that_vanish(site: Server) -> None:
    """In the middle of a request, while an answer waits for them, and half-open. Others are served; no file stays."""
    def files() -> int:
        return int(site.get("/files")[1])

    before = files()
    slow = []
    for round in range(10):
        for data in (b"", request("/")[:10], request("/slow"), request("/big"),
                     request("/echo", "Content-Length: 10\r\n", "POST") + b"half"):
            connection = site.connect()
            connection.sendall(data)
            vanish(connection) if round % 2 else slow.append(connection)
    assert site.get("/") == (200, b"hello\n")
    for connection in slow:
        connection.shutdown(socket.SHUT_WR)
    assert site.get("/") == (200, b"hello\n")
    for connection in slow:
        connection.close()
    wait_until(lambda: files() <= before)


def test_slow_reader(site: Server) -> None:
    """The answer is complete, however late it is read."""
    with site.connect() as connection:
        connection.sendall(request("/big", "Connection: close\r\n"))
        assert site.get("/") == (200, b"hello\n")
        time.sleep(0.1)
        assert len(read_all(connection)) > 20_000_000


def test_echo(python: str) -> None:
    with serving(python, ECHO) as server:
        connections = [server.connect() for _ in range(20)]
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
        for connection in connections[:10]:
            vanish(connection)
        connections[-1].sendall(b"still there")
        assert connections[-1].recv(100) == b"still there"
        assert server.stop() == ""
        assert connections[-1].recv(100) == b""


def test_no_more_files(python: str) -> None:
    """Connections that cannot be taken wait until there is room."""
    with serving("sh", "-c", 'ulimit -n 40; exec "$@"', "sh", python, ECHO) as server:
        connections = [server.connect() for _ in range(50)]
        for connection in connections:
            connection.sendall(b"x")
        assert connections[0].recv(1) == b"x"
        time.sleep(0.3)
        for connection in connections[:25]:
            connection.close()
        assert [connection.recv(1) for connection in connections[25:]] == [b"x"] * 25
        assert "Too many open files" in server.stop()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_under_load(python: str, number: int) -> None:
    """What has been asked is answered, and the server ends."""
    answered = threading.Event()

    def load() -> None:
        try:
            with server.connect() as connection:
                while True:
                    connection.sendall(request("/"))
                    if not connection.recv(1000):
                        break
                    answered.set()
        except ConnectionError:
            pass

    with serving(python, SITE, "0") as server:
        clients = [threading.Thread(target=load) for _ in range(5)]
        for client in clients:
            client.start()
        idle, busy = server.connect(), server.connect()
        busy.sendall(request("/slow"))
        assert answered.wait(10)
        time.sleep(0.1)
        assert server.stop(number) == ""
        assert read_answer(busy).endswith(b"at last\n")
        assert idle.recv(1) == b""
        for client in clients:
            client.join(10)
            assert not client.is_alive()


@pytest.mark.xdist_group("servers")
def test_endless_loop(bobbin: Path) -> None:
    """A watchdog makes it give way; a signal ends it with the server."""
    with serving(str(bobbin), SITE, "0", ".", "0.5") as server:
        with server.connect() as connection:
            connection.sendall(request("/spin"))
            for _ in range(5):
                assert server.get("/") == (200, b"hello\n")
            assert server.stop() == ""
