"""The character database against CPython's `unicodedata`, in both versions."""
from __future__ import annotations

import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.text.database import CURRENT, Database
from interpreter.text.database_3_2 import VERSION_3_2
from interpreter.text.normalization import FORMS, Form, form_of_name, is_normalized, normalize

CODES = [*range(0x33000), *range(0x33000, sys.maxunicode, 89), *range(0xE0000, 0xE0200), 0xEFFFF, sys.maxunicode]
VERSIONS = [(CURRENT, unicodedata), (VERSION_3_2, unicodedata.ucd_3_2_0)]

# Characters that interact in normal forms, among others: combining ones, Hangul, singletons, compatibility.
decomposing = [chr(c) for c in CODES if unicodedata.decomposition(chr(c)) or unicodedata.combining(chr(c))]
jamo = [chr(c) for c in (*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A7, 0x11C3), 0xAC00, 0xAC01)]
texts = st.text(st.sampled_from(decomposing) | st.sampled_from(jamo) | st.sampled_from("aeoKÅ\u0301\u0323\u0345")
                | st.characters(), max_size=12)


@pytest.mark.parametrize("ours, theirs", VERSIONS, ids=["current", "3.2"])
@pytest.mark.parametrize("name", ["category", "bidirectional", "east_asian_width", "combining", "mirrored",
                                  "decomposition"])
def test_properties(name: str, ours: Database, theirs: Any):
    mine, wanted = getattr(ours, name), getattr(theirs, name)
    assert [mine(c) for c in CODES] == [wanted(chr(c)) for c in CODES]


@pytest.mark.parametrize("ours, theirs", VERSIONS, ids=["current", "3.2"])
def test_numbers(ours: Database, theirs: Any):
    assert [ours.decimal_value(c) for c in CODES] == [theirs.decimal(chr(c), -1) for c in CODES]
    assert [ours.digit_value(c) for c in CODES] == [theirs.digit(chr(c), -1) for c in CODES]
    assert ([ours.numeric_value(c) if ours.has_number(c) else None for c in CODES]
            == [theirs.numeric(chr(c), None) for c in CODES])


def test_version():
    assert CURRENT.version == unicodedata.unidata_version
    assert VERSION_3_2.version == "3.2.0"


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_normal_forms_of_single_characters(form: Form):
    for c in CODES:
        assert normalize(CURRENT, form, chr(c)) == unicodedata.normalize(form.name, chr(c))  # type: ignore[arg-type]


@settings(max_examples=500)
@given(texts, st.sampled_from(FORMS))
def test_normal_forms(text: str, form: Form):
    wanted = unicodedata.normalize(form.name, text)  # type: ignore[arg-type]
    assert normalize(CURRENT, form, text) == wanted
    assert is_normalized(CURRENT, form, text) == (wanted == text)
    assert is_normalized(CURRENT, form, wanted)


@settings(max_examples=300)
@given(texts, st.sampled_from(FORMS))
def test_normal_forms_of_version_3_2(text: str, form: Form):
    text = "".join([c for c in text if unicodedata.ucd_3_2_0.category(c) != "Cn"])
    wanted = unicodedata.ucd_3_2_0.normalize(form.name, text)  # type: ignore[arg-type]
    assert normalize(VERSION_3_2, form, text) == wanted


def test_long_runs_of_combining_characters_take_linear_time():
    text = "a" + "\u0301\u0323\u0345\u0300" * 20_000
    assert normalize(CURRENT, form_of_name("NFD"), text) == unicodedata.normalize("NFD", text)


def test_unknown_form():
    with pytest.raises(ValueError, match="invalid normalization form"):
        form_of_name("NFX")
