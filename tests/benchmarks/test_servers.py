"""The demo: what it reads from its clients, its tables, its client in C, and a small run from end to end."""
from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from benchmarks.servers import figures, processes, run
from benchmarks.servers.figures import Figure, Load, Memory

CORE = min(os.sched_getaffinity(0))

WRK = """Running 2s test @ http://127.0.0.1:1/
  1 threads and 1000 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency    30.59ms    8.13ms  95.41ms   78.71%
    Req/Sec    32.47k     3.01k   37.62k    70.00%
  Latency Distribution
     50%  500.00us
     75%   31.65ms
     90%   36.71ms
     99%    1.50s\x20
  65350 requests in 2.00s, 7.60MB read
"""


def shown(table: Table) -> list[list[str]]:
    """The cells of a table, without its lines."""
    console = Console(width=200)
    with console.capture() as capture:
        console.print(table)
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in capture.get().splitlines() if "│" in line]


def test_of_wrk() -> None:
    assert figures.of_wrk(WRK) == Load(65350, 2.0, 0.5, 1500.0, 0)
    errors = "  Socket errors: connect 1, read 2, write 0, timeout 30\nRequests/sec:  1\n"
    assert figures.of_wrk(WRK + errors).lost == 33


@pytest.mark.parametrize("output", ["", WRK.replace("65350", "0"), WRK + "  Non-2xx or 3xx responses: 5\n"])
def test_of_wrk_without_answers(output: str) -> None:
    with pytest.raises(ValueError):
        figures.of_wrk(output)


def test_figure() -> None:
    load = figures.of_client("3000 1.5 250 9000 2\n")
    assert figures.figure("echo", "Bobbin", 100, load, 0.75) == Figure("echo", "Bobbin", 100, 2000, 0.25, 9, 250, 2)


def test_table() -> None:
    """A ratio says how many times as much Bobbin has at the same size."""
    found = [Figure("echo", "Bobbin", 100, 2000, 0.25, 9, 250, 0), Figure("echo", "gevent", 100, 800, 1, 12, 500, 3),
             Figure("http", "Bobbin", 100, 1, 1, 1, 1, 0), Figure("echo", "gevent", 1000, 900, 1, 12, 500, 0)]
    assert shown(figures.table("echo", found)) == [
        ["100", "Bobbin", "2,000", "", "0.2", "9.0", "250.0", ""],
        ["100", "gevent", "800", "x 2.50", "1.0", "12.0", "500.0", "3"],
        ["1,000", "gevent", "900", "", "1.0", "12.0", "500.0", ""]]


def test_memory_table() -> None:
    memories = [Memory("echo", "Bobbin", 10, 1.5), Memory("http", "Bobbin", 10, 2.5), Memory("http", "gevent", 10, 9)]
    assert shown(figures.memory_table(memories)) == [["Bobbin", "1.5", "2.5"], ["gevent", "-", "9.0"]]


def test_without_gevent() -> None:
    found = [(server.name, server.command[0]) for server in run.contestants("bobbin", None) if server.kind == "http"]
    assert found == [("Bobbin", "bobbin"), ("emulation", sys.executable), ("asyncio", sys.executable)]


def test_limits(capsys: pytest.CaptureFixture[str]) -> None:
    """What goes beyond is left out, and the reason told."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        assert run.within_limits([10, 1_000_000_000]) == (10,)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limits[0], limits[1]))
    assert "are left out" in " ".join(capsys.readouterr().out.split())


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Path:
    binary = tmp_path_factory.mktemp("load") / "load"
    subprocess.run(["gcc", "-O1", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined", "-o", binary,
                    run.HERE / "load.c"], check=True)
    return binary


@pytest.fixture
def echo() -> processes.Contestant:
    return processes.Contestant("emulation", "echo", (sys.executable, str(processes.ROOT / "examples" / "echo.py")))


def test_client(load: Path, echo: processes.Contestant, tmp_path: Path) -> None:
    with processes.started(echo, CORE, tmp_path / "log") as server:
        before = server.processor()
        done = subprocess.run([load, str(server.port), "20", "0.2", "x" * 100_000, "100000"], capture_output=True,
                              text=True, check=True)
        seen = figures.of_client(done.stdout)
        assert seen.requests > 0 and seen.seconds >= 0.2 and 0 < seen.median <= seen.worst and seen.lost == 0
        with processes.held(load, server, 20, CORE):
            server.settle()
            assert len(list(Path(f"/proc/{server.pid}/fd").iterdir())) > 20
        assert server.processor() > before and server.resident() > 1000
    assert (tmp_path / "log").read_text() == ""
    assert not Path(f"/proc/{server.pid}").exists()


def test_a_server_that_fails(tmp_path: Path) -> None:
    failing = processes.Contestant("none", "echo", (sys.executable, "-c", "raise ValueError('a mistake')"))
    with pytest.raises(RuntimeError, match="a mistake"):
        with processes.started(failing, CORE, tmp_path / "log"):
            pass


def test_measure_all(load: Path, echo: processes.Contestant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                     capsys: pytest.CaptureFixture[str]) -> None:
    """One server that works and one that does not."""
    monkeypatch.setattr(run, "OUTPUT", tmp_path)
    monkeypatch.setattr(run, "load_client", lambda: load)
    failing = processes.Contestant("none", "echo", (sys.executable, "-c", "raise ValueError"))
    found, memories = run.measure_all([echo, failing], run.Plan((5, 10), 0.1, CORE, CORE))
    assert [(one.server, one.connections) for one in found] == [("emulation", 5), ("emulation", 10)]
    assert all(one.throughput > 0 and one.processor > 0 for one in found)
    assert [(one.server, one.connections) for one in memories] == [("emulation", 10)]
    assert "does not start" in capsys.readouterr().out
