"""Algorithms that are the same for str and bytes, over what both consist of: units, given as ints."""
from __future__ import annotations

from typing import Callable, TypeVar

from transform.rpython import specialize

S = TypeVar("S", str, bytes)

_MOST = (1 << 63) - 1


@specialize("unit_of")
def expand_tabs_of(s: S, unit_of: Callable[[S, int], int], size: int, space: S, empty: S, too_long: str) -> S:
    """``s`` with spaces in place of each tab, up to the next multiple of ``size``; without them where that is below 1.

    OverflowError with the message ``too_long``."""
    tabs: list[int] = []
    widths: list[int] = []
    total = len(s)
    column = 0
    for i in range(len(s)):
        unit = unit_of(s, i)
        if unit == 9:
            width = size - column % size if size > 0 else 0
            tabs.append(i)
            widths.append(width)
            total = _sum(total, width, too_long)
            column = 0
        elif unit == 10 or unit == 13:
            column = 0
        else:
            column += 1
    parts: list[S] = []
    start = 0
    for i in range(len(tabs)):
        parts.append(s[start:tabs[i]])
        parts.append(space * widths[i])
        start = tabs[i] + 1
    parts.append(s[start:])
    return empty.join(parts)


def _sum(a: int, b: int, too_long: str) -> int:
    if a > _MOST - b:
        raise OverflowError(too_long)
    return a + b
