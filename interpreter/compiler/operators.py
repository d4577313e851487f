"""Operators and contexts of the syntax tree: constants where CPython has classes without fields."""
from __future__ import annotations

from typing import ClassVar, TypeAlias

# The types of fields that hold such constants, named as in CPython's grammar of trees (its Parser/Python.asdl).
operator: TypeAlias = int
unaryop: TypeAlias = int
boolop: TypeAlias = int
cmpop: TypeAlias = int
expr_context: TypeAlias = int


class Enumeration:
    """A group of constants; ``names[n]`` is the name of CPython's class for the constant n."""

    names: ClassVar[list[str]]


class Operator(Enumeration):
    """``op`` of BinOp and AugAssign."""

    (ADD, SUB, MULT, MAT_MULT, DIV, MOD, POW, L_SHIFT, R_SHIFT, BIT_OR, BIT_XOR, BIT_AND, FLOOR_DIV) = range(13)
    names = ["Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd",
             "FloorDiv"]


class UnaryOperator(Enumeration):
    """``op`` of UnaryOp."""

    INVERT, NOT, U_ADD, U_SUB = range(4)
    names = ["Invert", "Not", "UAdd", "USub"]


class BoolOperator(Enumeration):
    """``op`` of BoolOp."""

    AND, OR = range(2)
    names = ["And", "Or"]


class Comparison(Enumeration):
    """``ops`` of Compare."""

    EQ, NOT_EQ, LT, LT_E, GT, GT_E, IS, IS_NOT, IN, NOT_IN = range(10)
    names = ["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"]


class Context(Enumeration):
    """``ctx`` of names, attributes, subscripts, starred expressions, lists and tuples."""

    LOAD, STORE, DEL = range(3)
    names = ["Load", "Store", "Del"]


ENUMERATIONS: dict[str, type[Enumeration]] = {
    "operator": Operator,
    "unaryop": UnaryOperator,
    "boolop": BoolOperator,
    "cmpop": Comparison,
    "expr_context": Context,
}
