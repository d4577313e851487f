"""Operators in expressions, and conditions with what they tell about types."""
from __future__ import annotations

import ast
import builtins
from typing import Any, Optional

from transform import rpython
from transform.frontend.attributes import Attributes, path_of
from transform.frontend.environment import Env, Join, Narrowed
from transform.frontend.values import NONE, FrontValue, LambdaValue, Static, is_none
from transform.ir.graph import Branch, Value
from transform.ir.types import BOOL, ClassType, IntType, RefType, Type

Fact = tuple[Optional[str], Optional[RefType], Optional[RefType]]  # path, type if true, type if false


class Conditions(Attributes):
    """Translation of conditions."""

    # Operators.

    def expr_BinOp(self, node: ast.BinOp, expected: Optional[Type]) -> FrontValue:
        left = self.expression(node.left, expected if isinstance(node.left, (ast.List, ast.IfExp, ast.BinOp)) else None)
        wanted = expected if isinstance(node.right, ast.List) else None
        if isinstance(left, Value) and isinstance(left.type, IntType):
            wanted = left.type  # what literals in the choices of ``a + (1 if c else 2)`` become
        right = self.expression(node.right, wanted)
        if self.block is None:
            return NONE
        self.at(node)
        return self.binary(type(node.op), left, right, node)

    def expr_UnaryOp(self, node: ast.UnaryOp, expected: Optional[Type]) -> FrontValue:
        if isinstance(node.op, ast.Not):
            return self.condition_value(node)
        return self.unary(type(node.op), self.expression(node.operand), node)

    def expr_Compare(self, node: ast.Compare, expected: Optional[Type]) -> FrontValue:
        if len(node.ops) == 1:
            return self.comparison(node.left, node.ops[0], node.comparators[0], node)
        return self.condition_value(node)

    def comparison(self, left: ast.expr, op: ast.cmpop, right: ast.expr, node: ast.AST) -> FrontValue:
        a = self.expression(left)
        b = self.expression(right)
        if self.block is None:
            return NONE
        return self.compare(type(op), a, b, node)

    def expr_BoolOp(self, node: ast.BoolOp, expected: Optional[Type]) -> FrontValue:
        """``and``/``or`` for their value: that of the operand that decided."""
        after = self.open_join()
        is_and = isinstance(node.op, ast.And)
        for operand in node.values[:-1]:
            value = self.expression(operand, expected)
            test = self.truth(value, operand)
            if isinstance(test, Static):
                if bool(test.value) != is_and:
                    self.env.values["$value"] = value
                    self.jump(after)
                    break
                continue
            if self.block is None:
                break
            decided, more = self.open_join(), self.open_join()
            facts = self.facts(operand, value)
            decided_env, more_env = self.env.copy(), self.env.copy()
            self.apply(facts, is_and, more_env)
            self.apply(facts, not is_and, decided_env)
            kept = value
            if not is_and and isinstance(value, Value) and isinstance(value.type, RefType) and value.type.optional:
                kept = Narrowed(value, value.type.cls.ref)
            decided_env.values["$value"] = kept
            then = self.edge(more if is_and else decided, more_env if is_and else decided_env)
            otherwise = self.edge(decided if is_and else more, decided_env if is_and else more_env)
            self.terminate(Branch(self.value(test, operand, BOOL), then, otherwise, None, self.position))
            self.finish(decided)
            held = self.env.values["$value"]
            if isinstance(held, Narrowed):
                self.env.values["$value"] = self.narrow_cast(held.wide, held.type)  # type: ignore[arg-type]
            self.jump(after)
            self.finish(more)
        else:
            self.env.values["$value"] = self.expression(node.values[-1], expected)
            self.jump(after)
        if not self.finish(after):
            return NONE
        result = self.env.values.pop("$value")
        return self.settled(result, node)

    def expr_IfExp(self, node: ast.IfExp, expected: Optional[Type]) -> FrontValue:
        then, otherwise, after = self.open_join(), self.open_join(), self.open_join()
        self.condition(node.test, then, otherwise)
        for join, branch in ((then, node.body), (otherwise, node.orelse)):
            if self.finish(join):
                value = self.expression(branch, expected)
                if expected is not None and self.block is not None and self.fits(value, expected):
                    value = self.coerce(value, expected, branch)
                if self.block is not None:
                    self.env.values["$value"] = value
                    self.jump(after)
        if not self.finish(after):
            return NONE
        return self.settled(self.env.values.pop("$value"), node)

    def fits(self, value: FrontValue, type: Type) -> bool:
        """Whether a branch of a conditional expression can take the type that its place wants."""
        if isinstance(value, Static):
            return is_none(value) and isinstance(type, RefType) and type.optional or (
                builtins.type(value.value) is int and isinstance(type, IntType)
                and type.minimum <= value.value <= type.maximum)
        found = self.default_type(value)
        return found is not None and self._converts(found, type)

    def expr_Lambda(self, node: ast.Lambda, expected: Optional[Type]) -> FrontValue:
        return LambdaValue(node)

    # Conditions.

    def condition_value(self, node: ast.expr) -> FrontValue:
        """A condition as a bool value."""
        yes, no, after = self.open_join(), self.open_join(), self.open_join()
        self.condition(node, yes, no)
        for join, truth in ((yes, True), (no, False)):
            if self.finish(join):
                self.env.values["$truth"] = Static(truth)
                self.jump(after)
        if not self.finish(after):
            return NONE
        return self.env.values.pop("$truth")

    def condition(self, node: ast.expr, on_true: Join, on_false: Join, likely: Optional[bool] = None) -> None:
        """Branch on an expression. Each way knows what the test told about types."""
        self.at(node)
        if self.block is None:
            return
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            self.condition(node.operand, on_false, on_true, None if likely is None else not likely)
        elif isinstance(node, ast.BoolOp):
            for operand in node.values[:-1]:
                more = self.open_join()
                if isinstance(node.op, ast.And):
                    self.condition(operand, more, on_false, likely)
                else:
                    self.condition(operand, on_true, more, likely)
                if not self.finish(more):
                    return
            self.condition(node.values[-1], on_true, on_false, likely)
        elif isinstance(node, ast.Compare) and len(node.ops) > 1:
            self._chain(node, on_true, on_false, likely)
        else:
            self._simple_condition(node, on_true, on_false, likely)

    def _chain(self, node: ast.Compare, on_true: Join, on_false: Join, likely: Optional[bool]) -> None:
        left = self.expression(node.left)
        for op, right_node in zip(node.ops, node.comparators):
            right = self.expression(right_node)
            if self.block is None:
                return
            test = self.compare(type(op), left, right, node)
            last = right_node is node.comparators[-1]
            more = on_true if last else self.open_join()
            self._branch(test, [], more, on_false, likely, node)
            if not last and not self.finish(more):
                return
            left = right

    def _simple_condition(self, node: ast.expr, on_true: Join, on_false: Join, likely: Optional[bool]) -> None:
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
            function = self._hint(node.func)
            if function is not None:
                self.condition(node.args[0], on_true, on_false, function is rpython.likely)
                return
        value = self.expression(node)
        if self.block is None:
            return
        facts = self.facts(node, value)
        self._branch(self.truth(value, node), facts, on_true, on_false, likely, node)

    def _hint(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Name) and node.id not in self.env.values:
            live = self.spec.scope.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            live = getattr(self.spec.scope.get(node.value.id), node.attr, None)
        else:
            return None
        return live if live is rpython.likely or live is rpython.unlikely else None

    def _branch(self, test: FrontValue, facts: list[Fact], on_true: Join, on_false: Join, likely: Optional[bool],
                node: ast.AST) -> None:
        if self.block is None:
            return
        if isinstance(test, Static):
            self.apply(facts, bool(test.value), self.env)
            self.jump(on_true if test.value else on_false)
            return
        condition = self.value(test, node, BOOL)
        true_env, false_env = self.env.copy(), self.env.copy()
        self.apply(facts, True, true_env)
        self.apply(facts, False, false_env)
        then = self.edge(on_true, true_env)
        otherwise = self.edge(on_false, false_env)
        self.terminate(Branch(condition, then, otherwise, likely, self.position))

    def facts(self, node: ast.expr, value: FrontValue) -> list[Fact]:
        """What a test tells about the type of a name or attribute path, either way."""
        if isinstance(node, ast.NamedExpr):
            return self.facts(node.target, value)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and is_none_node(node.comparators[0]):
            subject = node.left.target if isinstance(node.left, ast.NamedExpr) else node.left
            found = self.known_type(subject)
            path = path_of(subject)
            if path and isinstance(found, RefType) and found.optional:
                if isinstance(node.ops[0], (ast.IsNot, ast.NotEq)):
                    return [(path, found.cls.ref, None)]
                if isinstance(node.ops[0], (ast.Is, ast.Eq)):
                    return [(path, None, found.cls.ref)]
            return []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance" \
                and len(node.args) == 2:
            subject = node.args[0].target if isinstance(node.args[0], ast.NamedExpr) else node.args[0]
            return self._isinstance_facts(subject, node.args[1])
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.Eq)) \
                and isinstance(node.left, ast.Call) and isinstance(node.left.func, ast.Name) \
                and node.left.func.id == "type" and len(node.left.args) == 1:
            return self._isinstance_facts(node.left.args[0], node.comparators[0])
        path = path_of(node)
        if path:
            found = self.known_type(node)
            if isinstance(found, RefType) and found.optional:
                return [(path, found.cls.ref, None)]
        return []

    def _isinstance_facts(self, subject: ast.expr, classes: ast.expr) -> list[Fact]:
        path, found = path_of(subject), self.known_type(subject)
        if not path or not isinstance(found, RefType):
            return []
        target = _common_base([cls for cls in self.class_operands(classes) if cls is not None])
        if target is None:
            return []
        if target.is_subclass(found.cls) and (target is not found.cls or found.optional):
            return [(path, target.ref, None)]
        if found.optional and found.cls.is_subclass(target):
            return [(path, found.cls.ref, None)]
        return []

    def class_operand(self, node: ast.expr) -> Optional[ClassType]:
        """The class that an expression names; None if it names another type."""
        found = self.type_expression(node)
        return found.cls if isinstance(found, RefType) else None

    def class_operands(self, node: ast.expr) -> list[Optional[ClassType]]:
        """The classes that the second argument of isinstance names, which may be a tuple of classes."""
        return [found.cls if isinstance(found, RefType) else None for found in self.type_expressions(node)]

    def known_type(self, node: ast.expr) -> Optional[Type]:
        """The type of a name or attribute path as known here, without evaluating it."""
        path = path_of(node)
        if path is None:
            return None
        if path in self.env.narrowed:
            return self.env.narrowed[path]
        if isinstance(node, ast.Name):
            value = self.env.values.get(node.id)
            return value.type if isinstance(value, Value) else None
        assert isinstance(node, ast.Attribute)
        base = self.known_type(node.value)
        if isinstance(base, RefType):
            field = base.cls.find_field(node.attr)
            return None if field is None else field.type
        return None

    def apply(self, facts: list[Fact], truth: bool, env: Env) -> None:
        for path, if_true, if_false in facts:
            found = if_true if truth else if_false
            if found is not None:
                env.narrowed[path] = found  # type: ignore[index]


def _common_base(classes: list[ClassType]) -> Optional[ClassType]:
    """The lowest class that all of these are, or derive from."""
    common = classes[0] if classes else None
    for cls in classes:
        while common is not None and not cls.is_subclass(common):
            common = common.base
    return common


def is_none_node(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
