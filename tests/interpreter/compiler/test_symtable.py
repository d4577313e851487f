"""The symbol table against CPython's: all scopes, in order, with the flags of all names."""
from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any, Iterator

import _symtable  # type: ignore[import-not-found]
import pytest

from interpreter.compiler.compile import Mode, symbol_table
from interpreter.compiler.scopes import Scope, mangle
from tests.interpreter.compiler.compiling import RecordingServices, sections

SOURCES = sections('''\
# closures
def f(a, *b, c=1, **d):
    def g():
        nonlocal a
        a = b
        return lambda: (a, c, e)
    return g, d
# globals
global x
def f():
    global y, x
    y = x
    def g():
        return y
import a.b as c, d.e
from f import g as h, i
# classes
class C(B):
    x = y = 1
    def __f(self):
        return super().f(__class__, x, self.__g)
    z: int
    [y for x in y]
# class closures
def f():
    x = 1
    class C:
        x = x
        def g(self):
            return x
        class D:
            x
# comprehensions
def f(y):
    return [x for x in y if (z := x)], {a: b async for a in c for b in a}, {1 for _ in y}, (i for i in z)
# walrus in nested comprehensions
def f():
    global g
    [[(g := 1, h := 2) for x in y] for z in w]
[(k := 1) for x in y]
# generators
def f():
    yield
async def g():
    await x
    yield 1
lambda: (yield)
def h():
    yield from x
# handlers
def f():
    try: a
    except E as e: b
def g():
    try: a
    except* F as g: c
# patterns
match x:
    case [a, *b] | {'k': a, **b}: c
    case C(d, e=f) as g: h
# deletion
def f(x):
    del x, y
    for z in x: pass
    with x as w, y: pass
    import m
# future annotations
from __future__ import annotations
def f(x: (lambda: y)) -> [z for z in z]:
    a: b = 1
    c: d
# try
try: lambda: 1
except: lambda: 2
else: lambda: 3
finally: lambda: 4
''')
Row = tuple[int, str, int, bool, list[str], dict[str, int]]


def rows(scope: Scope, depth: int = 0) -> Iterator[Row]:
    yield depth, scope.name, scope.kind, scope.is_nested, scope.parameters, scope.symbols
    for child in scope.children:
        yield from rows(child, depth + 1)


def expected_rows(scope: Any, depth: int = 0) -> Iterator[Row]:
    yield depth, scope.name, int(scope.type), bool(scope.nested), scope.varnames, scope.symbols
    for child in scope.children:
        yield from expected_rows(child, depth + 1)


def check(source: bytes) -> None:
    ours = symbol_table(source, "<test>", Mode.EXEC, 0, RecordingServices()).top
    assert list(rows(ours)) == list(expected_rows(_symtable.symtable(source, "<test>", "exec")))


@pytest.mark.parametrize("name", SOURCES)
def test_small_sources(name: str) -> None:
    check(SOURCES[name].encode())


@pytest.mark.parametrize("name", ["argparse", "contextlib", "dataclasses", "functools", "typing", "inspect", "zipfile"])
def test_library(name: str) -> None:
    check((Path(sysconfig.get_path("stdlib")) / f"{name}.py").read_bytes())


def test_mangling() -> None:
    assert [mangle("C", name) for name in ["__x", "__x__", "_x", "x"]] == ["_C__x", "__x__", "_x", "x"]
    assert mangle("__C", "__x") == "_C__x"
    assert mangle("__", "__x") == "__x"
    assert mangle("", "__x") == "__x"
    assert mangle("C", "__a.b") == "__a.b"
