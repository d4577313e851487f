"""Wrong sources, by what is wrong in them. Some are right all the same: they are near to what is wrong."""

LITERALS = [
    "'a' = 1", '1 = 1', '1.a', '1 2', "'a' b", "'a", "'''a", "'a' f'{b c}'", "'\\N{x'", "'\\N'", "'\\u12'",
    "'\\U1234567'", "'\\U00110000'", "b'\\x1'", "b'\\x'", "'é\\x1'", '0x', '0b', '0o', '0b2', '0o9', '0xg', '1_',
    '1__2', '1_a', '01', '00', '0_0', '01.5', '01e5', '01j', '1e', '1e+', '1.e', '1.5.6', '1ea', '1if x else y',
    '0xfor x in y', '1_000', '1j2', '0b1_', '0o_7', "'abc\n", "'''abc\n", '1__0', '0_', '012', '0_7', '0b12', '0o8',
    '1if 2else 3', '1abc', '1.5a', '1jx', '"\\N{foo}"', "'\\x1'", "b'é'", "u'\\U12345678'", "b'\\xz'", "'a' b'c'",
    "'''", "'abc", '1 +',
]

F_STRINGS = [
    "f'' = 1", "f'{a", "f'{a b}'", "f'{}'", "f'{a!}'", "f'{a!x}'", "f'{a!r:}'", "f'{a:{b}}'", "f'{a:{b:{c}}}'",
    "f'{a\\nb}'", "f'{#}'", "f'{a[}'", "f'{a(}'", "f'{)}'", "f'{a]}'", "f'{'", "f'}'", "f'{a}}'", "f'{*a}'",
    "f'{**a}'", "f'{a = }'", "f'{a=!r:>{b}}'", "f'{lambda x: 1}'", "f'{(lambda x: 1)}'", "f'{a;b}'", "f'{a=b}'",
    "f'{yield}'", "f'{a, b}'", "f'{1a}'", 'f\'{"a"}\'', "f'{0_}'", "f'{a $ b}'", "f'{a := 1}'", "f'{(a := 1)}'",
    "f'{not}'", "f'{:}'", "f'{!r}'", "f'{=}'", "f'{ }'", "f'{print a}'", "f'{a if b}'", "f'{f(a=1, b)}'",
    "f'{1 = 2}'", "f'{x for x in y}'", "f'{(x y)}'", "f'''{\na b\n}'''", "f'''\n{a b}'''", "f'''a\nb{c\nd e}'''",
    "rf'{a b}'", "f'\\N{DASH}'", "f'{lambda x:1}'", "f'a{b\\n}'", "f'''{\na b}'''",
]

LINES = [
    'x\n  y', '  x', "x = 'a\nb'", '(\n]', 'a\n)', 'x = 1\n\n\n  y = 2', 'a b\nc', "x='''abc\ndef", '\ta\n  b',
    'x\ny',
]

EXPRESSIONS = [
    ';', 'a;;b', '[a]: int', 'f(): int', '{} = 1', '{1} = 1', '[x for x in y] = 1', '*a', '**a', '(*a)', '(**a)',
    '[*]', 'f(*)', 'f(**)', 'f(a, *)', 'f(*a b)', 'f(a=1=2)', 'f(a=)', 'f(=1)', 'f(1=2)', 'f(None=1)',
    'f(a for a in b, c for c in d)', 'f(c, a for a in b)', 'f(a=b for b in c)', 'a[1:2:3:4]', 'a[]', 'a[b c]', 'a.1',
    'a.', 'a..b', 'a.b c', "a 'b'", "f(a 'b')", '[1 2]', '(1 2)', '{1 2}', '{1: 2 3}', '{1: 2, 3}', '{1:2, **}',
    '{**a, b}', '{a: b for}', '[for x in y]', '[x for]', '[x for x]', '[x for x in]', '[x for x in y if]',
    '[x, y for x in z]', '[x, for x in y]', '(x, y for x in z)', '{x, y for x in z}', '{*x for x in y}',
    '(*x for x in y)', 'a if b', 'a if b else', '(a if b)', 'a or', 'a and', 'not', 'a not b', 'a is not', 'a in',
    'a <', 'a < > b', 'a <> b', 'a ! b', 'a ? b', 'a $ b', '`a`', 'f(a := 1, b)', 'f(a=b := 1)', '[a = b]', '{a = b}',
    'await', 'a\\', 'a \\ b', '{', '[', '(', '(]', '{)', '[}', 'a)', ']', '}', '€', 'a€', '“a”', 'a\xa0b', 'a\u200bb',
    'a b', '\\', '\\ x', '(\n', '(a b', 'x)', 'é é', '\xa0x', 'x\u200b', 'f(**a, *b)', '(a b) c', 'f(a=1, b)',
    'f(**a, b)', 'f(a for a in b, c)', 'f(True=1)', 'f(a.b=1)', '{1:2, 3}', '{1:}', '{1:*a}', '{**a for a in b}',
    '[*a for a in b]', '[a, b for a in b]', 'f() = 1', 'x\n\n', 'x', '# c', '', 'x;',
]

