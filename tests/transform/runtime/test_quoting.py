"""`repr` of text against Python's."""
from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_bytes, make_str, read_str
from transform.runtime.quoting import repr_of_bytes, repr_of_str


@given(st.text(st.characters(max_codepoint=255) | st.sampled_from("'\"\\\u2028\udc80\u3042\U0001f600"), max_size=8))
@example("it's")
@example("\"it's\"")
def test_repr_of_str(s: str) -> None:
    assert read_str(repr_of_str(make_str(s))) == repr(s)


@given(st.binary(max_size=8))
@example(b"it's")
def test_repr_of_bytes(data: bytes) -> None:
    assert read_str(repr_of_bytes(make_bytes(data))) == repr(data)
