"""The cases of the language in a build in which calls are suspended all the time, and gone on with at once.

Each function unwinds the C stack at its entry: always, or at random by a seed. Always means that all that runs are
resume bodies; at random, functions and their resume bodies call each other in all ways. BOBBIN_SEEDS tells how many
seeds are tried.
"""
from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.language.runner import TranslatedCases, case_modules, cases_in, run_untranslated, translate_alone

SEEDS = range(1, 1 + int(os.environ.get("BOBBIN_SEEDS", "5")))
COLLECTING = {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}


@pytest.mark.xdist_group("language chaos")
def test_chaos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOBBIN_CHAOS", raising=False)
    cases = cases_in(case_modules())
    expected = {name: run_untranslated(case) for name, case in cases.items()}
    translated = TranslatedCases(cases, tmp_path, translate_alone, opt="0", chaos=True)
    for chaos in [{}, *({"BOBBIN_CHAOS": str(seed)} for seed in SEEDS)]:
        for environment in (chaos, {**chaos, **COLLECTING}):
            found = translated.outcomes(environment)
            different = {name: (found[name], expected[name]) for name in expected if found[name] != expected[name]}
            assert not different, environment
