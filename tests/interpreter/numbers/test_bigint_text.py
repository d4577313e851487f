"""The limit of the length of decimal text, and texts that need no random search."""
from __future__ import annotations

import sys
from typing import Any, Callable, Iterator

import pytest

from interpreter.numbers.bigint import ONE, BigInt
from interpreter.numbers.bigint_text import conversion_limit, from_digits, parse_integer, to_decimal, to_text
from interpreter.numbers.formatspec import format_bigint
from interpreter.numbers.percent import PercentParser


@pytest.fixture(params=[640, 4300, 0])
def limit(request: pytest.FixtureRequest) -> Iterator[int]:
    """The same limit for CPython and here."""
    before = sys.get_int_max_str_digits(), conversion_limit.digits
    sys.set_int_max_str_digits(request.param)
    conversion_limit.digits = request.param
    yield request.param
    sys.set_int_max_str_digits(before[0])
    conversion_limit.digits = before[1]


def outcome(function: Callable[..., Any], *arguments: Any) -> str:
    try:
        return str(function(*arguments))
    except ValueError as error:
        return f"error: {error}"


def number(x: int) -> BigInt:
    return parse_integer(f"{x:x}", 16)


@pytest.mark.parametrize("digits", [639, 640, 641, 4300, 4301, 5000])
def test_the_limit_is_that_of_cpython(limit: int, digits: int):
    piece = PercentParser("%d").piece()
    assert piece is not None
    for x in (10 ** (digits - 1), 10**digits - 1, -(10**digits) + 1):
        assert outcome(to_decimal, number(x)) == outcome(str, x)
        assert outcome(format_bigint, number(x), "") == outcome(format, x, "")
        assert outcome(format_bigint, number(x), ",") == outcome(format, x, ",")
        assert outcome(piece.format_bigint, number(x)) == outcome(lambda: "%d" % x)
        assert format_bigint(number(x), "x") == f"{x:x}"
    text = "1" * digits
    assert outcome(lambda: to_text(parse_integer(text, 10), 16)) == outcome(lambda: f"{int(text):x}")
    assert to_text(parse_integer(text, 16), 16) == text


def test_long_text_goes_there_and_back():
    x = ONE.lshift(20000).sub_int(1)
    text = to_text(x, 10)
    assert len(text) == 6021
    assert from_digits(text.encode(), 10).compare(x) == 0


@pytest.mark.parametrize("digits", [b"", b"12a", b"1 2", b"-1"])
def test_what_is_no_row_of_digits(digits: bytes):
    with pytest.raises(ValueError):
        from_digits(digits, 10)
