"""The examples of the language reference do what the reference says, on CPython and translated."""
from __future__ import annotations

import re
import subprocess

import pytest

from tests.transform.rpython.readme_examples import README, Example, examples, load
from transform import rpython
from transform.driver import Translation, TranslationErrors, translate

MARK = "\x1e"  # begins the record of an example in the output of the binary

ALL = examples(README.read_text())
ACCEPTED = [example for example in ALL if not example.error]
REFUSED = [example for example in ALL if example.error]


def test_there_are_examples():
    assert len(ACCEPTED) > 30
    assert len(REFUSED) > 10


@pytest.mark.parametrize("example", ACCEPTED, ids=lambda example: example.name)
def test_example(example: Example, tmp_path):
    result = load(example, tmp_path).example()
    assert result == example.expected
    assert type(result) is type(example.expected)


@pytest.mark.parametrize("example", REFUSED, ids=lambda example: example.name)
def test_refused_example_is_python(example: Example, tmp_path):
    assert callable(load(example, tmp_path).example)


def test_every_name_is_in_the_reference():
    text = README.read_text()
    unknown = [name for name in rpython.__all__ if not re.search(rf"[`@]{name}\b|{name}\(", text)]
    assert unknown == []


# Translated.


def main_source(found: list[Example]) -> str:
    """A program that prints what each example gives, behind its name."""
    lines = [f"import readme_{example.name}" for example in found]
    lines += ["", "def main(argv: list[str]) -> int:"]
    for example in found:
        lines += [f'    print("{MARK}{example.name}")', f"    print(readme_{example.name}.example())"]
    return "\n".join([*lines, "    return 0", ""])


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the accepted examples print, all translated into one binary."""
    folder = tmp_path_factory.mktemp("readme")
    for example in ACCEPTED:
        load(example, folder)
    program = Example("program", 0, main_source(ACCEPTED))
    binary = folder / "binary"
    translate(load(program, folder).main, binary)
    done = subprocess.run([binary], check=True, capture_output=True, text=True, timeout=60)
    records = [record.partition("\n") for record in done.stdout.split(MARK)[1:]]
    return {name: text.removesuffix("\n") for name, _, text in records}


@pytest.mark.parametrize("example", [
    pytest.param(example, id=example.name, marks=pytest.mark.xdist_group("readme")) for example in ACCEPTED])
def test_translated_example(example: Example, printed: dict[str, str]):
    assert printed[example.name].splitlines()[-1] == str(example.expected)


@pytest.mark.parametrize("example", REFUSED, ids=lambda example: example.name)
def test_refused_example_is_refused(example: Example, tmp_path):
    load(example, tmp_path)
    program = Example("program", 0, main_source([example]))
    with pytest.raises(TranslationErrors) as caught:
        Translation(load(program, tmp_path).main).graphs()
    (error,) = caught.value.errors
    assert error.span is not None
    assert error.span.file == str(tmp_path / f"{example.name}.py")
    assert error.span.line == example.error_line
    assert example.error in error.message
