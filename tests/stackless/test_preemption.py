"""`run` with a timeout: tasklets are interrupted in the middle of Python code."""

import gc
from typing import Any

import stackless
from tests.stackless.support import logger, start
from tests.stackless.tables import table


def busy(counter: list[int]) -> None:
    """Never gives way."""
    while True:
        counter[0] += 1


def test_the_interrupted_is_returned() -> None:
    counter = [0]
    task = start(busy, counter)
    assert stackless.run(1000) is task
    assert task.alive and task.paused and 0 < counter[0] <= 1000
    task.kill()


def test_it_goes_on() -> None:
    counter = [0]
    task = start(busy, counter)
    seen = []
    for _ in range(5):
        assert stackless.run(1000) is task
        seen.append(counter[0])
        task.insert()
    assert seen == sorted(set(seen))
    task.kill()


def test_none_if_all_is_done() -> None:
    log, note = logger()
    start(note, 1)
    assert stackless.run(100000) is None
    assert log == [1]


LOOPS: dict[str, Any] = {
    "while": lambda: exec("while True: pass"),
    "for": lambda: [None for _ in iter(int, 1)],
    "generator": lambda: sum(0 for _ in iter(int, 1)),
    "sort key": lambda: sorted(range(10 ** 9), key=lambda number: -number),
    "map": lambda: list(map(lambda number: number, iter(int, 1))),
    "recursion": lambda: _recursive(),
    "exceptions": lambda: _exceptions(),
}


def _recursive() -> None:
    def down(level: int) -> None:
        if level:
            down(level - 1)
            down(level - 1)
    while True:
        down(8)


def _exceptions() -> None:
    while True:
        try:
            raise ValueError
        except ValueError:
            pass


@table(*[(name, LOOPS[name]) for name in LOOPS if name != "sort key"])
def test_loop(function: Any) -> None:
    task = start(function)
    assert stackless.run(5000, ignore_nesting=True) is task
    task.kill()


def test_turns_of_several() -> None:
    """The interrupted is put back by the program, so all come on."""
    counters = [[0] for _ in range(3)]
    tasks = [start(busy, counter) for counter in counters]
    for _ in range(9):
        interrupted = stackless.run(1000)
        assert interrupted is not None
        interrupted.insert()
    assert all(counter[0] > 0 for counter in counters)
    assert max(counters)[0] <= 2 * min(counters)[0] + 1000
    for task in tasks:
        task.remove()   # The end of one must not begin a turn of the next, which nobody would interrupt.
    for task in tasks:
        task.kill()


def test_atomic() -> None:
    counter = [0]

    def body() -> None:
        with stackless.atomic():
            while counter[0] < 10000:
                counter[0] += 1
        while True:
            pass

    task = start(body)
    assert stackless.run(100) is task
    assert counter[0] == 10000
    task.kill()


@table(("each turn", False), ("in total", True))
def test_giving_way_behind_time(totaltimeout: bool) -> None:
    """One that could not be interrupted in time gives way by itself, which ends no run: another is interrupted."""
    counter = [0]
    log, note = logger()

    def late(number: int) -> int:
        for _ in range(1000):
            pass
        stackless.schedule()
        note(number)
        return number

    start(lambda: sorted([2, 1], key=late))
    other = start(busy, counter)
    assert stackless.run(100, totaltimeout=totaltimeout) is other
    assert stackless.run() is None
    assert log == [2, 1]
    other.kill()


def test_garbage_is_killed_behind_time() -> None:
    """Tasklets that nobody can run any more are killed in the middle of another, which is not lost by that."""
    log, note = logger()

    def abandoned() -> None:
        try:
            stackless.schedule_remove()
        finally:
            note("killed")

    def littering(number: int) -> int:
        start(abandoned).run()
        for _ in range(1000):
            pass
        gc.collect()
        for _ in range(1000):
            pass
        return number

    def body() -> None:
        note(sorted([2, 1], key=littering))

    task = start(body)
    while stackless.run(10) is task:
        task.insert()
    assert [1, 2] in log and not task.alive


def test_soft() -> None:
    """The run ends at a switch, with nobody taken out."""
    log, note = logger()

    def body(name: str) -> None:
        for _ in range(3):
            for _ in range(1000):
                pass
            note(name)
            stackless.schedule()

    start(body, "a")
    start(body, "b")
    assert stackless.run(100, soft=True) is None
    assert log == ["a"] and stackless.runcount == 3
    stackless.run()
    assert len(log) == 6


def test_totaltimeout() -> None:
    """The count is for all together, not for each turn."""
    turns = [0]

    def body() -> None:
        while True:
            turns[0] += 1
            stackless.schedule()

    tasks = [start(body), start(body)]
    assert stackless.run(2000, totaltimeout=True) in tasks
    for task in tasks:
        task.kill()


def test_nested_run_counts_for_the_outermost() -> None:
    def inner() -> None:
        while True:
            pass

    def outer() -> None:
        start(inner)
        stackless.run(10 ** 9)

    task = start(outer)
    interrupted = stackless.run(1000)
    assert interrupted is not None and interrupted is not task
    interrupted.kill()
    task.kill()
