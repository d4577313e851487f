"""Tasklets of Bobbin beside the emulation: `python -m stackless.compare --bobbin BINARY [--plot FILE.svg]`.

Starts the benchmark programs (benchmarks/tasklets/tasklets.py of the source tree) on the binary and on this Python,
where tasklets are greenlets, in turn, and prints a table with ratios. The plot is an SVG file, or a PNG file if
matplotlib is installed.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "benchmarks" / "tasklets" / "tasklets.py"

SIZES = {"pingpong": 100_000, "roundrobin-10": 200_000, "roundrobin-1000": 200_000, "create": 50_000, "ring": 100_000,
         "sieve": 500, "chameneos": 20_000, "generators": 14, "threads": 20_000, "memory": 100_000}

TIMEOUT = 120


@dataclass(frozen=True)
class Comparison:
    """A program with its figure on both engines: nanoseconds an operation, for "memory" bytes a tasklet."""

    program: str
    bobbin: float
    emulation: float

    @property
    def ratio(self) -> float:
        """How many times less the binary takes."""
        return self.emulation / self.bobbin


def measure(command: Sequence[str], program: str, size: int) -> float:
    """Runs a program once. RuntimeError with its errors if it fails or takes too long."""
    try:
        result = subprocess.run([*command, str(PROGRAM), program, str(size)], capture_output=True, text=True, cwd=ROOT,
                                env={"PYTHONPATH": str(ROOT)}, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{command[0]} takes more than {TIMEOUT} s for {program}") from None
    if result.returncode != 0:
        raise RuntimeError(f"{command[0]} fails on {program}:\n{result.stderr}")
    operations, amount = result.stdout.split()
    return float(amount) / float(operations) * (1 if program == "memory" else 1e9)


def compare(bobbin: str, programs: Sequence[str], runs: int) -> list[Comparison]:
    """The best of some runs of each program; the engines take turns, so that both see the same machine. A program that
    fails on one of them is left out, with a message."""
    found = []
    for program in programs:
        figures: dict[str, list[float]] = {bobbin: [], sys.executable: []}
        try:
            for _ in range(runs):
                for python, results in figures.items():
                    results.append(measure([python], program, SIZES[program]))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            continue
        found.append(Comparison(program, min(figures[bobbin]), min(figures[sys.executable])))
    return found


def table(comparisons: Sequence[Comparison]) -> str:
    """As text."""
    lines = [f"{'program':<16}{'Bobbin':>12}{'emulation':>12}{'ratio':>8}"]
    for one in comparisons:
        lines.append(f"{one.program:<16}{one.bobbin:>12,.0f}{one.emulation:>12,.0f}{one.ratio:>8.1f}")
    lines.append("nanoseconds an operation; memory: bytes a parked tasklet; ratio: emulation to Bobbin")
    return "\n".join(lines)


def svg(comparisons: Sequence[Comparison]) -> str:
    """A bar for each program: how many times less Bobbin takes. The line marks 1."""
    width, bar, left = 720, 28, 160
    scale = (width - left - 80) / max(1.0, *(one.ratio for one in comparisons))
    height = bar * len(comparisons) + 50
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" '
             'font-size="13">', f'<rect width="{width}" height="{height}" fill="white"/>',
             '<text x="10" y="20" font-weight="bold">Tasklets: the emulation\'s cost as a multiple of Bobbin\'s</text>']
    for place, one in enumerate(comparisons):
        y = 35 + place * bar
        length = one.ratio * scale
        parts.append(f'<text x="{left - 8}" y="{y + 16}" text-anchor="end">{one.program}</text>')
        parts.append(f'<rect x="{left}" y="{y + 3}" width="{length:.1f}" height="{bar - 8}" fill="#4878a8"/>')
        parts.append(f'<text x="{left + length + 6:.1f}" y="{y + 16}">{one.ratio:.1f}</text>')
    mark = left + scale
    parts.append(f'<line x1="{mark:.1f}" y1="30" x2="{mark:.1f}" y2="{height - 10}" stroke="#a33"/></svg>')
    return "\n".join(parts)


def plot(comparisons: Sequence[Comparison], path: Path) -> None:
    """Writes the plot; RuntimeError if the format needs matplotlib and that is not installed."""
    if path.suffix == ".svg":
        path.write_text(svg(comparisons))
        return
    try:
        from matplotlib import pyplot  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise RuntimeError(f"{path.suffix} needs matplotlib; .svg does not") from None
    figure, axes = pyplot.subplots(figsize=(8, 0.4 * len(comparisons) + 1))
    axes.barh([one.program for one in comparisons], [one.ratio for one in comparisons])
    axes.axvline(1, color="red")
    axes.invert_yaxis()
    axes.set_xlabel("the emulation's cost as a multiple of Bobbin's")
    figure.savefig(path, bbox_inches="tight")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, and writes the plot if asked for."""
    parser = argparse.ArgumentParser(prog="python -m stackless.compare",
                                     description="Compares the tasklets of Bobbin with those made of greenlets.")
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"of {', '.join(SIZES)}; all by default")
    parser.add_argument("--bobbin", help="the binary; build/bobbin or what is found on the path by default")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="an .svg or .png file")
    options = parser.parse_args(arguments)
    unknown = set(options.programs) - set(SIZES)
    if unknown:
        parser.error(f"no such program: {', '.join(sorted(unknown))}")
    if not PROGRAM.exists():
        parser.error(f"{PROGRAM} is missing: run this in the source tree")
    built = ROOT / "build" / "bobbin"
    bobbin = options.bobbin or (str(built) if built.exists() else shutil.which("bobbin"))
    if bobbin is None:
        parser.error("no binary: give one with --bobbin, or build it with `make bobbin`")
    comparisons = compare(bobbin, options.programs or list(SIZES), options.runs)
    print(table(comparisons))
    if options.plot is not None:
        plot(comparisons, options.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
