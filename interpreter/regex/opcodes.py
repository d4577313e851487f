"""The numbers of compiled regular expressions, as CPython 3.11's `re._compiler` writes them."""
from __future__ import annotations

MAGIC = 20220615
"""The version of the code."""

MAXREPEAT = 0xFFFFFFFF
"""A repetition without an upper limit; also the largest number in the code."""

MAXGROUPS = 0x3FFFFFFF


class Op:
    (FAILURE, SUCCESS, ANY, ANY_ALL, ASSERT, ASSERT_NOT, AT, BRANCH, CATEGORY, CHARSET, BIGCHARSET, GROUPREF,
     GROUPREF_EXISTS, IN, INFO, JUMP, LITERAL, MARK, MAX_UNTIL, MIN_UNTIL, NOT_LITERAL, NEGATE, RANGE, REPEAT,
     REPEAT_ONE, SUBPATTERN, MIN_REPEAT_ONE, ATOMIC_GROUP, POSSESSIVE_REPEAT, POSSESSIVE_REPEAT_ONE, GROUPREF_IGNORE,
     IN_IGNORE, LITERAL_IGNORE, NOT_LITERAL_IGNORE, GROUPREF_LOC_IGNORE, IN_LOC_IGNORE, LITERAL_LOC_IGNORE,
     NOT_LITERAL_LOC_IGNORE, GROUPREF_UNI_IGNORE, IN_UNI_IGNORE, LITERAL_UNI_IGNORE, NOT_LITERAL_UNI_IGNORE,
     RANGE_UNI_IGNORE) = range(43)

    BITMAP = 43
    """Ours: a set of which `program` has made a bitmap. Its argument is where that stands."""


class At:
    """Positions."""

    (BEGINNING, BEGINNING_LINE, BEGINNING_STRING, BOUNDARY, NON_BOUNDARY, END, END_LINE, END_STRING, LOC_BOUNDARY,
     LOC_NON_BOUNDARY, UNI_BOUNDARY, UNI_NON_BOUNDARY) = range(12)


class Category:
    """Kinds of characters. The odd ones are the negations of those before them."""

    (DIGIT, NOT_DIGIT, SPACE, NOT_SPACE, WORD, NOT_WORD, LINEBREAK, NOT_LINEBREAK, LOC_WORD, LOC_NOT_WORD, UNI_DIGIT,
     UNI_NOT_DIGIT, UNI_SPACE, UNI_NOT_SPACE, UNI_WORD, UNI_NOT_WORD, UNI_LINEBREAK, UNI_NOT_LINEBREAK) = range(18)


class Info:
    """Flags of the block at the beginning."""

    PREFIX = 1
    """Matches begin with the literal that is given."""
    LITERAL = 2
    """The prefix is all there is."""
    CHARSET = 4
    """Matches begin with a character of the set that is given."""
