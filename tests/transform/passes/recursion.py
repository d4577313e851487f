"""The program of test_stackless: recursion of several kinds, ``recursion KIND DEPTH``."""
from __future__ import annotations

from transform.rpython import (
    CLibrary, Coroutine, CoroutineError, CoroutineFamily, Stack, callback_depth, checked_cast, never_inline,
    resumes, stack_space, switch_stack,
)


@never_inline
def total(n: int) -> int:
    return 0 if n == 0 else total(n - 1) // 2 + n  # nothing that a compiler makes a loop of


@never_inline
def ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


class Number:
    below: Number | None

    def __init__(self, below: Number | None) -> None:
        self.below = below

    def is_even(self) -> bool:
        return True


class Even(Number):
    def is_even(self) -> bool:
        below = self.below
        return below is None or not below.is_even()


class Odd(Number):
    def is_even(self) -> bool:
        below = self.below
        if below is None:
            return True
        return not below.is_even()


def parity(n: int) -> str:
    number: Number = Even(None)
    for i in range(n):
        number = Even(number) if i % 2 else Odd(number)
    return "even" if number.is_even() else "odd"


@never_inline
def handle(n: int) -> int:
    """Each level catches what the one below raises, and raises anew."""
    if n == 0:
        raise ValueError("bottom")
    try:
        return handle(n - 1)
    except ValueError as error:
        if n % 2 == 0:
            raise KeyError(str(error))
        raise
    except KeyError as error:
        raise ValueError(str(error) + "!" if n % 100000 == 99999 else str(error))


cleaned = [0]


@never_inline
def clean(n: int) -> int:
    try:
        if n == 0:
            raise ValueError("bottom")
        return clean(n - 1) + 1
    finally:
        cleaned[0] += 1


@never_inline
def pair(n: int) -> tuple[int, float]:
    if n == 0:
        return 0, 0.5
    count, half = pair(n - 1)
    return count + 1, half + 1.0


family = CoroutineFamily()


class Deep:
    """A coroutine that waits below many calls."""

    depth: int
    result: int

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.result = 0

    def run(self) -> None:
        self.result = self.down(self.depth)

    @never_inline
    def down(self, n: int) -> int:
        if n == 0:
            home.switch()
            return 1
        return self.down(n - 1) + 1


home = family.current


def in_coroutine(depth: int) -> int:
    deep = Deep(depth)
    coroutine = Coroutine(family)
    coroutine.bind(deep.run)
    coroutine.switch()
    coroutine.switch()
    return deep.result


class State:
    pauses: int

    def __init__(self, pauses: int) -> None:
        self.pauses = pauses

    def run(self) -> None:
        loop(self, 0)


@never_inline
def pause_twice() -> int:
    home.switch()
    home.switch()
    return 1


def loop(state: State, total: int) -> int:
    while state.pauses > 0:
        state.pauses -= 1
        total += pause_twice()
    return total


@resumes(loop)
def loop_with(state: State, total: int, more: int) -> int:
    return loop(state, total + more)


def print_suspended() -> None:
    """What is known of a stack from outside."""
    coroutine = Coroutine(family)
    stack = coroutine.stack
    state = State(1)
    coroutine.bind(state.run)
    print(stack.depth(), stack.state() is None)
    coroutine.switch()
    depth = stack.depth()
    print(stack.depth(1), stack.depth(depth + 5) == depth, stack.state() is None, stack.state(depth) is None)
    print(len([i for i in range(depth) if stack.state(i) is state]))


