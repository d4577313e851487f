"""What suspending and resuming costs: a switch, a suspended coroutine, and a program that never switches.

    python benchmarks/coroutines/measure.py [switches | memory | programs | code ...] [--quick] [--gc GC] [--runs N]

switches  nanoseconds a switch, by the number of frames that are entered anew for each, and with 10,000 calls below that
          stay suspended; beside it Lua, LuaJIT, Go, and CPython's greenlet, switched from C and from Python
memory    bytes of resident memory for each of many suspended coroutines
programs  the programs of benchmarks/rpython, built with the stackless transform and without: time, size of the code,
          time of the C compiler
code      the same sizes and times for two of them in which every function can be suspended
"""
from __future__ import annotations

import argparse
import importlib
import math
import os
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Optional

import greenlet
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks" / "rpython")]

from run import BENCHMARKS, expand  # noqa: E402
from transform.driver import BuildResult, Options, Translation  # noqa: E402
from transform.ir.graph import Program  # noqa: E402
from transform.passes import stackless  # noqa: E402

FRAMES = [(1, 0), (3, 0), (10, 0), (100, 0), (3, 10_000)]
Command = list[str | Path]


def translate(source: Path, output: Path, options: argparse.Namespace, *flags: str) -> float:
    """The binary of a program. Gives the seconds of the C compiler."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "transform", str(source), "-o", str(output), "--quiet", "--gc", options.gc,
                   "--cache", folder, *flags]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, "--keep", folder + "/c"], check=True, env=environment)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


def execute(command: Command) -> resource.struct_rusage:
    """What a command took. SystemExit where it failed."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{command} failed")
    return usage


def seconds(command: Command, runs: int) -> float:
    """The shortest time of some runs, on the processor."""
    usages = [execute(command) for _ in range(runs)]
    return min(usage.ru_utime + usage.ru_stime for usage in usages)


def resident(command: Command) -> int:
    """The peak resident memory of a command, in bytes."""
    return execute(command).ru_maxrss * 1024


def bare_greenlet(directory: Path) -> Command:
    """The command of the greenlets that are switched from C."""
    headers = [sysconfig.get_paths()["include"], Path(greenlet.__file__).parent]
    flags = ["-O2", "-shared", "-fPIC", *(f"-I{folder}" for folder in headers)]
    subprocess.run(["gcc", *flags, HERE / "switch_greenlet.c", "-o", directory / "switch_bare.so"], check=True)
    program = f"import sys; sys.path.insert(0, {str(directory)!r}); import switch_bare; " \
              "switch_bare.run(*map(int, sys.argv[1:]))"
    return [sys.executable, "-c", program]


def switches(directory: Path, options: argparse.Namespace) -> Table:
    binary = directory / "switch"
    translate(HERE / "switch.py", binary, options)
    commands: dict[str, Optional[Command]] = {"RPython": [binary]}
    for name in ("luajit", "lua5.4"):
        found = shutil.which(name)
        commands[name] = [found, HERE / "switch.lua"] if found is not None else None
    commands["Go"] = None
    if shutil.which("go") is not None:
        subprocess.run(["go", "build", "-o", directory / "switch_go", HERE / "switch.go"], check=True)
        commands["Go"] = [directory / "switch_go"]
    commands["greenlet in C"] = bare_greenlet(directory)
    commands["greenlet"] = [sys.executable, HERE / "switch_greenlet.py"]
    table = Table(title=f"nanoseconds a switch, gc {options.gc}, best of {options.runs}")
    table.add_column("frames entered anew")
    for name in commands:
        table.add_column(name, justify="right")
    budget = 2_000_000 if options.quick else 40_000_000
    for frames, depth in FRAMES:
        row = [f"{frames}" + (f", {depth:,} below" if depth else "")]
        for name, command in commands.items():
            if command is None:
                row.append("not installed")
                continue
            count = budget // (frames + 2) // (1 if name == "RPython" else 10)
            whole = seconds([*command, str(frames), str(count), str(depth)], options.runs)
            start = seconds([*command, str(frames), "0", str(depth)], options.runs)
            row.append(f"{(whole - start) / count * 1e9:.1f}")
        table.add_row(*row)
    return table


