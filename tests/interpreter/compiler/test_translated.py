"""The compiler translated: the same code as on CPython, and sources that are deep or long."""
from __future__ import annotations

import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.interpreter.compiler import compile_program
from tests.language.runner import build_alone

LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = ["abc", "ast", "contextlib", "dataclasses", "functools", "inspect", "re/_parser"]

LARGE = {
    "sum": "x = a" + " + b" * 100_000,
    "constants": "x = 1" + " + 1" * 100_000,
    "attributes": "x = a" + ".b" * 50_000,
    "tuple": "x = (" + "a," * 200_000 + ")",
    "list": "x = [" + "1," * 200_000 + "]",
    "dict": "x = {" + "a: b," * 100_000 + "}",
    "arguments": "f(" + "a, " * 100_000 + "*b, **c)",
    "f-string": "f'" + "{a}b" * 20_000 + "'",
    "comparison": "x = a" + " < b" * 20_000,
    "functions": "def f(x): return lambda: x\n" * 20_000,
}


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_alone(compile_program, tmp_path_factory.mktemp("compiler"), opt="1")


def run(binary: Path, *paths: Path) -> list[str]:
    done = subprocess.run([binary, *paths], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_same_code(binary: Path) -> None:
    paths = [LIBRARY / f"{name}.py" for name in FILES]
    assert run(binary, *paths) == [compile_program.result_of(str(path)) for path in paths]


@pytest.mark.parametrize("name", LARGE)
def test_large_sources(binary: Path, name: str, tmp_path: Path) -> None:
    path = tmp_path / "large.py"
    path.write_text(LARGE[name] + "\n")
    assert run(binary, path)[0].isdigit()
