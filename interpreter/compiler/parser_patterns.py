"""The parser of the patterns of ``case`` (PEP 634; Python reference, section 8.6)."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.ast import Context, Operator, UnaryOperator
from interpreter.compiler.parser_expressions import ExpressionParser
from interpreter.compiler.tokens import (
    AS, COLON, COMMA, DOT, DOUBLESTAR, EQUAL, FALSE, LBRACE, LPAR, LSQB, MINUS, NAME, NONE, NUMBER, PLUS, RBRACE, RPAR,
    RSQB, STAR, STRING, TRUE, VBAR,
)
from interpreter.objects import make


class PatternParser(ExpressionParser):
    """The rules of patterns."""

    def patterns(self) -> ast.pattern:
        """What stands behind ``case``: a pattern, or several with commas that make a sequence."""
        start = self.pos
        first = self.maybe_star_pattern()
        if self.kind != COMMA:
            if isinstance(first, ast.MatchStar):
                raise self.no_match()
            return first
        patterns = [first]
        self.more_patterns(patterns, COLON)
        return self.locate(ast.MatchSequence(patterns), start)

    def more_patterns(self, patterns: list[ast.pattern], end: int) -> None:
        """Add the patterns of a sequence behind the first. A comma may come last."""
        while self.accept(COMMA) and self.kind != end and self.kind != tokens.IF:
            patterns.append(self.maybe_star_pattern())

    def maybe_star_pattern(self) -> ast.pattern:
        if self.kind != STAR:
            return self.pattern()
        start = self.pos
        self.advance()
        if self.is_name(self.pos, "_"):
            self.advance()
            return self.locate(ast.MatchStar(None), start)
        return self.locate(ast.MatchStar(self.capture_name()), start)

    def pattern(self) -> ast.pattern:
        """Alternatives, which may be bound to a name."""
        start = self.pos
        self.deeper()
        result = self.or_pattern()
        if self.accept(AS):
            result = self.locate(ast.MatchAs(result, self.capture_name()), start)
        self.depth -= 1
        return result

    def capture_name(self) -> str:
        """A name that is bound: any but ``_``, and not the beginning of a longer pattern."""
        following = self.kinds[self.pos + 1] if self.kind == NAME else self.kind
        if self.is_name(self.pos, "_"):
            raise self.no_match()
        if following == DOT or following == LPAR or following == EQUAL:
            self.look_at(self.pos + 1)
            raise self.no_match()
        return self.identifier()

    def or_pattern(self) -> ast.pattern:
        start = self.pos
        first = self.closed_pattern()
        if self.kind != VBAR:
            return first
        patterns = [first]
        while self.accept(VBAR):
            patterns.append(self.closed_pattern())
        return self.locate(ast.MatchOr(patterns), start)

    def closed_pattern(self) -> ast.pattern:
        start = self.pos
        kind = self.kind
        if kind == NAME:
            return self.name_pattern()
        if kind == NUMBER or kind == MINUS or kind == STRING:
            return self.locate(ast.MatchValue(self.literal_expr()), start)
        if kind == NONE or kind == TRUE or kind == FALSE:
            self.advance()
            value = make.NONE if kind == NONE else make.TRUE if kind == TRUE else make.FALSE
            return self.locate(ast.MatchSingleton(value), start)
        if kind == LSQB:
            return self.sequence_pattern(RSQB)
        if kind == LPAR:
            return self.sequence_pattern(RPAR)
        if kind == LBRACE:
            return self.mapping_pattern()
        raise self.no_match()

    def name_pattern(self) -> ast.pattern:
        """A wildcard, a capture, a value with a dot or a class."""
        start = self.pos
        following = self.kinds[start + 1]
        if following == DOT or following == LPAR:
            value = self.name_or_attr()
            if self.kind == LPAR:
                return self.class_pattern(value, start)
            if self.kind == EQUAL:
                raise self.no_match()
            return self.locate(ast.MatchValue(value), start)
        if self.is_name(start, "_"):
            self.advance()
            return self.locate(ast.MatchAs(None, None), start)
        return self.locate(ast.MatchAs(None, self.capture_name()), start)

    def name_or_attr(self) -> ast.expr:
        start = self.pos
        result = self.name(Context.LOAD)
        while self.accept(DOT):
            result = self.locate(ast.Attribute(result, self.identifier(), Context.LOAD), start)
        return result

    # Literals.

    def literal_expr(self) -> ast.expr:
        """A string, or a number that may be negative or complex."""
        if self.kind == STRING:
            return self.strings()
        start = self.pos
        real = self.signed_number()
        if self.kind != PLUS and self.kind != MINUS:
            return real
        if self.is_imaginary(self.pos - 1):
            raise self.failure_at_node("real number required in complex literal", real)
        operator = Operator.ADD if self.kind == PLUS else Operator.SUB
        self.advance()
        if self.kind != NUMBER:
            raise self.no_match()
        imaginary = self.number()
        if not self.is_imaginary(self.pos - 1):
            raise self.failure_at_node("imaginary number required in complex literal", imaginary)
        return self.locate(ast.BinOp(real, operator, imaginary), start)

    def signed_number(self) -> ast.expr:
        start = self.pos
        is_negative = self.accept(MINUS)
        if self.kind != NUMBER:
            raise self.no_match()
        result = self.number()
        if is_negative:
            return self.locate(ast.UnaryOp(UnaryOperator.U_SUB, result), start)
        return result

    def is_imaginary(self, pos: int) -> bool:
        text = self.tokens.texts[pos]
        return text.endswith("j") or text.endswith("J")

    # Patterns with brackets.

    def sequence_pattern(self, end: int) -> ast.pattern:
        """A sequence in brackets, or in parentheses, where one pattern without a comma is a group."""
        start = self.pos
        self.advance()
        patterns: list[ast.pattern] = []
        if self.kind != end:
            first = self.maybe_star_pattern()
            if end == RPAR and self.kind == RPAR and not isinstance(first, ast.MatchStar):
                self.advance()
                return first
            if end == RPAR and self.kind != COMMA:
                raise self.no_match()
            patterns.append(first)
            self.more_patterns(patterns, end)
        self.expect(end)
        return self.locate(ast.MatchSequence(patterns), start)

    def mapping_pattern(self) -> ast.pattern:
        start = self.pos
        self.advance()
        keys: list[ast.expr] = []
        patterns: list[ast.pattern] = []
        rest: Optional[str] = None
        while self.kind != RBRACE:
            if self.accept(DOUBLESTAR):
                rest = self.capture_name()
                self.accept(COMMA)
                break
            keys.append(self.mapping_key())
            self.expect(COLON)
            patterns.append(self.pattern())
            if not self.accept(COMMA):
                break
        self.expect(RBRACE)
        return self.locate(ast.MatchMapping(keys, patterns, rest), start)

    def mapping_key(self) -> ast.expr:
        if self.kind == NAME:
            if self.kinds[self.pos + 1] != DOT:
                self.look_at(self.pos + 1)
                raise self.no_match()
            return self.name_or_attr()
        if self.kind == NONE or self.kind == TRUE or self.kind == FALSE:
            return self.constant()
        return self.literal_expr()

    def class_pattern(self, cls: ast.expr, start: int) -> ast.pattern:
        self.expect(LPAR)
        patterns: list[ast.pattern] = []
        names: list[str] = []
        named_patterns: list[ast.pattern] = []
        while self.kind != RPAR:
            if self.kind == NAME and self.kinds[self.pos + 1] == EQUAL:
                names.append(self.identifier())
                self.advance()
                named_patterns.append(self.pattern())
            elif names:
                raise self.no_match()
            else:
                patterns.append(self.pattern())
            if not self.accept(COMMA):
                break
        self.expect(RPAR)
        return self.locate(ast.MatchClass(cls, patterns, names, named_patterns), start)
