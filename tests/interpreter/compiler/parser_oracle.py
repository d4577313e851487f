"""Trees and errors of our parser in the form of CPython's, so that they can be compared."""
from __future__ import annotations

import ast as python_ast
import unicodedata
import warnings
from typing import Any, NamedTuple, Optional

from interpreter.compiler import ast
from interpreter.compiler.operators import ENUMERATIONS
from interpreter.compiler.parser import parse
from interpreter.compiler.parser_statements import Mode
from interpreter.compiler.services import DecodingFailure, Services
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.numbers.bigint_text import to_text
from interpreter.objects import make
from interpreter.objects.int import LargeInt, SmallInt
from interpreter.objects.object import Object

MODES = {"exec": Mode.EXEC, "single": Mode.SINGLE, "eval": Mode.EVAL, "func_type": Mode.FUNC_TYPE}


class PythonServices(Services):
    """The compiler's services by those of the Python that runs the tests."""

    def __init__(self) -> None:
        self.warnings: list[tuple[str, str, int]] = []

    def warn(self, category: str, message: str, lineno: int) -> bool:
        self.warnings.append((category, message, lineno))
        return True

    def normalize(self, identifier: str) -> str:
        return unicodedata.normalize("NFKC", identifier)

    def character_named(self, name: str) -> str:
        try:
            return unicodedata.lookup(name)
        except KeyError:
            return ""

    def decode(self, data: bytes, encoding: str) -> str:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise DecodingFailure(str(error))


class Failure(NamedTuple):
    """A SyntaxError. The text is that without newline."""

    kind: str
    message: str
    lineno: Optional[int]
    offset: Optional[int]
    end_lineno: Optional[int]
    end_offset: Optional[int]
    text: str


def expected_tree(source: str, mode: str = "exec", flags: int = 0) -> python_ast.AST | Failure:
    """CPython's tree, or its error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = compile(source, "<source>", mode, flags | python_ast.PyCF_ONLY_AST, dont_inherit=True)
            assert isinstance(tree, python_ast.AST)
            return tree
        except SyntaxError as error:
            return Failure(type(error).__name__, error.msg, error.lineno, error.offset, error.end_lineno,
                           error.end_offset, (error.text or "").rstrip("\n"))
        except MemoryError:
            return Failure("MemoryError", "", 0, 0, 0, 0, "")


def tree_of(source: str, mode: str = "exec", flags: int = 0) -> python_ast.AST | Failure:
    """Our tree as one of CPython's, or our error."""
    try:
        tree = to_python(parse(source.encode(), MODES[mode], PythonServices(), flags))
        assert isinstance(tree, python_ast.AST)
        return tree
    except SyntaxFailure as failure:
        return Failure(failure.kind, failure.message, failure.lineno, failure.offset, failure.end_lineno,
                       failure.end_offset, failure.text.rstrip("\n"))


def dump(tree: python_ast.AST | Failure) -> str:
    """A tree with its positions as text."""
    if isinstance(tree, Failure):
        return repr(tree)
    return python_ast.dump(tree, include_attributes=True, indent=1)


def to_python(node: Any) -> Any:
    """A node as one of CPython's."""
    if not isinstance(node, ast.Node):
        return node
    cls = getattr(python_ast, type(node).__name__)
    fields: dict[str, Any] = {}
    for field in type(node).FIELDS:
        value = getattr(node, field.name)
        if field.type == "Object":
            fields[field.name] = python_value(value)
        elif field.type in ENUMERATIONS:
            names = ENUMERATIONS[field.type].names
            classes = [getattr(python_ast, names[n])() for n in (value if field.is_list else [value])]
            fields[field.name] = classes if field.is_list else classes[0]
        elif field.is_list:
            fields[field.name] = [to_python(item) for item in value]
        else:
            fields[field.name] = to_python(value)
    if cls is python_ast.Module:
        fields["type_ignores"] = []
    for name in cls._attributes:
        fields[name] = getattr(node, name)
    return cls(**fields)


def python_value(value: Object) -> object:
    """A constant as an object of CPython."""
    if isinstance(value, LargeInt):
        return int(to_text(value.value, 16), 16)
    if isinstance(value, make.Complex):
        return complex(value.real, value.imag)
    if isinstance(value, (make.Bool, SmallInt, make.Str, make.Bytes)):
        return value.value
    if isinstance(value, make.Float):
        return value.value  # type: ignore[attr-defined]
    return None if value is make.NONE else ...
