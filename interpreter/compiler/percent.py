"""``"..." % (...)`` as an f-string, where the format asks for texts only: nothing is left to parse at run time."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.compiler.nodes import Node
from interpreter.numbers.percent import PercentParser, PercentPiece
from interpreter.objects.make import new_str

_MAX_WIDTH = 999


def as_fstring(format: str, node: ast.BinOp, arguments: list[ast.expr]) -> Optional[ast.JoinedStr]:
    """The f-string that gives the same, or None: for other types than s, r and a, flags, or a wrong number of arguments."""
    parser = PercentParser(format)
    values: list[ast.expr] = []
    literal = ""
    used = 0
    try:
        while True:
            literal += parser.literal()
            piece = parser.piece()
            if piece is None:
                break
            if piece.escape:
                literal += "%"
                continue
            if used == len(arguments) or not _is_plain(piece):
                return None
            _add_literal(values, literal, node)
            literal = ""
            argument = arguments[used]
            used += 1
            value = ast.FormattedValue(argument, ord(piece.type), _specification(piece, argument))
            values.append(_placed(value, argument))
    except ValueError:
        return None
    if used != len(arguments):
        return None
    _add_literal(values, literal, node)
    result = ast.JoinedStr(values)
    _placed(result, node)
    return result


def _is_plain(piece: PercentPiece) -> bool:
    if piece.key is not None or piece.width_argument or piece.precision_argument:
        return False
    if piece.plus or piece.space or piece.alternate or piece.zero or piece.width > _MAX_WIDTH or piece.precision > _MAX_WIDTH:
        return False
    return piece.type in ("s", "r", "a")


def _specification(piece: PercentPiece, argument: ast.expr) -> Optional[ast.expr]:
    """What the f-string has behind the colon, if anything."""
    if piece.width < 0 and piece.precision < 0:
        return None
    width = str(piece.width) if piece.width > 0 else ""
    align = "" if width == "" or piece.left else ">"
    precision = f".{piece.precision}" if piece.precision >= 0 else ""
    return _placed(ast.Constant(new_str(align + width + precision), None), argument)


def _add_literal(values: list[ast.expr], literal: str, node: ast.BinOp) -> None:
    if literal:
        values.append(_placed(ast.Constant(new_str(literal), None), node))


def _placed(made: ast.expr, node: Node) -> ast.expr:
    """The new node, at the place of another."""
    made.lineno = node.lineno
    made.col_offset = node.col_offset
    made.end_lineno = node.end_lineno
    made.end_col_offset = node.end_col_offset
    return made
