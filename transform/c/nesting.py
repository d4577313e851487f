"""Decides which operations become C statements and which become part of a larger expression.

An operation whose value is used once, later in its block, is written where it is used, if moving it there changes
nothing: a pure one always, one that reads memory if nothing is written in between. Values that only give back what
they were given (``check_not_none``) are no variables at all: they are aliases.
"""
from __future__ import annotations

from transform.ir.graph import Block, Constant, Operation, Value, Variable
from transform.ir.types import IntType, PointerType, RefType, Type

LARGEST = 7  # operations in one expression: what fits on a line

# Operations that mention an argument more than once: it must be a variable or a constant. True: all of them.
_MENTIONED_TWICE: dict[str, tuple[int, ...]] = {
    "check_index": (1,),
    "check_nonzero": (0,),
    "check_not_none": (0,),
    "check_cast": (0,),
    "isinstance": (0,),
    "is_exactly": (0,),
    "call_virtual": (0,),
    "call_value": (0,),
    "debug_abort": (0,),
    "new_var": (0,),
    "getitem": (0,),
    "setitem": (0,),
    "item_address": (0,),
    "write_barrier_item": (0,),
}

_ALIASES = frozenset(("check_not_none", "check_nonzero", "cast_ref", "cast_int", "cast_pointer"))


def same_in_c(a: Type, b: Type) -> bool:
    """Whether two value types are spelled the same in C."""
    if a is b:
        return True
    if isinstance(a, RefType):
        return isinstance(b, RefType) and a.cls is b.cls
    if isinstance(a, IntType):
        return isinstance(b, IntType) and (a.bits, a.signed) == (b.bits, b.signed)
    return isinstance(a, PointerType) and isinstance(b, PointerType) and a.target is b.target


class Nesting:
    """What was decided for one graph.

    nested   the operation that computes a variable which is written in place of its only use
    alias    the value that stands for a variable
    """

    def __init__(self, blocks: list[Block]) -> None:
        self.nested: dict[Variable, Operation] = {}
        self.alias: dict[Variable, Value] = {}
        self._uses: dict[Value, int] = {}
        for block in blocks:
            self._find_aliases(block)
        for block in blocks:
            self._count_uses(block)
        for block in blocks:
            self._nest(block)

    def resolve(self, value: Value) -> Value:
        """The value that stands for ``value``."""
        while value in self.alias:
            value = self.alias[value]  # type: ignore[index]
        return value

    def is_used(self, variable: Variable) -> bool:
        return variable in self._uses

    def _find_aliases(self, block: Block) -> None:
        for op in block.ops:
            if op.opdef.name in _ALIASES and op.result is not None and same_in_c(op.args[0].type, op.result.type):
                self.alias[op.result] = op.args[0]

    def _count_uses(self, block: Block) -> None:
        uses = self._uses
        for op in block.ops:
            if op.result in self.alias and op.opdef.fails is None:
                continue
            for arg in op.args:
                arg = self.resolve(arg)
                uses[arg] = uses.get(arg, 0) + 1
        for value in block.exit.values():
            value = self.resolve(value)
            uses[value] = uses.get(value, 0) + 1
        for link in block.links():
            for arg in link.args:
                arg = self.resolve(arg)
                uses[arg] = uses.get(arg, 0) + 1

    def _nest(self, block: Block) -> None:
        # `waiting`: variables that may be nested, with the size of their expression; `reading`: those of them whose
        # expression reads memory.
        waiting: dict[Value, tuple[int, Operation]] = {}
        reading: set[Value] = set()

        def consume(value: Value, allowed: bool) -> int:
            """Takes an argument; gives the size of what is nested for it."""
            value = self.resolve(value)
            found = waiting.pop(value, None)
            if found is None:
                return 0
            if not allowed:
                reading.discard(value)
                return 0
            self.nested[value] = found[1]  # type: ignore[index]
            return found[0]

        for op in block.ops:
            opdef = op.opdef
            result = op.result
            if result in self.alias and opdef.fails is None:
                continue
            twice = _MENTIONED_TWICE.get(opdef.name, ())
            size = 1
            reads = opdef.effect == "read"
            for number, arg in enumerate(op.args):
                found = waiting.get(self.resolve(arg))
                if found is not None:
                    allowed = number not in twice and size + found[0] <= LARGEST
                    was_reading = self.resolve(arg) in reading
                    grown = consume(arg, allowed)
                    size += grown
                    reads = reads or bool(grown) and was_reading
            for link in op.side_exits():
                for arg in link.args:  # evaluated after the operation: nothing that reads
                    consume(arg, self.resolve(arg) not in reading)
            if opdef.effect == "write" and reading:
                for value in reading:
                    waiting.pop(value, None)
                reading.clear()
            movable = opdef.fails is None and opdef.effect != "write"
            if result is not None and movable and self._uses.get(result) == 1:
                waiting[result] = size, op
                if reads:
                    reading.add(result)
        for value in block.exit.values():
            consume(value, True)
        for link in block.exit.links():
            for arg in link.args:
                consume(arg, True)


def is_constant(value: Value) -> bool:
    return isinstance(value, Constant)
