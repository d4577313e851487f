"""Out of static single assignment: which values share a C variable, and its name.

Live ranges are exact: lists of intervals over a numbering of all statements. A block parameter and the arguments
that links pass to it get one variable where their ranges do not overlap, so that most links need no moves. The
method is that of register allocators (interval-based coalescing), with as many registers as it takes.
"""
from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator

from transform.c.names import LocalNames, short_name
from transform.c.nesting import Nesting, same_in_c
from transform.ir.graph import Block, Constant, Function, Operation, Value, Variable

Interval = tuple[int, int]  # first position, position after the last

# Arguments that are still read after the result was written.
_LATE = {"check_index": (1,)}


class _Step:
    """One statement, as liveness sees it (sets of variables are bit masks).

    uses       read before the result is written
    late       read after it, or by the side exits
    result     number of the variable written, or -1
    handlers   where the side exits lead
    """

    __slots__ = ("handlers", "late", "result", "uses")

    def __init__(self, uses: int, late: int, result: int, handlers: list[Block]) -> None:
        self.uses = uses
        self.late = late
        self.result = result
        self.handlers = handlers


class Variables:
    """The C variables of one function.

    name       the C name of every variable of the graph that is not nested
    members    the variables of the graph that share each C name
    """

    def __init__(self, function: Function, blocks: list[Block], nesting: Nesting, reserved: Iterable[str]) -> None:
        self.name: dict[Variable, str] = {}
        self.members: dict[str, list[Variable]] = {}
        self._function = function
        self._blocks = blocks
        self._nesting = nesting
        self._variables: list[Variable] = []
        self._index: dict[Variable, int] = {}
        self._maker: dict[Variable, Operation] = {}
        self._leaves: dict[Value, int] = {}
        self._steps: dict[Block, list[_Step]] = {}
        self._exit_uses: dict[Block, int] = {}
        self._params: dict[Block, int] = {}
        self._live_in: dict[Block, int] = {}
        self._number()
        self._solve()
        self._ranges = self._intervals()
        self._parent = list(range(len(self._variables)))
        self._coalesce()
        self._give_names(LocalNames(reserved))

    # Statements

    def _define(self, variable: Variable) -> int:
        index = self._index[variable] = len(self._variables)
        self._variables.append(variable)
        return index

    def _mask(self, value: Value) -> int:
        """The variables that the expression of ``value`` reads."""
        value = self._nesting.resolve(value)
        if isinstance(value, Constant):
            return 0
        found = self._leaves.get(value)
        if found is None:
            op = self._nesting.nested.get(value)  # type: ignore[call-overload]
            if op is None:
                found = 1 << self._index[value]  # type: ignore[index]
            else:
                found = 0
                for arg in op.args:
                    found |= self._mask(arg)
            self._leaves[value] = found
        return found

    def _number(self) -> None:
        nesting = self._nesting
        for block in self._blocks:
            mask = 0
            for param in block.params:
                mask |= 1 << self._define(param)
            self._params[block] = mask
            for op in block.ops:
                result = op.result
                if result is not None and result not in nesting.nested and result not in nesting.alias:
                    self._define(result)
                    self._maker[result] = op
        for block in self._blocks:
            steps = self._steps[block] = []
            for op in block.ops:
                result = op.result
                if result is not None and (
                        result in nesting.nested or result in nesting.alias and op.opdef.fails is None):
                    continue
                uses = late = 0
                late_args = _LATE.get(op.opdef.name, ())
                for number, arg in enumerate(op.args):
                    if number in late_args:
                        late |= self._mask(arg)
                    else:
                        uses |= self._mask(arg)
                handlers = []
                for link in op.side_exits():
                    handlers.append(link.target)
                    for arg in link.args:
                        late |= self._mask(arg)
                steps.append(_Step(uses, late, self._index.get(result, -1) if result else -1, handlers))
            mask = 0
            for value in block.exit.values():
                mask |= self._mask(value)
            for link in block.exit.links():
                for arg in link.args:
                    mask |= self._mask(arg)
            self._exit_uses[block] = mask

    # Liveness

    def _live_out(self, block: Block) -> int:
        live = 0
        for link in block.exit.links():
            live |= self._live_in[link.target]
        return live

    def _solve(self) -> None:
        """The variables that are live at the start of each block, its parameters not included."""
        blocks = self._blocks
        predecessors: dict[Block, list[Block]] = {block: [] for block in blocks}
        for block in blocks:
            self._live_in[block] = 0
            for link in block.links():
                predecessors[link.target].append(block)
        work = dict.fromkeys(blocks)
        while work:
            block = work.popitem()[0]
            live = self._live_out(block) | self._exit_uses[block]
            for step in reversed(self._steps[block]):
                live |= step.late
                for handler in step.handlers:
                    live |= self._live_in[handler]
                if step.result >= 0:
                    live &= ~(1 << step.result)
                live |= step.uses
            live &= ~self._params[block]
            if live != self._live_in[block]:
                self._live_in[block] = live
                work.update(dict.fromkeys(predecessors[block]))

    def _intervals(self) -> list[list[Interval]]:
        """The live range of each variable. Statement number k of a block reads at base + 2 + 2 * k, writes one
        behind that, and its side exits read one behind that."""
        ranges: list[list[Interval]] = [[] for _ in self._variables]
        ends = [0] * len(self._variables)
        base = 0
        for block in self._blocks:
            steps = self._steps[block]
            position = base + 2 + 2 * len(steps)
            next_base = position + 2
            live = self._live_out(block)
            for index in _bits(live):
                ends[index] = next_base
            live = _extend(live, self._exit_uses[block], position + 1, ends)
            for step in reversed(steps):
                position -= 2
                late = step.late
                for handler in step.handlers:
                    late |= self._live_in[handler]
                live = _extend(live, late, position + 2, ends)
                if step.result >= 0:
                    bit = 1 << step.result
                    end = ends[step.result] if live & bit else position + 2
                    ranges[step.result].append((position + 1, end))
                    live &= ~bit
                live = _extend(live, step.uses, position + 1, ends)
            live = _extend(live, self._params[block], base + 1, ends)
            for index in _bits(live):
                ranges[index].append((base, ends[index]))
            base = next_base
        for number, intervals in enumerate(ranges):
            if len(intervals) > 1:
                ranges[number] = _merge(sorted(intervals))
        return ranges

    # Coalescing

    def _find(self, index: int) -> int:
        parent = self._parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def _try_union(self, a: Variable, value: Value) -> None:
        value = self._nesting.resolve(value)
        other = self._index.get(value)  # type: ignore[call-overload]
        if other is None or not same_in_c(a.type, value.type):
            return
        first, second = self._find(self._index[a]), self._find(other)
        if first == second:
            return
        if len(self._ranges[first]) < len(self._ranges[second]):
            first, second = second, first
        large, small = self._ranges[first], self._ranges[second]
        if not _overlap(large, small):
            self._parent[second] = first
            for interval in small:
                _insert(large, interval)

    def _coalesce(self) -> None:
        for block in self._blocks:
            for op in block.ops:
                if op.opdef.name == "check_index" and op.result in self._index:
                    self._try_union(op.result, op.args[0])  # type: ignore[arg-type]
            for link in block.links():
                for param, arg in zip(link.target.params, link.args):
                    self._try_union(param, arg)

    def _give_names(self, names: LocalNames) -> None:
        groups: dict[int, list[Variable]] = {}
        for index, variable in enumerate(self._variables):
            groups.setdefault(self._find(index), []).append(variable)
        entry = self._blocks[0]
        params = dict(zip(entry.params, self._function.param_names))
        for variables in groups.values():
            hints = [params[v] for v in variables if v in params] or [v.name for v in variables if v.name]
            name = names.give(hints[0] if hints else _default_name(self._maker.get(variables[0])).strip("_"))
            self.members[name] = variables
            for variable in variables:
                self.name[variable] = name
        self.fresh: Callable[[str], str] = names.give  # a further name that is not in use

    def used_outside(self, scope: dict[Block, int], parent: list[int]) -> set[str]:
        """The names of the variables that are live in a block that does not stand within the scope of the block
        that defines them."""
        visible = [0] * len(parent)
        for block in self._blocks:
            defined = self._params[block]
            for step in self._steps[block]:
                if step.result >= 0:
                    defined |= 1 << step.result
            visible[scope[block]] |= defined
        for number in range(1, len(parent)):  # the scope around has a lower number
            visible[number] |= visible[parent[number]]
        outside = 0
        for block in self._blocks:
            outside |= self._live_in[block] & ~visible[scope[block]]
        return {self.name[self._variables[index]] for index in _bits(outside)}

    def leaves(self, value: Value) -> set[str]:
        """The names of the C variables that the expression of ``value`` reads."""
        return {self.name[self._variables[index]] for index in _bits(self._mask(value))}


