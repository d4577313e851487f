"""Cuts the program into C files of even size, each declaring what it uses.

Boundaries are chosen by content: at a name whose hash says so, once a part has its least size. So a function that
grows or is added moves no others between parts, but at most those up to the next boundary.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from transform.c.data import DataText
from transform.c.declarations import Uses, declare, result_type
from transform.c.control import CodeText, attributes
from transform.c.foreign import c_head
from transform.c.names import digest
from transform.c.program import Symbols
from transform.ir.graph import Function

T = TypeVar("T")

_TYPICAL_LINES = 40  # of one item; sets how often a hash makes a boundary


@dataclass
class CFile:
    """A file of generated C. ``headers`` are those that it includes, rt.h apart."""

    name: str
    text: str
    headers: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        return self.text.count("\n")


def cut(items: Iterable[T], name: Callable[[T], str], lines: Callable[[T], int], target: int) -> list[list[T]]:
    """Items in order, in groups of about ``target`` lines (from half of it up to double)."""
    groups: list[list[T]] = []
    size = 0
    threshold = int(_TYPICAL_LINES / (target / 2) * (1 << 32))
    for item in items:
        if not groups or size >= 2 * target or (
                size >= target // 2 and int(digest(name(item)), 16) < threshold):
            groups.append([])
            size = 0
        groups[-1].append(item)
        size += lines(item)
    return groups


class Assembler:
    """Puts texts and their declarations together."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self._prototypes: dict[Function, tuple[str, Uses]] = {}

    def code(self, texts: Sequence[CodeText]) -> CFile:
        """A part with functions."""
        uses = Uses()
        for text in texts:
            uses.update(text.uses)
            uses.functions.add(text.function)
        tables = [f"extern const rt_location {text.symbol}__places[];" for text in texts if text.locations]
        lines = self._declare(uses, frozenset())
        lines += tables
        for text in texts:
            lines.append("")
            lines += text.lines
        return self._file(f"code_{texts[0].symbol}", lines, uses)

    def data(self, kind: str, texts: Sequence[DataText]) -> CFile:
        """A part with static data."""
        uses = Uses()
        for text in texts:
            uses.update(text.uses)
        lines = self._declare(uses, frozenset())
        for text in texts:
            lines += text.lines
        name = kind if texts[0].symbol.startswith("rt_") else f"{kind}_{texts[0].symbol}"
        return self._file(name, lines, uses)

    def _file(self, name: str, lines: list[str], uses: Uses) -> CFile:
        headers = sorted(header for header in uses.headers if header != "rt.h")
        head = ['#include "rt.h"'] + [f"#include <{header}>" for header in headers] + [""]
        return CFile(name + ".c", "\n".join(head + lines) + "\n", tuple(headers))

    def _declare(self, uses: Uses, own: frozenset[str]) -> list[str]:
        """The declarations of what is used. Completes ``uses`` with what those mention."""
        symbols = self._symbols
        prototypes = []
        for function in sorted(uses.functions, key=symbols.function):
            text, mentioned = self._prototype(function)
            prototypes.append(text)
            uses.update(mentioned)
        prototypes += [f"extern {c_head(symbols.declarations, f, uses)};"
                       for f in sorted(uses.c_functions, key=lambda f: f.name)]
        objects = []
        for prebuilt in uses.prebuilts:
            uses.tags.add(prebuilt.cls)
            tag = symbols.declarations.tag(prebuilt.cls)
            objects.append(f"extern struct {tag} {symbols.prebuilt(prebuilt)};")
        definitions = symbols.declarations.all_definitions(uses)
        lines = symbols.declarations.tag_lines(uses)
        lines += definitions
        for tag in sorted(symbols.declarations.tag(cls) for cls in uses.classes):
            lines.append(f"extern const char RT_TID_{tag}[], RT_TIDS_{tag}[];")
        return lines + prototypes + sorted(objects)

    def _prototype(self, function: Function) -> tuple[str, Uses]:
        found = self._prototypes.get(function)
        if found is None:
            uses = Uses()
            names = [""] * len(function.signature.params)
            head = self._symbols.head(function, names, uses)
            found = self._prototypes[function] = attributes(function) + head + ";", uses
        return found


__all__ = ["Assembler", "CFile", "cut", "declare", "result_type"]
