"""What code points are: spaces, digits, letters, case.

Spaces and line ends are Unicode's. Digits, letters and case are known within Latin-1 (whose "µ" and "ÿ" have capitals
outside); code points above are neither digits nor letters. Full tables are a library's business.
"""
from __future__ import annotations

from transform.rpython import inline


def is_space(c: int) -> bool:
    """White space as `str.isspace` has it."""
    if c < 128:
        return is_ascii_space(c) or 28 <= c <= 31
    if c < 0x1680:
        return c == 0x85 or c == 0xA0
    return (c == 0x1680 or 0x2000 <= c <= 0x200A or c == 0x2028 or c == 0x2029 or c == 0x202F or c == 0x205F
            or c == 0x3000)


@inline
def is_ascii_space(c: int) -> bool:
    """White space as `bytes.isspace` has it."""
    return c == 32 or 9 <= c <= 13


def is_number_space(c: int) -> bool:
    """White space round a number that `int` and `float` read: not the ASCII separators."""
    return is_ascii_space(c) if c < 128 else is_space(c)


def is_line_end(c: int) -> bool:
    """What ends a line for `str.splitlines`."""
    return 10 <= c <= 13 or 28 <= c <= 30 or c == 0x85 or c == 0x2028 or c == 0x2029


@inline
def is_ascii_digit(c: int) -> bool:
    return 48 <= c <= 57


def is_digit(c: int) -> bool:
    """Digits as `str.isdigit` has them: the superscripts too."""
    return is_ascii_digit(c) or c == 0xB2 or c == 0xB3 or c == 0xB9


@inline
def is_ascii_upper(c: int) -> bool:
    return 65 <= c <= 90


@inline
def is_ascii_lower(c: int) -> bool:
    return 97 <= c <= 122


@inline
def is_ascii_letter(c: int) -> bool:
    return 97 <= c | 32 <= 122


@inline
def is_ascii_letter_or_digit(c: int) -> bool:
    return is_ascii_letter(c) or is_ascii_digit(c)


def is_letter(c: int) -> bool:
    if c < 128:
        return is_ascii_letter(c)
    if c < 0xC0:
        return c == 0xAA or c == 0xB5 or c == 0xBA
    return c < 256 and c != 0xD7 and c != 0xF7


def is_letter_or_digit(c: int) -> bool:
    """As `str.isalnum` has it: the fractions too."""
    return is_letter(c) or is_digit(c) or 0xBC <= c <= 0xBE


def is_upper(c: int) -> bool:
    return to_lower(c) != c


def is_lower(c: int) -> bool:
    return to_upper(c) != c or c == 0xAA or c == 0xBA or c == 0xDF


def to_upper(c: int) -> int:
    """The capital letter of an ASCII or Latin-1 letter; other code points as they are ("ß" too)."""
    if is_ascii_lower(c) or 0xE0 <= c <= 0xFE and c != 0xF7:
        return c - 32
    if c == 0xB5:
        return 0x39C
    return 0x178 if c == 0xFF else c


def to_lower(c: int) -> int:
    """The small letter of an ASCII or Latin-1 letter; other code points as they are."""
    if is_ascii_upper(c) or 0xC0 <= c <= 0xDE and c != 0xD7:
        return c + 32
    return c


def ascii_upper(c: int) -> int:
    return c - 32 if is_ascii_lower(c) else c


def ascii_lower(c: int) -> int:
    return c + 32 if is_ascii_upper(c) else c


def digit_value(c: int) -> int:
    """The value of a digit or letter in a number with a base up to 36, or 36 where it is neither."""
    if is_ascii_digit(c):
        return c - 48
    return (c | 32) - 87 if is_ascii_letter(c) else 36
