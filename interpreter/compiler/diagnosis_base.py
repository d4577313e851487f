"""What finds the message for a wrong source: a parser that knows common mistakes besides the rules.

A source that the parser refused is parsed once more. Before a rule is applied (or after it failed) the mistakes that
are known for it are looked for, by the same rules; the first that is found is raised as SyntaxFailure. What is tried
where, and in which order, decides which of several mistakes is told, so it follows CPython 3.11's grammar. Since much
is tried in vain, results are remembered: the time stays linear.
"""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.compiler import ast, tokens
from interpreter.compiler.ast import Comparison
from interpreter.compiler.parser_base import NoMatch, ParserBase
from interpreter.compiler.parser_statements import StatementParser
from interpreter.compiler.services import Services
from interpreter.compiler.tokens import LBRACE, LPAR, LSQB, NAME, RBRACE, RPAR, RSQB, TokenList
from interpreter.objects.make import ELLIPSIS, FALSE, NONE, TRUE
from transform.rpython import class_name

# Rules whose results are remembered; the last ones only if mistakes were looked for.
(EXPRESSION, DISJUNCTION, BITWISE_OR, PRIMARY, ATOM, NAMED_EXPRESSION, RULE_COUNT) = range(7)
FIRST_CHECKED = ATOM


class TargetKind:
    """What a target is for."""

    ASSIGNMENT, DELETION, LOOP = range(3)


class Remembered:
    """What a rule gave at a token: a node (None if it did not match) and where it ended."""

    node: Optional[ast.expr]
    end: int

    def __init__(self, node: Optional[ast.expr], end: int) -> None:
        self.node = node
        self.end = end


