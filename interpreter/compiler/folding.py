"""Constant folding: expressions whose value is known when they are compiled.

The tree stays as it is (so annotations can be printed as they were written); the code generator asks for the value of a node before it
generates code for it. Limits on the size of results are CPython 3.11's.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.compiler.arithmetic import binary_constant, unary_constant
from interpreter.compiler.ast import Context
from interpreter.compiler.constants import item_of_constant
from interpreter.objects.make import Object, Tuple, new_tuple
from interpreter.objects.set import FrozenSet
from interpreter.protocols import compare  # noqa: F401  (sets hash and compare their items by it)

_VARIABLE = Object()
"""Stands for what is not constant."""


class Folding:
    """The values of constant expressions, found when asked for; each expression is looked at once."""
    values: dict[ast.expr, Object]

    def __init__(self) -> None:
        self.values = {}

    def constant(self, node: ast.expr) -> Optional[Object]:
        """The value of a constant expression, or None."""
        if isinstance(node, ast.Constant):
            return node.value
        if not isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Tuple, ast.Subscript)):
            return None
        known = self.values.get(node)
        if known is not None:
            return None if known is _VARIABLE else known
        value = self._fold(node)
        self.values[node] = _VARIABLE if value is None else value
        return value

    def _fold(self, node: ast.expr) -> Optional[Object]:
        if isinstance(node, ast.BinOp):
            left = self.constant(node.left)
            right = self.constant(node.right)
            return None if left is None or right is None else binary_constant(node.op, left, right)
        if isinstance(node, ast.UnaryOp):
            operand = self.constant(node.operand)
            return None if operand is None else unary_constant(node.op, operand)
        if isinstance(node, ast.Tuple):
            return self.constant_tuple(node.elts)
        if isinstance(node, ast.Subscript) and node.ctx == Context.LOAD:
            value = self.constant(node.value)
            index = self.constant(node.slice)
            return None if value is None or index is None else item_of_constant(value, index)
        return None

    def constant_tuple(self, elements: list[ast.expr]) -> Optional[Tuple]:
        """The tuple of the values of constant expressions, or None."""
        items: list[Object] = []
        for element in elements:
            value = self.constant(element)
            if value is None:
                return None
            items.append(value)
        return new_tuple(items)

    def frozen(self, node: ast.expr) -> Optional[Object]:
        """The tuple or frozenset that a list or set of constants can be replaced by where it is only iterated over, or searched."""
        if isinstance(node, ast.List):
            return self.constant_tuple(node.elts)
        if isinstance(node, ast.Set):
            items = self.constant_tuple(node.elts)
            if items is not None:
                result = FrozenSet()
                for item in items.items():
                    result.add(item)
                return result
        return None
