"""The ledger: what each test file did when it was last looked at, and what is worse or better now.

A file of the ledger is a text for people to read and for `git diff`, one line a fact:

    ending   crash SIGSEGV
    running  IntTestCases.test_long
    cases    70
    passed   61
    skipped  1
    fail     IntTestCases.test_small_ints
    lost     IntTestCases.test_string

Cases that pass or are skipped are counted, the others are named.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .outcome import ENDED, Outcome


@dataclass(frozen=True)
class Entry:
    """What the ledger knows of a test file."""

    ending: str
    running: str = ""
    cases: int = 0
    passed: int = 0
    skipped: int = 0
    failed: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        return self.ending == ENDED or self.ending.startswith("unsupported:")

    @property
    def share(self) -> float:
        """The share of the cases that pass, of those that are not skipped; 0 if nothing is known."""
        counted = self.cases - self.skipped
        if counted == 0:
            return 1.0 if self.is_whole else 0.0
        return self.passed / counted

    def text(self) -> str:
        lines = [f"ending   {self.ending}"]
        if self.running:
            lines.append(f"running  {self.running}")
        lines += [f"cases    {self.cases}", f"passed   {self.passed}", f"skipped  {self.skipped}"]
        lines += [f"fail     {name}" for name in sorted(self.failed)]
        lines += [f"lost     {name}" for name in sorted(self.lost)]
        return "\n".join(lines) + "\n"


def entry_of(outcome: Outcome) -> Entry:
    return Entry(outcome.ending, outcome.running, outcome.cases, len(outcome.passed), len(outcome.skipped),
                 outcome.failed, outcome.lost)


def parse(text: str) -> Entry:
    """Reads what `Entry.text` wrote.

    Raises ValueError for a line that it does not know.
    """
    ending = running = ""
    counts = {"cases": 0, "passed": 0, "skipped": 0}
    names: dict[str, set[str]] = {"fail": set(), "lost": set()}
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        value = value.strip()
        if key in names:
            names[key].add(value)
        elif key in counts:
            counts[key] = int(value)
        elif key == "ending":
            ending = value
        elif key == "running":
            running = value
        else:
            raise ValueError(f"a ledger has no line {line!r}")
    return Entry(ending, running, **counts, failed=frozenset(names["fail"]), lost=frozenset(names["lost"]))


class Ledger:
    """The folder of entries."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> Entry | None:
        path = self.path(name)
        return parse(path.read_text()) if path.exists() else None

    def put(self, name: str, entry: Entry) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(entry.text())

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.txt"


@dataclass
class Change:
    """How a file differs from the ledger, in sentences."""

    worse: list[str] = field(default_factory=list)
    better: list[str] = field(default_factory=list)


def compare(before: Entry | None, now: Outcome) -> Change:
    """What is worse and what is better than the ledger says. A file that is new to the ledger can only be better."""
    change = Change()
    after = entry_of(now)
    if before is None:
        change.better.append(f"new: {after.ending}, {after.passed} of {after.cases} cases pass")
        return change
    if before.is_whole and not after.is_whole:
        during = f" in {after.running}" if after.running else ""
        change.worse.append(f"{after.ending}{during} (was: {before.ending})")
    elif after.is_whole and not before.is_whole:
        change.better.append(f"{after.ending} (was: {before.ending})")
    unknown_before = before.cases == 0
    broken = (after.failed | after.lost) - (before.failed | before.lost)
    if not unknown_before:
        change.worse += [f"{name} {'fails' if name in after.failed else 'does not run'}" for name in sorted(broken)]
    mended = sorted((before.failed | before.lost) & now.passed)
    change.better += [f"{name} passes" for name in mended]
    if unknown_before and after.passed:
        change.better.append(f"{after.passed} of {after.cases} cases pass")
    if after.passed < before.passed and not change.worse:
        change.worse.append(f"{after.passed} cases pass (were: {before.passed}); "
                            f"{after.skipped} are skipped (were: {before.skipped})")
    return change


def read_unsteady(path: Path) -> dict[str, list[str]]:
    """The cases that pass at one time or on one machine, and not at another: patterns of names, by file.

    Each line is the file, a pattern of its cases and, behind `#`, why that is so.

    Raises ValueError for a line without a reason.
    """
    found: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        rule, _, reason = line.partition("#")
        if not rule.strip():
            continue
        if not reason.strip():
            raise ValueError(f"{path.name}: no reason is given for {rule.strip()!r}")
        name, pattern = rule.split()
        found.setdefault(name, []).append(pattern)
    return found
