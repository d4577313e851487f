"""Loading, storing and deleting names, wherever they live."""
from __future__ import annotations

from interpreter.bytecode import Op
from interpreter.compiler import ast
from interpreter.compiler.codegen.core import Core
from interpreter.compiler.nodes import Node
from interpreter.compiler.scopes import ScopeKind, Symbol
from interpreter.objects.make import Object, new_bool


class Variables(Core):
    def visit_Name(self, node: ast.Name) -> int:
        if node.id == "__debug__":
            return self.load_constant(self.debug_constant(), self.target)
        return self.load_name(node.id, self.target)

    def debug_constant(self) -> Object:
        """The value of ``__debug__``."""
        return new_bool(self.options.optimize == 0)

    def load_name(self, name: str, target: int) -> int:
        """The value of a variable, checked to be bound."""
        name = self.mangled(name)
        unit, asm = self.unit, self.asm
        variable = unit.variables.get(name, -1)
        if variable >= 0:
            if not asm.is_bound(variable):
                asm.emit_wide(Op.CHECK_BOUND, variable, asm.name(name))
                asm.mark_bound(variable)
            return self.moved(variable, target)
        if target < 0:
            target = self.allocate()
        place = unit.scope.place_of(name)
        if place == Symbol.CELL:
            asm.emit(Op.LOAD_DEREF, target, unit.cells[name], asm.name(name))
        elif place == Symbol.FREE:
            operation = Op.LOAD_CLASSDEREF if unit.scope.kind == ScopeKind.CLASS else Op.LOAD_DEREF
            asm.emit(operation, target, unit.cells[name], asm.name(name))
        elif place == Symbol.GLOBAL_EXPLICIT or place != Symbol.LOCAL and unit.is_function():
            asm.emit_wide(Op.LOAD_GLOBAL, target, asm.cache(name))
        else:
            asm.emit_wide(Op.LOAD_NAME, target, asm.name(name))
        return target

    def variable_of(self, name: str) -> int:
        """The register of a name that is a local variable, or -1."""
        return self.unit.variables.get(self.mangled(name), -1)

    def store_name(self, name: str, register: int) -> None:
        name = self.mangled(name)
        unit, asm = self.unit, self.asm
        variable = unit.variables.get(name, -1)
        place = unit.scope.place_of(name)
        if variable >= 0:
            self.moved(register, variable)
            asm.mark_bound(variable)
        elif place == Symbol.CELL or place == Symbol.FREE:
            asm.emit(Op.STORE_DEREF, unit.cells[name], register)
        elif place == Symbol.GLOBAL_EXPLICIT or place != Symbol.LOCAL and unit.is_function():
            asm.emit_wide(Op.STORE_GLOBAL, register, asm.name(name))
        else:
            asm.emit_wide(Op.STORE_NAME, register, asm.name(name))

    def delete_name(self, name: str) -> None:
        name = self.mangled(name)
        unit, asm = self.unit, self.asm
        variable = unit.variables.get(name, -1)
        place = unit.scope.place_of(name)
        if variable >= 0:
            if not asm.is_bound(variable):
                asm.emit_wide(Op.CHECK_BOUND, variable, asm.name(name))
            asm.emit(Op.CLEAR, variable)
            asm.mark_unbound(variable)
        elif place == Symbol.CELL or place == Symbol.FREE:
            asm.emit_wide(Op.DELETE_DEREF, unit.cells[name], asm.name(name))
        elif place == Symbol.GLOBAL_EXPLICIT or place != Symbol.LOCAL and unit.is_function():
            asm.emit_wide(Op.DELETE_GLOBAL, 0, asm.name(name))
        else:
            asm.emit_wide(Op.DELETE_NAME, 0, asm.name(name))

    def clear_name(self, name: str) -> None:
        """Makes a name unbound, which it may be already: the end of ``except ... as name``."""
        variable = self.variable_of(name)
        if variable >= 0:
            self.asm.emit(Op.CLEAR, variable)
            self.asm.mark_unbound(variable)
            return
        mark = self.unit.next
        self.store_name(name, self.load_none(self.allocate()))
        self.release(mark)
        self.delete_name(name)

    def refuse_debug(self, name: str, what: str, node: Node) -> None:
        """``__debug__`` is a constant; `what` is "assign to" or "delete"."""
        if name == "__debug__":
            raise self.error(f"cannot {what} __debug__", node)
