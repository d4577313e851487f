"""Trees of the parser, with all positions, against CPython's."""
from __future__ import annotations

import os
import tokenize
from pathlib import Path

import pytest

from interpreter.compiler.parser import parse
from interpreter.compiler.parser_statements import Mode
from interpreter.compiler.source import decode_source
from interpreter.compiler.syntaxerrors import SyntaxFailure
from tests.interpreter.compiler.parser_oracle import PythonServices, dump, expected_tree, tree_of

LIBRARY = Path(os.__file__).parent

FILES = [
    "abc.py", "argparse.py", "ast.py", "asyncio/streams.py", "asyncio/taskgroups.py", "collections/__init__.py",
    "contextlib.py", "copy.py", "dataclasses.py", "datetime.py", "enum.py", "functools.py", "heapq.py", "inspect.py",
    "json/decoder.py", "re/_parser.py", "shlex.py", "statistics.py", "string.py", "textwrap.py", "threading.py",
    "tokenize.py", "types.py", "typing.py", "test/test_coroutines.py", "test/test_except_star.py",
    "test/test_fstring.py",
    "test/test_grammar.py", "test/test_named_expressions.py", "test/test_patma.py", "test/test_string_literals.py",
    "test/test_unicode_identifiers.py", "test/test_with.py",
]

SOURCES = [
    "", "\n", "# only a comment", "x", "x;", "x; y", "x = y = 1", "x: int", "(x): int = 1", "x.y: int = yield",
    "x += yield",
    "a, *b = c", "[a, (b, *c)] = d", "*a, = b", "() = x", "del a, (b, [c.d]), e[0],", "del ()",
    "a[1], a[1:2], a[::], a[1:2, ::3], a[*b], a[*b, c], a[b := 1], a[1,]", "x[a, b:c]",
    "f(), f(a), f(a,), f(*a, b, *c, d=1, *e, **f, g=2), f(x for x in y), f(a := 1), f((a), b=(c))",
    "lambda: 0", "lambda a, /, b=1, *c, d, e=2, **f: (a, f)", "lambda *, a: a", "lambda *a, **b: a",
    "a if b else c if d else e", "a or b and not c or d", "a < b <= c != d is not e not in f in g is h",
    "a | b ^ c & d << e >> f + g - h * i / j // k % l @ m", "-a ** -b", "~+-a", "await a ** b", "not not a",
    "a ** b ** c",
    "a.b.c(d)[e].f", "(a)", "((a))", "(a,)", "()", "(a, b,)", "(yield)", "(yield a, *b)", "(yield from a)",
    "x = yield a",
    "[]", "[a]", "[a, *b]", "{}", "{a}", "{a, *b}", "{a: b, **c}", "{**a}", "{(a := 1): b}",
    "[a for b in c if d if e for f, *g in h]", "{a: b for c in d}", "{a for b in c}", "(a async for b in c)",
    "[x for x in (lambda: y)]",
    "1, 0, 00, 1_000, 0x_ff, 0o17, 0b101, 1.5, .5, 5., 1e10, 1.5e-3, 2j, 1_0.5j, 0xFFFFFFFFFFFFFFFFFFFFFF, 1e999",
    "'a' \"b\" '''c\nd''' r'\\e' 'f\\\ng'", "b'a' rb'\\b' b'\\x41\\n\\101'", "u'a', u'a' 'b', 'a' u'b'",
    r"'\a\b\f\n\r\t\v\\\'\"\0\12\377\x41\u20ac\U0001F600\N{BULLET}\q'", "'é\\é'", "None, True, False, ...",
    "f'', f'a', f'{a}', f'{{a}}', f'a{b}c{d}e', f'{a!r:>{b}.{c}}', f'{a=}', f'{a = !s}'",
    "f'{a, b}', f'{x:=5}', f'{a != b}', f'{d[\"k\"]}', f'{(lambda: 1)()}', f'{yield_}', f'{a:}'",
    "f'{a}' 'b' f'{c}' u'd'",
    "f'''{\na\n}''' f'''\n  {b + c}\n{d:{e}}'''", "rf'\\{a}\\n', f'\\{a}'", "é = ñ + f'ü{ä}ö{ß!r}' + x",
    "x = ('é' 'ü'); y = z", "a \\\n + b", "if x:\n  pass\nelif y:\n  pass\nelse:\n  pass\n",
    "while x: pass\nelse: pass",
    "for a, *b in c, d: pass\nelse: pass", "for a.b[c] in d: pass", "for x in *a, b: pass",
    "try:\n x\nexcept A:\n y\nexcept (B, C) as d:\n z\nexcept:\n w\nelse:\n v\nfinally:\n u\n", "try: x\nfinally: y",
    "try: x\nexcept* A as b: y\nexcept* C: z", "with a: pass", "with a as b, c as (d, e): pass", "with (a, b): pass",
    "with (a as b, c as d,): pass", "with (a), b: pass", "with (a) as b: pass", "with (a, b) as c: pass",
    "with (yield): pass", "with (a := b): pass", "with (a for a in b): pass", "with (a).b as c: pass", "with (): pass",
    "async def f():\n async with a as b: pass\n async for c in d: await e\n return [x async for x in y]",
    "def f(a, b: int = 1, /, c=2, *d: e, f, g: h = 3, **i: j) -> k: pass", "def f(*, a): pass", "def f(*a: *b): pass",
    "@a\n@b.c(d)\n@(e := f)\ndef g(): pass", "@a\nclass B(C, *D, metaclass=E, **F): pass", "class A(): pass",
    "class A: x",
    "@a\nasync def f(): pass", "import a, b.c, d.e.f as g", "from . import a", "from .... import (a as b, c,)",
    "from ...a.b import *", "from a import b, c as d", "global a, b\nnonlocal_ = 1", "raise", "raise a",
    "raise a from b",
    "assert a, b", "return_ = 1", "def f():\n return\n return a, *b\n", "match = 1", "match.x = 1", "match[x]: int",
    "match(x)",
    "match (x), y", "case = match * x", "print(match, case, _)",
    "match x:\n case 1 | -2 | 3 + 4j | -5.0 - 6j | 'a' 'b' | None | True: pass",
    "match x, *y:\n case a, *b, _: pass\n case [*_]: pass\n case (a as b) | (c): pass\n case (a,) | (): pass",
    "match (x):\n case {}: pass\n case {1: a, b.c: _, 'd': [e], **f}: pass\n case {**g,}: pass",
    "match x:\n case {-1: x, None: y}: pass",
    "match [x]:\n case a.b.c: pass\n case A(): pass\n case a.B(c, d=e, f=(g),): pass\n case *a, b if c := d: pass",
    "match -x:\n case x: pass", "match {}:\n case x: pass", "match not x:\n case x: pass",
    "if a:\n\tb\n\tif c:\n\t\td\n", "if a:\n        b\n", "if a:\n  b\n  # c\n # d\n  e\nf",
    "\x0cx\n\x0cif a:\n \x0c b",
    "x = [\n  1,\n\n  # a\n  2,\n]\n", "if 1:\\\n  x\n", "def f():\n    '''doc\n    string'''\n    return (\n   1)\n",
]


