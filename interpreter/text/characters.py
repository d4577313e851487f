"""What `str` asks of a character: its kinds, its case, its value as a digit.

The properties are those of the CPython that builds the program (Unicode 14.0 for 3.11), taken from its `str` methods.
Characters are given as code points. ASCII is answered from a small array of its own.
"""
from __future__ import annotations

import unicodedata
from typing import Hashable, NamedTuple

from interpreter.text.tables import array_of, numbered
from transform.rpython import get_item, inline, int8, int32, uint16

ALPHA = 1 << 0
DECIMAL = 1 << 1
DIGIT = 1 << 2
NUMERIC = 1 << 3
SPACE = 1 << 4
PRINTABLE = 1 << 5
UPPER = 1 << 6
LOWER = 1 << 7
TITLE = 1 << 8
CASED = 1 << 9
CASE_IGNORABLE = 1 << 10
XID_START = 1 << 11
XID_CONTINUE = 1 << 12
LINE_END = 1 << 13
SPECIAL_CASE = 1 << 14
"""One of the full mappings (upper, lower, title, fold) is not the simple one."""

SPECIAL = -1

FINAL_SIGMA = 0x3C2
SMALL_SIGMA = 0x3C3
CAPITAL_SIGMA = 0x3A3


# The tables, built at import.


class _Record(NamedTuple):
    flags: int
    upper: int  # what to add for the simple mappings
    lower: int
    title: int
    decimal: int
    digit: int


# Most code points are unassigned, private or letters without case, about which little is to be asked.
_UNIFORM = ("Co", "Cs", "Lo")
_uniform_records: dict[tuple[Hashable, ...], _Record] = {}
_UNASSIGNED = _Record(0, 0, 0, 0, -1, -1)

_specials: list[str] = []  # the characters with a special case


def _record_of(c: str) -> _Record:
    category = unicodedata.category(c)
    if category == "Cn":
        return _UNASSIGNED
    if category not in _UNIFORM:
        return _make_record(c)
    key = (category, c.islower(), c.isnumeric(), c.isidentifier(), ("a" + c).isidentifier())
    if key not in _uniform_records:
        _uniform_records[key] = _make_record(c)
    return _uniform_records[key]


def _make_record(c: str) -> _Record:
    flags = 0
    # The rule for final sigma looks through characters that are ignored and stops at cased ones; so does title case.
    ignored = ("A" + c + "Σ").lower()[-1] == "ς" and (c + "Σ").lower()[-1] == "σ"
    for flag, holds in (
            (ALPHA, c.isalpha()), (DECIMAL, c.isdecimal()), (DIGIT, c.isdigit()), (NUMERIC, c.isnumeric()),
            (SPACE, c.isspace()), (PRINTABLE, c.isprintable()), (UPPER, c.isupper()), (LOWER, c.islower()),
            (TITLE, unicodedata.category(c) == "Lt"), (CASED, (c + "a").title()[-1] == "a"),
            (CASE_IGNORABLE, ignored), (XID_START, c.isidentifier()), (XID_CONTINUE, ("a" + c).isidentifier()),
            (LINE_END, len((c + "a").splitlines()) == 2)):
        if holds:
            flags |= flag
    full = (c.upper(), c.lower(), c.title())
    if max(map(len, full)) > 1 or c.casefold() != c.lower():
        flags |= SPECIAL_CASE
        _specials.append(c)
    upper, lower, title = (ord(mapped[0]) - ord(c) for mapped in full)
    return _Record(flags, upper, lower, title, unicodedata.decimal(c, -1), unicodedata.digit(c, -1))


_RECORD_NUMBERS, _records = numbered(_record_of)
_FLAGS = array_of(uint16, [record.flags for record in _records])
_UPPER = array_of(int32, [record.upper for record in _records])
_LOWER = array_of(int32, [record.lower for record in _records])
_TITLE = array_of(int32, [record.title for record in _records])
_DECIMAL = array_of(int8, [record.decimal for record in _records])
_DIGIT = array_of(int8, [record.digit for record in _records])
_ASCII_FLAGS = array_of(uint16, [_record_of(chr(code)).flags for code in range(128)])

_SPECIAL_UPPER: dict[int, str] = {ord(c): c.upper() for c in _specials}
_SPECIAL_LOWER: dict[int, str] = {ord(c): c.lower() for c in _specials}
_SPECIAL_TITLE: dict[int, str] = {ord(c): c.title() for c in _specials}
_SPECIAL_FOLD: dict[int, str] = {ord(c): c.casefold() for c in _specials}


