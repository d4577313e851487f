"""C functions that the program calls: those that headers declare, and those that a library's ``source`` defines.

A header may declare a function in any way, so it is called just so. What a source defines (often static functions, with
state of their own) stands in one C file, with a wrapper for each function that is called from elsewhere.
"""
from __future__ import annotations

from collections.abc import Iterable

from transform.c.declarations import Declarations, Uses, declare
from transform.c.names import digest
from transform.ir.graph import CFunction
from transform.ir.types import VOID, PointerType, Type


def is_declared(function: CFunction) -> bool:
    """Whether headers say how the function is called; otherwise the part that calls it declares it (see `c_head`)."""
    return bool(function.headers) and not function.source


def c_symbol(function: CFunction) -> str:
    """The name by which the program calls a function."""
    return f"source_{digest(function.source)}_{function.name}" if function.source else function.name


def c_head(declarations: Declarations, function: CFunction, uses: Uses, names: Iterable[str] | None = None) -> str:
    """The head of a function that no header declares, with these names of parameters. Notes the types in ``uses``."""

    def spelled(type: Type) -> str:
        if function.source and isinstance(type, PointerType):
            return "void *"  # what it points to may be known in the source alone
        uses.type(type)
        return declarations.ctype(type)

    types = [spelled(type) for type in function.signature.params]
    params = types if names is None else [declare(type, name) for type, name in zip(types, names)]
    if function.variadic:
        params.append("...")
    # A C function without a result is void, unlike one of ours.
    return declarations.prototype(c_symbol(function), params, spelled(function.signature.result))


def source_files(declarations: Declarations, functions: Iterable[CFunction]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Name, text and headers of a C file for each source that defines some of these functions."""
    by_source: dict[tuple[str, tuple[str, ...]], list[CFunction]] = {}
    for function in sorted(functions, key=lambda f: f.name):
        if function.source:
            by_source.setdefault((function.source, function.headers), []).append(function)
    files = []
    for (source, headers), wrapped in by_source.items():
        lines = [f"#include <{header}>" for header in headers]
        lines += ['#include "rt.h"', '#pragma GCC diagnostic ignored "-Wunused-function"', source]
        for function in wrapped:
            names = [f"a{number}" for number in range(len(function.signature.params))]
            call = f"{function.name}({', '.join(names)})"
            if function.signature.result is not VOID:
                cast = "(void *)" if isinstance(function.signature.result, PointerType) else ""
                call = f"return {cast}{call}"
            lines += [c_head(declarations, function, Uses(), names), "{", f"    {call};", "}"]
        files.append((f"source_{digest(source)}.c", "\n".join(lines) + "\n", headers))
    return files
