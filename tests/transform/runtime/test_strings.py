"""Strings against Python's."""
from __future__ import annotations

from typing import Any, Callable, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_list, make_str, read_list, read_str
from transform.runtime.lists import List
from transform.runtime.slices import MISSING
from transform.runtime.strings import Str, chr_of_int, ord_of_str, str_of_code

# Few letters, so that searches find something; code points of every width, white space, line ends, surrogates.
LETTERS = "aab +0 \t\n\r\x1c\x85éß\xff\u0178\u2028\u3000ab\udc80\U0001f600\U0010ffff"
texts = st.text(st.sampled_from(LETTERS), max_size=10)
short = st.text(st.sampled_from("ab\n é\U0001f600"), max_size=2)
indexes = st.integers(-12, 12)


def outcome(operation: Callable[[], Any]) -> Any:
    """The result in Python's types, or the class of the exception."""
    try:
        return plain(operation())
    except (IndexError, ValueError, TypeError) as error:
        return type(error)


def plain(value: Any) -> Any:
    if isinstance(value, Str):
        return read_str(value)
    if isinstance(value, List):
        return [plain(item) for item in read_list(value)]
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


@given(texts, texts)
def test_two(a: str, b: str) -> None:
    s, t = make_str(a), make_str(b)
    assert read_str(s + t) == a + b
    assert (s == t) == (a == b)
    assert make_str(a) == s and hash(make_str(a)) == hash(s) and (hash(s) != 0 or a == "")
    assert ((s < t), (s <= t), (s > t), (s >= t)) == ((a < b), (a <= b), (a > b), (a >= b))
    assert (t in s) == (b in a)


@given(texts, indexes, indexes, st.integers(-3, 3))
def test_parts(a: str, i: int, j: int, step: int) -> None:
    s = make_str(a)
    assert len(s) == len(a)
    assert outcome(lambda: s[i]) == outcome(lambda: a[i])
    assert outcome(lambda: s.char_at(i)) == outcome(lambda: a[i])
    assert read_str(s.get_slice(i, j)) == a[i:j]
    assert outcome(lambda: s.get_slice_step(i, j, step)) == outcome(lambda: a[i:j:step])
    assert read_str(s.get_slice_step(MISSING, MISSING, -1)) == a[::-1]
    assert read_str(s * i) == a * i


@given(texts, short, indexes, indexes)
def test_searching(a: str, b: str, i: int, j: int) -> None:
    s, t = make_str(a), make_str(b)
    assert s.find(t) == a.find(b)
    assert s.find(t, i, j) == a.find(b, i, j)
    assert s.rfind(t) == a.rfind(b)
    assert s.rfind(t, i, j) == a.rfind(b, i, j)
    assert outcome(lambda: s.index(t, i)) == outcome(lambda: a.index(b, i))
    assert outcome(lambda: s.rindex(t, i)) == outcome(lambda: a.rindex(b, i))
    assert s.count_of(t, i, j) == a.count(b, i, j)
    assert s.startswith(t, i, j) == a.startswith(b, i, j)
    assert s.endswith(t, i, j) == a.endswith(b, i, j)


@given(texts, short, st.integers(-1, 3))
def test_splitting(a: str, b: str, limit: int) -> None:
    s, t = make_str(a), make_str(b)
    assert outcome(lambda: s.split(t, limit)) == outcome(lambda: a.split(b, limit))
    assert outcome(lambda: s.rsplit(t, limit)) == outcome(lambda: a.rsplit(b, limit))
    assert outcome(lambda: s.split(None, limit)) == a.split(None, limit)
    assert outcome(lambda: s.rsplit(None, limit)) == a.rsplit(None, limit)
    assert outcome(lambda: s.splitlines()) == a.splitlines()
    assert outcome(lambda: s.splitlines(True)) == a.splitlines(True)
    assert outcome(lambda: s.partition(t)) == outcome(lambda: a.partition(b))
    assert outcome(lambda: s.rpartition(t)) == outcome(lambda: a.rpartition(b))
    assert read_str(s.replace(t, make_str("xé"), limit)) == a.replace(b, "xé", limit)
    assert read_str(s.removeprefix(t)) == a.removeprefix(b)
    assert read_str(s.removesuffix(t)) == a.removesuffix(b)


