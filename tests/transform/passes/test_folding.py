"""Folding computes what the operation computes: against the interpreter of graphs."""
import math

import pytest
from hypothesis import given, settings, strategies as st

from tests.transform.ir.evaluate import Machine, Raised
from transform.ir.graph import CInteger, Constant, Operation, Variable
from transform.ir.parser import parse_program
from transform.ir.types import (
    BOOL, FLOAT, FLOAT32, INT, INT8, INT16, INT32, UINT8, UINT16, UINT32, UINT64, IntType,
)
from transform.passes.folding import fold

INTEGERS = (INT, INT8, INT16, INT32, UINT8, UINT16, UINT32, UINT64)
BINARY = ("add", "sub", "mul", "and", "or", "xor", "add_ovf", "sub_ovf", "mul_ovf", "floordiv", "mod", "cdiv", "cmod",
          "mul_high", "lshift", "rshift")
UNARY = ("neg", "invert", "clz", "ctz", "popcount")
RELATIONS = ("eq", "ne", "lt", "le", "gt", "ge")
MACHINE = Machine(parse_program("function f() -> int\n"))
EDGES = [0.0, -0.0, 1.0, -1.5, math.inf, -math.inf, math.nan, 5e-324, 1.7976931348623157e308]
floats = st.sampled_from(EDGES) | st.floats()


def integers(type: IntType):
    return st.integers(type.minimum, type.maximum) | st.sampled_from(
        [type.minimum, type.maximum, 0, 1, type.wrap(-1), 2, 7])


def agree(name, values, types, result):
    """The folded value is the computed one; nothing is folded where the operation fails."""
    op = Operation(name, [Constant(value, type) for value, type in zip(values, types)], Variable(result))
    folded = fold(op, op.args)
    try:
        computed = MACHINE.operation(op, list(values))
    except Raised:
        assert folded is None
        return
    if folded is None:
        assert isinstance(computed, float) and math.isnan(computed)
    else:
        assert folded.type is result
        assert repr(folded.value) == repr(computed)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_integers(data):
    type = data.draw(st.sampled_from(INTEGERS))
    name = data.draw(st.sampled_from(BINARY + UNARY + RELATIONS))
    a, b = data.draw(integers(type)), data.draw(integers(type))
    if name in ("floordiv", "mod", "cdiv", "cmod") and b == 0:
        b = 3
    if name in ("lshift", "rshift"):
        b %= type.bits
    if name in UNARY:
        if name in ("clz", "ctz") and a == 0:
            a = 1
        agree(f"int_{name}", [a], [type], type if name in ("neg", "invert") else INT)
    else:
        agree(f"int_{name}", [a, b], [type, type], BOOL if name in RELATIONS else type)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_conversions(data):
    source, target = data.draw(st.sampled_from(INTEGERS)), data.draw(st.sampled_from(INTEGERS))
    value = data.draw(integers(source))
    agree("cast_int", [value], [source], target)
    agree("int_to_float", [value], [source], FLOAT)
    agree("cast_int", [value % 2 == 0], [BOOL], target)
    number = data.draw(floats)
    if math.isfinite(number) and target.minimum <= math.trunc(number) <= target.maximum:
        agree("float_to_int", [number], [FLOAT], target)
    if not math.isnan(number):
        agree("float_to_bits", [number], [FLOAT], INT)
    agree("bits_to_float", [data.draw(integers(INT))], [INT], FLOAT)
    agree("cast_float", [number], [FLOAT], FLOAT32)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(("add", "sub", "mul", "truediv", "neg", "abs", "sqrt", "floor") + RELATIONS), floats, floats)
def test_floats(name, a, b):
    if name in ("neg", "abs", "sqrt", "floor"):
        agree(f"float_{name}", [a], [FLOAT], FLOAT)
    else:
        agree(f"float_{name}", [a, b], [FLOAT, FLOAT], BOOL if name in RELATIONS else FLOAT)


@settings(max_examples=100, deadline=None)
@given(integers(INT), integers(INT) | st.integers(0, 10))
def test_checks(i, n):
    agree("check_index", [i, n], [INT, INT], INT)
    agree("check_nonzero", [i], [INT], INT)


@pytest.mark.parametrize("name", ["int_add", "int_or", "int_lshift", "int_neg"])
def test_a_c_name_survives_arithmetic(name):
    args = [Constant(CInteger(4, "FLAG"), INT), Constant(1, INT)][:1 if name == "int_neg" else 2]
    assert fold(Operation(name, args, Variable(INT)), args) is None
