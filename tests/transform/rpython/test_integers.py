"""Machine integers against modular arithmetic on Python's own."""
from __future__ import annotations

import math
import operator
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.rpython import (
    add_ovf,
    bits_to_float,
    cdiv,
    char,
    clz,
    cmod,
    ctz,
    float_to_bits,
    int8,
    int16,
    int32,
    int64,
    mul_high,
    mul_ovf,
    popcount,
    sub_ovf,
    truncate,
    uint8,
    uint16,
    uint32,
    uint64,
    umul_high,
    wrap,
)

SIZED = [int8, int16, int32, uint8, uint16, uint32, uint64]
int64s = st.integers(-(2**63), 2**63 - 1)


def reduced(cls, value):
    value %= 1 << cls.bits
    return value - (1 << cls.bits) if cls.signed and value >> (cls.bits - 1) else value


@pytest.mark.parametrize(
    "cls, bits, signed", [(int8, 8, True), (int16, 16, True), (int32, 32, True), (uint8, 8, False),
                          (uint16, 16, False), (uint32, 32, False), (uint64, 64, False)])
def test_class_attributes(cls, bits, signed):
    assert (cls.bits, cls.signed) == (bits, signed)
    assert cls.minimum == (-(2 ** (bits - 1)) if signed else 0)
    assert cls.maximum == (2 ** (bits - 1) if signed else 2**bits) - 1


def test_int64_is_int():
    assert int64 is int


@pytest.mark.parametrize("cls", SIZED)
@given(value=st.integers())
def test_conversion_wraps(cls, value):
    assert cls(value) == reduced(cls, value)
    assert type(cls(value)) is cls


@pytest.mark.parametrize("name", ["add", "sub", "mul", "and_", "or_", "xor", "floordiv", "mod"])
@pytest.mark.parametrize("cls", SIZED)
@given(data=st.data())
def test_binary_operator(cls, name, data):
    numbers = st.integers(cls.minimum, cls.maximum)
    a, b = data.draw(numbers), data.draw(numbers)
    operation = getattr(operator, name)
    if b == 0 and name in ("floordiv", "mod"):
        with pytest.raises(ZeroDivisionError):
            operation(cls(a), cls(b))
        return
    expected = reduced(cls, operation(a, b))
    for x, y in ((cls(a), cls(b)), (cls(a), b), (a, cls(b))):
        result = operation(x, y)
        assert result == expected
        assert type(result) is cls


@pytest.mark.parametrize("cls", SIZED)
@given(data=st.data())
def test_unary_operators(cls, data):
    a = data.draw(st.integers(cls.minimum, cls.maximum))
    for operation in (operator.neg, operator.pos, operator.invert, abs):
        result = operation(cls(a))
        assert result == reduced(cls, operation(a))
        assert type(result) is cls


@pytest.mark.parametrize("cls", SIZED)
@given(data=st.data(), distance=st.integers(0, 100))
def test_shifts(cls, data, distance):
    a = data.draw(st.integers(cls.minimum, cls.maximum))
    for n in (distance, uint8(distance)):
        assert cls(a) << n == reduced(cls, a << distance)
        assert type(cls(a) << n) is cls
        assert cls(a) >> n == a >> distance
        assert type(cls(a) >> n) is cls


def test_shift_by_a_sized_integer_keeps_the_left_class():
    assert 1 << uint8(40) == 1 << 40
    assert type(1 << uint8(3)) is int
    assert type(-9 >> uint8(1)) is int
    assert -9 >> uint8(1) == -5


def test_huge_and_negative_shift_distances():
    assert uint32(1) << 10**18 == 0
    with pytest.raises(ValueError):
        uint32(1) << -1


def test_mixed_classes_are_an_error():
    for operation in (operator.add, operator.sub, operator.mul, operator.and_, operator.floordiv, operator.mod):
        with pytest.raises(TypeError, match="uint8 mixed with int8"):
            operation(uint8(1), int8(1))
    for function in (add_ovf, sub_ovf, mul_ovf, cdiv, cmod, mul_high, umul_high):
        with pytest.raises(TypeError, match="uint16 mixed with uint32"):
            function(uint16(1), uint32(1))


def test_operators_that_are_not_defined():
    with pytest.raises(TypeError, match=r"\*\* is not defined for uint8"):
        uint8(2) ** 3
    with pytest.raises(TypeError):
        uint8(1) + "x"  # type: ignore[operator]


