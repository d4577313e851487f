"""Expressions as text, the way CPython writes annotations that are not evaluated (PEP 563), and as `ast.unparse` mostly does.

Parentheses stand only where precedence asks for them.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.compiler.ast import BoolOperator
from interpreter.objects.make import ELLIPSIS, Bool, Complex, Float, Int, Object, Str, new_str
from interpreter.protocols.text import repr_of


class Precedence:
    """How tightly an expression holds together, from loose to tight."""
    (TUPLE, TEST, OR, AND, NOT, COMPARE, OR_BITS, XOR_BITS, AND_BITS, SHIFT, SUM, TERM, FACTOR, POWER, AWAIT, ATOM) = range(16)
    EXPRESSION = OR_BITS


_OPERATORS = ["+", "-", "*", "@", "/", "%", "**", "<<", ">>", "|", "^", "&", "//"]
_OPERATOR_PRECEDENCE = [Precedence.SUM, Precedence.SUM, Precedence.TERM, Precedence.TERM, Precedence.TERM, Precedence.TERM,
                        Precedence.POWER, Precedence.SHIFT, Precedence.SHIFT, Precedence.OR_BITS, Precedence.XOR_BITS,
                        Precedence.AND_BITS, Precedence.TERM]
_UNARY_OPERATORS = ["~", "not ", "+", "-"]
_UNARY_PRECEDENCE = [Precedence.FACTOR, Precedence.NOT, Precedence.FACTOR, Precedence.FACTOR]
_COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"]
_CONVERSIONS = {ord("s"): "!s", ord("r"): "!r", ord("a"): "!a"}


def unparse(node: ast.expr) -> str:
    """The text of an expression."""
    writer = _Writer()
    writer.write(node, Precedence.TEST)
    return "".join(writer.parts)


class _Writer(ast.Visitor):
    """Collects the text in `parts`. `level` is the precedence that the expression visited needs in order to stand without parentheses."""
    parts: list[str]
    level: int

    def __init__(self) -> None:
        self.parts = []
        self.level = Precedence.TEST

    def write(self, node: ast.expr, level: int) -> None:
        self.level = level
        node.evaluate(self)

    def put(self, text: str) -> None:
        self.parts.append(text)

    def open(self, own: int, level: int) -> None:
        if level > own:
            self.put("(")

    def close(self, own: int, level: int) -> None:
        if level > own:
            self.put(")")

    def write_list(self, nodes: list[ast.expr], level: int) -> None:
        for i in range(len(nodes)):
            if i > 0:
                self.put(", ")
            self.write(nodes[i], level)

    # Operators.

    def visit_BoolOp(self, node: ast.BoolOp) -> int:
        level = self.level
        own = Precedence.AND if node.op == BoolOperator.AND else Precedence.OR
        self.open(own, level)
        for i in range(len(node.values)):
            if i > 0:
                self.put(" and " if node.op == BoolOperator.AND else " or ")
            self.write(node.values[i], own + 1)
        self.close(own, level)
        return 0

    def visit_NamedExpr(self, node: ast.NamedExpr) -> int:
        level = self.level
        self.open(Precedence.TUPLE, level)
        self.write(node.target, Precedence.ATOM)
        self.put(" := ")
        self.write(node.value, Precedence.ATOM)
        self.close(Precedence.TUPLE, level)
        return 0

    def visit_BinOp(self, node: ast.BinOp) -> int:
        level = self.level
        own = _OPERATOR_PRECEDENCE[node.op]
        is_power = own == Precedence.POWER
        self.open(own, level)
        self.write(node.left, own + 1 if is_power else own)
        self.put(f" {_OPERATORS[node.op]} ")
        self.write(node.right, own if is_power else own + 1)
        self.close(own, level)
        return 0

    def visit_UnaryOp(self, node: ast.UnaryOp) -> int:
        level = self.level
        own = _UNARY_PRECEDENCE[node.op]
        self.open(own, level)
        self.put(_UNARY_OPERATORS[node.op])
        self.write(node.operand, own)
        self.close(own, level)
        return 0

    def visit_Compare(self, node: ast.Compare) -> int:
        level = self.level
        self.open(Precedence.COMPARE, level)
        self.write(node.left, Precedence.COMPARE + 1)
        for i in range(len(node.ops)):
            self.put(f" {_COMPARISONS[node.ops[i]]} ")
            self.write(node.comparators[i], Precedence.COMPARE + 1)
        self.close(Precedence.COMPARE, level)
        return 0

    def visit_IfExp(self, node: ast.IfExp) -> int:
        level = self.level
        self.open(Precedence.TEST, level)
        self.write(node.body, Precedence.TEST + 1)
        self.put(" if ")
        self.write(node.test, Precedence.TEST + 1)
        self.put(" else ")
        self.write(node.orelse, Precedence.TEST)
        self.close(Precedence.TEST, level)
        return 0

    def visit_Await(self, node: ast.Await) -> int:
        level = self.level
        self.open(Precedence.AWAIT, level)
        self.put("await ")
        self.write(node.value, Precedence.ATOM)
        self.close(Precedence.AWAIT, level)
        return 0

    def visit_Yield(self, node: ast.Yield) -> int:
        value = node.value
        if value is None:
            self.put("(yield)")
        else:
            self.put("(yield ")
            self.write(value, Precedence.TEST)
            self.put(")")
        return 0

    def visit_YieldFrom(self, node: ast.YieldFrom) -> int:
        self.put("(yield from ")
        self.write(node.value, Precedence.TEST)
        self.put(")")
        return 0

    def visit_Starred(self, node: ast.Starred) -> int:
        self.put("*")
        self.write(node.value, Precedence.EXPRESSION)
        return 0

    # Functions and comprehensions.

    def visit_Lambda(self, node: ast.Lambda) -> int:
        level = self.level
        self.open(Precedence.TEST, level)
        self.put("lambda " if node.args.posonlyargs or node.args.args else "lambda")  # CPython: lambda*a: a
        self.write_parameters(node.args)
        self.put(": ")
        self.write(node.body, Precedence.TEST)
        self.close(Precedence.TEST, level)
        return 0

    def write_parameters(self, args: ast.arguments) -> None:
        positional = args.posonlyargs + args.args
        first_default = len(positional) - len(args.defaults)
        is_first = True
        for i in range(len(positional)):
            is_first = self.separate(is_first)
            self.write_parameter(positional[i], args.defaults[i - first_default] if i >= first_default else None)
            if args.posonlyargs and i + 1 == len(args.posonlyargs):
                self.put(", /")
        vararg, kwarg = args.vararg, args.kwarg
        if vararg is not None or args.kwonlyargs:
            is_first = self.separate(is_first)
            self.put("*")
            if vararg is not None:
                self.write_parameter(vararg, None)
        for i in range(len(args.kwonlyargs)):
            is_first = self.separate(is_first)
            self.write_parameter(args.kwonlyargs[i], args.kw_defaults[i])
        if kwarg is not None:
            self.separate(is_first)
            self.put("**")
            self.write_parameter(kwarg, None)

    def separate(self, is_first: bool) -> bool:
        if not is_first:
            self.put(", ")
        return False

    def write_parameter(self, arg: ast.arg, default: Optional[ast.expr]) -> None:
        annotation = arg.annotation
        self.put(arg.arg)
        if annotation is not None:
            self.put(": ")
            self.write(annotation, Precedence.TEST)
        if default is not None:
            self.put("=")
            self.write(default, Precedence.TEST)

    def visit_ListComp(self, node: ast.ListComp) -> int:
        self.put("[")
        self.write(node.elt, Precedence.TEST)
        self.write_generators(node.generators)
        self.put("]")
        return 0

    def visit_SetComp(self, node: ast.SetComp) -> int:
        self.put("{")
        self.write(node.elt, Precedence.TEST)
        self.write_generators(node.generators)
        self.put("}")
        return 0

    def visit_DictComp(self, node: ast.DictComp) -> int:
        self.put("{")
        self.write(node.key, Precedence.TEST)
        self.put(": ")
        self.write(node.value, Precedence.TEST)
        self.write_generators(node.generators)
        self.put("}")
        return 0

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> int:
        self.put("(")
        self.write(node.elt, Precedence.TEST)
        self.write_generators(node.generators)
        self.put(")")
        return 0

    def write_generators(self, generators: list[ast.comprehension]) -> None:
        for generator in generators:
            self.put(" async for " if generator.is_async else " for ")
            self.write(generator.target, Precedence.TUPLE)
            self.put(" in ")
            self.write(generator.iter, Precedence.TEST + 1)
            for condition in generator.ifs:
                self.put(" if ")
                self.write(condition, Precedence.TEST + 1)

    # Displays and literals.

    def visit_Tuple(self, node: ast.Tuple) -> int:
        level = self.level
        if len(node.elts) == 0:
            self.put("()")
            return 0
        self.open(Precedence.TUPLE, level)
        self.write_list(node.elts, Precedence.TEST)
        if len(node.elts) == 1:
            self.put(",")
        self.close(Precedence.TUPLE, level)
        return 0

    def visit_List(self, node: ast.List) -> int:
        self.put("[")
        self.write_list(node.elts, Precedence.TEST)
        self.put("]")
        return 0

    def visit_Set(self, node: ast.Set) -> int:
        self.put("{")
        self.write_list(node.elts, Precedence.TEST)
        self.put("}")
        return 0

    def visit_Dict(self, node: ast.Dict) -> int:
        self.put("{")
        for i in range(len(node.keys)):
            if i > 0:
                self.put(", ")
            key = node.keys[i]
            if key is None:
                self.put("**")
                self.write(node.values[i], Precedence.EXPRESSION)
            else:
                self.write(key, Precedence.TEST)
                self.put(": ")
                self.write(node.values[i], Precedence.TEST)
        self.put("}")
        return 0

    def visit_Constant(self, node: ast.Constant) -> int:
        if node.kind == "u":
            self.put("u")
        self.put(_constant_text(node.value))
        return 0

    def visit_JoinedStr(self, node: ast.JoinedStr) -> int:
        body = _Writer()
        body.write_fstring_parts(node.values)
        self.put("f" + repr_of(new_str("".join(body.parts))))
        return 0

    def write_fstring_parts(self, values: list[ast.expr]) -> None:
        for value in values:
            if isinstance(value, ast.Constant):
                constant = value.value
                text = constant.value if isinstance(constant, Str) else repr_of(constant)
                self.put(text.replace("{", "{{").replace("}", "}}"))
            elif isinstance(value, ast.JoinedStr):
                self.write_fstring_parts(value.values)
            elif isinstance(value, ast.FormattedValue):
                self.write_replacement(value)

    def write_replacement(self, node: ast.FormattedValue) -> None:
        inner = _Writer()
        inner.write(node.value, Precedence.TEST + 1)
        text = "".join(inner.parts)
        self.put("{ " if text.startswith("{") else "{")
        self.put(text)
        self.put(_CONVERSIONS.get(node.conversion, ""))
        specification = node.format_spec
        if specification is not None:
            self.put(":")
            self.write_fstring_parts([specification])
        self.put("}")

    def visit_FormattedValue(self, node: ast.FormattedValue) -> int:
        body = _Writer()
        body.write_replacement(node)
        self.put("f" + repr_of(new_str("".join(body.parts))))
        return 0

    # Names, attributes, items, calls.

    def visit_Name(self, node: ast.Name) -> int:
        self.put(node.id)
        return 0

    def visit_Attribute(self, node: ast.Attribute) -> int:
        value = node.value
        self.write(value, Precedence.ATOM)
        is_int = isinstance(value, ast.Constant) and isinstance(value.value, Int) and not isinstance(value.value, Bool)
        self.put(" ." if is_int else ".")
        self.put(node.attr)
        return 0

    def visit_Subscript(self, node: ast.Subscript) -> int:
        self.write(node.value, Precedence.ATOM)
        self.put("[")
        self.write(node.slice, Precedence.TUPLE)
        self.put("]")
        return 0

    def visit_Slice(self, node: ast.Slice) -> int:
        lower, upper, step = node.lower, node.upper, node.step
        if lower is not None:
            self.write(lower, Precedence.TEST)
        self.put(":")
        if upper is not None:
            self.write(upper, Precedence.TEST)
        if step is not None:
            self.put(":")
            self.write(step, Precedence.TEST)
        return 0

    def visit_Call(self, node: ast.Call) -> int:
        self.write(node.func, Precedence.ATOM)
        args = node.args
        if len(args) == 1 and not node.keywords and isinstance(args[0], ast.GeneratorExp):
            self.write(args[0], Precedence.TEST)
            return 0
        self.put("(")
        is_first = True
        for argument in args:
            is_first = self.separate(is_first)
            self.write(argument, Precedence.TEST)
        for keyword in node.keywords:
            is_first = self.separate(is_first)
            name = keyword.arg
            self.put("**" if name is None else name + "=")
            self.write(keyword.value, Precedence.TEST)
        self.put(")")
        return 0


def _constant_text(value: Object) -> str:
    if value is ELLIPSIS:
        return "..."
    text = repr_of(value)
    return text.replace("inf", "1e309") if isinstance(value, (Float, Complex)) else text
