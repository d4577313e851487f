"""From the text of a source to its tree."""
from __future__ import annotations

from interpreter.compiler import ast
from interpreter.compiler.parser_statements import StatementParser
from interpreter.compiler.services import Services
from interpreter.compiler.tokenizer import Tokenizer


class Mode:
    """What a source is: a file, what is typed at a prompt, an expression or the comment on a function's type."""

    EXEC, SINGLE, EVAL, FUNC_TYPE = range(4)


class Parser(StatementParser):
    """All rules."""

    def run(self, mode: int) -> ast.mod:
        if mode == Mode.EXEC:
            return self.file()
        if mode == Mode.SINGLE:
            return self.interactive()
        if mode == Mode.EVAL:
            return self.eval()
        return self.func_type()

    def expression_in_string(self, text: str, line: int, column: int) -> ast.expr:
        source = text.encode()
        token_list = Tokenizer(source, self.services, line, column).run()
        parser = Parser(source, token_list, self.services)
        parser.first_line = line
        parser.first_column = column
        parser.is_fstring = True
        parser.depth = self.depth
        return parser.star_expressions()


def parse(source: bytes, mode: int, services: Services) -> ast.mod:
    """The tree of a source in UTF-8."""
    if mode == Mode.EXEC and not source.endswith(b"\n"):
        source += b"\n"
    token_list = Tokenizer(source, services).run()
    parser = Parser(source, token_list, services)
    return parser.run(mode)
