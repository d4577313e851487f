"""A function that can be entered again in the middle: one body with two ways in.

    entry:        low = stack_is_low; branch low then interrupted else (the original entry)
    interrupted:  again = is_resuming; branch again then resume else (the stack check, or the original entry)
    resume:       frame = resumed_frame; reads all slots; switch frame.site of 0 -> resume_0, 1 -> resume_1 ...
    resume_k:     result = get_result (or its side exit); jump behind_k
    behind_k:     the original code behind call k
    save(k, slots...):  writes all slots into a new frame; fail

Every call leads to the one block that saves, with its number and what is live behind it, each variable in a slot that
it has at all calls; slots that are not in use there are zero. So what a call adds to the code is little: the numbers
and moves on its way there and back.

Behind a call a variable now has two origins, its definition and the frame. So the body is written anew with every
live variable passed as a block parameter, which is static single assignment whatever the edges are; parameters that
always get one and the same value are then dropped.
"""
from __future__ import annotations


from transform.ir.graph import (
    Block, Branch, Constant, Function, Graph, Jump, Link, Operation, Raise, Return, Switch, Terminator,
    Unreachable, Value, Variable,
)
from transform.ir.types import BOOL, INT, FloatType, IntType, RefType, TupleType, Type
from transform.passes.blocks import eliminate_parameters
from transform.passes.deadcode import remove_dead_code
from transform.passes.devirtualise import replace_values
from transform.passes.frames import FrameLayouts, pass_on
from transform.passes.liveness import Liveness

Names = dict[Value, Value]  # a variable of the original -> what stands for it at a place of the copy


class Site:
    """A call at which a function can be suspended.

    number    of its frames
    saved     groups of variables that are one value in C, each by the variable that it comes from
    behind    the variables that are live behind the call, its result included
    needed    something is left to do behind it; otherwise it needs no frame
    """

    def __init__(self, op: Operation, number: int, saved: dict[Variable, list[Variable]], behind: list[Variable],
                 needed: bool) -> None:
        self.op = op
        self.number = number
        self.saved = saved
        self.behind = behind
        self.needed = needed


class Slots:
    """Where in a frame each variable is saved: those that are saved together have different slots.

    types   of the slots
    """

    def __init__(self, sites: list[Site], reference: Type) -> None:
        self.types: list[Type] = []
        self._slots: dict[Variable, int] = {}
        together: dict[Variable, set[Variable]] = {}
        for site in sites:
            for variable in site.saved:
                together.setdefault(variable, set()).update(site.saved)
        for variable in sorted(together, key=lambda v: len(together[v]), reverse=True):
            taken = {self._slots[other] for other in together[variable] if other in self._slots}
            type = reference if isinstance(variable.type, RefType) else variable.type
            for slot, slot_type in enumerate(self.types):
                if slot not in taken and slot_type is type:
                    break
            else:
                slot = len(self.types)
                self.types.append(type)
            self._slots[variable] = slot

    def at(self, site: Site) -> dict[int, list[Variable]]:
        """The slots that are in use at a site, with the variables in each."""
        return {self._slots[variable]: group for variable, group in site.saved.items()}


def make_resumable(function: Function, code: Function, sites: dict[Operation, Site], liveness: Liveness,
                   layouts: FrameLayouts) -> None:
    """Gives a function its second way in, and ``code``, the function that the resume loop calls, its body. The entry of
    the function ends in a branch on `stack_is_low`."""
    function.graph = _Copy(function, code, sites, liveness, layouts).build()
    entry = Block(name="entry")
    arguments = [Constant(_zero(type), type) for type in function.signature.params]
    call = Operation("continue_call", arguments, None, function, position=function.position)
    call.unwind = pass_on(call)
    entry.ops.append(call)
    entry.exit = Return(None, function.position)
    code.graph = Graph(entry)


def _zero(type: Type) -> object:
    if isinstance(type, TupleType):
        return tuple(_zero(item) for item in type.items)
    if isinstance(type, FloatType):
        return 0.0
    if type is BOOL:
        return False
    return 0 if isinstance(type, IntType) else None


