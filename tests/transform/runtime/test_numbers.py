"""Arithmetic against Python's."""
from __future__ import annotations

import math
import operator
import struct
from typing import Any, Callable

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from transform.rpython import wrap
from transform.runtime import numbers
from transform.runtime.float_text import round_float

floats = st.floats() | st.integers(-9, 9).map(float) | st.sampled_from([0.5, 1e300, 1e-300, 5e-324])
ERRORS = (ZeroDivisionError, OverflowError, ValueError)


def outcome(operation: Callable[..., Any], *args: Any) -> Any:
    """The bits of the result (any NaN is one), or the class and message of the exception."""
    try:
        result = operation(*args)
    except ERRORS as error:
        return type(error), str(error)
    if isinstance(result, float):
        return "nan" if math.isnan(result) else struct.pack("<d", result)
    return result


@given(floats, floats)
def test_division(a: float, b: float) -> None:
    assert outcome(numbers.float_floordiv, a, b) == outcome(operator.floordiv, a, b)
    assert outcome(numbers.float_mod, a, b) == outcome(operator.mod, a, b)


@given(floats, floats)
@example(10.0, 400.0)
@example(0.0, -1.0)
@example(-math.inf, 0.5)
@example(-6425902493307526.0, 19.5)
def test_float_pow(a: float, b: float) -> None:
    ours = outcome(numbers.float_pow, a, b)
    try:
        theirs = a ** b
    except OverflowError as error:
        if "complex" in str(error):
            assert ours[0] is ValueError
        else:
            assert ours == (OverflowError, "Numerical result out of range")
    except ZeroDivisionError as error:
        assert ours == (ZeroDivisionError, str(error))
    else:
        if isinstance(theirs, complex):
            assert ours[0] is ValueError
        else:
            assert ours == outcome(lambda: theirs)


@given(st.integers(-2**63, 2**63 - 1), st.integers(0, 200))
def test_int_pow(base: int, exponent: int) -> None:
    assert numbers.int_pow(base, exponent) == wrap(base ** exponent)


def test_int_pow_refuses_negative_exponents() -> None:
    with pytest.raises(ValueError):
        numbers.int_pow(2, -1)


def test_check_shift() -> None:
    numbers.check_shift(64)
    with pytest.raises(ValueError, match="negative shift count"):
        numbers.check_shift(-1)


@given(floats | st.floats(-1e19, 1e19))
@example(2.0 ** 63)
@example(-(2.0 ** 63))
def test_conversion_to_int(x: float) -> None:
    assume(not (math.isfinite(x) and not -2**63 <= int(x) < 2**63))
    assert outcome(numbers.float_to_int, x) == outcome(int, x)
    assert outcome(numbers.round_to_int, x) == outcome(round, x)


@pytest.mark.parametrize("x", [2.0 ** 63, -1e19, 1e300])
def test_conversion_out_of_range(x: float) -> None:
    with pytest.raises(OverflowError, match="float too large"):
        numbers.float_to_int(x)


@given(floats | st.decimals(-10000, 10000, places=4).map(float), st.integers(-6, 8) | st.integers(-330, 330))
@example(2.675, 2)
@example(500.0, -3)
@example(1500.0, -3)
@example(501.0, -3)
@example(1.7e308, -308)
@example(99.99999999999999, -2)
def test_round(x: float, digits: int) -> None:
    assert outcome(round_float, x, digits) == outcome(round, x, digits)
