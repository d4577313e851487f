"""The translator as a library: `translate`, `Translation` and what they tell."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import FunctionType
from typing import Callable

import pytest

from tests.language.runner import import_file
from transform import c
from transform.driver import BuildResult, OptionError, Options, Translation, TranslationErrors, translate
from transform.frontend.builder import FunctionBuilder
from transform.frontend.errors import InternalError
from transform.ir.graph import Function, Program
from transform.passes import pipeline, simplify

SOURCE = """\
def first(x: int) -> int:
    y = x + 1
    return y * 2

def main(argv: list[str]) -> int:
    print(first(len(argv)))
    return 0
"""

Writer = Callable[..., FunctionType]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("objects")


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Writer:
    """Writes a program and gives its main function."""
    # Two versions of a program within a second would share one compiled file.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(source: str = SOURCE, name: str = "demo") -> FunctionType:
        path = tmp_path / f"{name}.py"
        path.write_text(source)
        main = import_file(path).main
        assert isinstance(main, FunctionType)
        return main

    return write


def output_of(result: BuildResult) -> str:
    return subprocess.run([result.binary], check=True, capture_output=True, text=True, timeout=60).stdout


# What a translation tells.


def test_the_result_describes_the_build(write: Writer, tmp_path: Path, cache: Path):
    result = translate(write(), tmp_path / "new" / "binary", Options(cache=cache, verify=True))
    assert output_of(result) == "4\n"
    assert list(result.seconds) == ["frontend", "passes", "generate", "compile", "link"]
    assert list(result.pass_seconds) == [*(name for name, _ in pipeline.PASSES), "stackless"]
    assert 0 < sum(result.pass_seconds.values()) <= result.seconds["passes"]
    assert result.functions > 5
    assert result.operations > 10 * result.functions
    assert result.c_lines > result.operations
    assert result.binary_size == result.binary.stat().st_size
    assert 4096 < result.code < result.loaded < result.binary_size
    assert result.peak_memory > 10 << 20
    assert result.compiler_memory > 10 << 20
    assert len(result.compiled) + len(result.cached) > 5
    assert result.warnings == ""
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["binary"]


def test_progress_and_observers_follow_the_stages(write: Writer, tmp_path: Path, cache: Path):
    progress: list[tuple[str, int, int]] = []
    observed: list[str] = []
    generated: list[c.CProgram] = []
    translation = Translation(write(), Options(cache=cache), lambda *step: progress.append(step),
                              lambda stage, program: observed.append(stage), generated.append)
    translation.build(tmp_path / "binary")
    passes = [*(name for name, _ in pipeline.PASSES), "stackless"]
    stages = list(dict.fromkeys(stage for stage, _, _ in progress))
    assert stages == ["frontend", *passes, "generate", "compile", "link"]
    assert all(0 <= done <= total for _, done, total in progress)
    assert observed == ["frontend", *passes]
    (program,) = generated
    assert any(function.name.endswith("run_program(main=main)") for function in program.functions)


# What is compiled again.


def many_functions(changed: str) -> str:
    """A program of 400 functions, of which one is given."""
    lines = ["from transform.rpython import never_inline", ""]
    for number in range(400):
        body = changed if number == 200 else f"x * {number} + len(str(x))"
        lines += ["@never_inline", f"def f{number}(x: int) -> int:", f"    y = {body}",
                  "    if y > 1000:", "        raise ValueError(str(y))", "    return y", ""]
    lines += ["def main(argv: list[str]) -> int:", "    total = 0"]
    lines += [f"    total += f{number}(len(argv))" for number in range(400)]
    return "\n".join([*lines, "    print(total % 1000)", "    return 0", ""])


def test_a_change_of_one_function_compiles_few_files_again(write: Writer, tmp_path: Path):
    def build(changed: str) -> BuildResult:
        options = Options(cache=tmp_path / "cache", opt="0")
        return translate(write(many_functions(changed)), tmp_path / "binary", options)

    first = build("x * 3")
    assert len(first.compiled) >= 10 and first.cached == []
    assert build("x * 3").compiled == []
    changed = build("x * 3 + 1")
    assert len(changed.compiled) == 1
    longer = build("x * 3 + len(str(x * 7)) + len(str(x + 1)) * x")
    code = [name for name in longer.compiled if name.startswith("code_")]
    assert len(code) == 1
    assert len(longer.compiled) <= len(first.compiled) / 4


# What cannot be done.


def test_errors_of_the_source(write: Writer, tmp_path: Path):
    main = write(SOURCE.replace("y * 2", "str(y)").replace("len(argv)", "argv"))
    with pytest.raises(TranslationErrors) as caught:
        translate(main, tmp_path / "binary")
    assert [error.span.line for error in caught.value.errors if error.span] == [3, 6]
    assert not (tmp_path / "binary").exists()


@pytest.mark.parametrize("output", ["", "demo.py/binary", "/dev/null"])
def test_an_impossible_output_is_refused_before_any_work(write: Writer, tmp_path: Path, output: str):
    main = write()
    progress: list[object] = []
    with pytest.raises(OptionError):
        translate(main, tmp_path / output, progress=lambda *step: progress.append(step))
    assert progress == []


def test_a_compiler_that_does_not_exist_is_refused(write: Writer, tmp_path: Path):
    with pytest.raises(OptionError, match="no C compiler 'no-such-cc'"):
        translate(write(), tmp_path / "binary", Options(cc="no-such-cc"))


def test_a_folder_with_other_files_is_not_taken_for_generated_ones(write: Writer, tmp_path: Path, cache: Path):
    keep = tmp_path / "keep"
    keep.mkdir()
    (keep / "mine.c").write_text("int x;")
    with pytest.raises(OptionError, match="has other files"):
        translate(write(), tmp_path / "binary", Options(keep=keep, cache=cache))
    (keep / "mine.c").unlink()
    translate(write(), tmp_path / "binary", Options(keep=keep, cache=cache))
    translate(write(), tmp_path / "binary", Options(keep=keep, cache=cache))
    assert list(keep.glob("code_*.c"))


# Faults of the translator itself name what it was working on.


def internal_error(main: FunctionType) -> InternalError:
    with pytest.raises(TranslationErrors) as caught:
        Translation(main).transformed()
    (error,) = caught.value.errors
    assert isinstance(error, InternalError)
    return error


def test_a_fault_in_the_frontend_names_function_and_line(write: Writer, monkeypatch: pytest.MonkeyPatch):
    original = FunctionBuilder.expr_BinOp

    def broken(self, node, expected):
        if node.lineno == 3 and self.function.name == "demo.first":
            raise KeyError("lost")
        return original(self, node, expected)

    monkeypatch.setattr(FunctionBuilder, "expr_BinOp", broken)
    error = internal_error(write())
    assert "demo.py:3:5: error: internal error: KeyError: 'lost' (in demo.first)\n" in str(error)
    assert "    return y * 2\n        ^^^^^^^^^^^^" in str(error)
    assert isinstance(error.__cause__, KeyError)


def test_a_fault_in_a_pass_names_it_and_the_function(write: Writer, monkeypatch: pytest.MonkeyPatch):
    original = simplify.run_function

    def broken(function: Function) -> bool:
        if function.name == "demo.first":
            raise AssertionError("no such block")
        return original(function)

    monkeypatch.setattr(simplify, "run_function", broken)
    error = internal_error(write())
    assert "demo.py:1:1: error: internal error in the pass 'simplify': AssertionError: no such block (in demo.first)" \
        in str(error)


def test_a_graph_that_a_pass_broke_is_found_by_the_verifier(write: Writer, monkeypatch: pytest.MonkeyPatch):
    def broken(program: Program) -> None:
        graph = program.find("first").graph
        assert graph is not None
        del graph.entry.ops[0]

    monkeypatch.setattr(pipeline, "PASSES", [("harm", broken)])
    with pytest.raises(TranslationErrors) as caught:
        Translation(write(), Options(verify=True)).transformed()
    assert "internal error in the pass 'harm': VerifyError" in str(caught.value)
    assert "demo.first" in str(caught.value)
