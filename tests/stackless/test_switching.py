"""Switches at odd places: nothing is too deep."""

import functools
import gc
import itertools
import operator
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import stackless
from tests.stackless.support import start
from tests.stackless.tables import table

switch = stackless.schedule


class Odd:
    """All its special methods switch."""

    def __init__(self, value: int = 0) -> None:
        switch()
        self.value = value

    def __getattr__(self, name: str) -> str:
        switch()
        return name

    def __eq__(self, other: object) -> bool:
        switch()
        return isinstance(other, Odd) and self.value == other.value

    def __hash__(self) -> int:
        switch()
        return 1

    def __lt__(self, other: "Odd") -> bool:
        switch()
        return self.value < other.value

    def __add__(self, other: "Odd") -> "Odd":
        switch()
        return Odd(self.value + other.value)

    def __getitem__(self, index: int) -> int:
        switch()
        return [10, 20, 30][index]

    def __len__(self) -> int:
        switch()
        return 3

    def __bool__(self) -> bool:
        switch()
        return True

    def __call__(self, number: int) -> int:
        switch()
        return number + 1

    def __iter__(self) -> Iterator[int]:
        for number in range(3):
            switch()
            yield number

    def __contains__(self, item: object) -> bool:
        switch()
        return item == 1

    def __repr__(self) -> str:
        switch()
        return "odd"

    def __format__(self, spec: str) -> str:
        switch()
        return f"<{spec}>"

    def __enter__(self) -> int:
        switch()
        return 5

    def __exit__(self, *exception: object) -> bool:
        switch()
        return True

    def __index__(self) -> int:
        switch()
        return 2


class Descriptor:
    """Its access switches."""

    def __get__(self, instance: object, owner: type) -> int:
        switch()
        return 7


class Described:
    """Has a descriptor and a property."""

    field = Descriptor()

    @property
    def computed(self) -> int:
        switch()
        return 8


def key(number: int) -> int:
    """A sort key that switches."""
    switch()
    return -number


def with_statement() -> int:
    with Odd() as value:
        raise ValueError
    return value


def generator() -> list[int]:
    def numbers() -> Iterator[int]:
        for number in range(3):
            switch()
            yield number
    return [number for number in numbers()]


def generator_send() -> list[Any]:
    def echo() -> Any:
        got = None
        while True:
            switch()
            got = yield got
    iterator = echo()
    return [iterator.send(value) for value in (None, 1, 2)]


def yield_from() -> list[int]:
    def outer() -> Iterator[int]:
        yield from Odd()
        switch()
        yield from (number for number in range(2))
    return list(outer())


def coroutine() -> int:
    async def inner() -> int:
        switch()
        return 3

    async def outer() -> int:
        return await inner() + 1

    try:
        outer().send(None)
    except StopIteration as stop:
        return int(stop.value)
    return 0


def context_manager() -> list[int]:
    @contextmanager
    def manager() -> Iterator[int]:
        switch()
        yield 1
        switch()
    with manager() as value:
        switch()
        return [value]


def exec_and_eval() -> int:
    namespace: dict[str, Any] = {"switch": switch}
    exec("switch(); value = 3; switch()", namespace)
    return int(eval("[switch() and value][0]", namespace))


def class_body() -> int:
    class Made:
        """Switches while it is made."""

        switch()
        value = 4
    return Made.value


def metaclass() -> str:
    class Meta(type):
        """Switches."""

        def __call__(cls, *args: Any) -> Any:
            switch()
            return super().__call__(*args)

    class Made(metaclass=Meta):
        """Made by it."""
    return type(Made()).__name__


def import_hook() -> int:
    class Finder:
        """Switches in the middle of an import."""

        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            switch()

    finder: Any = Finder()
    sys.meta_path.insert(0, finder)
    try:
        __import__("module_that_is_not_there")
    except ImportError:
        return 1
    finally:
        sys.meta_path.remove(finder)
    return 0


def finalizer() -> list[int]:
    log = []

    class Dying:
        """Switches in its finalizer."""

        def __del__(self) -> None:
            switch()
            log.append(1)

    def make() -> None:
        Dying()

    make()
    gc.collect()
    return log


def deep_recursion() -> int:
    def down(level: int) -> int:
        if level == 0:
            switch()
            return 0
        return 1 + down(level - 1)
    return down(200)


