"""The code of small functions, as text: what register allocation, conditions and blocks promise.

Each section is a function `f` and, behind a line of dashes, its instructions.
"""
from __future__ import annotations

import pytest

from tests.interpreter.compiler.compiling import listed, sections

CASES = sections('''\
# locals are operands, results go where they are wanted
def f(a, b):
    c = a + b
    a += c
    return c * a
---
ADD c a b
INPLACE_ADD a a c
MUL t0 c a
RETURN t0
# small numbers
def f(x):
    x = x + 1
    x -= 3
    return x + 40000
---
ADD_INT x x 1
INPLACE_ADD_INT x x -3
LOAD_INT t0 40000
ADD t0 x t0
RETURN t0
# a comparison in a condition
def f(i, n):
    while i < n and not n:
        i += 1
    return i
---
LT_JUMP t0 i n
JUMP_IF_FALSE t0 -> 5
JUMP_IF_TRUE n -> 5
INPLACE_ADD_INT i i 1
JUMP_BACK -> 0
RETURN i
# tests for None
def f(x):
    return 1 if x is None else 2
---
JUMP_IF_NOT_NONE x -> 3
LOAD_INT t0 1
JUMP -> 4
LOAD_INT t0 2
RETURN t0
# a variable that is rebound inside of the expression
def f(x):
    return x + (x := 2) * x
---
MOVE t0 x
LOAD_INT x 2
MUL t1 x x
ADD t0 t0 t1
RETURN t0
# a value that is used while its variable is assigned
def f(x, y):
    x = x and y
    return x
---
MOVE t0 x
JUMP_IF_FALSE t0 -> 3
MOVE t0 y
MOVE x t0
RETURN x
# exchange of variables
def f(x, y):
    x, y = y, x
    return x
---
MOVE t0 x
MOVE x y
MOVE y t0
RETURN x
# methods
def f(x, y):
    return x.a.b(y, 1).c
---
LOAD_ATTR t0 x a
LOAD_METHOD t0 t0 b
MOVE t2 y
LOAD_INT t3 1
CALL_METHOD t0 t0 2
LOAD_ATTR t0 t0 c
RETURN t0
# a loop over pairs
def f(d):
    for k, v in d:
        if v:
            continue
        k()
    return d
---
GET_ITER t0 d
FOR_ITER t1 t0
JUMP -> 10
UNPACK_SEQUENCE k t1 2
JUMP_IF_FALSE v -> 7
NOP
JUMP_BACK -> 1
MOVE t1 k
CALL t1 t1 0
JUMP_BACK -> 1
RETURN d
# a variable that may be unbound is checked once
def f(c):
    if c:
        x = 1
    x
    return x
---
JUMP_IF_FALSE c -> 2
LOAD_INT x 1
CHECK_BOUND x x
RETURN x
# a variable that is deleted in a loop
def f(x):
    while x():
        x
        del x
    return x
---
CHECK_BOUND x x
MOVE t0 x
CALL t0 t0 0
JUMP_IF_FALSE t0 -> 6
CLEAR x
JUMP_BACK -> 0
RETURN x
# cells
def f(x):
    return g(lambda: x)
---
MAKE_CELL x
LOAD_GLOBAL t0 g
CLEAR t2
CLEAR t3
CLEAR t4
MOVE t6 x
BUILD_TUPLE t5 t6 1
MAKE_FUNCTION t1 t2 <code <lambda>>
CALL t0 t0 1
RETURN t0
# finally is written once for each way out
def f(x):
    try:
        return x()
    finally:
        y
---
NOP
MOVE t0 x
CALL t0 t0 0
LOAD_GLOBAL t1 y
RETURN t0
EXCEPT_ENTER t0
LOAD_GLOBAL t2 y
EXCEPT_LEAVE t1
RERAISE t0
EXCEPT_ENTER t2
EXCEPT_LEAVE t1
RERAISE t2
# what cannot be reached is not written
def f(x):
    while True:
        if 0:
            x
        return 1
    x()
---
LOAD_INT t0 1
RETURN t0
''')


@pytest.mark.parametrize("name", CASES)
def test_listing(name: str) -> None:
    source, _, expected = CASES[name].partition("---\n")
    assert listed(source, "f") == expected.rstrip("\n")
