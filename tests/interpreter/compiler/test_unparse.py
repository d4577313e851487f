"""Annotations as text, against CPython's."""
from __future__ import annotations

from typing import Any

import pytest

from interpreter.compiler.parser import Mode, parse
from interpreter.compiler.unparse import unparse
from tests.interpreter.compiler.compiling import RecordingServices

EXPRESSIONS = """
(a, b)
-x ** -y
(-x) ** y
not (a and b)
(not a) and b
a if b else c if d else e
(a if b else c) if d else e
lambda: a
lambda a, /, b=c, *d, e, f=g, **h: a
lambda *, a: a
lambda *a: a
[*a, b]
{**a, 'b': c}
f(*a, b=c, **d)
f(x for x in y)
f((x for x in y), z)
a[b:c, ::d]
a[b, *c]
f'{a!r:>{b}}'
f'{{}}{a}'
f'{ {a: b} }'
f"{a['b']}"
a < b <= c
(a < b) != c
a or b and c
(a or b) and c
a | b ^ c & d << e + f * g
((a | b) ^ c) & d
a - (b - c)
(a @ b // c) % d / e
a ** b ** c
(a ** b) ** c
- - a
+a + ~b
[x for x, z in y if z if w]
{x: y for x in (a if b else c)}
{x for x in (lambda: y)}
((a,), b)
()
u'x'
'x' 'y' if a else "it's"
x[lambda: y]
a not in b is not c
x.y[z](w).v
(a + b).c
(lambda: a)(b)
""".strip().splitlines()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_expression(expression: str) -> None:
    names: dict[str, Any] = {}
    exec(compile(f"from __future__ import annotations\nx: {expression}\n", "<test>", "exec"), names)
    tree: Any = parse(expression.encode(), Mode.EVAL, RecordingServices())
    assert unparse(tree.body) == names["__annotations__"]["x"]
