"""The syntax tree: the node classes of CPython's module ``ast``, with its names and fields, in its order.

Operators and contexts are int constants (`operators`). `nodes` gives the classes their methods: a constructor takes the
fields in order, positions are set afterwards.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler.nodes import Evaluated, FieldReader, Node, Visitor
from interpreter.compiler.operators import BoolOperator, Comparison, Context, Operator, UnaryOperator
from interpreter.compiler.operators import boolop, cmpop, expr_context, operator, unaryop
from interpreter.objects.make import Object

# Used by the methods of nodes, and by those who import this module.
__all__ = ["BoolOperator", "Comparison", "Context", "FieldReader", "Operator", "UnaryOperator", "Visitor"]


class mod(Node, group=True):
    """A whole source."""


class stmt(Node, group=True):
    """A statement."""


class expr(Evaluated, group=True):
    """An expression."""


class pattern(Node, group=True):
    """What stands behind ``case``, and parts of it."""


class excepthandler(Node, group=True):
    """An ``except`` clause."""


class type_ignore(Node, group=True):
    """A ``# type: ignore`` comment."""


AnyPattern = pattern  # for the classes in which ``pattern`` is a field


# Whole sources.


class Module(mod):
    body: list[stmt]
    type_ignores: list[type_ignore]


class Interactive(mod):
    body: list[stmt]


class Expression(mod):
    body: expr


class FunctionType(mod):
    argtypes: list[expr]
    returns: expr


# Statements.


class FunctionDef(stmt):
    name: str
    args: arguments
    body: list[stmt]
    decorator_list: list[expr]
    returns: Optional[expr]
    type_comment: Optional[str]


class AsyncFunctionDef(stmt):
    name: str
    args: arguments
    body: list[stmt]
    decorator_list: list[expr]
    returns: Optional[expr]
    type_comment: Optional[str]


class ClassDef(stmt):
    name: str
    bases: list[expr]
    keywords: list[keyword]
    body: list[stmt]
    decorator_list: list[expr]


class Return(stmt):
    value: Optional[expr]


class Delete(stmt):
    targets: list[expr]


class Assign(stmt):
    targets: list[expr]
    value: expr
    type_comment: Optional[str]


class AugAssign(stmt):
    target: expr
    op: operator
    value: expr


class AnnAssign(stmt):
    target: expr
    annotation: expr
    value: Optional[expr]
    simple: int


class For(stmt):
    target: expr
    iter: expr
    body: list[stmt]
    orelse: list[stmt]
    type_comment: Optional[str]


class AsyncFor(stmt):
    target: expr
    iter: expr
    body: list[stmt]
    orelse: list[stmt]
    type_comment: Optional[str]


class While(stmt):
    test: expr
    body: list[stmt]
    orelse: list[stmt]


class If(stmt):
    test: expr
    body: list[stmt]
    orelse: list[stmt]


class With(stmt):
    items: list[withitem]
    body: list[stmt]
    type_comment: Optional[str]


class AsyncWith(stmt):
    items: list[withitem]
    body: list[stmt]
    type_comment: Optional[str]


class Match(stmt):
    subject: expr
    cases: list[match_case]


class Raise(stmt):
    exc: Optional[expr]
    cause: Optional[expr]


class Try(stmt):
    body: list[stmt]
    handlers: list[excepthandler]
    orelse: list[stmt]
    finalbody: list[stmt]


class TryStar(stmt):
    body: list[stmt]
    handlers: list[excepthandler]
    orelse: list[stmt]
    finalbody: list[stmt]


class Assert(stmt):
    test: expr
    msg: Optional[expr]


class Import(stmt):
    names: list[alias]


class ImportFrom(stmt):
    module: Optional[str]
    names: list[alias]
    level: int


class Global(stmt):
    names: list[str]


class Nonlocal(stmt):
    names: list[str]


class Expr(stmt):
    value: expr


class Pass(stmt):
    pass


class Break(stmt):
    pass


class Continue(stmt):
    pass


# Expressions.


class BoolOp(expr):
    op: boolop
    values: list[expr]


class NamedExpr(expr):
    target: expr
    value: expr


class BinOp(expr):
    left: expr
    op: operator
    right: expr


class UnaryOp(expr):
    op: unaryop
    operand: expr


class Lambda(expr):
    args: arguments
    body: expr


class IfExp(expr):
    test: expr
    body: expr
    orelse: expr


class Dict(expr):
    keys: list[Optional[expr]]
    values: list[expr]


class Set(expr):
    elts: list[expr]


class ListComp(expr):
    elt: expr
    generators: list[comprehension]


class SetComp(expr):
    elt: expr
    generators: list[comprehension]


class DictComp(expr):
    key: expr
    value: expr
    generators: list[comprehension]


class GeneratorExp(expr):
    elt: expr
    generators: list[comprehension]


class Await(expr):
    value: expr


class Yield(expr):
    value: Optional[expr]


class YieldFrom(expr):
    value: expr


class Compare(expr):
    left: expr
    ops: list[cmpop]
    comparators: list[expr]


class Call(expr):
    func: expr
    args: list[expr]
    keywords: list[keyword]


class FormattedValue(expr):
    value: expr
    conversion: int
    format_spec: Optional[expr]


class JoinedStr(expr):
    values: list[expr]


class Constant(expr):
    value: Object
    kind: Optional[str]


class Attribute(expr):
    value: expr
    attr: str
    ctx: expr_context


class Subscript(expr):
    value: expr
    slice: expr
    ctx: expr_context


class Starred(expr):
    value: expr
    ctx: expr_context


class Name(expr):
    id: str
    ctx: expr_context


class List(expr):
    elts: list[expr]
    ctx: expr_context


class Tuple(expr):
    elts: list[expr]
    ctx: expr_context


class Slice(expr):
    lower: Optional[expr]
    upper: Optional[expr]
    step: Optional[expr]


# Patterns.


class MatchValue(pattern):
    value: expr


class MatchSingleton(pattern):
    value: Object


class MatchSequence(pattern):
    patterns: list[pattern]


class MatchMapping(pattern):
    keys: list[expr]
    patterns: list[pattern]
    rest: Optional[str]


class MatchClass(pattern):
    cls: expr
    patterns: list[pattern]
    kwd_attrs: list[str]
    kwd_patterns: list[pattern]


class MatchStar(pattern):
    name: Optional[str]


class MatchAs(pattern):
    pattern: Optional[AnyPattern]
    name: Optional[str]


class MatchOr(pattern):
    patterns: list[pattern]


# Parts.


class comprehension(Node):
    target: expr
    iter: expr
    ifs: list[expr]
    is_async: int


class ExceptHandler(excepthandler):
    type: Optional[expr]
    name: Optional[str]
    body: list[stmt]


class TypeIgnore(type_ignore):
    lineno: int
    tag: str


class arguments(Node):
    posonlyargs: list[arg]
    args: list[arg]
    vararg: Optional[arg]
    kwonlyargs: list[arg]
    kw_defaults: list[Optional[expr]]
    kwarg: Optional[arg]
    defaults: list[expr]


class arg(Node):
    arg: str
    annotation: Optional[expr]
    type_comment: Optional[str]


class keyword(Node):
    arg: Optional[str]
    value: expr


class alias(Node):
    name: str
    asname: Optional[str]


class withitem(Node):
    context_expr: expr
    optional_vars: Optional[expr]


class match_case(Node):
    pattern: AnyPattern
    guard: Optional[expr]
    body: list[stmt]
