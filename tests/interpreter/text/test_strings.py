"""Text against CPython's `str`."""
from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.text import strings
from interpreter.text.strings import Translation

interesting = ("aZ09_ \t\n\r'\"\\ßŉǅǆΣσς\u0345\u0301.İıſﬁ\u1f80\u1fb3ᾈ٣½²"
               "Ⅷⅷ\xa0\x85\u2028\u200b\ud800😀𐐀ªʰ\u00ad\ufffe\x7f\x1f")
texts = st.text(st.sampled_from(interesting) | st.characters(), max_size=12)
greek = st.text(st.sampled_from("ΑΣσ\u0345\u0301.: a'\u00ad"), max_size=10)


@pytest.mark.parametrize("ours, theirs", [
    (strings.is_alpha, str.isalpha), (strings.is_decimal, str.isdecimal), (strings.is_digit, str.isdigit),
    (strings.is_numeric, str.isnumeric), (strings.is_alnum, str.isalnum), (strings.is_space, str.isspace),
    (strings.is_printable, str.isprintable), (strings.is_identifier, str.isidentifier),
    (strings.is_upper, str.isupper), (strings.is_lower, str.islower), (strings.is_title, str.istitle),
    (strings.to_upper, str.upper), (strings.to_lower, str.lower), (strings.to_casefold, str.casefold),
    (strings.to_capitalized, str.capitalize), (strings.to_title, str.title), (strings.to_swapped_case, str.swapcase),
    (strings.repr_of, repr), (lambda text: strings.escaped(strings.repr_of(text)), ascii),
])
@settings(max_examples=100, deadline=None)
@given(texts | greek | st.text(st.sampled_from("Ab1 _'"), max_size=5))
def test_like_str(ours: Callable[[str], Any], theirs: Callable[[str], Any], text: str):
    assert ours(text) == theirs(text)


@given(st.text(st.sampled_from("ab\t\n\ré")), st.integers(-1, 9))
def test_tabs(text: str, size: int):
    assert strings.expand_tabs(text, size) == text.expandtabs(size)


def test_tabs_that_are_too_wide():
    with pytest.raises(OverflowError, match="new string is too long"):
        strings.expand_tabs("\t" * 3, (1 << 62) + 1)


class Mapped(Translation):
    def __init__(self, table: dict[int, str]) -> None:
        self.table = table
        self.asked: list[int] = []

    def text_of(self, code: int) -> str:
        self.asked.append(code)
        return self.table.get(code, chr(code))


@given(st.text(st.sampled_from("abcé€")), st.dictionaries(st.sampled_from([97, 98, 0xE9]), st.text(max_size=3)))
def test_translate(text: str, table: dict[int, str]):
    mapped = Mapped(table)
    assert strings.translate(text, mapped) == text.translate(table)
    assert len([code for code in mapped.asked if code < 128]) <= 3


@pytest.mark.parametrize("text, wanted", [("12", "12"), ("٣\u2003١", "3 1"), ("-١.５e٣", "-1.5e3"),
                                          ("½x", "?x"), ("", "")])
def test_numbers(text: str, wanted: str):
    assert strings.number_in_ascii(text) == wanted
