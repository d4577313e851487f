"""Integers as text against Python's."""
from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_str, read_str
from transform.rpython import uint64
from transform.runtime.integer_text import parse_int, str_of_bits, str_of_bool, str_of_int, str_of_uint

integers = st.integers(-2**63, 2**63 - 1) | st.integers(0, 18).map(lambda n: 10 ** n) | st.integers(0, 18).map(
    lambda n: 1 - 10 ** n)


@given(integers)
@example(-2**63)
@example(2**63 - 1)
def test_str_of_int(x: int) -> None:
    assert read_str(str_of_int(x)) == str(x)
    assert parse_int(make_str(str(x))) == x


@given(st.integers(0, 2**64 - 1))
def test_unsigned(x: int) -> None:
    assert read_str(str_of_uint(uint64(x))) == str(x)
    assert read_str(str_of_bits(uint64(x), 4, 97)) == f"{x:x}"
    assert read_str(str_of_bits(uint64(x), 3, 97)) == f"{x:o}"
    assert read_str(str_of_bits(uint64(x), 1, 97)) == f"{x:b}"


def test_bool() -> None:
    assert read_str(str_of_bool(True)) == "True" and read_str(str_of_bool(False)) == "False"


@given(st.text("0123afzxobXB_+- \n", max_size=7), st.integers(-1, 38))
@example("0_7", 0)
@example("07", 0)
@example("0x_f", 16)
@example("00_0", 0)
@example("0x", 16)
@example("0b1", 16)
@example("_1", 10)
@example("1__1", 10)
@example("\x1c7\u3000", 10)
def test_parse_int(text: str, base: int) -> None:
    try:
        expected = int(text, base)
    except ValueError as error:
        with pytest.raises(ValueError) as raised:
            parse_int(make_str(text), base)
        assert str(raised.value) == str(error)
    else:
        assert parse_int(make_str(text), base) == expected


@pytest.mark.parametrize("text", [str(2**63), str(-2**63 - 1), "1" * 30, str(2**64), str(2**64 + 1)])
def test_too_large_for_an_int(text: str) -> None:
    with pytest.raises(OverflowError):
        parse_int(make_str(text))
