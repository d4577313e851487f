"""The resume body of a function: a copy that is entered in the middle.

    entry:  frame = resumed_frame; switch frame.site of 0 -> resume_0, 1 -> resume_1 ...
    resume_k:  reads the variables of call k back; result = get_result (or its side exit); jump behind_k
    behind_k:  the original code behind call k

Behind a call a variable now has two origins, its definition and the frame. So the copy passes every live variable
as a block parameter, which is static single assignment whatever the edges are; parameters that always get one and
the same value are then dropped.
"""
from __future__ import annotations

from transform.ir.graph import (
    Block, Branch, Fail, Function, Graph, Jump, Link, Operation, Raise, Return, Switch, Terminator, Unreachable, Value,
    Variable,
)
from transform.ir.types import INT
from transform.passes.blocks import eliminate_parameters
from transform.passes.deadcode import remove_dead_code
from transform.passes.devirtualise import replace_values
from transform.passes.frames import FrameLayouts
from transform.passes.liveness import Liveness

Names = dict[Value, Value]  # a variable of the original -> what stands for it at a place of the copy


class Site:
    """A call at which a function can be suspended.

    number   of its frames
    saved    groups of variables that share a field, as they are one value in C
    behind   the variables that are live behind the call, its result included
    in_tail  nothing is left to do behind it: it needs no frame
    """

    def __init__(self, op: Operation, number: int, saved: list[list[Variable]], behind: list[Variable],
                 in_tail: bool) -> None:
        self.op = op
        self.number = number
        self.saved = saved
        self.behind = behind
        self.in_tail = in_tail


def pass_on(site: Site) -> Link:
    """A link to a new block that goes on unwinding without a frame."""
    block = Block(name="pass_on")
    block.exit = Fail(site.op.position)
    return Link(block)


def resume_body(function: Function, code: Function, sites: dict[Operation, Site], liveness: Liveness,
                layouts: FrameLayouts) -> Graph:
    """The graph of the resume body ``code`` of a function, whose graph has no side exits for unwinding yet."""
    return _Copy(code, sites, liveness, layouts).build(function)


class _Copy:
    def __init__(self, code: Function, sites: dict[Operation, Site], liveness: Liveness, layouts: FrameLayouts) -> None:
        self.code = code
        self.sites = sites
        self.liveness = liveness
        self.layouts = layouts
        self.copies: dict[tuple[Block, int], tuple[Block, list[Variable]]] = {}
        self.work: list[tuple[Block, int]] = []

    def build(self, function: Function) -> Graph:
        assert function.graph is not None
        frame = Variable(self.layouts.root.ref, "frame")
        number = Variable(INT, "site")
        entry = Block(name="entry")
        entry.ops = [Operation("resumed_frame", [], frame),
                     Operation("getfield", [frame], number, self.layouts.root.fields["site"])]
        cases = []
        for block in function.graph.blocks():
            for index, op in enumerate(block.ops):
                site = self.sites.get(op)
                if site is not None and not site.in_tail:
                    cases.append((site.number, Link(self.resume(site, frame, block, index + 1))))
        entry.exit = Switch(number, cases, None) if len(cases) > 1 else Jump(cases[0][1])
        while self.work:
            block, start = self.work.pop()
            self.fill(block, start)
        graph = Graph(entry)
        blocks = graph.blocks()
        replace_values(graph, eliminate_parameters(graph, blocks))
        remove_dead_code(graph, blocks)
        return graph

    def resume(self, site: Site, frame: Variable, block: Block, start: int) -> Block:
        """The block that goes on behind a call."""
        call = site.op
        resumed = Block(name=f"resume_{site.number}")
        ops, values = self.layouts.load(frame, [group[0].type for group in site.saved], call.position)
        resumed.ops = ops
        names: Names = {}
        for group, value in zip(site.saved, values):
            for variable in group:
                names[variable] = value
                if variable.type is not value.type:
                    cast = names[variable] = Variable(variable.type, variable.name)
                    resumed.ops.append(Operation("cast_ref", [value], cast, position=call.position))
        result = None
        if call.result is not None:
            names[call.result] = result = Variable(call.result.type, call.result.name)
        fail = None if call.fail is None else self.link(call.fail, names)
        resumed.ops.append(Operation("get_result", [], result, fail=fail, position=call.position))
        resumed.exit = self.go_on(block, start, names)
        return resumed

    def copy(self, block: Block, start: int) -> tuple[Block, list[Variable]]:
        """The copy of a block from an operation on, and the variables that its parameters stand for."""
        found = self.copies.get((block, start))
        if found is None:
            if start == 0:
                variables = [*block.params, *self.liveness.at_start(block)]
            else:
                variables = self.sites[block.ops[start - 1]].behind
            made = Block([Variable(v.type, v.name) for v in variables], block.name)
            found = self.copies[block, start] = made, variables
            self.work.append((block, start))
        return found

    def go_on(self, block: Block, start: int, names: Names) -> Jump:
        target, variables = self.copy(block, start)
        return Jump(Link(target, [names[variable] for variable in variables]))

    def link(self, link: Link, names: Names) -> Link:
        target, variables = self.copy(link.target, 0)
        passed = variables[len(link.target.params):]
        return Link(target, [*(names.get(arg, arg) for arg in link.args), *(names[variable] for variable in passed)])

    def fill(self, block: Block, start: int) -> None:
        copy, variables = self.copies[block, start]
        names: Names = dict(zip(variables, copy.params))
        for index in range(start, len(block.ops)):
            op = block.ops[index]
            args = [names.get(arg, arg) for arg in op.args]
            made = Operation(op.opdef.name, args, None, op.static, position=op.position)
            copy.ops.append(made)
            if op.fail is not None:
                made.fail = self.link(op.fail, names)
            site = self.sites.get(op)
            if site is not None:
                made.unwind = self.unwind(site, names)
            if op.result is not None:
                names[op.result] = made.result = Variable(op.result.type, op.result.name)
            if site is not None and not site.in_tail:
                copy.exit = self.go_on(block, index + 1, names)
                return
        copy.exit = self.exit(copy, block.exit, names)

    def unwind(self, site: Site, names: Names) -> Link:
        if site.in_tail:
            return pass_on(site)
        values = [names[group[0]] for group in site.saved]
        return self.layouts.save(values, self.code, site.number, site.op.position)

    def exit(self, copy: Block, exit: Terminator, names: Names) -> Terminator:
        position = exit.position

        def value(value: Value) -> Value:
            return names.get(value, value)

        match exit:
            case Return():
                if exit.value is not None:
                    copy.ops.append(Operation("set_result", [value(exit.value)], None, position=position))
                return Return(None, position)
            case Jump():
                return Jump(self.link(exit.link, names), position)
            case Branch():
                return Branch(value(exit.condition), self.link(exit.then, names), self.link(exit.otherwise, names),
                              exit.likely, position)
            case Switch():
                return Switch(value(exit.value), [(number, self.link(link, names)) for number, link in exit.cases],
                              None if exit.default is None else self.link(exit.default, names), position)
            case Raise():
                return Raise(value(exit.value), position)
        return Unreachable(position)
