"""Docstrings."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.objects.make import Str


def docstring_of(body: list[ast.stmt]) -> Optional[Str]:
    """The string that a body begins with, or None."""
    if len(body) == 0:
        return None
    first = body[0]
    if isinstance(first, ast.Expr):
        value = first.value
        if isinstance(value, ast.Constant):
            text = value.value
            if isinstance(text, Str):
                return text
    return None
