"""The stackless transform: makes the chain of calls on the C stack a value.

A function *may unwind* if it reaches an operation that suspends the calls that are running. Then such a call ends as
if it had failed, with the mark for unwinding in the place of an exception, and takes its side exit ``unwind``, on which
a cold block saves what is live behind the call in a frame on the heap (see `frames`). Later the function is entered
again, finds that by the comparison of its stack check, reads the frame and goes on behind the call (see `resume`).

A call in tail position saves nothing: whoever waits for its caller takes the result instead. Functions that the program
resumes by itself save their parameters only (see `handresume`).

Stack checks are put into functions through which each recursion comes, so that recursion is bounded by memory alone;
but not where C calls into the program (the collector's functions): C cannot be unwound. A function that the program
gives to C as a callback ends the unwinding of what it calls: it has that gone on with before it returns.

Comes after the exception analysis (calls that cannot raise have no side exit for failures) and is the last pass: the
others know nothing of unwinding.
"""
from __future__ import annotations

from typing import Iterable

from transform.ir.graph import Block, Branch, Function, Jump, Link, Operation, Program, Variable
from transform.ir.operations import OPERATIONS
from transform.ir.types import BOOL, VOID, Signature
from transform.passes.callgraph import CallGraph, in_tail, operations, suspending
from transform.passes.frames import FrameLayouts, pass_on
from transform.passes.handresume import StacklessError, resume_by_hand
from transform.passes.liveness import Liveness
from transform.passes.resume import Site, make_resumable

_SAME_REFERENCE = frozenset({"cast_ref", "check_not_none", "check_cast"})


class Report:
    """What the transform did: the functions that may unwind, with the frames of each call site.

    functions   that were transformed: name -> its sites
    checks      stack checks put in
    operations  by how many the program has grown
    """

    def __init__(self) -> None:
        self.functions: dict[str, list[Site]] = {}
        self.checks = 0
        self.operations = 0

    @property
    def sites(self) -> int:
        return sum(map(len, self.functions.values()))


def run(program: Program, everywhere: bool = False) -> Report:
    """Makes the program's calls resumable. With ``everywhere`` each function has a stack check."""
    report = Report()
    before = _size(program)
    graph = CallGraph(program)
    called_by_c = graph.reached_from([f for f in program.functions if f.export is not None and f is not program.entry])
    checked: set[Function] = set()
    for function in _functions_to_check(program, graph, everywhere):
        if function.graph is not None and function not in called_by_c and not function.callback:
            _insert_test(function, True)
            checked.add(function)
    report.checks = len(checked)
    start = suspending(program)
    if not start:
        return report
    may_unwind = graph.reaching(start)
    for function in called_by_c & may_unwind:
        raise StacklessError("this function can be suspended, but C calls it or what calls it", function, function)
    layouts = FrameLayouts(program)
    for function in list(program.functions):
        if function in may_unwind and function.graph is not None:
            _transform(program, function, graph, may_unwind, checked, layouts, report)
    program.frame_class = layouts.root
    program.classes += layouts.classes
    report.operations = _size(program) - before
    return report


def _size(program: Program) -> int:
    return sum(function.graph.size() for function in program.functions if function.graph is not None)


def _functions_to_check(program: Program, graph: CallGraph, everywhere: bool) -> Iterable[Function]:
    """The functions that are to have a stack check."""
    heads = graph.recursive()
    if not everywhere:
        return heads
    if any(function.resumed_by for function in program.functions):
        # Bodies stand in functions that are resumed by hand that must not be suspended now if they could not before.
        return graph.reaching([*suspending(program), *heads])
    return program.functions


def _insert_test(function: Function, check: bool) -> None:
    """Makes the function look at its entry whether the stack is low. With ``check`` it unwinds then."""
    assert function.graph is not None
    old = function.graph.entry
    old.name = "start" if old.name == "entry" else old.name
    entry = Block([Variable(param.type, param.name) for param in old.params], "entry")
    low = Variable(BOOL, "low")
    entry.ops.append(Operation("stack_is_low", [], low, position=function.position))
    then = Link(old, entry.params)
    if check:
        unwinding = Block(name="low")
        unwinding.ops.append(Operation("unwind_stack", [], None, position=function.position))
        unwinding.exit = Jump(then, function.position)
        then = Link(unwinding)
    entry.exit = Branch(low, then, Link(old, entry.params), False, function.position)
    function.graph.entry = entry


def _transform(program: Program, function: Function, graph: CallGraph, may_unwind: set[Function],
               checked: set[Function], layouts: FrameLayouts, report: Report) -> None:
    assert function.graph is not None
    wanted = {op for op in operations(function)
              if op.opdef.unwinds or any(callee in may_unwind for callee in graph.callees(op))}
    if function.callback:
        for op in wanted:
            assert op.opdef.name == "call"
            op.opdef = OPERATIONS["call_pinned"]
        return
    liveness = Liveness(function.graph)
    sites = _find_sites(function, wanted, liveness)
    report.functions[function.name] = list(sites.values())
    for site in sites.values():
        if not site.needed and (
                site.op.opdef.unwinds or function.signature.result is VOID and not site.op.can_raise()):
            # Otherwise the failure is looked for anyway, or the value that says so is simply returned.
            site.op.unwind = pass_on(site.op)
    needed = [site.op for site in sites.values() if site.needed]
    if not needed:
        return
    code = Function(f"{function.name}$resume", Signature((), VOID), None, function.position, cold=True)
    program.functions.append(code)
    if function.resumed_by:
        resume_by_hand(function, code, needed, layouts)
    else:
        if function not in checked:
            _insert_test(function, False)
        make_resumable(function, code, sites, liveness, layouts)


def _find_sites(function: Function, wanted: set[Operation], liveness: Liveness) -> dict[Operation, Site]:
    assert function.graph is not None
    origins = _origins(function)
    sites: dict[Operation, Site] = {}
    for block in function.graph.blocks():
        here = [op for op in block.ops if op in wanted]
        around = liveness.around(block, here) if here else {}
        for op in here:
            behind, before = around[op]
            groups: dict[Variable, list[Variable]] = {}
            for variable in before:
                groups.setdefault(origins.get(variable, variable), []).append(variable)
            sites[op] = Site(op, len(sites), groups, behind, not in_tail(function, block, op))
    return sites


def _origins(function: Function) -> dict[Variable, Variable]:
    """The variables that are other references to what a variable refers to, with that variable."""
    origins: dict[Variable, Variable] = {}
    for op in operations(function):
        if op.opdef.name in _SAME_REFERENCE and op.result is not None and isinstance(op.args[0], Variable):
            origins[op.result] = op.args[0]
    for variable, origin in origins.items():
        while origin in origins:
            origin = origins[origin]
        origins[variable] = origin
    return origins
