"""Loops and comprehensions.

What a ``for`` runs over is an Iteration: it keeps its state in hidden names of the Env
("$0"), tests whether there is another item, and gives it. So enumerate and zip wrap other
iterations and cost nothing at run time."""
from __future__ import annotations

import ast
import builtins
import copy
import itertools
from typing import Any, Callable, Optional

from transform import rpython
from transform.frontend.core import Join, LoopContext, TryContext
from transform.frontend.statements import Statements
from transform.frontend.values import FrontValue, Static, TupleValue
from transform.ir.graph import Constant, Value
from transform.ir.types import BOOL, INT, UINT8, UINT16, UINT32, UINT64, IntType, PointerType, RefType, TupleType, Type
from transform.rpython.hints import Unroll
from transform.runtime import table

UNSIGNED = {8: UINT8, 16: UINT16, 32: UINT32, 64: UINT64}


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


class Loops(Statements):
    """Translation of loops and comprehensions."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._hidden = itertools.count()
        self._assigned: dict[ast.AST, tuple[set[str], set[str]]] = {}

    def hidden_name(self) -> str:
        return f"${next(self._hidden)}"

    def item_of(self, holder: Value, index: Value, node: ast.AST) -> FrontValue:
        """``holder[index]`` in a loop over it."""
        item = self.array_item(holder.type)
        if item is not None:
            made: FrontValue = self.emit("getitem", [holder, index], item)
            return made
        assert isinstance(holder.type, RefType)
        name = "char_at" if holder.type.cls is self.str_type else "__getitem__"
        return self.call_method(holder, name, [index], node)

    def assigned_in(self, node: ast.AST, bodies: list[Any]) -> tuple[set[str], set[str]]:
        """The names and the attributes that these statements assign."""
        found = self._assigned.get(node)
        if found is None:
            names: set[str] = set()
            attributes: set[str] = set()
            for body in bodies:
                for inner in ast.walk(body):
                    if isinstance(inner, ast.Name) and isinstance(inner.ctx, (ast.Store, ast.Del)):
                        names.add(inner.id)
                    elif isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
                        attributes.add(inner.attr)
                    elif isinstance(inner, ast.ExceptHandler) and inner.name:
                        names.add(inner.name)
                    elif isinstance(inner, ast.MatchAs) and inner.name:
                        names.add(inner.name)
            found = self._assigned[node] = (names, attributes)
        return found

    # Statements.

    def stmt_While(self, node: ast.While) -> None:
        names, attributes = self.assigned_in(node, [node.test, *node.body])
        ends: list[tuple[Join, Join]] = []

        def body(back: Join) -> None:
            more, done, after = self.open_join(), self.open_join(), self.open_join()
            ends.append((done, after))
            self.condition(node.test, more, done)
            if self.finish(more):
                self.within(LoopContext(after, back), lambda: self.statements(node.body))
                self.jump(back)

        self.loop(names, attributes, body)
        self._end_loop(*ends[-1], node.orelse)

    def _end_loop(self, done: Join, after: Join, orelse: list[ast.stmt]) -> None:
        if self.finish(done):
            self.statements(orelse)
            self.jump(after)
        self.finish(after)

    def stmt_For(self, node: ast.For) -> None:
        fixed = self.fixed_items(node.iter)
        if fixed is not None:
            self._unrolled(node, fixed)
            return
        iteration = self.iteration(node.iter)
        if self.block is None:
            return
        names, attributes = self.assigned_in(node, [node.target, *node.body])
        ends: list[tuple[Join, Join]] = []

        def body(back: Join) -> None:
            more, done, after = self.open_join(), self.open_join(), self.open_join()
            ends.append((done, after))
            iteration.test(self, more, done)
            if self.finish(more):
                value = iteration.item(self)
                self.assign(node.target, value, node.iter)

                def run() -> None:
                    self.statements(node.body)

                self.within(LoopContext(after, back), run)
                self.jump(back)

        self.loop(names | iteration.hidden, attributes, body)
        self._end_loop(*ends[-1], node.orelse)

    def fixed_items(self, node: ast.expr) -> Optional[list[FrontValue]]:
        """The items of ``unroll(...)`` or of a tuple; None for what runs at run time."""
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            return None if self.known_function(node.func) is not rpython.unroll else self._unroll_items(node)
        if isinstance(node, (ast.Name, ast.Attribute, ast.Tuple)):
            value = self.expression(node)
            if isinstance(value, Static) and isinstance(value.value, Unroll):
                return [Static(v) for v in value.value]
            if isinstance(value, TupleValue) or isinstance(value, Static) and isinstance(value.value, tuple) or (
                    isinstance(value, Value) and isinstance(value.type, TupleType)):
                return list(self.items_of(value, node))
        return None

    def _unroll_items(self, node: ast.Call) -> list[FrontValue]:
        value = self.expression(node.args[0]) if not isinstance(node.args[0], ast.Call) else \
            Static(self.live_expression(node.args[0]))
        if isinstance(value, Static):
            try:
                return [Static(v) for v in value.value]
            except TypeError:
                pass
        if isinstance(value, TupleValue):
            return list(value.items)
        self.error("unroll() takes a constant sequence", node)

    def known_function(self, node: ast.expr) -> Any:
        """The live function that a name or attribute path refers to, if it is a global."""
        if isinstance(node, ast.Name):
            if node.id in self.env.values or node.id in self.local_names:
                return None
            return self.spec.scope.get(node.id, getattr(builtins, node.id, None))
        if isinstance(node, ast.Attribute):
            return getattr(self.known_function(node.value), node.attr, None)
        return None

    def _unrolled(self, node: ast.For, items: list[FrontValue]) -> None:
        after = self.open_join()
        for item in items:
            if self.block is None:
                break
            again = self.open_join()
            self.assign(node.target, item, node.iter)
            self.within(LoopContext(after, again), lambda: self.statements(node.body))
            self.jump(again)
            self.finish(again)
        if self.block is not None:
            self.statements(node.orelse)
        self.jump(after)
        self.finish(after)

    # What is run over.

    def iteration(self, node: ast.expr) -> Iteration:
        """The iteration over the value of an expression, set up here."""
        if isinstance(node, ast.Call):
            function = self.known_function(node.func)
            if function is range and not node.keywords:
                return self._range(node)
            if function is enumerate and 1 <= len(node.args) <= 2:
                inner = self.iteration(node.args[0])
                start_node = node.args[1] if len(node.args) == 2 else None
                for keyword in node.keywords:
                    start_node = keyword.value
                start = Constant(0, INT) if start_node is None else self.coerced(start_node, INT)
                return EnumerateIteration(self, inner, start)
            if function is zip and node.args:
                return ZipIteration([self.iteration(arg) for arg in node.args])
            if function is reversed and len(node.args) == 1:
                return self._reversed(node.args[0])
        value = self.expression(node)
        if isinstance(value, Static) and isinstance(value.value, range):
            live = value.value
            return RangeIteration(self, Static(live.start), Static(live.stop), Static(live.step), node)
        if isinstance(value, (TupleValue,)) or isinstance(value, Static) and isinstance(value.value, tuple):
            return self._over_tuple(value, node)
        return self.iteration_over(value, node)

    def _over_tuple(self, value: FrontValue, node: ast.expr) -> Iteration:
        items = self.items_of(value, node)
        item = self.join_values(items)
        if item is None:
            self.error("the items of this tuple have no common type", node)
        made = self.list_of(item, [self.coerce(v, item, node) for v in items], node)
        return IndexedIteration(self, made, node)

    def _range(self, node: ast.Call) -> Iteration:
        args = [self.expression(arg) for arg in node.args]
        if len(args) == 1:
            return RangeIteration(self, Static(0), args[0], Static(1), node)
        if len(args) == 2:
            return RangeIteration(self, args[0], args[1], Static(1), node)
        if len(args) == 3:
            return RangeIteration(self, args[0], args[1], args[2], node)
        self.error("range() takes 1 to 3 arguments", node)

    def _reversed(self, node: ast.expr) -> Iteration:
        if isinstance(node, ast.Call) and self.known_function(node.func) is range and len(node.args) <= 2:
            bounds = [self.expression(arg) for arg in node.args]
            start, stop = (Static(0), bounds[0]) if len(bounds) == 1 else bounds
            last = self.binary(ast.Sub, stop, Static(1), node)
            before = self.binary(ast.Sub, start, Static(1), node)
            return RangeIteration(self, last, before, Static(-1), node)
        holder = self.read(node)
        if not self._is_indexed(holder.type):
            self.error(f"{holder.type} cannot be reversed", node)
        return IndexedIteration(self, self.non_null(holder, node, "what is iterated over"), node, backward=True)

    def _is_indexed(self, type: Type) -> bool:
        if not isinstance(type, RefType):
            return False
        info = self.info_of(type)
        return info is not None and info.pyclass in (
            table.CLASSES[list], table.CLASSES[str], table.CLASSES[bytes], rpython.GcArray)

    def iteration_over(self, value: FrontValue, node: ast.AST) -> Iteration:
        holder = self.value(value, node)
        if isinstance(holder.type, PointerType) or not isinstance(holder.type, RefType):
            self.error(f"{holder.type} cannot be iterated over", node)
        holder = self.non_null(holder, node, "what is iterated over")
        if self._is_indexed(holder.type):
            return IndexedIteration(self, holder, node)
        info = self.info_of(holder.type)  # type: ignore[arg-type]
        if info is not None and info.find("__iter__") is not None:
            holder = self.value(self.call_method(holder, "__iter__", [], node), node)
            if self._is_indexed(holder.type):
                return IndexedIteration(self, holder, node)
        elif info is None or info.find("__next__") is None:
            self.error(f"{holder.type} cannot be iterated over", node, "define __iter__ and __next__")
        return IteratorIteration(self, holder, node)

    # Comprehensions.

    def for_each(self, generators: list[ast.comprehension], body: Callable[[], None]) -> None:
        """Run ``body`` for each item of the clauses of a comprehension."""
        if not generators:
            body()
            return
        clause = generators[0]
        if clause.is_async:
            self.error("async is not RPython", clause.iter)
        fixed = self.fixed_items(clause.iter)
        if fixed is not None:
            for item in fixed:
                self.assign(clause.target, item, clause.iter)
                self._filtered(clause.ifs, lambda: self.for_each(generators[1:], body))
            return
        iteration = self.iteration(clause.iter)
        if self.block is None:
            return
        names: set[str] = set()
        for generator in generators:
            names |= {n.id for n in ast.walk(generator.target) if isinstance(n, ast.Name)}

        def take(item: FrontValue) -> None:
            self.assign(clause.target, item, clause.iter)
            self._filtered(clause.ifs, lambda: self.for_each(generators[1:], body))

        self.run_through(iteration, names, take)

    def run_through(self, iteration: Iteration, names: set[str], take: Callable[[FrontValue], None]) -> None:
        """A loop over an iteration whose body is ``take(item)``; ``names`` are those that it assigns."""
        ends: list[Join] = []

        def run(back: Join) -> None:
            more, done = self.open_join(), self.open_join()
            ends.append(done)
            iteration.test(self, more, done)
            if self.finish(more):
                take(iteration.item(self))
                self.jump(back)

        self.loop(iteration.hidden | names, set(), run)
        self.finish(ends[-1])

    def _filtered(self, tests: list[ast.expr], body: Callable[[], None]) -> None:
        skip = self.open_join()
        for test in tests:
            passed = self.open_join()
            self.condition(test, passed, skip)
            if not self.finish(passed):
                break
        if self.block is not None:
            body()
            self.jump(skip)
        self.finish(skip)

    def comprehension(self, node: ast.expr, generators: list[ast.comprehension], elements: list[ast.expr],
                      make: Callable[[list[Type]], Value], add: Callable[[Value, list[FrontValue]], None],
                      wanted: list[Optional[Type]]) -> FrontValue:
        """A list, set or dict comprehension. ``make`` creates the result for the types of
        the elements, ``add`` adds the values of one round."""
        generators, elements = self.own_names(generators, elements)
        targets = {n.id for g in generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        types = [t for t in wanted if t is not None]
        if len(types) != len(elements):
            types = self.probe(lambda: self._element_types(generators, elements, node))
        result = make(types)

        def body() -> None:
            values = [self.expression(e, t) for e, t in zip(elements, types)]
            if self.block is not None:
                add(result, [self.coerce(v, t, e) for v, t, e in zip(values, types, elements)])

        self.for_each(generators, body)
        for name in targets:
            self.env.values.pop(name, None)
        return result

    def own_names(self, generators: list[ast.comprehension],
                  elements: list[ast.expr]) -> tuple[list[ast.comprehension], list[ast.expr]]:
        """A comprehension's names are its own: renamed where the function uses them too."""
        targets = {n.id for g in generators for n in ast.walk(g.target) if isinstance(n, ast.Name)}
        taken = {name for name in targets if name in self.env.values}
        if not taken:
            return generators, elements
        mark = self.hidden_name()
        first = generators[0].iter
        generators, elements = copy.deepcopy(generators), copy.deepcopy(elements)
        generators[0].iter = ast.Constant(None)
        for root in (*generators, *elements):
            for inner in ast.walk(root):
                if isinstance(inner, ast.Name) and inner.id in taken:
                    inner.id = f"{inner.id}{mark}"
        generators[0].iter = first
        return generators, elements

    def _element_types(self, generators: list[ast.comprehension], elements: list[ast.expr],
                       node: ast.AST) -> list[Type]:
        found: list[Type] = []

        def body() -> None:
            found.clear()
            for element in elements:
                value = self.expression(element)
                type = self.default_type(value) if not isinstance(value, Static) else self.join_values([value])
                if type is None:
                    self.error(f"cannot tell the type of the items ({self.describe(value)})", element,
                               "annotate what the comprehension is assigned to")
                found.append(type)

        self.for_each(generators, body)
        if not found:
            self.error("nothing is ever added here", node)
        return list(found)

    def probe(self, attempt: Callable[[], Any]) -> Any:
        """Translate something for what it tells and take it back."""
        assert self.block is not None
        block, env = self.block, self.env.copy()
        length, exit = len(block.ops), block.exit
        joins = [(join, len(join.sources)) for join in self.open_joins]
        suspects = len(self.suspects)
        result = attempt()
        self.block, self.env = block, env
        del block.ops[length:]
        block.exit = exit
        self.open_joins = [join for join, _ in joins]
        for join, count in joins:
            del join.sources[count:]
        del self.suspects[suspects:]
        return result

    def expr_ListComp(self, node: ast.ListComp, expected: Optional[Type]) -> FrontValue:
        return self.list_from(node, node.generators, node.elt, expected)

    def expr_GeneratorExp(self, node: ast.GeneratorExp, expected: Optional[Type]) -> FrontValue:
        return self.list_from(node, node.generators, node.elt, expected)

    def list_from(self, node: ast.expr, generators: list[ast.comprehension], element: ast.expr,
                  expected: Optional[Type]) -> FrontValue:
        def make(types: list[Type]) -> Value:
            return self.new_list(types[0], 0, node)

        def add(result: Value, values: list[FrontValue]) -> None:
            self.call_method(result, "append", values, node)

        return self.comprehension(node, generators, [element], make, add,
                                  [self._item_type(expected, table.CLASSES[list])])

    def expr_SetComp(self, node: ast.SetComp, expected: Optional[Type]) -> FrontValue:
        def make(types: list[Type]) -> Value:
            return self.value(self.construct(self.classes.info(set, tuple(types)), [], {}, node), node)

        def add(result: Value, values: list[FrontValue]) -> None:
            self.call_method(result, "add", values, node)

        return self.comprehension(node, node.generators, [node.elt], make, add,
                                  [self._item_type(expected, table.CLASSES[set])])

    def expr_DictComp(self, node: ast.DictComp, expected: Optional[Type]) -> FrontValue:
        def make(types: list[Type]) -> Value:
            return self.value(self.construct(self.classes.info(dict, tuple(types)), [], {}, node), node)

        def add(result: Value, values: list[FrontValue]) -> None:
            self.call_method(result, "__setitem__", values, node)

        return self.comprehension(node, node.generators, [node.key, node.value], make, add,
                                  [self._item_type(expected, table.CLASSES[dict], 0),
                                   self._item_type(expected, table.CLASSES[dict], 1)])