@pytest.mark.parametrize("source", SOURCES)
def test_trees_are_those_of_cpython(source: str):
    assert dump(tree_of(source)) == dump(expected_tree(source))


@pytest.mark.parametrize("source", ["a", " a\n\n", "a, b", "a if b else c", "(yield)", "lambda: x", "f'{a}'", "a # b"])
def test_expressions_are_those_of_cpython(source: str):
    assert dump(tree_of(source, "eval")) == dump(expected_tree(source, "eval"))


@pytest.mark.parametrize("source", ["() -> a", "(a, b) -> c.d", "(*a) -> b", "(a, *b, **c) -> d[e]", "(**a) -> b\n"])
def test_function_types_are_those_of_cpython(source: str):
    assert dump(tree_of(source, "func_type")) == dump(expected_tree(source, "func_type"))


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_standard_library(name: str):
    with tokenize.open(LIBRARY / name) as file:
        source = file.read()
    assert dump(tree_of(source)) == dump(expected_tree(source))


def test_identifiers_are_normalized():
    assert dump(tree_of("ﬁ = ª.ﬁ(ﬁ=1)")) == dump(expected_tree("ﬁ = ª.ﬁ(ﬁ=1)"))


def test_warnings():
    services = PythonServices()
    parse(b"x = '\\q'\nb'\\z'\n1if y else 2\nwith (f('\\q')) as z: pass", Mode.EXEC, services)
    # The tokenizer runs first; a literal that is parsed twice is told once.
    assert services.warnings == [
        ("SyntaxWarning", "invalid decimal literal", 3),
        ("DeprecationWarning", "invalid escape sequence '\\q'", 1),
        ("DeprecationWarning", "invalid escape sequence '\\z'", 2),
        ("DeprecationWarning", "invalid escape sequence '\\q'", 4),
    ]


@pytest.mark.parametrize("data, text", [
    (b"x", "x"), (b"\xef\xbb\xbfx", "x"), ("é".encode(), "é"), (b"# coding: latin-1\n\xe9", "# coding: latin-1\né"),
    (b"#!/bin/x\n# -*- coding: iso-8859-15 -*-\n\xa4", "#!/bin/x\n# -*- coding: iso-8859-15 -*-\n€"),
    (b"\n# vim: set fileencoding=ascii :\nx", "\n# vim: set fileencoding=ascii :\nx"),
    (b"x\n# coding: latin-1\n\xc3\xa9", "x\n# coding: latin-1\né"), (b"# coding: UTF_8-unix\n\xc3\xa9",
    "# coding: UTF_8-unix\né"),
])
def test_encodings(data: bytes, text: str):
    assert decode_source(data, PythonServices()).decode() == text


@pytest.mark.parametrize("data", [
    b"# coding: foo\nx", b"\xef\xbb\xbf# coding: latin-1\n", b"# coding: ascii\n\xe9", b"\xff",
])
def test_wrong_encodings(data: bytes):
    with pytest.raises(SyntaxError) as expected:
        compile(data, "<source>", "exec")
    with pytest.raises(SyntaxFailure) as caught:
        decode_source(data, PythonServices())
    assert caught.value.message == expected.value.msg
