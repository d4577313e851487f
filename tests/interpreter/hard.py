"""The programs of the interpreter's tests under hard conditions: they must print what they print otherwise.

    python -m tests.interpreter.hard PLAIN [CHAOS] [--every N] [--only NAME]

PLAIN is the binary; each program runs on it with a collection at every N-th allocation, freed memory overwritten. CHAOS is the same built with
`--chaos`, where every call that can be suspended is: always, and at random by three seeds. `make hard` builds both."""
from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PROGRAMS = [program for folder in ("language/programs", "objects/cases") for program in sorted((HERE / folder).glob("*.py"))
            if program.stem != "prelude"]
SEEDS = (1, 2, 3)
LONGEST = 3600


class Condition(NamedTuple):
    """A binary and what it is told by its environment."""

    name: str
    binary: Path
    environment: dict[str, str]

    def run(self, program: Path) -> str:
        """What a program prints, and how it ended if it did not end well."""
        try:
            done = subprocess.run([str(self.binary), "-W", "ignore", str(program)], cwd=ROOT, capture_output=True, timeout=LONGEST,
                                  env={**os.environ, "PYTHONHASHSEED": "0", **self.environment})
        except subprocess.TimeoutExpired:
            return f"runs for more than {LONGEST} s\n"
        ending = f"exit status {done.returncode}\n{done.stderr.decode(errors='replace')}" if done.returncode else ""
        return done.stdout.decode(errors="replace") + ending


def conditions(plain: Path, chaos: Path | None, every: int) -> list[Condition]:
    found = [Condition("collecting", plain, {"BOBBIN_GC_STRESS": str(every), "BOBBIN_GC_POISON": "1"})]
    if chaos is not None:
        found += [Condition("chaos", chaos, {})]
        found += [Condition(f"chaos, seed {seed}", chaos, {"BOBBIN_CHAOS": str(seed)}) for seed in SEEDS]
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.interpreter.hard", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("plain", type=Path, metavar="PLAIN")
    parser.add_argument("chaos", type=Path, nargs="?", metavar="CHAOS")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="collect at every N-th allocation (1)")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="run these programs only")
    options = parser.parse_args(arguments)
    worse = 0
    for program in PROGRAMS:
        if options.only and program.stem not in options.only:
            continue
        expected = Condition("plain", options.plain, {}).run(program)
        for condition in conditions(options.plain, options.chaos, options.every):
            begin = time.perf_counter()
            found = condition.run(program)
            print(f"{program.stem:20} {condition.name:15} {time.perf_counter() - begin:7.1f} s  {'ok' if found == expected else 'DIFFERENT'}",
                  flush=True)
            if found != expected:
                worse += 1
                difference = difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", condition.name, lineterm="")
                print("\n".join(list(difference)[:40]), flush=True)
    print(f"{worse} different" if worse else "all the same")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
