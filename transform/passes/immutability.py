"""Finds the fields that are written while their object is constructed, and never after.

A load of such a field gives the same value all along, whatever is called or stored in
between, so the other passes can drop repeated loads and take them out of reach of calls.
Source says it with ``Final`` in some places; most classes just behave so.

A store is part of the construction where nobody else can know the object yet: in the
function that creates it, or in an ``__init__`` that is only ever called on objects under
construction; and in either before the object gets away (is stored, passed to anything but
a constructor, or returned). Who constructs an object may not have read the field before a
constructor stores to it. The length of a variable part is set by the operation that
creates it.
"""
from __future__ import annotations

from typing import Optional

from transform.ir.graph import Block, Function, Operation, Program, Value
from transform.ir.types import Field, RefType
from transform.passes.prune import used_as_values

_COPIES = frozenset({"cast_ref", "check_cast", "check_not_none"})


def run(program: Program) -> None:
    """Sets ``immutable`` of all fields of the program that only constructors write."""
    looks = [_Look(function) for function in program.functions if function.graph is not None]
    constructors = _find_constructors(program, looks)
    leaking = _find_leaking(looks, constructors)
    mutable: set[Field] = set()
    for look in looks:
        mutable |= look.late_stores(constructors, leaking) | look.early_loads(constructors) | look.switched()
    for cls in program.classes:
        for field in cls.fields.values():
            if field not in mutable:
                field.immutable = True


class _Look:
    """What one function does with objects that it creates or gets as first parameter."""

    def __init__(self, function: Function) -> None:
        graph = function.graph
        assert graph is not None
        self.function = function
        self.blocks = graph.blocks()
        self.created: set[Value] = set()
        self.owners: dict[Value, Value] = {}  # each copy of such an object, with the original
        self.receiver: Optional[Value] = None
        if graph.entry.params and isinstance(graph.entry.params[0].type, RefType):
            self.receiver = graph.entry.params[0]
            self.owners[self.receiver] = self.receiver
        for block in self.blocks:
            for op in block.ops:
                if op.result is not None:
                    if op.opdef.name in ("new", "new_var"):
                        self.created.add(op.result)
                        self.owners[op.result] = op.result
                    elif op.opdef.name in _COPIES and op.args[0] in self.owners:
                        self.owners[op.result] = self.owners[op.args[0]]
        self.reachable: dict[Block, set[Block]] = {}
        self.calls = [op for block in self.blocks for op in block.ops if op.opdef.name == "call"]

    def constructed_by(self, call: Operation) -> Optional[Value]:
        """The object created here, or the first parameter, that a call gets first."""
        return self.owners.get(call.args[0]) if call.args else None

    def leaks(self, constructors: set[Function], leaking: set[Function]) -> list[tuple[Value, Block, int]]:
        """Where each object gets away: behind which operation of which block (its number
        of operations for the end)."""
        found: list[tuple[Value, Block, int]] = []
        for block in self.blocks:
            for index, op in enumerate(block.ops):
                name = op.opdef.name
                skipped = 0
                if name in ("getfield", "setfield", "getitem", "setitem") or name in _COPIES or (
                        name == "call" and op.static in constructors and op.static not in leaking):
                    skipped = 1  # the first operand is only used
                for arg in op.args[skipped:]:
                    if arg in self.owners:
                        found.append((self.owners[arg], block, index))
                if op.fail is not None:
                    found.extend((self.owners[arg], block, index) for arg in op.fail.args if arg in self.owners)
            for value in (*block.exit.values(), *(arg for link in block.exit.links() for arg in link.args)):
                if value in self.owners:
                    found.append((self.owners[value], block, len(block.ops)))
        return found

    def late_stores(self, constructors: set[Function], leaking: set[Function]) -> set[Field]:
        """The fields of objects that may be known elsewhere, stored to here."""
        stores = [(op, block, index) for block in self.blocks for index, op in enumerate(block.ops)
                  if op.opdef.name == "setfield"]
        if not stores:
            return set()
        leaks: dict[Value, list[tuple[Block, int]]] = {}
        for leaked, block, index in self.leaks(constructors, leaking):
            leaks.setdefault(leaked, []).append((block, index))
        late: set[Field] = set()
        for op, block, index in stores:
            owner = self.owners.get(op.args[0])
            if owner is None or (owner is self.receiver and self.function not in constructors) or any(
                    self.comes_before(leak, (block, index)) for leak in leaks.get(owner, ())):
                late.add(op.static)
        return late

    def early_loads(self, constructors: set[Function]) -> set[Field]:
        """The fields of an object that are read here before a constructor is called on it."""
        loads: dict[Value, list[tuple[Block, int]]] = {}
        calls: list[tuple[Value, Block, int]] = []
        for block in self.blocks:
            for index, op in enumerate(block.ops):
                if op.opdef.name == "getfield" and op.args[0] in self.owners:
                    loads.setdefault(self.owners[op.args[0]], []).append((block, index))
                elif op.opdef.name == "call" and op.static in constructors:
                    calls.append((self.owners[op.args[0]], block, index))
        return {load[0].ops[load[1]].static for owner, block, index in calls for load in loads.get(owner, ())
                if self.comes_before(load, (block, index))}

    def switched(self) -> set[Field]:
        """The fields of stacks that are switched here: the resume loop writes them."""
        stacks = [arg.type for block in self.blocks for op in block.ops if op.opdef.name == "switch_stack"
                  for arg in op.args]
        return {field for type in stacks if isinstance(type, RefType) for field in type.cls.fields.values()}

    def comes_before(self, one: tuple[Block, int], other: tuple[Block, int]) -> bool:
        """Whether control can come from one operation to the other."""
        block = one[0]
        if block is other[0] and one[1] < other[1]:
            return True
        if block not in self.reachable:
            self.reachable[block] = _reachable_from(block)
        return other[0] in self.reachable[block]


def _reachable_from(start: Block) -> set[Block]:
    """The blocks that can be entered after this one."""
    found: set[Block] = set()
    work = [start]
    while work:
        for link in work.pop().links():
            if link.target not in found:
                found.add(link.target)
                work.append(link.target)
    return found


def _is_init(function: Function) -> bool:
    return ".__init__" in function.name


def _find_constructors(program: Program, looks: list[_Look]) -> set[Function]:
    """The ``__init__`` functions that are only called directly, each time on an object that
    the caller creates or, in another constructor, got to construct."""
    used = used_as_values(program)
    candidates = {look.function for look in looks if look.receiver is not None and look.function not in used
                  and _is_init(look.function)}
    calls = [(look, call) for look in looks for call in look.calls]
    changed = True
    while changed:
        changed = False
        for look, call in calls:
            if call.static in candidates:
                owner = look.constructed_by(call)
                if owner is None or (owner is look.receiver and look.function not in candidates):
                    candidates.discard(call.static)
                    changed = True
    return candidates


def _find_leaking(looks: list[_Look], constructors: set[Function]) -> set[Function]:
    """The constructors from which their object may get away."""
    leaking: set[Function] = set()
    changed = True
    while changed:
        changed = False
        for look in looks:
            if look.function in constructors and look.function not in leaking:
                if any(owner is look.receiver for owner, _, _ in look.leaks(constructors, leaking)):
                    leaking.add(look.function)
                    changed = True
    return leaking
