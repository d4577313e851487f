"""Who calls whom, through virtual methods and function values too."""
from __future__ import annotations

from typing import Iterable

from transform.ir.graph import Block, Function, Jump, Operation, Program, Return
from transform.ir.types import CodeType, RefType, Signature
from transform.passes.devirtualise import Hierarchy
from transform.passes.prune import used_as_values


class CallGraph:
    """The calls of a program. A virtual call may lead to whatever fills the slot below the class of the receiver; the
    call of a function value to each function of its signature whose address is taken."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._hierarchy = Hierarchy(program)
        self._by_signature: dict[Signature, list[Function]] = {}
        for function in sorted(used_as_values(program), key=lambda f: f.name):
            self._by_signature.setdefault(function.signature, []).append(function)

    def callees(self, op: Operation) -> list[Function]:
        """The functions of the program that an operation may call."""
        match op.opdef.name:
            case "call":
                return [op.static]
            case "call_virtual":
                receiver = op.args[0].type
                assert isinstance(receiver, RefType)
                fillers = self._hierarchy.fillers(op.static, receiver.cls)
                return [filler for filler in dict.fromkeys(fillers) if isinstance(filler, Function)]
            case "call_value":
                value = op.args[0].type
                assert isinstance(value, RefType)
                code = value.cls.find_field("code")
                assert code is not None and isinstance(code.type, CodeType)
                return self._by_signature.get(code.type.signature, [])
        return []

    def callees_of(self, function: Function) -> list[Function]:
        """The functions that a function may call, each once, in the order of the calls."""
        return list(dict.fromkeys(callee for op in operations(function) for callee in self.callees(op)))

    def reaching(self, start: Iterable[Function]) -> set[Function]:
        """These functions and all that may call one of them, directly or not."""
        callers: dict[Function, list[Function]] = {}
        for function in self.program.functions:
            for callee in self.callees_of(function):
                callers.setdefault(callee, []).append(function)
        found = set(start)
        work = list(found)
        while work:
            for caller in callers.get(work.pop(), ()):
                if caller not in found:
                    found.add(caller)
                    work.append(caller)
        return found

    def reached_from(self, start: Iterable[Function]) -> set[Function]:
        """These functions and all that they may call, directly or not."""
        found = set(start)
        work = list(found)
        while work:
            for callee in self.callees_of(work.pop()):
                if callee not in found:
                    found.add(callee)
                    work.append(callee)
        return found

    def recursive(self) -> list[Function]:
        """Functions such that each cycle of calls comes through one of them: where a walk in depth meets a function
        that it is still in."""
        heads: dict[Function, None] = {}
        entered: set[Function] = set()
        inside: set[Function] = set()
        for root in (self.program.entry, *self.program.functions):
            if root in entered:
                continue
            entered.add(root)
            inside.add(root)
            stack = [(root, iter(self.callees_of(root)))]
            while stack:
                function, callees = stack[-1]
                for callee in callees:
                    if callee in inside:
                        heads[callee] = None
                    elif callee not in entered:
                        entered.add(callee)
                        inside.add(callee)
                        stack.append((callee, iter(self.callees_of(callee))))
                        break
                else:
                    inside.discard(function)
                    stack.pop()
        return list(heads)


def suspending(program: Program) -> list[Function]:
    """The functions that have an operation by which the running calls are suspended."""
    return [function for function in program.functions if any(op.opdef.unwinds for op in operations(function))]


def in_tail(function: Function, block: Block, op: Operation) -> bool:
    """Whether a function returns what a call in it returns, and does nothing else behind it."""
    if op.fail is not None:
        return False
    value = op.result
    for behind in block.ops[block.ops.index(op) + 1:]:
        if behind.opdef.name != "cast_ref" or behind.args[0] is not value:
            return False
        value = behind.result
    exit = block.exit
    if isinstance(exit, Jump):
        target = exit.link.target
        if target.ops or not isinstance(target.exit, Return):
            return False
        returned = target.exit.value
        if returned in target.params:
            returned = exit.link.args[target.params.index(returned)]
    elif isinstance(exit, Return):
        returned = exit.value
    else:
        return False
    if returned is None:
        return True
    if value is None or returned is not value:
        return False
    return value.type is function.signature.result or isinstance(value.type, RefType)


def operations(function: Function) -> Iterable[Operation]:
    """All operations of a function, block by block."""
    blocks: list[Block] = [] if function.graph is None else function.graph.blocks()
    return (op for block in blocks for op in block.ops)
