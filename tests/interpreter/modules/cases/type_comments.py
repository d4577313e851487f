"""Comments that tell types (PEP 484), and syntax of older versions, in trees."""
import ast

SOURCES = [
    "def f(): # type: () -> int\n    pass\n",
    "def f():\n    # type: () -> int\n    pass\n",
    "def f():  # type: () -> int\n    # type: () -> str\n    pass\n",
    "async def f(a, # type: A\n  b=1, # type: B\n  *c, # type: C\n  d=2, # type: D\n  **e # type: E\n): pass\n",
    "def f(\n  a, # type: A\n  /,\n  b = 3 # type: B\n): pass\n",
    "for a in []:  # type: int\n    pass\n",
    "async def f():\n  async for a in b: # type: int\n    pass\n  async with a as c: # type:   str \n    pass\n",
    "with a as b: #type: int\n    pass\n",
    "a = 0  # type: int\nb = c = 1 # type:  àçčéñt\n",
    "def foo():\n    pass  # type: ignore\n\ndef bar():\n    x = 1  # type: ignore\n\ndef baz():\n    pass # type: ignore[excuse]\n    pass "
    "# type: ignore=excuse\n    # type: ignore [excuse]\n    x = 1  # type: ignore whatever\n# type: ignore at the end",
    "pass  # type: int\n", "foo()  # type: int\n", "x += 1  # type: int\n", "while True:  # type: int\n  continue\n",
    "try:  # type: int\n  pass\nfinally:\n  pass\n", "pass  # type: ignorewhatever\n", "pass  # type: ignoreé\n", "# type: int\n", "\n# type: int\nx\n",
    "x = [ # type: int\n]\n", "x # typed\ny #type\n",
]
for source in SOURCES:
    try:
        print(ast.dump(ast.parse(source, type_comments=True), include_attributes="ignore" in source))
    except SyntaxError as error:
        print(repr(source), error.msg)
    try:
        print(ast.dump(ast.parse(source)))
    except SyntaxError as error:
        print(repr(source), error.msg)

VERSIONS = ["async def f(): pass", "async def f():\n async for a in b: pass", "async def f():\n await b", "a @ b", "a @= b", "a: int", "1_000",
            "f'{a}'", "async def f(): [a async for a in b]", "def f(a, /): pass", "(a := b)", "with (a, b): pass", "with (a as b, c): pass",
            "match a:\n case b: pass", "try: pass\nexcept* A: pass"]
for source in VERSIONS:
    refused = []
    for minor in range(7, 12):
        try:
            ast.parse(source, feature_version=(3, minor))
        except SyntaxError as error:
            refused.append((minor, error.msg))
    print(repr(source), refused)
