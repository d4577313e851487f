"""The compiler as `compile`, `exec`, imports and the command line use it."""
from __future__ import annotations

from interpreter.compiler.compile import Mode, compile_ast, compile_source
from interpreter.compiler.parser import parse
from interpreter.compiler.parser_base import NEWEST
from interpreter.compiler.source import decode_source
from interpreter.compiler.syntaxerrors import SyntaxFailure, line_of
from interpreter.errors import EXCEPTIONS, PyError, memory_error, type_error
from interpreter.modules.ast.from_objects import from_object
from interpreter.modules.ast.to_objects import to_object
from interpreter.modules.ast.types import NODE_TYPES
from interpreter.modules.ast.validation import validate
from interpreter.modules.compiler_services import WarningServices, services
from interpreter.modules.files import is_file
from interpreter.modules.source_lines import source_of
from interpreter.modules.state import settings
from interpreter.objects.code import Code
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import new_tuple
from interpreter.protocols.call import call

__all__ = ["Mode", "compile_text", "compile_tree", "decoded", "is_tree", "parse_text", "syntax_error"]


def decoded(source: bytes, filename: str) -> bytes:
    """A source in UTF-8, from the encoding that it declares. Raises SyntaxError as a Python exception."""
    try:
        return decode_source(source, services)
    except SyntaxFailure as failure:
        raise syntax_error(failure, filename) from failure


def compile_text(source: bytes, filename: str, mode: int, flags: int, optimize: int) -> Code:
    """The code of a source in UTF-8; an `optimize` of -1 is what the command line says. Raises SyntaxError as a Python exception."""
    try:
        return compile_source(source, filename, mode, flags, settings.optimize if optimize < 0 else optimize, WarningServices(filename))
    except SyntaxFailure as failure:
        raise syntax_error(failure, filename) from failure


def parse_text(source: bytes, filename: str, mode: int, flags: int, feature_version: int) -> Object:
    """The tree of a source in UTF-8, as objects of the module `ast`. Syntax that is newer than Python 3.`feature_version` is refused, unless that
    is -1. Raises SyntaxError as a Python exception."""
    newest = NEWEST if feature_version < 0 else feature_version
    try:
        return to_object(parse(source, mode, WarningServices(filename), flags, newest))
    except SyntaxFailure as failure:
        raise syntax_error(failure, filename) from failure


_TREE = NODE_TYPES["AST"].type
_ROOTS = {Mode.EXEC: "Module", Mode.EVAL: "Expression", Mode.SINGLE: "Interactive", Mode.FUNC_TYPE: "FunctionType"}


def is_tree(x: Object) -> bool:
    """Whether an object is a node of the module `ast`."""
    return type_of(x).is_subtype(_TREE)


def compile_tree(x: Object, filename: str, mode: int, flags: int, optimize: int) -> Code:
    """The code of a tree made of objects of the module `ast`. Raises TypeError, ValueError or SyntaxError as Python exceptions."""
    root = _ROOTS[mode]
    if not type_of(x).is_subtype(NODE_TYPES[root].type):
        raise type_error(f"expected {root} node, got {type_of(x).name}")
    tree = from_object(x)
    validate(tree)
    try:
        return compile_ast(tree, filename, flags, settings.optimize if optimize < 0 else optimize, WarningServices(filename))
    except SyntaxFailure as failure:
        raise syntax_error(failure, filename) from failure


def syntax_error(failure: SyntaxFailure, filename: str) -> PyError:
    """The Python exception for what the compiler found."""
    if failure.kind == "MemoryError":
        return memory_error()
    kind = EXCEPTIONS[failure.kind]
    if failure.lineno < 0:
        return PyError(kind, "", call(kind, [new_str(failure.message)]))
    if failure.lineno == 0:
        whole = new_tuple([new_str(filename), new_int(0), new_int(failure.offset), NONE])
        return PyError(kind, "", call(kind, [new_str(failure.message), whole]))
    text = failure.text if failure.text else text_of_line(filename, failure.lineno)
    place = new_tuple([new_str(filename), new_int(failure.lineno), new_int(failure.offset), new_str(text) if text else NONE,
                       new_int(failure.end_lineno), new_int(failure.end_offset)])
    return PyError(kind, "", call(kind, [new_str(failure.message), place]))


def text_of_line(filename: str, number: int) -> str:
    """A line of a file, for failures that do not know their source; empty if there is none."""
    return line_of(source_of(filename), number).decode() if number > 0 and is_file(filename) else ""
