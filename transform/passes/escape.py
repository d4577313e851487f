"""Escape analysis: objects that only one function ever sees are taken apart.

Inlining leaves iterators, context managers, bound methods and exceptions that are created,
read and dropped in one place. Where the only uses of a `new` object are loads and stores of
its fields, each field becomes an ordinary value: a load is what was stored last, and where
ways with different values meet, a block parameter (Braun et al., "Simple and Efficient
Construction of Static Single Assignment Form", 2013, for each field). The allocation, and
with it a chance to fail and work for the collector, is gone.

An object that is stored into another one escapes until that one was taken apart, so this is
repeated as long as it finds something.
"""
from __future__ import annotations

from typing import Any

from transform.ir.graph import Block, Constant, Function, Graph, Link, Operation, Program, Value, Variable
from transform.ir.types import BOOL, ClassType, Field, FloatType, IntType, RefType, TupleType, Type
from transform.passes import simplify
from transform.passes.devirtualise import replace_values

_MAX_ROUNDS = 4
_COPIES = frozenset({"cast_ref", "check_not_none", "check_cast"})


def run(program: Program) -> None:
    """Takes apart what does not escape, in every function."""
    for function in program.functions:
        run_function(function)


def run_function(function: Function) -> bool:
    """Takes apart what does not escape from one function, and simplifies it. Whether
    anything was found."""
    changed = False
    if function.graph is not None:
        for _ in range(_MAX_ROUNDS):
            if not _take_apart(function.graph):
                break
            simplify.run_function(function)
            changed = True
    return changed


def _take_apart(graph: Graph) -> bool:
    blocks = graph.blocks()
    if not any(op.opdef.name == "new" for block in blocks for op in block.ops):
        return False
    owners = _private_objects(blocks)
    if not owners:
        return False
    places = _incoming_places(blocks)
    objects = {news: _Object(news, places) for news in owners.values()}
    for block in blocks:
        for index, op in enumerate(block.ops):
            owner = op if op in objects else owners.get(op.args[0]) if op.args else None
            if owner is not None:
                objects[owner].accesses.setdefault(block, []).append((index, op))
    replaced: dict[Value, Value] = {}
    dead: set[Operation] = set()
    for thing in objects.values():
        thing.take_apart(replaced, dead)
    if not dead:
        return False
    for block in blocks:
        if any(op in dead for op in block.ops):
            block.ops = [op for op in block.ops if op not in dead]
    replace_values(graph, replaced)
    return True


def _private_objects(blocks: list[Block]) -> dict[Value, Operation]:
    """Each variable that holds an object which does not escape, with the operation that
    creates it."""
    owners: dict[Value, Operation] = {}
    escaped: set[Operation] = set()
    for block in blocks:  # definitions come before uses
        for op in block.ops:
            name = op.opdef.name
            if name == "new":
                assert op.result is not None
                owners[op.result] = op
                continue
            for index, arg in enumerate(op.args):
                owner = owners.get(arg)
                if owner is None:
                    continue
                if name in ("getfield", "setfield") and index == 0 and _has_field(owner.static, op.static):
                    continue
                if name in _COPIES and op.result is not None and _is_copied(owner.static, op):
                    owners[op.result] = owner
                elif name != "keepalive":
                    escaped.add(owner)
        for value in block.exit.values():
            if value in owners:
                escaped.add(owners[value])
    for block in blocks:
        for link in block.links():
            for value in link.args:
                if value in owners:
                    escaped.add(owners[value])
    return {alias: owner for alias, owner in owners.items() if owner not in escaped}


def _is_copied(cls: ClassType, op: Operation) -> bool:
    """Whether a cast or check of an object of this class surely gives it back."""
    return op.opdef.name != "check_cast" or cls.is_subclass(op.static)


def _has_field(cls: ClassType, field: Field) -> bool:
    return cls.is_subclass(field.owner)


Place = tuple[Link, Block, int]  # a link, the block that it leaves, and in front of which operation


def _incoming_places(blocks: list[Block]) -> dict[Block, list[Place]]:
    places: dict[Block, list[Place]] = {}
    for block in blocks:
        for index, op in enumerate(block.ops):
            if op.fail is not None:
                places.setdefault(op.fail.target, []).append((op.fail, block, index))
        for link in block.exit.links():
            places.setdefault(link.target, []).append((link, block, len(block.ops)))
    return places


class _NoValue(Exception):
    """A field would be read that was never set and has no zero value."""


class _Object:
    """One object that is taken apart."""

    def __init__(self, news: Operation, places: dict[Block, list[Place]]) -> None:
        self.news = news
        self.places = places
        self.accesses: dict[Block, list[tuple[int, Operation]]] = {}  # in order; its creation is the first
        self.params: dict[tuple[Block, Field], Variable] = {}
        self.unfilled: list[tuple[Block, Field]] = []

    def take_apart(self, replaced: dict[Value, Value], dead: set[Operation]) -> None:
        """Adds to the values to replace and to the operations to drop."""
        loads: dict[Value, Value] = {}
        passed: dict[Variable, list[tuple[Link, Value]]] = {}
        try:
            for block, accesses in self.accesses.items():
                for index, op in accesses:
                    if op.opdef.name == "getfield" and op.result is not None:
                        loads[op.result] = self.read(block, index, op.static)
            while self.unfilled:
                block, field = self.unfilled.pop()
                passed[self.params[block, field]] = [
                    (link, self.read(source, index, field)) for link, source, index in self.places[block]]
        except _NoValue:
            return
        for (block, _), param in self.params.items():
            block.params.append(param)
            for link, value in passed[param]:
                link.args.append(value)
        replaced.update(loads)
        dead.update(op for accesses in self.accesses.values() for _, op in accesses)

    def read(self, block: Block, index: int, field: Field) -> Value:
        """The value of a field in front of an operation."""
        while True:
            for number, op in reversed(self.accesses.get(block, ())):
                if number < index:
                    if op is self.news:
                        return zero(field.type)
                    if op.opdef.name == "setfield" and op.static is field:
                        return op.args[1]
            places = self.places[block]
            if len(places) > 1:
                return self.parameter(block, field)
            _, block, index = places[0]

    def parameter(self, block: Block, field: Field) -> Variable:
        key = block, field
        param = self.params.get(key)
        if param is None:
            param = self.params[key] = Variable(field.type, field.name)
            self.unfilled.append(key)
        return param


def zero(type: Type) -> Constant:
    """What a field of a new object holds. _NoValue for a reference that cannot be None."""
    return Constant(_zero(type), type)


def _zero(type: Type) -> Any:
    match type:
        case IntType():
            return 0
        case FloatType():
            return 0.0
        case TupleType():
            return tuple(map(_zero, type.items))
        case RefType() if not type.optional:
            raise _NoValue
    return False if type is BOOL else None

