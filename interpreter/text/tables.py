"""Tables over all code points, built when the module that holds them is imported.

Equal pages of 128 code points are kept once, so a property of all 1,114,112 takes some ten kilobytes.
"""
from __future__ import annotations

from typing import Any, Callable, Hashable, Iterable, TypeVar

from transform.rpython import GcArray, get_item, inline, new_array, set_item, uint16

T = TypeVar("T")
R = TypeVar("R", bound=Hashable)

LIMIT = 0x110000
"""One more than the highest code point."""

_PAGE_SHIFT = 7
_PAGE_SIZE = 1 << _PAGE_SHIFT
_PAGE_MASK = _PAGE_SIZE - 1

# All assigned code points are in here, except for private ones; the rest of each plane is like its beginning.
_VARIED = (range(0x40000), range(0xE0000, 0xE1000))
_UNASSIGNED = 0x40000
_PRIVATE = 0xF0000
_NONCHARACTERS = 0xFFFE  # the last two of each plane


class CodePointTable:
    """A number below 65536 for each code point."""

    pages: GcArray[uint16]
    values: GcArray[uint16]

    def __init__(self, values: list[int]) -> None:
        numbers: dict[tuple[int, ...], int] = {}
        pages = []
        for start in range(0, LIMIT, _PAGE_SIZE):
            pages.append(numbers.setdefault(tuple(values[start:start + _PAGE_SIZE]), len(numbers)))
        self.pages = array_of(uint16, pages)
        self.values = array_of(uint16, [value for page in numbers for value in page])

    @inline
    def get(self, code: int) -> int:
        """The number of a code point, which is promised to be one."""
        page = int(get_item(self.pages, code >> _PAGE_SHIFT))
        return int(get_item(self.values, page << _PAGE_SHIFT | code & _PAGE_MASK))


def array_of(item: type[T], values: Iterable[Any]) -> GcArray[T]:
    """At import: the array of these values."""
    given = list(values)
    array = new_array(item, len(given))
    for i, value in enumerate(given):
        set_item(array, i, item(value))  # type: ignore[call-arg]
    return array


def all_code_points(value_of: Callable[[str], R]) -> list[R]:
    """At import: the value for each code point, calling ``value_of`` only where it may differ."""
    values = [value_of(chr(_UNASSIGNED))] * LIMIT
    for varied in _VARIED:
        values[varied.start:varied.stop] = map(value_of, map(chr, varied))
    for plane in range(_PRIVATE, LIMIT, 0x10000):
        values[plane:plane + _NONCHARACTERS] = [value_of(chr(plane))] * _NONCHARACTERS
    return values


def numbered(value_of: Callable[[str], R]) -> tuple[CodePointTable, list[R]]:
    """At import: each distinct value once, and the table of their numbers. ``value_of`` as for `all_code_points`."""
    numbers: dict[R, int] = {}
    table = CodePointTable(all_code_points(lambda c: numbers.setdefault(value_of(c), len(numbers))))
    return table, list(numbers)
