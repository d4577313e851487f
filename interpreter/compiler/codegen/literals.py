"""What warnings say about literals."""
from __future__ import annotations

from interpreter.compiler import ast
from interpreter.objects.make import ELLIPSIS, NONE, Bool, Bytes, Complex, Float, Int, Object, Str


def description_of_literal(node: ast.expr) -> str:
    """The name of the type that an expression surely has, or ""."""
    if isinstance(node, ast.Constant):
        return _constant_type(node.value)
    if isinstance(node, (ast.Tuple, ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Set, ast.SetComp)):
        return _display_type(node)
    if isinstance(node, ast.GeneratorExp):
        return "generator"
    if isinstance(node, ast.Lambda):
        return "function"
    if isinstance(node, (ast.JoinedStr, ast.FormattedValue)):
        return "str"
    return ""


def is_index_literal(node: ast.expr) -> bool:
    """Whether a literal may be the index of a sequence."""
    return isinstance(node, ast.Constant) and isinstance(node.value, Int)


def _display_type(node: ast.expr) -> str:
    if isinstance(node, ast.Tuple):
        return "tuple"
    if isinstance(node, (ast.List, ast.ListComp)):
        return "list"
    if isinstance(node, (ast.Dict, ast.DictComp)):
        return "dict"
    return "set"


def _constant_type(value: Object) -> str:
    if isinstance(value, Str):
        return "str"
    if isinstance(value, Bool):
        return "bool"
    if isinstance(value, Int):
        return "int"
    if isinstance(value, Float):
        return "float"
    if isinstance(value, Complex):
        return "complex"
    if isinstance(value, Bytes):
        return "bytes"
    if value is NONE:
        return "NoneType"
    return "ellipsis" if value is ELLIPSIS else "tuple"
