"""The base of the code generator: evaluating expressions into registers.

Registers are given by need. A local variable is an operand where it is; what else an expression gives goes into the register that its
user wants (the `target`), or else into the first free temporary, so temporaries are a stack whose height is the same behind each
statement as before.

The rule on which all `visit_` methods of expressions rest: when the target is a local variable, only the last instruction writes to
it. Until then the old value may be read, by the expression itself or by a handler.
"""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.assembler import Assembler
from interpreter.compiler.codegen.unit import Unit
from interpreter.compiler.failures import failure
from interpreter.compiler.folding import Folding
from interpreter.compiler.nodes import Node
from interpreter.compiler.options import Options
from interpreter.compiler.scopes import mangle
from interpreter.compiler.symtable import SymbolTable
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.objects.make import NONE, Bool, Int, Object
from transform.rpython import not_none

ANY = -1
"""As a target: the result may be in any register."""

MAX_ROW = 128
"""How many registers a display, a string or a call takes in a row; what is longer is made piece by piece."""


class Place(Node, group=True):
    """A place in the source that is not that of a node."""

    def __init__(self, lineno: int, col_offset: int, end_lineno: int, end_col_offset: int) -> None:
        self.lineno = lineno
        self.col_offset = col_offset
        self.end_lineno = end_lineno
        self.end_col_offset = end_col_offset


NOWHERE = Place(-1, -1, -1, -1)
"""The place of instructions that belong to no line."""


class Core(ast.Visitor):
    """The state of the code generator; `unit` is the code object that is being made, `asm` its assembler.

    `target` is where the expression that is visited puts its result; its visit method reads it before it visits others.
    `last_future_line` is where imports from ``__future__`` may stand."""
    options: Options
    table: SymbolTable
    folding: Folding
    unit: Unit
    asm: Assembler
    target: int
    last_future_line: int
    is_interactive: bool

    def __init__(self, options: Options, table: SymbolTable, folding: Folding, unit: Unit, last_future_line: int,
                 is_interactive: bool) -> None:
        self.options = options
        self.table = table
        self.folding = folding
        self.unit = unit
        self.asm = unit.assembler
        self.target = ANY
        self.last_future_line = last_future_line
        self.is_interactive = is_interactive

    # Units.

    def enter_unit(self, unit: Unit) -> None:
        self.unit = unit
        self.asm = unit.assembler

    def leave_unit(self) -> None:
        self.unit = not_none(self.unit.parent)
        self.asm = self.unit.assembler

    def mangled(self, name: str) -> str:
        return mangle(self.unit.class_name, name)

    # Expressions and registers.

    def evaluate(self, node: ast.expr, target: int) -> int:
        """Evaluates an expression; gives the register of its value, which is the target unless that is `ANY`."""
        outer = self.asm.here
        self.asm.here = node
        self.target = target
        register = node.evaluate(self)
        self.asm.here = outer
        return register

    def value(self, node: ast.expr) -> int:
        """The register of the value: that of a local variable, or a new temporary."""
        return self.evaluate(node, ANY)

    def temporary(self, node: ast.expr) -> int:
        """The value in a new temporary."""
        target = self.allocate()
        self.evaluate(node, target)
        return target

    def operand(self, node: ast.expr, later: ast.expr) -> int:
        """The value in any register that is still right when `later` has been evaluated, which may rebind a variable by ``:=``."""
        register = self.value(node)
        if not self.unit.is_temporary(register) and self.may_rebind(later):
            return self.moved(register, self.allocate())
        return register

    def may_rebind(self, node: ast.expr) -> bool:
        return self.unit.scope.rebinds_in_expressions and not isinstance(node, (ast.Name, ast.Constant))

    def allocate(self) -> int:
        return self.unit.allocate()

    def release(self, mark: int) -> None:
        """Gives back the temporaries from `mark` on."""
        self.unit.next = mark

    def result(self, target: int, mark: int) -> int:
        """Where the result of an instruction goes whose operands were evaluated since `mark`."""
        self.release(mark)
        return self.allocate() if target == ANY else target

    def scratch(self, target: int) -> int:
        """A temporary in which the result can be made step by step: the target, if it is one."""
        return target if target != ANY and self.unit.is_temporary(target) else self.allocate()

    def delivered(self, scratch: int, target: int, mark: int) -> int:
        """The result that was made in `scratch`, where it is wanted."""
        if target == ANY:
            self.release(mark + 1)
            return scratch
        self.release(mark)
        return self.moved(scratch, target)

    def moved(self, register: int, target: int) -> int:
        """The value of a register, in the target."""
        if target == ANY or target == register:
            return register
        self.asm.emit(Op.MOVE, target, register)
        return target

    # Constants.

    def load_constant(self, value: Object, target: int) -> int:
        if target == ANY:
            target = self.allocate()
        if isinstance(value, Int) and not isinstance(value, Bool) and value.fits():
            number = value.machine()
            if -0x80000000 <= number <= 0x7FFFFFFF:
                self.asm.emit_wide(Op.LOAD_INT, target, number)
                return target
        self.asm.emit_wide(Op.LOAD_CONST, target, self.asm.constant(value))
        return target

    def load_none(self, target: int) -> int:
        return self.load_constant(NONE, target)

    def constant_of(self, node: ast.expr) -> Optional[Object]:
        """The value of a constant expression, or None."""
        if isinstance(node, ast.Constant):
            return node.value
        return self.folding.constant(node)

    def visit_Constant(self, node: ast.Constant) -> int:
        return self.load_constant(node.value, self.target)

    # Errors.

    def error(self, message: str, node: Node) -> SyntaxFailure:
        return failure(message, node)

    def warn(self, message: str, node: Node) -> None:
        if not self.options.services.warn("SyntaxWarning", message, node.lineno):
            raise failure(message, node)
