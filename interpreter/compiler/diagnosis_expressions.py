"""The mistakes that are known of expressions."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.diagnosis_base import (
    ATOM, BITWISE_OR, DISJUNCTION, EXPRESSION, NAMED_EXPRESSION, PRIMARY, DiagnosisBase, TargetKind, expression_name,
)
from interpreter.compiler.parser_base import NoMatch
from interpreter.compiler.tokens import (
    ASYNC, COLON, COLONEQUAL, COMMA, DOUBLESTAR, ELSE, EQUAL, FOR, IF, LBRACE, LPAR, LSQB, NAME, RBRACE, RPAR, STAR,
    STRING,
)


class ExpressionDiagnosis(DiagnosisBase):
    """The rules of expressions, with mistakes."""

    # Remembered rules.

    def expression(self) -> ast.expr:
        return self.remembered(EXPRESSION, self.checked_expression)

    def disjunction(self) -> ast.expr:
        return self.remembered(DISJUNCTION, self.checked_disjunction)

    def bitwise_or(self) -> ast.expr:
        return self.remembered(BITWISE_OR, super().bitwise_or)

    def primary(self) -> ast.expr:
        return self.remembered(PRIMARY, super().primary)

    def atom(self) -> ast.expr:
        return self.remembered(ATOM, super().atom)

    def named_expression(self) -> ast.expr:
        return self.remembered(NAMED_EXPRESSION, self.checked_named_expression)

    # Expressions. Where an operator or a bracket has no sense, the expression ends before it.

    def operation(self, left: ast.expr, minimum: int, start: int) -> Optional[ast.expr]:
        pos, depth = self.pos, self.depth
        try:
            return super().operation(left, minimum, start)
        except NoMatch:
            self.go_back(pos, depth)
            return None

    def trailer(self, value: ast.expr, start: int) -> Optional[ast.expr]:
        pos, depth = self.pos, self.depth
        if not self.is_quiet and (self.kind == LPAR or self.kind == LSQB or self.kind == LBRACE):
            self.check_comprehension()
            self.go_back(pos, depth)
        try:
            return super().trailer(value, start)
        except NoMatch:
            self.go_back(pos, depth)
            return None

    def comparison(self) -> ast.expr:
        pos, depth = self.pos, self.depth
        try:
            return super().comparison()
        except NoMatch:
            self.go_back(pos, depth)
            return self.bitwise_or()

    def conjunction(self) -> ast.expr:
        pos, depth = self.pos, self.depth
        try:
            return super().conjunction()
        except NoMatch:
            self.go_back(pos, depth)
            return self.inversion()

    def checked_disjunction(self) -> ast.expr:
        pos, depth = self.pos, self.depth
        try:
            return super().disjunction()
        except NoMatch:
            self.go_back(pos, depth)
            return self.conjunction()

    def plain_expression(self) -> ast.expr:
        """An expression, in which mistakes are only looked for deeper down."""
        pos, depth = self.pos, self.depth
        try:
            return super().expression()
        except NoMatch:
            self.go_back(pos, depth)
            return self.disjunction()

    def checked_expression(self) -> ast.expr:
        if not self.is_quiet:
            start, depth = self.pos, self.depth
            self.check_missing_comma()
            self.go_back(start, depth)
            self.check_missing_else()
            self.go_back(start, depth)
            self.check_legacy_statement()
            self.go_back(start, depth)
        return self.plain_expression()

    def check_missing_comma(self) -> None:
        """Two expressions side by side, in brackets."""
        start = self.pos
        if self.kind == NAME and self.kinds[start + 1] == STRING or self.may_be_soft_keyword(start):
            return
        first = self.attempt(self.disjunction)
        if first is not None:
            second = self.attempt_quietly(self.plain_expression)
            if second is not None and not self.is_legacy_statement(first) and self.is_nested(self.pos - 1):
                raise self.failure_over("invalid syntax. Perhaps you forgot a comma?", first, second)

    def check_missing_else(self) -> None:
        body = self.attempt(self.disjunction)
        if body is not None and self.accept(IF):
            test = self.attempt(self.disjunction)
            if test is not None and self.kind != ELSE and self.kind != COLON:
                raise self.failure_over("expected 'else' after 'if' expression", body, test)

    def check_legacy_statement(self) -> None:
        """``print`` or ``exec`` without parentheses."""
        if self.kind == NAME and self.kinds[self.pos + 1] != LPAR:
            name = self.name(ast.Context.LOAD)
            arguments = self.attempt(self.star_expressions)
            if arguments is not None and isinstance(name, ast.Name) and self.is_legacy_statement(name):
                raise self.failure_over(
                    f"Missing parentheses in call to '{name.id}'. Did you mean {name.id}(...)?", name, arguments)

    def checked_named_expression(self) -> ast.expr:
        if not self.is_quiet and not self.is_named_expression(self.pos):
            start, depth = self.pos, self.depth
            self.check_named_target()
            self.go_back(start, depth)
            self.check_single_equal()
            self.go_back(start, depth)
        return super().named_expression()

    def check_named_target(self) -> None:
        """``:=`` behind something else than a name."""
        target = self.attempt(self.expression)
        if target is not None and self.accept(COLONEQUAL) and self.attempt(self.expression) is not None:
            raise self.failure_at_node(f"cannot use assignment expressions with {expression_name(target)}", target)

    def check_single_equal(self) -> None:
        """``=`` where ``==`` or ``:=`` is meant."""
        start, depth = self.pos, self.depth
        if self.kind == NAME and self.kinds[start + 1] == EQUAL:
            name = self.name(ast.Context.LOAD)
            self.advance()
            value = self.attempt(self.bitwise_or)
            if value is not None and self.kind != EQUAL and self.kind != COLONEQUAL:
                raise self.failure_over("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", name, value)
            self.go_back(start, depth)
        if self.kind == tokens.TRUE or self.kind == tokens.FALSE or self.kind == tokens.NONE:
            return
        if self.kind == LPAR or self.kind == LSQB:
            display = self.attempt(self.atom)
            self.go_back(start, depth)
            if not self.is_group(display, start):
                return
        left = self.attempt(self.bitwise_or)
        if left is not None and self.accept(EQUAL) and self.attempt(self.bitwise_or) is not None:
            if self.kind != EQUAL and self.kind != COLONEQUAL:
                raise self.failure_at_node(
                    f"cannot assign to {expression_name(left)} here. Maybe you meant '==' instead of '='?", left)

    def is_group(self, display: Optional[ast.expr], start: int) -> bool:
        """Whether brackets are a group and no list, tuple or generator expression of their own."""
        if display is None:
            return True
        if isinstance(display, (ast.List, ast.Tuple, ast.GeneratorExp)):
            return display.lineno != self.tokens.lines[start] or display.col_offset != self.tokens.columns[start]
        return True

    # Comprehensions and displays.

    def for_if_clause(self) -> ast.comprehension:
        start, depth = self.pos, self.depth
        try:
            return super().for_if_clause()
        except NoMatch:
            self.go_back(start, depth)
            self.check_loop_target()
            raise

    def check_loop_target(self) -> None:
        self.accept(ASYNC)
        if self.accept(FOR):
            target = self.attempt(self.star_expressions)
            if target is not None:
                self.check_target(target, TargetKind.LOOP)

    def parenthesized(self) -> ast.expr:
        start, depth = self.pos, self.depth
        try:
            return super().parenthesized()
        except NoMatch:
            if not self.is_quiet:
                self.go_back(start, depth)
                self.check_group()
                self.go_back(start, depth)
                self.check_comprehension()
            raise

    def check_group(self) -> None:
        """A star in parentheses."""
        self.advance()
        pos = self.pos
        if self.kind == STAR:
            starred = self.attempt(self.starred_expression)
            if starred is not None and self.kind == RPAR:
                raise self.failure_at_node("cannot use starred expression here", starred)
        elif self.accept(DOUBLESTAR):
            if self.attempt(self.expression) is not None and self.kind == RPAR:
                raise self.failure_at_token("cannot use double starred expression here", pos)

    def list_display(self) -> ast.expr:
        start, depth = self.pos, self.depth
        try:
            return super().list_display()
        except NoMatch:
            if not self.is_quiet:
                self.go_back(start, depth)
                self.check_comprehension()
            raise

    def check_comprehension(self) -> None:
        """Stars and commas in front of ``for``."""
        is_round = self.kind == LPAR
        self.advance()
        start, depth = self.pos, self.depth
        if self.kind == STAR:
            starred = self.attempt(self.starred_expression)
            if starred is not None and self.is_comprehension_next():
                raise self.failure_at_node("iterable unpacking cannot be used in comprehension", starred)
            self.go_back(start, depth)
        if is_round:
            return
        first = self.attempt(self.star_named_expression)
        if first is None or self.kind != COMMA:
            return
        comma = self.pos
        items = [first]
        try:
            self.star_named_expressions(items)
        except NoMatch:
            self.go_back(comma + 1, depth)
        if self.is_comprehension_next():
            message = "did you forget parentheses around the comprehension target?"
            last = items[len(items) - 1]
            if len(items) > 1:
                raise self.failure_over(message, first, last)
            raise self.failure_in_text("SyntaxError", message, first.lineno, first.col_offset,
                                       self.tokens.end_lines[comma], self.tokens.end_columns[comma])

    def is_comprehension_next(self) -> bool:
        """Whether ``for`` clauses can be read here."""
        return len(self.try_clauses()) > 0

    def try_clauses(self) -> list[ast.comprehension]:
        """The ``for`` clauses that can be read here; none if there is a mistake in them."""
        pos, depth = self.pos, self.depth
        try:
            return self.for_if_clauses()
        except NoMatch:
            self.go_back(pos, depth)
            return []

    def dict_or_set_display(self) -> ast.expr:
        start, depth = self.pos, self.depth
        if not self.is_quiet:
            # Of all mistakes, CPython's first run looks for that in pairs.
            self.attempt_aside(self.dict_or_set_display)
            self.go_back(start, depth)
        try:
            return super().dict_or_set_display()
        except NoMatch:
            self.go_back(start, depth)
            self.check_pairs()
            if not self.is_quiet:
                self.go_back(start, depth)
                self.check_dict_comprehension()
                self.go_back(start, depth)
                self.check_comprehension()
            raise

    def check_pairs(self) -> None:
        """The pairs of a dict, of which one lacks something."""
        self.advance()
        is_first = True
        while True:
            start, depth = self.pos, self.depth
            if self.kind == DOUBLESTAR:
                self.advance()
                if self.attempt(self.bitwise_or) is None:
                    return
            else:
                key = self.attempt(self.expression)
                if key is None:
                    return
                if self.kind != COLON:
                    if is_first:
                        return
                    raise self.failure_in_text("SyntaxError", "':' expected after dictionary key", key.lineno,
                                               key.end_col_offset - 1, key.end_lineno, -1)
                colon = self.pos
                self.advance()
                self.check_pair_value(colon)
                if self.attempt(self.expression) is None:
                    self.go_back(start, depth)
                    return
            is_first = False
            if not self.accept(COMMA):
                return

    def check_pair_value(self, colon: int) -> None:
        pos, depth = self.pos, self.depth
        if self.accept(STAR) and self.attempt(self.bitwise_or) is not None:
            raise self.failure_from("cannot use a starred expression in a dictionary value", pos)
        self.go_back(pos, depth)
        if self.kind == RBRACE or self.kind == COMMA:
            raise self.failure_at_token("expression expected after dictionary key and ':'", colon)

    def check_dict_comprehension(self) -> None:
        self.expect(LBRACE)
        star = self.pos
        if self.accept(DOUBLESTAR) and self.attempt(self.bitwise_or) is not None:
            if self.is_comprehension_next() and self.kind == RBRACE:
                raise self.failure_at_token("dict unpacking cannot be used in dict comprehension", star)

    # Arguments.

    def arguments(self, args: list[ast.expr], keywords: list[ast.keyword],
                  allows_generator: bool) -> Optional[ast.GeneratorExp]:
        start, depth = self.pos, self.depth
        try:
            generator = super().arguments(args, keywords, allows_generator)
            if self.kind == RPAR or self.is_quiet:
                return generator
        except NoMatch:
            if self.is_quiet:
                raise
        self.go_back(start, depth)
        self.check_arguments()
        raise NoMatch()

    def keyword_argument(self) -> ast.keyword:
        if not self.is_quiet:
            start, depth = self.pos, self.depth
            self.check_keyword_argument()
            self.go_back(start, depth)
        return super().keyword_argument()

    def positional_argument(self, is_behind_keyword: bool) -> ast.expr:
        start, depth = self.pos, self.depth
        if is_behind_keyword and not self.is_quiet:
            self.check_keyword_argument()
            self.go_back(start, depth)
        try:
            return super().positional_argument(is_behind_keyword)
        except NoMatch:
            if not self.is_quiet:
                self.go_back(start, depth)
                self.check_keyword_argument()
            raise

    def check_keyword_argument(self) -> None:
        """The name of a keyword argument that is none, or whose value is a generator."""
        start = self.pos
        kind = self.kind
        if (kind == tokens.TRUE or kind == tokens.FALSE or kind == tokens.NONE) and self.kinds[start + 1] == EQUAL:
            raise self.failure_between(f"cannot assign to {tokens.SPELLINGS[kind]}", start, start + 1)
        if kind == NAME and self.kinds[start + 1] == EQUAL:
            self.check_generator_value()
            return
        name = self.attempt(self.expression)
        if name is not None and self.kind == EQUAL:
            raise self.failure_in_text(
                "SyntaxError", 'expression cannot contain assignment, perhaps you meant "=="?', name.lineno,
                name.col_offset, self.tokens.end_lines[self.pos], self.tokens.end_columns[self.pos])

    def check_generator_value(self) -> None:
        start = self.pos
        self.advance()
        self.advance()
        if self.attempt(self.expression) is not None and self.is_comprehension_next():
            raise self.failure_between("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", start,
                                       start + 1)

    def check_arguments(self) -> None:
        """Arguments in a wrong order, and generators without parentheses."""
        start, depth = self.pos, self.depth
        args: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        has_arguments = self.read_arguments(args, keywords)
        end = self.pos
        if self.has_unpacking(keywords) and self.kind == COMMA and self.kinds[end + 1] == STAR:
            raise self.failure_at_token("iterable argument unpacking follows keyword argument unpacking", end + 1)
        self.go_back(start, depth)
        self.check_generator_argument()
        self.go_back(start, depth)
        if self.kind == NAME and self.kinds[start + 1] == EQUAL:
            self.check_generator_value()
        if not has_arguments:
            return
        self.go_back(end, depth)
        message = "Generator expression must be parenthesized"
        clauses = self.try_clauses()
        if clauses and len(args) > 1 and not keywords:
            raise self.failure_over(message, args[len(args) - 1], last_of(clauses))
        self.go_back(end, depth)
        if not self.accept(COMMA):
            return
        value = self.attempt(self.expression)
        if value is not None:
            clauses = self.try_clauses()
            if clauses:
                raise self.failure_over(message, value, clauses[len(clauses) - 1].target)
        self.go_back(end + 1, depth)
        if self.read_arguments([], []):
            what = "keyword argument unpacking" if self.has_unpacking(keywords) else "keyword argument"
            raise self.failure(f"positional argument follows {what}")

    def has_unpacking(self, keywords: list[ast.keyword]) -> bool:
        return any([keyword.arg is None for keyword in keywords])

    def check_generator_argument(self) -> None:
        """A generator that is not the only argument."""
        first = self.attempt(self.expression)
        if first is None:
            return
        clauses = self.try_clauses()
        if clauses and self.accept(COMMA):
            pos, depth = self.pos, self.depth
            if not self.read_arguments([], []):
                self.go_back(pos, depth)
            raise self.failure_over("Generator expression must be parenthesized", first, last_of(clauses))

    def read_arguments(self, args: list[ast.expr], keywords: list[ast.keyword]) -> bool:
        """Read as many arguments as are in order, and stop before the comma of the next. False if there are none."""
        is_unpacked = False
        has_any = False
        while True:
            pos, depth = self.pos, self.depth
            if has_any and not self.accept(COMMA):
                return True
            try:
                if self.kind == STAR and not is_unpacked:
                    args.append(self.starred_expression())
                elif self.kind == DOUBLESTAR:
                    start = self.pos
                    self.advance()
                    keyword = self.locate(ast.keyword(None, self.expression()), start)
                    is_unpacked = True
                    keywords.append(keyword)
                elif self.kind == NAME and self.kinds[self.pos + 1] == EQUAL:
                    keywords.append(self.keyword_argument())
                else:
                    args.append(self.positional_argument(len(keywords) > 0))
            except NoMatch:
                self.go_back(pos, depth)
                return has_any
            has_any = True


def last_of(clauses: list[ast.comprehension]) -> ast.expr:
    """The expression with which the last of the clauses ends."""
    last = clauses[len(clauses) - 1]
    return last.ifs[len(last.ifs) - 1] if last.ifs else last.iter
