"""What a ``for`` runs over: it keeps its state in hidden names of the Env ("$0"), tests whether there is another item,
and gives it. So enumerate and zip wrap other iterations and cost nothing at run time."""
from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from transform.frontend.environment import Join, TryContext
from transform.frontend.values import FrontValue, Static, TupleValue
from transform.ir.graph import Constant, Value
from transform.ir.types import BOOL, INT, UINT8, UINT16, UINT32, UINT64, IntType

UNSIGNED = {8: UINT8, 16: UINT16, 32: UINT32, 64: UINT64}

if TYPE_CHECKING:
    from transform.frontend.loops import Loops


class Iteration:
    """Something that is run over, once. ``hidden`` are the names that hold its state."""

    hidden: set[str] = set()

    def test(self, loops: Loops, more: Join, done: Join) -> None:
        """End the block: to ``more`` if there is another item, else to ``done``."""
        raise NotImplementedError

    def item(self, loops: Loops) -> FrontValue:
        """The next item, and a step forward."""
        raise NotImplementedError


class RangeIteration(Iteration):
    """``range(start, stop, step)`` over a machine integer."""

    def __init__(self, loops: Loops, start: FrontValue, stop: FrontValue, step: FrontValue, node: ast.AST) -> None:
        self.name = loops.hidden_name()
        self.hidden = {self.name}
        self.step = step
        self.node = node
        values = [loops.value(v, node) for v in (start, stop, step)]
        types = [v.type for v, front in zip(values, (start, stop, step)) if not isinstance(front, Static)]
        self.type = types[0] if types else INT
        if not isinstance(self.type, IntType) or any(t is not self.type for t in types):
            loops.error("range() takes integers of one type", node)
        loops.env.values[self.name] = loops.coerce(start, self.type, node)
        self.stop = loops.coerce(stop, self.type, node)
        self.step_value = loops.coerce(step, self.type, node)
        if isinstance(step, Static):
            if step.value == 0:
                loops.error("range() arg 3 must not be zero", node)
        else:
            zero, fine = loops.open_join(), loops.open_join()
            loops.two_way(loops.emit("int_eq", [self.step_value, Constant(0, self.type)], BOOL), zero, fine, False)
            loops.finish(zero)
            loops.raise_live(ValueError("range() arg 3 must not be zero"))
            loops.finish(fine)

    def test(self, loops: Loops, more: Join, done: Join) -> None:
        counter = loops.env.values[self.name]
        assert isinstance(counter, Value)
        if isinstance(self.step, Static):
            op = "int_lt" if self.step.value > 0 else "int_gt"
            loops.two_way(loops.emit(op, [counter, self.stop], BOOL), more, done)
            return
        up, down = loops.open_join(), loops.open_join()
        loops.two_way(loops.emit("int_gt", [self.step_value, Constant(0, self.type)], BOOL), up, down)
        for join, op in ((up, "int_lt"), (down, "int_gt")):
            loops.finish(join)
            loops.two_way(loops.emit(op, [counter, self.stop], BOOL), more, done)

    def item(self, loops: Loops) -> FrontValue:
        counter = loops.env.values[self.name]
        assert isinstance(counter, Value)
        step = self.step
        assert isinstance(self.type, IntType)
        if isinstance(step, Static) and (step.value in (1, -1) or self._cannot_wrap(step.value)):
            loops.env.values[self.name] = loops.emit("int_add", [counter, self.step_value], self.type)
            return counter
        # The step may pass the end of the type: the counter stops at ``stop`` instead.
        unsigned = UNSIGNED[self.type.bits]
        left = loops.emit("int_sub", [self.stop, counter], self.type)
        size = self.step_value
        if isinstance(step, Static):
            if step.value < 0:
                left = loops.emit("int_neg", [left], self.type)
            size = Constant(abs(step.value), self.type)
        else:
            negative = loops.emit("int_lt", [size, Constant(0, self.type)], BOOL)
            both = loops.choose(negative, lambda: TupleValue((
                loops.emit("int_neg", [left], self.type), loops.emit("int_neg", [size], self.type))),
                lambda: TupleValue((left, size)))
            left, size = (loops.value(v, self.node) for v in loops.items_of(both, self.node))
        more = loops.emit("int_lt", [loops.cast_int(size, unsigned), loops.cast_int(left, unsigned)], BOOL)
        loops.env.values[self.name] = loops.choose(
            more, lambda: loops.emit("int_add", [counter, self.step_value], self.type), lambda: self.stop, True)
        return counter

    def _cannot_wrap(self, step: int) -> bool:
        """Whether ``stop`` is a constant so far from the ends of the type that a step stays inside."""
        assert isinstance(self.type, IntType)
        return isinstance(self.stop, Constant) and (
            self.type.minimum <= int(self.stop.value) + step <= self.type.maximum)


