"""Programs on packages that others wrote, unchanged: they print on the binary what they print on CPython.

`make packages` puts the packages into build/packages; where they are not, there is nothing to test."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PACKAGES = HERE.parents[1] / "build/packages"
PROGRAMS = sorted(HERE.glob("packages/*.py"))
pytestmark = [pytest.mark.xdist_group("packages"), pytest.mark.skipif(not PACKAGES.exists(), reason="needs `make packages`")]


def output_of(*command: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(PACKAGES), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("program", PROGRAMS, ids=[program.stem for program in PROGRAMS])
def test_prints_the_same(bobbin: Path, program: Path) -> None:
    assert output_of(str(bobbin), str(program)) == output_of(sys.executable, str(program))


def test_pyflakes(bobbin: Path) -> None:
    """pyflakes finds the same in a part of the standard library."""
    folder = os.path.dirname(os.__file__)
    program = ("from pyflakes.api import checkPath\n"
               f"for name in ('json/decoder.py', 'argparse.py', 'asyncio/tasks.py'): checkPath('{folder}/' + name)")
    assert output_of(str(bobbin), "-c", program) == output_of(sys.executable, "-c", program)
