"""What the user sees of a translation: progress as it goes on, a table at the end. All of it on standard error."""
from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from transform.driver import BuildResult

_STAGES = {
    "frontend": "functions to graphs",
    "passes": "passes over graphs",
    "generate": "graphs to C",
    "compile": "C to objects",
    "link": "objects to binary",
}


class Display:
    """Shows nothing (``--quiet``)."""

    def progress(self, stage: str, done: int, total: int) -> None:
        """So much of the work of a stage is done. A new stage ends the last."""

    def pause(self) -> AbstractContextManager[None]:
        """Inside, other text may be printed."""
        return contextlib.nullcontext()

    def close(self) -> None:
        """No more progress."""


class LineDisplay(Display):
    """A line for each stage, and one now and then in a long one. For logs."""

    def __init__(self, console: Console, interval: float = 5.0) -> None:
        self._console = console
        self._interval = interval
        self._started = time.monotonic()
        self._printed = self._started
        self._stage = ""

    def progress(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._line(stage, now)
        elif done < total and now - self._printed >= self._interval:
            self._line(f"{stage} {done} of {total}", now)
        self._stage = stage

    def _line(self, text: str, now: float) -> None:
        self._printed = now
        self._console.print(f"{now - self._started:7.1f} s  {text}", markup=False)


class BarDisplay(Display):
    """A bar that stays in one line of the terminal and disappears at the end."""

    def __init__(self, console: Console) -> None:
        columns = TextColumn("{task.description:16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        self._bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._bar.start()
        self._task = self._bar.add_task("")

    def progress(self, stage: str, done: int, total: int) -> None:
        self._bar.update(self._task, description=stage, completed=done, total=total)

    @contextlib.contextmanager
    def pause(self) -> Iterator[None]:
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()

    def close(self) -> None:
        self._bar.stop()


def open_display(console: Console, quiet: bool) -> Display:
    """The display that suits a console."""
    if quiet:
        return Display()
    return BarDisplay(console) if console.is_terminal and not console.is_dumb_terminal else LineDisplay(console)


def print_result(console: Console, result: BuildResult, time_passes: bool, plain: BuildResult | None = None) -> None:
    """The table of what a translation did and took, and what is more of the binary than in one without stackless."""
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(style="dim")
    for stage, meaning in _STAGES.items():
        note = meaning
        if stage == "compile":
            note += f": {len(result.compiled)} compiled, {len(result.cached)} from the cache"
        table.add_row(stage, f"{result.seconds[stage]:.2f} s", note)
        if stage == "passes" and time_passes:
            for name, seconds in result.pass_seconds.items():
                table.add_row(f"  {name}", f"{seconds:.2f} s")
    table.add_row("total", f"{sum(result.seconds.values()):.2f} s")
    table.add_row()
    table.add_row("functions", f"{result.functions:,}", "after inlining, with those of the runtime")
    if result.resumable:
        table.add_row("resumable", f"{result.resumable:,}", f"of them, at {result.call_sites:,} call sites")
    grown = f", {result.added:,} of them to be resumable" if result.resumable else ""
    table.add_row("operations", f"{result.operations:,}", f"in their graphs{grown}")
    table.add_row("lines of C", f"{result.c_lines:,}")
    table.add_row("binary", _size(result.binary_size), Text(str(result.binary)))
    table.add_row("  loaded", _size(result.loaded), f"of it, {_size(result.code)} of code")
    if plain is not None and plain.code:
        ratio = f"{result.code / plain.code:.2f} times that of --no-stackless"
        table.add_row("  to be resumable", _size(result.loaded - plain.loaded),
                      f"of it, {_size(result.code - plain.code)} of code: {ratio}")
    table.add_row("peak memory", _size(result.peak_memory), "of the translator")
    # The kernel counts for a child what its parent had when it was started.
    bound = "at most, " if result.compiler_memory <= result.peak_memory else ""
    table.add_row("", _size(result.compiler_memory), f"{bound}of the largest C compiler or linker")
    console.print(table, soft_wrap=True)


def _size(count: int) -> str:
    if abs(count) < 1 << 20:
        return f"{count / (1 << 10):,.1f} KiB"
    return f"{count / (1 << 20):,.2f} MiB"
