"""`dis` for the instructions of this machine."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_programs_see_their_instructions() -> None:
    program = str(Path(__file__).with_name("cases") / "disassemble.py")
    done = subprocess.run([sys.executable, "-m", "interpreter", program], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.stdout == "done\n", done.stderr[-2000:]
