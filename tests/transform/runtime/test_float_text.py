"""Floats as text against Python's."""
from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_str, read_str
from transform.runtime.float_text import parse_float, str_of_float

floats = st.floats() | st.decimals(-10**6, 10**6, places=3).map(float) | st.integers(-2**70, 2**70).map(float)


@given(floats)
@example(5e-324)
@example(2.0 ** -44)
@example(9007199254740993.0)
@example(1e16)
@example(1e22)
@example(123456789012345.6)
@example(0.0001)
@example(0.00001)
@example(-0.0)
@example(math.inf)
@example(-math.nan)
def test_repr(x: float) -> None:
    assert read_str(str_of_float(x)) == repr(x)


def test_powers() -> None:
    for n in range(-1074, 1024):
        assert read_str(str_of_float(2.0 ** n)) == repr(2.0 ** n)
    for n in range(-323, 309):
        x = float(f"1e{n}")
        assert read_str(str_of_float(x)) == repr(x)


@given(floats)
def test_reading_what_was_written(x: float) -> None:
    result = parse_float(make_str(repr(x)))
    assert math.isnan(x) and math.isnan(result) or repr(result) == repr(x)


@given(st.text("019._eE+-infatyN \t", max_size=8))
@example("1_0.5_0e1_0")
@example("._1")
@example("1_.0")
@example("-Infinity")
@example("1e")
@example(" 1.\u2028")
@example("0x10")
@example("nan(1)")
@example("inf_")
def test_parse(text: str) -> None:
    try:
        expected = float(text)
    except ValueError as error:
        with pytest.raises(ValueError) as raised:
            parse_float(make_str(text))
        assert str(raised.value) == str(error)
    else:
        assert repr(parse_float(make_str(text))) == repr(expected)