PLACES: dict[str, tuple[Callable[[], Any], Any]] = {
    "__init__": (lambda: Odd(3).value, 3), "__getattr__": (lambda: Odd().missing, "missing"),
    "__eq__": (lambda: Odd(1) == Odd(1), True), "list.index": (lambda: [Odd(1), Odd(2)].index(Odd(2)), 1),
    "list.count": (lambda: [Odd(1), Odd(2), Odd(1)].count(Odd(1)), 2), "in list": (lambda: Odd(5) in [Odd(1)], False),
    "dict key": (lambda: {Odd(1): 1, Odd(2): 2}[Odd(2)], 2), "set": (lambda: len({Odd(1), Odd(2), Odd(1)}), 2),
    "sort": (lambda: [odd.value for odd in sorted([Odd(3), Odd(1), Odd(2)])], [1, 2, 3]),
    "sort key": (lambda: sorted([1, 3, 2], key=key), [3, 2, 1]), "max key": (lambda: max([1, 3, 2], key=key), 1),
    "__add__": (lambda: (Odd(1) + Odd(2)).value, 3), "sum": (lambda: sum([Odd(1), Odd(2)], Odd(0)).value, 3),
    "__getitem__": (lambda: Odd()[1], 20), "len": (lambda: len(Odd()), 3), "if": (lambda: 1 if Odd() else 2, 1),
    "__call__": (lambda: Odd()(4), 5), "map": (lambda: list(map(Odd(), [1, 2])), [2, 3]),
    "filter": (lambda: list(filter(Odd(), [1, 2])), [1, 2]),
    "reduce": (lambda: functools.reduce(lambda a, b: switch() and a + b, [1, 2, 3]), 6),
    "partial": (lambda: functools.partial(Odd(), 4)(), 5), "__iter__": (lambda: list(Odd()), [0, 1, 2]),
    "for": (lambda: [number for number in Odd()], [0, 1, 2]),
    "unpacking": (lambda: (lambda a, *b: (a, b))(*Odd()), (0, (1, 2))),
    "in": (lambda: 1 in Odd(), True), "any": (lambda: any(switch() is None for _ in range(3)), False),
    "zip": (lambda: list(zip(Odd(), Odd())), [(0, 0), (1, 1), (2, 2)]),
    "chain": (lambda: list(itertools.chain(Odd(), Odd())), [0, 1, 2, 0, 1, 2]),
    "repr": (lambda: repr([Odd()]), "[odd]"), "format": (lambda: f"{Odd():x}", "<x>"),
    "percent": (lambda: "%s" % Odd(), "odd"), "str.join": (lambda: ",".join(str(n) for n in Odd()), "0,1,2"),
    "__index__": (lambda: [1, 2, 3][Odd()], 3), "slice": (lambda: [1, 2, 3][:Odd()], [1, 2]),
    "descriptor": (lambda: Described().field, 7), "property": (lambda: Described().computed, 8),
    "getattr": (lambda: getattr(Odd(), "x"), "x"), "attrgetter": (lambda: operator.attrgetter("field")(Described()), 7),
    "dict.setdefault": (lambda: {Odd(1): 5}.setdefault(Odd(1), 6), 5), "re.sub": (
        lambda: re.sub("a", lambda match: str(switch() and 1), "aXa"), "1X1"),
    "with": (with_statement, 5), "generator": (generator, [0, 1, 2]), "send": (generator_send, [None, 1, 2]),
    "yield from": (yield_from, [0, 1, 2, 0, 1]), "coroutine": (coroutine, 4), "contextmanager": (context_manager, [1]),
    "exec": (exec_and_eval, 3), "class body": (class_body, 4), "metaclass": (metaclass, "Made"),
    "import": (import_hook, 1),
    "__del__": (finalizer, [1]), "recursion": (deep_recursion, 200),
}


@table(*[(place, *PLACES[place]) for place in PLACES])
def test_place(function: Callable[[], Any], expected: Any) -> None:
    """Three at once, so that each is suspended in the middle while the others run."""
    results: list[Any] = []
    for _ in range(3):
        start(lambda: results.append(function()))
    stackless.run()
    assert results == [expected] * 3, results


def test_kill_at_a_place() -> None:
    """Killed in the middle of a sort, the list is whole."""
    numbers = [3, 1, 2]

    def waiting_key(number: int) -> int:
        if number == 1:
            stackless.schedule_remove()
        return number

    task = start(lambda: sorted(numbers, key=waiting_key))
    stackless.run()
    task.kill()
    assert numbers == [3, 1, 2] and not task.alive


def test_generator_shared_by_tasklets() -> None:
    """One is inside it, so the other gets the error that a generator gives."""
    errors = []

    def numbers() -> Iterator[int]:
        stackless.schedule_remove()
        yield 1

    shared = numbers()
    first = start(next, shared)

    def second() -> None:
        try:
            next(shared)
        except ValueError as error:
            errors.append(str(error))

    start(second)
    stackless.run()
    assert errors == ["generator already executing"]
    first.run()


def test_recursive_generators() -> None:
    """A tree walked by a tasklet a node, against a plain recursion."""
    def walk(level: int, out: stackless.channel) -> None:
        if level:
            walk(level - 1, out)
            out.send(level)
            walk(level - 1, out)

    def plain(level: int) -> list[int]:
        return [] if level == 0 else plain(level - 1) + [level] + plain(level - 1)

    out = stackless.channel()

    def producer() -> None:
        walk(6, out)
        out.send_exception(StopIteration)

    start(producer)
    assert list(out) == plain(6)
