"""Tests with a table of cases, for pytest (see conftest.py) and for the runner alike."""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., None])


def table(*rows: tuple[Any, ...]) -> Callable[[Function], Function]:
    """Each row is a case: a name, then the arguments of the test."""
    names = [row[0] for row in rows]
    assert len(set(names)) == len(names), "two rows have the same name"

    def mark(function: Function) -> Function:
        setattr(function, "rows", rows)
        return function
    return mark


def cases_of(function: Callable[..., None]) -> list[tuple[str, tuple[Any, ...]]]:
    """(name, arguments) of each case of a test; one without arguments if it has no table."""
    rows = getattr(function, "rows", None)
    if rows is None:
        return [("", ())]
    return [(row[0], row[1:]) for row in rows]
