"""Which characters identifiers are made of: XID_Start and XID_Continue, with Python's additions (PEP 3131)."""
from __future__ import annotations

import sys
from typing import Callable


def _ranges(predicate: Callable[[str], bool]) -> list[int]:
    """The code points for which a predicate holds: the sorted starts and ends of ranges, in turn."""
    bounds: list[int] = []
    inside = False
    for code in range(128, sys.maxunicode + 1):
        if predicate(chr(code)) != inside:
            bounds.append(code)
            inside = not inside
    return bounds


# Computed from the character database of the Python that translates.
_STARTS = _ranges(str.isidentifier)
_CONTINUES = _ranges(lambda c: ("a" + c).isidentifier())
_PRINTABLE = _ranges(str.isprintable)


def _contains(bounds: list[int], code: int) -> bool:
    low, high = 0, len(bounds)
    while low < high:
        middle = (low + high) >> 1
        if bounds[middle] <= code:
            low = middle + 1
        else:
            high = middle
    return low & 1 == 1


def is_start(code: int) -> bool:
    """Whether an identifier may begin with the character."""
    if code < 128:
        return 97 <= code <= 122 or 65 <= code <= 90 or code == 95
    return _contains(_STARTS, code)


def is_continue(code: int) -> bool:
    """Whether an identifier may go on with the character."""
    if code < 128:
        return is_start(code) or 48 <= code <= 57
    return _contains(_CONTINUES, code)


def is_printable(code: int) -> bool:
    """``str.isprintable`` of a character."""
    if code < 128:
        return 32 <= code < 127
    return _contains(_PRINTABLE, code)


def first_invalid(text: str) -> int:
    """The index of the first character that keeps a text from being an identifier, or -1."""
    for i in range(len(text)):
        code = ord(text[i])
        if not (is_continue(code) if i else is_start(code)):
            return i
    return -1
