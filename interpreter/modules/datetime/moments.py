"""The classes of date, time, datetime, tzinfo and timezone objects, and the checks of what they are made of."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.modules.datetime.calendar import DAY_SECONDS, MAXIMUM_ORDINAL, MAXIMUM_YEAR, MINIMUM_YEAR, date_of, days_in_month, ordinal_of
from interpreter.modules.datetime.delta import DAY, SECOND, TimeDelta
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str


class TzInfo(Object):
    """Abstract base class for time zone info objects."""


class TzInfoInstance(MappedStorage, TzInfo):
    """An instance of a class below tzinfo."""
    python_type = None

    def __init__(self, type: Type) -> None:
        self.start(type)


class TimeZone(TzInfo):
    """Fixed offset from UTC implementation of tzinfo."""
    offset: TimeDelta
    name: Optional[Str]

    def __init__(self, offset: TimeDelta, name: Optional[Str]) -> None:
        self.offset = offset
        self.name = name


class Date(Object):
    """date(year, month, day) --> date object"""
    year: int
    month: int
    day: int

    def __init__(self, year: int, month: int, day: int) -> None:
        self.year = year
        self.month = month
        self.day = day

    def ordinal(self) -> int:
        return ordinal_of(self.year, self.month, self.day)


class DateInstance(MappedStorage, Date):
    """An instance of a class below date."""
    python_type = None

    def __init__(self, type: Type, year: int, month: int, day: int) -> None:
        super().__init__(year, month, day)
        self.start(type)


class Time(Object):
    """time([hour[, minute[, second[, microsecond[, tzinfo]]]]]) --> a time object

    All arguments are optional. tzinfo may be None, or an instance of
    a tzinfo subclass. The remaining arguments may be ints.
    """
    hour: int
    minute: int
    second: int
    microsecond: int
    fold: int
    zone: Optional[TzInfo]

    def __init__(self, hour: int, minute: int, second: int, microsecond: int, zone: Optional[TzInfo], fold: int) -> None:
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
        self.zone = zone
        self.fold = fold

    def of_day(self) -> int:
        """Microseconds since midnight."""
        return clock_microseconds(self.hour, self.minute, self.second, self.microsecond)


class TimeInstance(MappedStorage, Time):
    """An instance of a class below time."""
    python_type = None

    def __init__(self, type: Type, hour: int, minute: int, second: int, microsecond: int, zone: Optional[TzInfo], fold: int) -> None:
        super().__init__(hour, minute, second, microsecond, zone, fold)
        self.start(type)


class DateTime(Date):
    """datetime(year, month, day[, hour[, minute[, second[, microsecond[,tzinfo]]]]])

    The year, month and day arguments are required. tzinfo may be None, or an
    instance of a tzinfo subclass. The remaining arguments may be ints.
    """
    hour: int
    minute: int
    second: int
    microsecond: int
    fold: int
    zone: Optional[TzInfo]

    def __init__(self, year: int, month: int, day: int, hour: int, minute: int, second: int, microsecond: int, zone: Optional[TzInfo],
                 fold: int) -> None:
        super().__init__(year, month, day)
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
        self.zone = zone
        self.fold = fold

    def of_day(self) -> int:
        """Microseconds since midnight."""
        return clock_microseconds(self.hour, self.minute, self.second, self.microsecond)

    def total(self) -> int:
        """Microseconds since the day before January 1 of the year 1, whatever the time zone."""
        return self.ordinal() * DAY + self.of_day()

    def seconds(self) -> int:
        """The same in whole seconds."""
        return self.ordinal() * DAY_SECONDS + self.hour * 3600 + self.minute * 60 + self.second

    def with_zone(self, zone: Optional[TzInfo], fold: int) -> DateTime:
        """The same time said of a time zone."""
        return DateTime(self.year, self.month, self.day, self.hour, self.minute, self.second, self.microsecond, zone, fold)


class DateTimeInstance(MappedStorage, DateTime):
    """An instance of a class below datetime."""
    python_type = None

    def __init__(self, type: Type, year: int, month: int, day: int, hour: int, minute: int, second: int, microsecond: int,
                 zone: Optional[TzInfo], fold: int) -> None:
        super().__init__(year, month, day, hour, minute, second, microsecond, zone, fold)
        self.start(type)


def clock_microseconds(hour: int, minute: int, second: int, microsecond: int) -> int:
    return ((hour * 60 + minute) * 60 + second) * SECOND + microsecond


# Checks.

def check_date(year: int, month: int, day: int) -> None:
    """ValueError."""
    if not MINIMUM_YEAR <= year <= MAXIMUM_YEAR:
        raise value_error(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise value_error("month must be in 1..12")
    if not 1 <= day <= days_in_month(year, month):
        raise value_error("day is out of range for month")


def check_time(hour: int, minute: int, second: int, microsecond: int, fold: int) -> None:
    """ValueError."""
    if not 0 <= hour <= 23:
        raise value_error("hour must be in 0..23")
    if not 0 <= minute <= 59:
        raise value_error("minute must be in 0..59")
    if not 0 <= second <= 59:
        raise value_error("second must be in 0..59")
    if not 0 <= microsecond < SECOND:
        raise value_error("microsecond must be in 0..999999")
    if fold != 0 and fold != 1:
        raise value_error("fold must be either 0 or 1")


def zone_argument(x: Object) -> Optional[TzInfo]:
    """TypeError."""
    if x is NONE:
        return None
    if not isinstance(x, TzInfo):
        raise type_error(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type_of(x).name}'")
    return x


def zone_of_state(x: Object) -> Optional[TzInfo]:
    """The time zone of a pickle. TypeError."""
    if x is not NONE and not isinstance(x, TzInfo):
        raise type_error("bad tzinfo state arg")
    return zone_argument(x)


def zone_object(zone: Optional[TzInfo]) -> Object:
    return NONE if zone is None else zone


def checked_ordinal(ordinal: int) -> int:
    """OverflowError."""
    if not 1 <= ordinal <= MAXIMUM_ORDINAL:
        raise overflow_error("date value out of range")
    return ordinal


def datetime_of_total(total: int, zone: Optional[TzInfo]) -> DateTime:
    """From microseconds, as `DateTime.total` gives them. OverflowError."""
    year, month, day = date_of(checked_ordinal(total // DAY))
    rest = total % DAY
    seconds = rest // SECOND
    return DateTime(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, rest % SECOND, zone, 0)


def shifted(x: DateTime, delta: TimeDelta, sign: int) -> DateTime:
    """A time later, or with the sign -1 earlier. OverflowError."""
    of_day = x.of_day() + sign * (delta.seconds * SECOND + delta.microseconds)
    ordinal = checked_ordinal(x.ordinal() + sign * delta.days + of_day // DAY)
    return datetime_of_total(ordinal * DAY + of_day % DAY, x.zone)


UTC = TimeZone(TimeDelta(0, 0, 0), None)
EPOCH = DateTime(1970, 1, 1, 0, 0, 0, 0, UTC, 0)