ASSIGNMENTS = [
    'x = yield = 1', 'a = b c', 'a = b = ', 'a += b += c', 'a + 1 = 2', 'a, b += 1', '(a, b): int', 'a, b: int',
    'a.b: int = ', 'x: int: int', '(a): int', 'a if b else c = 1', '... = 1', '(x for x in y) = 1', 'a < b = 1',
    'not a = 1', '-a = 1', 'await a = 1', '*a = 1', '* = 1', 'a := 1', '(a := )', '(a.b := 1)', '(a[0] := 1)',
    '(1 := 2)', 'x = a := 1', '(a = b)', 'await = 1', 'é = = 1', 'x = é é', 'x = (é é)', 'x = \\\n', 'é = $',
    'a = “b”', "x = f'{a$b}'", "é = f'é{a b}'", 'x = 5 = y', '(a, 1) = 2', 'a, f() = 2', 'a+1 += 2', 'a = 1 if b',
    'x = (yield) = 1', 'None = 1', 'x = {1, 2: 3}',
]

SIMPLE_STATEMENTS = [
    'import a.b as c.d', 'import a from b', 'from a import', 'from a import *, b', 'from a import b as c.d',
    'from . import (a, b', 'from .a import (b as c,)', 'import', 'from import a', 'global', 'global a, 1', 'del',
    'del a, 1', 'del (a, b)', 'del *a', 'del a + b', 'return = 1', 'yield = 1', 'raise from x', 'raise x from',
    'assert', 'assert x, ', 'pass x', 'break 1', 'continue;;', 'print a', 'print a, b', 'print(a) b', 'print',
    'print >>a, b', 'exec a', 'exec a in b', 'prnt a', 'print -1', 'print(a', "print 'a' 'b'", 'nonlocal a.b',
    "print f'{a b}'", 'del f()', "print 'a'", "exec 'a'", 'print a b', 'from a import b,', 'from a import (b,',
    'nonlocal', 'global x.y', 'return return',
]

