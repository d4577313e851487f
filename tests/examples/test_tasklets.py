"""The examples with tasklets, on CPython: what they say to a client."""
from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def test_crawler(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<a href='other.html'>other</a><a href='/'>home</a>")
    (tmp_path / "other.html").write_text("<a href='page.html'>back</a><a href='http://elsewhere.invalid/'>out</a>")
    with server("httpserver", str(tmp_path)) as port:
        base = f"http://127.0.0.1:{port}"
        pages = output_of("crawler", base + "/page.html").split()
        assert sorted(pages) == sorted([base + "/page.html", base + "/other.html", base + "/"])


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
    assert output_of("actors", "60000") == "60000 of 60000 have heard\n"
