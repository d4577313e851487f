"""Separators between groups of digits, as format strings and the C library's locale ask for."""
from __future__ import annotations

from transform.rpython import CLibrary, Ptr, int8, make_bytes, uint8

_libc = CLibrary(
    """
    struct lconv { char *decimal_point; char *thousands_sep; char *grouping; ...; };
    struct lconv *localeconv(void);
    size_t strlen(const char *);
    """,
    headers=["locale.h", "string.h"])

_NO_MORE_GROUPS = int8.maximum  # C's CHAR_MAX


class Grouping:
    """``point``, ``separator``, and the sizes of the groups from the lowest on, the last of which goes on.

    The sizes are those of localeconv(3)."""

    point: str
    separator: str
    sizes: bytes

    def __init__(self, point: str, separator: str, sizes: bytes) -> None:
        self.point = point
        self.separator = separator
        self.sizes = sizes

    def apply(self, digits: str, least: int) -> str:
        """``digits`` with separators, and zeros before them so that all together has ``least`` characters."""
        if len(self.sizes) == 0:
            if least <= len(digits):
                return digits
            return "0" * (least - len(digits)) + digits
        pieces: list[str] = []
        stop = len(digits)
        group = 0
        while True:
            size = self.sizes[min(group, len(self.sizes) - 1)]
            group += 1
            wanted = max(stop, least, 1)  # of which this group takes at most its size
            taken = wanted if size == 0 or size == _NO_MORE_GROUPS else min(size, wanted)
            start = max(stop - taken, 0)
            pieces.append("0" * (taken - (stop - start)) + digits[start:stop])
            stop = start
            least -= taken
            if stop == 0 and least <= 0:
                break
            least -= len(self.separator)
        pieces.reverse()
        return self.separator.join(pieces)


NO_GROUPING = Grouping(".", "", b"")
COMMA = Grouping(".", ",", b"\x03")
UNDERSCORE = Grouping(".", "_", b"\x03")
UNDERSCORE_OF_FOUR = Grouping(".", "_", b"\x04")


def current_locale() -> Grouping:
    """That of the type "n"."""
    convention = _libc.localeconv()
    return Grouping(
        _text(convention.decimal_point).decode(), _text(convention.thousands_sep).decode(), _text(convention.grouping))


def _text(text: Ptr[uint8]) -> bytes:
    return make_bytes(text, int(_libc.strlen(text)))
