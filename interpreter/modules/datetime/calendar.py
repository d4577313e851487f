"""The proleptic Gregorian calendar: days are numbered from 1, January 1 of the year 1 (``date.toordinal``).

The arithmetic is that of Reingold and Dershowitz, "Calendrical Calculations"; weeks are those of ISO 8601."""
from __future__ import annotations

MINIMUM_YEAR = 1
MAXIMUM_YEAR = 9999
MAXIMUM_ORDINAL = 3652059

DAY_SECONDS = 86400
EPOCH_ORDINAL = 719163
"""1970-01-01."""

_DAYS_IN_400_YEARS = 146097
_DAYS_IN_100_YEARS = 36524
_DAYS_IN_4_YEARS = 1461

_DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
_DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

MONTH_NAMES = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAY_NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else _DAYS_IN_MONTH[month]


def days_before_year(year: int) -> int:
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400


def day_of_year(year: int, month: int, day: int) -> int:
    """From 1 on."""
    return _DAYS_BEFORE_MONTH[month] + (1 if month > 2 and is_leap(year) else 0) + day


def ordinal_of(year: int, month: int, day: int) -> int:
    return days_before_year(year) + day_of_year(year, month, day)


def date_of(ordinal: int) -> tuple[int, int, int]:
    """Year, month and day of a number of a day."""
    rest = ordinal - 1
    year = rest // _DAYS_IN_400_YEARS * 400 + 1
    rest %= _DAYS_IN_400_YEARS
    centuries = min(rest // _DAYS_IN_100_YEARS, 3)  # the last century of four has a day more, as the last year of four
    rest -= centuries * _DAYS_IN_100_YEARS
    year += centuries * 100 + rest // _DAYS_IN_4_YEARS * 4
    rest %= _DAYS_IN_4_YEARS
    years = min(rest // 365, 3)
    rest -= years * 365
    year += years
    month = rest // 32 + 1  # this one or the next
    while month < 12 and day_of_year(year, month + 1, 1) <= rest + 1:
        month += 1
    return year, month, rest + 2 - day_of_year(year, month, 1)


def weekday_of(year: int, month: int, day: int) -> int:
    """0 is Monday."""
    return (ordinal_of(year, month, day) + 6) % 7


def first_monday(year: int) -> int:
    """The day on which the first ISO week of a year begins: that with the first Thursday."""
    first = ordinal_of(year, 1, 1)
    weekday = (first + 6) % 7
    return first - weekday + (7 if weekday > 3 else 0)


def iso_week(year: int, month: int, day: int) -> tuple[int, int, int]:
    """ISO year, week from 1 on, weekday from 1 on."""
    ordinal = ordinal_of(year, month, day)
    iso_year = year
    if ordinal < first_monday(year):
        iso_year -= 1
    elif month == 12 and ordinal >= first_monday(year + 1):
        iso_year += 1
    days = ordinal - first_monday(iso_year)
    return iso_year, days // 7 + 1, days % 7 + 1


def weeks_in_year(year: int) -> int:
    return (first_monday(year + 1) - first_monday(year)) // 7
