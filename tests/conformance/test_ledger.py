"""The ledger keeps what came out, and tells what is worse and what is better."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.ledger import Entry, Ledger, compare, entry_of, parse, read_unsteady
from tests.conformance.outcome import Outcome


def outcome(ending: str = "ended", passed: str = "", failed: str = "", skipped: str = "", lost: str = "",
            running: str = "") -> Outcome:
    return Outcome(ending, frozenset(passed.split()), frozenset(failed.split()), frozenset(skipped.split()),
                   frozenset(lost.split()), running)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    entry = entry_of(outcome("crash SIGSEGV", "a b", "c d", "e", "f g", "f"))
    Ledger(tmp_path).put("test_int", entry)
    assert Ledger(tmp_path).get("test_int") == entry
    assert Ledger(tmp_path).get("test_float") is None
    assert (entry.cases, entry.passed, entry.skipped, entry.share) == (7, 2, 1, 2 / 6)


def test_names_may_have_spaces() -> None:
    entry = Entry("ended", cases=1, failed=frozenset({"A.test (n = 1)"}))
    assert parse(entry.text()) == entry


def test_a_ledger_with_unknown_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="no line 'crashed   a'"):
        parse("ending  ended\ncrashed   a\n")


def test_the_same_is_neither_worse_nor_better() -> None:
    now = outcome(passed="a", failed="b", skipped="c")
    change = compare(entry_of(now), now)
    assert not change.worse and not change.better


def test_a_case_that_passed_and_fails_is_worse() -> None:
    change = compare(entry_of(outcome(passed="a b")), outcome(passed="a", failed="b"))
    assert change.worse == ["b fails"] and not change.better


def test_a_case_that_failed_and_passes_is_better() -> None:
    change = compare(entry_of(outcome(passed="a", failed="b")), outcome(passed="a b"))
    assert change.better == ["b passes"] and not change.worse


def test_a_crash_is_worse_and_names_what_does_not_run() -> None:
    change = compare(entry_of(outcome(passed="a b")), outcome("crash SIGSEGV", passed="a", lost="b", running="b"))
    assert change.worse == ["crash SIGSEGV in b (was: ended)", "b does not run"]


def test_an_end_without_crash_is_better() -> None:
    change = compare(entry_of(outcome("timeout", passed="a", lost="b")), outcome(passed="a b"))
    assert change.better == ["ended (was: timeout)", "b passes"] and not change.worse


def test_failures_of_a_file_that_could_not_be_imported_are_not_worse() -> None:
    change = compare(entry_of(outcome("import: ImportError: x")), outcome(passed="a", failed="b"))
    assert change.better == ["ended (was: import: ImportError: x)", "1 of 2 cases pass"] and not change.worse


def test_a_case_that_passed_and_is_skipped_is_worse() -> None:
    change = compare(entry_of(outcome(passed="a b")), outcome(passed="a", skipped="b"))
    assert change.worse == ["1 cases pass (were: 2); 1 are skipped (were: 0)"]


def test_a_new_file_is_better() -> None:
    change = compare(None, outcome(passed="a", failed="b"))
    assert change.better == ["new: ended, 1 of 2 cases pass"] and not change.worse


def test_unsteady_cases_need_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "unsteady.txt"
    path.write_text("# comment\n\ntest_time  A.*  # depends on the clock\n")
    assert read_unsteady(path) == {"test_time": ["A.*"]}
    path.write_text("test_time  A.*\n")
    with pytest.raises(ValueError, match="no reason"):
        read_unsteady(path)
