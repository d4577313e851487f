"""Times tasklets on Bobbin beside greenlets, asyncio, goroutines and Lua's coroutines, and prints one table.

    python benchmarks/tasklets/run.py [--bobbin BINARY] [--runs N] [--quick] [PROGRAM ...]

Nanoseconds of processor time for an operation (bytes for `memory`), the best of the runs; behind it the ratio to the
first column. All contestants of a program run one after the other, so that they see the same machine. What is not
installed has no column.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# What a contestant's program gets as its size; a tenth of it with --quick.
SIZES = {"pingpong": 300_000, "roundrobin-10": 500_000, "roundrobin-1000": 500_000, "roundrobin-1000000": 2_000_000,
         "create": 100_000, "ring": 200_000, "sieve": 2_000, "chameneos": 50_000, "generators": 17, "threads": 50_000,
         "memory": 100_000}
# Few parked tasklets hide in what the process has reserved anyway, so their number stays.
QUICK_SIZES = {**{name: size // 10 for name, size in SIZES.items()}, "roundrobin-1000000": 1_000_000, "generators": 13,
               "memory": SIZES["memory"]}

TIMEOUT = 300


@dataclass
class Contestant:
    """A column: how its programs are started, and which it has not."""

    name: str
    command: list[str]
    missing: set[str] = field(default_factory=set)
    environment: dict[str, str] = field(default_factory=dict)

    def measure(self, program: str, size: int, runs: int) -> float | None:
        """Nanoseconds an operation, or bytes a tasklet, at best; None if it cannot."""
        if program in self.missing:
            return None
        results = [self._run(program, size) for _ in range(runs)]
        found = [result for result in results if result is not None]
        return min(found) if found else None

    def _run(self, program: str, size: int) -> float | None:
        try:
            result = subprocess.run([*self.command, program, str(size)], capture_output=True, text=True,
                                    timeout=TIMEOUT, env={**os.environ, **self.environment})
        except subprocess.TimeoutExpired:
            print(f"{self.name} {program}: more than {TIMEOUT} s", file=sys.stderr)
            return None
        if result.returncode != 0:
            print(f"{self.name} {program}: {result.stderr[-300:]}", file=sys.stderr)
            return None
        operations, amount = result.stdout.split()
        return float(amount) / float(operations) * (1 if program == "memory" else 1e9)


def contestants(bobbin: str | None, folder: Path) -> list[Contestant]:
    """Those that are installed, Bobbin first."""
    python = {"PYTHONPATH": str(ROOT)}
    # A greenlet takes some 6 KB and two mappings of memory, of which the kernel allows 65,530.
    many = {"roundrobin-1000000"}
    found = []
    if bobbin is not None:
        found.append(Contestant("Bobbin", [bobbin, str(HERE / "tasklets.py")], environment=python))
    found.append(Contestant("emulation", [sys.executable, str(HERE / "tasklets.py")], many, python))
    found.append(Contestant("greenlet", [sys.executable, str(HERE / "greenlets.py")], {*many, "chameneos"}))
    found.append(Contestant("asyncio", [sys.executable, str(HERE / "asyncio_tasks.py")], {"chameneos", "threads"}))
    go = shutil.which("go")
    if go is not None:
        binary = folder / "goroutines"
        environment = {**os.environ, "GOCACHE": str(folder / "cache"), "GO111MODULE": "off"}
        subprocess.run([go, "build", "-o", str(binary), str(HERE / "goroutines.go")], check=True, env=environment)
        found.append(Contestant("Go", [str(binary)], environment={"GOMAXPROCS": "1"}))
    for name, command in (("Lua 5.4", "lua5.4"), ("LuaJIT", "luajit")):
        path = shutil.which(command)
        if path is not None:
            found.append(Contestant(name, [path, str(HERE / "coroutines.lua")], {"sieve", "chameneos", "threads"}))
    pypy = shutil.which("pypy3")
    if pypy is not None:
        found.append(Contestant("PyPy greenlet", [pypy, str(HERE / "greenlets.py")], {*many, "chameneos"}))
    return found


def row(program: str, figures: list[float | None]) -> list[str]:
    """The cells of a program: a figure and its ratio to the first."""
    base = figures[0]
    cells = [program]
    for place, figure in enumerate(figures):
        if figure is None:
            cells.append("-")
        elif place == 0 or base is None:
            cells.append(f"{figure:,.0f}")
        else:
            cells.append(f"{figure:,.0f} ({figure / base:.2f})")
    return cells


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Times tasklets beside what others have.")
    parser.add_argument("programs", nargs="*", help="names of programs; all by default")
    parser.add_argument("--bobbin", help="the binary")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="a tenth of the work")
    options = parser.parse_args()
    sizes = QUICK_SIZES if options.quick else SIZES
    with tempfile.TemporaryDirectory() as folder:
        columns = contestants(options.bobbin, Path(folder))
        table = Table(title="nanoseconds an operation, bytes a parked tasklet (ratio to the first column)")
        for name in ("program", *(column.name for column in columns)):
            table.add_column(name, justify="left" if name == "program" else "right", no_wrap=True)
        for program in options.programs or sizes:
            table.add_row(*row(program, [column.measure(program, sizes[program], options.runs) for column in columns]))
    Console(width=160).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
