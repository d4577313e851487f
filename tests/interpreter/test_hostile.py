"""Whatever sources, data and depths of recursion the binary is given: a result or a proper exception comes, no crash and no hang."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("program, expected", [
    ("sources", "3141 sources\n"), ("recursion", "251 cases\n[1000000, 1000000, 1000000]\n"), ("data", "9707 tries\n")])
def test_ends_properly(bobbin: Path, program: str, expected: str) -> None:
    environment = os.environ | {"BOBBIN_GC_MAX": "3G", "PYTHONHASHSEED": "0", "PYTHONPATH": str(HERE.parents[1])}
    done = subprocess.run([bobbin, HERE / f"hostile/{program}.py"], capture_output=True, text=True, timeout=600, env=environment)
    assert (done.returncode, done.stdout) == (0, expected), done.stderr[-2000:]
