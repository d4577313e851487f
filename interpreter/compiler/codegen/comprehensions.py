"""Comprehensions and generator expressions: functions of their own with the outermost iterator as their parameter."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Handler, Label
from interpreter.compiler.codegen.core import ANY
from interpreter.compiler.codegen.iteration import Iteration
from interpreter.compiler.codegen.expressions import AWAIT
from interpreter.compiler.scopes import ComprehensionKind

_ITERATOR = 0
"""The register of the parameter."""


class Comprehensions(Iteration):
    def visit_ListComp(self, node: ast.ListComp) -> int:
        return self.comprehension(node, "<listcomp>", ComprehensionKind.LIST, node.elt, None, node.generators)

    def visit_SetComp(self, node: ast.SetComp) -> int:
        return self.comprehension(node, "<setcomp>", ComprehensionKind.SET, node.elt, None, node.generators)

    def visit_DictComp(self, node: ast.DictComp) -> int:
        return self.comprehension(node, "<dictcomp>", ComprehensionKind.DICT, node.key, node.value, node.generators)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> int:
        return self.comprehension(node, "<genexpr>", ComprehensionKind.GENERATOR, node.elt, None, node.generators)

    def comprehension(self, node: ast.expr, name: str, kind: int, element: ast.expr, value: Optional[ast.expr],
                      generators: list[ast.comprehension]) -> int:
        target, mark = self.target, self.unit.next
        scope = self.table.scopes[node]
        outer = self.unit.scope
        is_async = scope.is_coroutine and kind != ComprehensionKind.GENERATOR
        if is_async and not isinstance(outer.node, ast.AsyncFunctionDef) and not outer.comprehension:
            if not self.is_top_level_await():
                raise self.error("asynchronous comprehension outside of an asynchronous function", node)
        base = self.allocate()
        self.begin_unit(node, name, self.unit.class_name)
        self.comprehension_body(kind, element, value, generators)
        self.unit.argument_count = 1
        code = self.end_unit(node.lineno)
        self.make_plain_function(code, base)
        argument = self.allocate()
        iterable = self.value(generators[0].iter)
        self.asm.emit(Op.GET_AITER if generators[0].is_async else Op.GET_ITER, argument, iterable)
        if is_async:
            self.asm.emit(Op.CALL, base, base, 1)
            self.release(base + 1)
            self.await_in_place(base, AWAIT)
            return self.delivered(base, target, mark)
        target = self.result(target, mark)
        self.asm.emit(Op.CALL, target, base, 1)
        return target

    def comprehension_body(self, kind: int, element: ast.expr, value: Optional[ast.expr],
                           generators: list[ast.comprehension]) -> None:
        result = ANY
        if kind != ComprehensionKind.GENERATOR:
            result = self.allocate()
            build = {ComprehensionKind.LIST: Op.BUILD_LIST, ComprehensionKind.SET: Op.BUILD_SET,
                     ComprehensionKind.DICT: Op.BUILD_MAP}[kind]
            self.asm.emit(build, result, result, 0)
        self.generator_loop(kind, element, value, generators, 0, result)
        if kind != ComprehensionKind.GENERATOR:
            self.asm.leave(Op.RETURN, result)

    def generator_loop(self, kind: int, element: ast.expr, value: Optional[ast.expr], generators: list[ast.comprehension],
                       index: int, result: int) -> None:
        """The loop of generators[index], with those inside of it."""
        if index == len(generators):
            self.yield_element(kind, element, value, result)
            return
        generator = generators[index]
        mark = self.unit.next
        single = single_element(generator.iter) if index > 0 and not generator.is_async else None
        if single is not None:
            behind = Label()
            self.assign(generator.target, self.value(single))
            self.conditions(generator.ifs, behind)
            self.generator_loop(kind, element, value, generators, index + 1, result)
            self.asm.place(behind)
        elif generator.is_async:
            iterator = self.inner_iterator(generator, index, Op.GET_AITER)
            head, next, handler = Label(), Label(), Handler()
            self.asm.place_loop(head)
            self.assign(generator.target, self.next_awaited(iterator, handler))
            self.conditions(generator.ifs, next)
            self.generator_loop(kind, element, value, generators, index + 1, result)
            self.asm.place(next)
            self.asm.jump_back(head)
            self.end_async_iteration(handler, generator.iter)
        else:
            iterator = self.inner_iterator(generator, index, Op.GET_ITER)
            head, next, end = Label(), Label(), Label()
            self.asm.place_loop(head)
            self.next_into(generator.target, iterator, end)
            self.conditions(generator.ifs, next)
            self.generator_loop(kind, element, value, generators, index + 1, result)
            self.asm.place(next)
            self.asm.jump_back(head)
            self.asm.place(end)
        self.release(mark)

    def inner_iterator(self, generator: ast.comprehension, index: int, operation: int) -> int:
        if index == 0:
            return _ITERATOR
        iterator = self.allocate()
        self.asm.emit(operation, iterator, self.value(generator.iter))
        self.release(iterator + 1)
        return iterator

    def conditions(self, conditions: list[ast.expr], otherwise: Label) -> None:
        for condition in conditions:
            self.jump_if(condition, False, otherwise)

    def yield_element(self, kind: int, element: ast.expr, value: Optional[ast.expr], result: int) -> None:
        mark = self.unit.next
        if value is not None:
            key = self.operand(element, value)
            register = self.value(value)
            self.asm.emit(Op.MAP_ADD, result, key, register)
        else:
            register = self.value(element)
            if kind == ComprehensionKind.LIST:
                self.asm.emit(Op.LIST_APPEND, result, register)
            elif kind == ComprehensionKind.SET:
                self.asm.emit(Op.SET_ADD, result, register)
            else:
                self.yield_value(register)
        self.release(mark)

    def yield_value(self, register: int) -> None:
        sent = self.allocate()
        if self.unit.scope.is_coroutine:
            self.asm.emit(Op.ASYNC_GEN_WRAP, sent, register)
            register = sent
        self.asm.emit(Op.YIELD, sent, register)


def single_element(node: ast.expr) -> Optional[ast.expr]:
    """The element x of ``[x]`` or ``(x,)``: ``for y in [x]`` in a comprehension is an assignment, not a loop."""
    elements: list[ast.expr] = []
    if isinstance(node, ast.List):
        elements = node.elts
    elif isinstance(node, ast.Tuple):
        elements = node.elts
    if len(elements) == 1 and not isinstance(elements[0], ast.Starred):
        return elements[0]
    return None
