"""What a run of the test files shows on the terminal."""
from __future__ import annotations

from rich.console import Console
from rich.table import Table

from .groups import CORE, group_of
from .ledger import Change, Entry


def show_changes(console: Console, changes: dict[str, Change]) -> None:
    """What is better, then what is worse: the end of a long output is what one sees."""
    for title, style, kind in (("Better", "green", "better"), ("Worse", "red", "worse")):
        found = {name: getattr(change, kind) for name, change in sorted(changes.items()) if getattr(change, kind)}
        if found:
            console.print(f"\n{title} than the ledger:", style=style)
            for name, sentences in found.items():
                for sentence in sentences:
                    console.print(f"  {name}: {sentence}", markup=False, highlight=False, soft_wrap=True)


def show_files(console: Console, entries: dict[str, Entry], seconds: dict[str, float]) -> None:
    """A line for each file in which not all cases pass, worst first."""
    rows = sorted((entry.share, name) for name, entry in entries.items() if entry.share < 1 or not entry.is_whole)
    if not rows:
        return
    table = Table("file", "ending", "pass", "of", "skipped", "%", "s", box=None, header_style="bold")
    for share, name in rows:
        entry = entries[name]
        table.add_row(name, entry.ending[:70], str(entry.passed), str(entry.cases - entry.skipped), str(entry.skipped),
                      f"{100 * share:.0f}", f"{seconds.get(name, 0):.0f}", style="" if entry.is_whole else "yellow")
    console.print(table)


def show_summary(console: Console, entries: dict[str, Entry]) -> None:
    """The groups and the total."""
    table = Table("group", "files", "ended", "all pass", "four of five", "cases", "passed", "skipped", "%",
                  box=None, header_style="bold")
    for group in [*CORE, "others", "total"]:
        members = [entry for name, entry in entries.items() if group in (group_of(name), "total")]
        if not members:
            continue
        cases = sum(entry.cases for entry in members)
        passed = sum(entry.passed for entry in members)
        skipped = sum(entry.skipped for entry in members)
        counts = [len(members), sum(entry.is_whole for entry in members),
                  sum(entry.is_whole and entry.share == 1 for entry in members),
                  sum(entry.is_whole and entry.share >= 0.8 for entry in members), cases, passed, skipped]
        table.add_row(group, *map(str, counts), f"{100 * passed / max(cases - skipped, 1):.1f}")
    console.print(table)
