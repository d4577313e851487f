"""What generated code does: programs that `machine.py` runs on CPython's objects print what they print on CPython."""
from __future__ import annotations

import contextlib
import io
import sys
import warnings
from pathlib import Path
from typing import Iterator

import pytest

from interpreter.compiler.compile import Mode
from tests.interpreter.compiler.compiling import compiled
from tests.interpreter.compiler.machine import Machine

OPTIMIZED = """'text'
def f():
    'more'
    assert 0, 1
print(__doc__, f.__doc__, __debug__)
try: f()
except AssertionError as e: print(repr(e))
"""

BEYOND_THE_MACHINE = {"async_generators", "exec_closures", "generator_calls", "jumps", "limits", "tracing"}
"""Programs that look at frames, limits and contexts of exceptions, of which the machine has none of its own, or give its code objects to exec."""

PROGRAMS = sorted(path for path in (Path(__file__).parent.parent / "language" / "programs").glob("*.py")
                  if path.stem not in BEYOND_THE_MACHINE)


@pytest.fixture
def deep_recursion() -> Iterator[None]:
    """The machine takes several frames of CPython for one of a program."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(10_000)
    yield
    sys.setrecursionlimit(limit)


def output_of(source: str, optimize: int = 0) -> str:
    """What a program prints when its generated code is run."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        Machine().run_module(compiled(source, optimize=optimize), {"__name__": "__main__"})
    return output.getvalue()


def expected_output(source: str, optimize: int = 0) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(source, "<test>", "exec", dont_inherit=True, optimize=optimize), {"__name__": "__main__"})
    return output.getvalue()


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_program(path: Path, deep_recursion: None) -> None:
    source = path.read_text()
    assert output_of(source) == expected_output(source)


@pytest.mark.parametrize("optimize", [0, 1, 2])
def test_levels_of_optimization(optimize: int) -> None:
    assert output_of(OPTIMIZED, optimize) == expected_output(OPTIMIZED, optimize)


def test_interactive_statements() -> None:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        for source in ["x = 3\n", "x\n", "None\n", "'text'\n", "for i in range(2): i + x\n\n", "def f(): 5\n\n"]:
            Machine().run_module(compiled(source, Mode.SINGLE), {"__name__": "__main__", "x": 3})
    assert output.getvalue() == "3\n'text'\n3\n4\n"


def test_expression() -> None:
    code = compiled("x + 1", Mode.EVAL)
    assert code.name == "<module>"
