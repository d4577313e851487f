"""Checks what the types of the nodes do not say: contexts, places, lists that must not be empty (as CPython's Python/ast.c does)."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast as tree
from interpreter.compiler.ast import Context, Operator, UnaryOperator
from interpreter.compiler.nodes import Node
from interpreter.errors import system_error, type_error, value_error
from interpreter.objects.bytes import Bytes
from interpreter.objects.float import Complex, Float
from interpreter.objects.int import Bool, Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.set import FrozenSet
from interpreter.objects.singletons import ELLIPSIS, NONE
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from interpreter.protocols.iterate import list_of
from transform.rpython import class_name


def validate(node: tree.mod) -> None:
    """Raises ValueError or TypeError for a tree that no source has."""
    node.accept(_Validator())


class _Validator(tree.Visitor):
    """Visits all nodes. `expected` is the context that the next expression must have; `star_allowed`: whether the next pattern may have a star."""
    expected: int
    star_allowed: bool

    def __init__(self) -> None:
        self.expected = Context.LOAD
        self.star_allowed = False

    def generic_visit(self, node: Node) -> None:
        self.enter(node)
        node.visit_children(self)

    def enter(self, node: Node) -> None:
        """What is checked of each node."""
        if isinstance(node, tree.expr):
            check_place(node)
            expected = self.expected
            self.expected = Context.LOAD
            check_context(node, expected)
        elif isinstance(node, (tree.stmt, tree.pattern, tree.excepthandler)):
            check_place(node)

    def store(self, node: tree.expr, context: int = Context.STORE) -> None:
        """Visits a target."""
        self.expected = context
        node.accept(self)

    def load(self, node: Optional[tree.expr]) -> None:
        if node is not None:
            node.accept(self)

    def loads(self, nodes: list[tree.expr]) -> None:
        for node in nodes:
            node.accept(self)

    def statements(self, nodes: list[tree.stmt]) -> None:
        for node in nodes:
            node.accept(self)

    def body(self, nodes: list[tree.stmt], owner: str) -> None:
        check_given(len(nodes), "body", owner)
        self.statements(nodes)

    # Statements.

    def visit_FunctionDef(self, node: tree.FunctionDef) -> None:
        check_given(len(node.body), "body", "FunctionDef")
        self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: tree.AsyncFunctionDef) -> None:
        check_given(len(node.body), "body", "AsyncFunctionDef")
        self.generic_visit(node)

    def visit_ClassDef(self, node: tree.ClassDef) -> None:
        check_given(len(node.body), "body", "ClassDef")
        self.generic_visit(node)

    def visit_Delete(self, node: tree.Delete) -> None:
        self.enter(node)
        check_given(len(node.targets), "targets", "Delete")
        for target in node.targets:
            self.store(target, Context.DEL)

    def visit_Assign(self, node: tree.Assign) -> None:
        self.enter(node)
        check_given(len(node.targets), "targets", "Assign")
        for target in node.targets:
            self.store(target)
        self.load(node.value)

    def visit_AugAssign(self, node: tree.AugAssign) -> None:
        self.enter(node)
        self.store(node.target)
        self.load(node.value)
        check_single(node.target, "augmented")

    def visit_AnnAssign(self, node: tree.AnnAssign) -> None:
        self.enter(node)
        if node.simple and not isinstance(node.target, tree.Name):
            raise type_error("AnnAssign with simple non-Name target")
        self.store(node.target)
        self.load(node.value)
        self.load(node.annotation)
        check_single(node.target, "annotated")

    def visit_For(self, node: tree.For) -> None:
        self.enter(node)
        self.store(node.target)
        self.load(node.iter)
        self.body(node.body, "For")
        self.statements(node.orelse)

    def visit_AsyncFor(self, node: tree.AsyncFor) -> None:
        self.enter(node)
        self.store(node.target)
        self.load(node.iter)
        self.body(node.body, "AsyncFor")
        self.statements(node.orelse)

    def visit_While(self, node: tree.While) -> None:
        check_given(len(node.body), "body", "While")
        self.generic_visit(node)

    def visit_If(self, node: tree.If) -> None:
        check_given(len(node.body), "body", "If")
        self.generic_visit(node)

    def visit_With(self, node: tree.With) -> None:
        check_given(len(node.items), "items", "With")
        check_given(len(node.body), "body", "With")
        self.generic_visit(node)

    def visit_AsyncWith(self, node: tree.AsyncWith) -> None:
        check_given(len(node.items), "items", "AsyncWith")
        check_given(len(node.body), "body", "AsyncWith")
        self.generic_visit(node)

    def visit_withitem(self, node: tree.withitem) -> None:
        self.load(node.context_expr)
        if node.optional_vars is not None:
            self.store(node.optional_vars)

    def visit_Match(self, node: tree.Match) -> None:
        check_given(len(node.cases), "cases", "Match")
        self.generic_visit(node)

    def visit_match_case(self, node: tree.match_case) -> None:
        node.pattern.accept(self)
        self.load(node.guard)
        self.body(node.body, "match_case")

    def visit_Raise(self, node: tree.Raise) -> None:
        if node.exc is None and node.cause is not None:
            raise value_error("Raise with cause but no exception")
        self.generic_visit(node)

    def visit_Try(self, node: tree.Try) -> None:
        check_handlers(node.body, node.handlers, node.orelse, node.finalbody, "Try")
        self.generic_visit(node)

    def visit_TryStar(self, node: tree.TryStar) -> None:
        check_handlers(node.body, node.handlers, node.orelse, node.finalbody, "TryStar")
        self.generic_visit(node)

    def visit_ExceptHandler(self, node: tree.ExceptHandler) -> None:
        self.enter(node)
        self.load(node.type)
        self.body(node.body, "ExceptHandler")

    def visit_Import(self, node: tree.Import) -> None:
        check_given(len(node.names), "names", "Import")
        self.generic_visit(node)

    def visit_ImportFrom(self, node: tree.ImportFrom) -> None:
        if node.level < 0:
            raise value_error("Negative ImportFrom level")
        check_given(len(node.names), "names", "ImportFrom")
        self.generic_visit(node)

    def visit_Global(self, node: tree.Global) -> None:
        self.enter(node)
        check_given(len(node.names), "names", "Global")

    def visit_Nonlocal(self, node: tree.Nonlocal) -> None:
        self.enter(node)
        check_given(len(node.names), "names", "Nonlocal")

    # Expressions.

    def visit_BoolOp(self, node: tree.BoolOp) -> int:
        if len(node.values) < 2:
            raise value_error("BoolOp with less than 2 values")
        self.generic_visit(node)
        return 0

    def visit_NamedExpr(self, node: tree.NamedExpr) -> int:
        self.enter(node)
        if not isinstance(node.target, tree.Name):
            raise type_error("NamedExpr target must be a Name")
        self.load(node.value)
        return 0

    def visit_Dict(self, node: tree.Dict) -> int:
        if len(node.keys) != len(node.values):
            raise value_error("Dict doesn't have the same number of keys as values")
        self.generic_visit(node)
        return 0

    def visit_ListComp(self, node: tree.ListComp) -> int:
        self.enter(node)
        self.generators(node.generators)
        self.load(node.elt)
        return 0

    def visit_SetComp(self, node: tree.SetComp) -> int:
        self.enter(node)
        self.generators(node.generators)
        self.load(node.elt)
        return 0

    def visit_GeneratorExp(self, node: tree.GeneratorExp) -> int:
        self.enter(node)
        self.generators(node.generators)
        self.load(node.elt)
        return 0

    def visit_DictComp(self, node: tree.DictComp) -> int:
        self.enter(node)
        self.generators(node.generators)
        self.load(node.key)
        self.load(node.value)
        return 0

    def generators(self, nodes: list[tree.comprehension]) -> None:
        if len(nodes) == 0:
            raise value_error("comprehension with no generators")
        for node in nodes:
            node.accept(self)

    def visit_comprehension(self, node: tree.comprehension) -> None:
        self.store(node.target)
        self.load(node.iter)
        self.loads(node.ifs)

    def visit_Compare(self, node: tree.Compare) -> int:
        if len(node.comparators) == 0:
            raise value_error("Compare with no comparators")
        if len(node.comparators) != len(node.ops):
            raise value_error("Compare has a different number of comparators and operands")
        self.generic_visit(node)
        return 0

    def visit_FormattedValue(self, node: tree.FormattedValue) -> int:
        if node.conversion not in (-1, ord("s"), ord("r"), ord("a")):
            raise system_error(f"Unrecognized conversion character {node.conversion}")
        self.generic_visit(node)
        return 0

    def visit_Constant(self, node: tree.Constant) -> int:
        self.enter(node)
        check_constant(node.value)
        return 0

    def visit_Starred(self, node: tree.Starred) -> int:
        self.enter(node)
        self.store(node.value, node.ctx)
        return 0

    def visit_Name(self, node: tree.Name) -> int:
        check_place(node)
        check_name(node.id)
        check_context(node, self.expected)
        self.expected = Context.LOAD
        return 0

    def visit_List(self, node: tree.List) -> int:
        self.enter(node)
        for element in node.elts:
            self.store(element, node.ctx)
        return 0

    def visit_Tuple(self, node: tree.Tuple) -> int:
        self.enter(node)
        for element in node.elts:
            self.store(element, node.ctx)
        return 0

    def visit_arguments(self, node: tree.arguments) -> None:
        for parameter in node.posonlyargs + node.args:
            self.load(parameter.annotation)
        if node.vararg is not None:
            self.load(node.vararg.annotation)
        for parameter in node.kwonlyargs:
            self.load(parameter.annotation)
        if node.kwarg is not None:
            self.load(node.kwarg.annotation)
        if len(node.defaults) > len(node.posonlyargs) + len(node.args):
            raise value_error("more positional defaults than args on arguments")
        if len(node.kw_defaults) != len(node.kwonlyargs):
            raise value_error("length of kwonlyargs is not the same as kw_defaults on arguments")
        self.loads(node.defaults)
        for default in node.kw_defaults:
            self.load(default)

    # Patterns.

    def plain(self, nodes: list[tree.pattern]) -> None:
        """Visits patterns among which none may have a star."""
        for node in nodes:
            node.accept(self)

    def visit_MatchValue(self, node: tree.MatchValue) -> None:
        self.enter(node)
        self.pattern_value(node.value)

    def pattern_value(self, node: tree.expr) -> None:
        self.load(node)
        check_pattern_value(node)

    def visit_MatchSingleton(self, node: tree.MatchSingleton) -> None:
        self.enter(node)
        if not is_singleton(node.value):
            raise value_error("MatchSingleton can only contain True, False and None")

    def visit_MatchSequence(self, node: tree.MatchSequence) -> None:
        self.enter(node)
        for item in node.patterns:
            self.star_allowed = True
            item.accept(self)
        self.star_allowed = False

    def visit_MatchMapping(self, node: tree.MatchMapping) -> None:
        self.enter(node)
        self.star_allowed = False
        if len(node.keys) != len(node.patterns):
            raise value_error("MatchMapping doesn't have the same number of keys as patterns")
        if node.rest is not None:
            check_capture(node.rest)
        for key in node.keys:
            if not (isinstance(key, tree.Constant) and is_singleton(key.value)):
                self.pattern_value(key)
        self.plain(node.patterns)

    def visit_MatchClass(self, node: tree.MatchClass) -> None:
        self.enter(node)
        self.star_allowed = False
        if len(node.kwd_attrs) != len(node.kwd_patterns):
            raise value_error("MatchClass doesn't have the same number of keyword attributes as patterns")
        self.load(node.cls)
        found = node.cls
        while isinstance(found, tree.Attribute):
            found = found.value
        if not isinstance(found, tree.Name):
            raise value_error("MatchClass cls field can only contain Name or Attribute nodes.")
        for name in node.kwd_attrs:
            check_name(name)
        self.plain(node.patterns)
        self.plain(node.kwd_patterns)

    def visit_MatchStar(self, node: tree.MatchStar) -> None:
        self.enter(node)
        if not self.star_allowed:
            raise value_error("can't use MatchStar here")
        self.star_allowed = False
        if node.name is not None:
            check_capture(node.name)

    def visit_MatchAs(self, node: tree.MatchAs) -> None:
        self.enter(node)
        self.star_allowed = False
        if node.name is not None:
            check_capture(node.name)
        elif node.pattern is not None:
            raise value_error("MatchAs must specify a target name if a pattern is given")
        if node.pattern is not None:
            node.pattern.accept(self)

    def visit_MatchOr(self, node: tree.MatchOr) -> None:
        self.enter(node)
        self.star_allowed = False
        if len(node.patterns) < 2:
            raise value_error("MatchOr requires at least 2 patterns")
        self.plain(node.patterns)


def check_given(length: int, field: str, owner: str) -> None:
    if length == 0:
        raise value_error(f"empty {field} on {owner}")


def check_handlers(body: list[tree.stmt], handlers: list[tree.excepthandler], orelse: list[tree.stmt], finalbody: list[tree.stmt],
                   owner: str) -> None:
    check_given(len(body), "body", owner)
    if len(handlers) == 0 and len(finalbody) == 0:
        raise value_error(f"{owner} has neither except handlers nor finalbody")
    if len(handlers) == 0 and len(orelse) > 0:
        raise value_error(f"{owner} has orelse but no except handlers")


def check_place(node: Node) -> None:
    line, end_line, column, end_column = node.lineno, node.end_lineno, node.col_offset, node.end_col_offset
    if line > end_line:
        raise value_error(f"AST node line range ({line}, {end_line}) is not valid")
    if (line < 0 and end_line != line) or (column < 0 and column != end_column):
        raise value_error(f"AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid")
    if line == end_line and column > end_column:
        raise value_error(f"line {line}, column {column}-{end_column} is not a valid range")


def check_context(node: tree.expr, expected: int) -> None:
    actual = context_of(node)
    if actual < 0:
        if expected != Context.LOAD:
            raise value_error(f"expression which can't be assigned to in {Context.names[expected]} context")
    elif actual != expected:
        raise value_error(f"expression must have {Context.names[expected]} context but has {Context.names[actual]} instead")


def context_of(node: tree.expr) -> int:
    """The context of an expression that has one, or -1."""
    if isinstance(node, tree.Name):
        return node.ctx
    if isinstance(node, tree.Attribute):
        return node.ctx
    if isinstance(node, tree.Subscript):
        return node.ctx
    if isinstance(node, tree.Starred):
        return node.ctx
    if isinstance(node, tree.List):
        return node.ctx
    if isinstance(node, tree.Tuple):
        return node.ctx
    return -1


_NUMBERS = {cls.__name__: number for number, cls in enumerate(tree.expr.__subclasses__(), 1)}


def check_single(node: tree.expr, kind: str) -> None:
    """Augmented and annotated assignments have one target that is no tuple."""
    if not isinstance(node, (tree.Name, tree.Attribute, tree.Subscript)):
        raise system_error(f"invalid node type ({_NUMBERS[class_name(node)]}) for {kind} assignment")


def check_name(name: str) -> None:
    if name == "None" or name == "True" or name == "False":
        raise value_error(f"identifier field can't represent '{name}' constant")


def check_capture(name: str) -> None:
    if name == "_":
        raise value_error("can't capture name '_' in patterns")
    check_name(name)


def is_singleton(value: Object) -> bool:
    return value is NONE or isinstance(value, Bool)


def check_constant(value: Object) -> None:
    wrong = type_of_wrong_constant(value)
    if wrong != "":
        raise type_error(f"got an invalid type in Constant: {wrong}")


_KINDS = ["int", "float", "complex", "bool", "str", "bytes"]


def type_of_wrong_constant(value: Object) -> str:
    """The name of the type of the first object in a constant that cannot be in one, or ""."""
    if value is NONE or value is ELLIPSIS:
        return ""
    name = type_of(value).name
    if type_of(value).is_heap:
        return name
    if isinstance(value, (Tuple, FrozenSet)):
        for item in list_of(value):
            wrong = type_of_wrong_constant(item)
            if wrong != "":
                return wrong
        return ""
    return "" if name in _KINDS else name


def check_pattern_value(node: tree.expr) -> None:
    if isinstance(node, tree.Constant):
        if isinstance(node.value, (Str, Bytes)) or is_number(node.value, True):
            return
        raise value_error("unexpected constant inside of a literal pattern")
    if isinstance(node, (tree.Attribute, tree.JoinedStr)) or is_negative(node, True) or is_complex(node):
        return
    raise value_error("patterns may only match literals and attribute lookups")


def is_number(value: Object, may_be_imaginary: bool) -> bool:
    if isinstance(value, Complex):
        return may_be_imaginary
    return isinstance(value, (Int, Float)) and not isinstance(value, Bool)


def is_negative(node: tree.expr, may_be_imaginary: bool) -> bool:
    """Whether an expression is a number with a minus sign."""
    if not isinstance(node, tree.UnaryOp) or node.op != UnaryOperator.U_SUB:
        return False
    operand = node.operand
    return isinstance(operand, tree.Constant) and is_number(operand.value, may_be_imaginary)


def is_complex(node: tree.expr) -> bool:
    """Whether an expression is a number plus or minus an imaginary one."""
    if not isinstance(node, tree.BinOp) or (node.op != Operator.ADD and node.op != Operator.SUB):
        return False
    left, right = node.left, node.right
    is_real = isinstance(left, tree.Constant) and is_number(left.value, False) or is_negative(left, False)
    return is_real and isinstance(right, tree.Constant) and isinstance(right.value, Complex)
