"""What all parts of the parser stand on: walking over the tokens, placing nodes, failing."""
from __future__ import annotations

from typing import Optional, TypeVar

from interpreter.compiler import ast, tokens
from interpreter.compiler.services import Services
from interpreter.compiler.syntaxerrors import SyntaxFailure, failure_at, line_of
from interpreter.compiler.tokens import ENDMARKER, ERROR, NAME, TYPE_COMMENT, TokenList

N = TypeVar("N", bound=ast.Node)

# How deeply expressions may nest, so that a hostile source cannot use up memory (CPython's parser has the same bound).
MAX_DEPTH = 6000


NEWEST = 11
"""The minor version whose syntax this is."""


class NoMatch(Exception):
    """The tokens do not match the rule that was tried; perhaps they match another."""


class ParserBase:
    """A position in a list of tokens.

    The parser of an expression inside an f-string has a source of its own, whose first line is a part of a line of the
    file: ``first_line`` and ``first_column`` say where.
    """

    source: bytes
    services: Services
    tokens: TokenList
    kinds: list[int]
    pos: int                # index of the current token
    kind: int               # its kind
    furthest: int           # index of the last token that a rule stumbled over
    depth: int
    first_line: int
    first_column: int
    is_fstring: bool        # whether this is an expression inside an f-string
    feature_version: int    # the minor version of Python 3 whose syntax is accepted

    def __init__(self, source: bytes, token_list: TokenList, services: Services) -> None:
        self.source = source
        self.services = services
        self.tokens = token_list
        self.kinds = token_list.kinds
        self.pos = 0
        self.kind = self.kinds[0]
        self.furthest = 0
        self.depth = 0
        self.first_line = 1
        self.first_column = 0
        self.is_fstring = False
        self.feature_version = NEWEST

    def set_place(self, line: int, column: int) -> None:
        """Make this the parser of an expression in an f-string that begins there."""
        self.first_line = line
        self.first_column = column
        self.is_fstring = True

    # Walking.

    def advance(self) -> None:
        self.pos += 1
        self.kind = self.kinds[self.pos]

    def go_back(self, pos: int, depth: int) -> None:
        """Return to an earlier token, to try another rule."""
        self.pos = pos
        self.kind = self.kinds[pos]
        self.depth = depth

    def accept(self, kind: int) -> bool:
        """Step over a token of that kind, if there is one."""
        if self.kind != kind:
            return False
        self.pos += 1
        self.kind = self.kinds[self.pos]
        return True

    def expect(self, kind: int) -> None:
        if self.kind != kind:
            raise self.no_match()
        self.pos += 1
        self.kind = self.kinds[self.pos]

    def expect_forced(self, kind: int) -> None:
        """Like `expect`, where nothing else can be meant: the error names what is missing."""
        if self.kind == ERROR:
            raise self.no_match()
        if self.kind != kind:
            raise self.failure_at_token(f"expected '{tokens.SPELLINGS[kind]}'", self.pos)
        self.advance()

    def expect_end(self) -> None:
        if self.kind != ENDMARKER:
            raise self.no_match()

    def identifier(self) -> str:
        """The text of a name, which is stepped over."""
        if self.kind != NAME:
            raise self.no_match()
        text = self.tokens.texts[self.pos]
        self.pos += 1
        self.kind = self.kinds[self.pos]
        return text if text.isascii() else self.services.normalize(text)

    def type_comment(self) -> Optional[str]:
        """The text of a comment that tells a type, if one stands here; it is stepped over."""
        if self.kind != TYPE_COMMENT:
            return None
        text = self.tokens.texts[self.pos]
        self.advance()
        return text

    def require_version(self, minor: int, what: str) -> None:
        """Raises the failure that syntax is newer than the version that is accepted."""
        if self.feature_version < minor:
            raise self.failure(f"{what} only supported in Python 3.{minor} and greater")

    def is_name(self, pos: int, text: str) -> bool:
        """Whether a token is a name with that text, such as a soft keyword."""
        return self.kinds[pos] == NAME and self.tokens.texts[pos] == text

    def deeper(self) -> None:
        """Count one more level of nesting. Raises the failure that stands for MemoryError."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxFailure("MemoryError", "", 0, 0, 0, 0, "")

    # Placing.

    def locate(self, node: N, start: int) -> N:
        """Place a node that begins with token ``start`` and ends before the current one."""
        all_tokens = self.tokens
        end = self.pos - 1
        node.lineno = all_tokens.lines[start]
        node.col_offset = all_tokens.columns[start]
        node.end_lineno = all_tokens.end_lines[end]
        node.end_col_offset = all_tokens.end_columns[end]
        return node

    def locate_token(self, node: N, index: int) -> N:
        """Place a node over one token."""
        all_tokens = self.tokens
        node.lineno = all_tokens.lines[index]
        node.col_offset = all_tokens.columns[index]
        node.end_lineno = all_tokens.end_lines[index]
        node.end_col_offset = all_tokens.end_columns[index]
        return node

    def locate_block(self, node: N, start: int) -> N:
        """Place a node that ends with a block, of which the closing tokens stand for no text."""
        all_tokens = self.tokens
        end = self.pos - 1
        while tokens.NEWLINE <= self.kinds[end] <= tokens.DEDENT:
            end -= 1
        node.lineno = all_tokens.lines[start]
        node.col_offset = all_tokens.columns[start]
        node.end_lineno = all_tokens.end_lines[end]
        node.end_col_offset = all_tokens.end_columns[end]
        return node

    # Failing.

    def no_match(self) -> NoMatch:
        """That no rule goes on with the current token. Raises the tokenizer's failure if that is what stands here."""
        self.look_at(self.pos)
        return NoMatch()

    def look_at(self, pos: int) -> None:
        """Note that a rule looked ahead as far as that."""
        if pos > self.furthest:
            self.furthest = pos
        failure = self.tokens.failure
        if failure is not None and self.kinds[pos] == ERROR:
            raise failure

    def last_looked_at(self) -> int:
        """The index of the last token that was looked at."""
        return max(self.pos, self.furthest)

    def failure(self, message: str, kind: str = "SyntaxError") -> SyntaxFailure:
        """A failure at the last token that was looked at."""
        pos = self.last_looked_at()
        all_tokens = self.tokens
        line = all_tokens.lines[pos]
        if all_tokens.is_structural(pos):
            return self.failure_in_text(kind, message, line, all_tokens.columns[pos] - 1, line, -2)
        return self.failure_in_text(kind, message, line, all_tokens.columns[pos],
                                    all_tokens.end_lines[pos], all_tokens.end_columns[pos])

    def failure_at_token(self, message: str, pos: int) -> SyntaxFailure:
        return self.failure_between(message, pos, pos)

    def failure_between(self, message: str, first: int, last: int) -> SyntaxFailure:
        """A failure from one token to another, or at one that stands for no text."""
        all_tokens = self.tokens
        if all_tokens.is_structural(first):
            line = all_tokens.lines[first]
            return self.failure_in_text("SyntaxError", message, line, -1, line, -1)
        return self.failure_in_text("SyntaxError", message, all_tokens.lines[first], all_tokens.columns[first],
                                    all_tokens.end_lines[last], all_tokens.end_columns[last])

    def failure_from(self, message: str, first: int) -> SyntaxFailure:
        """A failure from one token to the last that was looked at."""
        all_tokens = self.tokens
        last = self.last_looked_at()
        return self.failure_in_text("SyntaxError", message, all_tokens.lines[first], all_tokens.columns[first],
                                    all_tokens.end_lines[last], all_tokens.end_columns[last] - 1)

    def failure_at_node(self, message: str, node: ast.Node) -> SyntaxFailure:
        return self.failure_over(message, node, node)

    def failure_over(self, message: str, first: ast.Node, last: ast.Node) -> SyntaxFailure:
        """A failure from the beginning of one node to the end of another."""
        return self.failure_in_text("SyntaxError", message, first.lineno, first.col_offset,
                                    last.end_lineno, last.end_col_offset)

    def failure_in_text(self, kind: str, message: str, line: int, column: int, end_line: int,
                        end_column: int) -> SyntaxFailure:
        """A failure at a place given as nodes have it."""
        if self.is_fstring:
            message = "f-string: " + message
            column -= self.first_column
            end_column -= self.first_column
        text = line_of(self.source, line - self.first_line + 1)
        if line < self.tokens.end_lines[self.last_looked_at()] and text.endswith(b"\n"):
            text = text[:len(text) - 1]     # CPython has the newline only of the line that it read last
        return failure_at(kind, message, text, line, column, end_line, end_column)
