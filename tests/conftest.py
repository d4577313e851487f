"""The tests look at the translator as its sources are; with BOBBIN_INTERPRETED="" at the compiled one, if there is."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

os.environ.setdefault("BOBBIN_INTERPRETED", "1")
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def bobbin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The binary, translated from this tree. Tests that use it are in the xdist group "binary"."""
    binary = tmp_path_factory.mktemp("bobbin") / "bobbin"
    command = [sys.executable, "-m", "transform", "interpreter/main.py", "-o", str(binary)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return binary
