"""The parser of expressions (Python reference, chapter 6), by recursive descent.

The names of methods are those of the rules in the reference's grammar. A rule that does not match raises NoMatch; since
a token decides nearly always how to go on, hardly any rule is tried in vain.
"""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.ast import BoolOperator, Comparison, Context, Operator, UnaryOperator
from interpreter.compiler.literals import LiteralError, number
from interpreter.compiler.parser_strings import StringParser
from interpreter.compiler.tokens import (
    AND, ASYNC, AWAIT, COLON, COLONEQUAL, COMMA, DOT, DOUBLESTAR, ELSE, EQUAL, FOR, IF, IN, IS, KIND_COUNT, LAMBDA,
    LPAR, LSQB, NAME, NOT, NUMBER, OR, RBRACE, RPAR, RSQB, SLASH, STAR, STRING, TYPE_COMMENT,
    YIELD,
)
from interpreter.objects.make import ELLIPSIS, FALSE, NONE, TRUE, Object

# Binary operators by token: how strongly they bind (0: no operator), and which they are.
PRECEDENCE = [0] * KIND_COUNT
BINARY_OPERATORS = [-1] * KIND_COUNT
for _precedence, _kind, _operator in (
    (1, tokens.VBAR, Operator.BIT_OR), (2, tokens.CIRCUMFLEX, Operator.BIT_XOR), (3, tokens.AMPER, Operator.BIT_AND),
    (4, tokens.LEFTSHIFT, Operator.L_SHIFT), (4, tokens.RIGHTSHIFT, Operator.R_SHIFT), (5, tokens.PLUS, Operator.ADD),
    (5, tokens.MINUS, Operator.SUB), (6, tokens.STAR, Operator.MULT), (6, tokens.SLASH, Operator.DIV),
    (6, tokens.DOUBLESLASH, Operator.FLOOR_DIV), (6, tokens.PERCENT, Operator.MOD), (6, tokens.AT, Operator.MAT_MULT),
):
    PRECEDENCE[_kind] = _precedence
    BINARY_OPERATORS[_kind] = _operator

UNARY_OPERATORS = [-1] * KIND_COUNT
UNARY_OPERATORS[tokens.PLUS] = UnaryOperator.U_ADD
UNARY_OPERATORS[tokens.MINUS] = UnaryOperator.U_SUB
UNARY_OPERATORS[tokens.TILDE] = UnaryOperator.INVERT

# Comparisons by their first token.
COMPARISONS = [-1] * KIND_COUNT
for _kind, _operator in (
    (tokens.EQEQUAL, Comparison.EQ), (tokens.NOTEQUAL, Comparison.NOT_EQ), (tokens.LESS, Comparison.LT),
    (tokens.LESSEQUAL, Comparison.LT_E), (tokens.GREATER, Comparison.GT), (tokens.GREATEREQUAL, Comparison.GT_E),
    (IS, Comparison.IS), (IN, Comparison.IN), (NOT, Comparison.NOT_IN),
):
    COMPARISONS[_kind] = _operator

# Tokens with which an expression can begin.
STARTS_EXPRESSION = [kind in (
    NAME, NUMBER, STRING, LPAR, LSQB, tokens.LBRACE, tokens.ELLIPSIS, tokens.PLUS, tokens.MINUS, tokens.TILDE, NOT,
    LAMBDA, AWAIT, tokens.NONE, tokens.TRUE, tokens.FALSE) for kind in range(KIND_COUNT)]

CONSTANTS: dict[int, Object] = {
    tokens.NONE: NONE, tokens.TRUE: TRUE, tokens.FALSE: FALSE, tokens.ELLIPSIS: ELLIPSIS,
}


