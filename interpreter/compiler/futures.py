"""``from __future__ import``: which features a source asks for, and how far down it may ask (PEP 236)."""
from __future__ import annotations

from interpreter.compiler import ast
from interpreter.compiler.docstrings import docstring_of
from interpreter.compiler.nodes import Node
from interpreter.compiler.options import CompilerFlag
from interpreter.compiler.syntaxerrors import SyntaxFailure

FUTURE_MODULE = "__future__"

_FEATURES = {"nested_scopes": 0, "generators": 0, "division": 0, "absolute_import": 0, "with_statement": 0, "print_function": 0,
             "unicode_literals": 0, "barry_as_FLUFL": CompilerFlag.BARRY_AS_BDFL, "generator_stop": CompilerFlag.GENERATOR_STOP,
             "annotations": CompilerFlag.FUTURE_ANNOTATIONS}
"""The flag of each feature; 0 for those that are always there."""


class Futures:
    """What the beginning of a source asks for: flags, and the last line where it may do so."""
    flags: int
    last_line: int

    def __init__(self) -> None:
        self.flags = 0
        self.last_line = 0


def find_futures(tree: ast.mod) -> Futures:
    """The features that a tree asks for. Raises SyntaxFailure for one that does not exist."""
    result = Futures()
    if isinstance(tree, ast.Module):
        _read_body(tree.body, result)
    elif isinstance(tree, ast.Interactive):
        _read_body(tree.body, result)
    return result


def _read_body(body: list[ast.stmt], result: Futures) -> None:
    start = 1 if docstring_of(body) is not None else 0
    done = False
    line = 0
    for i in range(start, len(body)):
        node = body[i]
        if done and node.lineno > line:
            return
        line = node.lineno
        if not isinstance(node, ast.ImportFrom) or node.module != FUTURE_MODULE or node.level != 0:
            done = True
        elif done:  # in the line of another statement: the code generator compares lines
            raise failure_before("from __future__ imports must occur at the beginning of the file", node, node.col_offset)
        else:
            for alias in node.names:
                result.flags |= check_feature(alias.name, node)
            result.last_line = node.lineno


def check_feature(name: str, node: Node) -> int:
    """The flag of a feature. Raises SyntaxFailure for one that does not exist."""
    flag = _FEATURES.get(name, -1)
    if flag >= 0:
        return flag
    message = "not a chance" if name == "braces" else f"future feature {name} is not defined"
    raise failure_before(message, node, node.col_offset + 1)


def failure_before(message: str, node: Node, offset: int) -> SyntaxFailure:
    """A failure whose end is not known."""
    return SyntaxFailure("SyntaxError", message, node.lineno, offset, node.lineno, 0, "")
