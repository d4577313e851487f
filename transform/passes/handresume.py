"""Functions that are resumed by hand: their state is all in objects on the heap.

The evaluation loop of an interpreter is one. When a call in such a function is suspended, its local variables are not
saved: only the parameters that it was called with are, and how the call is going to end. When the call has ended, the
function that the program wrote for that (`transform.rpython.resumes`) is called with the parameters and the result, or
the exception. So there is no copy of the body that is entered in the middle:

    entry:   frame = resumed_frame; parameters...; switch frame.site of 0 -> again, 1 -> with_1 ...
    again:   continue_call the function, parameters... (its own stack check had unwound)
    with_k:  v = get_result (fail failed); continue_call the k-th resume function, parameters..., v
    failed:  e = catch; continue_call the resume function for exceptions, parameters..., e

and all calls with one type of result share the code that saves. What other functions' bodies bring into such a function
must not be suspended half-way, as nothing of it would be saved: `Boundary` tells the inliner which may come.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional

from transform.ir.graph import (
    Block, Constant, Function, Graph, Jump, Link, Operation, Program, Return, Switch, Value, Variable,
)
from transform.ir.types import INT, VOID, CodeType, RefType, Type
from transform.passes.blocks import eliminate_parameters
from transform.passes.callgraph import CallGraph, in_tail, suspending
from transform.passes.devirtualise import replace_values
from transform.passes.frames import FrameLayouts, pass_on


class StacklessError(Exception):
    """A call can be suspended where that is not possible: C waits for it, or its result cannot be handed on.

    position   of the call or function
    function   the name of the function
    """

    def __init__(self, message: str, where: Operation | Function, function: Function) -> None:
        super().__init__(message)
        self.position = where.position or function.position
        self.function = function.name


class Boundary:
    """Which bodies may be pasted where. Into functions that are resumed by hand: those in which nothing is left to do
    behind a call that can be suspended, so that its result is that of the pasted call. Into functions that C calls:
    those in which there is no such call."""

    def __init__(self, program: Program) -> None:
        self._graph = CallGraph(program)
        self._may_unwind: set[Function] = set()
        if any(function.resumed_by or function.callback for function in program.functions):
            self._may_unwind = self._graph.reaching([*suspending(program), *self._graph.recursive()])

    def admits(self, caller: Function, callee: Function) -> bool:
        """Whether the body of ``callee`` may stand in ``caller``."""
        if not (caller.resumed_by or caller.callback) or callee not in self._may_unwind or callee.graph is None:
            return True
        if caller.callback:
            return False
        return all(in_tail(callee, block, op) for block in callee.graph.blocks() for op in block.ops
                   if op.opdef.unwinds or any(called in self._may_unwind for called in self._graph.callees(op)))


def resume_by_hand(function: Function, code: Function, wanted: Iterable[Operation],
                   layouts: FrameLayouts) -> None:
    """Gives the operations of a function at which it may be suspended their side exits, and ``code``, the function
    that enters it again, its body. StacklessError where no resume function takes the result of a call."""
    assert function.graph is not None
    if not any(isinstance(type, RefType) for type in function.signature.params):
        raise StacklessError("a function that is resumed by hand needs an object as parameter", function, function)
    separate_entry(function.graph)
    site = Variable(INT, "site")
    save = layouts.save([site], function.graph.entry.params, code, site, function.position, by_hand=True)
    ways: dict[_Way, int] = {}
    for op in wanted:
        number = ways.setdefault(_way_on(function, op), len(ways))
        op.unwind = Link(save, [Constant(number, INT)])
    replace_values(function.graph, eliminate_parameters(function.graph, function.graph.blocks()))
    code.graph = _Body(function, layouts).build(list(ways))


def separate_entry(graph: Graph) -> None:
    """Makes the entry a block that nothing jumps to, whose parameters stay what the caller passed."""
    old = graph.entry
    if any(link.target is old for block in graph.blocks() for link in block.links()):
        graph.entry = Block([Variable(param.type, param.name) for param in old.params], "start")
        graph.entry.exit = Jump(Link(old, graph.entry.params))


@dataclass(frozen=True)
class _Way:
    """A way to go on with a function: to call ``resume`` with what the call gave, or with None if that is
    ``nothing``; without a ``resume``, to call the function itself again."""

    resume: Optional[Function] = None
    nothing: bool = False


def _way_on(function: Function, op: Operation) -> _Way:
    """How to go on with a function that is suspended at an operation: of the functions that take its result, by that
    which takes the nearest class."""
    if op.opdef.name == "unwind_stack":
        return _Way()
    type = _result_type(op)
    nearest: Optional[RefType] = None
    way: Optional[_Way] = None
    for resume in function.resumed_by:
        taken = resume.signature.params[-1]
        if isinstance(taken, RefType):
            if taken.cls.is_exception:
                continue
            if type is VOID and taken.optional:
                return _Way(resume, True)
            if (isinstance(type, RefType) and type.cls.is_subclass(taken.cls) and taken.optional >= type.optional
                    and (nearest is None or taken.cls.is_subclass(nearest.cls))):
                nearest = taken
                way = _Way(resume)
        elif taken is type:
            return _Way(resume)
    if way is not None:
        return way
    ending = "has no result (an Optional parameter takes None)" if type is VOID else f"has a result of type {type}"
    raise StacklessError(f"this call can be suspended and {ending}, but no function that resumes {function.name} "
                         "takes that", op, function)


def _result_type(op: Operation) -> Type:
    match op.opdef.name:
        case "call":
            signature = op.static.signature
        case "call_virtual":
            signature = op.static.type.signature
        case "call_value":
            value = op.args[0].type
            assert isinstance(value, RefType)
            code = value.cls.find_field("code")
            assert code is not None and isinstance(code.type, CodeType)
            signature = code.type.signature
        case _:
            return VOID
    result: Type = signature.result
    return result


class _Body:
    """Builds the function that enters a suspended call again."""

    def __init__(self, function: Function, layouts: FrameLayouts) -> None:
        self.function = function
        self.layouts = layouts
        self.parameters: list[Value] = []
        self.failed: Optional[Block] = None

    def build(self, ways: list[_Way]) -> Graph:
        position = self.function.position
        frame = Variable(self.layouts.root.ref, "frame")
        number = Variable(INT, "site")
        entry = Block(name="entry")
        entry.ops = [Operation("resumed_frame", [], frame, position=position),
                     Operation("getfield", [frame], number, self.layouts.root.fields["site"], position=position)]
        loads, self.parameters = self.layouts.load(frame, self.function.signature.params, position, by_hand=True)
        entry.ops += loads
        cases = [(site, Link(self.way(way, site))) for site, way in enumerate(ways)]
        entry.exit = Switch(number, cases, None, position) if len(cases) > 1 else Jump(cases[0][1], position)
        return Graph(entry)

    def way(self, way: _Way, number: int) -> Block:
        if way.resume is None:
            block = Block(name="again")
            self.call(block, self.function, self.parameters)
            return block
        block = Block(name=f"resume_{number}")
        type = way.resume.signature.params[-1]
        value: Value = Constant(None, type) if way.nothing else Variable(type, "value")
        result = value if isinstance(value, Variable) else None
        block.ops.append(Operation("get_result", [], result, fail=self.failure(), position=self.function.position))
        self.call(block, way.resume, [*self.parameters, value])
        return block

    def failure(self) -> Optional[Link]:
        """Where an exception leads, unless it simply leaves the function."""
        handlers = [resume for resume in self.function.resumed_by if _takes_exception(resume)]
        if not handlers:
            return None
        if self.failed is None:
            self.failed = Block(name="failed")
            error = Variable(handlers[0].signature.params[-1], "error")
            self.failed.ops.append(Operation("catch", [], error, position=self.function.position))
            self.call(self.failed, handlers[0], [*self.parameters, error])
        return Link(self.failed)

    def call(self, block: Block, callee: Function, args: list[Value]) -> None:
        """Calls a function as the last thing."""
        op = Operation("continue_call", args, None, callee, position=self.function.position)
        op.unwind = pass_on(op)
        block.ops.append(op)
        block.exit = Return(None, op.position)


def _takes_exception(resume: Function) -> bool:
    taken = resume.signature.params[-1]
    return isinstance(taken, RefType) and taken.cls.is_exception
