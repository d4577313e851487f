"""Bounds-check elimination: a small range analysis over the dominator tree.

An index check in a counted loop is decided by the loop's own condition, an overflow check
by what is known of the operands. Each integer variable has an interval that holds wherever
it is visible, narrowed by the branches and checks that dominate a place; beside it stand
relations between two variables (``i < n``), which is what a check against a length needs.

Loops: a parameter that only grows keeps the lower bound that it enters the loop with, one
that only shrinks keeps its upper bound and stays below what it was below (`loops` proves
that the step cannot wrap round: behind ``i < n`` there is room for one more).

With these facts
- ``check_index(i, n)`` is ``i`` where 0 <= i < n,
- an operation that checks for overflow becomes the plain one where it cannot overflow,
- comparisons are constants where one range lies below the other,
- Python's division becomes C's, which is cheaper, where nothing is negative.
"""
from __future__ import annotations

from typing import NamedTuple, Optional

from transform.ir.dominators import Segment
from transform.ir.graph import (
    Block, Branch, Constant, Function, Graph, Link, Operation, Program, Switch, Value, Variable,
)
from transform.ir.operations import OPERATIONS
from transform.ir.types import BOOL, INT, UINT64, IntType
from transform.passes import ranges, simplify
from transform.passes.deadcode import remove_dead_code
from transform.passes.folding import bool_constant
from transform.passes.loops import MAX_LENGTH, RELATIONS, Survey, constant_step, is_length
from transform.passes.ranges import Range
from transform.passes.walk import DominatorWalk

_MAX_DEPTH = 4  # of relations looked through to prove one
_PROVABLE = frozenset({"check_index", "check_nonzero", "int_add_ovf", "int_sub_ovf", "int_mul_ovf", "int_floordiv",
                       "int_mod"})


def run(program: Program) -> None:
    """Removes the checks that can be proved, in every function."""
    for function in program.functions:
        run_function(function)


def run_function(function: Function) -> bool:
    """Removes the checks that can be proved from one function, and simplifies it. Whether
    there were any."""
    graph = function.graph
    if graph is None or not any(_provable(op) for block in graph.blocks() for op in block.ops):
        return False
    analysis = _Analysis(graph)
    analysis.run()
    if analysis.decided:
        simplify.run_function(function)
    elif analysis.changed:
        remove_dead_code(graph, graph.blocks())
    return analysis.changed


def _provable(op: Operation) -> bool:
    """Whether an operation is, or comes with, a check that may be proved: a shift by a variable tests its count."""
    name = op.opdef.name
    return name in _PROVABLE or name in ("int_lshift", "int_rshift") and not isinstance(op.args[1], Constant)


class _Passed(NamedTuple):
    """What is known of an argument where its link is taken."""

    range: Range
    limits: frozenset[Value]  # variables that it is below


