"""``match``: jump tables and chains of tests."""
from __future__ import annotations

import ast
from typing import Optional

from transform.frontend.environment import Join
from transform.frontend.statements import Statements
from transform.frontend.values import FrontValue, Static
from transform.ir.graph import Link, Switch, Value
from transform.ir.types import BOOL, IntType, RefType


class Matching(Statements):
    """Translation of match statements."""

    def stmt_Match(self, node: ast.Match) -> None:
        subject = self.expression(node.subject)
        if self.block is None:
            return
        found = self.default_type(subject)
        if isinstance(found, IntType) and isinstance(subject, Value) and self._match_switch(node, subject, found):
            return
        after = self.open_join()
        for case in node.cases:
            self.at(case.pattern)
            matches, other = self.open_join(), self.open_join()
            self.pattern(case.pattern, subject, node.subject, matches, other)
            if self.finish(matches):
                self._guarded(case, other, after)
            if not self.finish(other):
                break
        self.jump(after)
        self.finish(after)

    def _guarded(self, case: ast.match_case, other: Join, after: Join) -> None:
        if case.guard is not None:
            passed = self.open_join()
            self.condition(case.guard, passed, other)
            if not self.finish(passed):
                return
        self.statements(case.body)
        self.jump(after)

    def pattern(self, pattern: ast.pattern, subject: FrontValue, place: ast.expr, matches: Join, other: Join) -> None:
        """Branch on one pattern."""
        if isinstance(pattern, (ast.MatchValue, ast.MatchSingleton)):
            value = self.expression(pattern.value) if isinstance(pattern, ast.MatchValue) else Static(pattern.value)
            kind: type[ast.cmpop] = ast.Eq if isinstance(pattern, ast.MatchValue) else ast.Is
            self._branch(self.compare(kind, subject, value, pattern), [], matches, other, None, pattern)
        elif isinstance(pattern, ast.MatchOr):
            for choice in pattern.patterns[:-1]:
                more = self.open_join()
                self.pattern(choice, subject, place, matches, more)
                if not self.finish(more):
                    return
            self.pattern(pattern.patterns[-1], subject, place, matches, other)
        elif isinstance(pattern, ast.MatchAs):
            if pattern.pattern is not None:
                inner = self.open_join()
                self.pattern(pattern.pattern, subject, place, inner, other)
                if not self.finish(inner):
                    return
            if pattern.name is not None:
                self.assign_name(pattern.name, subject, pattern)
            self.jump(matches)
        elif isinstance(pattern, ast.MatchClass) and not pattern.patterns and not pattern.kwd_patterns:
            self._class_pattern(pattern, subject, place, matches, other)
        else:
            self.error(f"{type(pattern).__name__} is not an RPython pattern", pattern,
                       "match on constants, names, classes without arguments, and | of these")

    def _class_pattern(self, pattern: ast.MatchClass, subject: FrontValue, place: ast.expr, matches: Join,
                       other: Join) -> None:
        value = self.value(subject, place)
        target = self.class_operand(pattern.cls)
        if target is None or not isinstance(value.type, RefType):
            self.error("a class pattern tests objects", pattern)
        facts = self._isinstance_facts(place, pattern.cls)
        self._branch(self.emit("isinstance", [value], BOOL, target), facts, matches, other, None, pattern)

    def _match_switch(self, node: ast.Match, subject: Value, type: IntType) -> bool:
        """An integer subject with constant patterns: a jump table. False if it is not one."""
        constants: list[Optional[list[int]]] = []
        seen: set[int] = set()
        for case in node.cases:
            values = None if case.guard is not None else self._pattern_constants(case.pattern, type)
            default = isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None and case.guard is None
            if values is None and not (default and case is node.cases[-1]):
                return False
            constants.append(None if values is None else [v for v in values if v not in seen])
            seen.update(values or [])
        if len(seen) < 3:
            return False
        after, otherwise = self.open_join(), self.open_join()
        joins = [self.open_join() for _ in node.cases]
        cases: list[tuple[int, Link]] = []
        for values, join in zip(constants, joins):
            for number in values or []:
                cases.append((number, self.edge(join, self.env.copy())))
        has_default = constants[-1] is None
        default_link = self.edge(joins[-1] if has_default else otherwise, self.env.copy())
        self.terminate(Switch(subject, cases, default_link, self.position))
        for case, join in zip(node.cases, joins):
            if self.finish(join):
                if isinstance(case.pattern, ast.MatchAs) and case.pattern.name is not None:
                    self.assign_name(case.pattern.name, subject, case.pattern)
                self.statements(case.body)
                self.jump(after)
        if self.finish(otherwise):
            self.jump(after)
        self.finish(after)
        return True

    def _pattern_constants(self, pattern: ast.pattern, type: IntType) -> Optional[list[int]]:
        if isinstance(pattern, ast.MatchOr):
            found: list[int] = []
            for choice in pattern.patterns:
                values = self._pattern_constants(choice, type)
                if values is None:
                    return None
                found += values
            return found
        if isinstance(pattern, ast.MatchValue):
            value = self.expression(pattern.value)
            if isinstance(value, Static) and isinstance(value.value, int) and not isinstance(value.value, bool):
                if type.minimum <= value.value <= type.maximum:
                    return [int(value.value)]
            if isinstance(value, Static) and isinstance(value.value, str) and type.name == "char" \
                    and len(value.value) == 1:
                return [ord(value.value)]
        return None
