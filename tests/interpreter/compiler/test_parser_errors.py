"""Errors of the parser: CPython's messages and places."""
from __future__ import annotations

import sys
from typing import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.compiler.parser import parse
from interpreter.compiler.parser_statements import Mode
from interpreter.compiler.syntaxerrors import SyntaxFailure
from tests.interpreter.compiler import parser_wrong_sources as wrong
from tests.interpreter.compiler.parser_oracle import Failure, PythonServices, dump, expected_tree, tree_of

DONT_IMPLY_DEDENT = 0x200
ALLOW_INCOMPLETE_INPUT = 0x4000

GROUPS = [
    wrong.LITERALS, wrong.F_STRINGS, wrong.LINES, wrong.EXPRESSIONS, wrong.ASSIGNMENTS, wrong.SIMPLE_STATEMENTS,
    wrong.BLOCKS, wrong.DEFINITIONS,
]
PIECES = [
    "x", "f", "(", ")", "[", "]", "{", "}", ",", ":", ";", "=", "==", ":=", "*", "**", "->", ".", "if", "else", "for",
    "in", "while", "def", "class", "lambda", "not", "and", "yield", "await", "async", "with", "as", "try", "except",
    "finally", "import", "from", "match", "case", "1", "'a'", "f'{x}'", "f'{x y}'", "\n", "\n  ", "None", "print",
    "del",
    "pass", "é", "$", "\\\n", "'", "0_", "#",
]


@pytest.fixture(autouse=True)
def deep_stack() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(60_000)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.parametrize("source", [source for group in GROUPS for source in group])
@pytest.mark.parametrize("mode", ["exec", "eval"])
def test_errors_are_those_of_cpython(source: str, mode: str):
    assert dump(tree_of(source, mode)) == dump(expected_tree(source, mode))


@pytest.mark.parametrize("source", wrong.INTERACTIVE)
@pytest.mark.parametrize("flags", [0, ALLOW_INCOMPLETE_INPUT, DONT_IMPLY_DEDENT,
                                   ALLOW_INCOMPLETE_INPUT | DONT_IMPLY_DEDENT])
def test_errors_at_a_prompt_are_those_of_cpython(source: str, flags: int):
    assert dump(tree_of(source, "single", flags)) == dump(expected_tree(source, "single", flags))
    assert dump(tree_of(source, "exec", flags)) == dump(expected_tree(source, "exec", flags))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join))
@settings(max_examples=400, deadline=None)
def test_random_sources_are_accepted_if_cpython_accepts_them(source: str):
    expected, tree = expected_tree(source), tree_of(source)
    assert isinstance(tree, Failure) == isinstance(expected, Failure)
    if not isinstance(expected, Failure):
        assert dump(tree) == dump(expected)


@pytest.mark.parametrize("source, kind, message", [
    ("(" * 1_000_000, "SyntaxError", "too many nested parentheses"),
    ("(" * 200 + ")" * 200, None, ""),
    ("-" * 100_000 + "1", "MemoryError", ""),
    ("not " * 100_000 + "1", "MemoryError", ""),
    ("lambda: " * 100_000 + "1", "MemoryError", ""),
    ("1 if 1 else " * 100_000 + "1", "MemoryError", ""),
    ("2 ** " * 100_000 + "1", "MemoryError", ""),
    ("f" * 100_000 + "(", "SyntaxError", "'(' was never closed"),
    ("if 1: pass\n" + "elif 1: pass\n" * 20_000, "MemoryError", ""),
    ("".join(" " * i + "if 1:\n" for i in range(101)), "IndentationError", "too many levels of indentation"),
    ("a." * 20_000 + "a", None, ""),
    ("1 + " * 20_000 + "1", None, ""),
    ("[" * 150 + "a b" + "]" * 150, "SyntaxError", "invalid syntax. Perhaps you forgot a comma?"),
    ("f'{" * 3 + "1" + "}'" * 3, "SyntaxError", "f-string: expecting '}'"),
    ("1" * 4301, "SyntaxError", "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; "
     "use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid "
     "decimal conversion limits."),
    ("a\0", "SyntaxError", "source code string cannot contain null bytes"),
], ids=lambda value: value[:20] if isinstance(value, str) else value)
def test_hostile_sources(source: str, kind: str | None, message: str):
    if kind is None:
        parse(source.encode(), Mode.EXEC, PythonServices())
        return
    with pytest.raises(SyntaxFailure) as caught:
        parse(source.encode(), Mode.EXEC, PythonServices())
    assert (caught.value.kind, caught.value.message) == (kind, message)
