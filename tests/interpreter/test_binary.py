"""The interpreter as a binary: programs print on it what they print on CPython."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.interpreter.hard import Condition


ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PROGRAMS = sorted(found for folder in ("language/programs", "modules/cases", "objects/cases")
                  for found in (HERE / folder).glob("*.py"))
BENCHMARKS = {
    "fib": 15, "methods": 1000, "generators": 1000, "instances": 1, "sorting": 1000, "comprehensions": 2000,
    "nbody": 20, "nqueens": 5, "mandelbrot": 10, "bigints": 50, "exceptions": 1000, "closures": 1000, "strings": 1000,
    "dicts": 3000, "lists": 2000, "integers": 999, "sets": 2000, "bytestrings": 3, "attributes": 300, "calls": 50,
    "partials": 50, "caches": 2000, "structs": 50, "formatting": 50, "texts": 3, "fannkuch": 6, "spectralnorm": 10,
    "binarytrees": 6, "chaos": 100, "raytrace": 8, "richards": 1, "deltablue": 30, "jsons": 2, "regexes": 20,
    "pickles": 2, "memory": 100,
}



def output_of(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("program", PROGRAMS, ids=[f"{p.parent.parent.name}-{p.stem}" for p in PROGRAMS])
def test_prints_the_same(bobbin: Path, program: Path) -> None:
    assert output_of(str(bobbin), str(program)) == output_of(sys.executable, "-W", "ignore", str(program))


@pytest.mark.parametrize("name", ["language/programs/jumps", "language/programs/generators", "objects/cases/sets"])
def test_prints_the_same_with_collections_all_the_time(bobbin: Path, name: str) -> None:
    """A sample of what `make hard` does with all programs and at each allocation."""
    condition = Condition("collecting", bobbin, {"BOBBIN_GC_STRESS": "20", "BOBBIN_GC_POISON": "1"})
    assert condition.run(HERE / f"{name}.py") == Condition("plain", bobbin, {}).run(HERE / f"{name}.py")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_benchmark_prints_the_same(bobbin: Path, name: str) -> None:
    command = [str(ROOT / f"benchmarks/python/programs/{name}.py"), str(BENCHMARKS[name])]
    assert output_of(str(bobbin), *command) == output_of(sys.executable, *command)


def test_an_uncaught_exception_is_shown(bobbin: Path) -> None:
    program = "def f():\n    raise ValueError('no')\nf()"
    done = subprocess.run([str(bobbin), "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last):\n") and done.stderr.endswith("ValueError: no\n")


def test_recursion_is_bounded_by_the_limit_alone(bobbin: Path) -> None:
    program = ("import sys\nsys.setrecursionlimit(10**9)\n"
               "def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\nprint(f(1_000_000))")
    assert output_of(str(bobbin), "-c", program) == "1000000\n"


def test_deep_nesting_in_operations_does_not_overflow_the_stack(bobbin: Path) -> None:
    program = ("import sys\nsys.setrecursionlimit(10**9)\n"
               "x = []\nfor i in range(10_000): x = [x]\nprint(len(repr(x)))")
    assert output_of(str(bobbin), "-c", program) == "20002\n"


def test_deeply_nested_pickles_are_bounded_by_the_limit_alone(bobbin: Path) -> None:
    program = ("import pickle, sys\nx = []\nfor i in range(50_000): x = [x]\n"
               "try: pickle.dumps(x)\nexcept RecursionError as error: print(error)\n"
               "sys.setrecursionlimit(10**9)\nprint(len(pickle.dumps(x)), len(pickle.loads(pickle.dumps(x))))")
    assert output_of(str(bobbin), "-c", program) == "maximum recursion depth exceeded while pickling an object\n150023 1\n"


def test_damaged_pickles_give_objects_or_exceptions(bobbin: Path) -> None:
    assert output_of(str(bobbin), str(HERE / "modules/cases/pickles_damaged.py"), "1000") == "[0, 1]\n"


FINALIZATION = """\
end of first
end of second
end of third
1 True
0
closed
ValueError ignored Failing.__del__
callback True
end of referred
None
True
end of program
end of module
"""


def test_objects_end(bobbin: Path) -> None:
    assert output_of(str(bobbin), str(HERE / "finalization.py")) == FINALIZATION


def test_a_signal_interrupts_a_loop(bobbin: Path) -> None:
    program = ("import signal\nsignal.setitimer(signal.ITIMER_REAL, 0.1)\n"
               "signal.signal(signal.SIGALRM, signal.default_int_handler)\n"
               "try:\n    while True: pass\nexcept KeyboardInterrupt: print('interrupted')")
    assert output_of(str(bobbin), "-c", program) == "interrupted\n"
