"""Random patterns in random texts, against CPython."""
from __future__ import annotations

import re
import warnings

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.interpreter.regex.oracle import narrow_texts, our_results, patterns, texts, their_results

SETTINGS = settings(max_examples=1500, deadline=None,
                    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
text_flags = st.sampled_from([0, re.I, re.M, re.S, re.I | re.A, re.I | re.M | re.S])
bytes_flags = st.sampled_from([0, re.I, re.M | re.S, re.L, re.L | re.I])


def is_valid(pattern: str | bytes, flags: int) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern, flags)
    except (re.error, RecursionError):
        return False
    return True


@SETTINGS
@given(patterns, texts | narrow_texts, text_flags)
def test_in_str(pattern: str, text: str, flags: int):
    assume(is_valid(pattern, flags))
    assert our_results(pattern, text, flags) == their_results(pattern, text, flags)


@SETTINGS
@given(patterns, narrow_texts, bytes_flags)
def test_in_bytes(pattern: str, text: str, flags: int):
    data = pattern.encode("latin-1", "ignore")
    assume(is_valid(data, flags))
    assert (our_results(data, text.encode("latin-1"), flags) == their_results(data, text.encode("latin-1"), flags))


@settings(SETTINGS, max_examples=500)
@given(patterns, texts, st.integers(0, 14), st.integers(0, 14))
def test_part_of_a_text(pattern: str, text: str, start: int, end: int):
    assume(is_valid(pattern, 0) and start <= end)
    assert our_results(pattern, text, 0, start, end) == their_results(pattern, text, 0, start, end)
