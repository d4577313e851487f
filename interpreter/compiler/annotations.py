"""Whether a body annotates variables."""
from __future__ import annotations

from interpreter.compiler import ast


def has_annotations(body: list[ast.stmt]) -> bool:
    """Whether there is an annotated assignment in a body, or in statements in it; not in functions and classes."""
    finder = _Finder()
    for node in body:
        node.accept(finder)
        if finder.found:
            return True
    return False


class _Finder(ast.Visitor):
    found: bool

    def __init__(self) -> None:
        self.found = False

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.found = True

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        pass

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        pass

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        pass
