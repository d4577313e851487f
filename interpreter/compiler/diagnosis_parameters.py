"""The mistakes that are known of parameters and of names in patterns."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.diagnosis_expressions import ExpressionDiagnosis
from interpreter.compiler.parser_base import NoMatch
from interpreter.compiler.tokens import AS, COLON, COMMA, DOUBLESTAR, EQUAL, LPAR, NAME, RPAR, STAR


class ParameterDiagnosis(ExpressionDiagnosis):
    """The rules of parameters and captures, with mistakes."""

    # Parameters.

    def parameters(self, end: int) -> ast.arguments:
        if not self.is_quiet:
            start, depth = self.pos, self.depth
            self.check_parameter_order(end)
            self.go_back(start, depth)
            self.check_slashes(end)
            self.go_back(start, depth)
        return super().parameters(end)

    def star_parameter(self, result: ast.arguments, is_annotated: bool) -> None:
        if not self.is_quiet:
            start, depth = self.pos, self.depth
            self.check_star(RPAR if is_annotated else COLON)
            self.go_back(start, depth)
        super().star_parameter(result, is_annotated)

    def double_star_parameter(self, result: ast.arguments, is_annotated: bool) -> None:
        if not self.is_quiet:
            start, depth = self.pos, self.depth
            self.check_double_star(is_annotated)
            self.go_back(start, depth)
        super().double_star_parameter(result, is_annotated)

    def default(self) -> Optional[ast.expr]:
        pos = self.pos
        if self.kind == EQUAL and not self.is_quiet and self.kinds[pos + 1] in (RPAR, COMMA):
            raise self.failure_at_token("expected default value expression", pos)
        return super().default()

    def try_parameter(self, end: int) -> Optional[ast.arg]:
        """A parameter without its default, or None."""
        pos, depth = self.pos, self.depth
        try:
            return self.parameter(end != COLON)
        except NoMatch:
            self.go_back(pos, depth)
            return None

    def ends_parameter(self, end: int) -> bool:
        """Step over the comma behind a parameter; the end may follow instead."""
        return self.accept(COMMA) or self.kind == end

    def skip_plain(self, end: int) -> Optional[ast.arg]:
        """Step over a parameter that has no default, and its comma."""
        pos, depth = self.pos, self.depth
        result = self.try_parameter(end)
        if result is None or not self.ends_parameter(end):
            self.go_back(pos, depth)
            return None
        return result

    def skip_with_default(self, end: int) -> bool:
        """Step over a parameter that has a default, and its comma."""
        pos, depth = self.pos, self.depth
        try:
            if self.try_parameter(end) is not None and self.default() is not None and self.ends_parameter(end):
                return True
        except NoMatch:
            pass
        self.go_back(pos, depth)
        return False

    def skip_any(self, end: int) -> int:
        """Step over parameters with and without defaults; how many there were."""
        count = 0
        while self.skip_plain(end) is not None or self.skip_with_default(end):
            count += 1
        return count

    def check_parameter_order(self, end: int) -> None:
        """A parameter without default behind one that has a default; parameters in parentheses."""
        while self.skip_plain(end) is not None:
            pass
        pos, depth = self.pos, self.depth
        has_default = False
        while self.skip_with_default(end):
            has_default = True
        if has_default:
            if self.kind == tokens.SLASH and self.kinds[self.pos + 1] == COMMA:
                self.advance()
                self.advance()
            late = self.skip_plain(end)
            if late is not None:
                raise self.failure_at_node("non-default argument follows default argument", late)
        self.go_back(pos, depth)
        if self.accept(LPAR):
            count = 0
            while self.try_parameter(end) is not None:
                count += 1
                if not self.accept(COMMA):
                    break
            if count and self.kind == RPAR:
                what = "Lambda expression" if end == COLON else "Function"
                raise self.failure_between(f"{what} parameters cannot be parenthesized", pos, self.pos)

    def check_slashes(self, end: int) -> None:
        """Slashes that are in the wrong place."""
        start = self.pos
        if self.kind == tokens.SLASH and self.kinds[start + 1] == COMMA:
            raise self.failure_at_token("at least one argument must precede /", start)
        count = self.skip_any(end)
        if count and self.kind == tokens.SLASH:
            if self.kinds[self.pos + 1] == STAR:
                raise self.failure_at_token("expected comma between / and *", self.pos + 1)
            self.advance()
            if not self.ends_parameter(end):
                return
            self.skip_any(end)
            if self.kind == tokens.SLASH:
                raise self.failure_at_token("/ may appear only once", self.pos)
        if self.accept(STAR) and (self.accept(COMMA) or self.skip_plain(end) is not None):
            self.skip_any(end)
            if self.kind == tokens.SLASH:
                raise self.failure_at_token("/ must be ahead of *", self.pos)

    def check_star(self, end: int) -> None:
        start = self.pos
        self.advance()
        following = self.kinds[self.pos + 1] if self.kind == COMMA else self.kind
        if following == end or self.kind == COMMA and following == DOUBLESTAR:
            message = "named arguments must follow bare *"
            if end == RPAR:
                raise self.failure_at_token(message, start)
            self.look_at(self.pos + 1 if self.kind == COMMA else self.pos)
            raise self.failure(message)
        pos, depth = self.pos, self.depth
        if self.try_parameter(end) is not None and self.kind == EQUAL:
            raise self.failure_at_token("var-positional argument cannot have default value", self.pos)
        self.go_back(pos, depth)
        if self.skip_plain(end) is not None or self.accept(COMMA):
            self.skip_any(end)
            second = self.pos
            if self.accept(STAR) and (self.skip_plain(end) is not None or self.kind == COMMA):
                raise self.failure_at_token("* argument may appear only once", second)

    def check_double_star(self, is_annotated: bool) -> None:
        self.advance()
        end = RPAR if is_annotated else COLON
        if self.try_parameter(end) is None:
            return
        if self.kind == EQUAL:
            raise self.failure_at_token("var-keyword argument cannot have default value", self.pos)
        if self.accept(COMMA):
            start = self.pos
            message = "arguments cannot follow var-keyword argument"
            late = self.try_parameter(end)
            if late is not None:
                raise self.failure_at_node(message, late)
            if self.kind == STAR or self.kind == DOUBLESTAR or self.kind == tokens.SLASH:
                raise self.failure_at_token(message, start)

    # Patterns.

    def capture_name(self) -> str:
        if not self.is_quiet and self.kinds[self.pos - 1] == AS:
            start, depth = self.pos, self.depth
            if self.is_name(start, "_"):
                raise self.failure_at_token("cannot use '_' as a target", start)
            if self.kind != NAME:
                target = self.attempt(self.expression)
                if target is not None:
                    raise self.failure_at_node("invalid pattern target", target)
            self.go_back(start, depth)
        return super().capture_name()
