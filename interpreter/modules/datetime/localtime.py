"""Timestamps (seconds since 1970 in UTC), and what the clocks on the wall show then (PEP 495)."""
from __future__ import annotations

from interpreter.errors import overflow_error, value_error
from interpreter.modules.datetime.calendar import DAY_SECONDS, EPOCH_ORDINAL, MAXIMUM_YEAR, MINIMUM_YEAR, ordinal_of
from interpreter.modules.datetime.delta import SECOND
from interpreter.modules.files import text_at
from interpreter.modules.time import broken_time
from interpreter.numbers.floattext import round_to_integer
from interpreter.numbers.mathfunctions import modf
from interpreter.objects.float import Float
from interpreter.objects.object import Object
from interpreter.protocols.number import index
from transform.rpython import free, truncate

EPOCH_SECONDS = EPOCH_ORDINAL * DAY_SECONDS
_LIMIT = 9.2e18


class WallTime:
    """What a clock on the wall shows. `offset` is how many seconds it is ahead of UTC, `zone` the name of the time zone."""
    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    offset: int
    zone: str

    def __init__(self, year: int, month: int, day: int, hour: int, minute: int, second: int, offset: int, zone: str) -> None:
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
        self.offset = offset
        self.zone = zone

    def seconds(self) -> int:
        """As `DateTime.seconds`. ValueError."""
        if not MINIMUM_YEAR <= self.year <= MAXIMUM_YEAR:
            raise value_error(f"year {self.year} is out of range")
        return ordinal_of(self.year, self.month, self.day) * DAY_SECONDS + self.hour * 3600 + self.minute * 60 + self.second


def wall_time(timestamp: int, is_local: bool) -> WallTime:
    """What a clock in the local time zone, or in UTC, shows. OSError."""
    value = broken_time(timestamp, is_local)
    result = WallTime(int(value.tm_year) + 1900, int(value.tm_mon) + 1, int(value.tm_mday), int(value.tm_hour), int(value.tm_min),
                      min(int(value.tm_sec), 59), value.tm_gmtoff, text_at(value.tm_zone))
    free(value)
    return result


def whole_seconds(x: Object) -> int:
    """A timestamp rounded down. ValueError, OverflowError."""
    if not isinstance(x, Float):
        return seconds_of_int(x)
    checked_timestamp(x.number())
    fraction, whole = modf(x.number())
    return truncate(whole) - (1 if fraction < 0.0 else 0)


def seconds_and_microseconds(x: Object) -> tuple[int, int]:
    """A timestamp, rounded to the nearest microsecond, ties to even. ValueError, OverflowError."""
    if not isinstance(x, Float):
        return seconds_of_int(x), 0
    checked_timestamp(x.number())
    fraction, whole = modf(x.number())
    microseconds = truncate(round_to_integer(fraction * 1e6))
    return truncate(whole) + microseconds // SECOND, microseconds % SECOND


def checked_timestamp(x: float) -> None:
    if x != x:
        raise value_error("Invalid value NaN (not a number)")
    if not -_LIMIT < x < _LIMIT:
        raise overflow_error("timestamp out of range for platform time_t")


def seconds_of_int(x: Object) -> int:
    number = index(x)
    if not number.fits():
        raise overflow_error("timestamp out of range for platform time_t")
    return number.machine()


def local_seconds(seconds: int) -> int:
    """What the local clock shows at a time in UTC; both as `DateTime.seconds`."""
    return wall_time(seconds - EPOCH_SECONDS, True).seconds()


def timestamp_of_local(shown: int, fold: int) -> int:
    """When the local clock shows a time: the first or, with a fold, the second of two. In a gap, where it never does, the time is computed
    with the offset before it or, with a fold, after it."""
    offset = local_seconds(shown) - shown
    guess = shown - offset
    is_right = local_seconds(guess) == shown
    if is_right:
        other = local_seconds(guess + (DAY_SECONDS if fold == 1 else -DAY_SECONDS)) - guess - (DAY_SECONDS if fold == 1 else -DAY_SECONDS)
        if other == offset:
            return guess - EPOCH_SECONDS
    else:
        other = local_seconds(guess) - guess
    second_guess = shown - other
    if local_seconds(second_guess) == shown:
        return second_guess - EPOCH_SECONDS
    if is_right:
        return guess - EPOCH_SECONDS
    return (min(guess, second_guess) if fold == 1 else max(guess, second_guess)) - EPOCH_SECONDS


def fold_at(timestamp: int, shown: int) -> int:
    """1 if the local clock, which shows a time, showed the same at an earlier time of the day before."""
    before = local_seconds(timestamp + EPOCH_SECONDS - DAY_SECONDS)
    step = shown - before - DAY_SECONDS
    if step >= 0:
        return 0
    return 1 if local_seconds(timestamp + EPOCH_SECONDS + step) == shown else 0
