"""Immediate classes and the words that stand for their instances."""
from __future__ import annotations

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transform.rpython import (
    bits_to_float,
    decode_immediate_float,
    encode_immediate_float,
    fits_immediate_float,
    fits_immediate_int,
    float_to_bits,
    identity,
    immediate,
    wrap,
)

patterns = st.integers(0, 2**64 - 1).map(lambda pattern: bits_to_float(wrap(pattern)))
representable = st.one_of(
    st.just(0.0),
    st.builds(lambda sign, magnitude, rest: bits_to_float(wrap(sign << 63 | magnitude << 60 | rest)),
              st.integers(0, 1), st.integers(3, 4), st.integers(1, 2**60 - 1)))


class Value:
    pass


@immediate("int")
class SmallInt(Value):
    number: int

    def __init__(self, number: int) -> None:
        self.number = number


@immediate("float")
class Double(Value):
    number: float

    def __init__(self, number: float) -> None:
        self.number = number


def test_ints_of_63_bits_fit():
    assert fits_immediate_int(2**62 - 1)
    assert fits_immediate_int(-(2**62))
    assert not fits_immediate_int(2**62)
    assert not fits_immediate_int(-(2**62) - 1)


@given(patterns)
@example(0.0)
@example(-0.0)
@example(1.0)
@example(-1.0)
@example(math.inf)
@example(math.nan)
def test_which_floats_fit(x):
    bits = float_to_bits(x) % 2**64
    magnitude = bits >> 60 & 7
    expected = bits == 0 or magnitude in (3, 4) and bits != 0x3000_0000_0000_0000
    assert fits_immediate_float(x) == expected


@given(representable)
def test_float_round_trip(x):
    word = encode_immediate_float(x)
    assert word & 3 == 2
    assert -(2**63) <= word < 2**63
    assert float_to_bits(decode_immediate_float(word)) == float_to_bits(x)


@given(representable, representable)
def test_different_floats_have_different_words(x, y):
    assert (encode_immediate_float(x) == encode_immediate_float(y)) == (float_to_bits(x) == float_to_bits(y))


@pytest.mark.parametrize("x", [0.0, 1.0, -1.0, 3.14, 1e-70, -1e70, 1 / 3, 2.0**53])
def test_common_floats_fit(x):
    assert float_to_bits(decode_immediate_float(encode_immediate_float(x))) == float_to_bits(x)


@pytest.mark.parametrize("x", [-0.0, math.inf, -math.inf, math.nan, 1e-300, 1e300, 5e-324, bits_to_float(3 << 60)])
def test_floats_that_do_not_fit(x):
    assert not fits_immediate_float(x)
    with pytest.raises(AssertionError):
        encode_immediate_float(x)


def test_words_are_those_documented():
    assert encode_immediate_float(0.0) == wrap(0x8000_0000_0000_0002)
    assert encode_immediate_float(1.0) == wrap(0xFF80_0000_0000_0002)
    assert encode_immediate_float(2.0) == 2
    assert encode_immediate_float(-2.0) == 6
    assert identity(SmallInt(5)) == 11
    assert identity(SmallInt(-1)) == -1
    assert identity(Double(2.0)) == 2


def test_equal_fields_are_equal_instances():
    assert SmallInt(7) == SmallInt(7) != SmallInt(8)
    assert Double(1.5) == Double(1.5) != Double(2.5)
    assert SmallInt(1) != Double(1.0)
    assert {SmallInt(7), SmallInt(7)} == {SmallInt(7)}
    assert isinstance(SmallInt(1), Value)


def test_own_equality_is_respected():
    @immediate("int")
    class Parity:
        number: int

        def __init__(self, number: int) -> None:
            self.number = number

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Parity) and (self.number - other.number) % 2 == 0

    assert Parity(1) == Parity(3)


def test_fields_are_frozen():
    x = SmallInt(7)
    with pytest.raises(AttributeError, match="'number' of immediate SmallInt"):
        x.number = 8
    with pytest.raises(AttributeError):
        x.other = 8  # type: ignore[attr-defined]


def test_a_value_that_does_not_fit():
    with pytest.raises(AssertionError, match="does not fit"):
        SmallInt(2**62)
    with pytest.raises(AssertionError, match="does not fit"):
        Double(math.inf)


def test_the_class_must_have_one_field():
    class Two:
        a: int
        b: int

    with pytest.raises(TypeError, match="exactly one annotated field, not 2"):
        immediate("int")(Two)
    with pytest.raises(TypeError, match="not 0"):
        immediate("int")(Value)


def test_kinds():
    assert (SmallInt._rpython_immediate_, Double._rpython_immediate_) == ("int", "float")  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="'int' or 'float'"):
        immediate("str")