class IndexedIteration(Iteration):
    """A list, str, bytes or array by index; the length is looked at each time."""

    def __init__(self, loops: Loops, holder: Value, node: ast.AST, backward: bool = False) -> None:
        self.name = loops.hidden_name()
        self.hidden = {self.name}
        self.holder = holder
        self.node = node
        self.backward = backward
        start: Value = Constant(0, INT)
        if backward:
            start = self.length(loops)
        loops.env.values[self.name] = start

    def length(self, loops: Loops) -> Value:
        return loops.value(loops.call_method(self.holder, "__len__", [], self.node), self.node)

    def test(self, loops: Loops, more: Join, done: Join) -> None:
        counter = loops.env.values[self.name]
        assert isinstance(counter, Value)
        if self.backward:
            test = loops.emit("int_gt", [counter, Constant(0, INT)], BOOL)
        else:
            test = loops.emit("int_lt", [counter, self.length(loops)], BOOL)
        loops.two_way(test, more, done)

    def item(self, loops: Loops) -> FrontValue:
        counter = loops.env.values[self.name]
        assert isinstance(counter, Value)
        step = -1 if self.backward else 1
        moved = loops.emit("int_add", [counter, Constant(step, INT)], INT)
        loops.env.values[self.name] = moved
        return loops.item_of(self.holder, moved if self.backward else counter, self.node)


class IteratorIteration(Iteration):
    """An object with ``__next__``, which raises StopIteration at the end."""

    def __init__(self, loops: Loops, iterator: Value, node: ast.AST) -> None:
        self.iterator = iterator
        self.node = node
        self.name = loops.hidden_name()

    def test(self, loops: Loops, more: Join, done: Join) -> None:
        context = TryContext()
        found: list[FrontValue] = []
        loops.within(context, lambda: found.append(loops.call_method(self.iterator, "__next__", [], self.node)))
        if loops.block is not None:
            loops.env.values[self.name] = found[0]
            loops.jump(more)
        exception = loops.caught(context)
        if exception is None:
            return
        ended, other = loops.open_join(), loops.open_join()
        stop = loops.classes.info(StopIteration).type
        loops.two_way(loops.emit("isinstance", [exception], BOOL, stop), ended, other)
        if loops.finish(other):
            loops.raise_value(exception, again=True)
        if loops.finish(ended):
            loops.jump(done)

    def item(self, loops: Loops) -> FrontValue:
        return loops.env.values.pop(self.name)


class ZipIteration(Iteration):
    """Several in step; ends with the first that does."""

    def __init__(self, parts: list[Iteration]) -> None:
        self.parts = parts
        self.hidden = set().union(*(p.hidden for p in parts))

    def test(self, loops: Loops, more: Join, done: Join) -> None:
        for part in self.parts[:-1]:
            next_one = loops.open_join()
            part.test(loops, next_one, done)
            if not loops.finish(next_one):
                return
        self.parts[-1].test(loops, more, done)

    def item(self, loops: Loops) -> FrontValue:
        return TupleValue(tuple(part.item(loops) for part in self.parts))


class EnumerateIteration(Iteration):
    """Another iteration with a count."""

    def __init__(self, loops: Loops, inner: Iteration, start: Value) -> None:
        self.inner = inner
        self.name = loops.hidden_name()
        self.hidden = inner.hidden | {self.name}
        loops.env.values[self.name] = start

    def test(self, loops: Loops, more: Join, done: Join) -> None:
        self.inner.test(loops, more, done)

    def item(self, loops: Loops) -> FrontValue:
        count = loops.env.values[self.name]
        assert isinstance(count, Value)
        loops.env.values[self.name] = loops.emit("int_add", [count, Constant(1, INT)], INT)
        return TupleValue((count, self.inner.item(loops)))
