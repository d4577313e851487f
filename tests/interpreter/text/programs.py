"""Running the programs of these tests."""
from __future__ import annotations

import subprocess
from pathlib import Path

def lines_of(binary: Path, arguments: list[str]) -> list[str]:
    """What the program prints, a line for each argument."""
    lines: list[str] = []
    for start in range(0, len(arguments), 1000):
        done = subprocess.run([binary, *arguments[start:start + 1000]], capture_output=True, timeout=120)
        assert done.returncode == 0, done.stderr.decode()
        lines += done.stdout.decode("utf-8", "surrogateescape").split("\n")[:-1]
    assert len(lines) == len(arguments)
    return lines
