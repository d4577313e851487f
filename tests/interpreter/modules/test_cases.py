"""Programs that use built-in modules print the same on the interpreter, untranslated, as on CPython."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASES = sorted(Path(__file__).with_name("cases").glob("*.py"))
ROOT = Path(__file__).parents[3]


def output_of(*command: str) -> str:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_prints_the_same(case: Path) -> None:
    assert output_of("-m", "interpreter", str(case)) == output_of(str(case))
