"""Bytes against CPython's `bytes`."""
from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpreter.text import bytestrings

data_of_letters = st.lists(st.sampled_from([bytes([c]) for c in b"aZ0 +-\t\n\r\xe4'"]), max_size=10).map(b"".join)


@pytest.mark.parametrize("ours, theirs", [
    (bytestrings.is_title, bytes.istitle), (bytestrings.to_title, bytes.title),
    (bytestrings.to_capitalized, bytes.capitalize), (bytestrings.to_swapped_case, bytes.swapcase),
    (bytestrings.hex_of, bytes.hex),
])
@given(data_of_letters | st.binary(max_size=6))
def test_like_bytes(ours: Callable[[bytes], Any], theirs: Callable[[bytes], Any], data: bytes):
    assert ours(data) == theirs(data)


@given(data_of_letters, st.integers(-2, 14))
def test_padding(data: bytes, width: int):
    assert bytestrings.to_left(data, width, b"*") == data.ljust(width, b"*")
    assert bytestrings.to_right(data, width, b"*") == data.rjust(width, b"*")
    assert bytestrings.to_center(data, width, b"*") == data.center(width, b"*")
    assert bytestrings.fill_zeros(data, width) == data.zfill(width)
    assert bytestrings.expand_tabs(data, width) == data.expandtabs(width)


@given(st.binary(max_size=12), st.integers(-5, 5))
def test_hexadecimal_groups(data: bytes, group: int):
    assert bytestrings.hex_of(data, ":", group) == (data.hex(":", group) if group else data.hex())
    assert bytestrings.bytes_of_hex(data.hex(" ")) == data


@given(st.text(st.sampled_from("0aFg \t\x1cé"), max_size=6))
def test_hexadecimal_text(text: str):
    try:
        wanted: Any = bytes.fromhex(text)
    except ValueError as error:
        wanted = str(error)
    try:
        found: Any = bytestrings.bytes_of_hex(text)
    except ValueError as error:
        found = str(error)
    assert found == wanted


@given(data_of_letters, data_of_letters)
def test_translate(data: bytes, deleted: bytes):
    table = bytestrings.make_translation(b"aZ", b"Za")
    assert table == bytes.maketrans(b"aZ", b"Za")
    assert bytestrings.translate(data, table, deleted) == data.translate(table, deleted)
    assert bytestrings.translate(data, None, deleted) == data.translate(None, deleted)


def test_bad_tables():
    with pytest.raises(ValueError, match="translation table must be 256 characters long"):
        bytestrings.translate(b"a", b"too short", b"")
    with pytest.raises(ValueError, match="maketrans arguments must have same length"):
        bytestrings.make_translation(b"a", b"bc")
