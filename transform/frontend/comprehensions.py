"""Comprehensions: loops that fill a list, a set or a dict."""
from __future__ import annotations

import ast
import copy
from typing import Any, Callable, Optional

from transform.frontend.environment import Join
from transform.frontend.iterations import Iteration
from transform.frontend.loops import Loops
from transform.frontend.values import FrontValue, Static
from transform.ir.graph import Value
from transform.ir.types import UINT8, UINT16, UINT32, UINT64, Type
from transform.runtime import table

UNSIGNED = {8: UINT8, 16: UINT16, 32: UINT32, 64: UINT64}


class Comprehensions(Loops):
    """Translation of comprehensions."""

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
