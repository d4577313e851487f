"""Built-in types against CPython: each case is a program that must write the same under both."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parents[3]


def cases() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.py") if path.stem != "prelude")


def output(*arguments: str) -> list[str]:
    """The lines that a Python program writes; nothing may be on standard error."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, timeout=300, env=environment)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", cases())
def test_case(name: str) -> None:
    program = str(CASES / f"{name}.py")
    assert output("-m", "interpreter", program) == output(program)
