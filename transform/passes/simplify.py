"""Simplification: makes each graph say what it computes, and nothing else.

The frontend writes code as the source reads, and inlining pastes whole functions; most of
what results is decided, copied or computed twice. The later passes match on what is left,
and the C compiler, which does not know that a field is immutable or that a call cannot
change a list, would not find it again.

One round walks the dominator tree once. It replaces operations by the rules of `rules`
and equal expressions by the first one (common subexpressions), forwards stored and loaded
values to later loads, and turns branches on known conditions into jumps: a condition is
known where a branch on it (or on one that implies it) dominates. Then dead code is
removed and the blocks are made tidy (`deadcode`, `blocks`); if the latter changed the
graph, the next round may find more.
"""
from __future__ import annotations

from typing import Any, Optional

from transform.ir.dominators import Segment
from transform.ir.graph import (
    Block, Branch, Constant, Function, Graph, Jump, Link, Operation, Program, Switch, Terminator, Value, Variable,
)
from transform.ir.operations import OPERATIONS
from transform.ir.operands import is_assignable
from transform.ir.types import BOOL, Field, Prebuilt, RefType
from transform.passes.blocks import decided, eliminate_parameters, tidy
from transform.passes.deadcode import remove_dead_code
from transform.passes.folding import TRUE, bool_constant, constant_key, is_constant_field, same_value
from transform.passes.memory import Memory, item_type
from transform.passes.rules import INVERSE, rewrite
from transform.passes.walk import DominatorWalk

_MAX_ROUNDS = 6
_MAX_REGION = 100  # segments looked at to see what a loop or branch writes


def run(program: Program) -> None:
    """Simplifies every function."""
    for function in program.functions:
        run_function(function)


def run_function(function: Function) -> bool:
    """Simplifies one function. Whether it changed."""
    graph = function.graph
    if graph is None:
        return False
    blocks = graph.blocks()
    changed = tidy(graph, blocks)
    for number in range(_MAX_ROUNDS):
        if changed or number > 0:
            blocks = graph.blocks()
        walk = _Walk(graph, eliminate_parameters(graph, blocks))
        walk.run()
        blocks = graph.blocks()
        removed = remove_dead_code(graph, blocks)
        tidied = tidy(graph, blocks)
        changed |= walk.changed or removed or tidied
        if not tidied and not walk.reshaped:
            break
    return changed


# Each relation between integers as an ordering or an equality, and whether it negates it.
_RELATIONS = {"int_lt": ("<", False, False), "int_gt": ("<", True, False), "int_ge": ("<", False, True),
              "int_le": ("<", True, True), "int_eq": ("=", False, False), "int_ne": ("=", False, True)}

_COMMUTATIVE = frozenset({"int_add", "int_mul", "int_and", "int_or", "int_xor", "int_add_ovf", "int_mul_ovf",
                          "float_add", "float_mul", "bool_eq", "ref_eq", "pointer_eq", "same_class"})


def _key(value: Value) -> Any:
    """What stands for a value in a table: equal constants are one."""
    return constant_key(value) if value.__class__ is Constant else value  # type: ignore[arg-type]


def _relation_key(relation: str, a: Any, b: Any, negated: bool) -> tuple[Any, ...]:
    if relation == "=" and isinstance(a, Variable) and isinstance(b, Variable) and id(a) > id(b):
        a, b = b, a
    return relation, a, b, negated


def _expression_key(op: Operation) -> tuple[Any, ...]:
    assert op.result is not None
    name = op.opdef.name
    args = [_key(arg) for arg in op.args]
    if name in _COMMUTATIVE and isinstance(args[1], Variable) and id(args[0]) > id(args[1]):
        args.reverse()
    return (name, op.static, op.result.type, *args)