BLOCKS = [
    'try: pass\nfoo', 'try:\n pass\nx', 'try x', 'except: pass', 'finally: pass', 'try: pass\nexcept: pass\nelse:\nx',
    'for x in y\n pass', 'for x y: pass', 'for x in: pass', 'for f() in y: pass', 'while x\n pass', 'while: pass',
    'if: pass', 'if x pass', 'if x: pass\nelif y\n pass', 'if x: pass\nelif y:\npass', 'if x: pass\nelse\n pass',
    'with x as y\n pass', 'with (x as y)\n pass', 'with (x as y, z):\npass', 'with x:\npass', 'with x as f(): pass',
    'with x as (a, 1): pass', 'with (x as 1): pass', 'async for x in y\n pass', 'async with x\n pass',
    'match x:\n case 1\n  pass', 'match x:\n case 1:\n pass', 'match x:\n case a as _: pass',
    'match x:\n case a as 1: pass', 'match x:\n case a as b.c: pass', "match x:\n case {**a, 'b': 1}: pass",
    'match x:\n case 1 + 1: pass', 'match x:\n case 1j + 1j: pass', 'match x:\n case -a: pass',
    'match x:\n case a(b=1, c, d): pass', "match x:\n case f'a': pass", 'if a if b: pass', 'if a = 1: pass',
    'if a.b = 1: pass', 'while a = b: pass', 'async', 'async a', 'if x:\n  a\n b', 'if x:\n\ta\n        b',
    'if x:\n  a\n   b', 'for x in y:\n', 'try:\n', 'try:\nx', 'try: x\nfinally:\ny', 'try: x\nexcept A:\ny',
    'try: x\nexcept* A:\ny', 'try: x\nexcept*: y', 'try: x\nexcept* : y', 'try: x\nexcept A as b.c: y',
    'try: x\nexcept A, B: y', 'try: x\nexcept A\n y', 'try: x\nexcept\n y', 'try: x\nexcept A: y\nexcept* B: z',
    'with open(a) as b, open(c) as d\n pass', 'else: pass', 'elif x: pass', 'case 1: pass', 'match x: pass',
    'match x', 'if 1:\n  pass\n # c\n  x\n y', 'try:\n  x\n', 'if x:\n', 'if x:\ny', 'if 1:\n    a\n  b\n',
    'if 1:\n    a\n  b', 'if 1:\n\ta\n        b\n', 'for 1 in x: pass', 'with a as 1: pass', 'if x = 3: pass',
    'if x.a = 3: pass', 'if 1:\n  x\n   y', 'while 1\n', 'else: x', 'try: x\nexcept A, B: pass', 'match x\n',
    'match x:\ncase 1:pass', 'match x:\n  case a.b(c=1, 2): pass', 'async x', 'if 1:\n  a\n\tb', 'if 1:\n  x',
    'if 1:\n  x\n', 'if 1:\n  x\n\n', 'if 1:\n', 'if 1:\n  x\n# c',
]

DEFINITIONS = [
    'lambda a b: 1', 'lambda (a b): 1', 'lambda a, 1: 1', 'lambda *a b: 1', 'lambda a=1 2:1', 'lambda: ', 'lambda',
    'lambda a', 'lambda *', 'lambda **a', 'lambda **a,b:1', 'lambda a.b: 1', 'def f(a b): pass',
    'def f() -> (a b): pass', 'def f() - > a: pass', 'def f()->\n pass', 'def f: pass', 'def (a): pass',
    'class : pass', 'class A(a b): pass', 'def f(a=): pass', 'def f(*a=1): pass', 'def f(**a=1): pass',
    'def f(**a, b): pass', 'def f(**a, *b): pass', 'def f(*a, *b): pass', 'def f(/): pass', 'def f(/, a): pass',
    'def f(a, /, /): pass', 'def f(*, a, /): pass', 'def f(a, / *): pass', 'def f(a, /*b): pass', 'def f(*,): pass',
    'def f(*, **k): pass', 'def f((a)): pass', 'lambda (a): 1', 'lambda a, /, /: 1', 'def f(a=1, /, b): pass',
    'def f(a, /, b=1, c): pass', 'lambda a=1, /, b: 1', 'async def f()\n pass', 'lambda: 1 = 2', '@', '@a',
    '@a b\ndef f(): pass', '@a\nx', 'def f():\n', 'class A:\n', 'class A:\nx', '@a\n', 'def f(:', 'lambda a=1, b: 1',
    'def f(a=1,b): pass', 'def f(*): pass', 'def f(a, (b)): pass', 'class A\n  pass', 'def f():\n  (',
    'class A:\n  def f(self):\n    pass\n',
]

# What comes from a prompt: with the flags of `compile` for input that may be incomplete, and without.
INTERACTIVE = [
    "if 1:\n  x", "if 1:\n  x\n", "if 1:\n  x\n\n", "if 1:\n", "x\n\n", "x", "x\ny", "@a\n", "'''", "'abc", "(",
    "def f():\n  (", "class A:\n  def f(self):\n    pass\n", "# c", "", "\\", "x = \\\n", "if 1:\n  x\n# c", "x;",
    "1 +",
    "try:\n  x\n", "a\n'", "match x:\n case 1: pass\n", "x y",
]