def memory(directory: Path, options: argparse.Namespace) -> Table:
    binary = directory / "many"
    translate(HERE / "many.py", binary, options)
    count = 50_000 if options.quick else 1_000_000
    table = Table(title=f"bytes for each of {count:,} coroutines, gc {options.gc}")
    table.add_column("waiting below")
    table.add_column("in all", justify="right")
    table.add_column("of it frames", justify="right")
    base = resident([binary, "0", "0"])
    fresh = resident([binary, str(count), "0"])
    for calls in (1, 3, 10):
        whole = resident([binary, str(count), str(calls)])
        table.add_row(f"{calls} calls", f"{(whole - base) / count:.0f}", f"{(whole - fresh) / count:.0f}")
    return table


def text_size(binary: Path) -> int:
    """Bytes of code in a binary."""
    done = subprocess.run(["size", "-A", binary], check=True, capture_output=True, text=True)
    return sum(int(line.split()[1]) for line in done.stdout.splitlines() if line.startswith(".text"))


def programs(directory: Path, options: argparse.Namespace) -> Table:
    table = Table(title=f"with the transform / without, gc {options.gc}, best of {options.runs}")
    table.add_column("program")
    for heading in ("with", "without", "time", "code", "translation"):
        table.add_column(heading, justify="right")
    ratios: list[list[float]] = []
    for benchmark in BENCHMARKS:
        binaries = [directory / f"{benchmark.name}_{kind}" for kind in ("with", "without")]
        builds = [translate(benchmark.source, binary, options, *flags)
                  for binary, flags in zip(binaries, ([], ["--no-stackless"]))]
        arguments = expand(benchmark.quick if options.quick else benchmark.arguments, directory)
        best = [math.inf, math.inf]
        for _ in range(options.runs):
            for number, binary in enumerate(binaries):
                best[number] = min(best[number], seconds([binary, *arguments], 1))
        sizes = [text_size(binary) for binary in binaries]
        row = [best[0] / best[1], sizes[0] / sizes[1], builds[0] / builds[1]]
        ratios.append(row)
        table.add_row(benchmark.name, *(f"{time:.3f} s" for time in best), *(f"{ratio:.2f}" for ratio in row))
    means = [math.exp(sum(map(math.log, column)) / len(column)) for column in zip(*ratios)]
    table.add_section()
    table.add_row("geometric mean", "", "", *(f"{mean:.2f}" for mean in means))
    return table


class Everywhere(Translation):
    """A translation in which every function has a stack check, and so can be suspended."""

    def _make_resumable(self, program: Program) -> None:
        self.suspension = stackless.run(program, everywhere=True)


def code(directory: Path, options: argparse.Namespace) -> Table:
    table = Table(title="every function resumable / none")
    for heading in ("program", "functions", "call sites", "operations", "code", "C compiler"):
        table.add_column(heading, justify="left" if heading == "program" else "right")
    for name in ("richards", "minilua"):
        main = importlib.import_module(name).main
        results: list[BuildResult] = []
        times = []
        for kind, resumable in ((Everywhere, True), (Translation, False)):
            output = directory / f"{name}_{kind.__name__}"
            build = Options(stackless=resumable, gc=options.gc, cache=directory / f"cache_{output.name}")
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            results.append(kind(main, build).build(output))
            times.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
        sizes = [text_size(result.binary) for result in results]
        table.add_row(name, f"{results[0].resumable}", f"{results[0].call_sites}",
                      f"{results[0].operations / results[1].operations:.2f}", f"{sizes[0] / sizes[1]:.2f}",
                      f"{times[0] / times[1]:.2f}")
    return table


PARTS = {"switches": switches, "memory": memory, "programs": programs, "code": code}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what suspending and resuming costs.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"any of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that all runs, not how fast")
    parser.add_argument("--gc", default="none", help="what the translator's --gc takes")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="bobbin-bench-") as directory:
        for name, part in PARTS.items():
            if not options.parts or name in options.parts:
                Console().print(part(Path(directory), options))


if __name__ == "__main__":
    main()
