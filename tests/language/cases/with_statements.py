"""with: entering, leaving in every way, exceptions swallowed, several managers."""
from __future__ import annotations

from typing import Optional

from tests.language.opaque import an_int


class _Scope:
    log: list[str]
    name: str
    swallow: bool

    def __init__(self, log: list[str], name: str, swallow: bool = False) -> None:
        self.log = log
        self.name = name
        self.swallow = swallow

    def __enter__(self) -> _Scope:
        self.log.append("enter " + self.name)
        return self

    def __exit__(self, kind: Optional[object], error: Optional[BaseException], traceback: Optional[object]) -> bool:
        self.log.append("leave " + self.name + ("" if error is None else " after " + str(error)))
        return self.swallow


class _Quiet:
    depth: int

    def __init__(self) -> None:
        self.depth = 0

    def __enter__(self) -> int:
        self.depth += 1
        return self.depth

    def __exit__(self, kind: Optional[object], error: Optional[BaseException], traceback: Optional[object]) -> None:
        self.depth -= 1


def _shown(log: list[str]) -> str:
    return ", ".join(log)


def entered_and_left() -> str:
    log: list[str] = []
    with _Scope(log, "a"):
        log.append("body")
    return _shown(log)


def as_variable() -> str:
    log: list[str] = []
    with _Scope(log, "a") as scope:
        log.append(scope.name)
    return _shown(log)


def as_other_type() -> int:
    quiet = _Quiet()
    with quiet as depth:
        with quiet as deeper:
            inside = depth * 10 + deeper
    return inside * 10 + quiet.depth


def left_by_exception() -> str:
    log: list[str] = []
    try:
        with _Scope(log, "a"):
            log.append("body")
            raise ValueError("problem")
    except ValueError:
        log.append("caught")
    return _shown(log)


def exception_swallowed() -> str:
    log: list[str] = []
    with _Scope(log, "a", True):
        raise ValueError("problem")
    log.append("goes on")
    return _shown(log)


def left_by_return() -> str:
    log: list[str] = []
    x = _returns(log)
    return _shown(log) + str(x)


def _returns(log: list[str]) -> int:
    with _Scope(log, "a"):
        return an_int(5)
    return -1


def left_by_break() -> str:
    log: list[str] = []
    for i in range(3):
        with _Scope(log, str(i)):
            if i == 1:
                break
    return _shown(log)


def left_by_continue() -> str:
    log: list[str] = []
    for i in range(3):
        with _Scope(log, str(i)):
            if i == 1:
                continue
            log.append("body")
    return _shown(log)


def several_managers() -> str:
    log: list[str] = []
    with _Scope(log, "a"), _Scope(log, "b") as b:
        log.append(b.name)
    return _shown(log)


def nested_with_exception() -> str:
    log: list[str] = []
    try:
        with _Scope(log, "a"):
            with _Scope(log, "b"):
                raise ValueError("x")
    except ValueError:
        log.append("caught")
    return _shown(log)


def inner_swallows() -> str:
    log: list[str] = []
    with _Scope(log, "a"):
        with _Scope(log, "b", True):
            raise ValueError("x")
        log.append("between")
    return _shown(log)


def swallowed_return_value() -> int:
    log: list[str] = []
    return _swallowing(log) * 10 + len(log)


def _swallowing(log: list[str]) -> int:
    with _Scope(log, "a", True):
        if an_int(1) > 0:
            raise ValueError("x")
        return 1
    return 2


class _BadEnter(_Scope):
    def __enter__(self) -> _BadEnter:
        raise ValueError("cannot enter")


def enter_raises() -> str:
    log: list[str] = []
    try:
        with _BadEnter(log, "a", True):
            log.append("body")
    except ValueError as error:
        log.append(str(error))
    return _shown(log)


class _BadExit(_Scope):
    def __exit__(self, kind: Optional[object], error: Optional[BaseException], traceback: Optional[object]) -> bool:
        raise KeyError("cannot leave")


def exit_raises() -> str:
    log: list[str] = []
    try:
        with _BadExit(log, "a"):
            raise ValueError("body")
    except KeyError:
        log.append("KeyError")
    except ValueError:
        log.append("ValueError")
    return _shown(log)


def with_in_try_finally() -> str:
    log: list[str] = []
    try:
        with _Scope(log, "a"):
            log.append("body")
    finally:
        log.append("finally")
    return _shown(log)


def variables_assigned_inside() -> int:
    quiet = _Quiet()
    with quiet:
        x = an_int(3)
    return x
