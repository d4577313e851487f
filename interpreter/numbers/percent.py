"""Formatting with ``%``: the pieces of a format string, and what a piece makes of a number or text.

The format of bytes has the same pieces: it is passed here as text of its bytes' codes. Python's library reference,
"printf-style String Formatting", describes them. A piece is parsed only when it is reached, so that an error in it
comes after those that earlier arguments cause.
"""
from __future__ import annotations

from typing import Optional

from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_text import to_decimal, to_text
from interpreter.numbers.floattext import format_magnitude, is_negative
from transform.rpython import char

_LARGEST_WIDTH = (1 << 63) - 1
_LARGEST_PRECISION = (1 << 31) - 1
_DEFAULT_PRECISION = 6


class PercentPiece:
    """One ``%`` with what belongs to it.

    key        of ``%(key)s``, or None
    width      -1 if there is none; ``width_argument``: it is the next argument, to be passed to `set_width`
    precision  likewise, with `set_precision`
    escape     ``%%``: it stands for one ``%`` and takes no argument
    type       one character, not checked yet
    index      of that character in the format
    """

    key: Optional[str]
    escape: bool
    left: bool
    plus: bool
    space: bool
    alternate: bool
    zero: bool
    width: int
    width_argument: bool
    precision: int
    precision_argument: bool
    type: char
    index: int

    def __init__(self) -> None:
        self.key = None
        self.escape = False
        self.left = False
        self.plus = False
        self.space = False
        self.alternate = False
        self.zero = False
        self.width = -1
        self.width_argument = False
        self.precision = -1
        self.precision_argument = False
        self.type = "\0"
        self.index = 0

    def set_width(self, width: int) -> None:
        """OverflowError for the one integer that has no counterpart."""
        if width < 0:
            self.left = True
            if width == -_LARGEST_WIDTH - 1:
                raise OverflowError("width too big")
            width = -width
        self.width = width

    def set_precision(self, precision: int) -> None:
        """OverflowError as CPython's where it does not fit in a C int."""
        if not -_LARGEST_PRECISION - 1 <= precision <= _LARGEST_PRECISION:
            raise OverflowError("Python int too large to convert to C int")
        self.precision = max(precision, 0)

    def unsupported(self) -> ValueError:
        """The error to be raised for a type that is none."""
        code = ord(self.type)
        shown = self.type if 31 <= code <= 126 else "?"
        return ValueError(f"unsupported format character '{shown}' (0x{code:x}) at index {self.index}")

    def is_bare(self) -> bool:
        """Whether nothing but the type was given that matters for a decimal number."""
        return self.width < 0 and self.precision < 0 and not self.plus and not self.space

    # What it makes of arguments.

    def format_text(self, text: str) -> str:
        """For the types s, r and a."""
        return self._padded("", text if self.precision < 0 else text[:self.precision], " ")

    def format_character(self, text: str) -> str:
        """For the type c, of one character."""
        return self._padded("", text, " ")

    def format_bigint(self, x: BigInt) -> str:
        """For the types d, i, u, o, x and X. ValueError beyond the limit of decimal text."""
        base = 8 if self.type == "o" else 16 if self.type in "xX" else 10
        digits = to_decimal(x) if base == 10 else to_text(x, base)
        if x.size < 0:
            digits = digits[1:]
        digits = "0" * (self.precision - len(digits)) + digits
        if self.type == "X":
            digits = digits.upper()
        prefix = "0" + self.type if self.alternate and base != 10 else ""
        return self._padded(self._sign(x.size < 0) + prefix, digits, "0" if self.zero else " ")

    def format_float(self, x: float) -> str:
        """For the types e, f, g and those in upper case. ValueError for a precision that is too big."""
        precision = _DEFAULT_PRECISION if self.precision < 0 else self.precision
        magnitude = format_magnitude(x, self.type, precision, self.alternate)
        return self._padded(self._sign(is_negative(x) and x == x), magnitude, "0" if self.zero else " ")

    def _sign(self, negative: bool) -> str:
        return "-" if negative else "+" if self.plus else " " if self.space else ""

    def _padded(self, sign: str, text: str, fill: str) -> str:
        missing = self.width - len(sign) - len(text)
        if missing <= 0:
            return sign + text
        if self.left:
            return sign + text + " " * missing
        return sign + "0" * missing + text if fill == "0" else " " * missing + sign + text


class PercentParser:
    """Reads a format string: alternately `literal` and `piece`, until there is no more piece."""

    format: str
    at: int

    def __init__(self, format: str) -> None:
        self.format = format
        self.at = 0

    def literal(self) -> str:
        """The text up to the next ``%`` or the end."""
        start = self.at
        stop = self.format.find("%", start)
        self.at = stop if stop >= 0 else len(self.format)
        return self.format[start:self.at]

    def piece(self) -> Optional[PercentPiece]:
        """What begins with the ``%`` here; None at the end. ValueError."""
        if self.at == len(self.format):
            return None
        self.at += 1
        piece = PercentPiece()
        if self._skip("%"):
            piece.escape = True
            return piece
        if self._skip("("):
            piece.key = self._key()
        self._flags(piece)
        if self._skip("*"):
            piece.width_argument = True
        else:
            piece.width = self._count(_LARGEST_WIDTH, "width too big")
        if self._skip("."):
            if self._skip("*"):
                piece.precision_argument = True
            else:
                piece.precision = max(self._count(_LARGEST_PRECISION, "precision too big"), 0)
        if self.at < len(self.format) and self.format[self.at] in "hlL":  # C's sizes mean nothing here
            self.at += 1
        if self.at == len(self.format):
            raise ValueError("incomplete format")
        piece.type = self.format[self.at]
        piece.index = self.at
        self.at += 1
        return piece

    def _skip(self, c: char) -> bool:
        """Whether this character is next; then it is passed."""
        found = self.at < len(self.format) and self.format[self.at] == c
        if found:
            self.at += 1
        return found

    def _key(self) -> str:
        """Up to the parenthesis that closes it; others inside come in pairs."""
        start = self.at
        depth = 1
        while self.at < len(self.format):
            c = self.format[self.at]
            self.at += 1
            if c == "(":
                depth += 1
            elif c == ")":
                depth -= 1
                if depth == 0:
                    return self.format[start:self.at - 1]
        raise ValueError("incomplete format key")

    def _flags(self, piece: PercentPiece) -> None:
        while True:
            if self._skip("-"):
                piece.left = True
            elif self._skip("+"):
                piece.plus = True
            elif self._skip(" "):
                piece.space = True
            elif self._skip("#"):
                piece.alternate = True
            elif self._skip("0"):
                piece.zero = True
            else:
                return

    def _count(self, largest: int, error: str) -> int:
        """The decimal number here, -1 if there is none."""
        start = self.at
        result = 0
        while self.at < len(self.format) and "0" <= self.format[self.at] <= "9":
            digit = ord(self.format[self.at]) - 48
            if result > (largest - digit) // 10:
                raise ValueError(error)
            result = result * 10 + digit
            self.at += 1
        return result if self.at > start else -1
