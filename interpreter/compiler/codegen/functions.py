"""Functions, lambdas and classes: code objects of their own, and what makes the objects from them."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.codegen.core import ANY, NOWHERE
from interpreter.compiler.codegen.targets import Targets
from interpreter.compiler.codegen.unit import Unit
from interpreter.compiler.docstrings import docstring_of
from interpreter.compiler.nodes import Node
from interpreter.compiler.options import CompilerFlag
from interpreter.compiler.scopes import Scope, ScopeKind, Symbol, mangle
from interpreter.objects.code import Code, Flag
from interpreter.objects.make import NONE, new_str


class Functions(Targets):
    # Code objects.

    def begin_unit(self, node: Node, name: str, class_name: str) -> None:
        """The code from here on is that of the scope of `node`."""
        scope = self.table.scopes[node]
        parent = self.unit
        unit = Unit(parent, scope, name, qualified_name(parent, name), class_name, node)
        self.enter_unit(unit)
        self.make_cells()

    def make_cells(self) -> None:
        unit = self.unit
        for name in unit.cellvars:
            self.asm.emit(Op.MAKE_CELL, unit.cells[name])

    def end_unit(self, first_line: int) -> Code:
        """The code object that is finished now; goes on with the one around it. Control that reaches the end returns None."""
        self.return_none()
        code = self.finished_code(self.unit, first_line)
        self.leave_unit()
        return code

    def return_none(self) -> None:
        """Ends the code with a return, if control comes so far."""
        if self.asm.is_reachable():
            self.asm.here = NOWHERE if self.asm.is_join() else self.asm.last_place()
            self.asm.leave(Op.RETURN, self.load_none(self.allocate()))

    def finished_code(self, unit: Unit, first_line: int) -> Code:
        code = Code(unit.name, unit.qualname, self.options.filename, first_line)
        code.flags = self.code_flags(unit.scope) | self.options.flags & CompilerFlag.FUTURES
        code.register_count = unit.register_count
        code.first_free = unit.first_free
        code.argument_count = unit.argument_count
        code.positional_only_count = unit.positional_only_count
        code.keyword_only_count = unit.keyword_only_count
        code.varnames = unit.varnames
        code.cellvars = unit.cellvars
        code.freevars = unit.freevars
        code.cell_registers = [unit.cells[name] for name in unit.cellvars]
        unit.assembler.finish(code)
        code.ready()
        return code

    def code_flags(self, scope: Scope) -> int:
        flags = 0
        if scope.kind == ScopeKind.FUNCTION:
            flags = Flag.OPTIMIZED | Flag.NEWLOCALS
            if scope.is_nested:
                flags |= Flag.NESTED
            if scope.is_generator:
                flags |= Flag.ASYNC_GENERATOR if scope.is_coroutine else Flag.GENERATOR
            elif scope.is_coroutine:
                flags |= Flag.COROUTINE
            if scope.has_varargs:
                flags |= Flag.VARARGS
            if scope.has_varkeywords:
                flags |= Flag.VARKEYWORDS
        elif scope.is_coroutine and self.options.allows_top_level_await() and scope.kind == ScopeKind.MODULE:
            flags = Flag.COROUTINE
        return flags

    def make_function(self, code: Code, first: int, target: int) -> None:
        """Makes a function of the code; the first three of the registers from `first` on, the newest temporaries, are filled."""
        cells = first + 3
        self.release(cells + 1)
        if code.freevars:
            row = self.unit.next
            for name in code.freevars:
                self.moved(self.unit.cells[name], self.allocate())
            self.asm.emit(Op.BUILD_TUPLE, cells, row, len(code.freevars))
        else:
            self.asm.emit(Op.CLEAR, cells)
        self.release(cells + 1)
        self.asm.emit(Op.MAKE_FUNCTION, target, first, self.asm.own_constant(code))

    def make_plain_function(self, code: Code, target: int) -> None:
        """Makes a function without defaults and annotations."""
        mark = self.unit.next
        for _ in range(4):
            self.allocate()
        for i in range(3):
            self.asm.emit(Op.CLEAR, mark + i)
        self.make_function(code, mark, target)
        self.release(mark)

    # Functions.

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.define_function(node, node.name, node.args, node.body, node.decorator_list, node.returns)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.define_function(node, node.name, node.args, node.body, node.decorator_list, node.returns)

    def define_function(self, node: ast.stmt, name: str, args: ast.arguments, body: list[ast.stmt], decorators: list[ast.expr],
                        returns: Optional[ast.expr]) -> None:
        mark = self.unit.next
        self.check_parameters(args, node)
        self.row(decorators, 0, len(decorators))
        first_line = decorators[0].lineno if decorators else node.lineno
        result = self.unit.next
        for _ in range(4):
            self.allocate()
        self.make_defaults(args, result)
        self.make_annotations(args, returns, result + 2)
        self.begin_unit(node, name, self.unit.class_name)
        self.put_docstring_first(body)
        self.visit_body(body)
        code = self.end_function(args, first_line)
        self.make_function(code, result, result)
        self.release(result + 1)
        self.decorate(decorators, mark)
        self.refuse_debug(name, "assign to", node)
        self.store_name(name, mark)
        self.release(mark)

    def visit_Lambda(self, node: ast.Lambda) -> int:
        target, mark = self.target, self.unit.next
        self.check_parameters(node.args, node)
        first = mark
        for _ in range(4):
            self.allocate()
        self.make_defaults(node.args, first)
        self.asm.emit(Op.CLEAR, first + 2)
        self.begin_unit(node, "<lambda>", self.unit.class_name)
        self.asm.constant(NONE)  # the place of a docstring
        self.asm.leave(Op.RETURN, self.value(node.body))
        code = self.end_function(node.args, node.lineno)
        self.release(first + 4)
        target_register = first if target == ANY else target
        self.make_function(code, first, target_register)
        return self.result(target, mark)

    def end_function(self, args: ast.arguments, first_line: int) -> Code:
        self.unit.positional_only_count = len(args.posonlyargs)
        self.unit.argument_count = len(args.posonlyargs) + len(args.args)
        self.unit.keyword_only_count = len(args.kwonlyargs)
        return self.end_unit(first_line)

    def put_docstring_first(self, body: list[ast.stmt]) -> None:
        """The first constant of a function is its docstring, or None."""
        text = docstring_of(body) if self.options.optimize < 2 else None
        self.asm.constant(NONE if text is None else text)

    def make_defaults(self, args: ast.arguments, register: int) -> None:
        """The tuple of defaults and, in the register behind, the dict of those of keyword-only parameters."""
        mark = self.unit.next
        if args.defaults:
            constant = self.folding.constant_tuple(args.defaults)
            if constant is not None:
                self.load_constant(constant, register)
            else:
                row = self.row(args.defaults, 0, len(args.defaults))
                self.asm.emit(Op.BUILD_TUPLE, register, row, len(args.defaults))
            self.release(mark)
        else:
            self.asm.emit(Op.CLEAR, register)
        count = 0
        for i in range(len(args.kwonlyargs)):
            default = args.kw_defaults[i]
            if default is not None:
                self.load_constant(new_str(self.mangled(args.kwonlyargs[i].arg)), self.allocate())
                self.temporary(default)
                count += 1
        if count:
            self.asm.emit(Op.BUILD_MAP, register + 1, mark, count)
        else:
            self.asm.emit(Op.CLEAR, register + 1)
        self.release(mark)

    def make_annotations(self, args: ast.arguments, returns: Optional[ast.expr], register: int) -> None:
        """The tuple of names and annotations, in CPython's order."""
        mark = self.unit.next
        for group in [args.args, args.posonlyargs]:
            for arg in group:
                self.annotate(arg.arg, arg.annotation)
        vararg, kwarg = args.vararg, args.kwarg
        if vararg is not None:
            self.annotate(vararg.arg, vararg.annotation)
        for arg in args.kwonlyargs:
            self.annotate(arg.arg, arg.annotation)
        if kwarg is not None:
            self.annotate(kwarg.arg, kwarg.annotation)
        self.annotate("return", returns)
        count = self.unit.next - mark
        if count:
            self.asm.emit(Op.BUILD_TUPLE, register, mark, count)
        else:
            self.asm.emit(Op.CLEAR, register)
        self.release(mark)

    def annotate(self, name: str, annotation: Optional[ast.expr]) -> None:
        """Name and annotation of a parameter, if it has one, in the next two temporaries."""
        if annotation is None:
            return
        self.load_constant(new_str(self.mangled(name)), self.allocate())
        register = self.allocate()
        mark = self.unit.next
        if isinstance(annotation, ast.Starred) and not self.options.has_future_annotations():
            self.asm.emit(Op.UNPACK_SEQUENCE, register, self.value(annotation.value), 1)  # PEP 646: *args: *Ts
        else:
            self.moved(self.annotation(annotation), register)
        self.release(mark)

    def decorate(self, decorators: list[ast.expr], first: int) -> None:
        """Calls the decorators, which are in a row from `first` on, with what is behind them; the result is in `first`."""
        outer = self.asm.here
        for i in range(len(decorators) - 1, -1, -1):
            self.asm.here = decorators[i]
            self.asm.emit(Op.CALL, first + i, first + i, 1)
        self.asm.here = outer

    def check_parameters(self, args: ast.arguments, node: Node) -> None:
        for group in [args.posonlyargs, args.args, args.kwonlyargs]:
            for arg in group:
                self.refuse_debug(arg.arg, "assign to", node)
        vararg, kwarg = args.vararg, args.kwarg
        if vararg is not None:
            self.refuse_debug(vararg.arg, "assign to", node)
        if kwarg is not None:
            self.refuse_debug(kwarg.arg, "assign to", node)

    # Classes.

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        mark = self.unit.next
        decorators = node.decorator_list
        self.row(decorators, 0, len(decorators))
        first_line = decorators[0].lineno if decorators else node.lineno
        base = self.allocate()
        self.asm.emit(Op.LOAD_BUILD_CLASS, base)
        code = self.class_code(node, first_line)
        self.make_plain_function(code, self.allocate())
        self.load_constant(new_str(node.name), self.allocate())
        self.finish_call(base, 2, node.bases, node.keywords, ANY, base)
        self.decorate(decorators, mark)
        self.refuse_debug(node.name, "assign to", node)
        self.store_name(node.name, mark)
        self.release(mark)

    def class_code(self, node: ast.ClassDef, first_line: int) -> Code:
        self.begin_unit(node, node.name, node.name)
        register = self.load_name("__name__", ANY)
        self.store_name("__module__", register)
        self.load_constant(new_str(self.unit.qualname), register)
        self.store_name("__qualname__", register)
        self.release(register)
        self.visit_annotated_body(node.body)
        if self.unit.scope.needs_class_cell:
            self.asm.here = self.asm.last_place()
            cell = self.moved(self.unit.cells["__class__"], self.allocate())
            self.store_name("__classcell__", cell)
            self.asm.leave(Op.RETURN, cell)
        return self.end_unit(first_line)

    # Bodies.

    def visit_body(self, body: list[ast.stmt]) -> None:
        outer = self.asm.here
        for node in body:
            self.asm.here = node
            node.accept(self)
        self.asm.here = outer

    def visit_annotated_body(self, body: list[ast.stmt]) -> None:
        """The body of a class or module."""
        if self.unit.scope.has_annotations:
            self.asm.emit(Op.SETUP_ANNOTATIONS)
        text = docstring_of(body)
        if text is not None:
            if self.options.optimize < 2:
                outer = self.asm.here
                self.asm.here = body[0]
                register = self.load_constant(text, ANY)
                self.store_name("__doc__", register)
                self.release(register)
                self.asm.here = outer
            self.visit_body(body[1:])
        else:
            self.visit_body(body)


    def visit_interactive(self, body: list[ast.stmt]) -> None:
        """The body of an interactive statement, which has no docstring."""
        if self.unit.scope.has_annotations:
            self.asm.emit(Op.SETUP_ANNOTATIONS)
        self.visit_body(body)


def qualified_name(parent: Optional[Unit], name: str) -> str:
    """``__qualname__`` of what is defined in `parent` (PEP 3155)."""
    if parent is None or parent.scope.kind == ScopeKind.MODULE:
        return name
    if parent.scope.place_of(mangle(parent.class_name, name)) == Symbol.GLOBAL_EXPLICIT:
        return name
    return f"{parent.qualname}.<locals>.{name}" if parent.is_function() else f"{parent.qualname}.{name}"
