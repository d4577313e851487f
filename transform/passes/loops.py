"""How block parameters move round a loop: only up, only down, or anyhow.

Looks at definitions alone, before any facts are known, so that the walk over the dominator
tree can use the answer when it enters the loop.
"""
from __future__ import annotations

from typing import NamedTuple, Optional

from transform.ir.dominators import Dominators, Segment
from transform.ir.graph import Block, Branch, Link, Operation, Value, Variable
from transform.ir.types import IntType
from transform.passes import ranges
from transform.passes.ranges import Range

MAX_LENGTH = 1 << 56  # no object has more items than memory has bytes
_MAX_DEPTH = 5  # of definitions looked through for a range
_MAX_VISITS = 60  # of definitions looked at for a direction


class Direction(NamedTuple):
    """Where a value surely lies from another: not below it, not above it."""

    up: bool
    down: bool


_SAME = Direction(True, True)
_ANYWHERE = Direction(False, False)


class Place(NamedTuple):
    """In front of ``block.ops[offset]`` of the segment's block."""

    segment: Segment
    offset: int

    def dominates(self, other: Place) -> bool:
        if self.segment is other.segment:
            return self.offset <= other.offset
        return self.segment.dominates(other.segment)


class Guard(NamedTuple):
    """From ``place`` on, some value is below ``bound`` (``sign`` 1) or above it (-1): by at
    least 1 where ``strict``."""

    place: Place
    sign: int
    bound: Value
    strict: bool


# A comparison as (relation, swapped, negated), where the relation is a < b or a == b.
RELATIONS = {"int_lt": ("<", False, False), "int_gt": ("<", True, False), "int_ge": ("<", False, True),
             "int_le": ("<", True, True), "int_eq": ("=", False, False), "int_ne": ("=", False, True)}


class Survey:
    """Definitions, incoming links and guards of one graph."""

    def __init__(self, dominators: Dominators) -> None:
        self.dominators = dominators
        self.definitions: dict[Value, tuple[Operation, Place]] = {}
        self.incoming: dict[Block, list[Link]] = {}
        self.parameters: dict[Value, tuple[Block, int]] = {}
        self.guards: dict[Value, list[Guard]] = {}
        self.visits = 0
        for segment in dominators.segments:
            self._look_at(segment)
        for segment in dominators.segments:
            if segment.is_last and isinstance(segment.block.exit, Branch):
                self._guards_of_branch(segment.block.exit)

    def _look_at(self, segment: Segment) -> None:
        block = segment.block
        if segment.is_first:
            for number, param in enumerate(block.params):
                self.parameters[param] = block, number
        for index in range(segment.start, segment.stop):
            op = block.ops[index]
            if op.result is not None:
                self.definitions[op.result] = op, Place(segment, index)
            if op.fail is not None:
                self.incoming.setdefault(op.fail.target, []).append(op.fail)
            if op.opdef.name == "check_index":
                place = Place(segment, index + 1) if op.fail is None else self._behind(segment)
                if place is not None:
                    i, n = op.args
                    self._guard(i, Guard(place, 1, n, True))
        if segment.is_last:
            for link in block.exit.links():
                self.incoming.setdefault(link.target, []).append(link)

    def _behind(self, segment: Segment) -> Optional[Place]:
        """Behind the failing operation that ends a segment."""
        for child in segment.children:
            if child.block is segment.block:
                return Place(child, child.start)
        return None

    def _guards_of_branch(self, exit: Branch) -> None:
        op, _ = self.definitions.get(exit.condition, (None, None))
        if op is None or op.opdef.name not in RELATIONS or exit.then.target is exit.otherwise.target:
            return
        relation, swapped, negated = RELATIONS[op.opdef.name]
        if relation != "<":
            return
        a, b = reversed(op.args) if swapped else op.args
        for link, taken in ((exit.then, True), (exit.otherwise, False)):
            segment = self.dominators.first[link.target]
            if len(segment.predecessors) == 1:
                place = Place(segment, 0)
                low, high, strict = (a, b, True) if taken != negated else (b, a, False)
                self._guard(low, Guard(place, 1, high, strict))
                self._guard(high, Guard(place, -1, low, strict))

    def _guard(self, value: Value, guard: Guard) -> None:
        if isinstance(value, Variable):
            self.guards.setdefault(value, []).append(guard)

    def direction(self, value: Value, param: Value) -> Direction:
        """Where a value that is passed back to a loop lies from the loop's parameter."""
        self.visits = 0
        return self._direction(value, param, frozenset())

    def _direction(self, value: Value, param: Value, assumed: frozenset[Value]) -> Direction:
        if value is param or value in assumed:
            return _SAME  # of an inner loop: the same as what it is entered with, by induction
        self.visits += 1
        if self.visits > _MAX_VISITS:
            return _ANYWHERE
        if value in self.parameters:
            block, number = self.parameters[value]
            directions = [self._direction(link.args[number], param, assumed | {value})
                          for link in self.incoming.get(block, ())]
            if not directions:
                return _ANYWHERE
            return Direction(all(d.up for d in directions), all(d.down for d in directions))
        op, place = self.definitions.get(value, (None, None))
        if op is None or place is None:
            return _ANYWHERE
        step = constant_step(op)
        if step is not None:
            before = self._direction(op.args[0], param, assumed)
            if before != _ANYWHERE and not self._can_wrap(op, step, place):
                return Direction(before.up and step >= 0, before.down and step <= 0)
        elif op.opdef.name == "check_index":
            return Direction(self._direction(op.args[0], param, assumed).up, False)
        return _ANYWHERE

    def _can_wrap(self, op: Operation, step: int, place: Place) -> bool:
        value = op.args[0]
        if op.opdef.name.endswith("_ovf"):
            return False
        low, high = ranges.of_type(value.type)
        for guard in self.guards.get(value, ()):
            if (guard.sign > 0) == (step > 0) and guard.place.dominates(place):
                bound = self.static_range(guard.bound)
                if step > 0 and bound[1] - guard.strict + step <= high:
                    return False
                if step < 0 and bound[0] + guard.strict + step >= low:
                    return False
        found = self.static_range(value)
        return not (low <= found[0] + step and found[1] + step <= high)

    def static_range(self, value: Value, depth: int = 0) -> Range:
        """The range of a value as far as its definition says."""
        constant = ranges.of_constant(value)
        if constant is not None:
            return constant
        op, _ = self.definitions.get(value, (None, None))
        if op is None or depth > _MAX_DEPTH:
            return ranges.of_type(value.type)
        if is_length(op):
            return 0, MAX_LENGTH
        return ranges.transfer(op, lambda arg: self.static_range(arg, depth + 1))


def is_length(op: Operation) -> bool:
    """Whether the operation loads how many items an object has."""
    return op.opdef.name == "getfield" and op.static.name == "length" and op.static.owner.varpart is not None


def constant_step(op: Operation) -> Optional[int]:
    """The constant that an operation adds to its first operand."""
    name = op.opdef.name.removesuffix("_ovf")
    if name not in ("int_add", "int_sub"):
        return None
    constant = ranges.of_constant(op.args[1])
    if constant is None or not isinstance(op.args[0].type, IntType):
        return None
    return constant[0] if name == "int_add" else -constant[0]
