"""Times Python programs on the binary and on CPython, in one run, and prints a table with ratios.

    python benchmarks/python/run.py BOBBIN [--runs N] [PROGRAM ...]

The ratio is the binary's processor time to CPython's (the interpreter that runs this file): below 1 is faster. Outputs
must be equal. MB is the most memory that was resident; what is below this runner's own, some 20, is shown as that."""
from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

PROGRAMS = Path(__file__).parent / "programs"

SIZES = {
    "fib": 30, "integers": 5_000_000, "methods": 3_000_000, "generators": 3_000_000, "lists": 5_000_000,
    "dicts": 3_000_000, "strings": 500_000, "exceptions": 1_000_000, "closures": 3_000_000, "instances": 30,
    "sorting": 200_000, "comprehensions": 2_000_000,
    "nbody": 30_000, "nqueens": 8, "mandelbrot": 200, "bigints": 1_500,
    "sets": 800_000, "bytestrings": 4_000, "attributes": 400_000, "calls": 200_000, "partials": 500_000,
    "caches": 1_000_000, "structs": 400_000, "formatting": 150_000, "texts": 10_000,
    "fannkuch": 9, "spectralnorm": 200, "binarytrees": 14, "chaos": 150_000, "raytrace": 150, "richards": 20,
    "deltablue": 5_000, "jsons": 1_000, "regexes": 30_000, "pickles": 500, "memory": 300_000,
}


class Result:
    """One run of a program."""

    def __init__(self, seconds: float, memory: float, output: str) -> None:
        self.seconds = seconds
        self.memory = memory  # the most that was resident, in MB
        self.output = output


def run(command: list[str], runs: int) -> Result:
    """The best of some runs by processor time. SystemExit when one fails."""
    best: Result | None = None
    for _ in range(runs):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert process.stdout is not None and process.stderr is not None
        output = process.stdout.read()
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"{' '.join(command)} failed with status {process.returncode}:\n{errors}")
        found = Result(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)
        if best is None or found.seconds < best.seconds:
            best = found
    assert best is not None
    return best


def main() -> int:
    parser = argparse.ArgumentParser(description="Times Python programs on the binary and on CPython.")
    parser.add_argument("bobbin", help="the binary")
    parser.add_argument("programs", nargs="*", help="names of programs; all by default")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many (default 3)")
    options = parser.parse_args()
    unknown = [name for name in options.programs if name not in SIZES]
    if unknown:
        parser.error(f"unknown program {unknown[0]}; there are {', '.join(SIZES)}")
    table = Table("program", "CPython s", "bobbin s", "ratio", "CPython MB", "bobbin MB")
    ratios: list[float] = []
    console = Console()
    for name in options.programs or SIZES:
        arguments = [str(PROGRAMS / f"{name}.py"), str(SIZES[name])]
        with console.status(name):
            peer = run([sys.executable, *arguments], options.runs)
            ours = run([options.bobbin, *arguments], options.runs)
        if ours.output != peer.output:
            raise SystemExit(f"{name}: the binary prints {ours.output!r}, CPython {peer.output!r}")
        ratio = ours.seconds / peer.seconds
        ratios.append(ratio)
        table.add_row(name, f"{peer.seconds:.2f}", f"{ours.seconds:.2f}", f"{ratio:.2f}",
                      f"{peer.memory:.0f}", f"{ours.memory:.0f}")
    mean = math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))
    table.add_row("geometric mean", "", "", f"{mean:.2f}", "", "")
    console.print(table)
    return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
