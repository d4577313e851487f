"""Lets pytest see the tables, and cleans up after each test."""
from collections.abc import Iterator
from typing import Any

import pytest

from tests.stackless import differences, support

# What CPython cannot do at all: these are for the binary alone (test_on_binary.py).
collect_ignore = ["test_waiting_calls.py", "test_waiting_faults.py", "test_waiting_grants.py",
                  "test_waiting_system.py"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    rows = getattr(metafunc.function, "rows", None)
    if rows is not None:
        code = metafunc.function.__code__
        names = list(code.co_varnames[:code.co_argcount])
        metafunc.parametrize(names, [row[1:] for row in rows], ids=[row[0] for row in rows])


@pytest.fixture(autouse=True)
def clean_engine(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    support.clean()


@pytest.hookimpl(hookwrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """A declared difference must really be one: the test has to fail with the declared exception."""
    outcome: Any = yield
    name = f"{pyfuncitem.module.__name__.rpartition('.')[2]}.{pyfuncitem.name}"
    difference = differences.declared(name)
    if difference is None:
        return
    error = outcome.excinfo
    if error is None:
        outcome.force_exception(AssertionError(f"{name} passes, and is declared a difference"))
    elif issubclass(error[0], difference.error):
        outcome.force_result(True)
