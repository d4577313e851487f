"""Encoding and decoding against CPython: results, reasons and positions."""
from __future__ import annotations

import codecs
from typing import Any, Callable, Optional

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpreter.text.codecs.bytewise import (
    TableDecodingMap, TableEncodingMap, decode_ascii, decode_charmap, decode_latin1, encode_ascii, encode_charmap,
    encode_latin1,
)
from interpreter.text.codecs.errors import HANDLERS, STRICT, ErrorHandler, UnicodeFailure
from interpreter.text.codecs.escapes import (
    NONE, decode_escape, decode_raw_unicode_escape, decode_unicode_escape, encode_escape, encode_raw_unicode_escape,
    encode_unicode_escape,
)
from interpreter.text.codecs.utf7 import decode_utf7, encode_utf7
from interpreter.text.codecs.utf8 import decode_utf8, encode_utf8
from interpreter.text.codecs.utf16 import BIG, LITTLE, NATIVE, decode_utf16, encode_utf16
from interpreter.text.codecs.utf32 import decode_utf32, encode_utf32

TABLE = "".join([chr(i) for i in range(128)]) + "€\ufffeäöü" + "\ufffe" * 20 + "ñéa"


class Unfinished:
    """CPython's stateful decoder, as a function of the data: what it gave, and how much it took."""

    def __init__(self, decode: Callable[..., tuple[Any, ...]]) -> None:
        self.decode = decode

    def __call__(self, data: bytes, errors: str) -> Any:
        return self.decode(data, errors, False)[:2]


DECODERS: dict[str, tuple[Callable[[bytes, ErrorHandler], Any], Callable[[bytes, str], Any]]] = {
    "ascii": (decode_ascii, codecs.ascii_decode),
    "latin-1": (lambda data, errors: decode_latin1(data), codecs.latin_1_decode),
    "charmap": (lambda data, errors: decode_charmap(data, errors, TableDecodingMap(TABLE)),
                lambda data, errors: codecs.charmap_decode(data, errors, TABLE)),
    "utf-8": (decode_utf8, lambda data, errors: codecs.utf_8_decode(data, errors, True)),
    "utf-8 unfinished": (lambda data, errors: decode_utf8(data, errors, False), Unfinished(codecs.utf_8_decode)),
    "utf-7": (decode_utf7, lambda data, errors: codecs.utf_7_decode(data, errors, True)),
    "utf-7 unfinished": (lambda data, errors: decode_utf7(data, errors, False), Unfinished(codecs.utf_7_decode)),
    "unicode-escape": (lambda data, errors: decode_unicode_escape(data, errors)[:2],
                       lambda data, errors: codecs.unicode_escape_decode(data, errors)),
    "unicode-escape unfinished": (lambda data, errors: decode_unicode_escape(data, errors, False)[:2],
                                  lambda data, errors: codecs.unicode_escape_decode(data, errors, False)),
    "raw-unicode-escape": (decode_raw_unicode_escape,
                           lambda data, errors: codecs.raw_unicode_escape_decode(data, errors)),
    "raw-unicode-escape unfinished": (
        lambda data, errors: decode_raw_unicode_escape(data, errors, False),
        lambda data, errors: codecs.raw_unicode_escape_decode(data, errors, False)),
}


def with_order(decode: Callable[..., Any], order: int, final: bool) -> Callable[[bytes, Any], Any]:
    return lambda data, errors: decode(data, errors, order, final)


for _name, _order in (("", NATIVE), ("-le", LITTLE), ("-be", BIG)):
    for _label, _final in (("", True), (" unfinished", False)):
        DECODERS[f"utf-16{_name}{_label}"] = (
            with_order(decode_utf16, _order, _final), with_order(codecs.utf_16_ex_decode, _order, _final))
        DECODERS[f"utf-32{_name}{_label}"] = (
            with_order(decode_utf32, _order, _final), with_order(codecs.utf_32_ex_decode, _order, _final))

