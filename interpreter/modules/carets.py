"""Which part of a source line a traceback marks (PEP 657)."""
from __future__ import annotations

from interpreter.compiler import ast
from interpreter.compiler.parser import Mode, parse
from interpreter.compiler.syntaxerrors import SyntaxFailure, characters_before
from interpreter.modules.compiler_services import services

_SPACES = " \t\f"


def indentation(line: str) -> int:
    """The number of spaces, tabs and form feeds in front of a line."""
    return len(line) - len(line.lstrip(_SPACES))


def caret_line(line: str, column: int, end_column: int, goes_on: bool) -> str:
    """The marks below a line whose indentation was taken away; empty if all of the line would be marked alike.

    Columns count bytes in UTF-8 from 0. `goes_on` says that what failed ends in a later line."""
    removed = indentation(line)
    start = character_offset(line, column)
    if goes_on:
        end = len(line.rstrip(_SPACES))
        left, right = -1, -1
    else:
        end = character_offset(line, end_column)
        left, right = find_anchors(line[start:end])
    if left < 0:
        if end - start == len(line) - removed:
            return ""
        return " " * (start - removed) + "^" * (end - max(start, removed))
    marks = "~" * left + "^" * (right - left) + "~" * (end - start - right)
    return " " * (start - removed) + marks


def character_offset(line: str, column: int) -> int:
    """The number of characters in so many bytes of a line."""
    return characters_before(line.encode(), column)


def find_anchors(segment: str) -> tuple[int, int]:
    """Where the operator of a binary operation, or the brackets of a subscript, lie in an expression's text, in characters;
    (-1, -1) for anything else."""
    source = segment.encode()
    try:
        tree = parse(source, Mode.EXEC, services)
    except SyntaxFailure:
        return -1, -1
    if not isinstance(tree, ast.Module) or len(tree.body) != 1:
        return -1, -1
    statement = tree.body[0]
    if not isinstance(statement, ast.Expr):
        return -1, -1
    expression = statement.value
    if isinstance(expression, ast.BinOp):
        left, right = operator_place(source, expression.left.end_col_offset, expression.right.col_offset)
    elif isinstance(expression, ast.Subscript):
        left, right = bracket_place(source, expression.value.end_col_offset, expression.slice.end_col_offset)
    else:
        return -1, -1
    if left < 0:
        return -1, -1
    return character_offset(segment, left), character_offset(segment, right)


def operator_place(source: bytes, start: int, end: int) -> tuple[int, int]:
    """The operator between two operands, perhaps in parentheses, as byte offsets."""
    left, right = -1, -1
    for i in range(start, end):
        if not is_space(source, i):
            left = i
            right = i + 2 if i + 1 < end and not is_space(source, i + 1) else i + 1
            if source[i] != 41:
                break
    return left, right


def bracket_place(source: bytes, value_end: int, slice_end: int) -> tuple[int, int]:
    """The brackets of a subscript with all between them, as byte offsets."""
    left = value_end
    while left < len(source) and source[left] != 91:
        left += 1
    right = slice_end
    while right < len(source) and source[right] != 93:
        right += 1
    return left, min(right + 1, len(source))


def is_space(source: bytes, i: int) -> bool:
    return source[i] == 32 or source[i] == 9 or source[i] == 12
