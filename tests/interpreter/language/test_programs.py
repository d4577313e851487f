"""Whole programs on the interpreter, untranslated, print what they print on CPython."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interpreter import untranslated

ROOT = Path(__file__).parent.parent.parent.parent
FOLDER = Path(__file__).parent / "programs"
PROGRAMS = ["expressions", "order", "patterns", "variables"]


def output_of(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str) -> None:
    path = str(FOLDER / f"{name}.py")
    expected = subprocess.run([sys.executable, "-W", "ignore", path], cwd=ROOT, capture_output=True, timeout=120)
    assert output_of(untranslated.run([path])) == output_of(expected)
