"""SyntaxErrors and warnings of the stages behind the parser, against CPython's: messages and places."""
from __future__ import annotations

import ast
import warnings
from typing import Optional

import pytest

from interpreter.compiler.compile import CompilerFlag, Mode, compile_source
from interpreter.compiler.syntaxerrors import SyntaxFailure
from tests.interpreter.compiler.compiling import RecordingServices, compiled
from tests.interpreter.compiler.wrong_sources import WRONG_SOURCES

Failure = tuple[str, Optional[int], Optional[int], Optional[int], Optional[int]]


def expected(source: str) -> Failure:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(SyntaxError) as caught:
            compile(source, "<test>", "exec", dont_inherit=True)
    error = caught.value
    return error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset


@pytest.mark.parametrize("source", WRONG_SOURCES)
def test_errors(source: str) -> None:
    with pytest.raises(SyntaxFailure) as caught:
        compiled(source)
    failure = caught.value
    end_offset = failure.end_offset if failure.end_offset > 0 else None
    assert (failure.message, failure.lineno, failure.offset, failure.end_lineno, end_offset) == expected(source)
    assert failure.kind == "SyntaxError"


def test_the_line_is_in_the_error() -> None:
    with pytest.raises(SyntaxFailure) as caught:
        compiled("x = 1\nreturn x\n")
    assert caught.value.text == ""


@pytest.mark.parametrize("source", """
assert (x, 'text')
assert ()
x is 1
1 is x
x is not 'a'
x is None
x is ()
x is True
a is b is 1
'a'(1)
1(2)
[1](2)
{}(1)
(x for x in y)(1)
f'{x}'(1)
None()
(lambda: 1)()
...()
1.5()
1[2]
None[0]
{1}[0]
'a'['b']
'a'[1.5]
[1, 2][(1, 2)]
{}['a']
(1, 2)[None]
b'a'[b]
[1]['a':]
'a'[True]
(lambda: 1)[0]
f'{x}'['a']
[x for x in y]['a']
""".strip().splitlines())
def test_warnings(source: str) -> None:
    services = RecordingServices()
    compile_source(source.encode(), "<test>", Mode.EXEC, 0, 0, services)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "<test>", "exec", dont_inherit=True)
    assert services.warnings == [(one.category.__name__, str(one.message), one.lineno) for one in caught]


def test_more_registers_than_an_operand_can_name() -> None:
    names = "\n".join(f"    x{i} = 1" for i in range(70_000))
    with pytest.raises(SyntaxFailure, match="too complex"):
        compiled(f"def f():\n{names}\n")
    with pytest.raises(SyntaxFailure, match="too complex"):
        compiled("\n".join(f"x.a{i} = 1" for i in range(70_000)))


def test_top_level_await() -> None:
    source = "await x\nasync with y: pass\n[z async for z in w]\nasync for a in b: pass\n"
    assert CompilerFlag.ALLOW_TOP_LEVEL_AWAIT == ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    code = compiled(source, flags=CompilerFlag.ALLOW_TOP_LEVEL_AWAIT)
    reference = compile(source, "<test>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    assert code.flags == reference.co_flags
