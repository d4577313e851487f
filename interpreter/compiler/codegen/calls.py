"""Calls. The callable and its arguments are evaluated into a row of registers, in which CALL finds them."""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.ast import Context
from interpreter.compiler.codegen.core import MAX_ROW, Place
from interpreter.compiler.codegen.displays import has_starred
from interpreter.compiler.codegen.expressions import Expressions, attribute_place
from interpreter.compiler.codegen.literals import description_of_literal
from interpreter.compiler.constants import name_tuple
from interpreter.objects.make import EMPTY_TUPLE, new_str
from transform.rpython import not_none


class Calls(Expressions):
    def visit_Call(self, node: ast.Call) -> int:
        target, mark = self.target, self.unit.next
        function = node.func
        called = description_of_literal(function)
        if called != "" and not isinstance(function, ast.Lambda):
            self.warn(f"'{called}' object is not callable; perhaps you missed a comma?", node)
        if isinstance(function, ast.Attribute) and function.ctx == Context.LOAD and fits_row(node.args, node.keywords):
            return self.call_method(node, function, target)
        base = self.temporary(function)
        return self.finish_call(base, 0, node.args, node.keywords, target, mark)

    def call_method(self, node: ast.Call, function: ast.Attribute, target: int) -> int:
        """``value.name(...)``, without making a bound method where the attribute is a function of the type."""
        mark = self.unit.next
        value = self.value(function.value)
        self.release(mark)
        base = self.allocate()
        self.allocate()
        call = self.asm.here
        place = attribute_place(function)
        self.asm.here = place
        self.asm.emit(Op.LOAD_METHOD, base, value, self.asm.cache(self.mangled(function.attr)))
        self.asm.here = call
        self.check_keywords(node.keywords)
        for argument in node.args:
            self.temporary(argument)
        for keyword in node.keywords:
            self.temporary(keyword.value)
        if place is not function:
            self.asm.here = Place(place.lineno, place.col_offset, node.end_lineno, node.end_col_offset)
        return self.emit_call(Op.CALL_METHOD, Op.CALL_METHOD_KW, base, len(node.args), node.keywords, target, mark)

    def finish_call(self, base: int, given: int, args: list[ast.expr], keywords: list[ast.keyword], target: int, mark: int) -> int:
        """Evaluates arguments and calls what is in the temporary `base`, behind which `given` arguments stand already."""
        self.check_keywords(keywords)
        if fits_row(args, keywords):
            for argument in args:
                self.temporary(argument)
            for keyword in keywords:
                self.temporary(keyword.value)
            return self.emit_call(Op.CALL, Op.CALL_KW, base, given + len(args), keywords, target, mark)
        self.collect_positional(base + 1, given, args)
        named = self.allocate()
        if keywords:
            self.collect_keywords(base, named, keywords)
        else:
            self.asm.emit(Op.CLEAR, named)
        target = self.result(target, mark)
        self.asm.emit(Op.CALL_EX, target, base)
        return target

    def emit_call(self, plain: int, with_names: int, base: int, positional: int, keywords: list[ast.keyword], target: int,
                  mark: int) -> int:
        target = self.result(target, mark)
        if keywords:
            names = name_tuple([not_none(keyword.arg) for keyword in keywords])
            self.asm.emit(with_names, target, base, positional + len(keywords))
            self.asm.emit_wide(Op.NOP, 0, self.asm.constant(names))
        else:
            self.asm.emit(plain, target, base, positional)
        return target

    def collect_positional(self, register: int, given: int, args: list[ast.expr]) -> None:
        """Makes the tuple (or iterable) of all positional arguments in `register`, where the `given` ones begin."""
        self.release(register)
        if given == 0 and len(args) == 0:
            self.load_constant(EMPTY_TUPLE, self.allocate())
            return
        if given == 0 and len(args) == 1:
            only = args[0]
            if isinstance(only, ast.Starred):
                self.temporary(only.value)
                return
        if given == 0:
            self.allocate()
            self.collect(args, register, Op.BUILD_LIST, Op.LIST_APPEND, Op.LIST_EXTEND)
        else:
            self.asm.emit(Op.BUILD_LIST, self.allocate(), register, given)
            for argument in args:
                if isinstance(argument, ast.Starred):
                    self.asm.emit(Op.LIST_EXTEND, register, self.value(argument.value))
                else:
                    self.asm.emit(Op.LIST_APPEND, register, self.value(argument))
                self.release(register + 1)
        self.asm.emit(Op.LIST_TO_TUPLE, register, register)

    def collect_keywords(self, base: int, named: int, keywords: list[ast.keyword]) -> None:
        """Makes the dict of all keyword arguments: rows of those with names, and what stands behind ``**``, one after the other."""
        is_first = True
        i = 0
        while i < len(keywords):
            mark = self.unit.next
            if keywords[i].arg is None:
                if is_first:
                    self.asm.emit(Op.BUILD_MAP, named, named, 0)
                part = self.value(keywords[i].value)
                self.asm.emit(Op.DICT_MERGE, named, part, base)
                i += 1
            else:
                count = 0
                while i < len(keywords) and count < MAX_ROW // 2 and keywords[i].arg is not None:
                    self.load_constant(new_str(not_none(keywords[i].arg)), self.allocate())
                    self.temporary(keywords[i].value)
                    count += 1
                    i += 1
                if is_first:
                    self.asm.emit(Op.BUILD_MAP, named, mark, count)
                else:
                    self.asm.emit(Op.BUILD_MAP, mark, mark, count)
                    self.asm.emit(Op.DICT_MERGE, named, mark, base)
            self.release(mark)
            is_first = False

    def check_keywords(self, keywords: list[ast.keyword]) -> None:
        seen: dict[str, bool] = {}
        for keyword in keywords:
            name = keyword.arg
            if name is not None:
                self.refuse_debug(name, "assign to", self.asm.here)
                if name in seen:
                    raise self.error(f"keyword argument repeated: {name}", keyword)
                seen[name] = True


def fits_row(args: list[ast.expr], keywords: list[ast.keyword]) -> bool:
    """Whether the arguments can stand in a row of registers: no stars, and not too many."""
    if len(args) + len(keywords) > MAX_ROW or has_starred(args):
        return False
    for keyword in keywords:
        if keyword.arg is None:
            return False
    return True
