"""Reading dates and times as ISO 8601 writes them, as far as ``fromisoformat`` understands it.

All functions raise ValueError, without a message, for text that is no date or time; whether the numbers are in range is for others to say."""
from __future__ import annotations

from interpreter.modules.datetime.calendar import MAXIMUM_YEAR, MINIMUM_YEAR, date_of, first_monday, weeks_in_year

_FRACTION_UNITS = [0, 100_000, 10_000, 1000, 100, 10, 1]


class ClockTime:
    """A time of day, and the difference to UTC if `has_zone`."""
    hour: int
    minute: int
    second: int
    microsecond: int
    has_zone: bool
    offset_seconds: int
    offset_microseconds: int

    def __init__(self) -> None:
        self.hour = 0
        self.minute = 0
        self.second = 0
        self.microsecond = 0
        self.has_zone = False
        self.offset_seconds = 0
        self.offset_microseconds = 0


def is_digit_at(text: str, i: int) -> bool:
    return i < len(text) and "0" <= text[i] <= "9"


def digits(text: str, start: int, count: int) -> int:
    """The number that so many digits are."""
    value = 0
    for i in range(start, start + count):
        if not is_digit_at(text, i):
            raise ValueError
        value = value * 10 + ord(text[i]) - ord("0")
    return value


def is_at(text: str, i: int, wanted: str) -> bool:
    return i < len(text) and text[i] == wanted


def parse_date(text: str) -> tuple[int, int, int]:
    """``YYYY-MM-DD``, ``YYYYMMDD``, ``YYYY-Www``, ``YYYYWww``, ``YYYY-Www-D`` or ``YYYYWwwD``."""
    if len(text) != 7 and len(text) != 8 and len(text) != 10:
        raise ValueError
    year = digits(text, 0, 4)
    dash = 1 if is_at(text, 4, "-") else 0
    at = 4 + dash
    if is_at(text, at, "W"):
        week = digits(text, at + 1, 2)
        at += 3
        day = 1
        if at < len(text):
            if dash == 1 and not is_at(text, at, "-"):
                raise ValueError
            day = digits(text, at + dash, 1)
            at += dash + 1
        if at != len(text) or not is_week_date(year, week, day):
            raise ValueError
        return date_of(first_monday(year) + (week - 1) * 7 + day - 1)
    month = digits(text, at, 2)
    at += 2
    if dash == 1 and not is_at(text, at, "-"):
        raise ValueError
    day = digits(text, at + dash, 2)
    if at + dash + 2 != len(text):
        raise ValueError
    return year, month, day


def is_week_date(year: int, week: int, day: int) -> bool:
    return MINIMUM_YEAR <= year <= MAXIMUM_YEAR and 1 <= week <= weeks_in_year(year) and 1 <= day <= 7


def date_length(text: str) -> int:
    """How much of the text of a datetime is its date; any character may follow. Where dates with and without a weekday are both possible, what
    follows decides."""
    size = len(text)
    if size < 7:
        raise ValueError
    if size == 7:
        return 7
    if text[4] == "-":
        if text[5] != "W":
            return 10
        if size == 8 or text[8] != "-":
            return 8
        if size == 9:
            raise ValueError
        return 8 if is_digit_at(text, 10) else 10
    if text[4] != "W":
        return 8
    end = 7
    while is_digit_at(text, end):
        end += 1
    if end < 9:
        return end
    return 7 if end % 2 == 0 else 8


def parse_time(text: str) -> ClockTime:
    """``HH[:MM[:SS[.f+]]][Z|+HH[:MM[:SS[.f+]]]]``, with or without colons."""
    end = 0
    while end < len(text) and text[end] != "+" and text[end] != "-" and text[end] != "Z":
        end += 1
    result = ClockTime()
    result.has_zone = end < len(text)
    result.hour, result.minute, result.second, result.microsecond = parse_clock(text[:end], result.has_zone)
    if not result.has_zone:
        return result
    if text[end] == "Z":
        if end + 1 != len(text):
            raise ValueError
        return result
    sign = -1 if text[end] == "-" else 1
    hour, minute, second, microsecond = parse_clock(text[end + 1:], False)
    result.offset_seconds = sign * (hour * 3600 + minute * 60 + second)
    result.offset_microseconds = sign * microsecond
    return result


def parse_clock(text: str, may_have_rest: bool) -> tuple[int, int, int, int]:
    """Hour, minute, second, microsecond. Digits behind those of a microsecond are left out.

    As CPython, it lets the fraction follow the seconds without a point, and before a time zone nearly anything follow the time."""
    fields = [0, 0, 0]
    at = 0
    has_colons = is_at(text, 2, ":")
    for i in range(3):
        fields[i] = digits(text, at, 2)
        at += 2
        if at + 1 >= len(text):
            if at < len(text) and not may_have_rest:
                raise ValueError
            return fields[0], fields[1], fields[2], 0
        if text[at] == "." or text[at] == ",":
            at += 1
            break
        if has_colons:
            if text[at] != ":":
                raise ValueError
            at += 1
    count = min(len(text) - at, 6)
    microsecond = digits(text, at, count) * _FRACTION_UNITS[count]
    at += count
    while is_digit_at(text, at):
        at += 1
    if at < len(text) and not may_have_rest:
        raise ValueError
    return fields[0], fields[1], fields[2], microsecond
