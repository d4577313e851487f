"""Operators, comparisons, attributes, items, conditional expressions; yield and await."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import SMALL_NUMBER, Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Label
from interpreter.compiler.ast import BoolOperator, Comparison, Operator, UnaryOperator
from interpreter.compiler.codegen.conditions import COMPARISONS, NO_SMALL_NUMBER
from interpreter.compiler.codegen.core import ANY, Place
from interpreter.compiler.codegen.displays import Displays, has_starred
from interpreter.compiler.constants import truth
from interpreter.compiler.nodes import Node
from interpreter.compiler.percent import as_fstring
from interpreter.compiler.scopes import ScopeKind
from interpreter.compiler.codegen.literals import description_of_literal, is_index_literal
from interpreter.objects.make import Str

BINARY = [Op.ADD, Op.SUB, Op.MUL, Op.MATMUL, Op.TRUEDIV, Op.MOD, Op.POW, Op.LSHIFT, Op.RSHIFT, Op.OR, Op.XOR, Op.AND,
          Op.FLOORDIV]
"""The operations of `Operator`."""

INPLACE = [Op.INPLACE_ADD, Op.INPLACE_SUB, Op.INPLACE_MUL, Op.INPLACE_MATMUL, Op.INPLACE_TRUEDIV, Op.INPLACE_MOD,
           Op.INPLACE_POW, Op.INPLACE_LSHIFT, Op.INPLACE_RSHIFT, Op.INPLACE_OR, Op.INPLACE_XOR, Op.INPLACE_AND,
           Op.INPLACE_FLOORDIV]
"""The same for augmented assignment."""

_WITH_SMALL = [Op.NOP, Op.NOP, Op.MUL_INT, Op.NOP, Op.NOP, Op.MOD_INT, Op.NOP, Op.NOP, Op.RSHIFT_INT, Op.NOP, Op.NOP, Op.AND_INT, Op.FLOORDIV_INT]
"""The same for a small number on the right; NOP where there is none. Addition and subtraction have their own."""

_UNARY = [Op.INVERT, Op.NOT, Op.POSITIVE, Op.NEGATIVE]
"""The operations of `UnaryOperator`."""

AWAIT, AWAIT_ENTER, AWAIT_EXIT = range(3)
"""What GET_AWAITABLE is for."""


class Expressions(Displays):
    # Operators.

    def visit_BinOp(self, node: ast.BinOp) -> int:
        target, mark = self.target, self.unit.next
        constant = self.folding.constant(node)
        if constant is not None:
            return self.load_constant(constant, target)
        if node.op == Operator.MOD:
            formatted = self.percent_format(node)
            if formatted is not None:
                return self.evaluate(formatted, target)
        left = self.operand(node.left, node.right)
        return self.apply_operator(node.op, left, node.right, False, target, mark)

    def percent_format(self, node: ast.BinOp) -> Optional[ast.JoinedStr]:
        """The f-string that a text with ``%`` and a tuple can be replaced by."""
        left, right = node.left, node.right
        if isinstance(left, ast.Constant) and isinstance(right, ast.Tuple) and not has_starred(right.elts):
            value = left.value
            if isinstance(value, Str):
                return as_fstring(value.value, node, right.elts)
        return None

    def apply_operator(self, op: int, left: int, right: ast.expr, is_inplace: bool, target: int, mark: int) -> int:
        """left op right, where the left operand is in a register."""
        number = self.small_number(right)
        if 0 < number < NO_SMALL_NUMBER:
            operation = _WITH_SMALL[op]
            if op == Operator.ADD or op == Operator.SUB:
                operation = Op.INPLACE_ADD_INT if is_inplace else Op.ADD_INT
            elif is_inplace:
                operation = Op.NOP
            if operation != Op.NOP:
                target = self.result(target, mark)
                self.asm.emit(operation, target, left, SMALL_NUMBER + (-number if op == Operator.SUB else number))
                return target
        right_register = self.value(right)
        target = self.result(target, mark)
        self.asm.emit(INPLACE[op] if is_inplace else BINARY[op], target, left, right_register)
        return target

    def visit_UnaryOp(self, node: ast.UnaryOp) -> int:
        target, mark = self.target, self.unit.next
        constant = self.folding.constant(node)
        if constant is not None:
            return self.load_constant(constant, target)
        operand = node.operand
        if node.op == UnaryOperator.NOT and isinstance(operand, ast.Compare) and len(operand.ops) == 1:
            negation = _NEGATIONS[operand.ops[0]]
            if negation >= 0:
                self.asm.here = operand
                return self.compare(operand, negation, target)
        register = self.value(operand)
        target = self.result(target, mark)
        self.asm.emit(_UNARY[node.op], target, register)
        return target

    def visit_BoolOp(self, node: ast.BoolOp) -> int:
        target, mark = self.target, self.unit.next
        result = self.scratch(target)
        decisive = node.op == BoolOperator.OR
        end = Label()
        last = len(node.values) - 1
        for i in range(last):
            value = node.values[i]
            constant = self.constant_of(value)
            if constant is None:
                self.evaluate(value, result)
                self.branch_if(result, decisive, end)
            elif truth(constant) == decisive:
                self.load_constant(constant, result)
                self.asm.jump(end)
        self.evaluate(node.values[last], result)
        self.asm.place(end)
        return self.delivered(result, target, mark)

    def visit_Compare(self, node: ast.Compare) -> int:
        target, mark = self.target, self.unit.next
        self.check_comparison(node)
        if len(node.ops) == 1:
            return self.compare(node, node.ops[0], target)
        result = self.scratch(target)
        end = Label()
        last = len(node.ops) - 1
        left = self.operand_of_comparison(node, 0)
        for i in range(last):
            right = self.operand_of_comparison(node, i + 1)
            self.asm.emit(COMPARISONS[node.ops[i]], result, left, right)
            self.branch_if(result, False, end)
            left = right
        right = self.comparator(node, last)
        self.asm.emit(COMPARISONS[node.ops[last]], result, left, right)
        self.asm.place(end)
        return self.delivered(result, target, mark)

    def compare(self, node: ast.Compare, op: int, target: int) -> int:
        """A single comparison, by the operator of the node or its negation."""
        mark = self.unit.next
        left = self.operand_of_comparison(node, 0)
        right = self.comparator(node, 0)
        target = self.result(target, mark)
        self.asm.emit(COMPARISONS[op], target, left, right)
        return target

    def visit_IfExp(self, node: ast.IfExp) -> int:
        target = self.target
        if target == ANY:
            target = self.allocate()
        otherwise, end = Label(), Label()
        self.jump_if(node.test, False, otherwise)
        self.evaluate(node.body, target)
        self.asm.jump(end)
        self.asm.place(otherwise)
        self.evaluate(node.orelse, target)
        self.asm.place(end)
        return target

    def visit_NamedExpr(self, node: ast.NamedExpr) -> int:
        target, mark = self.target, self.unit.next
        name = node.target
        assert isinstance(name, ast.Name)
        self.refuse_debug(name.id, "assign to", name)
        variable = self.variable_of(name.id)
        if variable >= 0:
            self.evaluate(node.value, variable)
            self.asm.mark_bound(variable)
            return self.moved(variable, target)
        register = self.value(node.value)
        self.store_name(name.id, register)
        if target != ANY:
            self.release(mark)
        return self.moved(register, target)

    # Attributes and items.

    def visit_Attribute(self, node: ast.Attribute) -> int:
        target, mark = self.target, self.unit.next
        value = self.value(node.value)
        self.asm.here = attribute_place(node)
        target = self.result(target, mark)
        self.asm.emit(Op.LOAD_ATTR, target, value, self.asm.cache(self.mangled(node.attr)))
        return target

    def visit_Subscript(self, node: ast.Subscript) -> int:
        target, mark = self.target, self.unit.next
        constant = self.folding.constant(node)
        if constant is not None:
            return self.load_constant(constant, target)
        self.check_subscript(node)
        value = self.operand(node.value, node.slice)
        index = self.value(node.slice)
        target = self.result(target, mark)
        self.asm.emit(Op.LOAD_ITEM, target, value, index)
        return target

    def check_subscript(self, node: ast.Subscript) -> None:
        """Warns of subscripts that cannot work."""
        owner = description_of_literal(node.value)
        if owner == "":
            return
        if owner not in ("str", "bytes", "list", "tuple", "dict"):
            self.warn(f"'{owner}' object is not subscriptable; perhaps you missed a comma?", node)
            return
        index = description_of_literal(node.slice)
        if owner != "dict" and index != "" and not is_index_literal(node.slice):
            self.warn(f"{owner} indices must be integers or slices, not {index}; perhaps you missed a comma?", node)

    def visit_Slice(self, node: ast.Slice) -> int:
        target, mark = self.target, self.unit.next
        lower, upper, step = node.lower, node.upper, node.step
        for part in [lower, upper, step]:
            if part is None:
                self.load_none(self.allocate())
            else:
                self.temporary(part)
        target = self.result(target, mark)
        self.asm.emit(Op.BUILD_SLICE, target, mark)
        return target

    # Suspension.

    def visit_Yield(self, node: ast.Yield) -> int:
        target, mark = self.target, self.unit.next
        if not self.unit.is_function():
            raise self.error("'yield' outside function", node)
        value = node.value
        register = self.load_none(self.allocate()) if value is None else self.value(value)
        if self.unit.scope.is_coroutine:
            wrapped = register if self.unit.is_temporary(register) else self.allocate()
            self.asm.emit(Op.ASYNC_GEN_WRAP, wrapped, register)
            register = wrapped
        target = self.result(target, mark)
        self.asm.emit(Op.YIELD, target, register)
        return target

    def visit_YieldFrom(self, node: ast.YieldFrom) -> int:
        target, mark = self.target, self.unit.next
        if not self.unit.is_function():
            raise self.error("'yield' outside function", node)
        if self.unit.scope.is_coroutine:
            raise self.error("'yield from' inside async function", node)
        source = self.value(node.value)
        self.release(mark)
        result, iterator = self.allocate(), self.allocate()
        self.asm.emit(Op.GET_YIELD_FROM_ITER, iterator, source)
        self.delegate(result, iterator)
        return self.delivered(result, target, mark)

    def visit_Await(self, node: ast.Await) -> int:
        target, mark = self.target, self.unit.next
        self.require_coroutine("'await'", node, True)
        source = self.value(node.value)
        self.release(mark)
        result, iterator = self.allocate(), self.allocate()
        self.asm.emit(Op.GET_AWAITABLE, iterator, source, AWAIT)
        self.delegate(result, iterator)
        return self.delivered(result, target, mark)

    def require_coroutine(self, what: str, node: Node, names_function: bool) -> None:
        """Raises unless this is a coroutine; comprehensions may become one by what they contain."""
        scope = self.unit.scope
        if self.is_top_level_await():
            return
        if names_function and scope.kind != ScopeKind.FUNCTION:
            raise self.error(f"{what} outside function", node)
        if not isinstance(scope.node, ast.AsyncFunctionDef) and not scope.comprehension:
            raise self.error(f"{what} outside async function", node)

    def is_top_level_await(self) -> bool:
        return self.options.allows_top_level_await() and self.unit.scope.kind == ScopeKind.MODULE

    def delegate(self, value: int, iterator: int) -> None:
        """Runs an iterator to its end, yielding what it yields. Its result comes into `value`. See SEND in bytecode.py."""
        self.load_none(value)
        send, again = Label(), Label()
        self.asm.jump(send)
        self.asm.place_reentry(again, send)
        self.asm.emit(Op.YIELD, value, value)
        self.asm.place(send)
        self.asm.emit(Op.SEND, value, iterator, value)
        self.asm.jump_again(again)

    def await_in_place(self, register: int, purpose: int) -> None:
        """Awaits what a temporary holds; the result is there too."""
        iterator = self.allocate()
        self.asm.emit(Op.GET_AWAITABLE, iterator, register, purpose)
        self.delegate(register, iterator)
        self.release(iterator)


_NEGATIONS = [-1, -1, -1, -1, -1, -1, Comparison.IS_NOT, Comparison.IS, Comparison.NOT_IN, Comparison.IN]
"""The comparison that is the negation of another for all objects; -1 where there is none."""


def attribute_place(node: ast.Attribute) -> Node:
    """Where an attribute is looked up: in a chain over several lines, only the name behind the dot."""
    if node.lineno == node.end_lineno:
        return node
    start = node.end_col_offset - len(node.attr)
    if start < 0:
        return Place(node.end_lineno, -1, node.end_lineno, -1)
    return Place(node.end_lineno, start, node.end_lineno, node.end_col_offset)