ENCODERS: dict[str, tuple[Callable[[str, ErrorHandler], bytes], Callable[[str, str], bytes]]] = {
    "ascii": (encode_ascii, lambda text, errors: text.encode("ascii", errors)),
    "latin-1": (encode_latin1, lambda text, errors: text.encode("latin-1", errors)),
    "charmap": (lambda text, errors: encode_charmap(text, errors, TableEncodingMap(TABLE)),
                lambda text, errors: codecs.charmap_encode(text, errors, codecs.charmap_build(TABLE))[0]),
    "utf-8": (encode_utf8, lambda text, errors: text.encode("utf-8", errors)),
    "utf-7": (lambda text, errors: encode_utf7(text), lambda text, errors: text.encode("utf-7", errors)),
    "unicode-escape": (lambda text, errors: encode_unicode_escape(text),
                       lambda text, errors: codecs.unicode_escape_encode(text, errors)[0]),
    "raw-unicode-escape": (lambda text, errors: encode_raw_unicode_escape(text),
                           lambda text, errors: codecs.raw_unicode_escape_encode(text, errors)[0]),
}


def encode_with(encode: Callable[..., bytes], order: int) -> Callable[[str, ErrorHandler], bytes]:
    return lambda text, errors: encode(text, errors, order)


def encode_named(name: str) -> Callable[[str, str], bytes]:
    return lambda text, errors: text.encode(name, errors)


for _name, _order in (("", NATIVE), ("-le", LITTLE), ("-be", BIG)):
    ENCODERS[f"utf-16{_name}"] = encode_with(encode_utf16, _order), encode_named(f"utf-16{_name}")
    ENCODERS[f"utf-32{_name}"] = encode_with(encode_utf32, _order), encode_named(f"utf-32{_name}")


def outcome(function: Callable[..., Any], *arguments: Any) -> Any:
    """The result, or what the error says."""
    try:
        return function(*arguments)
    except UnicodeFailure as error:
        return error.encoding, error.data if error.text is None else error.text, error.start, error.end, error.reason
    except UnicodeError as error:
        assert isinstance(error, (UnicodeDecodeError, UnicodeEncodeError))
        return error.encoding, error.object, error.start, error.end, error.reason
    except (TypeError, ValueError) as error:
        return type(error), str(error)


def pieces(*parts: str) -> st.SearchStrategy[bytes]:
    """Data made of interesting pieces, in Latin-1."""
    known = st.sampled_from([part.encode("latin-1") for part in parts])
    return st.lists(known | st.binary(max_size=2), max_size=6).map(b"".join)


PIECES = {
    "utf-8": pieces(
        "a", "\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "\xed\xa0\x80", "\xed\xa0", "\xe0\x80",
        "\xf4\x90\x80\x80", "\xf0\x9f\x98", "\xe2\x82", "\xc3", "\xff", "\xc0\xaf", "\xf8", "\x80"),
    "utf-7": pieces(
        "a", "+", "-", "+-", "+AOQ-", "+2D3eAA-", "+2D0-", "+AOQ", "+AO", "~", "\xff", "+IKw.", "/", "+2D3eAN4A-"),
    "utf-16": pieces(
        "a\0", "\0a", "\xff\xfe", "\xfe\xff", "\x3d\xd8", "\xd8\x3d", "\x00\xde", "\xde\x00", "\xac\x20"),
    "utf-32": pieces(
        "a\0\0\0", "\0\0\0a", "\xff\xfe\0\0", "\0\0\xfe\xff", "\0\xd8\0\0", "\0\0\xd8\0", "\0\0\x11\0",
        "\0\x11\0\0", "\0\xf6\1\0"),
    "unicode-escape": pieces(
        "a", "\\", "\\n", "\\x41", "\\x4", "\\xg", "\\u20ac", "\\u20", "\\U0001f600", "\\U00110000", "\\N{DIGIT ONE}",
        "\\N{LATIN SMALL LETTER A", "\\N{", "\\N", "\\N{}", "\\N{x}", "\\777", "\\18", "\\q", "\\\n", "\xe4", "\\'",
        "\\a\\b\\f\\v\\r\\t\\\""),
    "raw-unicode-escape": pieces(
        "a", "\\", "\\n", "\\u20ac", "\\u20", "\\U0001f600", "\\U00110000", "\\\\u0041", "\xe4"),
    "other": pieces("a", "\x80", "\x81", "\xff", "\x9c\x9d"),
}
texts = st.text(st.sampled_from("aé\x80ÿ€\ud800\udc80\udcff\udfff😀+-~\\\n\0\ufffe") | st.characters(), max_size=8)


