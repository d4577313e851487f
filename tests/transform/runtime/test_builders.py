"""The builders of the runtime and those of CPython, which behave alike."""
from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime import values
from transform.rpython import builders as cpython
from transform.rpython import char
from transform.runtime import builders as runtime

pieces = st.text(st.sampled_from("abé\xff\u0100\u20ac\U0001f600"), max_size=40)


@pytest.mark.parametrize("make_builder, to_str, from_str", [
    (cpython.StringBuilder, str, str), (runtime.StrBuilder, values.make_str, values.read_str)])
@given(parts=st.lists(st.tuples(st.sampled_from(["append", "slice", "char", "code"]), pieces), max_size=12))
def test_strings(make_builder: Callable[[], Any], to_str: Any, from_str: Any, parts: list[tuple[str, str]]) -> None:
    builder = make_builder()
    expected = ""
    for how, piece in parts:
        if how == "append":
            builder.append(to_str(piece))
            expected += piece
        elif how == "slice":
            builder.append_slice(to_str(piece), 1, 3)
            expected += piece[1:3]
        elif piece:
            if how == "char":
                builder.append_char(char(piece[0]))
            else:
                builder.append_code(ord(piece[0]))
            expected += piece[0]
        assert len(builder) == len(expected)
    assert from_str(builder.build()) == expected
    builder.append(to_str("more"))
    assert from_str(builder.build()) == expected + "more"


@pytest.mark.parametrize("make_builder, to_bytes, from_bytes", [
    (cpython.BytesBuilder, bytes, bytes), (runtime.BytesBuilder, values.make_bytes, values.read_bytes)])
@given(parts=st.lists(st.tuples(st.sampled_from(["append", "slice", "byte"]), st.binary(max_size=70)), max_size=8))
def test_bytes(make_builder: Callable[[], Any], to_bytes: Any, from_bytes: Any, parts: list[tuple[str, bytes]]) -> None:
    builder = make_builder()
    expected = b""
    for how, piece in parts:
        if how == "append":
            builder.append(to_bytes(piece))
            expected += piece
        elif how == "slice":
            builder.append_slice(to_bytes(piece), 1, 3)
            expected += piece[1:3]
        elif piece:
            builder.append_byte(piece[0] + 256)
            expected += piece[:1]
        assert len(builder) == len(expected)
    assert from_bytes(builder.build()) == expected
