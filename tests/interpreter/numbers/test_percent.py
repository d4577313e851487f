"""Pieces of % formats."""
from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpreter.numbers.percent import PercentParser, PercentPiece

TYPES = "diuoxXeEfFgGcrsa"


def only_piece(format: str) -> PercentPiece:
    piece = PercentParser(format).piece()
    assert piece is not None
    return piece


def pieces(format: str) -> list[str]:
    """Literals, and the types of the pieces between them."""
    parser = PercentParser(format)
    found = [parser.literal()]
    while (piece := parser.piece()) is not None:
        found += ["%%" if piece.escape else piece.type, parser.literal()]
    return found


def test_literals_and_pieces_alternate():
    assert pieces("a%sb%%c%d") == ["a", "s", "b", "%%", "c", "d", ""]
    assert pieces("") == [""]


def test_all_parts_of_a_piece():
    piece = only_piece("%(a(b)c)-+ #012.34ld")
    assert (piece.key, piece.left, piece.plus, piece.space, piece.alternate, piece.zero) == ("a(b)c", *[True] * 5)
    assert (piece.width, piece.precision, piece.type, piece.index) == (12, 34, "d", 19)


def test_width_and_precision_from_arguments():
    piece = only_piece("%*.*f")
    assert piece.width_argument and piece.precision_argument
    piece.set_width(-9)
    piece.set_precision(2)
    assert piece.format_float(2.0) == "%*.*f" % (-9, 2, 2.0)
    piece.set_precision(-1)
    assert piece.format_float(2.0) == "%*.*f" % (-9, -1, 2.0)


@pytest.mark.parametrize("size", [1 << 31, -(1 << 31) - 1])
def test_a_precision_beyond_a_c_int(size: int):
    with pytest.raises(OverflowError, match="Python int too large to convert to C int"):
        only_piece("%.*f").set_precision(size)


def test_a_percent_sign_with_anything_between_is_no_escape():
    assert str(only_piece("%5%").unsupported()) == "unsupported format character '%' (0x25) at index 2"


@given(st.text("()-+ #05*.hl%qé\x1fd9s", max_size=10))
def test_errors_are_those_of_cpython(text: str):
    def ours() -> str:
        parser = PercentParser("%" + text)
        try:
            while True:
                parser.literal()
                piece = parser.piece()
                if piece is None:
                    return ""
                if not piece.escape and piece.type not in TYPES:
                    raise piece.unsupported()
        except ValueError as error:
            return str(error)

    class Anything(dict):
        def __missing__(self, key: str) -> int:
            return 5

    try:
        ("%" + text) % (Anything() if "(" in text else (5,) * 30)
        expected = ""
    except ValueError as error:
        expected = str(error)
    except TypeError:  # about arguments, before the format is read to its end
        return
    assert ours() == expected


@pytest.mark.parametrize("format, message", [
    ("%99999999999999999999d", "width too big"), ("%.99999999999d", "precision too big"), ("%", "incomplete format"),
    ("%(a", "incomplete format key")])
def test_errors(format: str, message: str):
    with pytest.raises(ValueError, match=re.escape(message)):
        PercentParser(format).piece()
