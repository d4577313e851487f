"""What is printed when a program fails: a traceback of RPython lines, or the report of a broken promise."""
import inspect
import signal
import subprocess
from pathlib import Path
from typing import Any, Callable

import pytest

from tests.language import failing_program
from transform.driver import Options, translate

MODES: dict[str, dict[str, Any]] = {"gcc": {"gc": "none"}, "debug": {"debug": True}}

Run = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module", params=MODES)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs the failing program, translated."""
    binary: Path = tmp_path_factory.mktemp("failures") / "failing"
    program: Any = failing_program
    translate(program.main, binary, Options(**MODES[request.param]))
    return lambda how: subprocess.run([binary, how], capture_output=True, text=True, timeout=60)


def place(mark: str, function: str) -> str:
    """The line of a traceback for the marked line of the program."""
    lines = inspect.getsource(failing_program).splitlines()
    number = next(i + 1 for i, line in enumerate(lines) if line.endswith(f"# {mark}"))
    return f'  File "{failing_program.__file__}", line {number}, in {function}'


CALL = ("called in main", "main")

# Marks of the lines, from main inwards, each with its function; how the message begins.
UNCAUGHT = {
    "main": ([("raised in main", "main")], "Problem: at once"),
    "index": ([CALL, ("fail index", "fail"), ("total", "total"), ("item", "item")], "IndexError: "),
    "problem": ([CALL, ("fail problem", "fail"), ("raise_problem", "raise_problem")], "Problem: as asked"),
    "division": ([CALL, ("fail division", "fail")], "ZeroDivisionError: "),
    "caught": ([CALL, ("fail caught", "fail")], "Problem: instead"),
    "finally": ([CALL, ("fail finally", "fail"), ("guarded", "guarded"), ("checked", "checked")],
                "Problem: too large"),
    "itself": ([CALL, ("fail itself", "fail"), ("raising_itself", "raising_itself")], "Problem: itself"),
    "none method": ([CALL, ("fail none method", "fail")], "AssertionError"),
}


@pytest.mark.xdist_group("failures")
@pytest.mark.parametrize("how", UNCAUGHT)
def test_uncaught_exception(how: str, run: Run) -> None:
    marks, message = UNCAUGHT[how]
    done = run(how)
    assert done.returncode == 1
    assert done.stdout == "started\n"
    lines = done.stderr.splitlines()
    assert lines[-1].startswith(message)
    expected = [place(mark, function) for mark, function in marks]
    assert [line for line in lines if failing_program.__file__ in line] == expected


@pytest.mark.xdist_group("failures")
def test_traceback_has_a_head(run: Run) -> None:
    assert run("index").stderr.startswith("RPython traceback (most recent call last):\n")


@pytest.mark.xdist_group("failures")
@pytest.mark.parametrize("how", ["none", "unset", "cast", "fatal"])
def test_broken_promise(how: str, run: Run) -> None:
    done = run(how)
    assert done.returncode == -signal.SIGABRT
    assert "Fatal RPython error: " in done.stderr
    assert f'File "{failing_program.__file__}", line ' in done.stderr


@pytest.mark.xdist_group("failures")
def test_fatal_message(run: Run) -> None:
    assert "Fatal RPython error: as asked" in run("fatal").stderr


@pytest.mark.parametrize("mode", MODES)
def test_stack_overflow_is_named(mode: str, tmp_path: Path) -> None:
    """By the translated program, or by the sanitizer. Only a program whose calls cannot be suspended runs out of C
    stack."""
    program: Any = failing_program
    translate(program.main, tmp_path / "failing", Options(stackless=False, **MODES[mode]))
    done = subprocess.run([tmp_path / "failing", "recursion"], capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    assert "stack overflow" in done.stderr or "stack-overflow" in done.stderr


@pytest.mark.xdist_group("failures")
def test_no_failure(run: Run) -> None:
    done = run("nothing")
    assert (done.returncode, done.stderr) == (0, "")
