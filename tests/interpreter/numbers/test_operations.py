"""Each operation gives what CPython gives: on CPython itself, and translated."""
from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interpreter.numbers import bigint_text, divide, multiply
from tests.interpreter.numbers import operations
from tests.interpreter.numbers.oracle import OPERATIONS, expected, record
from tests.language.runner import build_alone

QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("name", OPERATIONS)
def test_untranslated(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Low thresholds, so that numbers of a few digits go through every method.
    monkeypatch.setattr(multiply, "KARATSUBA_DIGITS", 4)
    monkeypatch.setattr(multiply, "KARATSUBA_SQUARE_DIGITS", 4)
    monkeypatch.setattr(divide, "RECURSIVE_DIGITS", 4)
    monkeypatch.setattr(bigint_text, "WRITE_DIGITS", 3)
    monkeypatch.setattr(bigint_text, "READ_PIECES", 3)

    @settings(QUIET, max_examples=40)
    @given(OPERATIONS[name].arguments)
    def compare(arguments: tuple[Any, ...]) -> None:
        assert operations.run_case(record(name, arguments)) == expected(name, arguments)

    compare()


@pytest.fixture(scope="module")
def binary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_alone(operations, tmp_path_factory.mktemp("numbers"))


def run(binary: Path, cases: list[tuple[str, tuple[Any, ...]]], environment: dict[str, str]) -> list[str]:
    """The results of the binary."""
    file = binary.with_suffix(".cases")
    file.write_text(operations.RECORD.join(record(*case) for case in cases), newline="")
    done = subprocess.run([binary, file], capture_output=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().split(operations.RECORD)[:-1]


@pytest.mark.parametrize("collecting", [False, True])
def test_translated(binary: Path, collecting: bool) -> None:
    environment = {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"} if collecting else {}
    cases = st.lists(st.sampled_from(list(OPERATIONS)).flatmap(
        lambda name: st.tuples(st.just(name), OPERATIONS[name].arguments)), min_size=150, max_size=400)

    @settings(QUIET, max_examples=3 if collecting else 40)
    @given(cases)
    def compare(cases: list[tuple[str, tuple[Any, ...]]]) -> None:
        for case, result in zip(cases, run(binary, cases, environment), strict=True):
            assert result == expected(*case), case

    compare()