class DiagnosisBase(StatementParser):
    """Trying rules."""

    memory: dict[int, Remembered]   # by token and rule
    is_quiet: bool                  # whether mistakes are not looked for

    def __init__(self, source: bytes, token_list: TokenList, services: Services) -> None:
        super().__init__(source, token_list, services)
        self.memory = {}
        self.is_quiet = False

    def continue_from(self, parser: ParserBase) -> None:
        """Begin where a parser that failed began."""
        self.furthest = parser.last_looked_at()
        self.depth = 0
        self.is_fstring = parser.is_fstring
        self.first_line = parser.first_line
        self.first_column = parser.first_column
        self.warned = len(self.kinds)

    def attempt(self, rule: Callable[[], ast.expr]) -> Optional[ast.expr]:
        """The result of a rule, or None where it does not match; then nothing is stepped over."""
        pos, depth = self.pos, self.depth
        try:
            result = rule()
        except NoMatch:
            self.go_back(pos, depth)
            return None
        self.look_at(self.pos)
        return result

    def attempt_quietly(self, rule: Callable[[], ast.expr]) -> Optional[ast.expr]:
        """`attempt`, without looking for mistakes; not even later in what the rule has read, as it is remembered."""
        was_quiet = self.is_quiet
        self.is_quiet = True
        result = self.attempt(rule)
        self.is_quiet = was_quiet
        return result

    def attempt_aside(self, rule: Callable[[], ast.expr]) -> Optional[ast.expr]:
        """`attempt`, without looking for mistakes, and remembering nothing."""
        memory = self.memory
        self.memory = {}
        result = self.attempt_quietly(rule)
        self.memory = memory
        return result

    def remembered(self, number: int, rule: Callable[[], ast.expr]) -> ast.expr:
        """The result of a rule, which is applied once for a token."""
        if self.is_quiet and number >= FIRST_CHECKED:
            return rule()
        start, depth = self.pos, self.depth
        key = start * RULE_COUNT + number
        known = self.memory.get(key)
        if known is not None:
            if known.node is None:
                raise NoMatch()
            self.go_back(known.end, depth)
            return known.node
        try:
            result = rule()
        except NoMatch:
            self.memory[key] = Remembered(None, start)
            raise
        self.memory[key] = Remembered(result, self.pos)
        return result

    def is_nested(self, pos: int) -> bool:
        """Whether a token is inside of brackets; a closing one is if there are others round it."""
        level = 0
        for i in range(pos + 1):
            kind = self.kinds[i]
            if kind == LPAR or kind == LSQB or kind == LBRACE:
                level += 1
            elif kind == RPAR or kind == RSQB or kind == RBRACE:
                level -= 1
        return level > 0

    def may_be_soft_keyword(self, pos: int) -> bool:
        """Whether a token is a soft keyword or, which CPython 3.11 takes for one, the beginning of one."""
        text = self.tokens.texts[pos]
        return self.kinds[pos] == NAME and (text == "_" or "match".startswith(text) or "case".startswith(text))

    def is_legacy_statement(self, node: ast.expr) -> bool:
        """Whether a name is that of a statement of Python 2."""
        return isinstance(node, ast.Name) and (node.id == "print" or node.id == "exec")

    # Targets.

    def invalid_target(self, node: ast.expr, kind: int) -> Optional[ast.expr]:
        """The first part of an expression that keeps it from being a target."""
        if isinstance(node, ast.Name) or isinstance(node, ast.Attribute) or isinstance(node, ast.Subscript):
            return None
        if isinstance(node, ast.Tuple):
            return self.invalid_item(node.elts, kind)
        if isinstance(node, ast.List):
            return self.invalid_item(node.elts, kind)
        if isinstance(node, ast.Starred) and kind != TargetKind.DELETION:
            return self.invalid_target(node.value, kind)
        if isinstance(node, ast.Compare) and kind == TargetKind.LOOP:
            # `a in b` of a loop was read as a comparison.
            return self.invalid_target(node.left, kind) if node.ops[0] == Comparison.IN else None
        return node

    def invalid_item(self, items: list[ast.expr], kind: int) -> Optional[ast.expr]:
        for item in items:
            invalid = self.invalid_target(item, kind)
            if invalid is not None:
                return invalid
        return None

    def check_target(self, node: ast.expr, kind: int) -> None:
        """Raise the failure that a target is none."""
        invalid = self.invalid_target(node, kind)
        if invalid is not None:
            verb = "delete" if kind == TargetKind.DELETION else "assign to"
            raise self.failure_at_node(f"cannot {verb} {expression_name(invalid)}", invalid)

    # Blocks.

    def check_indent(self, what: str, start: int) -> None:
        """Raise the failure that a colon ends the line and no block follows."""
        pos = self.pos
        if self.kind == tokens.COLON and self.kinds[pos + 1] == tokens.NEWLINE:
            self.look_at(pos + 2)
            if self.kinds[pos + 2] != tokens.INDENT:
                raise self.failure(f"expected an indented block after {what} on line {self.tokens.lines[start]}",
                                   "IndentationError")

    def check_colon(self) -> None:
        """Raise the failure that a line ends without its colon."""
        if self.kind == tokens.NEWLINE:
            raise self.failure("expected ':'")


def expression_name(node: ast.expr) -> str:
    """What an expression is called in messages."""
    if isinstance(node, ast.Constant):
        value = node.value
        if value is NONE:
            return "None"
        if value is TRUE:
            return "True"
        if value is FALSE:
            return "False"
        return "ellipsis" if value is ELLIPSIS else "literal"
    return EXPRESSION_NAMES[class_name(node)]


EXPRESSION_NAMES = {
    "Attribute": "attribute", "Subscript": "subscript", "Starred": "starred", "Name": "name", "List": "list",
    "Tuple": "tuple", "Lambda": "lambda", "Call": "function call", "BoolOp": "expression", "BinOp": "expression",
    "UnaryOp": "expression", "GeneratorExp": "generator expression", "Yield": "yield expression",
    "YieldFrom": "yield expression", "Await": "await expression", "ListComp": "list comprehension",
    "SetComp": "set comprehension", "DictComp": "dict comprehension", "Dict": "dict literal", "Set": "set display",
    "JoinedStr": "f-string expression", "FormattedValue": "f-string expression", "Compare": "comparison",
    "IfExp": "conditional expression", "NamedExpr": "named expression", "Slice": "slice",
}
