"""The compiler as a whole: source text or a syntax tree to a code object."""
from __future__ import annotations

from interpreter.compiler import ast
from interpreter.compiler.codegen.generator import generate
from interpreter.compiler.futures import find_futures
from interpreter.compiler.options import CompilerFlag, Options
from interpreter.compiler.parser import Mode, parse
from interpreter.compiler.services import Services
from interpreter.compiler.symtable import SymbolTable, build_symbol_table
from interpreter.objects.code import Code

__all__ = ["CompilerFlag", "Mode", "compile_ast", "compile_source", "symbol_table"]


def compile_source(source: bytes, filename: str, mode: int, flags: int, optimize: int, services: Services) -> Code:
    """The code object of a source in UTF-8. `mode` is a `Mode`, `flags` are bits of `CompilerFlag`, `optimize` is 0, 1 or 2.

    Raises SyntaxFailure, with the text of the line if it comes from the parser."""
    return compile_ast(parse(source, mode, services, flags), filename, flags, optimize, services)


def compile_ast(tree: ast.mod, filename: str, flags: int, optimize: int, services: Services) -> Code:
    """The code object of a syntax tree. Raises SyntaxFailure."""
    futures = find_futures(tree)
    options = Options(filename, flags | futures.flags, optimize, services)
    table = build_symbol_table(tree, options.has_future_annotations())
    return generate(tree, options, table, futures.last_line)


def symbol_table(source: bytes, filename: str, mode: int, flags: int, services: Services) -> SymbolTable:
    """The symbol table of a source, for the module `_symtable`. Raises SyntaxFailure."""
    tree = parse(source, mode, services)
    futures = find_futures(tree)
    return build_symbol_table(tree, (flags | futures.flags) & CompilerFlag.FUTURE_ANNOTATIONS != 0)
