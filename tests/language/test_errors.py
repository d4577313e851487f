"""Sources that are not RPython are refused: on the right line, in the right words, all mistakes of a program at once.

A mistake in a file of `tests.language.rejected` is marked on its line with ``# error:`` and words of the message.
Functions without parameters are called from a main function; each of them leads to one mistake.
"""
import importlib
import inspect
from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.language.runner import cases_of, import_file

REJECTED = Path(__file__).parent / "rejected"
FILES = sorted(path.stem for path in REJECTED.glob("*.py") if path.stem != "__init__")
MARK = "  # error: "

Messages = dict[int, str]  # by line
Found = Callable[[str], Messages]


def marks(file: str) -> Messages:
    """The words expected on each marked line."""
    lines = (REJECTED / f"{file}.py").read_text().splitlines()
    return {i + 1: line.partition(MARK)[2] for i, line in enumerate(lines) if MARK in line}


def marked_lines() -> Iterator[object]:
    for file in FILES:
        functions = sorted(inspect.getsourcelines(f)[1] for f in cases_of(module_of(file)).values())
        assert len(functions) == len(marks(file)), f"{file}.py: a mistake in each function, and a function for each"
        for line in marks(file):
            yield pytest.param(file, line, id=f"{file}-{line}", marks=pytest.mark.xdist_group(f"rejected-{file}"))


def module_of(file: str):
    return importlib.import_module(f"tests.language.rejected.{file}")


def main_source(file: str) -> str:
    """A program that calls all functions of a file."""
    calls = [f"    total += rejected.{name}()" for name in cases_of(module_of(file))]
    return "\n".join([f"import tests.language.rejected.{file} as rejected", "", "def main(argv: list[str]) -> int:",
                      "    total = 0", *calls, "    return total", ""])


@pytest.fixture(scope="session")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The messages of the translator about a file, by line."""
    known: dict[str, Messages] = {}

    def messages(file: str) -> Messages:
        from transform.driver import Translation, TranslationErrors

        if file not in known:
            program = tmp_path_factory.mktemp("rejected") / f"rejected_{file}.py"
            program.write_text(main_source(file))
            with pytest.raises(TranslationErrors) as caught:
                Translation(import_file(program).main).graphs()
            known[file] = {error.span.line: str(error) for error in caught.value.errors if error.span is not None}
        return known[file]

    return messages


@pytest.mark.parametrize("file, line", list(marked_lines()))
def test_mistake_is_reported(file: str, line: int, found: Found) -> None:
    messages = found(file)
    assert line in messages, f"nothing about line {line}"
    assert marks(file)[line] in messages[line]


@pytest.mark.parametrize("file", [pytest.param(f, marks=pytest.mark.xdist_group(f"rejected-{f}")) for f in FILES])
def test_nothing_else_is_reported(file: str, found: Found) -> None:
    assert {line: text for line, text in found(file).items() if line not in marks(file)} == {}


@pytest.mark.parametrize("file", [pytest.param(f, marks=pytest.mark.xdist_group(f"rejected-{f}")) for f in FILES])
def test_messages_show_the_source(file: str, found: Found) -> None:
    lines = (REJECTED / f"{file}.py").read_text().splitlines()
    for line, text in found(file).items():
        assert f"{file}.py:{line}:" in text
        assert lines[line - 1] in text
        assert "^" in text


def test_what_cannot_be_prebuilt(tmp_path: Path) -> None:
    """Something made before translation whose class has another form at run time."""
    from transform.driver import Translation, TranslationErrors

    program = tmp_path / "with_buffer.py"
    program.write_text("from transform.rpython.builders import StrBuffer\n\nbuffer = StrBuffer(1, 4)\n\n"
                       "def main(argv: list[str]) -> int:\n    return len(buffer.build())\n")
    with pytest.raises(TranslationErrors, match="is a StrBuffer, which cannot be prebuilt"):
        Translation(import_file(program).main).graphs()
