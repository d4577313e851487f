"""The cases of the language in builds in which calls are suspended all the time, and gone on with at once.

Each function unwinds the C stack at its entry: always, or at random by a seed. Always means that all that runs are
resume bodies; at random, functions and their resume bodies call each other in all ways.
"""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.runner import TranslatedCases, case_modules, cases_of, load, run_untranslated

AT_RANDOM = ("callables", "control_flow", "coroutines", "exceptions", "lists", "tuples", "virtual", "with_statements")

RUNS = [(file, None) for file in case_modules()] + [(file, "1") for file in AT_RANDOM]


def check(file: str, tmp_path: Path, gc: str = "immix") -> None:
    """The cases of a file give the same as on CPython."""
    expected = {name: run_untranslated(case) for name, case in cases_of(load(file)).items()}
    found = TranslatedCases(load(file), tmp_path, opt="0", chaos=True, gc=gc).outcomes
    different = {name: (found[name], expected[name]) for name in expected if found[name] != expected[name]}
    assert not different


@pytest.mark.parametrize("file, seed", RUNS, ids=lambda value: value or "always")
def test_chaos(file: str, seed: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if seed is None:
        monkeypatch.delenv("BOBBIN_CHAOS", raising=False)
    else:
        monkeypatch.setenv("BOBBIN_CHAOS", seed)
    check(file, tmp_path)


@pytest.mark.parametrize("file", ("coroutines", "exceptions", "handresume"))
def test_chaos_with_a_collection_at_each_allocation(file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOBBIN_CHAOS", "2")
    monkeypatch.setenv("BOBBIN_GC_STRESS", "1")
    monkeypatch.setenv("BOBBIN_GC_POISON", "1")
    check(file, tmp_path, gc="immix")
