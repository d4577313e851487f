"""A program whose tasklets are frozen at random places, and go on in another process.

    python -m tests.stackless.frozen freeze FILE COUNT SEED
    python -m tests.stackless.frozen thaw FILE
"""

import itertools
import pickle
import random
import sys
import types
from collections.abc import Callable, Coroutine, Generator, Iterator
from typing import Any

import stackless

Log = list[Any]

RESULTS: list[tuple[int, Log]] = []
"""What the tasklets have found, with their numbers."""

KINDS = 30
"""How many different tasklets there are."""


def numbers(count: int) -> Iterator[int]:
    for i in range(count):
        yield i * i


def delegating(count: int) -> Iterator[int]:
    yield from numbers(count)
    yield -1


class Box:
    """A context manager that swallows ValueError."""

    def __init__(self, content: int) -> None:
        self.content = content

    def __enter__(self) -> "Box":
        self.content += 1
        return self

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> bool:
        self.content += 100
        return kind is ValueError

    def add_up(self, count: int) -> int:
        for i in range(count):
            self.content += i
        return self.content


def deep(levels: int, seed: int) -> int:
    """Calls itself, and holds something on each level."""
    if levels == 0:
        return sum([i * seed for i in range(5)])
    held = [levels, seed]
    held.append(deep(levels - 1, seed + 1))
    return held[-1] + len(held)


@types.coroutine
def pause(value: int) -> Generator[int, None, None]:
    yield value


async def leaf(count: int) -> int:
    total = 0
    for i in range(count):
        await pause(i)
        total += i
    return total


async def stem(count: int) -> int:
    total = 0
    for i in range(count):
        total += await leaf(i)
    return total


@types.coroutine
def drive(awaited: Coroutine[Any, Any, int]) -> Generator[Any, None, int]:
    return (yield from awaited)


def loops(seed: int, log: Log) -> None:
    rest = seed
    while rest > 0:
        rest -= 3
        log.append(rest)
    for number, item in enumerate(delegating(seed % 7 + 3)):
        log.append((number, item))
    for key, value in zip("abc", itertools.count(seed)):
        log.append((key, value))
    for left, right in zip(map(lambda x: x + seed, [1, 2, 3]), itertools.chain("ab", "c")):
        for inner in reversed([1, 2]):
            log.append((left, right, inner))
    for each in [{"x": 1, "y": 2}, {1, 2, 3}, (4, 5), b"z", range(seed, seed + 3), {7: 8}.items()]:
        for part in each:   # type: ignore[attr-defined]
            log.append(part)
    sums = (x + y for x in range(3) for y in range(2))
    for first in sums:
        if first > 2:
            break
        log.append(first)
    log.append(list(sums))


def blocks(seed: int, log: Log) -> None:
    for item in numbers(5):
        try:
            if item % 3 == seed % 3:
                raise KeyError(item)
            log.append(item)
        except KeyError as error:
            for i in range(3):
                log.append((i, str(error), repr(sys.exc_info()[1])))
            try:
                raise ValueError(1)
            except ValueError as second:
                log.append(repr(second.__context__))
            log.append(repr(sys.exc_info()[1]))
        finally:
            for i in range(2):
                log.append(("finally", i))
    with Box(seed) as box:
        log.append(deep(10, seed))
        for _ in range(4):
            log.append(box.content)
        raise ValueError("swallowed")
    log.append(box.add_up(5))


def scopes(seed: int, log: Log) -> None:
    def add(count: int) -> Callable[[int], int]:
        nonlocal seed
        for i in range(count):
            seed += i
        return lambda x: x + seed

    log.append(add(5)(1))
    log.append([x * y for x in range(4) for y in range(3) if x != y])
    log.append({x: seed for x in range(3)})
    log.append(sorted([x % 7 for x in range(20)], key=lambda x: -x))
    log.append([step for step in drive(stem(4))])
    match log:
        case [first, *rest]:
            for i in range(3):
                log.append((first, len(rest), i))


def work(seed: int) -> None:
    log: Log = []
    for part in loops, blocks, scopes:
        part(seed, log)
    RESULTS.append((seed, log))


def result_of(seed: int) -> Log:
    """What a tasklet finds that nobody freezes."""
    work(seed)
    return RESULTS.pop()[1]


def interrupted(seed: int, instructions: int) -> stackless.tasklet | None:
    """A tasklet that was interrupted after about so many instructions; None if it has ended before."""
    stackless.tasklet(work)(seed)
    task: stackless.tasklet | None = stackless.run(instructions)
    if task is None:
        RESULTS.pop()
    return task


def frozen(choices: random.Random) -> tuple[int, bytes]:
    """A tasklet that was interrupted at a random place: its number, and its pickle."""
    while True:
        seed = choices.randrange(KINDS)
        task = interrupted(seed, choices.randrange(1, 6000))
        if task is not None:
            data = pickle.dumps(task)
            task.kill()
            return seed, data


def thawed(data: bytes) -> tuple[int, Log]:
    """What a tasklet finds in the end."""
    task = pickle.loads(data)
    task.insert()
    stackless.run()
    assert not task.alive and len(RESULTS) == 1
    return RESULTS.pop()


def freeze(file: str, count: int, seed: int) -> None:
    choices = random.Random(seed)
    with open(file, "wb") as output:
        pickle.dump({kind: result_of(kind) for kind in range(KINDS)}, output)
        pickle.dump([frozen(choices) for _ in range(count)], output)


def thaw(file: str) -> None:
    with open(file, "rb") as data:
        expected = pickle.load(data)
        tasks = pickle.load(data)
    wrong = [kind for kind, pickled in tasks if thawed(pickled) != (kind, expected[kind])]
    print(f"{len(tasks)} thawed, {len(wrong)} wrong")


if __name__ == "__main__":
    from tests.stackless import frozen as program    # not as __main__, where pickles would not find it

    if sys.argv[1] == "freeze":
        program.freeze(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        program.thaw(sys.argv[2])
