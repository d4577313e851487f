"""The mistakes that are known of statements."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.compiler.diagnosis_base import TargetKind, expression_name
from interpreter.compiler.diagnosis_parameters import ParameterDiagnosis
from interpreter.compiler.parser_base import NoMatch
from interpreter.compiler.parser_statements import AUGMENTED_OPERATORS
from interpreter.compiler.services import Services
from interpreter.compiler.tokens import (
    AS, ASYNC, COLON, COMMA, DEF, ELIF, ELSE, EQUAL, EXCEPT, FINALLY, IF, IN, INDENT, LPAR, NAME, NEWLINE, RARROW, RPAR,
    STAR, YIELD, TokenList,
)


class RememberedBlock:
    """What the rule of blocks gave at a token: its statements (None if it did not match) and where it ended."""

    body: Optional[list[ast.stmt]]
    end: int

    def __init__(self, body: Optional[list[ast.stmt]], end: int) -> None:
        self.body = body
        self.end = end


class StatementDiagnosis(ParameterDiagnosis):
    """The rules of statements, with mistakes."""

    blocks: dict[int, RememberedBlock]

    def __init__(self, source: bytes, token_list: TokenList, services: Services) -> None:
        super().__init__(source, token_list, services)
        self.blocks = {}

    # Blocks.

    def block(self) -> list[ast.stmt]:
        start, depth = self.pos, self.depth
        known = self.blocks.get(start)
        if known is not None:
            if known.body is None:
                raise NoMatch()
            self.go_back(known.end, depth)
            return known.body
        try:
            body = super().block()
        except NoMatch:
            if self.kinds[start] == NEWLINE and self.kinds[start + 1] != INDENT:
                self.look_at(start + 1)
                raise self.failure("expected an indented block", "IndentationError")
            self.blocks[start] = RememberedBlock(None, start)
            raise
        self.blocks[start] = RememberedBlock(body, self.pos)
        return body

    def try_block(self) -> bool:
        """Step over a block, if there is one without mistake."""
        pos, depth = self.pos, self.depth
        try:
            self.block()
            return True
        except NoMatch:
            self.go_back(pos, depth)
            return False

    # Simple statements.

    def expression_statement(self) -> ast.stmt:
        start, depth = self.pos, self.depth
        is_assignment = self.try_assignment()
        self.go_back(start, depth)
        if not is_assignment:
            self.check_assignment()
            self.go_back(start, depth)
        return super().expression_statement()

    def try_assignment(self) -> bool:
        """Whether an assignment can be read here. Mistakes are looked for in what is assigned, not in targets."""
        first = self.attempt_aside(self.star_expressions)
        if first is None:
            return False
        is_single = isinstance(first, (ast.Name, ast.Attribute, ast.Subscript))
        if is_single and self.accept(COLON):
            if self.attempt(self.expression) is None:
                return False
            if self.accept(EQUAL):
                self.attempt(self.yield_or_star_expressions)
            return True
        if is_single and AUGMENTED_OPERATORS[self.kind] >= 0:
            self.advance()
            return self.attempt(self.yield_or_star_expressions) is not None
        behind = -1
        target: Optional[ast.expr] = first
        while target is not None and self.kind == EQUAL and self.is_target(target):
            self.advance()
            behind = self.pos
            target = self.attempt_aside(self.star_expressions)
        if behind < 0:
            return False
        self.go_back(behind, self.depth)
        return self.attempt(self.yield_or_star_expressions) is not None and self.kind != EQUAL

    def is_target(self, node: ast.expr) -> bool:
        return self.invalid_target(node, TargetKind.ASSIGNMENT) is None

    def check_assignment(self) -> None:
        """What cannot be annotated or assigned to."""
        start, depth = self.pos, self.depth
        self.check_annotation()
        self.go_back(start, depth)
        while True:
            pos = self.pos
            target = self.attempt(self.star_expressions)
            if target is None or self.kind != EQUAL or not self.is_target(target):
                break
            self.advance()
        self.go_back(pos, depth)
        value = self.attempt(self.star_expressions)
        if value is not None and self.kind == EQUAL:
            self.check_target(value, TargetKind.ASSIGNMENT)
        self.go_back(pos, depth)
        if self.kind == YIELD:
            value = self.attempt(self.yield_expr)
            if value is not None and self.kind == EQUAL:
                raise self.failure_at_node("assignment to yield expression not possible", value)
        self.go_back(start, depth)
        value = self.attempt(self.star_expressions)
        if value is not None and AUGMENTED_OPERATORS[self.kind] >= 0:
            self.advance()
            if self.attempt(self.yield_or_star_expressions) is not None:
                raise self.failure_at_node(
                    f"'{expression_name(value)}' is an illegal expression for augmented assignment", value)

    def check_annotation(self) -> None:
        start, depth = self.pos, self.depth
        display = self.attempt_aside(self.atom)
        if display is not None and isinstance(display, (ast.List, ast.Tuple)) and self.accept(COLON):
            if self.attempt(self.expression) is not None:
                raise self.failure_at_node(
                    f"only single target (not {expression_name(display)}) can be annotated", display)
        self.go_back(start, depth)
        first = self.attempt(self.star_named_expression)
        if first is not None and self.accept(COMMA):
            while self.attempt(self.star_named_expression) is not None:
                self.accept(COMMA)
            if self.accept(COLON) and self.attempt(self.expression) is not None:
                raise self.failure_at_node("only single target (not tuple) can be annotated", first)
        self.go_back(start, depth)
        target = self.attempt(self.expression)
        if target is not None and self.accept(COLON) and self.attempt(self.expression) is not None:
            raise self.failure_at_node("illegal target for annotation", target)

    def del_statement(self, start: int) -> ast.stmt:
        pos, depth = self.pos, self.depth
        try:
            return super().del_statement(start)
        except NoMatch:
            self.go_back(pos, depth)
            targets = self.attempt(self.star_expressions)
            if targets is not None:
                self.check_target(targets, TargetKind.DELETION)
            raise

    def import_from_as_names(self) -> list[ast.alias]:
        is_bare = self.kinds[self.pos - 1] != LPAR
        names = super().import_from_as_names()
        if is_bare and self.kind == COMMA and self.kinds[self.pos + 1] == NEWLINE:
            self.look_at(self.pos + 1)
            raise self.failure("trailing comma not allowed without surrounding parentheses")
        return names

    # Compound statements.

    def function_def(self, decorators: list[ast.expr]) -> ast.stmt:
        start, depth = self.pos, self.depth
        try:
            self.check_function_def()
        except NoMatch:
            pass
        self.go_back(start, depth)
        return super().function_def(decorators)

    def check_function_def(self) -> None:
        self.accept(ASYNC)
        start = self.pos
        self.expect(DEF)
        self.identifier()
        self.expect(LPAR)
        self.parameters(RPAR)
        self.expect(RPAR)
        if self.accept(RARROW):
            self.expression()
        self.check_indent("function definition", start)

    def class_def(self, decorators: list[ast.expr]) -> ast.stmt:
        start, depth = self.pos, self.depth
        try:
            self.advance()
            self.identifier()
            if self.accept(LPAR):
                if self.kind != RPAR:
                    self.arguments([], [], False)
                self.expect(RPAR)
            self.check_colon()
            self.check_indent("class definition", start)
        except NoMatch:
            pass
        self.go_back(start, depth)
        return super().class_def(decorators)

    def if_statement(self) -> ast.stmt:
        self.check_condition("'elif' statement" if self.kind == ELIF else "'if' statement")
        return super().if_statement()

    def while_statement(self) -> ast.stmt:
        self.check_condition("'while' statement")
        return super().while_statement()

    def check_condition(self, what: str) -> None:
        start, depth = self.pos, self.depth
        self.advance()
        if self.attempt(self.named_expression) is not None:
            self.check_colon()
            self.check_indent(what, start)
        self.go_back(start, depth)

    def else_block(self) -> list[ast.stmt]:
        start, depth = self.pos, self.depth
        if self.accept(ELSE):
            self.check_indent("'else' statement", start)
            self.go_back(start, depth)
        return super().else_block()

    def for_statement(self) -> ast.stmt:
        start, depth = self.pos, self.depth
        is_complete = False
        try:
            self.accept(ASYNC)
            loop = self.pos
            self.advance()
            self.star_targets()
            self.expect(IN)
            is_complete = True
            self.star_expressions()
            self.check_colon()
            self.check_indent("'for' statement", loop)
        except NoMatch:
            pass
        self.go_back(start, depth)
        if not is_complete:
            self.check_loop_target()
            self.go_back(start, depth)
        return super().for_statement()

    def with_statement(self) -> ast.stmt:
        start, depth = self.pos, self.depth
        self.check_with(True)
        self.go_back(start, depth)
        try:
            return super().with_statement()
        except NoMatch:
            self.go_back(start, depth)
            self.check_with(False)
            raise

    def check_with(self, looks_for_indent: bool) -> None:
        """Items without a colon, or a colon without a block."""
        self.accept(ASYNC)
        start = self.pos
        self.advance()
        pos, depth = self.pos, self.depth
        self.check_items(start, looks_for_indent)
        self.go_back(pos, depth)
        if self.accept(LPAR):
            self.check_items_in_parentheses(start, looks_for_indent)

    def check_items(self, start: int, looks_for_indent: bool) -> None:
        try:
            self.loose_item(False)
            while self.accept(COMMA):
                self.loose_item(False)
        except NoMatch:
            return
        self.check_with_end(start, looks_for_indent)

    def check_items_in_parentheses(self, start: int, looks_for_indent: bool) -> None:
        try:
            self.loose_item(True)
            while self.accept(COMMA) and self.kind != RPAR:
                self.loose_item(True)
            self.expect(RPAR)
        except NoMatch:
            return
        self.check_with_end(start, looks_for_indent)

    def check_with_end(self, start: int, looks_for_indent: bool) -> None:
        if looks_for_indent:
            self.check_indent("'with' statement", start)
        else:
            self.check_colon()

    def loose_item(self, is_tuple: bool) -> None:
        """An item of ``with``; what it assigns to is not looked at closely."""
        if is_tuple:
            self.expressions()
        else:
            self.expression()
        if self.accept(AS):
            self.star_target()

    def with_item(self) -> ast.withitem:
        start, depth = self.pos, self.depth
        try:
            return super().with_item()
        except NoMatch:
            self.go_back(start, depth)
            if self.attempt(self.expression) is not None and self.accept(AS):
                target = self.attempt(self.expression)
                if target is not None and (self.kind == COMMA or self.kind == RPAR or self.kind == COLON):
                    self.check_target(target, TargetKind.ASSIGNMENT)
            raise

    def try_statement(self) -> ast.stmt:
        start, depth = self.pos, self.depth
        self.advance()
        self.check_indent("'try' statement", start)
        if self.accept(COLON) and self.try_block():
            if self.kind != EXCEPT and self.kind != FINALLY:
                raise self.failure("expected 'except' or 'finally' block")
            self.check_mixed_handlers()
        self.go_back(start, depth)
        return super().try_statement()

    def check_mixed_handlers(self) -> None:
        """``except`` and ``except*`` together."""
        is_star = self.kinds[self.pos + 1] == STAR
        try:
            while self.kind == EXCEPT and (self.kinds[self.pos + 1] == STAR) == is_star:
                self.except_block(is_star)
        except NoMatch:
            return
        first = self.pos
        if self.accept(EXCEPT):
            last = first + 1 if self.accept(STAR) else first
            if self.kind != COLON or last > first:
                if self.attempt(self.expression) is None or self.accept(AS) and not self.accept(NAME):
                    return
            if self.kind == COLON:
                raise self.failure_between("cannot have both 'except' and 'except*' on the same 'try'", first, last)

    def finally_block(self) -> list[ast.stmt]:
        start, depth = self.pos, self.depth
        self.advance()
        self.check_indent("'finally' statement", start)
        self.go_back(start, depth)
        return super().finally_block()

    def except_block(self, is_star: bool) -> ast.excepthandler:
        start, depth = self.pos, self.depth
        self.check_except_indent(is_star)
        self.go_back(start, depth)
        try:
            return super().except_block(is_star)
        except NoMatch:
            self.go_back(start, depth)
            self.check_except()
            raise

    def check_except_indent(self, is_star: bool) -> None:
        start = self.pos
        self.advance()
        if is_star and not self.accept(STAR):
            return
        if self.kind != COLON or is_star:
            if self.attempt(self.expression) is None:
                return
            if self.accept(AS) and not self.accept(NAME):
                return
        self.check_indent("'except*' statement" if is_star else "'except' statement", start)

    def check_except(self) -> None:
        """Several exceptions without parentheses, none at all, or no colon."""
        self.advance()
        is_star = self.accept(STAR)
        first = self.pos
        exception = self.attempt(self.expression)
        if exception is None:
            if is_star and (self.kind == NEWLINE or self.kind == COLON):
                raise self.failure("expected one or more exception types")
            self.check_colon()
            return
        depth = self.depth
        pos = self.pos
        if self.accept(COMMA) and self.attempt(self.expressions) is not None:
            if not self.accept(AS) or self.accept(NAME):
                if self.kind == COLON:
                    raise self.failure_from("multiple exception types must be parenthesized", first)
        self.go_back(pos, depth)
        if not self.accept(AS) or self.accept(NAME):
            self.check_colon()

    def match_statement(self) -> Optional[ast.stmt]:
        start, depth = self.pos, self.depth
        result = super().match_statement()
        if result is None and self.is_name(start, "match"):
            self.advance()
            if self.attempt(self.subject_expr) is not None:
                self.check_colon()
                self.check_indent("'match' statement", start)
            self.go_back(start, depth)
        return result

    def case_block(self) -> ast.match_case:
        start, depth = self.pos, self.depth
        if self.is_name(start, "case"):
            try:
                self.advance()
                self.patterns()
                if self.accept(IF):
                    self.named_expression()
                self.check_colon()
                self.check_indent("'case' statement", start)
            except NoMatch:
                pass
            self.go_back(start, depth)
        return super().case_block()

    def class_pattern(self, cls: ast.expr, start: int) -> ast.pattern:
        pos, depth = self.pos, self.depth
        try:
            return super().class_pattern(cls, start)
        except NoMatch:
            self.go_back(pos, depth)
            try:
                self.check_pattern_order()
            except NoMatch:
                pass
            raise

    def check_pattern_order(self) -> None:
        """Positional patterns behind those with names."""
        self.expect(LPAR)
        has_names = False
        first: Optional[ast.pattern] = None
        last: Optional[ast.pattern] = None
        while self.kind != RPAR:
            if self.kind == NAME and self.kinds[self.pos + 1] == EQUAL:
                if last is not None:
                    break
                has_names = True
                self.advance()
                self.advance()
                self.pattern()
            else:
                last = self.pattern()
                if has_names and first is None:
                    first = last
                if not has_names:
                    last = None
            if not self.accept(COMMA):
                break
        if first is not None and last is not None:
            raise self.failure_over("positional patterns follow keyword patterns", first, last)
