"""Hints: what a program tells the translator changes speed, not results."""
from __future__ import annotations

from typing import Callable

from tests.language.opaque import an_int
from transform.rpython import (
    class_name, cold, identity, inline, keepalive, likely, never_inline, specialize, unlikely, unroll)

OPERATIONS = (("add", 1), ("mul", 3), ("sub", 2))


@inline
def _inlined(x: int) -> int:
    if x > 3:
        return x * 2
    return x + 1


@never_inline
def _not_inlined(x: int) -> int:
    return x * 3


@cold
def _rare(x: int) -> int:
    raise ValueError(f"rare {x}")


def inlined_function() -> int:
    return _inlined(an_int(5)) * 100 + _inlined(an_int(1))


def inlined_in_loop() -> int:
    total = 0
    for i in range(10):
        total += _inlined(i)
    return total


@inline
def _inlined_with_try(x: int) -> int:
    try:
        return 100 // x
    except ZeroDivisionError:
        return -1


def inlined_function_with_try() -> int:
    return _inlined_with_try(an_int(0)) * 1000 + _inlined_with_try(an_int(4))


@inline
def _inlined_that_raises(x: int) -> int:
    if x < 0:
        raise ValueError("negative")
    return x


def inlined_function_that_raises() -> str:
    result = ""
    for i in [1, -1]:
        try:
            result += str(_inlined_that_raises(an_int(i)))
        except ValueError as error:
            result += str(error)
    return result


def not_inlined_function() -> int:
    return _not_inlined(an_int(14))


def cold_function() -> str:
    try:
        return str(_rare(an_int(1)))
    except ValueError as error:
        return str(error)


def likely_and_unlikely() -> str:
    result = ""
    for i in range(4):
        if likely(i < 3):
            result += "l"
        if unlikely(i == 2):
            result += "u"
    return result


@specialize("mode")
def _specialized(mode: str, x: int) -> int:
    if mode == "double":
        return x * 2
    if mode == "square":
        return x * x
    return x


def specialized_function() -> str:
    return f"{_specialized('double', an_int(5))} {_specialized('square', an_int(5))} {_specialized('', an_int(5))}"


@specialize("function")
def _apply(function: Callable[[int], int], x: int) -> int:
    return function(x) + function(x + 1)


def specialized_on_function() -> int:
    return _apply(_not_inlined, an_int(1)) * 1000 + _apply(_inlined, an_int(1))


def unrolled_loop() -> int:
    total = 0
    for factor in unroll((1, 10, 100)):
        total += an_int(2) * factor
    return total


def unrolled_pairs() -> int:
    x = an_int(5)
    for name, operand in unroll(OPERATIONS):
        if name == "add":
            x += operand
        elif name == "mul":
            x *= operand
        else:
            x -= operand
    return x


def unrolled_with_break() -> int:
    result = 0
    for i in unroll((1, 2, 3, 4)):
        if i == an_int(3):
            break
        result = result * 10 + i
    return result


def unrolled_with_continue() -> int:
    result = 0
    for i in unroll((1, 2, 3, 4)):
        if i == an_int(3):
            continue
        result = result * 10 + i
    return result


def unrolled_functions() -> int:
    x = an_int(2)
    for function in unroll((_inlined, _not_inlined)):
        x = function(x)
    return x


class _Thing:
    pass


class _SpecialThing(_Thing):
    pass


def names_of_classes() -> str:
    things: list[_Thing] = [_Thing(), _SpecialThing()]
    return " ".join([class_name(thing) for thing in things])


def identities() -> str:
    a = _Thing()
    b = _Thing()
    return f"{identity(a) == identity(a)} {identity(a) == identity(b)}"


def kept_alive() -> int:
    thing = _Thing()
    keepalive(thing)
    return 1
