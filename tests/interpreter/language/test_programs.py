"""Whole programs on the interpreter, untranslated, print what they print on CPython."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent.parent
FOLDER = Path(__file__).parent / "programs"
PROGRAMS = ["expressions", "order", "patterns", "variables"]


def output_of(*command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str) -> None:
    path = str(FOLDER / f"{name}.py")
    assert output_of("-m", "interpreter", path) == output_of("-W", "ignore", path)
