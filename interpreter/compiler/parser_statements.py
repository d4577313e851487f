"""The parser of statements and whole sources (Python reference, chapters 7 to 9), by recursive descent."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.ast import Context, Operator
from interpreter.compiler.parser_base import NoMatch
from interpreter.compiler.parser_expressions import STARTS_EXPRESSION
from interpreter.compiler.parser_patterns import PatternParser
from interpreter.compiler.tokens import (
    AS, ASYNC, AT, CLASS, COLON, COMMA, DEDENT, DEF, DOT, ELIF, ELLIPSIS, ELSE, ENDMARKER, EQUAL, EXCEPT, FINALLY, FOR,
    FROM, IF, IMPORT, IN, INDENT, KIND_COUNT, LPAR, NAME, NEWLINE, RARROW, RPAR, SEMI, STAR, TRY,
    TYPE_COMMENT, WHILE, WITH, YIELD,
)

AUGMENTED_OPERATORS = [-1] * KIND_COUNT
for _kind, _operator in (
    (tokens.PLUSEQUAL, Operator.ADD), (tokens.MINEQUAL, Operator.SUB), (tokens.STAREQUAL, Operator.MULT),
    (tokens.ATEQUAL, Operator.MAT_MULT), (tokens.SLASHEQUAL, Operator.DIV), (tokens.PERCENTEQUAL, Operator.MOD),
    (tokens.AMPEREQUAL, Operator.BIT_AND), (tokens.VBAREQUAL, Operator.BIT_OR),
    (tokens.CIRCUMFLEXEQUAL, Operator.BIT_XOR), (tokens.LEFTSHIFTEQUAL, Operator.L_SHIFT),
    (tokens.RIGHTSHIFTEQUAL, Operator.R_SHIFT), (tokens.DOUBLESTAREQUAL, Operator.POW),
    (tokens.DOUBLESLASHEQUAL, Operator.FLOOR_DIV),
):
    AUGMENTED_OPERATORS[_kind] = _operator

STARTS_COMPOUND = [kind in (DEF, AT, ASYNC, CLASS, IF, FOR, WHILE, TRY, WITH) for kind in range(KIND_COUNT)]


class Mode:
    """What a source is: a file, what is typed at a prompt, an expression, the comment on a function's type, or an
    expression in an f-string."""

    EXEC, SINGLE, EVAL, FUNC_TYPE, FSTRING = range(5)


class StatementParser(PatternParser):
    """The rules of statements, and those with which parsing begins."""

    # Whole sources.

    def start(self, mode: int) -> ast.mod:
        """The tree of a whole source. Raises SyntaxFailure, or NoMatch where no rule goes on."""
        if mode == Mode.EXEC:
            return self.file()
        if mode == Mode.SINGLE:
            return self.interactive()
        if mode == Mode.EVAL:
            return self.eval()
        if mode == Mode.FUNC_TYPE:
            return self.func_type()
        return ast.Expression(self.star_expressions())

    def file(self) -> ast.mod:
        body: list[ast.stmt] = []
        while self.kind != ENDMARKER:
            self.statement(body)
        ignores = self.tokens.ignored_lines
        return ast.Module(body, [ast.TypeIgnore(ignores[i], self.tokens.ignored_tags[i]) for i in range(len(ignores))])

    def interactive(self) -> ast.mod:
        """One statement, as it is typed: a compound one ends with an empty line."""
        body: list[ast.stmt] = []
        start = self.pos
        if self.kind == NEWLINE:
            self.advance()
            body.append(self.locate(ast.Pass(), start))
        elif self.is_compound():
            body.append(self.compound_statement())
            self.expect(NEWLINE)
        else:
            match = self.match_statement()
            if match is not None:
                body.append(match)
                self.expect(NEWLINE)
            else:
                self.simple_statements(body)
        return ast.Interactive(body)

    def eval(self) -> ast.mod:
        body = self.expressions()
        while self.accept(NEWLINE):
            pass
        self.expect_end()
        return ast.Expression(body)

    def func_type(self) -> ast.mod:
        """``(type, *type, **type) -> type``, as in type comments."""
        argtypes: list[ast.expr] = []
        self.expect(LPAR)
        stars = 0
        while self.kind != RPAR:
            if stars == 0 and self.accept(STAR):
                stars = 1
            elif stars <= 1 and self.accept(tokens.DOUBLESTAR):
                stars = 2
            elif stars:
                raise self.no_match()
            argtypes.append(self.expression())
            if not self.accept(COMMA) or self.kind == RPAR:
                break
        self.expect(RPAR)
        self.expect(RARROW)
        returns = self.expression()
        while self.accept(NEWLINE):
            pass
        self.expect_end()
        return ast.FunctionType(argtypes, returns)

    def expressions(self) -> ast.expr:
        """One expression, or several without stars that make a tuple."""
        start = self.pos
        first = self.expression()
        if self.kind != COMMA:
            return first
        elts = [first]
        while self.accept(COMMA) and STARTS_EXPRESSION[self.kind]:
            elts.append(self.expression())
        return self.locate(ast.Tuple(elts, Context.LOAD), start)

    # Statements.

    def statement(self, body: list[ast.stmt]) -> None:
        """Add a compound statement, or the simple ones of a line."""
        if self.is_compound():
            body.append(self.compound_statement())
            return
        match = self.match_statement()
        if match is not None:
            body.append(match)
        else:
            self.simple_statements(body)

    def is_compound(self) -> bool:
        return STARTS_COMPOUND[self.kind]

    def simple_statements(self, body: list[ast.stmt]) -> None:
        body.append(self.simple_statement())
        while self.accept(SEMI) and self.kind != NEWLINE:
            body.append(self.simple_statement())
        self.expect(NEWLINE)

    def block(self) -> list[ast.stmt]:
        body: list[ast.stmt] = []
        if self.kind == NEWLINE:
            self.advance()
            self.expect(INDENT)
            self.statement(body)
            while self.kind != DEDENT and self.kind != ENDMARKER:
                self.statement(body)
            self.expect(DEDENT)
        else:
            self.simple_statements(body)
        return body

    def simple_statement(self) -> ast.stmt:
        start = self.pos
        kind = self.kind
        if kind == NAME or STARTS_EXPRESSION[kind] or kind == STAR or kind == YIELD:
            return self.expression_statement()
        self.advance_keyword()
        if kind == tokens.RETURN:
            return self.locate(ast.Return(self.optional_expressions()), start)
        if kind == IMPORT:
            return self.locate(ast.Import(self.dotted_as_names()), start)
        if kind == FROM:
            return self.import_from(start)
        if kind == tokens.RAISE:
            return self.raise_statement(start)
        if kind == tokens.PASS:
            return self.locate(ast.Pass(), start)
        if kind == tokens.BREAK:
            return self.locate(ast.Break(), start)
        if kind == tokens.CONTINUE:
            return self.locate(ast.Continue(), start)
        if kind == tokens.DEL:
            return self.del_statement(start)
        if kind == tokens.ASSERT:
            test = self.expression()
            message = self.expression() if self.accept(COMMA) else None
            return self.locate(ast.Assert(test, message), start)
        if kind == tokens.GLOBAL:
            return self.locate(ast.Global(self.names()), start)
        if kind == tokens.NONLOCAL:
            return self.locate(ast.Nonlocal(self.names()), start)
        self.go_back(start, self.depth)
        raise self.no_match()

    def advance_keyword(self) -> None:
        """Step over a token that may be the last: then no statement begins here."""
        if self.kind == ENDMARKER or self.kind == tokens.ERROR:
            raise self.no_match()
        self.advance()

    def optional_expressions(self) -> Optional[ast.expr]:
        if STARTS_EXPRESSION[self.kind] or self.kind == STAR:
            return self.star_expressions()
        return None

    def names(self) -> list[str]:
        names = [self.identifier()]
        while self.accept(COMMA):
            names.append(self.identifier())
        return names

    # Expressions and assignments.

    def expression_statement(self) -> ast.stmt:
        start = self.pos
        first = self.yield_or_star_expressions()
        if self.kind == EQUAL:
            return self.assignment(first, start)
        if AUGMENTED_OPERATORS[self.kind] >= 0:
            operator = AUGMENTED_OPERATORS[self.kind]
            if operator == Operator.MAT_MULT:
                self.require_version(5, "The '@' operator is")
            self.make_single_target(first)
            self.advance()
            return self.locate(ast.AugAssign(first, operator, self.yield_or_star_expressions()), start)
        if self.kind == COLON:
            return self.annotated_assignment(first, start)
        return self.locate(ast.Expr(first), start)

    def assignment(self, first: ast.expr, start: int) -> ast.stmt:
        targets: list[ast.expr] = []
        value = first
        while self.kind == EQUAL:
            self.make_target(value, Context.STORE)
            targets.append(value)
            self.advance()
            value = self.yield_or_star_expressions()
        comment = self.type_comment()
        return self.locate(ast.Assign(targets, value, comment), start)

    def annotated_assignment(self, target: ast.expr, start: int) -> ast.stmt:
        is_simple = isinstance(target, ast.Name) and self.kinds[start] == NAME
        self.make_single_target(target)
        self.require_version(6, "Variable annotation syntax is")
        self.advance()
        annotation = self.expression()
        value = self.yield_or_star_expressions() if self.accept(EQUAL) else None
        return self.locate(ast.AnnAssign(target, annotation, value, 1 if is_simple else 0), start)

    def make_single_target(self, target: ast.expr) -> None:
        """`make_target`, for a name, attribute or subscript only."""
        if not isinstance(target, (ast.Name, ast.Attribute, ast.Subscript)):
            raise self.no_match()
        self.make_target(target, Context.STORE)

    def del_statement(self, start: int) -> ast.stmt:
        targets: list[ast.expr] = []
        while True:
            target = self.primary()
            self.make_target(target, Context.DEL)
            targets.append(target)
            if not self.accept(COMMA) or not STARTS_EXPRESSION[self.kind]:
                break
        if self.kind != SEMI and self.kind != NEWLINE:
            raise self.no_match()
        return self.locate(ast.Delete(targets), start)

    def raise_statement(self, start: int) -> ast.stmt:
        exception: Optional[ast.expr] = None
        cause: Optional[ast.expr] = None
        if STARTS_EXPRESSION[self.kind]:
            exception = self.expression()
            if self.accept(FROM):
                cause = self.expression()
        return self.locate(ast.Raise(exception, cause), start)

    # Imports.

    def dotted_name(self) -> str:
        parts = [self.identifier()]
        while self.accept(DOT):
            parts.append(self.identifier())
        return ".".join(parts)

    def as_name(self) -> Optional[str]:
        return self.identifier() if self.accept(AS) else None

    def dotted_as_names(self) -> list[ast.alias]:
        names: list[ast.alias] = []
        while True:
            start = self.pos
            name = self.dotted_name()
            names.append(self.locate(ast.alias(name, self.as_name()), start))
            if not self.accept(COMMA):
                return names

    def import_from(self, start: int) -> ast.stmt:
        level = 0
        while self.kind == DOT or self.kind == ELLIPSIS:
            level += 1 if self.kind == DOT else 3
            self.advance()
        module: Optional[str] = None
        if level == 0 or self.kind == NAME:
            module = self.dotted_name()
        self.expect(IMPORT)
        if self.kind == STAR:
            star = self.pos
            self.advance()
            names = [self.locate(ast.alias("*", None), star)]
        elif self.accept(LPAR):
            names = self.import_from_as_names()
            self.accept(COMMA)
            self.expect(RPAR)
        else:
            names = self.import_from_as_names()
        return self.locate(ast.ImportFrom(module, names, level), start)

    def import_from_as_names(self) -> list[ast.alias]:
        """Names up to one without a comma and a further name behind it."""
        names: list[ast.alias] = []
        while True:
            start = self.pos
            name = self.identifier()
            names.append(self.locate(ast.alias(name, self.as_name()), start))
            if self.kind != COMMA:
                return names
            if self.kinds[self.pos + 1] != NAME:
                self.look_at(self.pos + 1)
                return names
            self.advance()

    # Compound statements.

    def compound_statement(self) -> ast.stmt:
        start = self.pos
        kind = self.kind
        if kind == AT:
            return self.decorated()
        if kind == DEF:
            return self.function_def([])
        if kind == CLASS:
            return self.class_def([])
        if kind == IF:
            return self.if_statement()
        if kind == FOR:
            return self.for_statement()
        if kind == WHILE:
            return self.while_statement()
        if kind == TRY:
            return self.try_statement()
        if kind == WITH:
            return self.with_statement()
        following = self.kinds[start + 1]
        if following == DEF:
            return self.function_def([])
        if following == FOR:
            return self.for_statement()
        if following == WITH:
            return self.with_statement()
        self.look_at(start + 1)
        raise self.no_match()

    def decorated(self) -> ast.stmt:
        decorators: list[ast.expr] = []
        while self.accept(AT):
            decorators.append(self.named_expression())
            self.expect(NEWLINE)
        if self.kind == CLASS:
            return self.class_def(decorators)
        return self.function_def(decorators)

    def function_def(self, decorators: list[ast.expr]) -> ast.stmt:
        start = self.pos
        is_async = self.accept_async("Async functions are")
        self.expect(DEF)
        name = self.identifier()
        self.expect_forced(LPAR)
        parameters = self.parameters(RPAR)
        self.advance()
        returns = self.return_annotation()
        self.expect_forced(COLON)
        comment = self.function_type_comment()
        body = self.block()
        if is_async:
            return self.locate_block(ast.AsyncFunctionDef(name, parameters, body, decorators, returns, comment), start)
        return self.locate_block(ast.FunctionDef(name, parameters, body, decorators, returns, comment), start)

    def accept_async(self, what: str) -> bool:
        """Steps over ``async``, if it stands here, which must not be too new."""
        if not self.accept(ASYNC):
            return False
        self.require_version(5, what)
        return True

    def function_type_comment(self) -> Optional[str]:
        """A type comment behind the colon of a function, or in a line of its own in front of the body."""
        comment = self.type_comment()
        start = self.pos
        kinds = self.kinds
        if kinds[start] != NEWLINE or kinds[start + 1] != TYPE_COMMENT or kinds[start + 2] != NEWLINE or kinds[start + 3] != INDENT:
            return comment
        if comment is not None:
            raise self.failure("Cannot have two type comments on def")
        self.advance()
        return self.type_comment()

    def return_annotation(self) -> Optional[ast.expr]:
        """What follows an arrow. A wrong one is left to the rule of the colon, whose message it gets."""
        arrow, depth = self.pos, self.depth
        if self.accept(RARROW):
            try:
                return self.expression()
            except NoMatch:
                self.go_back(arrow, depth)
        return None

    def class_def(self, decorators: list[ast.expr]) -> ast.stmt:
        start = self.pos
        self.expect(CLASS)
        name = self.identifier()
        bases: list[ast.expr] = []
        keywords: list[ast.keyword] = []
        if self.kind == LPAR:
            self.advance()
            if self.kind != RPAR:
                self.arguments(bases, keywords, False)
            self.expect(RPAR)
        self.expect(COLON)
        body = self.block()
        return self.locate_block(ast.ClassDef(name, bases, keywords, body, decorators), start)

    def if_statement(self) -> ast.stmt:
        """``if`` or ``elif`` with all that belongs to it."""
        start = self.pos
        self.deeper()
        self.advance()
        test = self.named_expression()
        self.expect(COLON)
        body = self.block()
        orelse: list[ast.stmt] = []
        if self.kind == ELIF:
            orelse = [self.if_statement()]
        elif self.kind == ELSE:
            orelse = self.else_block()
        self.depth -= 1
        return self.locate_block(ast.If(test, body, orelse), start)

    def else_block(self) -> list[ast.stmt]:
        """``else`` and its block, or nothing."""
        if not self.accept(ELSE):
            return []
        self.expect_forced(COLON)
        return self.block()

    def while_statement(self) -> ast.stmt:
        start = self.pos
        self.expect(WHILE)
        test = self.named_expression()
        self.expect(COLON)
        body = self.block()
        orelse = self.else_block()
        return self.locate_block(ast.While(test, body, orelse), start)

    def for_statement(self) -> ast.stmt:
        start = self.pos
        is_async = self.accept_async("Async for loops are")
        self.expect(FOR)
        target = self.star_targets()
        self.expect(IN)
        iterable = self.star_expressions()
        self.expect(COLON)
        comment = self.type_comment()
        body = self.block()
        orelse = self.else_block()
        if is_async:
            return self.locate_block(ast.AsyncFor(target, iterable, body, orelse, comment), start)
        return self.locate_block(ast.For(target, iterable, body, orelse, comment), start)

    # with.

    def with_statement(self) -> ast.stmt:
        start = self.pos
        is_async = self.accept_async("Async with statements are")
        self.expect(WITH)
        items = self.with_items()
        comment = self.type_comment()
        body = self.block()
        if is_async:
            return self.locate_block(ast.AsyncWith(items, body, comment), start)
        return self.locate_block(ast.With(items, body, comment), start)

    def with_items(self) -> list[ast.withitem]:
        """The items and the colon. A parenthesis may be round all of them or belong to the first."""
        pos, depth = self.pos, self.depth
        if self.kind == LPAR:
            try:
                return self.parenthesized_items()
            except NoMatch:
                self.go_back(pos, depth)
        items = [self.with_item()]
        while self.accept(COMMA):
            items.append(self.with_item())
        self.expect(COLON)
        return items

    def parenthesized_items(self) -> list[ast.withitem]:
        self.expect(LPAR)
        items = [self.with_item()]
        while self.accept(COMMA) and self.kind != RPAR:
            items.append(self.with_item())
        self.expect(RPAR)
        self.expect(COLON)
        self.require_version(9, "Parenthesized context managers are")
        return items

    def with_item(self) -> ast.withitem:
        context = self.expression()
        target: Optional[ast.expr] = None
        if self.accept(AS):
            target = self.star_target()
            if self.kind != COMMA and self.kind != RPAR and self.kind != COLON:
                raise self.no_match()
        return ast.withitem(context, target)

    # try.

    def try_statement(self) -> ast.stmt:
        start = self.pos
        self.expect(TRY)
        self.expect_forced(COLON)
        body = self.block()
        handlers: list[ast.excepthandler] = []
        is_star = self.kind == EXCEPT and self.kinds[self.pos + 1] == STAR
        if is_star:
            self.require_version(11, "Exception groups are")
        while self.kind == EXCEPT:
            handlers.append(self.except_block(is_star))
        orelse: list[ast.stmt] = []
        if handlers:
            orelse = self.else_block()
        finalbody: list[ast.stmt] = []
        if self.kind == FINALLY:
            finalbody = self.finally_block()
        elif not handlers:
            raise self.no_match()
        if is_star:
            return self.locate_block(ast.TryStar(body, handlers, orelse, finalbody), start)
        return self.locate_block(ast.Try(body, handlers, orelse, finalbody), start)

    def finally_block(self) -> list[ast.stmt]:
        self.expect(FINALLY)
        self.expect_forced(COLON)
        return self.block()

    def except_block(self, is_star: bool) -> ast.excepthandler:
        start = self.pos
        self.expect(EXCEPT)
        if is_star:
            self.expect(STAR)
        kind: Optional[ast.expr] = None
        name: Optional[str] = None
        if is_star or self.kind != COLON:
            kind = self.expression()
            name = self.as_name()
        self.expect(COLON)
        body = self.block()
        return self.locate_block(ast.ExceptHandler(kind, name, body), start)

    # match.

    def match_statement(self) -> Optional[ast.stmt]:
        """A match statement, or None where ``match`` is a name."""
        if not self.is_name(self.pos, "match") or not self.may_start_subject(self.kinds[self.pos + 1]):
            return None
        start, depth = self.pos, self.depth
        try:
            self.advance()
            subject = self.subject_expr()
            self.expect(COLON)
            self.expect(NEWLINE)
            self.expect(INDENT)
            self.require_version(10, "Pattern matching is")
            cases = [self.case_block()]
        except NoMatch:
            self.go_back(start, depth)
            return None
        while self.is_name(self.pos, "case"):
            cases.append(self.case_block())
        self.expect(DEDENT)
        return self.locate_block(ast.Match(subject, cases), start)

    def may_start_subject(self, kind: int) -> bool:
        return STARTS_EXPRESSION[kind] or kind == STAR

    def subject_expr(self) -> ast.expr:
        """One expression, or several with stars and commas that make a tuple."""
        start = self.pos
        first = self.star_named_expression()
        if self.kind != COMMA:
            if isinstance(first, ast.Starred):
                raise self.no_match()
            return first
        elts = [first]
        self.star_named_expressions(elts)
        return self.locate(ast.Tuple(elts, Context.LOAD), start)

    def case_block(self) -> ast.match_case:
        if not self.is_name(self.pos, "case"):
            raise self.no_match()
        self.advance()
        pattern = self.patterns()
        guard = self.named_expression() if self.accept(IF) else None
        self.expect(COLON)
        return ast.match_case(pattern, guard, self.block())