class _Walk(DominatorWalk):
    """One walk over the dominator tree. It is the `Context` of the rules."""

    def __init__(self, graph: Graph, replaced: dict[Value, Value]) -> None:
        super().__init__(graph)
        self.changed = bool(replaced)
        self.reshaped = False  # whether some block ends differently
        self.replaced = replaced  # what to use instead of a value
        self.definitions: dict[Value, Operation] = {}
        self.roots: dict[Value, Value] = {}
        self.available: dict[Any, Value] = {}  # expressions and facts
        self.memory = Memory()
        self.memory_after: dict[Segment, Memory] = {}
        self.on_success: dict[Segment, tuple[Operation, Any]] = {}  # keys that the last operation makes available
        self.ops: dict[Block, list[Operation]] = {}
        self.out: list[Operation] = []
        self.written = {op.static for segment in self.dominators.segments if segment.is_first
                        for op in segment.block.ops if op.opdef.name == "setfield"}

    def run(self) -> None:
        super().run()
        for block, ops in self.ops.items():
            block.ops = ops

    # Facts that hold in a subtree.

    def assume(self, condition: Value, holds: bool) -> None:
        """Notes what follows from a condition in the subtree."""
        if not isinstance(condition, Variable):
            return
        self.learn(self.replaced, condition, bool_constant(holds))
        op = self.definitions.get(condition)
        if op is None:
            return
        name = op.opdef.name
        if name == "bool_not":
            self.assume(op.args[0], not holds)
        elif name in _RELATIONS:
            self.assume_relation(op, holds)
        elif name == "is_null":
            if not holds:
                self.learn(self.available, ("not null", self.root(op.args[0])), TRUE)
            elif isinstance(op.args[0], Variable):
                self.learn(self.replaced, op.args[0], Constant(None, op.args[0].type))
        elif name in ("isinstance", "is_exactly") and holds:
            self.learn(self.available, ("not null", self.root(op.args[0])), TRUE)

    def assume_relation(self, op: Operation, holds: bool) -> None:
        relation, swapped, negated = _RELATIONS[op.opdef.name]
        a, b = op.args
        if swapped:
            a, b = b, a
        holds ^= negated
        left, right = _key(a), _key(b)

        def note(relation: str, x: Any, y: Any, value: bool) -> None:
            self.learn(self.available, _relation_key(relation, x, y, False), bool_constant(value))
            self.learn(self.available, _relation_key(relation, x, y, True), bool_constant(not value))

        note(relation, left, right, holds)
        if holds and relation == "<":
            note("<", right, left, False)
            note("=", left, right, False)
        elif holds:
            note("<", left, right, False)
            note("<", right, left, False)
            if isinstance(a, Variable) and isinstance(b, Constant):
                self.learn(self.replaced, a, b)

    # The walk.

    def visit(self, segment: Segment) -> None:
        self.enter(segment)
        block = segment.block
        if segment.is_first:
            self.ops[block] = []
        self.out = self.ops[block]
        for op in block.ops[segment.start:segment.stop]:
            self.operation(op, segment)
        if segment.is_last:
            block.exit = self.exit(block.exit)
        if segment.children:
            self.memory_after[segment] = self.memory

    def enter(self, segment: Segment) -> None:
        """Takes over what is known where the segment begins."""
        parent = segment.idom
        if parent is None:
            return
        self.memory = self.memory_after[parent].copy()
        if len(segment.predecessors) != 1:
            self.forget_written(segment, parent)
            return
        if not segment.is_first:
            success = self.on_success.get(parent)
            if success is not None:
                self.succeed(*success)
        elif parent.is_last:
            self.enter_from(parent.block.exit, segment.block)

    def forget_written(self, join: Segment, parent: Segment) -> None:
        """Forgets what may be written on the ways from the dominator to a join (round a
        loop as well): all that lies on them is found from the join backwards."""
        seen = {parent}
        work = list(join.predecessors)
        while work and self.memory:
            segment = work.pop()
            if segment in seen:
                continue
            seen.add(segment)
            if len(seen) > _MAX_REGION:
                self.memory = Memory()
                return
            for op in segment.block.ops[segment.start:segment.stop]:
                if op.opdef.effect == "write":
                    self.memory.clobber(op)
            work.extend(segment.predecessors)

    def enter_from(self, exit: Terminator, block: Block) -> None:
        """Notes what the only way into a block says."""
        if exit.__class__ is Branch:
            assert isinstance(exit, Branch)
            if exit.then.target is not exit.otherwise.target:
                self.assume(exit.condition, exit.then.target is block)
        elif exit.__class__ is Switch:
            assert isinstance(exit, Switch)
            number = next((number for number, link in exit.cases if link.target is block), None)
            if number is not None and isinstance(exit.value, Variable):
                self.learn(self.replaced, exit.value, Constant(number, exit.value.type))

    def resolve(self, value: Value) -> Value:
        replaced = self.replaced
        new = replaced.get(value)
        while new is not None:
            value = new
            new = replaced.get(value)
        return value

    def resolve_all(self, values: list[Value]) -> None:
        replaced = self.replaced
        for index, value in enumerate(values):
            if value in replaced:
                values[index] = self.resolve(value)
                self.changed = True

    def operation(self, op: Operation, segment: Segment) -> None:
        """Simplifies one operation and keeps it, unless its result is known."""
        self.resolve_all(op.args)
        if op.fail is not None:
            self.resolve_all(op.fail.args)
        opdef = op.opdef
        had_side_exit = op.fail is not None
        if opdef.name == "call_value":
            self.call_value(op)
        value = rewrite(op, self)
        if value is None and op.opdef is not opdef:
            self.changed = True
            value = rewrite(op, self)
        opdef = op.opdef
        if value is None:
            if opdef.effect == "pure":
                value = self.expression(op, segment)
            elif self.access(op, segment):
                self.changed = True
                return
            elif opdef.name == "getfield" or opdef.name == "getitem":
                value = self.load(op)
        if value is not None and op.result is not None:
            self.replaced[op.result] = value
            self.changed = True
            return
        if had_side_exit and op.fail is None:
            self.changed = True
        if op.result is not None:
            self.definitions[op.result] = op
        self.out.append(op)

    def expression(self, op: Operation, segment: Segment) -> Optional[Value]:
        """An equal expression that was computed before; otherwise notes this one."""
        assert op.result is not None
        name = op.opdef.name
        if name in _RELATIONS:
            relation, swapped, negated = _RELATIONS[name]
            a, b = map(_key, op.args)
            key = _relation_key(relation, b, a, negated) if swapped else _relation_key(relation, a, b, negated)
        else:
            key = _expression_key(op)
        found = self.available.get(key)
        if found is not None:
            return found
        if op.fail is not None:
            self.on_success[segment] = op, key
        else:
            self.succeed(op, key)
        return None

    def succeed(self, op: Operation, key: Any) -> None:
        """Notes what holds behind an operation that did not fail."""
        assert op.result is not None
        self.learn(self.available, key, op.result)
        name = op.opdef.name
        if name == "cast_ref":
            self.roots[op.result] = self.root(op.args[0])
        elif name == "check_not_none":
            root = self.roots[op.result] = self.root(op.args[0])
            self.learn(self.available, ("not null", root), TRUE)
        elif name.endswith("_ovf"):
            self.learn(self.available, (name.removesuffix("_ovf"), *key[1:]), op.result)

    # Memory.

    def access(self, op: Operation, segment: Segment) -> bool:
        """Tracks what an operation writes. Whether it need not be done at all."""
        name = op.opdef.name
        if name == "setfield" or name == "setitem":
            cell, place = self.place(op)
            known = self.memory.get(cell, place)
            if known is not None and same_value(known, op.args[-1]):
                return True
            self.memory.stored(cell, place, op.args[-1])
        elif name == "check_cast":
            assert op.result is not None
            self.roots[op.result] = self.root(op.args[0])
        elif op.opdef.effect == "write":
            self.memory.clobber(op)
            if name == "new_var" and op.result is not None:
                length = op.static.find_field("length")
                if length is not None:
                    if self.is_constant(length):
                        self.learn(self.available, ("getfield", length, op.result), op.args[0])
                    else:
                        self.memory.loaded(length, op.result, op.args[0])
        return False

    def place(self, op: Operation) -> tuple[Any, Any]:
        """What a load or store of a field or item touches: its cell, and where."""
        root = self.root(op.args[0])
        where = root.value if isinstance(root, Constant) else root
        if isinstance(op.static, Field):
            return op.static, where
        return item_type(op.args[0]), (where, _key(op.args[1]))

    def is_constant(self, field: Field) -> bool:
        """Whether a field of an object has the same value wherever this function reads it."""
        return is_constant_field(field) and field not in self.written

    def load(self, op: Operation) -> Optional[Value]:
        """What a load gives, where it was stored or loaded before."""
        assert op.result is not None
        cell, place = self.place(op)
        found = self.known(cell, place)
        if found is None:
            if isinstance(cell, Field) and self.is_constant(cell):
                self.learn(self.available, ("getfield", cell, place), op.result)
            else:
                self.memory.loaded(cell, place, op.result)
        # A field that may be unset can be loaded as a reference that may be None.
        return found if found is not None and is_assignable(found.type, op.result.type) else None

    def known(self, cell: Any, place: Any) -> Optional[Value]:
        if isinstance(cell, Field) and self.is_constant(cell):
            return self.available.get(("getfield", cell, place))
        return self.memory.get(cell, place)

    def call_value(self, op: Operation) -> None:
        """Makes the call of a function value whose code is known a direct one: of a
        prebuilt one, or one made on the way here. The code takes the function value as its
        last argument."""
        function = self.root(op.args[0])
        if isinstance(function, Constant):
            code = function.value.fields.get("code") if isinstance(function.value, Prebuilt) else None
        else:
            assert isinstance(op.args[0].type, RefType)
            field = op.args[0].type.cls.find_field("code")
            value = None if field is None else self.known(field, function)
            if isinstance(value, Constant):
                code = value.value
            else:
                definition = None if value is None else self.definition(value)
                code = definition.static if definition is not None and definition.name == "code_address" else None
        if isinstance(code, Function):
            op.opdef = OPERATIONS["call"]
            op.static = code
            op.args = [*op.args[1:], op.args[0]]

    # What the rules ask.

    def definition(self, value: Value) -> Optional[Operation]:
        return self.definitions.get(value)

    def root(self, value: Value) -> Value:
        return self.roots.get(value, value)

    def is_known_not_null(self, value: Value) -> bool:
        return ("not null", self.root(value)) in self.available

    def emit(self, op: Operation) -> Value:
        assert op.result is not None and op.fail is None and op.opdef.effect == "pure"
        key = _expression_key(op)
        found = self.available.get(key)
        if found is not None:
            return self.resolve(found)
        self.succeed(op, key)
        self.definitions[op.result] = op
        self.out.append(op)
        return op.result

    # The ends of blocks.

    def exit(self, exit: Terminator) -> Terminator:
        exit.replace_values(self.resolve)
        for link in exit.links():
            self.resolve_all(link.args)
        if isinstance(exit, Branch):
            simpler = self.branch(exit)
        elif isinstance(exit, Switch):
            simpler = self.switch(exit)
        else:
            return exit
        if simpler is not exit:
            self.changed = self.reshaped = True
        return simpler

    def branch(self, exit: Branch) -> Terminator:
        definition = self.definitions.get(exit.condition)
        while definition is not None and definition.opdef.name == "bool_not":
            exit.condition = definition.args[0]
            exit.then, exit.otherwise = exit.otherwise, exit.then
            if exit.likely is not None:
                exit.likely = not exit.likely
            self.changed = True
            definition = self.definitions.get(exit.condition)
        known = decided(exit, exit.condition)
        if known is not None:
            return Jump(known, exit.position)
        if exit.then.target is exit.otherwise.target:
            args = [self.choice(exit, a, b) for a, b in zip(exit.then.args, exit.otherwise.args)]
            chosen = [arg for arg in args if arg is not None]
            if len(chosen) == len(args):
                return Jump(Link(exit.then.target, chosen), exit.position)
        return exit

    def choice(self, exit: Branch, a: Value, b: Value) -> Optional[Value]:
        """What a branch passes to a block that both ways lead to, if no branch is needed."""
        if same_value(a, b):
            return a
        if isinstance(a, Constant) and isinstance(b, Constant) and a.type is BOOL:
            if a.value:
                return exit.condition
            definition = self.definitions.get(exit.condition)
            name = "bool_not" if definition is None else INVERSE.get(definition.opdef.name, "bool_not")
            args = [exit.condition] if definition is None or name == "bool_not" else definition.args
            return self.emit(Operation(name, args, Variable(BOOL), position=exit.position))
        return None

    def switch(self, exit: Switch) -> Terminator:
        known = decided(exit, exit.value)
        if known is not None:
            return Jump(known, exit.position)
        if not exit.cases and exit.default is not None:
            return Jump(exit.default, exit.position)
        if len(exit.cases) == 1 and exit.default is None:
            return Jump(exit.cases[0][1], exit.position)
        if len(exit.cases) == 1 and exit.default is not None:
            number, link = exit.cases[0]
            equal = self.emit(Operation("int_eq", [exit.value, Constant(number, exit.value.type)],
                                        Variable(BOOL), position=exit.position))
            return Branch(equal, link, exit.default, position=exit.position)
        return exit


