"""From a live function to its syntax tree.

Each source file is parsed once. A function is found in it by its name and first line,
which is what its code object remembers."""
from __future__ import annotations

import ast
import linecache
from types import FunctionType
from typing import Iterator, Optional, Union

from transform.frontend.errors import Span, TranslationError

FunctionNode = Union[ast.FunctionDef, ast.Lambda]

_STATEMENTS = (ast.stmt, ast.excepthandler, ast.match_case)

_files: dict[str, tuple[int, dict[tuple[str, int], list[FunctionNode]]]] = {}


def _index(filename: str) -> dict[tuple[str, int], list[FunctionNode]]:
    text = "".join(linecache.getlines(filename))
    known = _files.get(filename)
    if known is not None and known[0] == hash(text):
        return known[1]
    index: dict[tuple[str, int], list[FunctionNode]] = {}
    for node in _functions(ast.parse(text, filename), "lambda" in text):
        if isinstance(node, ast.FunctionDef):
            first = min([node.lineno] + [d.lineno for d in node.decorator_list])
            index.setdefault((node.name, first), []).append(node)
        elif isinstance(node, ast.AsyncFunctionDef):
            first = min([node.lineno] + [d.lineno for d in node.decorator_list])
            index.setdefault((node.name, first), [])
        elif isinstance(node, ast.Lambda):
            index.setdefault(("<lambda>", node.lineno), []).append(node)
    _files[filename] = (hash(text), index)
    return index


def _functions(tree: ast.Module, with_lambdas: bool) -> Iterator[ast.AST]:
    """The nodes of a file among which its functions are. Without lambdas only statements need be looked at, which are
    a small part of all nodes."""
    work: list[ast.AST] = [tree]
    while work:
        node = work.pop()
        yield node
        work.extend(child for child in ast.iter_child_nodes(node)
                    if with_lambdas or isinstance(child, _STATEMENTS))


def function_node(function: FunctionType) -> FunctionNode:
    """The syntax tree of a live function. TranslationError where it has no source."""
    code = function.__code__
    found: Optional[list[FunctionNode]] = None
    if linecache.getlines(code.co_filename):
        found = _index(code.co_filename).get((code.co_name, code.co_firstlineno))
    span = Span(code.co_filename, code.co_firstlineno, 0, 1)
    if found is None:
        raise TranslationError(
            f"no source for function '{function.__qualname__}'", span, function=function.__qualname__,
            hint="RPython functions come from source files; those made by exec or by dataclasses have none")
    if not found:
        raise TranslationError("async functions are not RPython", span, function=function.__qualname__)
    if len(found) > 1:
        raise TranslationError("several lambdas in one line cannot be told apart", span,
                               hint="put each on a line of its own", function=function.__qualname__)
    return found[0]
