"""Hostile sources: each is compiled or refused with a proper exception, in reasonable time.

Prints a line for each that ends otherwise, and how many there were."""
import random
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")
MILLION = 1_000_000
MANY = 100_000
LONGEST = 60            # seconds of the processor for one source
PROPER = (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError)

NESTED = {              # name: what opens, what is inside, what closes
    "parentheses": ("(", "", ")"), "brackets": ("[", "", "]"), "braces": ("{", "", "}"), "only opened": ("(", "", ""),
    "only closed": ("", "", ")"), "minus": ("-", "1", ""), "minus a name": ("-", "x", ""), "not": ("not ", "x", ""),
    "lambda": ("lambda:", "1", ""), "lambda with default": ("lambda x=", "1", ""), "calls": ("f(", "", ")"),
    "conditional": ("x if y else ", "z", ""), "walrus": ("(x:=", "1", ")"), "assignments": ("x=", "1", ""),
    "class patterns": ("match x:\n case A(", "", ")"),
}
NESTED_IN_STRINGS = {   # the same in an f-string
    "f-string": ('f"{', '(', '', ')', '}"'), "minus in f-string": ('f"{', '-', '1', '', '}"'),
    "lambda in f-string": ('f"{', 'lambda:', '1', '', '}"'), "braces in f-string": ('f"', '{', '', '', '"'),
    "closing braces in f-string": ('f"', '}', '', '', '"'), "specifications": ('f"', '{x:', '', '}', '"'),
    "fields": ('f"', '{x}', '', '', '"'),
}
REPEATED = {            # what is before, what is repeated, what is behind
    "calls of calls": ("f", "()", ""), "attributes": ("f", ".a", ""), "items": ("f", "[0]", ""), "sum": ("x", "+x", ""),
    "power": ("x", "**x", ""), "and": ("x", " and x", ""), "comparison": ("x", "<x", ""), "not in": ("x", " not in x", ""),
    "constant list": ("[", "1,", "]"), "list": ("[", "x,", "]"), "dict": ("{", "x:1,", "}"), "arguments": ("f(", "x,", ")"),
    "unpacked arguments": ("f(", "*x,", ")"), "targets": ("", "x,", "=y"), "statements": ("", "x\n", ""),
    "elif": ("if x: pass\n", "elif x: pass\n", ""), "decorators": ("", "@x\n", "def f(): pass"),
    "conditions": ("[x for x in y ", "if x ", "]"), "newlines": ("", "\n", ""), "backslashes": ("", "\\\n", "x"),
    "strings": ("", '"a" ', ""), "escapes": ('"', "\\x41", '"'), "dotted import": ("import a", ".a", ""),
    "dots": ("from ", ".", "a import b"), "slices": ("x[", "::,", "]"), "alternatives": ("match x:\n case 1", "|1", ": pass"),
    "stars": ("f(", "*", "x)"), "digits": ("1", "1", ""), "underscores": ("1", "_1", ""), "exponent": ("1e", "9", ""),
    "hexadecimal": ("0x", "f", ""), "zeros": ("0", "0", ""), "name": ("a", "a", ""), "accented name": ("é", "é", ""),
    "equals": ("x", "=", ""), "colons": ("x", ":", ""), "dollars": ("", "$", ""), "open triple": ('"""', "a\n", ""),
    "deletions": ("del x", ",x", ""), "cases": ("match x:\n", " case 1: pass\n", ""), "imports": ("import a", ",b", ""),
}
ODD = [
    "1" * 10_000, "-" + "1" * 10_000, "0x" + "f" * 10_000, "1" * 10_000 + ".0", "1" * 10_000 + "j", "2**10**12", "10**100000",
    "1<<10**13", "'a'*10**12", "(1,)*10**8", "9**9**9", "1<<-1", "1/0", "'%9999999999d' % 1", "'%.*f' % (10**12, 1)",
    "x\0y", "'\0'", b"x\0y", b"\xef\xbb\xbfx", b"'\xff'", b"'\xe2\x82'", b"# coding: latin-1\n'\xff'", b"# coding: nope\nx",
    b"# coding: utf-16\nx", b"# coding: rot13\nk", b"# coding: hex\n6161", b"# coding: utf-7\n+AGE-", b"# coding: idna\nx",
    b"# coding: unicode_escape\n\\x61", b"\xef\xbb\xbf# coding: latin-1\nx", b"# coding: " + b"a" * MANY, "'\ud800'", "\ud800 = 1",
    "\x01", "x\ry\r\nz", "\x0cx", "x\xa0=1", "x\u200d=1", "“a”", "ｘ=1", "١", "", "x\\", "if x:", "def f(", '"\\N{NOPE}"', '"\\x"',
    '"\\U00110000"', "f'{x!}'", "f'{x!q}'", "f'{", "f'{x", "f'{x:{y:{z}}}'", "f'{\n'", "match x:\n case {**_}: pass",
    "".join(" " * i + "if x:\n" for i in range(101)) + " " * 101 + "x", "".join(" " * i + "def f():\n" for i in range(99)) + " " * 99 + "x",
    "".join(" " * i + "while x:\n" for i in range(30)) + " " * 30 + "x", "[" * 90 + "x" + " for x in y]" * 90,
    "def f(" + ",".join(f"a{i}" for i in range(70_000)) + "): return a1", "def f():\n" + "".join(f" a{i}=1\n" for i in range(70_000)),
    "f(" + ",".join(f"a{i}=1" for i in range(70_000)) + ")", "global " + ",".join(f"a{i}" for i in range(70_000)),
]


class Counts:
    sources = 0


def check(name, source):
    """Compiles a source, and says so if that does not end as it should."""
    Counts.sources += 1
    start = time.process_time()
    try:
        compile(source, "hostile", "exec")
    except PROPER:
        pass
    except Exception as error:
        print(name, "->", type(error).__name__, str(error)[:200])
    took = time.process_time() - start
    if took > LONGEST:
        print(name, "took", round(took), "seconds")


def mutated(text, chance):
    """A text with some places cut out, doubled, exchanged or overwritten."""
    for _ in range(chance.randrange(1, 4)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([1, 1, 2, 5, 20]))
        other = chance.randrange(len(text) + 1)
        piece = chance.choice(["", text[start:end] * 2, text[other:other + 10], chance.choice("()[]{}:=,.'\"\\\n\t @*#\0é0"),
                               chance.choice([" lambda ", " yield ", "await ", "async ", " if ", "\n    ", "f'{", "match x:\n  case "])])
        text = text[:start] + piece + text[end:]
    return text


def main():
    for name, (opening, inside, closing) in NESTED.items():
        check(name, opening * MILLION + inside + closing * MILLION)
        check(name + ", less deep", opening * 150 + inside + closing * 150)
    for name, (before, opening, inside, closing, behind) in NESTED_IN_STRINGS.items():
        check(name, before + opening * MILLION + inside + closing * MILLION + behind)
    for name, (before, middle, behind) in REPEATED.items():
        check(name, before + middle * MANY + behind)
    for source in ODD:
        check(ascii(source[:40]), source)
    folder = Path(__file__).parent
    texts = [path.read_text() for path in sorted((folder.parent / "language/programs").glob("*.py"))]
    statements = [statement for text in texts for statement in text.split("\n\n")]
    for seed in range(3000):
        chance = random.Random(seed)
        check(f"mutation {seed}", mutated(chance.choice(statements), chance))
    print(Counts.sources, "sources")


if __name__ == "__main__":
    sys.exit(main())
