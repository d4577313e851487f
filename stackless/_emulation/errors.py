"""Exceptions on their way from one tasklet to another."""

import builtins
from types import TracebackType
from typing import Any, NoReturn


class TaskletExit(SystemExit):
    """Ends a tasklet silently."""


TaskletExit.__module__ = "builtins"
setattr(builtins, "TaskletExit", TaskletExit)


class Bomb:
    """An exception in the place where a value is expected: it is raised in the tasklet that takes it."""

    __slots__ = ("error",)

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def explode(self) -> NoReturn:
        error = self.error
        try:
            raise error
        finally:
            # The traceback refers to this frame: with these names it would be a cycle.
            del error, self


def make_exception(exc: object, val: object = None, tb: TracebackType | None = None) -> BaseException:
    """The exception that `raise exc, val, tb` of Python 2 would raise, as generators' and tasklets' `throw` still take
    it. Raises TypeError if these make none."""
    if tb is not None and not isinstance(tb, TracebackType):
        raise TypeError("third argument must be a traceback object")
    if isinstance(exc, BaseException):
        if val is not None:
            raise TypeError("instance exception may not have a separate value")
        error = exc
    elif isinstance(exc, type) and issubclass(exc, BaseException):
        error = _instance(exc, val)
    else:
        raise TypeError(f"exceptions must be classes, or instances, not {type(exc).__name__}")
    return error if tb is None else error.with_traceback(tb)


def _instance(cls: type[BaseException], val: object) -> BaseException:
    if isinstance(val, cls):
        return val
    arguments: tuple[Any, ...] = () if val is None else val if isinstance(val, tuple) else (val,)
    error = cls(*arguments)
    if not isinstance(error, BaseException):
        raise TypeError(f"calling {cls!r} should have returned an instance of BaseException, not {type(error)!r}")
    return error


def make_exception_of(cls: object, args: tuple[Any, ...], caller: str) -> BaseException:
    """`cls(*args)`, for the functions that take a class and arguments; TypeError if `cls` is no class of exceptions."""
    if not (isinstance(cls, type) and issubclass(cls, BaseException)):
        raise TypeError(f"{caller} needs an exception class, not {type(cls).__name__}")
    return cls(*args)
