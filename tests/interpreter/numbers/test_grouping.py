"""Groups of digits, as localeconv(3) describes them."""
from __future__ import annotations

import pytest

from interpreter.numbers.formatspec import format_float, format_int
from interpreter.numbers.grouping import COMMA, NO_GROUPING, Grouping, current_locale

INDIAN = Grouping(".", ",", b"\x03\x02")
ONE_GROUP = Grouping(".", " ", b"\x03\x7f")


@pytest.mark.parametrize("grouping, digits, least, expected", [
    (NO_GROUPING, "1234", 0, "1234"), (NO_GROUPING, "1234", 6, "001234"),
    (COMMA, "1234567", 0, "1,234,567"), (COMMA, "123", 0, "123"), (COMMA, "1", 5, "0,001"), (COMMA, "1", 4, "0,001"),
    (INDIAN, "123456789", 0, "12,34,56,789"), (ONE_GROUP, "1234567", 0, "1234 567")])
def test_groups(grouping: Grouping, digits: str, least: int, expected: str):
    assert grouping.apply(digits, least) == expected


def test_the_locale_of_the_program():
    convention = current_locale()
    assert (convention.point, convention.separator, convention.sizes) == (".", "", b"")
    assert format_int(1234567, "n") == "1234567"
    assert format_float(1234.5, "n") == "1234.5"