class Queens:
    """Solutions by copies of a stack: each choice of a row goes on with as many copies as there are rows."""

    size: int
    solutions: int
    chosen: int
    running: Stack
    waiting: list[Stack]
    choices: list[int]
    home: Stack

    def __init__(self, size: int) -> None:
        self.size = size
        self.solutions = 0
        self.chosen = 0
        self.running = Stack(self.place)
        self.waiting = []
        self.choices = []
        self.home = Stack()

    def choose(self) -> int:
        for row in range(self.size):
            self.choices.append(row)
        switch_stack(self.running, self.home)
        return self.chosen

    def place(self) -> Stack:
        rows = 0  # in base 16; what is not yet placed is left out
        for column in range(self.size):
            row = self.choose()
            for other in range(column):
                placed = (rows >> 4 * other) & 15
                if placed == row or abs(placed - row) == column - other:
                    return self.home
            rows |= row << 4 * column
        self.solutions += 1
        return self.home

    def solve(self) -> int:
        switch_stack(self.home, self.running)
        self.branch()
        while self.waiting:
            self.chosen = self.choices.pop()
            self.running = self.waiting.pop()
            switch_stack(self.home, self.running)
            if len(self.choices) > len(self.waiting):
                self.branch()
        return self.solutions

    def branch(self) -> None:
        waiting = self.running
        for _ in range(self.size):
            self.waiting.append(waiting.copy())


def as_state(state: object) -> object:
    return State(checked_cast(State, state).pauses + 5)


def copied_states() -> str:
    """A suspended loop is copied; the copy has five more pauses to do."""
    counts = ""
    for copying in (False, True):
        coroutine = Coroutine(family)
        state = State(1)
        coroutine.bind(state.run)
        coroutine.switch()
        if copying:
            try:
                coroutine.stack.copy()
            except CoroutineError as error:
                counts += f"{error}, "
            coroutine.stack = coroutine.stack.copy(as_state)
        count = 0
        while coroutine.is_alive():
            coroutine.switch()
            count += 1
        counts += f"{count} "
    return counts


c = CLibrary("long call_back(long (*function)(long), long n);",
             source="static long call_back(long (*function)(long), long n) { return function(n); }")
log: list[str] = []


def called_back(n: int) -> int:
    """What C calls: goes down, tries to switch, calls C again."""
    depth = callback_depth()
    result = total(n)
    try:
        home.switch()
    except CoroutineError as error:
        log.append(str(error))
    if depth < 2:
        result += c.call_back(called_back, n)
    log.append(f"{depth} {stack_space() > 0}")
    return result


def sink(n: int) -> int:
    """Calls C until there is no space for it."""
    return c.call_back(sink, n + total(1)) + 1


class CallingBack:
    depth: int
    result: int

    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.result = 0

    def run(self) -> None:
        self.result = c.call_back(called_back, self.depth)
        home.switch()
        self.result += 1


def call_back(depth: int) -> str:
    calling = CallingBack(depth)
    coroutine = Coroutine(family)
    coroutine.bind(calling.run)
    coroutine.switch()
    coroutine.switch()
    return f"{', '.join(log)}: {calling.result}"


class Broken:
    def start(self) -> Stack:
        raise ValueError("in start")


def main(argv: list[str]) -> int:
    kind, depth = argv[1], int(argv[2])
    if kind == "total":
        print(total(depth))
    elif kind == "ackermann":
        print(ackermann(3, depth))
    elif kind == "parity":
        print(parity(depth))
    elif kind == "handle":
        try:
            handle(depth)
        except ValueError as error:
            print("ValueError", str(error))
        except KeyError:
            print("KeyError")
    elif kind == "clean":
        try:
            clean(depth)
        except ValueError as error:
            print(str(error), cleaned[0])
    elif kind == "pair":
        count, half = pair(depth)
        print(count, half)
    elif kind == "coroutine":
        print(in_coroutine(depth))
    elif kind == "queens":
        print(Queens(depth).solve())
    elif kind == "copies":
        print(copied_states())
    elif kind == "callback":
        print(call_back(depth))
    elif kind == "sink":
        print(sink(depth))
    elif kind == "suspended":
        print_suspended()
    elif kind == "ended":
        own = Stack()
        switch_stack(own, Stack())
    elif kind == "broken":
        own = Stack()
        switch_stack(own, Stack(Broken().start))
    return 0
