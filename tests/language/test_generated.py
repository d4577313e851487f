"""Functions that hypothesis writes give the same results on CPython and translated, many of them in one binary."""
import itertools

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.language.programs import IMPORTS, KINDS
from tests.language.runner import TranslatedCases, cases_of, import_file, run_untranslated

FUNCTIONS = 12  # in a binary
BINARIES = 3    # of each kind

_numbers = itertools.count()


class Program(list[str]):
    """The bodies of functions. The short repr keeps the reports of hypothesis short."""

    def __repr__(self) -> str:
        return f"<{len(self)} functions>"

    def source(self) -> str:
        """A module with a function for each body."""
        functions = [f"\n\ndef function{i}() -> str:\n{body}" for i, body in enumerate(self)]
        return IMPORTS + "".join(functions)


def programs(kind: str) -> st.SearchStrategy[Program]:
    return st.lists(KINDS[kind](), min_size=FUNCTIONS, max_size=FUNCTIONS).map(Program)


# Without shrinking: the functions that differ are shown by themselves, and they are small.
@settings(max_examples=BINARIES, deadline=None, derandomize=True, phases=[Phase.generate],
          suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("kind", KINDS)
def test_generated_functions(kind: str, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    program = data.draw(programs(kind))
    directory = tmp_path_factory.mktemp("generated")
    source = directory / f"generated_{kind}_{next(_numbers)}.py"
    source.write_text(program.source())
    module = import_file(source)
    translated = TranslatedCases(cases_of(module), directory).outcomes()
    for body, (name, function) in zip(program, cases_of(module).items()):
        expected = run_untranslated(function)
        if translated[name] != expected:
            pytest.fail(f"CPython: {expected}\ntranslated: {translated[name]}\n{body}", pytrace=False)
