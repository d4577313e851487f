"""Loops."""
from __future__ import annotations

import ast
import builtins
import itertools
from typing import Any, Optional

from transform import rpython
from transform.frontend.environment import Join, LoopContext
from transform.frontend.iterations import (
    EnumerateIteration, IndexedIteration, Iteration, IteratorIteration, RangeIteration, ZipIteration,
)
from transform.frontend.matching import Matching
from transform.frontend.program import Frontend, FunctionSpec
from transform.frontend.values import FrontValue, Static, TupleValue
from transform.ir.graph import Constant, Value
from transform.ir.types import INT, UINT8, UINT16, UINT32, UINT64, PointerType, RefType, TupleType, Type
from transform.rpython.hints import Unroll
from transform.runtime import table

UNSIGNED = {8: UINT8, 16: UINT16, 32: UINT32, 64: UINT64}


class Loops(Matching):
    """Translation of loops."""

    def __init__(self, frontend: Frontend, spec: FunctionSpec) -> None:
        super().__init__(frontend, spec)
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