def warnless(decode: Callable[[bytes, str], Any]) -> Callable[[bytes, str], Any]:
    import warnings

    def call(data: bytes, errors: str) -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return decode(data, errors)
    return call


@pytest.mark.parametrize("name", DECODERS)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_decoding(name: str, data: st.DataObject):
    ours, theirs = DECODERS[name]
    family = next((family for family in PIECES if name.startswith(family)), "other")
    given_bytes = data.draw(PIECES[family] | st.binary(max_size=8))
    handler = data.draw(st.sampled_from(["strict", "ignore", "replace", "backslashreplace", "surrogateescape",
                                         "surrogatepass", "xmlcharrefreplace"]))
    assert outcome(ours, given_bytes, HANDLERS[handler]) == outcome(warnless(theirs), given_bytes, handler)


@pytest.mark.parametrize("name", ENCODERS)
@settings(max_examples=100, deadline=None)
@given(texts, st.sampled_from(list(HANDLERS)))
def test_encoding(name: str, text: str, handler: str):
    ours, theirs = ENCODERS[name]
    assert outcome(ours, text, HANDLERS[handler]) == outcome(theirs, text, handler)


@settings(max_examples=200)
@given(PIECES["unicode-escape"], st.sampled_from(["strict", "ignore", "replace"]))
def test_escapes_of_bytes(data: bytes, handler: str):
    theirs = outcome(warnless(codecs.escape_decode), data, handler)
    ours = outcome(decode_escape, data, HANDLERS[handler])
    assert ours[0] == theirs[0]
    if ours[0] is ValueError:
        assert ours == theirs


@given(st.binary())
def test_encoding_escapes_of_bytes(data: bytes):
    assert encode_escape(data) == codecs.escape_encode(data)[0]  # type: ignore[attr-defined]


@pytest.mark.parametrize("data, place", [(rb"a\n\q\w", 4), (rb"\n", NONE), (rb"\8", 1)])
def test_the_first_invalid_escape(data: bytes, place: int):
    assert decode_unicode_escape(data, STRICT)[2] == place
    assert decode_escape(data, STRICT)[1] == place


# Handlers of a program.


class Jumping(ErrorHandler):
    """Goes on somewhere else, with other data."""

    def __init__(self, text: str, data: Optional[bytes], position: int, other: bytes = b"") -> None:
        self.text, self.data, self.position, self.other = text, data, position, other

    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        return self.text, self.position, self.other or data

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int
                     ) -> tuple[str, Optional[bytes], int]:
        return self.text, self.data, self.position


def test_a_handler_may_go_on_anywhere():
    assert decode_ascii(b"\xffabcd", Jumping("<>", None, -2)) == ("<>cd", 5)
    assert decode_utf8(b"\xffab", Jumping("<>", None, 0, b"other")) == ("<>other", 5)
    assert encode_ascii("€abcd", Jumping("<>", None, 3)) == b"<>cd"
    assert encode_latin1("€abcd", Jumping("", b"\xff", -1)) == b"\xffd"
    for position in (6, -6):
        with pytest.raises(IndexError, match=f"position {position} from error handler out of bounds"):
            decode_ascii(b"\xffabcd", Jumping("", None, position))


def test_a_replacement_that_cannot_be_encoded_is_the_error_itself():
    for encode in (encode_ascii, encode_latin1):
        with pytest.raises(UnicodeFailure) as caught:
            encode("a€", Jumping("€", None, 2))
        assert (caught.value.start, caught.value.end, caught.value.text) == (1, 2, "a€")
    with pytest.raises(UnicodeFailure, match="surrogates not allowed"):
        encode_utf16("\ud800", Jumping("", b"odd", 1))
    with pytest.raises(UnicodeFailure, match="character maps to <undefined>"):
        encode_charmap("中", Jumping("中", None, 1), TableEncodingMap(TABLE))