def _default_name(op: Operation | None) -> str:
    """A name for a value that has none in RPython: after what it was taken from or made by."""
    if op is None:
        return "v"
    match op.opdef.name:
        case "getfield" | "raw_get_field" | "get_class_constant" | "call_virtual" | "call_c":
            return op.static.name
        case "new" | "new_var":
            return short_name(op.static).partition("[")[0].lower()
        case "call":
            return op.static.name.partition("[")[0].rpartition(".")[2] or "v"
        case "getitem" | "tuple_get" | "raw_load":
            return "item"
        case "check_index":
            return "index"
        case "catch":
            return "caught"
        case "check_cast" | "cast_ref":
            return short_name(op.result.type.cls).partition("[")[0].lower()  # type: ignore[union-attr]
    return "v"


def _extend(live: int, uses: int, end: int, ends: list[int]) -> int:
    """``live`` with ``uses``; those that were not live end here."""
    fresh = uses & ~live
    for index in _bits(fresh):
        ends[index] = end
    return live | uses


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _merge(intervals: list[Interval]) -> list[Interval]:
    """Sorted intervals, with those that touch joined."""
    merged = [intervals[0]]
    for interval in intervals[1:]:
        if interval[0] <= merged[-1][1]:
            if interval[1] > merged[-1][1]:
                merged[-1] = merged[-1][0], interval[1]
        else:
            merged.append(interval)
    return merged


def _overlap(large: list[Interval], small: list[Interval]) -> bool:
    """Whether two sorted lists have positions in common."""
    for start, end in small:
        index = bisect(large, (start, end))
        if index and large[index - 1][1] > start or index < len(large) and large[index][0] < end:
            return True
    return False


def _insert(intervals: list[Interval], interval: Interval) -> None:
    """Adds an interval that overlaps with none, joined with those that it touches."""
    start, end = interval
    index = bisect(intervals, interval)
    first = last = index
    if index and intervals[index - 1][1] == start:
        first, start = index - 1, intervals[index - 1][0]
    if index < len(intervals) and intervals[index][0] == end:
        last, end = index + 1, intervals[index][1]
    intervals[first:last] = [(start, end)]
