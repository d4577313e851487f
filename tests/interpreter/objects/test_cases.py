"""Built-in types against CPython: each case is a program that must write the same under both."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interpreter import untranslated

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parents[3]


def cases() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.py") if path.stem != "prelude")


def lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    """What a program wrote; nothing may be on standard error."""
    assert done.stderr == b""
    return done.stdout.decode().splitlines()


@pytest.mark.parametrize("name", cases())
def test_case(name: str) -> None:
    program = str(CASES / f"{name}.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    expected = subprocess.run([sys.executable, program], capture_output=True, timeout=300, env=environment)
    assert lines(untranslated.run([program], environment=environment)) == lines(expected)
