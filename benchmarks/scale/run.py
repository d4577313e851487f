"""Measures the translator on generated programs: time, memory, growth with size, rebuild after a small change.

    python benchmarks/scale/run.py [--functions N] [--once] [--jobs N] [--cc CC] [--gc GC]

Translates a program of N functions and one of 2N, from an empty cache, each in a process of its own; then changes one
function of the last one and translates again. Each binary must print what the program prints on CPython. Times are of
the processor, but for the total.
"""
from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.scale.generate import generate  # noqa: E402


@dataclass(frozen=True)
class Measurement:
    """One translation: seconds of processor time up to the C files, and of C compilers and linker; seconds in all;
    bytes of memory; counts."""

    translation: float
    compilation: float
    total: float
    memory: int
    functions: int
    c_lines: int
    compiled: int


def translate_here(main: Path, output: Path, options: argparse.Namespace) -> None:
    """Translate in this process, as `transform.__main__` does, and print a description of the build as JSON."""
    from transform.driver import Options, translate

    gc.disable()
    sys.path.insert(0, str(main.parent))
    module = __import__(main.stem)
    chosen = Options(cc=options.cc, jobs=options.jobs, gc=options.gc, cache=options.cache)
    built = translate(module.main, output, chosen)
    print(json.dumps({"translation": processor_time(resource.RUSAGE_SELF),
                      "compilation": processor_time(resource.RUSAGE_CHILDREN), "memory": built.peak_memory,
                      "functions": built.functions, "c_lines": built.c_lines, "compiled": len(built.compiled)}))
    gc.freeze()


def processor_time(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def measure(main: Path, output: Path, options: argparse.Namespace, cache: Path) -> Measurement:
    """Translate in a new process."""
    command = [sys.executable, str(HERE / "run.py"), "--translate", str(main), "--output", str(output), "--cc",
               options.cc, "--jobs", str(options.jobs), "--gc", options.gc, "--cache", str(cache)]
    started = time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    total = time.perf_counter() - started
    report = json.loads(done.stdout.splitlines()[-1])
    return Measurement(report["translation"], report["compilation"], total, report["memory"], report["functions"],
                       report["c_lines"], report["compiled"])


def output_of(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def check(main: Path, binary: Path) -> None:
    """SystemExit unless the binary prints what the program prints on CPython."""
    expected, found = output_of(sys.executable, main), output_of(binary)
    if expected != found:
        sys.exit(f"{main}: CPython prints {expected!r}, the binary {found!r}")


def change_one_function(folder: Path) -> None:
    """Another constant in the first function of the module in the middle, on the same lines."""
    module = sorted(folder.glob("module*.py"))[len(list(folder.glob("module*.py"))) // 2]
    text = module.read_text()
    start = text.index("def work")
    end = text.index("% 1000003\n", start)
    module.write_text(text[:end] + "% 1000007\n" + text[end + len("% 1000003\n"):])


def report(rows: list[tuple[str, Measurement]], jobs: int) -> None:
    table = Table(title="Scale")
    for heading in ("program", "functions", "lines of C", "translate", "compile C", "total", "memory", "parts"):
        table.add_column(heading, justify="left" if heading == "program" else "right")
    for name, m in rows:
        table.add_row(name, f"{m.functions:,}", f"{m.c_lines:,}", f"{m.translation:.1f} s", f"{m.compilation:.1f} s",
                      f"{m.total:.1f} s", f"{m.memory / 2**20:.0f} MiB", str(m.compiled))
    console = Console(width=max(100, Console().width))
    console.print(table)
    if len(rows) == 3:
        small, large = rows[0][1], rows[1][1]
        console.print(f"twice the functions take {large.translation / small.translation:.2f} times the translation "
                      f"time, {large.compilation / small.compilation:.2f} times that of the C compiler")
    full, changed = rows[-2][1], rows[-1][1]
    spent, needed = full.translation + full.compilation / jobs, changed.translation + changed.compilation
    console.print(f"one changed function takes {needed / spent:.2f} of the full time with {jobs} idle processors, "
                  f"took {changed.total / full.total:.2f} here")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the translator on generated programs.")
    parser.add_argument("--functions", type=int, default=5000, help="size of the smaller program (default: 5000)")
    parser.add_argument("--once", action="store_true", help="leave out the larger program")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--gc", default="none")
    parser.add_argument("--translate", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--output", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--cache", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.translate is not None:
        translate_here(options.translate, options.output, options)
        return
    rows: list[tuple[str, Measurement]] = []
    with tempfile.TemporaryDirectory(prefix="bobbin-scale-") as name:
        directory = Path(name)
        for functions in (options.functions, 2 * options.functions)[:1 if options.once else 2]:
            source = generate(functions, directory / f"program{functions}")
            binary = directory / f"binary{functions}"
            rows.append((f"{functions} functions", measure(source, binary, options, directory / f"cache{functions}")))
            check(source, binary)
        change_one_function(source.parent)
        rows.append(("one function changed", measure(source, binary, options, directory / f"cache{functions}")))
        check(source, binary)
    report(rows, options.jobs)


if __name__ == "__main__":
    main()