def test_comparison_hash_and_text_are_those_of_int():
    assert uint8(5) == 5 == uint32(5)
    assert uint8(5) < int8(6)
    assert hash(uint16(7)) == hash(7)
    assert (repr(uint8(200)), str(int8(-1)), f"{uint8(10):#x}") == ("200", "-1", "0xa")
    assert type(int(uint8(5))) is int


def test_floats():
    assert uint8(3) / uint8(2) == 1.5
    assert uint8(3) + 0.5 == 3.5


def test_truncate():
    assert (truncate(3.9), truncate(-3.9), truncate(-(2.0**63))) == (3, -3, -(2**63))
    for x in (2.0**63, math.nan):
        with pytest.raises(AssertionError, match="does not fit in int"):
            truncate(x)


@pytest.mark.parametrize("value, name", [("5", "str"), (2.5, "float"), (None, "NoneType")])
def test_only_integers_are_converted(value, name):
    with pytest.raises(TypeError, match=f"uint8.. converts integers, not {name}"):
        uint8(value)


def test_bools_are_integers():
    assert uint8(True) == 1
    assert uint8(7) + True == 8


@given(st.integers())
def test_wrap(x):
    assert wrap(x) == (x + 2**63) % 2**64 - 2**63


def test_wrap_of_a_sized_integer_is_a_plain_int():
    assert wrap(uint64(2**63)) == -(2**63)
    assert type(wrap(uint8(1))) is int


@pytest.mark.parametrize("function, operation",
                         [(add_ovf, operator.add), (sub_ovf, operator.sub), (mul_ovf, operator.mul)])
@given(a=int64s, b=int64s)
def test_overflow_is_detected(function, operation, a, b):
    expected = operation(a, b)
    if -(2**63) <= expected < 2**63:
        assert function(a, b) == expected
    else:
        with pytest.raises(OverflowError):
            function(a, b)


def test_overflow_in_sized_classes():
    assert add_ovf(uint8(250), 5) == 255
    assert type(add_ovf(uint8(250), 5)) is uint8
    with pytest.raises(OverflowError):
        add_ovf(uint8(250), 6)
    with pytest.raises(OverflowError):
        sub_ovf(uint64(0), 1)
    with pytest.raises(OverflowError):
        mul_ovf(int8(16), 8)


@given(a=int64s, b=int64s)
def test_c_division(a, b):
    if b == 0:
        with pytest.raises(ZeroDivisionError):
            cdiv(a, b)
        with pytest.raises(ZeroDivisionError):
            cmod(a, b)
        return
    quotient, remainder = cdiv(a, b), cmod(a, b)
    assert wrap(quotient * b + remainder) == a
    assert abs(remainder) < abs(b)
    assert remainder == 0 or (remainder < 0) == (a < 0)


def test_c_division_corners():
    assert (cdiv(-7, 2), cmod(-7, 2), cdiv(7, -2), cmod(7, -2)) == (-3, -1, -3, 1)
    assert (cdiv(-(2**63), -1), cmod(-(2**63), -1)) == (-(2**63), 0)
    assert (cdiv(int8(-128), int8(-1)), type(cdiv(int8(-128), -1))) == (-128, int8)


@given(a=int64s, b=int64s)
def test_high_products(a, b):
    assert mul_high(a, b) == a * b >> 64
    assert umul_high(a, b) == wrap((a % 2**64) * (b % 2**64) >> 64)
    assert mul_high(uint64(a), uint64(b)) == (a % 2**64) * (b % 2**64) >> 64
    assert umul_high(int8(a), int8(b)) == int8((a % 256) * (b % 256) >> 8)


@pytest.mark.parametrize("cls, bits", [(int, 64)] + [(cls, cls.bits) for cls in SIZED])
@given(value=int64s.filter(bool))
def test_counting_bits(cls, bits, value):
    a = cls(value)
    text = format(value % 2**bits, f"0{bits}b")
    assert popcount(a) == text.count("1")
    if a != 0:
        assert clz(a) == len(text) - len(text.lstrip("0"))
        assert ctz(a) == len(text) - len(text.rstrip("0"))


def test_zero_has_no_first_bit():
    with pytest.raises(AssertionError):
        clz(0)
    with pytest.raises(AssertionError):
        ctz(uint8(0))


@given(st.integers(0, 2**64 - 1))
def test_float_bits_round_trip(pattern):
    bits = wrap(pattern)
    x = bits_to_float(bits)
    assert struct.pack("<d", x) == struct.pack("<q", bits)
    assert float_to_bits(x) == bits


def test_char():
    assert char(65) == "A" == char("A")
    assert ord(char(0x1F600)) == 0x1F600
    with pytest.raises(TypeError):
        char("AB")
