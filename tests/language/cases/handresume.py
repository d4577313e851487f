"""Functions that are resumed by hand: a small evaluation loop, suspended in each of its calls."""
from __future__ import annotations

from typing import Callable, Optional

from tests.language.opaque import an_int
from transform.rpython import (
    Coroutine, CoroutineFamily, checked_cast, inline, never_inline, not_none, resumes,
)

PUSH, PAUSE, NESTED, IF_EVEN, MARK, ADD, SHALLOW, DEEP, RETURN, SEND = range(10)


class _Value:
    def number(self) -> int:
        raise NotImplementedError


class _Number(_Value):
    content: int

    def __init__(self, content: int) -> None:
        self.content = content

    def number(self) -> int:
        return self.content


class _ProgramError(Exception):
    pass


class _World:
    """Coroutines and what happened."""

    family: CoroutineFamily
    home: Coroutine
    log: str

    def __init__(self) -> None:
        self.family = CoroutineFamily()
        self.home = self.family.current
        self.log = ""

    @never_inline
    def pause(self) -> None:
        self.log += "."
        self.home.switch()


class _Frame:
    """The state of the loop."""

    world: _World
    code: list[tuple[int, int]]
    at: int
    stack: list[_Value]

    def __init__(self, world: _World, code: list[tuple[int, int]]) -> None:
        self.world = world
        self.code = code
        self.at = 0
        self.stack = []

    def push(self, number: int) -> None:
        self.stack.append(_Number(number))


@never_inline
def _paused(world: _World, n: int) -> _Value:
    world.pause()
    if n == 13:
        raise _ProgramError(f"unlucky {n}")
    if n == 14:
        raise ValueError("not for the loop")
    return _Number(n)


@never_inline
def _nested(world: _World, n: int) -> _Number:
    frame = _Frame(world, [(PUSH, n), (PAUSE, n + 1), (ADD, 0), (RETURN, 0)])
    result = _execute(frame)
    world.log += f"({result.number()})"
    return checked_cast(_Number, result)


@never_inline
def _is_even(world: _World, n: int) -> bool:
    world.pause()
    return n % 2 == 0


@never_inline
def _mark(world: _World, n: int) -> None:
    world.pause()
    world.log += f"<{n}>"


@inline
def _shallow(world: _World, n: int) -> _Value:
    """Comes into the loop: the call is the last thing in it."""
    if n < 0:
        return _Number(0)
    return _paused(world, n)


@inline
def _deep(world: _World, n: int) -> _Value:
    """May not come into the loop, as something is left to do behind its call."""
    first = _paused(world, n).number()
    second = _paused(world, n + 1).number()
    return _Number(first * 100 + second)


def _execute(frame: _Frame) -> _Value:
    world = frame.world
    while True:
        operation, argument = frame.code[frame.at]
        frame.at += 1
        try:
            if operation == PUSH:
                frame.push(argument)
            elif operation == PAUSE:
                frame.stack.append(_paused(world, argument))
            elif operation == NESTED:
                frame.stack.append(_nested(world, argument))
            elif operation == IF_EVEN:
                if _is_even(world, argument):
                    frame.at += 1
            elif operation == MARK:
                _mark(world, argument)
            elif operation == SHALLOW:
                frame.stack.append(_shallow(world, argument))
            elif operation == DEEP:
                frame.stack.append(_deep(world, argument))
            elif operation == ADD:
                second, first = frame.stack.pop(), frame.stack.pop()
                frame.push(first.number() + second.number())
            else:
                return frame.stack.pop()
        except _ProgramError as error:
            _handle(frame, error)


def _handle(frame: _Frame, error: _ProgramError) -> None:
    frame.world.log += f"[{error}]"
    frame.push(1000)


@resumes(_execute)
def _execute_with_value(frame: _Frame, value: Optional[_Value]) -> _Value:
    if value is not None:
        frame.stack.append(value)
    return _execute(frame)


@resumes(_execute)
def _execute_with_truth(frame: _Frame, truth: bool) -> _Value:
    if truth:
        frame.at += 1
    return _execute(frame)


@resumes(_execute)
def _execute_with_error(frame: _Frame, error: BaseException) -> _Value:
    if not isinstance(error, _ProgramError):
        frame.world.log += "!"
        raise error
    _handle(frame, error)
    return _execute(frame)


class _Task:
    world: _World
    frame: _Frame
    result: Optional[_Value]

    def __init__(self, code: list[tuple[int, int]]) -> None:
        self.world = _World()
        self.frame = _Frame(self.world, code)
        self.result = None

    def run(self) -> None:
        self.result = _execute(self.frame)


def _outcome(code: list[tuple[int, int]]) -> str:
    """Runs a program in a coroutine until it ends."""
    task = _Task(code)
    coroutine = Coroutine(task.world.family)
    coroutine.bind(task.run)
    while coroutine.is_alive():
        coroutine.switch()
    return f"{task.world.log} = {not_none(task.result).number()}"


