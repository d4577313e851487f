"""Functions that hypothesis writes give the same results on CPython and translated, many of them in one binary."""
import itertools

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.language.programs import IMPORTS, KINDS
from tests.language.runner import TranslatedCases, cases_of, import_file, run_untranslated

FUNCTIONS = 12  # in a binary
BINARIES = 4    # of each kind

_numbers = itertools.count()


def program(bodies: list[str]) -> str:
    """A module with a function for each body."""
    functions = [f"\n\ndef function{i}() -> str:\n{body}" for i, body in enumerate(bodies)]
    return IMPORTS + "".join(functions)


# Without shrinking: the functions that differ are shown by themselves, and they are small.
@settings(max_examples=BINARIES, deadline=None, derandomize=True, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_generated_functions(kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    bodies = data.draw(st.lists(KINDS[kind](), min_size=FUNCTIONS, max_size=FUNCTIONS))
    directory = tmp_path_factory.mktemp("generated")
    source = directory / f"generated_{kind}_{next(_numbers)}.py"
    source.write_text(program(bodies))
    module = import_file(source)
    translated = TranslatedCases(module, directory).outcomes
    for body, (name, function) in zip(bodies, cases_of(module).items()):
        expected = run_untranslated(function)
        assert translated[name] == expected, f"CPython: {expected}\ntranslated: {translated[name]}\n{body}"
