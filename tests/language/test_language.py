"""Each case of the language gives the same result on CPython and translated, optimised and with sanitizers."""
from pathlib import Path
from typing import Any, Callable

import pytest

from tests.language.runner import Outcome, TranslatedCases, all_cases, cases_of, load, run_untranslated

CASES = [
    pytest.param(file, name, id=f"{file}-{name}", marks=pytest.mark.xdist_group(file)) for file, name in all_cases()
]
# Optimised, with a collection at each allocation, and what it frees overwritten; with sanitizers.
MODES: dict[str, dict[str, Any]] = {
    "gcc": {"cc": "gcc", "opt": "2", "verify": True, "environment": {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}},
    "debug": {"debug": True, "gc": "boehm"},
}

Builds = Callable[[str, str], TranslatedCases]


@pytest.fixture(scope="session")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Builds:
    """The translated cases of a file in a mode; built once."""
    built: dict[tuple[str, str], TranslatedCases] = {}

    def build(file: str, mode: str) -> TranslatedCases:
        if (file, mode) not in built:
            directory: Path = tmp_path_factory.mktemp(f"{file}_{mode}")
            built[file, mode] = TranslatedCases(load(file), directory, **MODES[mode])
        return built[file, mode]

    return build


@pytest.mark.parametrize("file, name", CASES)
def test_untranslated(file: str, name: str) -> None:
    assert run_untranslated(cases_of(load(file))[name]).kind == "result"


@pytest.mark.parametrize("file, name", CASES)
@pytest.mark.parametrize("mode", MODES)
def test_translated(file: str, name: str, mode: str, translated: Builds) -> None:
    found = translated(file, mode).outcomes[name]
    if found.kind == "broken":
        pytest.fail(found.text, pytrace=False)
    expected: Outcome = run_untranslated(cases_of(load(file))[name])
    assert found == expected
