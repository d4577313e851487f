"""What the code generator knows about the code object that it is making."""
from __future__ import annotations

from typing import Optional

from interpreter.bytecode import MAX_OPERAND
from interpreter.compiler import ast
from interpreter.compiler.assembler import Assembler, Handler, Label
from interpreter.compiler.nodes import Node
from interpreter.compiler.scopes import Scope, ScopeKind, Symbol


class BlockKind:
    """What has to be done when a statement is left by return, break or continue.

    LOOP: nothing. TRY: the handler is not active any more. FINALLY: the final body is run. HANDLER: what was handled before is
    handled again. STAR: cannot be left. WITH, ASYNC_WITH: the exit method is called."""
    LOOP, TRY, FINALLY, HANDLER, STAR, WITH, ASYNC_WITH = range(7)


class Block:
    """A statement that the code being made is inside of.

    `outer` is the handler that is active around it, `cleanup` the one that it has itself. `register` has what was handled before, or
    the exit method; `name` is what an except clause binds; `body` is a final body."""
    kind: int
    node: Node
    outer: Optional[Handler]
    cleanup: Handler
    break_label: Label
    continue_label: Label
    register: int
    name: Optional[str]
    body: list[ast.stmt]

    def __init__(self, kind: int, node: Node, outer: Optional[Handler]) -> None:
        self.kind = kind
        self.node = node
        self.outer = outer
        self.cleanup = Handler()
        self.break_label = Label()
        self.continue_label = Label()
        self.register = 0
        self.name = None
        self.body = []


class Unit:
    """A code object in the making. `variables` are the registers of local variables, `cells` those of cells, by mangled name."""
    parent: Optional[Unit]
    scope: Scope
    name: str
    qualname: str
    class_name: str
    argument_count: int
    positional_only_count: int
    keyword_only_count: int
    assembler: Assembler
    blocks: list[Block]
    varnames: list[str]
    cellvars: list[str]
    freevars: list[str]
    variables: dict[str, int]
    cells: dict[str, int]
    first_free: int
    first_temporary: int
    next: int
    register_count: int

    def __init__(self, parent: Optional[Unit], scope: Scope, name: str, qualname: str, class_name: str, here: Node) -> None:
        self.parent = parent
        self.scope = scope
        self.name = name
        self.qualname = qualname
        self.class_name = class_name
        self.argument_count = 0
        self.positional_only_count = 0
        self.keyword_only_count = 0
        self.blocks = []
        self.variables = {}
        self.cells = {}
        self.varnames = scope.parameters[:]
        self.cellvars = [name for name in scope.parameters if scope.place_of(name) == Symbol.CELL]
        self.cellvars += sorted([name for name in scope.names_in(Symbol.CELL) if name not in scope.parameters])
        if scope.needs_class_cell:
            self.cellvars.append("__class__")
        self.freevars = sorted(_free_names(scope))
        self.assign_registers()
        self.assembler = Assembler(here, len(self.varnames))
        for register in range(len(scope.parameters)):
            self.assembler.mark_bound(register)
        for deleted in scope.deleted:
            register = self.variables.get(deleted, -1)
            if register >= 0:
                self.assembler.deletable.add(register)

    def is_function(self) -> bool:
        return self.scope.kind == ScopeKind.FUNCTION

    def assign_registers(self) -> None:
        """Parameters, other local variables, cells, cells of the closure; then temporaries."""
        scope = self.scope
        if self.is_function():
            for name in scope.names_in(Symbol.LOCAL):
                if not scope.flags_of(name) & Symbol.DEF_PARAM:
                    self.varnames.append(name)
        count = 0
        for name in self.varnames:
            if scope.place_of(name) == Symbol.CELL:
                self.cells[name] = count
            else:
                self.variables[name] = count
            count += 1
        for name in self.cellvars:
            if name not in self.cells:
                self.cells[name] = count
                count += 1
        self.first_free = count
        for name in self.freevars:
            self.cells[name] = count
            count += 1
        self.first_temporary = count
        self.next = count
        self.register_count = count

    def allocate(self) -> int:
        """The next temporary."""
        register = self.next
        if register > MAX_OPERAND:
            raise self.assembler.too_complex()
        self.next = register + 1
        if self.next > self.register_count:
            self.register_count = self.next
        return register

    def is_temporary(self, register: int) -> bool:
        return register >= self.first_temporary


def _free_names(scope: Scope) -> list[str]:
    """The names whose cells come from outside."""
    return [name for name, flags in scope.symbols.items()
            if flags & Symbol.DEF_FREE_CLASS or flags >> Symbol.SCOPE_OFFSET & Symbol.SCOPE_MASK == Symbol.FREE]
