"""Tuples, lists, sets, dicts and f-strings.

The items are evaluated into a row of registers. What is too long for a row, or has starred items, is made piece by piece.
"""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.ast import Context
from interpreter.compiler.codegen.conditions import Conditions
from interpreter.compiler.codegen.core import ANY, MAX_ROW
from interpreter.objects.make import EMPTY_STR
from transform.rpython import not_none

_CONVERSIONS = {ord("s"): 0, ord("r"): 1, ord("a"): 2}
"""`FormattedValue.conversion` to the operand of CONVERT."""


class Displays(Conditions):
    def row(self, nodes: list[ast.expr], start: int, end: int) -> int:
        """Evaluates nodes[start:end] into new registers in a row; gives the first."""
        first = self.unit.next
        for i in range(start, end):
            self.temporary(nodes[i])
        return first

    def visit_Tuple(self, node: ast.Tuple) -> int:
        target = self.target
        if node.ctx != Context.LOAD:
            raise self.error("a tuple that is a target stands where a value is needed", node)
        constant = self.folding.constant(node)
        if constant is not None:
            return self.load_constant(constant, target)
        mark = self.unit.next
        if len(node.elts) <= MAX_ROW and not has_starred(node.elts):
            first = self.row(node.elts, 0, len(node.elts))
            target = self.result(target, mark)
            self.asm.emit(Op.BUILD_TUPLE, target, first, len(node.elts))
            return target
        items = self.list_of(node.elts, ANY)
        target = self.result(target, mark)
        self.asm.emit(Op.LIST_TO_TUPLE, target, items)
        return target

    def visit_List(self, node: ast.List) -> int:
        return self.list_of(node.elts, self.target)

    def list_of(self, elements: list[ast.expr], target: int) -> int:
        """A list of the values, some of which may be starred."""
        mark = self.unit.next
        if len(elements) <= MAX_ROW and not has_starred(elements):
            constant = self.folding.constant_tuple(elements) if len(elements) >= 3 else None
            if constant is None:
                first = self.row(elements, 0, len(elements))
                target = self.result(target, mark)
                self.asm.emit(Op.BUILD_LIST, target, first, len(elements))
                return target
        else:
            constant = self.folding.constant_tuple(elements)
        result = self.scratch(target)
        if constant is not None:
            self.asm.emit(Op.BUILD_LIST, result, result, 0)
            items = self.load_constant(constant, self.allocate())
            self.asm.emit(Op.LIST_EXTEND, result, items)
        else:
            self.collect(elements, result, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND)
        return self.delivered(result, target, mark)

    def visit_Set(self, node: ast.Set) -> int:
        target, mark = self.target, self.unit.next
        if len(node.elts) <= MAX_ROW and not has_starred(node.elts):
            first = self.row(node.elts, 0, len(node.elts))
            target = self.result(target, mark)
            self.asm.emit(Op.BUILD_SET, target, first, len(node.elts))
            return target
        result = self.scratch(target)
        self.collect(node.elts, result, Op.BUILD_SET, Op.SET_ADD, Op.SET_UPDATE)
        return self.delivered(result, target, mark)

    def collect(self, elements: list[ast.expr], result: int, build: int, add: int, extend: int) -> None:
        """Makes a list or set in a temporary: a row of the first items that are not starred, then one by one."""
        count = 0
        while count < len(elements) and count < MAX_ROW and not isinstance(elements[count], ast.Starred):
            count += 1
        mark = self.unit.next
        first = self.row(elements, 0, count)
        self.asm.emit(build, result, first, count)
        self.release(mark)
        for i in range(count, len(elements)):
            element = elements[i]
            if isinstance(element, ast.Starred):
                self.asm.emit(extend, result, self.value(element.value))
            else:
                self.asm.emit(add, result, self.value(element))
            self.release(mark)

    def visit_Dict(self, node: ast.Dict) -> int:
        target, mark = self.target, self.unit.next
        count = 0
        while count < len(node.keys) and count < MAX_ROW // 2 and node.keys[count] is not None:
            count += 1
        if count == len(node.keys):
            first = self.row_of_pairs(node, count)
            target = self.result(target, mark)
            self.asm.emit(Op.BUILD_MAP, target, first, count)
            return target
        result = self.scratch(target)
        inner = self.unit.next
        first = self.row_of_pairs(node, count)
        self.asm.emit(Op.BUILD_MAP, result, first, count)
        self.release(inner)
        for i in range(count, len(node.keys)):
            key, value = node.keys[i], node.values[i]
            if key is None:
                self.asm.emit(Op.DICT_UPDATE, result, self.value(value))
            else:
                key_register = self.operand(key, value)
                self.asm.emit(Op.MAP_ADD, result, key_register, self.value(value))
            self.release(inner)
        return self.delivered(result, target, mark)

    def row_of_pairs(self, node: ast.Dict, count: int) -> int:
        """The first keys and values, alternately, in new registers in a row."""
        first = self.unit.next
        for i in range(count):
            self.temporary(not_none(node.keys[i]))
            self.temporary(node.values[i])
        return first

    def visit_Starred(self, node: ast.Starred) -> int:
        if node.ctx == Context.STORE:
            raise self.error("starred assignment target must be in a list or tuple", node)
        raise self.error("can't use starred expression here", node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> int:
        target, mark = self.target, self.unit.next
        values = node.values
        if len(values) == 0:
            return self.load_constant(EMPTY_STR, target)
        if len(values) == 1:
            return self.evaluate(values[0], target)
        first = self.unit.next
        count = 0
        for value in values:
            if count == MAX_ROW:
                self.asm.emit(Op.BUILD_STRING, first, first, count)
                self.release(first + 1)
                count = 1
            self.temporary(value)
            count += 1
        target = self.result(target, mark)
        self.asm.emit(Op.BUILD_STRING, target, first, count)
        return target

    def visit_FormattedValue(self, node: ast.FormattedValue) -> int:
        target, mark = self.target, self.unit.next
        specification = node.format_spec
        if specification is None:
            value = self.value(node.value)
        else:
            value = self.operand(node.value, specification)
        conversion = _CONVERSIONS.get(node.conversion, -1)
        if conversion >= 0:
            if not self.unit.is_temporary(value):
                converted = self.allocate()
            else:
                converted = value
            self.asm.emit(Op.CONVERT, converted, value, conversion)
            value = converted
        if specification is not None:
            format = self.value(specification)
        else:
            format = self.allocate()
            self.asm.emit(Op.CLEAR, format)
        target = self.result(target, mark)
        self.asm.emit(Op.FORMAT, target, value, format)
        return target


def has_starred(nodes: list[ast.expr]) -> bool:
    for node in nodes:
        if isinstance(node, ast.Starred):
            return True
    return False
