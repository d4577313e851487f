"""Names of characters, against CPython."""
from __future__ import annotations

import sys
import unicodedata

import pytest

from interpreter.text.names import NONE, code_of, name_of, text_of

SOME = [*range(0x3400), *range(0xA000, 0x20000, 7), *range(0x20000, sys.maxunicode, 997), *range(0xAC00, 0xD7A4, 13),
        0xE0001, 0xE01EF, 0xF900, 0x2F800, 0x18B00, 0x1B170, 0x9FFF, 0x4DBF, 0xF0000, 0xF0200]
NAMED = [code for code in SOME if unicodedata.name(chr(code), None)]


def test_names():
    assert [name_of(code) for code in SOME] == [unicodedata.name(chr(code), "") for code in SOME]


def test_characters_of_names():
    for code in NAMED[::7]:
        assert code_of(unicodedata.name(chr(code))) == code


@pytest.mark.parametrize("name", [
    "latin small letter a", "Greek Small Letter Alpha", "SNOWMAN", "NULL", "LINE FEED", "NBSP", "ZWJ", "LF",
    "VARIATION SELECTOR-256", "VS256", "GUJARATI LETTER GHA", "HANGUL SYLLABLE GAG", "hangul syllable gag",
    "HANGUL SYLLABLE", "HANGUL SYLLABLE ", "HANGUL SYLLABLE X", "HANGUL SYLLABLE GAGX", "CJK UNIFIED IDEOGRAPH-4E00",
    "cjk unified ideograph-4E00", "CJK UNIFIED IDEOGRAPH-4e00", "CJK UNIFIED IDEOGRAPH-04E00", "CJK UNIFIED IDEOGRAPH-",
    "CJK COMPATIBILITY IDEOGRAPH-F900", "cjk compatibility ideograph-f900", "KHITAN SMALL SCRIPT CHARACTER-18B00",
    "NUSHU CHARACTER-1B170", "CJK UNIFIED IDEOGRAPH-FFFF", "LATIN SMALL LETTER", "", " ", "A", "ZZZ", "AARGH",
    "LATIN SMALL LETTER R WITH TILDE", "TAMIL SYLLABLE SAI", "KEYCAP DIGIT ONE", "keycap digit one", "ß", "-", "x-12",
])
def test_look_up(name: str):
    try:
        wanted = unicodedata.lookup(name)
    except KeyError:
        wanted = ""
    assert text_of(name) == wanted
    assert code_of(name) == (ord(wanted) if len(wanted) == 1 else NONE)