@given(texts, st.none() | short)
def test_stripping(a: str, b: Optional[str]) -> None:
    s = make_str(a)
    t = None if b is None else make_str(b)
    assert read_str(s.strip(t)) == a.strip(b)
    assert read_str(s.lstrip(t)) == a.lstrip(b)
    assert read_str(s.rstrip(t)) == a.rstrip(b)


@given(texts, st.lists(texts, max_size=4))
def test_join(a: str, parts: list[str]) -> None:
    assert read_str(make_str(a).join(make_list(map(make_str, parts)))) == a.join(parts)


@given(texts, st.integers(-1, 14), st.sampled_from("*é\u2028"))
def test_padding(a: str, width: int, fill: str) -> None:
    s = make_str(a)
    assert read_str(s.ljust(width)) == a.ljust(width)
    assert read_str(s.rjust(width, make_str(fill))) == a.rjust(width, fill)
    assert read_str(s.center(width, make_str(fill))) == a.center(width, fill)
    assert read_str(s.zfill(width)) == a.zfill(width)


@pytest.mark.parametrize("text", ["", "-12", "+", "+5", "ab"])
def test_zfill_keeps_the_sign_in_front(text: str) -> None:
    assert read_str(make_str(text).zfill(6)) == text.zfill(6)


@given(st.text(st.characters(max_codepoint=255), max_size=3))
def test_kinds_within_latin_1(a: str) -> None:
    s = make_str(a)
    assert (s.isspace(), s.isdigit(), s.isalpha(), s.isalnum()) == (
        a.isspace(), a.isdigit(), a.isalpha(), a.isalnum())
    assert (s.isupper(), s.islower(), s.isascii()) == (a.isupper(), a.islower(), a.isascii())
    if "ß" not in a:
        assert read_str(s.capitalize()) == a.capitalize()


def test_spaces_and_line_ends_are_those_of_python() -> None:
    for code in range(0x3100):
        assert str_of_code(code).isspace() == chr(code).isspace(), code
        assert len(str_of_code(code).splitlines(True)) == 1
        assert (plain(str_of_code(code).splitlines()) == [""]) == (chr(code).splitlines() == [""]), code


def test_letters_outside_latin_1_are_not_known() -> None:
    assert not make_str("\u0101").isalpha() and not make_str("\u0661").isdigit()


def test_case_within_latin_1() -> None:
    for code in range(256):
        if chr(code) != "ß":
            assert read_str(str_of_code(code).upper()) == chr(code).upper()
        assert read_str(str_of_code(code).lower()) == chr(code).lower()
    assert read_str(make_str("Straße\u0101").upper()) == "STRAßE\u0101"


def test_single_characters_are_shared() -> None:
    assert make_str("abc").get_slice(1, 2) is make_str("bcd")[0]
    assert read_str(str_of_code(0x1F600)) == "\U0001f600"


def test_chr_and_ord() -> None:
    assert read_str(chr_of_int(0x20AC)) == "€"
    assert ord_of_str(make_str("€")) == 0x20AC
    for wrong in (-1, 0x110000):
        with pytest.raises(ValueError):
            chr_of_int(wrong)
    with pytest.raises(TypeError):
        ord_of_str(make_str("ab"))


def test_found_between_two_code_points_is_not_found() -> None:
    # In memory: 01 02 03 02 | the bytes 02 03 stand across the two.
    assert make_str("\u0201\u0203").find(make_str("\u0302")) == -1
    assert make_str("\u0201\u0203").rfind(make_str("\u0302")) == -1
    assert make_str("\u0201\u0203\u0302").find(make_str("\u0302")) == 2
