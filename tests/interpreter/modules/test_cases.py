"""Programs that use built-in modules print the same on the interpreter, untranslated, as on CPython."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interpreter import untranslated

CASES = sorted(Path(__file__).with_name("cases").glob("*.py"))
ROOT = Path(__file__).parents[3]


def output_of(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == 0, (done.stdout[-2000:] + done.stderr[-2000:]).decode()
    return done.stdout.decode()


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_prints_the_same(case: Path) -> None:
    expected = subprocess.run([sys.executable, str(case)], cwd=ROOT, capture_output=True, timeout=300)
    assert output_of(untranslated.run([str(case)])) == output_of(expected)
