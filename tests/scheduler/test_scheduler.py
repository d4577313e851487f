"""The scheduler on CPython, translated, and in builds that suspend calls all the time."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.runner import Outcome, TranslatedCases, cases_of, translate_alone
from tests.scheduler import cases

EXPECTED = {
    "turns": "a:0/1 b:0/1 a:1/2 b:1/2 a:2/3 b:2/3 main:count 1",
    "soft_and_hard": "soft:turn 1 hard:0/1 other:turn 1 soft:turn 2 hard:1/2 other:turn 2 soft:turn 3 hard:2/3 "
                     "other:turn 3",
    "the_receiver_is_preferred": "r:got 0 other:turn 1 s:sent 0 r:got 1 other:turn 2 s:sent 1 r:got 2 other:turn 3 "
                                 "s:sent 2 main:balance 0",
    "the_sender_is_preferred": "s:sent 0 other:turn 1 r:got 0 s:sent 1 other:turn 2 r:got 1 s:sent 2 other:turn 3 "
                               "r:got 2 main:balance 0",
    "nobody_is_preferred": "r:got 0 other:turn 1 s:sent 0 s:sent 1 other:turn 2 r:got 1 r:got 2 other:turn 3 s:sent 2 "
                           "main:balance 0",
    "all_go_through_the_queue": "other:turn 1 s:sent 0 r:got 0 other:turn 2 s:sent 1 r:got 1 other:turn 3 s:sent 2 "
                                "r:got 2 main:balance 0",
    "errors_go_to_the_runner": "a:failed main:caught no b:turn 1 b:turn 2 b:turn 3",
    "an_error_for_one_that_waits": "main:balance -1 -1 a:raised thrown main:balance 0 False",
    "nobody_could_wake_it": "main:deadlock 1 0",
    "the_last_one_ends": "a:0/1 a:1/2 a:2/3 main:deadlock -1",
    "who_fails_takes_no_grant": "a:failed b:failed c:took d:took main:1 0 e:nothing main:False",
    "those_of_ended_threads_are_passed_over": "main:True False 0 a:took",
    "a_time_comes": "a:0/1 a:1/2 a:2/3 main:True 0 0",
    "timers_come_in_order": "7 10 11 14 22 25 29 32 37 40 43 44 47 55 58 59 62 70 73 74 77 80 85 88 92 95",
    "another_thread_wakes_it": "True True True",
    "a_file_becomes_ready": "a:ready b:ready main:0 0",
    "a_file_is_ready_already": "a:ready",
    "a_registration_is_kept": "a:ready a:ready a:ready h:late",
    "a_deadline_comes_before_the_file": "h:late h:late a:ready",
    "a_file_is_closed_while_others_wait": "a:closed main:True h:late",
    "an_error_for_one_that_waits_for_a_file": "a:raised thrown main:0 0",
    "files_are_looked_at_while_others_run": "main:nobody yet a:ready",
    "what_cannot_be_waited_for": "main:always ready, no file, no file",
    "a_new_process_waits_by_itself": "a:ready main:True",
    "helpers_work": "main:-36 True True 0",
    "endless_jobs_hold_up_no_others": "main:3 1 6 main:1 main:1 main:1 main:1 main:1 main:1",
}
OUTCOMES = {name: Outcome("result", text) for name, text in EXPECTED.items()}


@pytest.mark.parametrize("name", EXPECTED)
def test_case(name: str) -> None:
    assert cases_of(cases)[name]() == EXPECTED[name]


def test_there_is_an_expectation_for_each_case() -> None:
    assert cases_of(cases).keys() == EXPECTED.keys()


def test_translated(tmp_path: Path) -> None:
    assert TranslatedCases(cases_of(cases), tmp_path, translate_alone).outcomes() == OUTCOMES


def test_chaos(tmp_path: Path) -> None:
    translated = TranslatedCases(cases_of(cases), tmp_path, translate_alone, opt="0", chaos=True)
    for environment in ({}, {"BOBBIN_CHAOS": "1"},
                        {"BOBBIN_CHAOS": "2", "BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}):
        assert translated.outcomes(environment) == OUTCOMES, environment