def a_result() -> str:
    return _outcome([(PUSH, 1), (PAUSE, 2), (ADD, 0), (PAUSE, 3), (ADD, 0), (RETURN, 0)])


def a_truth() -> str:
    return _outcome([(PUSH, 5), (IF_EVEN, 2), (PUSH, 6), (IF_EVEN, 3), (PUSH, 7), (RETURN, 0)])


def no_result() -> str:
    return _outcome([(PUSH, 5), (MARK, 1), (MARK, 2), (RETURN, 0)])


def an_exception_that_is_handled() -> str:
    return _outcome([(PAUSE, 13), (PAUSE, 4), (ADD, 0), (SHALLOW, 13), (ADD, 0), (RETURN, 0)])


def an_exception_that_leaves_the_loop() -> str:
    try:
        return _outcome([(PAUSE, 14), (RETURN, 0)])
    except ValueError as error:
        return str(error)


def the_loop_below_itself() -> str:
    return _outcome([(NESTED, 1), (NESTED, 20), (ADD, 0), (PAUSE, 5), (ADD, 0), (RETURN, 0)])


def a_pasted_call() -> str:
    return _outcome([(SHALLOW, -1), (SHALLOW, 5), (ADD, 0), (RETURN, 0)])


def a_call_that_is_not_pasted() -> str:
    return _outcome([(DEEP, 3), (DEEP, 5), (ADD, 0), (RETURN, 0)])


# With more than one parameter, a loop at the head, and a result that is no object.

class _Sum:
    world: _World
    total: int

    def __init__(self) -> None:
        self.world = _World()
        self.total = 0

    def run(self) -> None:
        self.total = _sum_up(0.5, self, an_int(3), [10, 20])


@never_inline
def _next(total: _Sum, n: int) -> int:
    total.world.pause()
    return n


def _sum_up(scale: float, total: _Sum, n: int, numbers: list[int]) -> int:
    while total.total < 100:
        total.total += _next(total, n)
    return int(total.total * scale) + len(numbers)


@resumes(_sum_up)
def _sum_up_with(scale: float, total: _Sum, n: int, numbers: list[int], more: int) -> int:
    total.total += more
    return _sum_up(scale, total, n, numbers)


def several_parameters() -> str:
    total = _Sum()
    coroutine = Coroutine(total.world.family)
    coroutine.bind(total.run)
    while coroutine.is_alive():
        coroutine.switch()
    return f"{total.total % 50} {len(total.world.log)}"


# A method, called through a function value.

class _Machine:
    world: _World
    left: int
    text: str

    def __init__(self, left: int) -> None:
        self.world = _World()
        self.left = left
        self.text = ""

    def letter(self) -> str:
        self.world.pause()
        return "abcdef"[self.left % 6]

    def go(self, source: Callable[[], str]) -> str:
        while self.left > 0:
            self.left -= 1
            self.text += source()
        return self.text

    @resumes(go)
    def go_with(self, source: Callable[[], str], letter: str) -> str:
        self.text += letter
        return self.go(source)

    def run(self) -> None:
        self.text = "=" + self.go(self.letter)


def a_method() -> str:
    machine = _Machine(an_int(8))
    coroutine = Coroutine(machine.world.family)
    coroutine.bind(machine.run)
    while coroutine.is_alive():
        coroutine.switch()
    return machine.text


# Of the functions that take a result, the one that takes the nearest class is called.

class _Leaf:
    pass


class _Sheet(_Leaf):
    number: int

    def __init__(self, number: int) -> None:
        self.number = number


class _Tree:
    world: _World
    log: str
    at: int

    def __init__(self) -> None:
        self.world = _World()
        self.log = ""
        self.at = 0

    @never_inline
    def leaf(self) -> _Leaf:
        self.world.home.switch()
        return _Leaf()

    @never_inline
    def sheet(self, number: int) -> _Sheet:
        self.world.home.switch()
        return _Sheet(number)

    def run(self) -> None:
        _grow(self)


def _grow(tree: _Tree) -> str:
    while tree.at < 4:
        tree.at += 1
        if tree.at % 2 == 0:
            tree.log += f"sheet {tree.sheet(tree.at).number} "
        else:
            tree.leaf()
            tree.log += "leaf "
    return tree.log


@resumes(_grow)
def _grow_with_leaf(tree: _Tree, leaf: Optional[_Leaf]) -> str:
    tree.log += "leaf "
    return _grow(tree)


@resumes(_grow)
def _grow_with_sheet(tree: _Tree, sheet: _Sheet) -> str:
    tree.log += f"sheet {sheet.number} "
    return _grow(tree)


def the_nearest_class() -> str:
    tree = _Tree()
    coroutine = Coroutine(tree.world.family)
    coroutine.bind(tree.run)
    while coroutine.is_alive():
        coroutine.switch()
    return tree.log
