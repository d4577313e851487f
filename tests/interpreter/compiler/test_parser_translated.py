"""The translated parser gives the trees and errors that it gives on CPython."""
from __future__ import annotations

import os
import subprocess
import tokenize
from pathlib import Path

import pytest

from tests.interpreter.compiler import parse_program
from tests.interpreter.compiler import parser_wrong_sources as wrong
from tests.interpreter.compiler.test_parser_trees import FILES, SOURCES
from tests.language.runner import build_alone

LIBRARY = Path(os.__file__).parent
HOSTILE = [
    "(" * 1_000_000, "-" * 1_000_000 + "1", "a." * 1_000_000 + "a", "1 + " * 1_000_000 + "1", "f'{" * 1_000 + "1",
]


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_alone(parse_program, tmp_path_factory.mktemp("parser"))


def reports(binary: Path, sources: list[str]) -> list[str]:
    """What the binary prints for each source."""
    names = []
    for i, source in enumerate(sources):
        path = binary.with_name(f"source{i}")
        path.write_bytes(source.encode())
        names.append(str(path))
    done = subprocess.run([binary, *names], capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().splitlines()


def test_right_and_wrong_sources(binary: Path):
    sources = SOURCES + wrong.EXPRESSIONS + wrong.ASSIGNMENTS + wrong.BLOCKS + wrong.DEFINITIONS + wrong.F_STRINGS
    for name in FILES[:10]:
        with tokenize.open(LIBRARY / name) as file:
            sources.append(file.read())
    for source, report in zip(sources, reports(binary, sources), strict=True):
        assert report == parse_program.report(source.encode()), source


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:3])
def test_hostile_sources_do_not_crash(binary: Path, source: str):
    assert len(reports(binary, [source])) == 1
