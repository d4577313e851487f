"""Each case of the language gives the same result on CPython and translated, optimised and with sanitizers."""
from typing import Any, Callable

import pytest

from tests.language.runner import Outcome, TranslatedCases, case_modules, cases_in, run_untranslated, translate_alone

CASES = cases_in(case_modules())
# Optimised, with a collection at each allocation, and what it frees overwritten; with sanitizers.
MODES: dict[str, dict[str, Any]] = {
    "gcc": {"cc": "gcc", "opt": "2", "verify": True},
    "debug": {"debug": True, "gc": "boehm"},
}
ENVIRONMENTS = {"gcc": {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}, "debug": {}}

Found = Callable[[str], dict[str, Outcome]]


@pytest.fixture(scope="session")
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The outcomes of all cases that are tested in this session, in a mode: from one binary."""
    wanted = {item.callspec.params["name"] for item in request.session.items
              if isinstance(item, pytest.Function) and item.function is test_translated}
    cases = {name: case for name, case in CASES.items() if name in wanted}
    outcomes: dict[str, dict[str, Outcome]] = {}

    def find(mode: str) -> dict[str, Outcome]:
        if mode not in outcomes:
            translated = TranslatedCases(cases, tmp_path_factory.mktemp(mode), translate_alone, **MODES[mode])
            outcomes[mode] = translated.outcomes(ENVIRONMENTS[mode])
        return outcomes[mode]

    return find


@pytest.mark.parametrize("name", CASES)
def test_untranslated(name: str) -> None:
    assert run_untranslated(CASES[name]).kind == "result"


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("mode", [pytest.param(m, marks=pytest.mark.xdist_group(f"language {m}")) for m in MODES])
def test_translated(name: str, mode: str, found: Found) -> None:
    outcome = found(mode)[name]
    if outcome.kind == "broken":
        pytest.fail(outcome.text, pytrace=False)
    assert outcome == run_untranslated(CASES[name])
