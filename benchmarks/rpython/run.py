"""Times each RPython program against its C twin: same compiler, all the same flags, runs of both in turn.

    python benchmarks/rpython/run.py [PROGRAM ...] [--quick] [--cc CC] [--gc GC] [--opt N] [--runs N]

The time of a program is the least processor time of its runs. Both twins must print the same. There are three groups,
each with its geometric mean: "code" has the same algorithm on the same data in both languages; "library" uses a dict
where C has a hash table made for the purpose; "memory" compares the collector with malloc and free.
"""
from __future__ import annotations

import argparse
import itertools
import math
import os
import random
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from transform.c import options as c_options  # noqa: E402

TEXT = "TEXT:"  # an argument TEXT:n stands for the path of a generated text of n words


@dataclass(frozen=True)
class Benchmark:
    """A program, its group, what to call it with (fully, and in a hurry), and its twin where the name differs."""

    name: str
    group: str
    arguments: tuple[str, ...]
    quick: tuple[str, ...]
    twin: str = ""

    @property
    def source(self) -> Path:
        return HERE / f"{self.name}.py"

    @property
    def twin_source(self) -> Path:
        return HERE / f"{self.twin or self.name}.c"


LUA = str(HERE / "minilua.lua")
BENCHMARKS = [
    Benchmark("nbody", "code", ("10000000",), ("200000",)),
    Benchmark("spectralnorm", "code", ("4000",), ("500",)),
    Benchmark("fannkuch", "code", ("11",), ("9",)),
    Benchmark("richards", "code", ("2000",), ("100",)),
    Benchmark("wordcount", "code", (f"{TEXT}8000000",), (f"{TEXT}300000",)),
    Benchmark("minilua", "code", (LUA, "20"), (LUA, "3")),
    Benchmark("wordcount_dict", "library", (f"{TEXT}8000000",), (f"{TEXT}300000",), twin="wordcount"),
    Benchmark("binarytrees", "memory", ("17",), ("12",)),
    Benchmark("gcbench", "memory", ("17",), ("12",)),
]


@dataclass(frozen=True)
class Timing:
    """The shortest times of both twins, in seconds."""

    benchmark: Benchmark
    rpython: float
    c: float

    @property
    def ratio(self) -> float:
        return self.rpython / self.c


def write_text(path: Path, words: int) -> None:
    """A text in which the n-th most frequent of 40,000 words is n times as rare as the first, as in real ones."""
    rng = random.Random(1)
    letters = "etaoinshrdlucmfwypvbgkjqxz"
    letter_weights = [1 / (i + 2) for i in range(len(letters))]
    vocabulary = ["".join(rng.choices(letters, letter_weights, k=rng.choice((1, 2, 3, 3, 4, 4, 5, 6, 7, 8, 10))))
                  for _ in range(40000)]
    cumulative_weights = list(itertools.accumulate(1 / (i + 1) for i in range(len(vocabulary))))
    with path.open("w") as file:
        for start in range(0, words, 12):
            line = rng.choices(vocabulary, cum_weights=cumulative_weights, k=min(12, words - start))
            file.write(" ".join(line).capitalize() + ".\n")


def expand(arguments: Sequence[str], directory: Path) -> list[str]:
    """The arguments, with generated texts made."""
    result = []
    for argument in arguments:
        if argument.startswith(TEXT):
            words = int(argument.removeprefix(TEXT))
            path = directory / f"text{words}.txt"
            if not path.exists():
                write_text(path, words)
            argument = str(path)
        result.append(argument)
    return result


def build(benchmark: Benchmark, directory: Path, options: argparse.Namespace) -> tuple[Path, Path]:
    """The binaries of the RPython program and of its twin."""
    rpython, twin = directory / benchmark.name, directory / f"{benchmark.name}_c"
    flags = ["--cc", options.cc, "--gc", options.gc, "--opt", options.opt]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    translation = [sys.executable, "-m", "transform", str(benchmark.source), "-o", str(rpython), *flags]
    done = subprocess.run(translation, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{benchmark.name} is not translated:\n{done.stdout}{done.stderr}")
    same = c_options.Options(twin, directory, cc=options.cc, opt=f"-O{options.opt}", gc="none")
    subprocess.run([options.cc, *same.compile_flags(), str(benchmark.twin_source), "-o", str(twin),
                    *same.link_flags()], check=True)
    return rpython, twin


def timed(command: Sequence[str | Path]) -> tuple[float, str]:
    """The seconds of processor time that a command takes, and what it prints."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measure(benchmark: Benchmark, directory: Path, options: argparse.Namespace) -> Timing:
    """Build both twins and run them in turn. SystemExit when they print different things."""
    binaries = build(benchmark, directory, options)
    arguments = expand(benchmark.quick if options.quick else benchmark.arguments, directory)
    best = [math.inf, math.inf]
    for _ in range(options.runs):
        outputs = []
        for i, binary in enumerate(binaries):
            seconds, output = timed([binary, *arguments])
            best[i] = min(best[i], seconds)
            outputs.append(output)
        if outputs[0] != outputs[1]:
            sys.exit(f"{benchmark.name}: the twins differ\nRPython:\n{outputs[0]}\nC:\n{outputs[1]}")
    return Timing(benchmark, best[0], best[1])


def geometric_mean(timings: Sequence[Timing]) -> float:
    return math.exp(sum(math.log(timing.ratio) for timing in timings) / len(timings))


def report(timings: Sequence[Timing], options: argparse.Namespace) -> Table:
    table = Table(title=f"RPython and C, {options.cc} -O{options.opt}, gc {options.gc}, best of {options.runs}")
    table.add_column("program")
    for heading in ("arguments", "RPython", "C", "ratio"):
        table.add_column(heading, justify="right")
    for name in dict.fromkeys(timing.benchmark.group for timing in timings):
        group = [timing for timing in timings if timing.benchmark.group == name]
        for timing in group:
            arguments = timing.benchmark.quick if options.quick else timing.benchmark.arguments
            table.add_row(timing.benchmark.name, arguments[-1].removeprefix(TEXT), f"{timing.rpython:.3f} s",
                          f"{timing.c:.3f} s", f"{timing.ratio:.2f}")
        table.add_row(f"geometric mean: {name}", "", "", "", f"{geometric_mean(group):.2f}", end_section=True)
    return table


def main() -> None:
    names = [benchmark.name for benchmark in BENCHMARKS]
    parser = argparse.ArgumentParser(description="Time RPython programs against their C twins.")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"any of {', '.join(names)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="small sizes: shows that all runs, not how fast")
    parser.add_argument("--cc", default="gcc")
    parser.add_argument("--gc", default="none", help="what the translator's --gc takes")
    parser.add_argument("--opt", default="2", help="optimisation level of both")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if unknown := set(options.programs) - set(names):
        parser.error(f"no such program: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory(prefix="bobbin-bench-") as directory:
        timings = [measure(benchmark, Path(directory), options) for benchmark in BENCHMARKS
                   if not options.programs or benchmark.name in options.programs]
    Console().print(report(timings, options))


if __name__ == "__main__":
    main()