class _Analysis(DominatorWalk):
    """One walk. ``ranges`` and ``below`` are the facts at the current place."""

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph)
        self.dominators.number_tree()
        self.survey = Survey(self.dominators)
        self.changed = False
        self.decided = False  # whether some branch or handler may be gone
        self.ranges: dict[Value, Range] = {}
        self.below: dict[Value, dict[Value, bool]] = {}  # a: {b: True} is a < b; False where only a <= b is known
        self.passed: dict[Link, list[Optional[_Passed]]] = {}
        self.replaced: dict[Value, Value] = {}

    def run(self) -> None:
        super().run()
        for block in self.graph.blocks():
            if any(op.result in self.replaced for op in block.ops):
                block.ops = [op for op in block.ops if op.result not in self.replaced]

    # Facts.

    def range_of(self, value: Value) -> Range:
        constant = ranges.of_constant(value)
        if constant is not None:
            return constant
        return self.ranges.get(value) or ranges.of_type(value.type)

    def narrow(self, value: Value, low: int, high: int) -> None:
        """Notes that the value is in this range, in the subtree. Contradictions (in code
        that is never reached) are not noted."""
        if isinstance(value, Variable):
            known = self.range_of(value)
            new = max(low, known[0]), min(high, known[1])
            if new != known and new[0] <= new[1]:
                self.learn(self.ranges, value, new)

    def learn_below(self, a: Value, b: Value, strict: bool) -> None:
        """Notes a < b, or a <= b."""
        a_range, b_range = self.range_of(a), self.range_of(b)
        self.narrow(a, a_range[0], b_range[1] - strict)
        self.narrow(b, a_range[0] + strict, b_range[1])
        if isinstance(b, Variable) and isinstance(a, Variable):
            known = self.below.get(a, {})
            if strict or b not in known:
                self.learn(self.below, a, {**known, b: strict})

    def is_below(self, a: Value, b: Value, strict: bool, depth: int = 0) -> bool:
        """Whether a < b (or a <= b) is known."""
        if a is b:
            return not strict
        a_range, b_range = self.range_of(a), self.range_of(b)
        if a_range[1] + strict <= b_range[0]:
            return True
        known = self.below.get(a, {})
        if b in known and known[b] >= strict:
            return True
        if depth >= _MAX_DEPTH:
            return False
        for middle, below_middle in known.items():
            if middle is not b and self.is_below(middle, b, strict and not below_middle, depth + 1):
                return True
        return self.is_below_by_definition(a, b, strict, depth + 1)

    def is_below_by_definition(self, a: Value, b: Value, strict: bool, depth: int) -> bool:
        op, _ = self.survey.definitions.get(a, (None, None))
        if op is None or a in self.replaced:
            return False
        name = op.opdef.name
        if name in ("int_sub", "int_add", "int_sub_ovf", "int_add_ovf"):
            x, y = op.args
            low, high = self.range_of(y)
            exact = ranges.exact(name[:7], self.range_of(x), (low, high))
            assert exact is not None
            if not name.endswith("_ovf") and not ranges.fits(exact, a.type):
                return False  # may have wrapped round
            decrease = low if name.startswith("int_sub") else -high  # at least
            return decrease >= 0 and self.is_below(x, b, strict and decrease == 0, depth)
        if name in ("int_rshift", "int_floordiv", "int_cdiv", "int_and"):
            x, y = op.args
            if self.range_of(x)[0] < 0 or (name.endswith("div") and self.range_of(y)[0] <= 0):
                return False
            return self.is_below(x, b, strict, depth)
        if name == "int_mod" or (name == "int_cmod" and self.range_of(op.args[0])[0] >= 0):
            return self.range_of(op.args[1])[0] > 0 and self.is_below(op.args[1], b, False, depth)
        return False

    # The walk.

    def visit(self, segment: Segment) -> None:
        parent = segment.idom
        if segment.is_first:
            if parent is not None and parent.is_last and len(segment.predecessors) == 1:
                self.enter_from(parent.block, segment.block)
            self.parameters(segment.block)
        elif parent is not None:
            failing = parent.side_exit()
            if failing is not None:
                self.succeeded(failing)
        block = segment.block
        for op in block.ops[segment.start:segment.stop]:
            self.resolve_all(op.args)
            self.operation(op)
            if op.fail is not None:
                self.leave(op.fail)
        if segment.is_last:
            block.exit.replace_values(self.resolve)
            for link in block.exit.links():
                self.leave(link)

    def resolve(self, value: Value) -> Value:
        return self.replaced.get(value, value)

    def resolve_all(self, values: list[Value]) -> None:
        for index, value in enumerate(values):
            if value in self.replaced:
                values[index] = self.replaced[value]

    def leave(self, link: Link) -> None:
        """Notes what is known of the arguments of a link."""
        self.resolve_all(link.args)
        if any(isinstance(param.type, IntType) for param in link.target.params):
            self.passed[link] = [
                _Passed(self.range_of(arg), frozenset(b for b, strict in self.below.get(arg, {}).items() if strict))
                if isinstance(arg.type, IntType) else None for arg in link.args]

    def parameters(self, block: Block) -> None:
        links = self.survey.incoming.get(block, ())
        if block is self.graph.entry:
            return  # what the caller passes is not known
        for number, param in enumerate(block.params):
            if isinstance(param.type, IntType):
                self.parameter(param, number, links)

    def parameter(self, param: Variable, number: int, links: list[Link] | tuple[()]) -> None:
        """The range of a block parameter: what its links pass, where those of back edges
        count only as far as they can leave the range of the others."""
        low, high = ranges.of_type(param.type)
        lows: list[int] = []
        highs: list[int] = []
        limits: Optional[frozenset[Value]] = None
        shrinks = True
        for link in links:
            passed = self.passed.get(link)
            argument = None if passed is None else passed[number]
            if argument is not None:
                lows.append(argument.range[0])
                highs.append(argument.range[1])
                limits = argument.limits if limits is None else limits & argument.limits
                continue
            value = link.args[number]
            direction = self.survey.direction(value, param)
            static = self.survey.static_range(value)
            shrinks &= direction.down
            if not direction.up:
                lows.append(static[0])
            if not direction.down:
                highs.append(static[1])
        found = max(low, min(lows, default=low)), min(high, max(highs, default=high))
        if found[0] <= found[1]:
            self.ranges[param] = found
        if shrinks and limits:
            self.learn(self.below, param, dict.fromkeys(limits, True))

    def enter_from(self, source: Block, block: Block) -> None:
        """Notes what the only way into a block says."""
        exit = source.exit
        if isinstance(exit, Branch):
            op, _ = self.survey.definitions.get(exit.condition, (None, None))
            if op is not None and exit.then.target is not exit.otherwise.target:
                self.assume(op, exit.then.target is block)
        elif isinstance(exit, Switch):
            number = next((number for number, link in exit.cases if link.target is block), None)
            if number is not None:
                self.narrow(exit.value, number, number)

    def assume(self, op: Operation, holds: bool) -> None:
        name = op.opdef.name
        if name == "bool_not":
            inner, _ = self.survey.definitions.get(op.args[0], (None, None))
            if inner is not None:
                self.assume(inner, not holds)
        if name not in RELATIONS:
            return
        relation, swapped, negated = RELATIONS[name]
        a, b = map(self.resolve, reversed(op.args) if swapped else op.args)
        holds ^= negated
        if relation == "<":
            if holds:
                self.assume_unsigned(a, b)
                self.learn_below(a, b, True)
            else:
                self.learn_below(b, a, False)
        elif holds:
            self.learn_below(a, b, False)
            self.learn_below(b, a, False)
        else:
            self.assume_different(a, b)

    def assume_different(self, a: Value, b: Value) -> None:
        number = ranges.of_constant(b)
        if number is not None:
            low, high = self.range_of(a)
            self.narrow(a, low + (low == number[0]), high - (high == number[0]))

    def assume_unsigned(self, a: Value, b: Value) -> None:
        """``uint64(i) < uint64(n)`` with n >= 0 is 0 <= i < n."""
        i, n = self.reinterpreted(a), self.reinterpreted(b)
        if i is not None and n is not None and self.range_of(n)[0] >= 0:
            self.narrow(i, 0, INT.maximum)
            self.learn_below(i, n, True)

    def reinterpreted(self, value: Value) -> Optional[Value]:
        """The int that a uint64 was made of."""
        op, _ = self.survey.definitions.get(value, (None, None))
        if value.type is UINT64 and op is not None and op.opdef.name == "cast_int" and op.args[0].type is INT:
            return self.resolve(op.args[0])
        if isinstance(value, Constant) and value.type is UINT64 and value.value <= INT.maximum:
            return Constant(value.value, INT)
        return None

    # Operations.

    def operation(self, op: Operation) -> None:
        name = op.opdef.name
        if op.result is None:
            return
        if name in RELATIONS:
            self.comparison(op)
            return
        if isinstance(op.result.type, IntType):
            known = self.known_result(op)
            if known is not None:
                self.replaced[op.result] = known
                self.cannot_fail(op)
                return
            if name.endswith("_ovf"):
                self.overflow(op)
            elif name == "int_floordiv" or name == "int_mod":
                self.division(op)
            found = (0, MAX_LENGTH) if is_length(op) else ranges.transfer(op, self.range_of)
            if found != ranges.of_type(op.result.type):
                self.ranges[op.result] = found
            self.relate_to_operand(op)
        if op.fail is None:
            self.succeeded(op)

    def relate_to_operand(self, op: Operation) -> None:
        """Notes that ``n - 1`` is below ``n``, and so on for all constants."""
        step = constant_step(op)
        if step and op.result is not None:
            low, high = self.range_of(op.args[0])
            if ranges.fits((low + step, high + step), op.result.type):
                a, b = (op.result, op.args[0]) if step < 0 else (op.args[0], op.result)
                self.learn_below(a, b, True)

    def known_result(self, op: Operation) -> Optional[Value]:
        """The operand that a check gives back, where it cannot fail."""
        name = op.opdef.name
        if name == "check_index":
            i, n = op.args
            return i if self.range_of(i)[0] >= 0 and self.is_below(i, n, True) else None
        if name == "check_nonzero":
            low, high = self.range_of(op.args[0])
            return op.args[0] if low > 0 or high < 0 else None
        return None

    def division(self, op: Operation) -> None:
        if self.range_of(op.args[0])[0] >= 0 and self.range_of(op.args[1])[0] > 0:
            op.opdef = OPERATIONS["int_cdiv" if op.opdef.name == "int_floordiv" else "int_cmod"]
            self.changed = True

    def overflow(self, op: Operation) -> None:
        name = op.opdef.name.removesuffix("_ovf")
        exact = ranges.exact(name, self.range_of(op.args[0]), self.range_of(op.args[1]))
        assert exact is not None and op.result is not None
        if ranges.fits(exact, op.result.type):
            op.opdef = OPERATIONS[name]
            self.cannot_fail(op)

    def cannot_fail(self, op: Operation) -> None:
        self.changed = True
        self.decided |= op.fail is not None
        op.fail = None

    def succeeded(self, op: Operation) -> None:
        """Notes what holds behind an operation that did not fail."""
        if op.opdef.name == "check_index" and op.result is not None and op.result not in self.replaced:
            i, n = op.args
            self.learn_below(i, n, True)
            self.learn_below(op.result, n, True)
            self.narrow(n, 1, ranges.of_type(n.type)[1])
        elif op.opdef.name == "new_var":
            self.narrow(op.args[0], 0, MAX_LENGTH)

    def comparison(self, op: Operation) -> None:
        assert op.result is not None and op.result.type is BOOL
        relation, swapped, negated = RELATIONS[op.opdef.name]
        a, b = reversed(op.args) if swapped else op.args
        holds: Optional[bool] = None
        if relation == "<":
            if self.is_below(a, b, True):
                holds = True
            elif self.is_below(b, a, False):
                holds = False
        else:
            a_range, b_range = self.range_of(a), self.range_of(b)
            if a_range[1] < b_range[0] or b_range[1] < a_range[0]:
                holds = False
        if holds is not None:
            self.replaced[op.result] = bool_constant(holds != negated)
            self.changed = self.decided = True
