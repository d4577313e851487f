"""Runs the suite without pytest: `python -m tests.stackless.run [NAME ...]`."""

import importlib
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from tests.stackless import support
from tests.stackless.differences import declared
from tests.stackless.tables import cases_of


def modules() -> list[str]:
    """The names of the test modules that this engine can run."""
    names = sorted(name[:-3] for name in os.listdir(os.path.dirname(os.path.abspath(__file__))))
    return [name for name in names if name.startswith("test_") and name not in PYTEST_ONLY]


# Modules whose tests need more than the standard library.
PYTEST_ONLY = ("test_hypothesis", "test_on_binary")


def run_case(name: str, function: Callable[..., None], arguments: tuple[Any, ...]) -> str | None:
    """None if the test passes, or fails as declared; else what happened."""
    difference = declared(name)
    try:
        try:
            function(*arguments)
        finally:
            support.clean()
    except BaseException as error:
        if difference is not None and isinstance(error, difference.error):
            return None
        return traceback.format_exc()
    return None if difference is None else "passes, and is declared a difference\n"


def main(selected: list[str]) -> int:
    """Runs the cases whose names contain one of the words, by default all. The exit status."""
    passed = 0
    failed: list[str] = []
    for module_name in modules():
        module = importlib.import_module("tests.stackless." + module_name)
        for function_name, function in list(vars(module).items()):
            if not function_name.startswith("test_"):
                continue
            for case, arguments in cases_of(function):
                name = f"{module_name}.{function_name}" + (f"[{case}]" if case else "")
                if selected and not any(word in name for word in selected):
                    continue
                problem = run_case(name, function, arguments)
                if problem is None:
                    passed += 1
                else:
                    failed.append(name)
                    print(f"FAILED {name}\n{problem}", flush=True)
    print(f"{passed} passed, {len(failed)} failed on {support.ENGINE}")
    for name in failed:
        print("  " + name)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
