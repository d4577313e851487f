"""Built-in types against CPython: each case is a program that must write the same under both."""
from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
ROOT = Path(__file__).parents[3]
PRELUDE = (CASES / "prelude.py").read_text()


def cases() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.py") if path.stem != "prelude")


def expected_output(source: str) -> str:
    """What CPython writes."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(source, "case", "exec"), {"__name__": "__main__"})
    return output.getvalue()


@pytest.mark.parametrize("name", cases())
def test_case(name: str, tmp_path: Path) -> None:
    source = PRELUDE + (CASES / f"{name}.py").read_text()
    program = tmp_path / "case.py"
    program.write_text(source)
    done = subprocess.run([sys.executable, "-m", "interpreter", str(program)], cwd=ROOT, capture_output=True, text=True, timeout=300,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.stderr == ""
    assert done.stdout.splitlines() == expected_output(source).splitlines()
