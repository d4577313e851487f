"""Inlining: bodies of small functions in place of the calls.

RPython code is made of many small methods (an index check and a load behind each ``a[i]``),
and a call costs more than most of them do; only in the caller do their checks meet the
facts that make them unnecessary. The generated C comes in parts, so the C compiler cannot
do this.

Functions are taken bottom-up over the call graph, each simplified before its callers look
at it. A call is replaced where the callee is marked ``always``, where its cost (see `cost`)
is not much above that of a call, or where it is the only call of a function of moderate
size. A function on a cycle of calls is never pasted into one that comes before it, so
recursion ends. Into a function that is resumed by hand come no bodies that can be suspended
half-way (see `handresume`).

Side exits are composed: what may raise in the pasted body gets the side exit of the call.
A `Raise` in it becomes a jump to what the handler does behind its ``catch``, with the
exception passed as a parameter; where the handler tests for its class, simplification
then knows the answer. A ``note_raise`` before the jump keeps the traceback complete, and is
dropped again where no traceback can show it (see `tracebacks`).

Each copied operation has a `Position` that says where it was inlined.
"""
from __future__ import annotations

from typing import Optional

from transform.ir.graph import (
    Block, Branch, Function, Graph, Jump, Link, Operation, Position, Program, Raise, Return, Switch, Terminator,
    Unreachable, Value, Variable,
)
from transform.ir.operands import is_assignable
from transform.passes import devirtualise, simplify, tracebacks
from transform.passes.devirtualise import Hierarchy, replace_values
from transform.passes.handresume import Boundary
from transform.passes.prune import used_as_values

SMALL = 20  # the cost up to which a function is pasted at each call
TINY = 4  # the same on the way to an exception
MODERATE = 120  # the same at the only call
MAX_CALLER = 3000  # a caller is not grown beyond this cost, except by "always"
_MAX_ROUNDS = 3  # pasting may make further calls direct

_FREE = frozenset({"cast_ref", "cast_pointer", "make_tuple", "tuple_get", "keepalive", "catch", "is_null",
                   "note_raise"})
_CALLS = frozenset({"call", "call_virtual", "call_value", "call_code", "call_c"})


def run(program: Program) -> None:
    """Inlines in every function."""
    inliner = Inliner(program)
    for function in bottom_up(program):
        inliner.run_function(function)


def cost(graph: Graph) -> int:
    """About how many machine instructions the graph takes, calls weighted by their arguments."""
    total = 0
    for block in graph.blocks():
        for op in block.ops:
            name = op.opdef.name
            if name in _CALLS:
                total += 2 + len(op.args)
            elif name not in _FREE:
                total += 1
        if not isinstance(block.exit, (Jump, Return, Unreachable)):
            total += 1
    return total


def bottom_up(program: Program) -> list[Function]:
    """The functions, each behind those that it calls (except round a cycle)."""
    order: list[Function] = []
    visited: set[Function] = set()
    for root in (program.entry, *program.functions):
        if root in visited:
            continue
        visited.add(root)
        stack = [(root, iter(_callees(root)))]
        while stack:
            function, callees = stack[-1]
            for callee in callees:
                if callee not in visited:
                    visited.add(callee)
                    stack.append((callee, iter(_callees(callee))))
                    break
            else:
                order.append(function)
                stack.pop()
    return order


def _callees(function: Function) -> list[Function]:
    if function.graph is None:
        return []
    return [op.static for block in function.graph.blocks() for op in block.ops if op.opdef.name == "call"]


