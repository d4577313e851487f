"""To find out what tasklets do: their names, states and stacks. The same for both engines.

    stackless.debug.set_name(task, "reader")
    print(stackless.debug.report())                 # all tasklets, each with its stack
    stackless.debug.report_on_signal()              # kill -USR1 prints it
    stackless.debug.report_at_exit()                # tasklets that are left when the program ends

A deadlock's RuntimeError carries such a report in its notes.
"""

import atexit
import signal
import sys
import traceback
from types import FrameType
from typing import Any, TextIO
from weakref import WeakKeyDictionary

from stackless._current import engine

# A report of a million tasklets helps nobody.
REPORT_LIMIT = 50

_names: "WeakKeyDictionary[Any, str]" = WeakKeyDictionary()


def set_name(task: Any, name: str) -> Any:
    """Names a tasklet, for reports; returns the tasklet."""
    _names[task] = name
    return task


def get_name(task: Any) -> str:
    """The name of a tasklet: as given, or made of its address."""
    name = _names.get(task)
    if name is None:
        name = "main" if task.is_main else f"tasklet-{id(task):x}"
    return name


def all_tasklets() -> list[Any]:
    """Every tasklet of the program that is alive: by thread, the main tasklets first, then as the run queues have
    them."""
    return sorted(engine.gettasklets(), key=lambda task: (task.thread_id, not task.is_main, _position(task)))


def _position(task: Any) -> int:
    """The place in the run queue, counted from the running tasklet; those that are in none come last."""
    if task.blocked or not task.scheduled:
        return sys.maxsize
    position = 0
    while not task.is_current and position < REPORT_LIMIT:
        task, position = task.prev, position + 1
    return position


def state(task: Any) -> str:
    """In a word or a few: "running", "blocked", "runnable" or "paused", the last two with "not started" where that is
    so, or "dead or unbound"."""
    if not task.alive:
        return "dead or unbound"
    if task.is_current:
        return "running"
    if task.blocked:
        return "blocked"
    if task.scheduled:
        return "runnable" if task.frame is not None else "runnable, not started"
    return "paused" if task.frame is not None else "paused, not started"


def stack(task: Any) -> list[traceback.FrameSummary]:
    """Where it is, the innermost call last; empty if it has not started."""
    frame: FrameType | None = task.frame
    entries: list[tuple[FrameType, int]] = []
    while frame is not None:
        if not str(frame.f_globals.get("__name__", "")).startswith("stackless."):
            entries.append((frame, frame.f_lineno))
        frame = frame.f_back
    return traceback.StackSummary.extract(reversed(entries))


def describe(task: Any) -> str:
    """One tasklet: name, state, options, and the stack as a traceback shows it."""
    marks = [mark for mark, is_set in (("atomic", task.atomic), ("block trap", task.block_trap)) if is_set]
    heading = f"{get_name(task)}: {', '.join([state(task), *marks])} (thread {task.thread_id})\n"
    return heading + "".join(traceback.format_list(stack(task)))


def report(tasks: "list[Any] | None" = None) -> str:
    """Describes the tasklets, by default all, at most REPORT_LIMIT."""
    tasks = all_tasklets() if tasks is None else tasks
    parts = [describe(task) for task in tasks[:REPORT_LIMIT]]
    if len(tasks) > REPORT_LIMIT:
        parts.append(f"... and {len(tasks) - REPORT_LIMIT} more\n")
    return "\n".join(parts)


def explain_deadlock(error: RuntimeError) -> None:
    """Adds the tasklets that wait to the notes of a deadlock's error: who could not go on, and where."""
    waiting = [task for task in all_tasklets() if task.blocked or task.is_main]
    error.add_note(f"{len(waiting)} waiting:\n{report(waiting)}")


def report_on_signal(number: int = signal.SIGUSR1, file: TextIO | None = None) -> None:
    """Has the report printed, to standard error by default, whenever the process gets a signal."""
    signal.signal(number, lambda *ignored: print(report(), file=file or sys.stderr, flush=True))


def report_at_exit(file: TextIO | None = None) -> None:
    """Has the tasklets reported that are left when the program ends: they will be killed."""
    atexit.register(_report_abandoned, file)


def _report_abandoned(file: TextIO | None) -> None:
    left = [task for task in all_tasklets() if not task.is_main]
    if left:
        print(f"{len(left)} tasklets are left:\n{report(left)}", file=file or sys.stderr, flush=True)
