"""The suite on the binary, with the engine that is built in."""
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("binary")
def test_suite(bobbin: Path) -> None:
    done = subprocess.run([str(bobbin), "-m", "tests.stackless.run"], cwd=ROOT, capture_output=True, text=True,
                          timeout=120)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
