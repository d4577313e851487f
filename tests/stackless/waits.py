"""What the tests of calls that wait share."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stackless
from tests.stackless.support import start

LIMIT = 5.0     # seconds that nothing here takes


@contextmanager
def pipe() -> Iterator[tuple[int, int]]:
    reader, writer = os.pipe()
    try:
        yield reader, writer
    finally:
        for file in (reader, writer):
            try:
                os.close(file)
            except OSError:
                pass


@contextmanager
def ticking() -> Iterator[list[int]]:
    """A tasklet that counts while others are parked: the list has a number for each turn that it had."""
    turns: list[int] = []

    def tick() -> None:
        while True:
            turns.append(len(turns))
            time.sleep(0.001)
    task = start(tick)
    try:
        yield turns
    finally:
        task.kill()


def runs_meanwhile(function: Callable[[], Any]) -> Any:
    """Calls a function in the main tasklet, and makes sure that others run meanwhile."""
    with ticking() as turns:
        stackless.schedule()
        before = len(turns)
        result = function()
        assert len(turns) > before + 3, "the others were held up"
    return result


def later(function: Callable[..., object], *args: Any) -> None:
    """Has a function called a little later."""
    def body() -> None:
        time.sleep(0.03)
        function(*args)
    start(body)