class _Copy:
    def __init__(self, function: Function, code: Function, sites: dict[Operation, Site], liveness: Liveness,
                 layouts: FrameLayouts) -> None:
        assert function.graph is not None
        self.graph = function.graph
        self.position = function.position
        self.sites = sites
        self.liveness = liveness
        self.layouts = layouts
        self.copies: dict[tuple[Block, int], tuple[Block, list[Variable]]] = {}
        self.work: list[tuple[Block, int]] = []
        self.slots = Slots([site for site in sites.values() if site.needed], layouts.object)
        params = [Variable(type, f"s{number}") for number, type in enumerate(self.slots.types)]
        site = Variable(INT, "site")
        self.save = layouts.save([site, *params], params, code, site, self.position)

    def build(self) -> Graph:
        old = self.graph.entry
        entry = Block([Variable(param.type, param.name) for param in old.params], "entry")
        names: Names = dict(zip(old.params, entry.params))
        assert isinstance(old.exit, Branch)
        low = Variable(BOOL, "low")
        entry.ops.append(Operation("stack_is_low", [], low, position=self.position))
        interrupted = Block(name="interrupted")
        entry.exit = Branch(low, Link(interrupted), self.link(old.exit.otherwise, names), False, self.position)
        again = Variable(BOOL, "again")
        interrupted.ops.append(Operation("is_resuming", [], again, position=self.position))
        interrupted.exit = Branch(again, Link(self.resume()), self.link(old.exit.then, names), None, self.position)
        while self.work:
            block, start = self.work.pop()
            self.fill(block, start)
        graph = Graph(entry)
        blocks = graph.blocks()
        replace_values(graph, eliminate_parameters(graph, blocks))
        remove_dead_code(graph, blocks)
        return graph

    def resume(self) -> Block:
        """The block that reads the frame."""
        frame = Variable(self.layouts.root.ref, "frame")
        number = Variable(INT, "site")
        block = Block(name="resume")
        loads, values = self.layouts.load(frame, self.slots.types, self.position)
        block.ops = [Operation("resumed_frame", [], frame, position=self.position),
                     Operation("getfield", [frame], number, self.layouts.root.fields["site"], position=self.position),
                     *loads]
        cases = []
        for original in self.graph.blocks():
            for index, op in enumerate(original.ops):
                site = self.sites.get(op)
                if site is not None and site.needed:
                    cases.append((site.number, Link(self.resume_site(site, values, original, index + 1))))
        block.exit = Switch(number, cases, None, self.position) if len(cases) > 1 else Jump(cases[0][1], self.position)
        return block

    def resume_site(self, site: Site, values: list[Value], block: Block, start: int) -> Block:
        """The block that goes on behind a call."""
        call = site.op
        resumed = Block(name=f"resume_{site.number}")
        names: Names = {}
        for slot, group in self.slots.at(site).items():
            for variable in group:
                names[variable] = values[slot]
                if variable.type is not values[slot].type:
                    cast = names[variable] = Variable(variable.type, variable.name)
                    resumed.ops.append(Operation("cast_ref", [values[slot]], cast, position=call.position))
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
                name = block.name
            else:
                site = self.sites[block.ops[start - 1]]
                variables = site.behind
                name = f"behind_{site.number}"
            made = Block([Variable(v.type, v.name) for v in variables], name)
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
            if site is not None and site.needed:
                made.unwind = self.unwind(site, names)
            elif op.unwind is not None:
                made.unwind = pass_on(op)
            if op.result is not None:
                names[op.result] = made.result = Variable(op.result.type, op.result.name)
            if site is not None and site.needed:
                copy.exit = self.go_on(block, index + 1, names)
                return
        copy.exit = self.exit(block.exit, names)

    def unwind(self, site: Site, names: Names) -> Link:
        used = self.slots.at(site)
        values = [names[used[slot][0]] if slot in used else Constant(_zero(type), type)
                  for slot, type in enumerate(self.slots.types)]
        return Link(self.save, [Constant(site.number, INT), *values])

    def exit(self, exit: Terminator, names: Names) -> Terminator:
        position = exit.position

        def value(value: Value) -> Value:
            return names.get(value, value)

        match exit:
            case Return():
                return Return(None if exit.value is None else value(exit.value), position)
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
