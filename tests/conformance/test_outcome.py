"""Outcomes are read from the record that the driver leaves, however the process ended."""
from __future__ import annotations

from tests.conformance.outcome import Outcome, outcome_of


def record(*events: str) -> str:
    return "".join(event.replace(" ", "\t", 1) + "\n" for event in events)


def test_each_case_is_in_one_set() -> None:
    text = record("plan A.a", "plan A.b", "plan A.c", "start A.a", "pass A.a", "start A.b", "fail A.b", "start A.c",
                  "skip A.c", "end ")
    outcome = outcome_of(text, "exit 1", 2.5)
    assert outcome == Outcome("ended", frozenset({"A.a"}), frozenset({"A.b"}), frozenset({"A.c"}))
    assert outcome.cases == 3 and outcome.seconds == 2.5


def test_a_case_of_which_a_part_failed_has_failed() -> None:
    outcome = outcome_of(record("plan a", "start a", "fail a", "pass a", "end "), "exit 0", 1)
    assert outcome.failed == {"a"} and not outcome.passed


def test_a_crash_tells_the_case_and_loses_those_behind_it() -> None:
    outcome = outcome_of(record("plan a", "plan b", "plan c", "start a", "pass a", "start b"), "crash SIGSEGV", 1)
    assert (outcome.ending, outcome.running) == ("crash SIGSEGV", "b")
    assert outcome.passed == {"a"} and outcome.lost == {"b", "c"}


def test_a_crash_after_the_last_case_is_one() -> None:
    outcome = outcome_of(record("plan a", "start a", "pass a", "end "), "crash SIGABRT", 1)
    assert outcome.ending == "crash SIGABRT at exit" and outcome.passed == {"a"}


def test_a_file_that_cannot_be_imported_has_no_cases() -> None:
    outcome = outcome_of(record("import ModuleNotFoundError: No module named '_ssl'"), "exit 1", 1)
    assert outcome.ending == "import: ModuleNotFoundError: No module named '_ssl'" and outcome.cases == 0


def test_a_process_that_says_nothing_ended_as_it_did() -> None:
    assert outcome_of("", "exit 134", 1).ending == "exit 134"


def test_a_skipped_fixture_skips_what_it_is_for() -> None:
    plan = ["plan A.a", "plan A.b", "plan B.a"]
    of_class = record(*plan, "skip A.setUpClass", "start B.a", "pass B.a", "end ")
    assert outcome_of(of_class, "exit 0", 1).skipped == {"A.a", "A.b"}
    of_module = record(*plan, "skip setUpModule", "end ")
    assert outcome_of(of_module, "exit 0", 1).skipped == {"A.a", "A.b", "B.a"}


def test_a_failed_fixture_is_a_failed_case_and_loses_the_others() -> None:
    outcome = outcome_of(record("plan A.a", "fail A.setUpClass", "end "), "exit 1", 1)
    assert outcome.failed == {"A.setUpClass"} and outcome.lost == {"A.a"}
