"""UTF-8 against Python's codec."""
from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_bytes, make_str, read_bytes, read_str
from transform.runtime.utf8 import decode_utf8, encode_utf8

texts = st.text() | st.text(st.sampled_from("aé\u0800\U0001f600"))
# Pieces of sequences, whole and broken.
data = st.lists(st.sampled_from(
    [b"abcdefgh", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"\x80", b"\xc0\x80", b"\xc3", b"\xe0\x80\x80",
     b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x80\x80\x80", b"\xf4\x90\x80\x80",
     b"\xf5", b"\xff"]), max_size=5).map(b"".join)


@given(texts)
def test_encode(s: str) -> None:
    assert read_bytes(encode_utf8(make_str(s))) == s.encode()
    assert read_str(decode_utf8(make_bytes(s.encode()))) == s


@given(data | st.binary(max_size=12))
@example(b"\xe2\x82")
def test_decode(encoded: bytes) -> None:
    try:
        expected = encoded.decode()
    except UnicodeDecodeError as error:
        with pytest.raises(UnicodeError) as raised:
            decode_utf8(make_bytes(encoded))
        assert f"position {error.start}: {error.reason}" in str(raised.value) or error.end > error.start + 1
    else:
        assert read_str(decode_utf8(make_bytes(encoded))) == expected


@given(data | st.binary(max_size=12))
def test_escaped_bytes_come_back(encoded: bytes) -> None:
    decoded = decode_utf8(make_bytes(encoded), True)
    assert read_str(decoded) == encoded.decode(errors="surrogateescape")
    assert read_bytes(encode_utf8(decoded, True)) == encoded


def test_surrogates_are_not_encoded() -> None:
    for s in ("ab\ud800", "\udc80"):
        with pytest.raises(UnicodeError, match="surrogates not allowed"):
            encode_utf8(make_str(s))
    with pytest.raises(UnicodeError, match="position 1"):
        encode_utf8(make_str("a\ud800"), True)
