"""Suspended coroutines: ``many COROUTINES CALLS``. Each waits CALLS calls deep; then all are continued to their end."""
from __future__ import annotations

from transform.rpython import Coroutine, CoroutineFamily, never_inline

family = CoroutineFamily()
home = family.current


class Task:
    """A coroutine's function with its data."""

    number: int
    calls: int
    total: int

    def __init__(self, number: int, calls: int) -> None:
        self.number = number
        self.calls = calls
        self.total = 0

    def run(self) -> None:
        self.total = self.wait(self.calls - 1)

    @never_inline
    def wait(self, calls: int) -> int:
        if calls > 0:
            return self.wait(calls - 1) + self.number
        home.switch()
        return self.number


def main(argv: list[str]) -> int:
    count, calls = int(argv[1]), int(argv[2])
    tasks: list[Task] = []
    coroutines: list[Coroutine] = []
    for i in range(count):
        task = Task(i, calls)
        coroutine = Coroutine(family)
        coroutine.bind(task.run)
        if calls > 0:
            coroutine.switch()
        tasks.append(task)
        coroutines.append(coroutine)
    total = 0
    for i in range(count):
        if calls > 0:
            coroutines[i].switch()
        total += tasks[i].total
    print(total)
    return 0
