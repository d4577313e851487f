"""What the tests share."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stackless
from stackless._current import engine

ENGINE = "bobbin" if engine.__name__ == "_stackless" else "emulation"


class Failed(Exception):
    """An exception for tests to throw."""


@contextmanager
def raises(expected: type[BaseException], text: str = "") -> Iterator[list[BaseException]]:
    """The block must raise `expected`, and `text` must be in the message. Gives a list that gets the exception."""
    caught: list[BaseException] = []
    try:
        yield caught
    except expected as error:
        assert text in str(error), f"{text!r} is not in {str(error)!r}"
        caught.append(error)
    else:
        raise AssertionError(f"{expected.__name__} not raised")


def start(function: Callable[..., object], *args: Any) -> stackless.tasklet:
    """A tasklet in the queue."""
    return stackless.tasklet(function)(*args)


def logger() -> tuple[list[Any], Callable[[Any], None]]:
    """A list, and a function that appends to it."""
    log: list[Any] = []
    return log, log.append


def queue() -> list[stackless.tasklet]:
    """The run queue of this thread, the current tasklet first."""
    first: stackless.tasklet = stackless.getcurrent()
    tasks = [first]
    task = first.next
    while task is not None and task is not first:
        tasks.append(task)
        task = task.next
    return tasks


def clean() -> None:
    """Leaves nothing of a test to the next one."""
    stackless.set_channel_callback(None)
    stackless.set_schedule_callback(None)
    stackless.set_error_handler(None)
    stackless.getmain().block_trap = False
    stackless.getmain().set_atomic(False)
    while left := _tasklets_left():
        for task in left:
            if not task.blocked:
                task.remove()   # so that the end of one does not run another
        for task in left:
            stackless.switch_trap(-stackless.switch_trap())
            try:
                task.kill()
            except (Exception, stackless.TaskletExit):
                pass    # What a `finally` block of the test raised.
    stackless.switch_trap(-stackless.switch_trap())
    gc.collect()
    assert queue() == [stackless.getmain()], "the test has left tasklets"


def _tasklets_left() -> list[stackless.tasklet]:
    thread = stackless.getmain().thread_id
    return [task for task in engine.gettasklets() if task.alive and not task.is_main and task.thread_id == thread]
