"""The table of built-ins: what it names is there, and what Python's types have that ours have not is known."""
from __future__ import annotations

from typing import get_type_hints

import pytest

from transform.runtime import table

# Methods that the frontend translates by itself, or that RPython does without.
BY_FRONTEND = {"encode", "decode"}
WITHOUT: dict[type, set[str]] = {
    str: {"casefold", "expandtabs", "format", "format_map", "isdecimal", "isidentifier", "isnumeric", "isprintable",
          "istitle", "maketrans", "swapcase", "title", "translate"},
    bytes: {"expandtabs", "fromhex", "hex", "istitle", "maketrans", "swapcase", "title", "translate"},
    list: set(),
    dict: {"fromkeys"},
    set: {"difference_update", "intersection_update", "symmetric_difference_update"},
}


@pytest.mark.parametrize("python_class", list(WITHOUT))
def test_methods(python_class: type) -> None:
    ours = {name for name in dir(table.CLASSES[python_class]) if not name.startswith("_")}
    ours |= {name for cls, name, _ in table.METHODS if cls is python_class}
    theirs = {name for name in dir(python_class) if not name.startswith("_")}
    assert theirs - ours - BY_FRONTEND == WITHOUT[python_class]


def test_renamed_methods_exist() -> None:
    for (python_class, _, _), name in table.METHODS.items():
        assert callable(getattr(table.CLASSES[python_class], name))


@pytest.mark.parametrize("name", list(table.FUNCTIONS))
def test_functions_are_annotated(name: str) -> None:
    function = table.FUNCTIONS[name]
    names = function.__code__.co_varnames[:function.__code__.co_argcount]
    assert set(get_type_hints(function)) == {*names, "return"}