class ExpressionParser(StringParser):
    """The rules of expressions."""

    # Lists of expressions.

    def star_expressions(self) -> ast.expr:
        """One expression, or several that make a tuple; each may have a star."""
        start = self.pos
        first = self.star_expression()
        if self.kind != COMMA:
            return first
        elts = [first]
        while self.accept(COMMA) and (STARTS_EXPRESSION[self.kind] or self.kind == STAR):
            elts.append(self.star_expression())
        return self.locate(ast.Tuple(elts, Context.LOAD), start)

    def star_expression(self) -> ast.expr:
        return self.starred() if self.kind == STAR else self.expression()

    def starred(self) -> ast.expr:
        start = self.pos
        self.expect(STAR)
        return self.locate(ast.Starred(self.bitwise_or(), Context.LOAD), start)

    def star_named_expression(self) -> ast.expr:
        return self.starred() if self.kind == STAR else self.named_expression()

    def star_named_expressions(self, elts: list[ast.expr]) -> None:
        """Add the elements of a display, of which the first was read: a comma is next, or the end."""
        while self.accept(COMMA) and (STARTS_EXPRESSION[self.kind] or self.kind == STAR):
            elts.append(self.star_named_expression())

    def yield_or_star_expressions(self) -> ast.expr:
        return self.yield_expr() if self.kind == YIELD else self.star_expressions()

    def yield_expr(self) -> ast.expr:
        start = self.pos
        self.expect(YIELD)
        if self.accept(tokens.FROM):
            return self.locate(ast.YieldFrom(self.expression()), start)
        value: Optional[ast.expr] = None
        if STARTS_EXPRESSION[self.kind] or self.kind == STAR:
            value = self.star_expressions()
        return self.locate(ast.Yield(value), start)

    # One expression.

    def named_expression(self) -> ast.expr:
        """An expression that may be given a name (PEP 572)."""
        return self.assignment_or_expression()

    def assignment_or_expression(self) -> ast.expr:
        """A `named_expression` where a mistaken ``=`` is not looked for."""
        if not self.is_named_expression(self.pos):
            return self.expression()
        start = self.pos
        self.require_version(8, "Assignment expressions are")
        target = self.name(Context.STORE)
        self.advance()
        return self.locate(ast.NamedExpr(target, self.expression()), start)

    def is_named_expression(self, pos: int) -> bool:
        """Whether an expression with ``:=`` and without parentheses begins at a token."""
        return self.kinds[pos] == NAME and self.kinds[pos + 1] == COLONEQUAL

    def expression(self) -> ast.expr:
        if self.kind == LAMBDA:
            return self.lambdef()
        start = self.pos
        self.deeper()
        result = self.disjunction()
        if self.accept(IF):
            test = self.disjunction()
            self.expect(ELSE)
            result = self.locate(ast.IfExp(test, result, self.expression()), start)
        self.depth -= 1
        return result

    def lambdef(self) -> ast.expr:
        start = self.pos
        self.deeper()
        self.expect(LAMBDA)
        parameters = self.parameters(COLON)
        self.expect_forced(COLON)
        body = self.expression()
        self.depth -= 1
        return self.locate(ast.Lambda(parameters, body), start)

    def disjunction(self) -> ast.expr:
        start = self.pos
        first = self.conjunction()
        if self.kind != OR:
            return first
        values = [first]
        while self.accept(OR):
            values.append(self.conjunction())
        return self.locate(ast.BoolOp(BoolOperator.OR, values), start)

    def conjunction(self) -> ast.expr:
        start = self.pos
        first = self.inversion()
        if self.kind != AND:
            return first
        values = [first]
        while self.accept(AND):
            values.append(self.inversion())
        return self.locate(ast.BoolOp(BoolOperator.AND, values), start)

    def inversion(self) -> ast.expr:
        if self.kind != NOT:
            return self.comparison()
        start = self.pos
        self.deeper()
        self.advance()
        operand = self.inversion()
        self.depth -= 1
        return self.locate(ast.UnaryOp(UnaryOperator.NOT, operand), start)

    def comparison(self) -> ast.expr:
        start = self.pos
        left = self.bitwise_or()
        if COMPARISONS[self.kind] < 0:
            return left
        ops: list[int] = []
        comparators: list[ast.expr] = []
        while COMPARISONS[self.kind] >= 0:
            ops.append(self.comparison_operator())
            comparators.append(self.bitwise_or())
        return self.locate(ast.Compare(left, ops, comparators), start)

    def comparison_operator(self) -> int:
        operator = COMPARISONS[self.kind]
        self.advance()
        if operator == Comparison.NOT_IN:
            self.expect(IN)
        elif operator == Comparison.IS and self.accept(NOT):
            return Comparison.IS_NOT
        return operator

    def bitwise_or(self) -> ast.expr:
        """The operators from ``|`` to ``*``."""
        return self.binary(1)

    def binary(self, minimum: int) -> ast.expr:
        """Operators that bind at least so strongly, all from the left, by precedence climbing."""
        start = self.pos
        result = self.factor()
        while True:
            longer = self.operation(result, minimum, start)
            if longer is None:
                return result
            result = longer

    def operation(self, left: ast.expr, minimum: int, start: int) -> Optional[ast.expr]:
        """An operation with an operator that binds at least so strongly, or None if none is next."""
        precedence = PRECEDENCE[self.kind]
        if precedence < minimum:
            return None
        operator = BINARY_OPERATORS[self.kind]
        if operator == Operator.MAT_MULT:
            self.require_version(5, "The '@' operator is")
        self.advance()
        return self.locate(ast.BinOp(left, operator, self.binary(precedence + 1)), start)

    def factor(self) -> ast.expr:
        start = self.pos
        operator = UNARY_OPERATORS[self.kind]
        if operator >= 0:
            self.deeper()
            self.advance()
            operand = self.factor()
            self.depth -= 1
            return self.locate(ast.UnaryOp(operator, operand), start)
        result = self.await_primary()
        if self.kind == DOUBLESTAR:
            self.deeper()
            self.advance()
            result = self.locate(ast.BinOp(result, Operator.POW, self.factor()), start)
            self.depth -= 1
        return result

    def await_primary(self) -> ast.expr:
        if self.kind != AWAIT:
            return self.primary()
        start = self.pos
        self.require_version(5, "Await expressions are")
        self.advance()
        return self.locate(ast.Await(self.primary()), start)

    def primary(self) -> ast.expr:
        """An atom with attributes, calls and subscripts."""
        start = self.pos
        result = self.atom()
        while True:
            longer = self.trailer(result, start)
            if longer is None:
                return result
            result = longer

    def trailer(self, value: ast.expr, start: int) -> Optional[ast.expr]:
        """An attribute, a call or a subscript of a value, or None if none is next."""
        if self.kind == DOT:
            self.advance()
            return self.locate(ast.Attribute(value, self.identifier(), Context.LOAD), start)
        if self.kind == LPAR:
            return self.call(value, start)
        if self.kind == LSQB:
            self.advance()
            index = self.slices()
            self.expect(RSQB)
            return self.locate(ast.Subscript(value, index, Context.LOAD), start)
        return None

    def slices(self) -> ast.expr:
        start = self.pos
        first = self.slice()
        if self.kind != COMMA:
            if isinstance(first, ast.Starred):
                return self.locate(ast.Tuple([first], Context.LOAD), start)
            return first
        elts = [first]
        while self.accept(COMMA) and self.kind != RSQB:
            elts.append(self.slice())
        return self.locate(ast.Tuple(elts, Context.LOAD), start)

    def slice(self) -> ast.expr:
        start = self.pos
        if self.kind == STAR:
            return self.starred_expression()
        lower: Optional[ast.expr] = None
        if self.kind != COLON:
            lower = self.named_expression()
            if self.kind != COLON or self.is_named_expression(start):
                return lower
        self.advance()
        upper = self.expression() if STARTS_EXPRESSION[self.kind] else None
        step: Optional[ast.expr] = None
        if self.accept(COLON) and STARTS_EXPRESSION[self.kind]:
            step = self.expression()
        return self.locate(ast.Slice(lower, upper, step), start)

    # Calls.

    def call(self, function: ast.expr, start: int) -> ast.expr:
        bracket = self.pos
        self.expect(LPAR)
        args: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        if self.kind != RPAR:
            generator = self.arguments(args, keywords, True)
            self.expect(RPAR)
            if generator is not None:
                args.append(self.locate(generator, bracket))
        else:
            self.advance()
        return self.locate(ast.Call(function, args, keywords), start)

    def arguments(self, args: list[ast.expr], keywords: list[ast.keyword],
                  allows_generator: bool) -> Optional[ast.GeneratorExp]:
        """Collect arguments, up to the closing parenthesis, or give the generator that is the only one."""
        is_unpacked = False     # there was a double star
        while True:
            start = self.pos
            if self.kind == STAR:
                if is_unpacked:
                    raise self.no_match()
                args.append(self.starred_expression())
            elif self.kind == DOUBLESTAR:
                self.advance()
                is_unpacked = True
                keywords.append(self.locate(ast.keyword(None, self.expression()), start))
            elif self.kind == NAME and self.kinds[self.pos + 1] == EQUAL:
                keywords.append(self.keyword_argument())
            else:
                value = self.positional_argument(len(keywords) > 0)
                if allows_generator and (self.kind == FOR or self.kind == ASYNC) and not args:
                    return ast.GeneratorExp(value, self.for_if_clauses())
                args.append(value)
            if not self.accept(COMMA) or self.kind == RPAR:
                return None

    def keyword_argument(self) -> ast.keyword:
        start = self.pos
        name = self.identifier()
        self.advance()
        return self.locate(ast.keyword(name, self.expression()), start)

    def positional_argument(self, is_behind_keyword: bool) -> ast.expr:
        if is_behind_keyword:
            if self.kind == NAME:
                self.look_at(self.pos + 1)
            raise self.no_match()
        value = self.assignment_or_expression()
        if self.kind == EQUAL:
            raise self.no_match()
        return value

    def starred_expression(self) -> ast.expr:
        start = self.pos
        self.expect(STAR)
        return self.locate(ast.Starred(self.expression(), Context.LOAD), start)

    # Atoms.

    def atom(self) -> ast.expr:
        kind = self.kind
        if kind == NAME:
            return self.name(Context.LOAD)
        if kind == STRING:
            return self.strings()
        if kind == NUMBER:
            return self.number()
        if kind == LPAR:
            return self.parenthesized()
        if kind == LSQB:
            return self.list_display()
        if kind == tokens.LBRACE:
            return self.dict_or_set_display()
        return self.constant()

    def name(self, context: int) -> ast.expr:
        start = self.pos
        return self.locate(ast.Name(self.identifier(), context), start)

    def constant(self) -> ast.expr:
        """``None``, ``True``, ``False`` or ``...``."""
        start = self.pos
        value = CONSTANTS.get(self.kind)
        if value is None:
            raise self.no_match()
        self.advance()
        return self.locate(ast.Constant(value, None), start)

    def number(self) -> ast.expr:
        start = self.pos
        if "_" in self.tokens.texts[start]:
            self.require_version(6, "Underscores in numeric literals are")
        self.advance()
        try:
            value = number(self.tokens.texts[start])
        except LiteralError as error:
            line = self.tokens.lines[start]
            raise self.failure_in_text(
                "SyntaxError", f"{error} - Consider hexadecimal for huge integer literals to avoid decimal conversion "
                "limits.", line, -1, line, -1)
        return self.locate(ast.Constant(value, None), start)

    def parenthesized(self) -> ast.expr:
        """A tuple, a group or a generator expression."""
        start = self.pos
        self.advance()
        if self.kind == RPAR:
            self.advance()
            return self.locate(ast.Tuple([], Context.LOAD), start)
        if self.kind == YIELD:
            result = self.yield_expr()
            self.expect(RPAR)
            return result
        first = self.star_named_expression()
        if self.kind == RPAR and not isinstance(first, ast.Starred):
            self.advance()
            return first
        if self.kind == FOR or self.kind == ASYNC:
            if isinstance(first, ast.Starred):
                raise self.no_match()
            generators = self.for_if_clauses()
            self.expect(RPAR)
            return self.locate(ast.GeneratorExp(first, generators), start)
        if self.kind != COMMA:
            raise self.no_match()
        elts = [first]
        self.star_named_expressions(elts)
        self.expect(RPAR)
        return self.locate(ast.Tuple(elts, Context.LOAD), start)

    def list_display(self) -> ast.expr:
        start = self.pos
        self.advance()
        elts: list[ast.expr] = []
        if self.kind != RSQB:
            first = self.star_named_expression()
            if (self.kind == FOR or self.kind == ASYNC) and not isinstance(first, ast.Starred):
                generators = self.for_if_clauses()
                self.expect(RSQB)
                return self.locate(ast.ListComp(first, generators), start)
            elts.append(first)
            self.star_named_expressions(elts)
        self.expect(RSQB)
        return self.locate(ast.List(elts, Context.LOAD), start)

    def dict_or_set_display(self) -> ast.expr:
        start = self.pos
        self.advance()
        if self.kind == RBRACE or self.kind == DOUBLESTAR:
            return self.dict_display(start, None)
        first = self.star_named_expression()
        if self.kind == COLON and not isinstance(first, ast.Starred) and not self.is_named_expression(start + 1):
            return self.dict_display(start, first)
        if (self.kind == FOR or self.kind == ASYNC) and not isinstance(first, ast.Starred):
            generators = self.for_if_clauses()
            self.expect(RBRACE)
            return self.locate(ast.SetComp(first, generators), start)
        elts = [first]
        self.star_named_expressions(elts)
        self.expect(RBRACE)
        return self.locate(ast.Set(elts), start)

    def dict_display(self, start: int, first_key: Optional[ast.expr]) -> ast.expr:
        """The rest of a dict display, or of a comprehension, behind its first key if that was read."""
        keys: list[Optional[ast.expr]] = []
        values: list[ast.expr] = []
        key = first_key
        while self.kind != RBRACE or key is not None:
            if key is None and self.accept(DOUBLESTAR):
                keys.append(None)
                values.append(self.bitwise_or())
            else:
                if key is None:
                    key = self.expression()
                self.expect(COLON)
                value = self.expression()
                if (self.kind == FOR or self.kind == ASYNC) and not keys:
                    generators = self.for_if_clauses()
                    self.expect(RBRACE)
                    return self.locate(ast.DictComp(key, value, generators), start)
                keys.append(key)
                values.append(value)
                key = None
            if not self.accept(COMMA):
                break
        self.expect(RBRACE)
        return self.locate(ast.Dict(keys, values), start)

    def for_if_clauses(self) -> list[ast.comprehension]:
        clauses: list[ast.comprehension] = []
        while self.kind == FOR or self.kind == ASYNC:
            clauses.append(self.for_if_clause())
        return clauses

    def for_if_clause(self) -> ast.comprehension:
        is_async = self.accept(ASYNC)
        if is_async:
            self.require_version(6, "Async comprehensions are")
        self.expect(FOR)
        target = self.star_targets()
        self.expect(IN)
        iterable = self.disjunction()
        conditions: list[ast.expr] = []
        while self.accept(IF):
            conditions.append(self.disjunction())
        return ast.comprehension(target, iterable, conditions, 1 if is_async else 0)

    # Targets.

    def star_targets(self) -> ast.expr:
        """What ``for`` assigns to."""
        start = self.pos
        first = self.star_target()
        if self.kind != COMMA:
            return first
        elts = [first]
        while self.accept(COMMA) and (STARTS_EXPRESSION[self.kind] or self.kind == STAR):
            elts.append(self.star_target())
        return self.locate(ast.Tuple(elts, Context.STORE), start)

    def star_target(self) -> ast.expr:
        """One target, which is read as an expression first."""
        target = self.starred() if self.kind == STAR else self.primary()
        self.make_target(target, Context.STORE)
        return target

    def make_target(self, target: ast.expr, context: int) -> None:
        """Change the context of an expression that was read to that of a target. Raises NoMatch if it can be none."""
        if isinstance(target, ast.Name):
            target.ctx = context
        elif isinstance(target, ast.Attribute):
            target.ctx = context
        elif isinstance(target, ast.Subscript):
            target.ctx = context
        elif isinstance(target, ast.Tuple):
            target.ctx = context
            for item in target.elts:
                self.make_target(item, context)
        elif isinstance(target, ast.List):
            target.ctx = context
            for item in target.elts:
                self.make_target(item, context)
        elif isinstance(target, ast.Starred) and context == Context.STORE and not isinstance(target.value, ast.Starred):
            target.ctx = context
            self.make_target(target.value, context)
        else:
            raise self.no_match()

    # Parameters, of lambdas and functions.

    def parameters(self, end: int) -> ast.arguments:
        """Parameters up to a token of kind ``end``: a colon for lambdas, which have no annotations."""
        result = ast.arguments([], [], None, [], [], None, [])
        is_annotated = end != COLON
        is_keyword_only = False
        while self.kind != end:
            last: Optional[ast.arg] = None
            if self.kind == SLASH:
                if is_keyword_only or result.posonlyargs or not result.args:
                    raise self.no_match()
                self.require_version(8, "Positional-only parameters are")
                self.advance()
                result.posonlyargs = result.args
                result.args = []
            elif self.kind == STAR:
                if is_keyword_only:
                    raise self.no_match()
                is_keyword_only = True
                self.star_parameter(result, is_annotated)
                last = result.vararg
            elif self.kind == DOUBLESTAR:
                self.double_star_parameter(result, is_annotated)
                self.end_parameter(result.kwarg)
                break
            else:
                last = self.plain_parameter(result, is_annotated, is_keyword_only)
            if not self.end_parameter(last):
                break
        if self.kind != end:
            raise self.no_match()
        return result

    def end_parameter(self, parameter: Optional[ast.arg]) -> bool:
        """Steps over a comma, whether there is one; and over a comment that tells the parameter's type, behind the comma or in place of it."""
        has_comma = self.accept(COMMA)
        comment = self.type_comment()
        if comment is not None and parameter is not None:
            parameter.type_comment = comment
        return has_comma

    def plain_parameter(self, result: ast.arguments, is_annotated: bool, is_keyword_only: bool) -> ast.arg:
        parameter = self.parameter(is_annotated)
        default = self.default()
        if is_keyword_only:
            result.kwonlyargs.append(parameter)
            result.kw_defaults.append(default)
            return parameter
        if default is not None:
            result.defaults.append(default)
        elif result.defaults:
            raise self.no_match()
        result.args.append(parameter)
        return parameter

    def star_parameter(self, result: ast.arguments, is_annotated: bool) -> None:
        """``*args``, or a bare star, behind which a name must follow."""
        self.advance()
        if self.kind == COMMA:
            if self.kinds[self.pos + 1] == TYPE_COMMENT:
                raise self.failure("bare * has associated type comment")
            if self.kinds[self.pos + 1] != NAME:
                self.look_at(self.pos + 1)
                raise self.no_match()
            return
        start = self.pos
        name = self.identifier()
        annotation: Optional[ast.expr] = None
        if is_annotated and self.accept(COLON):
            annotation = self.star_expression()
        result.vararg = self.locate(ast.arg(name, annotation, None), start)

    def double_star_parameter(self, result: ast.arguments, is_annotated: bool) -> None:
        self.advance()
        result.kwarg = self.parameter(is_annotated)

    def parameter(self, is_annotated: bool) -> ast.arg:
        start = self.pos
        name = self.identifier()
        annotation: Optional[ast.expr] = None
        if is_annotated and self.accept(COLON):
            annotation = self.expression()
        return self.locate(ast.arg(name, annotation, None), start)

    def default(self) -> Optional[ast.expr]:
        return self.expression() if self.accept(EQUAL) else None
