"""Expressions: the dispatch over their kinds, and calls."""
from __future__ import annotations

import ast
from types import FunctionType, MethodType
from typing import Any, Callable, Optional

from transform import rpython
from transform.frontend.annotations import SIMPLE
from transform.frontend.attributes import SuperMethod, UnboundMethod, is_super
from transform.frontend.classes import ClassInfo
from transform.frontend.conditions import Conditions
from transform.frontend.errors import TranslationError
from transform.frontend.values import NONE, BoundMethod, FrontValue, Static, StaticType, is_none
from transform.ir.graph import Constant, Value
from transform.ir.types import BOOL, IntType, RefType, Type
from transform.runtime import table

Intrinsic = Callable[["Expressions", ast.Call, Optional[Type]], FrontValue]
BUILTIN_CLASSES = {stand_in: builtin for builtin, stand_in in table.CLASSES.items()}


class Expressions(Conditions):
    """Translation of expressions."""

    intrinsics: dict[int, Intrinsic]

    def expression(self, node: ast.expr, expected: Optional[Type] = None) -> FrontValue:
        """The value of an expression; ``expected`` is the type that its place wants."""
        self.at(node)
        if self.block is None:
            return NONE  # behind an operation that does not come back
        method = getattr(self, "expr_" + type(node).__name__, None)
        if method is None:
            self.error(f"{type(node).__name__} is not RPython", node)
        value: FrontValue = method(node, expected)
        return value

    # Calls.

    def expr_Call(self, node: ast.Call, expected: Optional[Type]) -> FrontValue:
        function = self._callee(node)
        self.at(node)
        if isinstance(function, Evaluated):
            return function.value
        if isinstance(function, Static):
            intrinsic = self.intrinsics.get(id(function.value))
            if intrinsic is not None:
                return intrinsic(self, node, expected)
        if is_none(function):
            return self.suspect("None cannot be called", node)
        args: list[Any] = []
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                args.extend(self.items_of(self.expression(arg.value), arg))
            else:
                args.append(arg)
        keywords: dict[str, Any] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                self.error("** in a call is not RPython", keyword.value)
            keywords[keyword.arg] = keyword.value
        self.in_source_order(function, args, keywords)
        result = self.call(function, args, keywords, node, expected)
        self.at(node)
        return result

    def in_source_order(self, function: FrontValue, args: list[Any], keywords: dict[str, Any]) -> None:
        """Evaluate keyword arguments now where the parameters' order is not that of the call."""
        live = function.value if isinstance(function, Static) else None
        member = function.owner.find(function.name) if isinstance(function, BoundMethod) else None
        if member is not None:
            live = member.value
        elif isinstance(live, type):
            live = getattr(live, "__init__", None)
        if len(keywords) < 2 or not isinstance(live, FunctionType):
            return
        order = [name for name in live.__code__.co_varnames if name in keywords]
        if order != list(keywords):
            for i, arg in enumerate(args):
                args[i] = self.early(arg)
            for name, arg in keywords.items():
                keywords[name] = self.early(arg)

    def early(self, node: Any) -> Any:
        """The value of an argument, unless it is one that cannot change."""
        simple = (ast.Constant, ast.Lambda, ast.List, ast.Dict)
        return node if not isinstance(node, ast.expr) or isinstance(node, simple) else self.expression(node)

    def _callee(self, node: ast.Call) -> FrontValue:
        """What a call calls. A method of a built-in class may have another name in the runtime."""
        if isinstance(node.func, ast.Attribute) and not (
                isinstance(node.func.value, ast.Call) and is_super(node.func.value)):
            base = self.expression(node.func.value)
            if isinstance(base, Static) and isinstance(base.value, (str, bytes, list, dict, set)):
                base = self.value(base, node.func.value)
            if isinstance(base, Value) and isinstance(base.type, RefType):
                info = self.info_of(base.type)
                stands_for = BUILTIN_CLASSES.get(info.pyclass) if info is not None else None
                if stands_for is not None and info is not None:
                    held = self.non_null(base, node, f"the object with '{node.func.attr}'")
                    special = self.method_intrinsic(node, held)
                    if special is not None:
                        return Evaluated(special)
                    name = table.METHODS.get((stands_for, node.func.attr, len(node.args)), node.func.attr)
                    if info.find(name) is not None:
                        return BoundMethod(self.non_null(base, node, f"the object with '{name}'"), info, name)
            return self.attribute(base, self.mangled(node.func.attr), node.func)
        return self.expression(node.func)

    def method_intrinsic(self, node: ast.Call, held: Value) -> Optional[FrontValue]:
        """A call of a method of a built-in class that is more than a call; None for others."""
        raise NotImplementedError

    def call(self, function: FrontValue, args: list[Any], keywords: dict[str, Any], node: ast.Call,
             expected: Optional[Type]) -> FrontValue:
        if isinstance(function, SuperMethod):
            if function.function is None:
                if args or keywords:
                    self.error("the base class takes no arguments", node)
                return NONE
            receiver = self.coerce(function.receiver, function.owner.type.ref, node)
            return self.call_function(function.function, [receiver, *args], keywords, node, owner=function.owner)
        if isinstance(function, UnboundMethod):
            if not args:
                self.error(f"{function.owner}.{function.name}() needs an object", node)
            receiver = self.coerce(self.argument(args[0], None), function.owner.type.ref, node, "self")
            return self.call_function(function.function, [receiver, *args[1:]], keywords, node, owner=function.owner)
        if isinstance(function, BoundMethod):
            exact = isinstance(function.receiver, Constant)
            member = function.owner.find(function.name)
            assert member is not None
            return self.call_member(function.receiver, function.owner, member, function.name, args, keywords, node,
                                    exact, expected)
        if isinstance(function, StaticType):
            if isinstance(function.type, RefType):
                info = self.info_of(function.type)
                if info is not None:
                    return self.construct_or_convert(info, args, keywords, node, expected)
            return self.convert_number(function.type, args, node)
        if isinstance(function, Static):
            return self.call_static(function.value, args, keywords, node, expected)
        value = self.value(function, node)
        if keywords:
            self.error("a function value takes no keyword arguments", node)
        return self.call_value(value, args, node)

    def construct_or_convert(self, info: ClassInfo, args: list[Any], keywords: dict[str, Any], node: ast.Call,
                             expected: Optional[Type]) -> FrontValue:
        args = [self.expression(a) if isinstance(a, ast.expr) else a for a in args]
        if info.pyclass in (table.CLASSES[list], table.CLASSES[dict], table.CLASSES[set]) and args \
                and isinstance(self.default_type(args[0]), RefType):
            made = self.construct(info, [], {}, node)
            assert isinstance(made, Value)
            method = "extend" if info.pyclass is table.CLASSES[list] else "update"
            self.call_method(made, method, args, node)
            return made
        return self.construct(info, args, keywords, node)

    def call_static(self, live: Any, args: list[Any], keywords: dict[str, Any], node: ast.Call,
                    expected: Optional[Type]) -> FrontValue:
        """Call of something known at translation."""
        if isinstance(live, FunctionType):
            return self.call_function(live, args, keywords, node, expected=expected)
        if isinstance(live, MethodType):
            receiver = self.value(Static(live.__self__), node)
            return self.call_method(receiver, live.__func__.__name__, args, node, keywords, True, expected)
        if isinstance(live, rpython.CFunction):
            if keywords:
                self.error("a C function takes no keyword arguments", node)
            return self.call_c(live, args, node)
        if isinstance(live, type):
            sized = self._number_type(live)
            if sized is not None:
                return self.convert_number(sized, args, node)
            if getattr(table.CLASSES.get(live, live), "__parameters__", ()):
                info, given = self.generic_class(table.CLASSES.get(live, live), args, node, expected)
                return self.construct(info, given, keywords, node)
            return self.construct(self.resolved_class(live, node), args, keywords, node)
        found = self.frontend.prebuilt.type_of(live)
        if isinstance(found, RefType):
            return self.call_method(self.static_constant(live, found), "__call__", args, node, keywords, True)
        name = getattr(live, "__name__", repr(live))
        self.error(f"{name} is not RPython", node)

    def resolved_class(self, live: type, node: ast.AST) -> ClassInfo:
        try:
            return self.classes.info(live)
        except TranslationError as error:
            self.error(error.message, node, error.hint)

    def _number_type(self, live: type) -> Optional[Type]:
        found = SIMPLE.get(live)
        return found if isinstance(found, IntType) and live is not int else None

    def convert_number(self, type: Type, args: list[Any], node: ast.AST) -> FrontValue:
        """``uint8(x)``: an integer converted, wrapping."""
        if not isinstance(type, IntType) or len(args) != 1:
            self.error(f"{type} cannot be called like this", node)
        value = self.argument(args[0], None)
        if isinstance(value, Static) and isinstance(value.value, int):
            return Constant(type.wrap(value.value), type)
        number = self.value(value, node)
        if not isinstance(number.type, IntType) and number.type is not BOOL:
            self.error(f"{type}(...) converts integers, not {number.type}", node,
                       "convert a float with int(x) before")
        return self.cast_int(number, type)


class Evaluated(Static):
    """The result of a call that was translated together with what it calls."""
