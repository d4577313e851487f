"""Format specifications against Python's `format`."""
from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.transform.runtime.values import make_str, read_str
from transform.runtime.formatting import format_bool, format_float, format_int, format_str
from transform.runtime.strings import Str

aligns = st.sampled_from(["", "", "<", ">", "^", "=", "*^", "é<", "0="])
signs = st.sampled_from(["", "", "+", "-", " "])
widths = st.sampled_from(["", "", "1", "9", "012", "020", "0"])
groupings = st.sampled_from(["", "", "", ",", "_"])
precisions = st.sampled_from(["", "", ".0", ".1", ".3", ".17"])


def specs(kinds: list[str], hashes: list[str]) -> st.SearchStrategy[str]:
    parts = [aligns, signs, st.sampled_from(hashes), widths, groupings, precisions, st.sampled_from(kinds)]
    return st.tuples(*parts).map("".join)


def check(function: Callable[[Any, Str], Str], argument: Any, value: Any, spec: str) -> None:
    """Ours agrees with Python's; where Python's refuses, ours does so too."""
    try:
        expected = format(value, spec)
    except (ValueError, OverflowError):
        with pytest.raises((ValueError, OverflowError)):
            function(argument, make_str(spec))
    else:
        assert read_str(function(argument, make_str(spec))) == expected


@settings(max_examples=500)
@given(st.integers(-2**63, 2**63 - 1) | st.integers(-10000, 10000),
       specs(["", "d", "b", "o", "x", "X", "n", "e", "f", ".2f", "g", "%", "q"], ["", "", "#"]))
@example(1234, "010,")
@example(1234, "0=#12_x")
@example(-5, "%")
def test_int(x: int, spec: str) -> None:
    if not ("#" in spec and spec[-1] in "efg%"):
        check(format_int, x, x, spec)


@settings(max_examples=500)
@given(st.floats() | st.decimals(-10**6, 10**6, places=3).map(float) | st.integers(-1000, 1000).map(float),
       specs(["", "e", "E", "f", "F", "g", "G", "n", "%", "d"], [""]))
@example(100.0, ".3")
@example(12.0, ".3")
@example(0.0, ".1")
@example(float("nan"), "010")
@example(float("inf"), "020,f")
@example(float("inf"), "d")
@example(-1234567.891, "020,.2f")
def test_float(x: float, spec: str) -> None:
    check(format_float, x, x, spec)


@given(st.text("abé\U0001f600", max_size=6), specs(["", "s", "d"], [""]))
def test_str(s: str, spec: str) -> None:
    if "," not in spec and "_" not in spec:
        check(format_str, make_str(s), s, spec)


def test_character() -> None:
    assert read_str(format_int(0x20AC, make_str("*^5c"))) == "**€**"


def test_bool() -> None:
    check(format_bool, True, True, "")
    check(format_bool, True, True, "5d")


def test_forms_of_floats_that_are_not_there() -> None:
    with pytest.raises(ValueError, match="not supported"):
        format_float(1.0, make_str("#g"))


@pytest.mark.parametrize("spec, message", [
    (".", "Format specifier missing precision"),
    ("5q5", "Invalid format specifier"),
    ("q", "Unknown format code 'q' for object of type 'int'"),
    ("9" * 30, "Too many decimal digits in format string"),
])
def test_messages(spec: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        format_int(5, make_str(spec))
