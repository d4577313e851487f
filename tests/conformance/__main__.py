"""The command line: runs CPython's test files on a binary and compares what comes out with the ledger."""
from __future__ import annotations

import argparse
import json
import os
import sys
import sysconfig
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from .groups import all_files, core_files
from .ledger import Change, Ledger, compare, entry_of, read_unsteady
from .outcome import Outcome
from .processes import Conditions, run_all
from .report import show_changes, show_files, show_summary


HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GIB = 1 << 30


def main(arguments: list[str]) -> int:
    options = parse_arguments(arguments)
    console = Console(width=None if sys.stdout.isatty() else 140)
    library = library_of(options.binary)
    ledger = Ledger(options.ledger)
    names = select(core_files() if options.core else all_files(library / "test"), options.only)
    if not names:
        console.print("no such test file", style="red")
        return 2
    if options.show:
        show_summary(console, {name: entry for name in names if (entry := ledger.get(name))})
        return 0
    conditions = Conditions(options.binary.absolute(), library, options.logs, options.timeout,
                            int(options.memory * GIB), options.case or "*",
                            {} if options.case else read_unsteady(HERE / "unsteady.txt"))
    outcomes: dict[str, Outcome] = {}
    changes: dict[str, Change] = {}
    for name, outcome in with_progress(console, names, conditions, options.jobs):
        outcomes[name] = outcome
        if not options.case:
            before = ledger.get(name)
            changes[name] = compare(before, outcome)
            if options.update and before != entry_of(outcome):
                ledger.put(name, entry_of(outcome))
    entries = {name: entry_of(outcome) for name, outcome in outcomes.items()}
    show_files(console, entries, {name: outcome.seconds for name, outcome in outcomes.items()})
    show_summary(console, entries)
    show_changes(console, changes)
    if options.case:
        return 0 if all(entry.is_whole and entry.share == 1 for entry in entries.values()) else 1
    return 1 if not options.update and any(change.worse for change in changes.values()) else 0


def library_of(binary: Path) -> Path:
    """The library with the tests: the binary's own where they were laid into it, else that of this Python."""
    own = binary.absolute().parent / "lib/python3.11"
    return own if (own / "test").exists() else Path(sysconfig.get_path("stdlib"))


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__,
                                     epilog="Exit status: 0 if nothing is worse than the ledger says, else 1.")
    parser.add_argument("--binary", type=Path, default=ROOT / "build/bobbin", help="the Python to test (build/bobbin)")
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN",
                        help="files to run, `test_` may be left out: 'int', 'test_str*'")
    parser.add_argument("--core", action="store_true", help="only the files that must run to the end")
    parser.add_argument("--case", default="", metavar="PATTERN",
                        help="cases to run: '*.test_hash'; nothing is compared then")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="files run at a time (all processors)")
    parser.add_argument("--timeout", type=float, default=120, metavar="SECONDS",
                        help="of the processor, for each file (120)")
    parser.add_argument("--memory", type=float, default=2, metavar="GIB", help="for each file (2)")
    parser.add_argument("--update", action="store_true", help="write what came out into the ledger")
    parser.add_argument("--show", action="store_true", help="run nothing, sum the ledger up")
    parser.add_argument("--ledger", type=Path, default=HERE / "ledger", help=argparse.SUPPRESS)
    parser.add_argument("--logs", type=Path, default=ROOT / "build/conformance",
                        help="where output and results.jsonl go (build/conformance)")
    return parser.parse_args(arguments)


def select(names: list[str], patterns: list[str]) -> list[str]:
    if not patterns:
        return names
    patterns = [pattern if pattern.startswith("test_") else f"test_{pattern}" for pattern in patterns]
    return [name for name in names if any(fnmatchcase(name, pattern) for pattern in patterns)]


def with_progress(console: Console, names: list[str], conditions: Conditions,
                  jobs: int) -> Iterator[tuple[str, Outcome]]:
    """Runs the files, and gives what came out of each when it ends; it is a line of `results.jsonl`, too."""
    conditions.logs.mkdir(parents=True, exist_ok=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with (Progress(*columns, console=console) as progress,
          open(conditions.logs / "results.jsonl", "w") as results):
        task = progress.add_task("files", total=len(names))
        for name, outcome in run_all(names, conditions, jobs):
            results.write(json.dumps(as_json(name, outcome)) + "\n")
            results.flush()
            progress.update(task, advance=1, description=f"{name:30}")
            yield name, outcome


def as_json(name: str, outcome: Outcome) -> dict[str, object]:
    return {"file": name, "ending": outcome.ending, "running": outcome.running, "seconds": outcome.seconds,
            **{key: sorted(getattr(outcome, key)) for key in ("passed", "failed", "skipped", "lost")}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
