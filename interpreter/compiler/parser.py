"""From the text of a source to its tree."""
from __future__ import annotations

from interpreter.compiler import ast, tokens
from interpreter.compiler.diagnosis_statements import StatementDiagnosis
from interpreter.compiler.options import CompilerFlag
from interpreter.compiler.parser_base import NEWEST, NoMatch
from interpreter.compiler.parser_statements import Mode, StatementParser
from interpreter.compiler.services import Services
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.compiler.tokenizer import Tokenizer
from transform.rpython import mixin


@mixin
class FieldParser:
    """How the expressions of f-strings are parsed: as a source of their own."""

    services: Services
    depth: int
    feature_version: int

    def expression_in_string(self, text: str, line: int, column: int) -> ast.expr:
        source = text.encode()
        token_list = Tokenizer(source, self.services, line, column).run()
        parser = Parser(source, token_list, self.services)
        parser.set_place(line, column)
        parser.depth = self.depth
        parser.feature_version = self.feature_version
        tree = run(parser, Mode.FSTRING, 0)
        assert isinstance(tree, ast.Expression)
        return tree.body


class Parser(FieldParser, StatementParser):
    """The parser of right sources."""


class Diagnosis(FieldParser, StatementDiagnosis):
    """The parser of wrong sources, which finds out what to tell."""


def parse(source: bytes, mode: int, services: Services, flags: int = 0, feature_version: int = NEWEST) -> ast.mod:
    """The tree of a source in UTF-8; ``mode`` is one of `Mode`. Raises SyntaxFailure, also for syntax that is newer than Python
    3.`feature_version`."""
    if 0 in source:
        raise SyntaxFailure("SyntaxError", "source code string cannot contain null bytes", -1, -1, 0, 0, "")
    if b"\r" in source:
        source = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if mode == Mode.EXEC and not source.endswith(b"\n"):
        source += b"\n"
    tokenizer = Tokenizer(source, services)
    tokenizer.has_type_comments = flags & CompilerFlag.TYPE_COMMENTS != 0
    token_list = tokenizer.run()
    if mode == Mode.SINGLE:
        tokenizer.end_interactive(flags & CompilerFlag.DONT_IMPLY_DEDENT == 0)
    parser = Parser(source, token_list, services)
    parser.feature_version = feature_version
    tree = run(parser, mode, flags)
    is_at_end = 0 <= token_list.first_at_end <= parser.pos and parser.kind != tokens.ERROR
    if mode == Mode.SINGLE and not is_at_end:
        parser.go_back(parser.pos - 1, 0)
        raise parser.failure("multiple statements found while compiling a single statement")
    return tree


def run(parser: Parser, mode: int, flags: int) -> ast.mod:
    """Parse; in case of an error, parse again to find the best message."""
    try:
        return parser.start(mode)
    except NoMatch:
        if is_incomplete(parser, flags):
            raise parser.failure("incomplete input")
        failure = diagnosed(parser, mode)
    except SyntaxFailure as error:
        if is_incomplete(parser, flags):
            raise parser.failure("incomplete input")
        failure = overridden(parser, error)
    raise failure


def is_incomplete(parser: Parser, flags: int) -> bool:
    """Whether the tokenizer came to the end before the error, and the caller wants to know that there might be more."""
    token_list = parser.tokens
    if flags & CompilerFlag.ALLOW_INCOMPLETE_INPUT == 0 or token_list.first_at_end < 0:
        return False
    last = parser.last_looked_at()
    if last >= token_list.first_at_end:
        return True
    # The end of a token is seen by what follows, except for strings.
    last_line = len(parser.source) - (parser.source.rfind(b"\n") + 1)
    return (last == token_list.first_at_end - 1 and parser.kinds[last] != tokens.STRING and last_line > 0
            and token_list.end_columns[last] == last_line)


def diagnosed(parser: Parser, mode: int) -> SyntaxFailure:
    """What is wrong with a source that no rule matches."""
    diagnosis = Diagnosis(parser.source, parser.tokens, parser.services)
    diagnosis.continue_from(parser)
    try:
        diagnosis.start(mode)
    except SyntaxFailure as failure:
        return overridden(diagnosis, failure)
    except NoMatch:
        pass
    kind = parser.kinds[parser.furthest]
    if kind == tokens.INDENT:
        return diagnosis.failure("unexpected indent", "IndentationError")
    if kind == tokens.DEDENT:
        return diagnosis.failure("unexpected unindent", "IndentationError")
    return overridden(diagnosis, parser.failure_at_token("invalid syntax", parser.furthest))


def overridden(parser: StatementParser, failure: SyntaxFailure) -> SyntaxFailure:
    """The failure that is told: the tokenizer's is preferred if it is definite, or if a bracket stays open that was
    opened in an earlier line."""
    token_list = parser.tokens
    other = token_list.failure
    if other is None or failure is other or failure.kind == "MemoryError":
        return failure
    if token_list.is_definite:
        return other
    unclosed = token_list.unclosed
    if unclosed is not None and unclosed.lineno < token_list.lines[parser.last_looked_at()]:
        return unclosed
    return failure
