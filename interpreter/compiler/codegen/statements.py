"""The remaining statements."""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Label
from interpreter.compiler.codegen.patterns import Patterns
from interpreter.compiler.constants import name_tuple
from interpreter.compiler.futures import FUTURE_MODULE, check_feature
from interpreter.compiler.scopes import ScopeKind
from interpreter.objects.make import Tuple, new_int


class Statements(Patterns):
    def visit_Expr(self, node: ast.Expr) -> None:
        mark = self.unit.next
        if self.is_interactive and self.unit.scope.kind == ScopeKind.MODULE:
            register = self.value(node.value)
            self.asm.emit(Op.PRINT_EXPRESSION, register)
        elif not isinstance(node.value, ast.Constant):
            self.value(node.value)
        self.release(mark)

    def visit_If(self, node: ast.If) -> None:
        otherwise = Label()
        self.jump_if(node.test, False, otherwise)
        self.visit_body(node.body)
        if node.orelse:
            end = Label()
            self.asm.jump(end)
            self.asm.place(otherwise)
            self.visit_body(node.orelse)
            self.asm.place(end)
        else:
            self.asm.place(otherwise)

    def visit_Pass(self, node: ast.Pass) -> None:
        self.asm.emit(Op.NOP)  # a line to stop at

    def visit_Global(self, node: ast.Global) -> None:
        pass

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        pass

    def visit_Raise(self, node: ast.Raise) -> None:
        mark = self.unit.next
        exception, cause = node.exc, node.cause
        if exception is None:
            register = self.empty()
            cause_register = register
        elif cause is None:
            register = self.value(exception)
            cause_register = self.empty()
        else:
            register = self.operand(exception, cause)
            cause_register = self.value(cause)
        self.asm.leave(Op.RAISE, register, cause_register)
        self.release(mark)

    def empty(self) -> int:
        """A temporary that holds nothing."""
        register = self.allocate()
        self.asm.emit(Op.CLEAR, register)
        return register

    def visit_Assert(self, node: ast.Assert) -> None:
        test, message = node.test, node.msg
        if self.is_always_true(test):
            self.warn("assertion is always true, perhaps remove parentheses?", node)
        if self.options.optimize > 0:
            return
        mark = self.unit.next
        end = Label()
        self.jump_if(test, True, end)
        error = self.allocate()
        self.asm.emit(Op.LOAD_ASSERTION_ERROR, error)
        if message is not None:
            self.temporary(message)
            self.asm.emit(Op.CALL, error, error, 1)
            self.release(error + 1)
        self.asm.leave(Op.RAISE, error, self.empty())
        self.asm.place(end)
        self.release(mark)

    def is_always_true(self, test: ast.expr) -> bool:
        """Whether this is a tuple that is not empty: ``assert (x, "message")``."""
        if isinstance(test, ast.Tuple):
            return len(test.elts) > 0
        if isinstance(test, ast.Constant):
            value = test.value
            return isinstance(value, Tuple) and value.length > 0
        return False

    # Imports.

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            mark = self.unit.next
            asname = alias.asname
            module = self.import_module(alias.name, 0, [])
            if asname is None:
                name = alias.name.split(".")[0]
            else:
                name = asname
                for part in alias.name.split(".")[1:]:
                    self.asm.emit(Op.IMPORT_FROM, module, module, self.asm.name(part))
            self.refuse_debug(name, "assign to", node)
            self.store_name(name, module)
            self.release(mark)

    def import_module(self, name: str, level: int, names: list[str]) -> int:
        """A new temporary with what ``__import__`` gives."""
        module = self.allocate()
        self.load_constant(new_int(level), module)
        from_list = self.allocate()
        if names:
            self.load_constant(name_tuple(names), from_list)
        else:
            self.load_none(from_list)
        self.asm.emit(Op.IMPORT_NAME, module, module, self.asm.name(name))
        self.release(module + 1)
        return module

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        mark = self.unit.next
        named = node.module
        if named == FUTURE_MODULE and node.level == 0:
            if node.lineno > self.last_future_line:
                raise self.error("from __future__ imports must occur at the beginning of the file", node)
            for alias in node.names:
                check_feature(alias.name, node)
        module = self.import_module("" if named is None else named, node.level, [alias.name for alias in node.names])
        for alias in node.names:
            if alias.name == "*":
                self.asm.emit(Op.IMPORT_STAR, module)
                continue
            attribute = self.allocate()
            self.asm.emit(Op.IMPORT_FROM, attribute, module, self.asm.name(alias.name))
            asname = alias.asname
            name = alias.name if asname is None else asname
            self.refuse_debug(name, "assign to", node)
            self.store_name(name, attribute)
            self.release(attribute)
        self.release(mark)
