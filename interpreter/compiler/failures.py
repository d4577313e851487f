"""SyntaxErrors of the compiler's later stages, at a node of the tree."""
from __future__ import annotations

from interpreter.compiler.nodes import Node
from interpreter.compiler.syntaxerrors import SyntaxFailure


def failure(message: str, node: Node) -> SyntaxFailure:
    """A SyntaxError at a node. As CPython's, its offsets count bytes where those of the parser count characters; the text of the line is
    left to who knows the source."""
    return SyntaxFailure("SyntaxError", message, node.lineno, node.col_offset + 1, node.end_lineno, node.end_col_offset + 1, "")
