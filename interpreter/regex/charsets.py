"""Single characters: kinds, cases, and sets of them."""
from __future__ import annotations

from interpreter.regex.opcodes import Category, Op
from interpreter.text import characters
from transform.rpython import CLibrary, GcArray, get_item, inline, uint32

CHARSET_WORDS = 8
"""A set of the first 256 characters takes as many words of 32 bits."""

_libc = CLibrary(
    "int isalnum(int c); int tolower(int c); int toupper(int c);", headers=["ctype.h"])


# Case. Ignoring it means comparing small letters; under a locale, either case.


@inline
def lower_ascii(c: int) -> int:
    return c + 32 if 65 <= c <= 90 else c


def lower_locale(c: int) -> int:
    return _libc.tolower(c) if c < 256 else c


def upper_locale(c: int) -> int:
    return _libc.toupper(c) if c < 256 else c


def is_either_case(wanted: int, c: int) -> bool:
    """Whether ``c`` is ``wanted`` in one of the cases of the locale."""
    return c == wanted or lower_locale(c) == wanted or upper_locale(c) == wanted


@inline
def folded(op: int, c: int) -> int:
    """The character as an operation looks it up in its set."""
    if op == Op.IN_IGNORE:
        return lower_ascii(c)
    return characters.to_lower(c) if op == Op.IN_UNI_IGNORE else c


# Kinds.


@inline
def _is_ascii_alnum(c: int) -> bool:
    return 97 <= c | 32 <= 122 or 48 <= c <= 57


@inline
def is_word(c: int) -> bool:
    return _is_ascii_alnum(c) or c == 95


def is_locale_word(c: int) -> bool:
    return c < 256 and (_libc.isalnum(c) != 0 or c == 95)


@inline
def is_unicode_word(c: int) -> bool:
    return characters.is_alnum(c) or c == 95


def in_category(category: int, c: int) -> bool:
    """Whether a character is of that kind."""
    result = False
    match category & ~1:
        case Category.DIGIT:
            result = 48 <= c <= 57
        case Category.SPACE:
            result = c == 32 or 9 <= c <= 13
        case Category.WORD:
            result = is_word(c)
        case Category.LINEBREAK:
            result = c == 10
        case Category.LOC_WORD:
            result = is_locale_word(c)
        case Category.UNI_DIGIT:
            result = characters.is_decimal(c)
        case Category.UNI_SPACE:
            result = characters.is_space(c)
        case Category.UNI_WORD:
            result = is_unicode_word(c)
        case Category.UNI_LINEBREAK:
            result = characters.is_line_end(c)
    return result != (category & 1 == 1)


# Sets: a list of what is in them, up to FAILURE.


@inline
def in_bitmap(code: GcArray[uint32], at: int, c: int) -> bool:
    """Whether the bit ``c`` of a bitmap that begins at ``code[at]`` is set."""
    return int(get_item(code, at + (c >> 5))) >> (c & 31) & 1 != 0


def in_set(code: GcArray[uint32], at: int, c: int) -> bool:
    """Whether a character is in the set that begins at ``code[at]``."""
    inside = True
    while True:
        op = int(get_item(code, at))
        at += 1
        match op:
            case Op.LITERAL:
                if c == int(get_item(code, at)):
                    return inside
                at += 1
            case Op.CATEGORY:
                if in_category(int(get_item(code, at)), c):
                    return inside
                at += 1
            case Op.CHARSET:
                if c < 256 and in_bitmap(code, at, c):
                    return inside
                at += CHARSET_WORDS
            case Op.BIGCHARSET:
                # For each 256 characters of the first 65536 a byte: the number of their bitmap.
                count = int(get_item(code, at))
                at += 1
                if c < 0x10000:
                    block = int(get_item(code, at + (c >> 10))) >> 8 * (c >> 8 & 3) & 255
                    if in_bitmap(code, at + 64 + CHARSET_WORDS * block, c & 255):
                        return inside
                at += 64 + CHARSET_WORDS * count
            case Op.RANGE:
                if int(get_item(code, at)) <= c <= int(get_item(code, at + 1)):
                    return inside
                at += 2
            case Op.RANGE_UNI_IGNORE:
                if int(get_item(code, at)) <= c <= int(get_item(code, at + 1)):
                    return inside
                if int(get_item(code, at)) <= characters.to_upper(c) <= int(get_item(code, at + 1)):
                    return inside
                at += 2
            case Op.NEGATE:
                inside = not inside
            case Op.BITMAP:
                at = int(get_item(code, at))
                if c < 256:
                    return in_bitmap(code, at, c)
                at += CHARSET_WORDS
            case _:  # FAILURE
                return not inside


def in_locale_set(code: GcArray[uint32], at: int, c: int) -> bool:
    """Whether a character is in the set in either case."""
    lower = lower_locale(c)
    upper = upper_locale(c)
    return in_set(code, at, lower) or upper != lower and in_set(code, at, upper)


@inline
def contains(code: GcArray[uint32], at: int, c: int) -> bool:
    """Whether a character is in the set that begins at ``code[at]``."""
    if int(get_item(code, at)) == Op.BITMAP:
        return in_set_with_bitmap(code, int(get_item(code, at + 1)), c)
    return in_set(code, at, c)


@inline
def in_set_with_bitmap(code: GcArray[uint32], bitmap: int, c: int) -> bool:
    """The same where the bitmap is known."""
    return in_bitmap(code, bitmap, c) if c < 256 else in_set(code, bitmap + CHARSET_WORDS, c)


# Operations on one character.


def takes(code: GcArray[uint32], pc: int, c: int) -> bool:
    """Whether the operation at ``code[pc]``, which takes one character, takes ``c``."""
    op = int(get_item(code, pc))
    argument = int(get_item(code, pc + 1))
    match op:
        case Op.ANY:
            return c != 10
        case Op.ANY_ALL:
            return True
        case Op.LITERAL:
            return c == argument
        case Op.NOT_LITERAL:
            return c != argument
        case Op.LITERAL_IGNORE:
            return lower_ascii(c) == argument
        case Op.NOT_LITERAL_IGNORE:
            return lower_ascii(c) != argument
        case Op.LITERAL_UNI_IGNORE:
            return characters.to_lower(c) == argument
        case Op.NOT_LITERAL_UNI_IGNORE:
            return characters.to_lower(c) != argument
        case Op.LITERAL_LOC_IGNORE:
            return is_either_case(argument, c)
        case Op.NOT_LITERAL_LOC_IGNORE:
            return not is_either_case(argument, c)
        case Op.CATEGORY:
            return in_category(argument, c)
        case Op.IN_LOC_IGNORE:
            return in_locale_set(code, pc + 2, c)
        case _:  # the other sets
            return contains(code, pc + 2, folded(op, c))


def same_but_case(op: int, a: int, b: int) -> bool:
    """Whether two characters are the same to an operation that refers to a group."""
    if a == b:
        return True
    match op:
        case Op.GROUPREF_IGNORE:
            return lower_ascii(a) == lower_ascii(b)
        case Op.GROUPREF_UNI_IGNORE:
            return characters.to_lower(a) == characters.to_lower(b)
        case Op.GROUPREF_LOC_IGNORE:
            return lower_locale(a) == lower_locale(b)
    return False