class Inliner:
    """Inlines in one function after the other, callees first."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.hierarchy = Hierarchy(program)
        self.boundary = Boundary(program)
        self.costs: dict[Function, int] = {}  # of the functions that are done
        self.callees: dict[Function, list[Function]] = {}  # of those that were pasted, each call
        self.calls: dict[Function, int] = {}  # how many calls lead to each function
        for function in program.functions:
            for callee in _callees(function):
                self.calls[callee] = self.calls.get(callee, 0) + 1
        self.called_otherwise = used_as_values(program)
        self.positions: dict[Position, Position] = {}  # of inlined operations, each once

    def run_function(self, function: Function) -> bool:
        """Inlines in one function, then simplifies it. Whether it changed."""
        if function.graph is None:
            return False
        changed = False
        for _ in range(_MAX_ROUNDS):
            if not self.paste_calls(function):
                break
            changed = True
            simplify.run_function(function)
            if devirtualise.run_function(function, self.hierarchy):
                simplify.run_function(function)
        if tracebacks.run_function(function):
            simplify.run_function(function)
        self.costs[function] = cost(function.graph)
        return changed

    def paste_calls(self, caller: Function) -> bool:
        graph = caller.graph
        assert graph is not None
        paster: Optional[_Paster] = None
        size = -1
        for block in graph.blocks():
            if not any(op.opdef.name == "call" for op in block.ops):
                continue
            unlikely = isinstance(block.exit, (Raise, Unreachable)) or block.ops[0].opdef.name == "catch"
            index = 0
            while index < len(block.ops):
                op = block.ops[index]
                index += 1
                if op.opdef.name != "call" or op.static not in self.costs or op.static is caller:
                    continue
                if op.fail is not None and op.fail.target is block:
                    continue  # a handler that is about to be taken apart cannot be split as well
                if size < 0:
                    size = cost(graph)
                if not self.is_worth_it(op.static, len(op.args), unlikely or caller.cold, size):
                    continue
                if not self.boundary.admits(caller, op.static):
                    continue
                paster = paster or _Paster(self.positions)
                block, index = paster.paste(block, index - 1, op.static.graph)
                size += self.costs[op.static]
                self.note_copy(op.static)
        if paster is None:
            return False
        replace_values(graph, paster.replaced)
        return True

    def is_worth_it(self, callee: Function, arguments: int, unlikely: bool, caller_size: int) -> bool:
        if callee.graph is None or callee.inline == "never":
            return False
        if callee.inline == "always":
            return True
        if callee.cold or caller_size > MAX_CALLER:
            return False
        callee_cost = self.costs[callee]
        if unlikely:
            return callee_cost <= TINY + arguments
        if callee_cost <= SMALL + arguments:
            return True
        return callee_cost <= MODERATE and self.calls.get(callee) == 1 and callee not in self.called_otherwise

    def note_copy(self, callee: Function) -> None:
        """Counts the calls: that of the callee is gone, those in it have become more."""
        self.calls[callee] = self.calls.get(callee, 1) - 1
        callees = self.callees.get(callee)
        if callees is None:
            callees = self.callees[callee] = _callees(callee)
        for further in callees:
            self.calls[further] = self.calls.get(further, 0) + 1


class _Paster:
    """Pastes bodies into one function. ``replaced`` is what the results of the calls are;
    the caller applies it when all is pasted."""

    def __init__(self, positions: dict[Position, Position]) -> None:
        self.positions = positions
        self.replaced: dict[Value, Value] = {}
        self.behind_catch: dict[Block, Block] = {}

    def paste(self, block: Block, index: int, body: Graph) -> tuple[Block, int]:
        """Replaces the call at ``block.ops[index]``. Gives the place behind it."""
        call = block.ops[index]
        blocks = body.blocks()
        copies = _Copy(call, self)
        entry_is_target = any(link.target is body.entry for one in blocks for link in one.links())
        if not entry_is_target:
            copies.values.update(zip(body.entry.params, call.args))
        if len(blocks) == 1 and isinstance(body.entry.exit, Return) and not entry_is_target:
            ops = [copies.operation(op) for op in body.entry.ops]
            block.ops[index:index + 1] = ops
            if call.result is not None and body.entry.exit.value is not None:
                self.replaced[call.result] = copies.value(body.entry.exit.value)
            return block, index + len(ops)
        behind = Block([] if call.result is None else [call.result], block.name)
        behind.ops = block.ops[index + 1:]
        behind.exit = block.exit
        del block.ops[index:]
        copies.behind = behind
        copies.define(blocks)
        if entry_is_target:
            block.exit = Jump(Link(copies.block(body.entry), call.args), call.position)
            copies.fill(body.entry, copies.block(body.entry))
        else:
            copies.fill(body.entry, block)
        for one in blocks:
            if one is not body.entry:
                copies.fill(one, copies.block(one))
        return behind, 0

    def behind_the_catch(self, handler: Block) -> Block:
        """The block in which a handler goes on with the exception as last parameter."""
        found = self.behind_catch.get(handler)
        if found is None:
            catch = handler.ops[0]
            assert catch.result is not None
            found = Block([*handler.params, catch.result], handler.name)
            found.ops = handler.ops[1:]
            found.exit = handler.exit
            handler.params = [Variable(param.type, param.name) for param in handler.params]
            caught = Variable(catch.result.type, catch.result.name)
            handler.ops = [Operation("catch", [], caught, position=catch.position)]
            handler.exit = Jump(Link(found, [*handler.params, caught]), catch.position)
            self.behind_catch[handler] = found
        return found


class _Copy:
    """Copies a body into the place of a call. ``behind`` is where its returns lead."""

    def __init__(self, call: Operation, paster: _Paster) -> None:
        self.call = call
        self.paster = paster
        self.behind: Optional[Block] = None
        self.values: dict[Value, Value] = {}
        self.blocks: dict[Block, Block] = {}
        self.positions: dict[Optional[Position], Optional[Position]] = {None: call.position}

    def value(self, value: Value) -> Value:
        return self.values.get(value, value)

    def variable(self, variable: Variable) -> Variable:
        """A new variable, used in place of the old one."""
        copy = self.values[variable] = Variable(variable.type, variable.name)
        return copy

    def position(self, position: Optional[Position]) -> Optional[Position]:
        """A place in the body as one that knows of the call."""
        found = self.positions.get(position)
        if found is None and position is not None and self.call.position is not None:
            caller = self.position(position.caller)
            found = Position(position.file, position.line, position.function, caller)
            found = self.positions[position] = self.paster.positions.setdefault(found, found)
        return found or position

    def define(self, blocks: list[Block]) -> None:
        """Makes the variables of the copy."""
        for block in blocks:
            for param in block.params:
                if param not in self.values:
                    self.block(block).params.append(self.variable(param))
            for op in block.ops:
                if op.result is not None:
                    self.variable(op.result)

    def fill(self, block: Block, copy: Block) -> None:
        """Copies what a block does to the end of another."""
        copy.ops.extend([self.operation(op) for op in block.ops])
        if isinstance(block.exit, Raise) and self.call.fail is not None:
            copy.exit = self.raise_inside(block.exit, copy, self.call.fail)
        else:
            copy.exit = self.exit(block.exit)

    def block(self, block: Block) -> Block:
        copy = self.blocks.get(block)
        if copy is None:
            copy = self.blocks[block] = Block((), block.name)
        return copy

    def operation(self, op: Operation) -> Operation:
        result: Optional[Variable] = None
        if op.result is not None:
            known = self.values.get(op.result)
            result = self.variable(op.result) if known is None else known  # type: ignore[assignment]
        fail: Optional[Link] = None
        if op.fail is not None:
            fail = self.link(op.fail)
        elif self.call.fail is not None and op.can_raise():
            fail = Link(self.call.fail.target, self.call.fail.args)
        args = [self.values.get(arg, arg) for arg in op.args]
        return Operation(op.opdef.name, args, result, op.static, fail, self.position(op.position))

    def link(self, link: Link) -> Link:
        return Link(self.block(link.target), [self.values.get(arg, arg) for arg in link.args])

    def exit(self, exit: Terminator) -> Terminator:
        position = self.position(exit.position)
        match exit:
            case Return():
                assert self.behind is not None
                return Jump(Link(self.behind, [] if exit.value is None else [self.value(exit.value)]), position)
            case Raise():
                return Raise(self.value(exit.value), position)
            case Jump():
                return Jump(self.link(exit.link), position)
            case Branch():
                return Branch(self.value(exit.condition), self.link(exit.then), self.link(exit.otherwise),
                              exit.likely, position)
            case Switch():
                return Switch(self.value(exit.value), [(number, self.link(link)) for number, link in exit.cases],
                              None if exit.default is None else self.link(exit.default), position)
        return Unreachable(position)

    def raise_inside(self, exit: Raise, copy: Block, fail: Link) -> Terminator:
        """A raise at the end of ``copy`` where the call has a handler: a jump into it, behind its ``catch``."""
        exception, position = self.value(exit.value), self.position(exit.position)
        behind = self.paster.behind_the_catch(fail.target)
        assert is_assignable(exception.type, behind.params[-1].type)
        copy.ops.append(Operation("note_raise", [exception], None, position=position))
        return Jump(Link(behind, [*fail.args, exception]), position)
