"""Weak references, tasklets that become garbage, and what is left at the interpreter's exit."""

import gc
import os
import subprocess
import sys
import weakref
from typing import Any

import stackless
from tests.stackless.support import logger, start
from tests.stackless.tables import table


@table(("tasklet", stackless.tasklet), ("channel", stackless.channel))
def test_weak_reference(cls: Any) -> None:
    dropped: list[Any] = []
    made = cls()
    reference = weakref.ref(made, dropped.append)
    assert reference() is made
    del made
    gc.collect()
    assert reference() is None and dropped == [reference]


def test_a_queued_tasklet_lives() -> None:
    log, note = logger()
    reference = weakref.ref(start(note, 1))
    gc.collect()
    assert reference() is not None
    stackless.run()
    gc.collect()
    assert log == [1] and reference() is None


def test_a_blocked_tasklet_lives_with_its_channel() -> None:
    log, note = logger()
    channel = stackless.channel()
    reference = weakref.ref(start(lambda: note(channel.receive())))
    stackless.run()
    gc.collect()
    assert reference() is not None
    channel.send(1)
    assert log == [1]


def abandoned(log: list[Any]) -> None:
    """Waits for ever, and notes how it ends."""
    try:
        stackless.schedule_remove()
    except BaseException as error:
        log.append(type(error).__name__)
        raise
    finally:
        log.append("finally")


def test_an_abandoned_tasklet_is_killed() -> None:
    log: list[Any] = []
    task = start(abandoned, log)
    stackless.run()
    assert log == []
    del task
    gc.collect()
    assert log == ["TaskletExit", "finally"]
    assert stackless.runcount == 1


def test_an_abandoned_cycle() -> None:
    log: list[Any] = []

    class Holder:
        """Refers to a tasklet, and to itself."""

        task: Any
        me: "Holder"

    holder = Holder()
    holder.me = holder
    holder.task = start(abandoned, log)
    stackless.run()
    del holder
    gc.collect()
    assert log == ["TaskletExit", "finally"]


def test_what_never_started_is_not_run() -> None:
    log, note = logger()
    task = stackless.tasklet(note, (1,))
    reference = weakref.ref(task)
    del task
    gc.collect()
    stackless.run()
    assert reference() is None and log == []


def test_blocked_on_a_channel_that_only_it_knows() -> None:
    log: list[Any] = []

    def body() -> None:
        try:
            stackless.channel().receive()
        finally:
            log.append("finally")

    reference = weakref.ref(start(body))
    stackless.run()
    gc.collect()
    assert reference() is None and log == ["finally"]


def test_arguments_are_released_at_the_end() -> None:
    class Value:
        """Can be referenced weakly."""

    value = Value()
    reference = weakref.ref(value)
    task = start(lambda value: stackless.schedule_remove(), value)
    del value
    stackless.run()
    assert reference() is not None
    task.run()
    gc.collect()
    assert reference() is None and not task.alive


def test_finalizer_of_a_subclass() -> None:
    log, note = logger()

    class Noisy(stackless.tasklet):
        """Says when it goes."""

        def __del__(self) -> None:
            note("gone")
            super().__del__()

    task = Noisy(lambda: None)
    del task
    gc.collect()
    assert log == ["gone"]


def run_program(source: str, *arguments: str) -> tuple[int, str, str]:
    """Exit status, output and errors of a program of its own."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    result = subprocess.run([sys.executable, "-c", source, *arguments], capture_output=True, text=True, timeout=60,
                            env={**os.environ, "PYTHONPATH": root}, cwd=root)
    return result.returncode, result.stdout, result.stderr


EXITS = {
    "tasklets in all states": """
import stackless
def body(name, wait):
    try:
        wait()
    finally:
        print(name)
channel = stackless.channel()
for name, wait in (("paused", stackless.schedule_remove), ("blocked", channel.receive)):
    keep = stackless.tasklet(body)(name, wait)
    globals()[name] = keep
stackless.run()
stackless.tasklet(body)("never started", stackless.schedule)
print("end of main")
""",
    "an exception in main": """
import stackless
def body():
    try:
        stackless.schedule()
    finally:
        print("finally")
stackless.tasklet(body)()
stackless.schedule()
raise SystemExit(3)
""",
    "a tasklet that does not want to end": """
import stackless
def body():
    while True:
        try:
            stackless.schedule_remove()
        except TaskletExit:
            pass
task = stackless.tasklet(body)()
stackless.run()
print("end of main")
""",
    "sys.exit in a tasklet": """
import stackless, sys
stackless.tasklet(sys.exit)(5)
stackless.run()
print("not reached")
""",
}


@table(*[(name, name, *expected) for name, expected in {
    "tasklets in all states": (0, ["end of main", "blocked", "paused"]),
    "an exception in main": (3, ["finally"]),
    "a tasklet that does not want to end": (0, ["end of main"]),
    "sys.exit in a tasklet": (5, []),
}.items()])
def test_exit(name: str, status: int, output: list[str]) -> None:
    returned, printed, errors = run_program(EXITS[name])
    assert (returned, errors) == (status, "")
    lines = printed.splitlines()
    assert sorted(lines) == sorted(output) and lines[:1] == output[:1]


def test_uncaught_exception_of_a_tasklet_ends_the_program() -> None:
    status, printed, errors = run_program("""
import stackless
def body():
    raise ValueError("from the tasklet")
stackless.tasklet(body)()
stackless.run()
""")
    assert status == 1 and errors.startswith("Traceback") and "in body" in errors
    assert errors.rstrip().endswith("ValueError: from the tasklet")
