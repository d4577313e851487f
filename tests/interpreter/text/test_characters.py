"""Each property of each code point, against CPython's `str`."""
from __future__ import annotations

import sys
from typing import Callable

import _sre  # type: ignore[import-not-found]
import pytest

from interpreter.text import characters
from interpreter.text.characters import SPECIAL

EVERY_CODE_POINT = [*range(0x33000), *range(0x33000, sys.maxunicode, 89), *range(0xE0000, 0xE0200), sys.maxunicode]


@pytest.mark.parametrize("ours, theirs", [
    (characters.is_alpha, str.isalpha), (characters.is_decimal, str.isdecimal), (characters.is_digit, str.isdigit),
    (characters.is_numeric, str.isnumeric), (characters.is_alnum, str.isalnum), (characters.is_space, str.isspace),
    (characters.is_printable, str.isprintable), (characters.is_upper, str.isupper),
    (characters.is_lower, str.islower), (characters.is_xid_start, str.isidentifier),
    (characters.is_xid_continue, lambda c: ("a" + c).isidentifier()),
    (characters.is_line_end, lambda c: len(("a" + c + "b").splitlines()) == 2),
    (characters.is_cased, lambda c: (c + "a").title()[-1] == "a"),
])
def test_kinds(ours: Callable[[int], bool], theirs: Callable[[str], bool]):
    assert [c for c in EVERY_CODE_POINT if ours(c)] == [c for c in EVERY_CODE_POINT if theirs(chr(c))]


@pytest.mark.parametrize("full, simple, theirs", [
    (characters.full_upper, characters.upper_unless_special, str.upper),
    (characters.full_lower, characters.lower_unless_special, str.lower),
    (characters.full_title, characters.title_unless_special, str.title),
    (characters.full_fold, characters.lower_unless_special, str.casefold),
])
def test_full_case(full: Callable[[int], str], simple: Callable[[int], int], theirs: Callable[[str], str]):
    for c in EVERY_CODE_POINT:
        assert (full(c) if simple(c) == SPECIAL else chr(simple(c))) == theirs(chr(c))


def test_simple_case():
    assert all(characters.to_lower(c) == _sre.unicode_tolower(c) for c in EVERY_CODE_POINT)
    assert all((characters.to_lower(c) != c or characters.to_upper(c) != c) == _sre.unicode_iscased(c)
               for c in EVERY_CODE_POINT)


def test_title_letters():
    assert characters.is_title(0x1C5) and not characters.is_title(0x1C4) and not characters.is_title(65)
