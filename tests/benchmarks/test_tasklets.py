"""The benchmarks of tasklets do their work, with every contestant that Python runs; and the comparison of engines."""
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.tasklets import asyncio_tasks, greenlets, run, tasklets
from stackless import compare

SIZES = {name: 20 for name in run.SIZES} | {"generators": 5, "sieve": 10}

# What a program says that it did, where that is not its size.
EXPECTED = {"pingpong": 40, "generators": 31, "ring": 10000, "roundrobin-1000": 1000}


@pytest.mark.parametrize("program", [name for name in tasklets.PROGRAMS if name != "roundrobin-1000000"])
def test_tasklets(program: str) -> None:
    size = SIZES[program]
    assert tasklets.PROGRAMS[program](size) == EXPECTED.get(program, size)


@pytest.mark.parametrize("program", greenlets.PROGRAMS)
def test_greenlets(program: str) -> None:
    size = SIZES[program]
    assert greenlets.PROGRAMS[program](size) == EXPECTED.get(program, size)


@pytest.mark.parametrize("program", ["pingpong", "create", "sieve", "generators", "memory"])
def test_asyncio(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio_tasks.main([program, str(SIZES[program])])
    operations, amount = capsys.readouterr().out.split()
    assert int(operations) == EXPECTED.get(program, SIZES[program]) and float(amount) >= 0


@pytest.mark.parametrize("memory", [tasklets.memory, greenlets.memory])
def test_memory(memory: Callable[[int], tuple[int, int]]) -> None:
    assert memory(50)[0] == 50


def test_rows_have_ratios() -> None:
    assert run.row("create", [100.0, 250.0, None]) == ["create", "100", "250 (2.50)", "-"]
    assert run.row("create", [None, 250.0]) == ["create", "-", "250"]


def test_compare(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This Python against itself."""
    monkeypatch.setattr(compare, "SIZES", {"create": 100, "generators": 5})
    plot = tmp_path / "plot.svg"
    assert compare.main(["--bobbin", sys.executable, "--runs", "1", "--plot", str(plot)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["program", "create", "generators", "nanoseconds"]
    assert plot.read_text().count("<rect") == 3


def test_compare_reports_a_failure(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "SIZES", {"no such program": 1})
    assert compare.main(["--bobbin", sys.executable, "--runs", "1"]) == 0
    assert "fails on no such program" in capsys.readouterr().err
