"""Coroutines that switch to each other, and families of them inside each other."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import stackless
from stackless import CoroutineExit, coroutine, costate
from tests.stackless.support import Failed, logger, raises, start
from tests.stackless.tables import table


def bound(function: Callable[..., object], *args: Any) -> coroutine:
    made = coroutine()
    made.bind(function, *args)
    return made


def test_to_and_fro() -> None:
    log, note = logger()

    def body(name: str) -> None:
        for number in range(2):
            note((name, number))
            main.switch()

    main = coroutine.getcurrent()
    assert main is coroutine.getmain() and main.is_alive
    first, second = bound(body, "a"), bound(body, "b")
    while first.is_alive or second.is_alive:
        for each in first, second:
            if each.is_alive:
                each.switch()
    assert log == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]


def test_symmetric() -> None:
    """Who ends has the one go on that switched to it last."""
    log, note = logger()

    def first() -> None:
        note(1)
        two.switch()
        note(3)
        two.switch()
        note(5)

    def second() -> None:
        note(2)
        one.switch()
        note(4)

    one, two = bound(first), bound(second)
    one.switch()
    assert log == [1, 2, 3, 4, 5] and not one.is_alive and not two.is_alive


def test_from_deep_inside() -> None:
    log, note = logger()
    main = coroutine.getcurrent()

    def key(number: int) -> int:
        main.switch()
        return number

    def down(level: int) -> None:
        if level:
            down(level - 1)
        else:
            assert sorted([2, 1], key=key) == [1, 2]
        note(level)

    task = bound(down, 3)
    for _ in range(3):
        assert not log
        task.switch()
    assert log == [0, 1, 2, 3] and not task.is_alive


def test_current() -> None:
    seen: list[object] = []
    task = bound(lambda: seen.append(coroutine.getcurrent()))
    task.switch()
    assert seen == [task] and coroutine.getcurrent() is coroutine.getmain()
    coroutine.getcurrent().switch()     # does nothing


def test_errors_go_to_who_switched_last() -> None:
    def fail() -> None:
        raise Failed

    def middle() -> None:
        with raises(Failed):
            bound(fail).switch()
        raise ValueError

    with raises(ValueError):
        bound(middle).switch()


def test_throw_and_kill() -> None:
    log, note = logger()
    main = coroutine.getcurrent()

    def body() -> None:
        try:
            main.switch()
        except Failed:
            note("failed")
            main.switch()
        finally:
            note("finally")

    task = bound(body)
    task.switch()
    task.throw(Failed)
    assert log == ["failed"] and task.is_alive
    task.kill()
    assert log == ["failed", "finally"] and not task.is_alive
    task.kill()     # nothing
    unborn = bound(note, "never")
    with raises(Failed):
        unborn.throw(Failed("early"))
    assert not unborn.is_alive and log[-1] == "finally"
    with raises(CoroutineExit):
        main.kill()


def test_binding_again() -> None:
    log, note = logger()
    task = bound(note, 1)
    with raises(RuntimeError, "is bound already"):
        task.bind(note, 2)
    task.switch()
    with raises(RuntimeError, "not bound to a function, or has ended"):
        task.switch()
    task.bind(note, 3)
    task.switch()
    assert log == [1, 3]


class Generator:
    """A generator whose function may yield from any depth: a family of its own."""

    def __init__(self, function: Callable[["Generator"], None]) -> None:
        self.family = costate()
        self.producer = self.family.spawn(function, self)
        self.items: list[Any] = []

    def give(self, item: Any) -> None:
        self.items.append(item)
        self.family.getmain().switch()

    def __iter__(self) -> Iterator[Any]:
        while self.producer.is_alive:
            self.producer.switch()
            while self.items:
                yield self.items.pop()


class Threads:
    """Functions that take turns: another family."""

    def __init__(self) -> None:
        self.family = costate()
        self.ready: list[coroutine] = []

    def add(self, function: Callable[..., object], *args: Any) -> None:
        self.ready.append(self.family.spawn(function, *args))

    def pause(self) -> None:
        self.ready.append(self.family.getcurrent())
        self.family.getmain().switch()

    def run(self) -> None:
        while self.ready:
            self.ready.pop(0).switch()


def test_families_inside_each_other() -> None:
    """Threads that pause in the middle of generators, which they go on with, each with its own."""
    log, note = logger()
    threads = Threads()

    def numbers(generator: Generator) -> None:
        for number in range(3):
            threads.pause()
            generator.give(number)

    def pairs(generator: Generator) -> None:
        for number in Generator(numbers):
            generator.give((number, number))
            threads.pause()

    def body(name: str) -> None:
        for item in Generator(pairs):
            note((name, item))

    for name in "ab":
        threads.add(body, name)
    threads.run()
    assert log == [(name, (number, number)) for number in range(3) for name in "ab"]


def test_a_family_is_put_back() -> None:
    """What is current in one family does not depend on switches in another, when these have come back."""
    inner, outer = costate(), costate()
    log, note = logger()

    def inside() -> None:
        note(inner.getcurrent() is first)
        outer.getmain().switch()
        note(inner.getcurrent() is first)

    def outside() -> None:
        first.switch()
        note(inner.getcurrent() is inner.getmain())

    first = inner.spawn(inside)
    task = outer.spawn(outside)
    task.switch()
    assert inner.getcurrent() is inner.getmain() and outer.getcurrent() is outer.getmain()
    with raises(RuntimeError, "active already"):
        first.switch()
    task.switch()
    assert log == [True, True, True] and not first.is_alive and not task.is_alive


@table(("schedule", stackless.schedule), ("channel", None))
def test_in_tasklets(wait: Callable[[], object] | None) -> None:
    """Each tasklet has a main coroutine of its own, and may give way in any."""
    log, note = logger()
    channel = stackless.channel()

    def inside(name: str, main: coroutine) -> None:
        for number in range(2):
            wait() if wait is not None else channel.receive()
            note((name, number))
            main.switch()

    def body(name: str) -> None:
        task = bound(inside, name, coroutine.getmain())
        while task.is_alive:
            task.switch()

    for name in "ab":
        start(body, name)
    for number in range(4 if wait is None else 0):
        stackless.schedule()
        channel.send(number)
    stackless.run()
    assert log == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]


def test_of_another_tasklet() -> None:
    main = coroutine.getmain()
    task = bound(main.switch)
    task.switch()
    log, note = logger()

    def body() -> None:
        for each in task, main:
            try:
                each.switch()
            except RuntimeError as error:
                note(str(error))

    start(body)
    stackless.run()
    assert log == ["the coroutine belongs to another tasklet"] * 2
    task.kill()


def test_abandoned() -> None:
    """One that nobody can go on with is ended: its ``finally`` blocks run."""
    log, note = logger()

    def body() -> None:
        try:
            coroutine.getmain().switch()
        finally:
            note("ended")

    bound(body).switch()
    for _ in range(3):
        gc.collect()
    assert log == ["ended"]
