"""Conditions: expressions whose truth decides where control goes."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import SMALL_NUMBER, Op
from interpreter.compiler import ast
from interpreter.compiler.ast import BoolOperator, Comparison, UnaryOperator
from interpreter.compiler.assembler import Label
from interpreter.compiler.codegen.variables import Variables
from interpreter.compiler.constants import truth
from interpreter.objects.make import ELLIPSIS, NONE, Bool, Int, Object

COMPARISONS = [Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE, Op.IS, Op.IS_NOT, Op.IN, Op.NOT_IN]
"""The operations of `Comparison`."""

_JUMPING = [Op.EQ_JUMP, Op.NE_JUMP, Op.LT_JUMP, Op.LE_JUMP, Op.GT_JUMP, Op.GE_JUMP, Op.IS, Op.IS_NOT, Op.IN, Op.NOT_IN]
"""The same in front of a jump."""


_JUMPING_WITH_SMALL = [Op.EQ_INT_JUMP, Op.NE_INT_JUMP, Op.LT_INT_JUMP, Op.LE_INT_JUMP, Op.GT_INT_JUMP, Op.GE_INT_JUMP]
"""The same with a small number on the right."""

NO_SMALL_NUMBER = 1 << 16


class Conditions(Variables):
    def small_number(self, node: ast.expr) -> int:
        """The value of a constant int of 16 bits with a sign; `NO_SMALL_NUMBER` of all else."""
        value = self.constant_of(node)
        if isinstance(value, Int) and not isinstance(value, Bool) and value.fits():
            number = value.machine()
            if -SMALL_NUMBER < number < SMALL_NUMBER:
                return number
        return NO_SMALL_NUMBER

    def jump_if(self, node: ast.expr, when: bool, label: Label) -> None:
        """Jumps to the label if the truth of the expression is `when`.

        What comes behind a comparison has its place, in CPython too: that is where a failing assertion is shown."""
        constant = self.static_value(node)
        if constant is not None:
            if truth(constant) == when:
                self.asm.jump(label)
        elif isinstance(node, ast.UnaryOp) and node.op == UnaryOperator.NOT:
            self.jump_if(node.operand, not when, label)
        elif isinstance(node, ast.BoolOp):
            self.jump_if_chain(node, when, label)
        elif isinstance(node, ast.IfExp):
            otherwise, end = Label(), Label()
            self.jump_if(node.test, False, otherwise)
            self.jump_if(node.body, when, label)
            self.asm.jump(end)
            self.asm.place(otherwise)
            self.jump_if(node.orelse, when, label)
            self.asm.place(end)
        elif isinstance(node, ast.Compare):
            self.jump_if_comparison(node, when, label)
        else:
            mark = self.unit.next
            self.branch_if(self.value(node), when, label)
            self.release(mark)

    def static_value(self, node: ast.expr) -> Optional[Object]:
        """The value of a condition that is known when it is compiled."""
        if isinstance(node, ast.Name) and node.id == "__debug__":
            return self.debug_constant()
        return self.constant_of(node)

    def branch_if(self, register: int, when: bool, label: Label) -> None:
        self.asm.branch(Op.JUMP_IF_TRUE if when else Op.JUMP_IF_FALSE, register, label)

    def jump_if_chain(self, node: ast.BoolOp, when: bool, label: Label) -> None:
        """`and` and `or`: each value but the last decides alone if it is false, or true."""
        decisive = node.op == BoolOperator.OR
        last = len(node.values) - 1
        if when == decisive:
            for value in node.values:
                self.jump_if(value, when, label)
            return
        end = Label()
        for i in range(last):
            self.jump_if(node.values[i], decisive, end)
        self.jump_if(node.values[last], when, label)
        self.asm.place(end)

    def jump_if_comparison(self, node: ast.Compare, when: bool, label: Label) -> None:
        self.check_comparison(node)
        self.asm.here = node
        mark = self.unit.next
        last = len(node.ops) - 1
        left = self.operand_of_comparison(node, 0)
        if last == 0:
            self.jump_if_compared(node, 0, left, when, label)
        else:
            end = Label()
            for i in range(last):
                right = self.operand_of_comparison(node, i + 1)
                self.compare_and_branch(node.ops[i], left, right, False, end if when else label)
                left = right
            self.jump_if_compared(node, last, left, when, label)
            self.asm.place(end)
        self.release(mark)

    def jump_if_compared(self, node: ast.Compare, last: int, left: int, when: bool, label: Label) -> None:
        """The last comparison of a chain, whose left side is in a register."""
        op, right = node.ops[last], node.comparators[last]
        is_test = op == Comparison.IS or op == Comparison.IS_NOT
        if is_test and isinstance(right, ast.Constant) and right.value is NONE:
            is_none = (op == Comparison.IS) == when
            self.asm.branch(Op.JUMP_IF_NONE if is_none else Op.JUMP_IF_NOT_NONE, left, label)
        else:
            number = self.small_number(right) if op < len(_JUMPING_WITH_SMALL) else NO_SMALL_NUMBER
            if number != NO_SMALL_NUMBER:
                self.test_and_branch(_JUMPING_WITH_SMALL[op], left, number + SMALL_NUMBER, when, label)
            else:
                self.compare_and_branch(op, left, self.comparator(node, last), when, label)

    def compare_and_branch(self, op: int, left: int, right: int, when: bool, label: Label) -> None:
        self.test_and_branch(_JUMPING[op], left, right, when, label)

    def test_and_branch(self, operation: int, left: int, right: int, when: bool, label: Label) -> None:
        mark = self.unit.next
        outcome = self.allocate()
        self.asm.emit(operation, outcome, left, right)
        self.branch_if(outcome, when, label)
        self.release(mark)

    def operand_of_comparison(self, node: ast.Compare, index: int) -> int:
        """The operand in front of the operator `index`, in a register that stays right until the operand behind it is there."""
        expression = node.left if index == 0 else node.comparators[index - 1]
        return self.temporary(expression) if self.may_rebind(node.comparators[index]) else self.value(expression)

    def comparator(self, node: ast.Compare, index: int) -> int:
        """The operand behind the operator `index`, the last one. A display that `in` looks into is a constant if it can be."""
        expression, op = node.comparators[index], node.ops[index]
        if op == Comparison.IN or op == Comparison.NOT_IN:
            constant = self.folding.frozen(expression)
            if constant is not None:
                return self.load_constant(constant, self.allocate())
        return self.value(expression)

    def check_comparison(self, node: ast.Compare) -> None:
        """Warns of ``is`` with a literal."""
        left = node.left
        for i in range(len(node.ops)):
            right, op = node.comparators[i], node.ops[i]
            if (op == Comparison.IS or op == Comparison.IS_NOT) and (self.has_no_identity(left) or self.has_no_identity(right)):
                if op == Comparison.IS:
                    self.warn('"is" with a literal. Did you mean "=="?', node)
                else:
                    self.warn('"is not" with a literal. Did you mean "!="?', node)
            left = right

    def has_no_identity(self, node: ast.expr) -> bool:
        """Whether this is a constant of which there may be several."""
        value = self.constant_of(node)
        return value is not None and value is not NONE and value is not ELLIPSIS and not isinstance(value, Bool)
