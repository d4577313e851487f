"""What a program tells the translator: about functions, branches, loops and references.

The decorators record what they are told in the attribute ``_rpython_hints_`` of the
function, where the translator finds it, and change nothing on CPython.
"""
from __future__ import annotations

import inspect
import traceback
from typing import Any, Callable, Generic, Iterable, Iterator, NoReturn, Optional, TypeVar, get_origin

from transform.rpython.immediates import immediate_word

F = TypeVar("F", bound=Callable[..., Any])
C = TypeVar("C")
T = TypeVar("T")


class FatalError(BaseException):
    """On CPython: where the translated program would print a traceback and abort. RPython cannot catch it."""


def _add_hint(function: F, name: str, value: object) -> F:
    if not inspect.isfunction(function):
        raise TypeError(f"a hint is for a function, not for {function!r}")
    function.__dict__.setdefault("_rpython_hints_", {})[name] = value
    return function


def inline(function: F) -> F:
    """Each call becomes a copy of the function's body."""
    return _add_hint(function, "inline", "always")


def never_inline(function: F) -> F:
    """Calls stay calls."""
    return _add_hint(function, "inline", "never")


def cold(function: F) -> F:
    """Rarely called: the code is kept out of the way and optimised for size."""
    return _add_hint(function, "cold", True)


def specialize(*names: str) -> Callable[[F], F]:
    """One copy of the function for each combination of constants that these parameters are called with."""

    def decorate(function: F) -> F:
        unknown = set(names) - set(inspect.signature(function).parameters)
        if unknown:
            raise ValueError(f"{function.__qualname__} has no parameter {', '.join(sorted(unknown))}")
        return _add_hint(function, "specialize", names)

    return decorate


def resumes(function: Callable[..., Any]) -> Callable[[F], F]:
    """Says that ``function`` keeps all that it knows in the objects that it has as parameters, and that the decorated
    function goes on with a call of it that was suspended.

    The decorated function has the same parameters and one more, which says how the call ended that ``function`` was
    waiting for. By the type of that parameter it is for calls with such a result (None for calls without one, where
    the type is Optional), or for those that raised an exception. Its result is that of ``function``. TypeError where
    the parameters do not fit."""

    def decorate(resume: F) -> F:
        names, own = list(inspect.signature(function).parameters), list(inspect.signature(resume).parameters)
        if own[:-1] != names:
            raise TypeError(f"{resume.__qualname__} resumes {function.__qualname__}: its parameters must be "
                            f"{', '.join(names)} and one for how a call ended")
        _add_hint(function, "resumed_by", (*getattr(function, "_rpython_hints_", {}).get("resumed_by", ()), resume))
        return resume

    return decorate


def mixin(cls: type[C]) -> type[C]:
    """Class decorator: the methods are copied into each class that lists this one as a further base."""
    setattr(cls, "_rpython_mixin_", True)
    return cls


class Unroll(Generic[T]):
    """What `unroll` gives: a constant sequence."""

    def __init__(self, items: Iterable[T]) -> None:
        self.items = tuple(items)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def unroll(items: Iterable[T]) -> Unroll[T]:
    """``for x in unroll(items)``: one copy of the loop's body for each item of a constant sequence."""
    return Unroll(items)


def likely(condition: bool) -> bool:
    """``condition``, which mostly holds."""
    return condition


def unlikely(condition: bool) -> bool:
    """``condition``, which rarely holds."""
    return condition


def is_translated() -> bool:
    """Whether this is the translated program: a constant there, so the other branch disappears."""
    return False


def fatal(message: str) -> NoReturn:
    """Prints the message and a traceback, and aborts. On CPython raises FatalError."""
    raise FatalError(message)


def print_traceback() -> None:
    """Prints the traceback of the exception that is being handled to error output."""
    traceback.print_exc()


def keepalive(x: object) -> None:
    """Keeps the object alive up to here, while raw pointers into it are in use."""


def not_none(x: Optional[C]) -> C:
    """``x``, which is not None: fatal if it is."""
    if x is None:
        raise FatalError("None where an object was promised")
    return x


def checked_cast(cls: type[C], x: object) -> C:
    """``x`` as an instance of ``cls``: fatal if it is none."""
    expected = get_origin(cls) or cls
    if not isinstance(x, expected):
        raise FatalError(f"{class_name(x)} where {expected.__name__} was promised")
    return x


def unchecked_cast(cls: type[C], x: object) -> C:
    """``x`` as an instance of ``cls``, which the program promises: not checked when translated."""
    return checked_cast(cls, x)


def same_class(a: object, b: object) -> bool:
    """Whether both are instances of exactly the same class."""
    return type(a) is type(b)


def identity(x: object) -> int:
    """The address of an object, or the word of an immediate. On CPython ``id``, or the word."""
    return immediate_word(x) if hasattr(type(x), "_rpython_immediate_") else id(x)


def class_name(x: object) -> str:
    """The name of the class of ``x``."""
    return type(x).__name__