# Kinds.


@inline
def flags_of(code: int) -> int:
    """The union of the flags above that hold for a character."""
    if code < 128:
        return int(get_item(_ASCII_FLAGS, code))
    return int(get_item(_FLAGS, _RECORD_NUMBERS.get(code)))


def is_alpha(code: int) -> bool:
    return flags_of(code) & ALPHA != 0


def is_decimal(code: int) -> bool:
    return flags_of(code) & DECIMAL != 0


def is_digit(code: int) -> bool:
    return flags_of(code) & DIGIT != 0


def is_numeric(code: int) -> bool:
    return flags_of(code) & NUMERIC != 0


def is_alnum(code: int) -> bool:
    return flags_of(code) & (ALPHA | DECIMAL | DIGIT | NUMERIC) != 0


def is_space(code: int) -> bool:
    return flags_of(code) & SPACE != 0


def is_line_end(code: int) -> bool:
    """Whether `str.splitlines` cuts behind it."""
    return flags_of(code) & LINE_END != 0


def is_printable(code: int) -> bool:
    return flags_of(code) & PRINTABLE != 0


def is_upper(code: int) -> bool:
    return flags_of(code) & UPPER != 0


def is_lower(code: int) -> bool:
    return flags_of(code) & LOWER != 0


def is_title(code: int) -> bool:
    return flags_of(code) & TITLE != 0


def is_cased(code: int) -> bool:
    return flags_of(code) & CASED != 0


def is_xid_start(code: int) -> bool:
    """Whether an identifier of Python may begin with it (PEP 3131)."""
    return flags_of(code) & XID_START != 0


def is_xid_continue(code: int) -> bool:
    return flags_of(code) & XID_CONTINUE != 0


# Values.


def decimal_value(code: int) -> int:
    """The value of a decimal digit, or -1."""
    if code < 128:
        return code - 48 if 48 <= code <= 57 else -1
    return int(get_item(_DECIMAL, _RECORD_NUMBERS.get(code)))


def digit_value(code: int) -> int:
    """The value of a digit (superscripts and circled digits too), or -1."""
    if code < 128:
        return code - 48 if 48 <= code <= 57 else -1
    return int(get_item(_DIGIT, _RECORD_NUMBERS.get(code)))


# Case. The full mappings give a string (Unicode 14.0, section 3.13). The simple ones give one character: as in CPython,
# the first of that string.


def to_upper(code: int) -> int:
    if code < 128:
        return code - 32 if 97 <= code <= 122 else code
    return code + int(get_item(_UPPER, _RECORD_NUMBERS.get(code)))


def to_lower(code: int) -> int:
    if code < 128:
        return code + 32 if 65 <= code <= 90 else code
    return code + int(get_item(_LOWER, _RECORD_NUMBERS.get(code)))


def to_title(code: int) -> int:
    if code < 128:
        return code - 32 if 97 <= code <= 122 else code
    return code + int(get_item(_TITLE, _RECORD_NUMBERS.get(code)))


@inline
def upper_unless_special(code: int) -> int:
    """The simple mapping, or `SPECIAL` where the full one is another."""
    if code < 128:
        return code - 32 if 97 <= code <= 122 else code
    number = _RECORD_NUMBERS.get(code)
    return SPECIAL if int(get_item(_FLAGS, number)) & SPECIAL_CASE != 0 else code + int(get_item(_UPPER, number))


@inline
def lower_unless_special(code: int) -> int:
    if code < 128:
        return code + 32 if 65 <= code <= 90 else code
    number = _RECORD_NUMBERS.get(code)
    return SPECIAL if int(get_item(_FLAGS, number)) & SPECIAL_CASE != 0 else code + int(get_item(_LOWER, number))


@inline
def title_unless_special(code: int) -> int:
    if code < 128:
        return code - 32 if 97 <= code <= 122 else code
    number = _RECORD_NUMBERS.get(code)
    return SPECIAL if int(get_item(_FLAGS, number)) & SPECIAL_CASE != 0 else code + int(get_item(_TITLE, number))


def full_upper(code: int) -> str:
    """The capitals of a character with a special case."""
    return _SPECIAL_UPPER[code]


def full_lower(code: int) -> str:
    """The small letters of a character with a special case, without regard to final sigma."""
    return _SPECIAL_LOWER[code]


def full_title(code: int) -> str:
    return _SPECIAL_TITLE[code]


def full_fold(code: int) -> str:
    """What a character with a special case becomes in caseless matching."""
    return _SPECIAL_FOLD[code]
