"""The command line and what it shows of failing programs, as CPython does, on the untranslated interpreter."""
from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interpreter import untranslated

ROOT = Path(__file__).parent.parent.parent

Outcome = tuple[int, str, str]


def environment(**variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | variables


def outcome(arguments: list[str], folder: Path, stdin: str = "", **variables: str) -> Outcome:
    """Exit status, output and error output of the interpreter in a folder."""
    done = untranslated.run(arguments, folder, stdin.encode(), environment(**variables))
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def outcome_on_cpython(arguments: list[str], folder: Path, stdin: str = "") -> Outcome:
    done = subprocess.run([sys.executable, "-W", "ignore", *arguments], cwd=folder, input=stdin, capture_output=True, env=environment(),
                          timeout=120, encoding="utf-8")
    return done.returncode, done.stdout, done.stderr


def check_same(arguments: list[str], folder: Path, stdin: str = "") -> Outcome:
    """Both interpreters do the same; names of the interpreters are left out of the comparison."""
    status, output, errors = outcome(arguments, folder, stdin)
    expected = outcome_on_cpython(arguments, folder, stdin)
    expected_errors = expected[2].replace(f"{sys.executable}: ", "")
    own_errors = errors.replace("bobbin: ", "").removeprefix(": ")  # `sys.executable` is empty where there is no binary
    assert (status, output, own_errors) == (expected[0], expected[1], expected_errors)
    return expected


# Programs that fail; the name says what is to be seen in the traceback.

FAILING: dict[str, str | bytes] = {
    "operator": "def f(x):\n    return (x) + ('é') * (2) + [1]\nf(1)",
    "two_characters": "x = 1\nprint('é', x //0)",
    "subscript": "x = {'é': {}}\nx['é'][(1)] [ 2 ]",
    "call_in_line": "def f(): raise ValueError\nx = [f(), 2]",
    "whole_line": "def f(): raise ValueError('a', 1)\nf()",
    "attribute": "class C: pass\nif 1: C().foo.bar",
    "many_lines": "x = [1]\ny = (x +   # comment\n  x[\n 3 ])",
    "tab_and_form_feed": "if 1:\n\t \fx = 1; x()",
    "repeated": "def f(n):\n    if n:\n        f(n - 1)\n    else: 1 / 0\nf(9)",
    "repeated_once": "def f(n):\n    if n: f(n - 1)\n    else: 1 / 0\nf(4)",
    "recursion": "def f(): f()\nf()",
    "cause": "try: 1 / 0\nexcept ArithmeticError as e: raise KeyError('k') from e",
    "context": "try: 1 / 0\nexcept ArithmeticError: {}['k']",
    "suppressed": "try: 1 / 0\nexcept ArithmeticError: raise KeyError from None",
    "cycle": "a = ValueError('a'); b = ValueError('b')\na.__cause__ = b; b.__cause__ = a\nraise a",
    "reraised": "def f():\n    try: 1 / 0\n    except ArithmeticError as e: raise\nf()",
    "raised_again": "try: 1 / 0\nexcept ArithmeticError as e: raise e",
    "in_finally": "try: 1 / 0\nfinally: x = 2",
    "in_with": "class C:\n    def __enter__(self): pass\n    def __exit__(self, *a): pass\nwith C():\n    1 / 0",
    "generator": "def g():\n    yield 1\n    1 / 0\nfor x in g(): pass",
    "comprehension": "[1 / x for x in [1, 0]]",
    "class_body": "class C:\n    x = unknown_name",
    "notes": "e = ValueError('a')\ne.add_note('one\\ntwo'); e.add_note('')\nraise e",
    "wrong_notes": "e = ValueError('a')\ne.__notes__ = 5\nraise e",
    "mixed_notes": "e = ValueError('a')\ne.__notes__ = (1, 'b')\nraise e",
    "own_class": "class Outer:\n    class Wrong(Exception): pass\nOuter.Wrong.__module__ = 'm.n'\n"
                 "raise Outer.Wrong('text')",
    "no_text": "class E(Exception):\n    def __str__(self): 1 / 0\nraise E",
    "group": "h = ExceptionGroup('h', [KeyError(2), TypeError()])\n"
             "raise ExceptionGroup('g', [ValueError(1), h, OSError('é')])",
    "group_with_causes": "def f(e, c):\n    try: raise e from c\n    except Exception as r: return r\n"
                         "raise BaseExceptionGroup('g', [f(ValueError(1), f(KeyError(), None)), f(EOFError(), OSError(2))])"
                         " from f(KeyError(), None)",
    "group_in_chain": "try: raise ExceptionGroup('g', [ValueError('a\\nb')])\nexcept* ValueError: 1 / 0",
    "wide_group": "raise ExceptionGroup('g', [ValueError(i) for i in range(17)])",
    "deep_group": "e = ValueError()\nfor i in range(13): e = ExceptionGroup(str(i), [e])\nraise e",
    "syntax": "x = 1\ny = (1,\n  z w)",
    "syntax_unclosed": "f(1,\n",
    "syntax_indentation": "if 1:\nx",
    "syntax_compiled": "compile('é = 3 +', 'nowhere', 'exec')",
    "syntax_made": "raise SyntaxError('message', ('file', 7, 3, '   a b c\\n', 7, 6))",
    "syntax_many_lines": "raise SyntaxError('message', ('file', 7, 3, 'abc\\n', 9, 1))",
    "syntax_no_place": "raise SyntaxError('message')",
    "syntax_in_group": "raise ExceptionGroup('g', [SyntaxError('m', ('f', 1, 2, 'abc'))])",
    "limit": "import sys\nsys.tracebacklimit = 2\ndef f(n):\n  return 1 / n if n == 0 else 2 + f(n - 1)\nf(4)",
    "limit_zero": "import sys\nsys.tracebacklimit = 0\n1 / 0",
    "latin": "# coding: latin-1\nx = 'é' + 1".encode("latin-1"),
    "carriage_returns": "x = 1\r\nx()\r\n",
    "exec": "exec('def f():\\n  1 / 0')\nf()",
    "hook": "import sys\nsys.excepthook = lambda kind, value, tb: print(kind, value, tb.tb_lineno)\n1 / 0",
    "hook_fails": "import sys\nsys.excepthook = lambda *a: {}[1]\n1 / 0",
    "hook_exits": "import sys\nsys.excepthook = lambda *a: sys.exit(7)\n1 / 0",
    "hook_is_missing": "import sys\ndel sys.excepthook\n1 / 0",
    "exit_number": "raise SystemExit(300)",
    "exit_negative": "raise SystemExit(-1)",
    "exit_huge": "raise SystemExit(2 ** 80)",
    "exit_text": "print(1)\nraise SystemExit('é')",
    "exit_nothing": "raise SystemExit",
    "exit_tuple": "raise SystemExit(1, 2)",
    "exit_code": "e = SystemExit(1)\ne.code = 5\nraise e",
    "output_first": "print('before')\n1 / 0",
}


@pytest.mark.parametrize("name", FAILING)
def test_failing_program(name: str, tmp_path: Path) -> None:
    source = FAILING[name]
    (tmp_path / "program.py").write_bytes(source if isinstance(source, bytes) else source.encode())
    check_same(["program.py"], tmp_path)


# What is run.

PRINT_MAIN = "import sys\nprint(sys.argv, __name__, __package__, __file__, sys.path[0])\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with programs of each kind."""
    for path in ["script.py", "library.py", "package/__init__.py", "package/__main__.py", "package/inner.py",
                 "bare/__init__.py", "run/__main__.py"]:
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("" if path.endswith("__init__.py") else PRINT_MAIN)
    (tmp_path / "failing").mkdir()
    (tmp_path / "failing/__init__.py").write_text("import missing_one")
    return tmp_path


@pytest.mark.parametrize("arguments", [
    ["script.py", "a", "-c"], ["./script.py"], ["--", "script.py", "--"], ["run", "1"],
    ["-c", "import sys; print(sys.argv, sys.path[0])", "-x", "b"],
    ["-cprint(__name__)"], ["-Bc", "print(2)"], ["-m", "library", "-m"], ["-mlibrary"], ["-m", "package", "x"],
    ["-m", "package.inner"],
    ["missing.py"], ["bare"], ["-m", "missing"], ["-m", "package.missing"], ["-m", "missing.one"],
    ["-m", "library.one"], ["-m", "bare"], ["-m", ".one"],
    ["-m", "sys"], ["-Oc", "assert 0; print(__debug__)"], ["-c", "assert 0, 1"],
    ["-OO", "-c", "def f(): 'doc'\nprint(f.__doc__)"],
    ["-I", "-c", "import sys; print(sys.flags.isolated, sys.flags.safe_path, sys.path[0] == '')"],
    ["-X", "a=b", "-Xc", "-c", "import sys; print(sys._xoptions)"],
    ["-W", "ignore", "-c", "import sys; print(sys.flags.optimize, 'ignore' in sys.warnoptions)"],
    ["-c", "1/0"], ["-c", "x = (\n"],
])
def test_program(arguments: list[str], folder: Path) -> None:
    check_same(arguments, folder)


@pytest.mark.parametrize("arguments", [[], ["-", "a"]])
def test_standard_input(arguments: list[str], folder: Path) -> None:
    check_same(arguments, folder, "import sys\nprint(sys.argv, __name__)\n1/0\n")


def test_failing_package(folder: Path) -> None:
    """A module that a package of the program misses is no wrong command line."""
    status, _, errors = outcome(["-m", "failing.inner"], folder)
    assert status == 1
    assert errors.endswith("    import missing_one\nModuleNotFoundError: No module named 'missing_one'\n")


def test_skipped_line(folder: Path) -> None:
    (folder / "script.py").write_text("not Python\nprint(3)\n1/0\n")
    check_same(["-x", "script.py"], folder)


@pytest.mark.parametrize("arguments, message", [
    (["-Z"], "Unknown option: -Z"), (["-BZ"], "Unknown option: -Z"), (["--nope"], "unknown option --nope"),
    (["-c"], "Argument expected for the -c option"),
    (["-m"], "Argument expected for the -m option"), (["-W"], "Argument expected for the -W option"),
    (["--check-hash-based-pycs"], "Argument expected for the --check-hash-based-pycs options"),
])
def test_wrong_options(arguments: list[str], message: str, tmp_path: Path) -> None:
    status, output, errors = outcome(arguments, tmp_path)
    assert (status, output) == (2, "")
    assert errors.splitlines() == [message, "usage: bobbin [option] ... [-c cmd | -m mod | file | -] [arg] ...",
                                   "Try `bobbin -h' for more information."]
    assert outcome_on_cpython(arguments, tmp_path)[2].splitlines()[0] == message


@pytest.mark.parametrize("option", ["-V", "--version"])
def test_version(option: str, tmp_path: Path) -> None:
    assert outcome([option], tmp_path) == (0, f"Python 3.11.{sys.version_info.micro}\n", "")


def test_help(tmp_path: Path) -> None:
    status, output, errors = outcome(["-h"], tmp_path)
    assert (status, errors) == (0, "")
    assert output.startswith("usage: bobbin [option] ...")
    status, output, errors = outcome(["--help-env"], tmp_path)
    assert (status, errors) == (0, "") and "PYTHONHASHSEED" in output and "BOBBIN_GC_MAX" in output


def test_python_path(folder: Path) -> None:
    search = f"{folder / 'package'}:{ROOT}"
    assert outcome(["-c", "import inner"], folder, PYTHONPATH=search)[0] == 0
    assert outcome(["-c", "import inner"], folder)[0] == 1


@pytest.mark.parametrize("source", ["print(1)", "print(1)\nraise SystemExit(3)"])
def test_full_disk(source: str, tmp_path: Path) -> None:
    done = untranslated.run(["-c", source], tmp_path, environment=environment(), stdout=Path("/dev/full"))
    assert done.returncode == 120
    assert done.stderr.startswith(b"Exception ignored in: ")
    assert b"OSError: [Errno 28] No space left on device" in done.stderr


# Interactive use.

TYPED = '''def f():
  return 1

f()
"""a
b"""
import sys; sys.ps1
# comment

x y
@staticmethod
def f(): pass

x = \\
3
x
from __future__ import annotations
def f(x: nope): pass

f.__annotations__
for i in (1,
 2): i

None
_
try:
  1/0
except ZeroDivisionError:
  "z"
finally: 3

class A:
  def f(self):
    raise A

A().f()
sys.displayhook = lambda x: print("hook", x)
4
'''


@pytest.mark.parametrize("end", ["", "sys.exit(3)\n", "sys.ps1 = 'next '\n"])
def test_interactive(end: str, tmp_path: Path) -> None:
    check_same(["-q", "-i"], tmp_path, TYPED + end)


@pytest.mark.parametrize("source", ["x = 5", "x = 5; 1/0", "x = 5; raise SystemExit(4)"])
def test_inspect(source: str, tmp_path: Path) -> None:
    check_same(["-i", "-c", source], tmp_path, "x\n")


def test_terminal(tmp_path: Path) -> None:
    """On a terminal the interpreter greets and prompts without being asked."""
    terminal, other_end = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "interpreter"], cwd=ROOT, stdin=other_end, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(other_end)
    os.write(terminal, b"6 * 7\n\x04")
    output, errors = process.communicate(timeout=60)
    os.close(terminal)
    assert (process.returncode, output) == (0, b"42\n")
    assert errors.startswith(b"Python 3.11.") and errors.endswith(b">>> >>> \n")
