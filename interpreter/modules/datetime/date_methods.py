"""What Python programs can do with a date."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import add_methods, define
from interpreter.modules.datetime.calendar import (
    MAXIMUM_YEAR, MINIMUM_YEAR, date_of, day_of_year, first_monday, iso_week, weekday_of, weeks_in_year)
from interpreter.modules.datetime.delta import TimeDelta
from interpreter.modules.datetime.formatting import classic_text, date_text, formatted
from interpreter.modules.datetime.isotext import parse_date
from interpreter.modules.datetime.localtime import wall_time, whole_seconds
from interpreter.modules.datetime.moments import Date, DateInstance, DateTime, check_date, checked_ordinal
from interpreter.modules.datetime.pickling import date_of_state, date_state
from interpreter.modules.importing import import_full
from interpreter.modules.typenames import c_name
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.str import Str
from interpreter.objects.struct_sequence import new_struct, struct_type
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import new_tuple, tuple1, tuple2
from interpreter.objects.tuple_methods import tuple_type
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call1, call3
from interpreter.protocols.compare import EQ, NE, compare_values, hash_of
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of, str_of


def make_date(cls: Type, year: int, month: int, day: int) -> Object:
    """A date of a class, which is called if it is not date itself. ValueError."""
    if cls is not date_type:
        return call3(cls, new_int(year), new_int(month), new_int(day))
    check_date(year, month, day)
    return Date(year, month, day)


def of_ordinal(cls: Type, ordinal: int) -> Object:
    year, month, day = date_of(ordinal)
    return make_date(cls, year, month, day)


@exposed_static("__new__")
def date_new(cls: Type, year: Object, month: Optional[Object] = None, day: Optional[Object] = None) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, date_type)
    if month is None and day is None:
        numbers = date_of_state(year)
        if len(numbers) > 0:
            return bare_date(cls, numbers[0], numbers[1], numbers[2])
    y = as_int(year)
    if month is None:
        raise type_error("function missing required argument 'month' (pos 2)")
    m = as_int(month)
    if day is None:
        raise type_error("function missing required argument 'day' (pos 3)")
    d = as_int(day)
    check_date(y, m, d)
    return bare_date(cls, y, m, d)


def bare_date(cls: Type, year: int, month: int, day: int) -> Date:
    return DateInstance(cls, year, month, day) if cls.is_heap else Date(year, month, day)


# Constructors.

@exposed_class("fromtimestamp")
def date_fromtimestamp(cls: Type, timestamp: Object, /) -> Object:
    """Create a date from a POSIX timestamp.

    The timestamp is a number, e.g. created via time.time(), that is interpreted
    as local time."""
    found = wall_time(whole_seconds(timestamp), True)
    return make_date(cls, found.year, found.month, found.day)


@exposed_class("today")
def date_today(cls: Type) -> Object:
    """Current date or datetime:  same as self.__class__.fromtimestamp(time.time())."""
    now = call0(get_attribute(import_full("time"), "time"))
    return call1(get_attribute(cls, "fromtimestamp"), now)


@exposed_class("fromordinal")
def date_fromordinal(cls: Type, ordinal: int, /) -> Object:
    """int -> date corresponding to a proleptic Gregorian ordinal."""
    if ordinal < 1:
        raise value_error("ordinal must be >= 1")
    return of_ordinal(cls, ordinal)


@exposed_class("fromisoformat")
def date_fromisoformat(cls: Type, string: Object, /) -> Object:
    """str -> Construct a date from a string in ISO 8601 format."""
    if not isinstance(string, Str):
        raise type_error("fromisoformat: argument must be str")
    try:
        year, month, day = parse_date(string.value)
    except ValueError as error:
        raise value_error(f"Invalid isoformat string: {repr_of(string)}") from error
    return make_date(cls, year, month, day)


@exposed_class("fromisocalendar")
def date_fromisocalendar(cls: Type, year: int, week: int, day: int) -> Object:
    """int, int, int -> Construct a date from the ISO year, week number and weekday.

    This is the inverse of the date.isocalendar() function"""
    if not MINIMUM_YEAR <= year <= MAXIMUM_YEAR:
        raise value_error(f"Year is out of range: {year}")
    if not 1 <= week <= weeks_in_year(year):
        raise value_error(f"Invalid week: {week}")
    if not 1 <= day <= 7:
        raise value_error(f"Invalid day: {day} (range is [1, 7])")
    return of_ordinal(cls, first_monday(year) + (week - 1) * 7 + day - 1)


# Fields.

@exposed_property("year")
def date_year(self: Date) -> int:
    return self.year


@exposed_property("month")
def date_month(self: Date) -> int:
    return self.month


@exposed_property("day")
def date_day(self: Date) -> int:
    return self.day


@exposed("replace")
def date_replace(self: Date, year: Optional[Object] = None, month: Optional[Object] = None, day: Optional[Object] = None) -> Object:
    """Return date with new specified fields."""
    return make_date(type_of(self), self.year if year is None else as_int(year), self.month if month is None else as_int(month),
                     self.day if day is None else as_int(day))


@exposed("toordinal", signature="")
def date_toordinal(self: Date) -> int:
    """Return proleptic Gregorian ordinal.  January 1 of year 1 is day 1."""
    return self.ordinal()


@exposed("weekday", signature="")
def date_weekday(self: Date) -> int:
    """Return the day of the week represented by the date.
    Monday == 0 ... Sunday == 6"""
    return weekday_of(self.year, self.month, self.day)


@exposed("isoweekday", signature="")
def date_isoweekday(self: Date) -> int:
    """Return the day of the week represented by the date.
    Monday == 1 ... Sunday == 7"""
    return weekday_of(self.year, self.month, self.day) + 1


@exposed("isocalendar", signature="")
def date_isocalendar(self: Date) -> Object:
    """Return a named tuple containing ISO year, week number, and weekday."""
    year, week, day = iso_week(self.year, self.month, self.day)
    return new_struct(iso_date_type, [new_int(year), new_int(week), new_int(day)])


@exposed("__reduce__", signature="")
def iso_date_reduce(self: Object) -> Object:
    """Helper for pickle: a plain tuple."""
    items = call1(tuple_type, self)
    return tuple2(tuple_type, tuple1(items))


iso_date_type = struct_type("IsoCalendarDate", "datetime", ["year", "week", "weekday"], is_sealed=True)
add_methods(iso_date_type, __name__, "iso_date_")


def time_tuple(x: Date, hour: int, minute: int, second: int, dst: int) -> Object:
    """The ``time.struct_time``."""
    fields = [x.year, x.month, x.day, hour, minute, second, weekday_of(x.year, x.month, x.day), day_of_year(x.year, x.month, x.day), dst]
    return call1(get_attribute(import_full("time"), "struct_time"), new_tuple([new_int(field) for field in fields]))


@exposed("timetuple", signature="")
def date_timetuple(self: Date) -> Object:
    """Return time tuple, compatible with time.localtime()."""
    return time_tuple(self, 0, 0, 0, -1)


# Texts.

@exposed("__repr__")
def date_repr(self: Date) -> str:
    """Return repr(self)."""
    return f"{c_name(type_of(self))}({self.year}, {self.month}, {self.day})"


@exposed("__str__")
def date_str(self: Date) -> Object:
    """Return str(self)."""
    return call0(get_attribute(self, "isoformat"))


@exposed("isoformat", signature="")
def date_isoformat(self: Date) -> str:
    """Return string in ISO 8601 format, YYYY-MM-DD."""
    return date_text(self)


@exposed("ctime", signature="")
def date_ctime(self: Date) -> str:
    """Return ctime() style string."""
    return classic_text(self, 0, 0, 0)


@exposed("strftime", signature="")
def date_strftime(self: Date, format: Str) -> Object:
    """format -> strftime() style string."""
    tuple = call0(get_attribute(self, "timetuple"))
    if isinstance(self, DateTime):
        return formatted(format.value, tuple, self.microsecond, self.zone, self)
    return formatted(format.value, tuple, 0, None, self)


@exposed("__format__", signature="")
def date_format(self: Date, format: Str, /) -> Object:
    """Formats self with strftime."""
    if len(format.value) == 0:
        return str_of(self)
    return call1(get_attribute(self, "strftime"), format)


# Comparison and arithmetic.

def compare_dates(operation: int, a: Date, b: Object) -> Object:
    if not isinstance(b, Date):
        return NOT_IMPLEMENTED
    return new_bool(compare_values(operation, a.ordinal(), b.ordinal()))


def incomparable(operation: int, a: Object, b: Object) -> Object:
    """What comparing a datetime to a date gives: they are never equal. TypeError."""
    if operation == EQ or operation == NE:
        return new_bool(operation == NE)
    raise type_error(f"can't compare {c_name(type_of(a))} to {c_name(type_of(b))}")


def add_days(a: Object, b: Object) -> Object:
    if isinstance(a, Date) and isinstance(b, TimeDelta):
        return of_ordinal(type_of(a), checked_ordinal(a.ordinal() + b.days))
    if isinstance(a, TimeDelta) and isinstance(b, Date):
        return add_days(b, a)
    return NOT_IMPLEMENTED


def subtract_days(a: Object, b: Object) -> Object:
    if isinstance(a, Date):
        if isinstance(b, TimeDelta):
            return of_ordinal(type_of(a), checked_ordinal(a.ordinal() - b.days))
        if isinstance(b, Date) and not isinstance(a, DateTime) and not isinstance(b, DateTime):
            return TimeDelta(a.ordinal() - b.ordinal(), 0, 0)
    return NOT_IMPLEMENTED


_operators = Operators(Date, __name__, "date_")
_lt, _le, _eq, _ne, _gt, _ge = _operators.comparisons(compare_dates)
_add, _radd = _operators.mixed("add", "+", add_days)
_sub, _rsub = _operators.mixed("sub", "-", subtract_days)


@exposed("__hash__")
def date_hash(self: Date) -> int:
    """Return hash(self)."""
    return hash_of(date_state(self))


@exposed("__reduce__", signature="")
def date_reduce(self: Date) -> Object:
    """__reduce__() -> (cls, state)"""
    return tuple2(type_of(self), tuple1(date_state(self)))


def allocate(type: Type) -> Object:
    raise type_error(f"object.__new__({type.name}) is not safe, use datetime.date.__new__()")


date_type = define(Date, "date", allocate=allocate, methods=__name__, prefix="date_", module="datetime")
date_type.namespace["min"] = Date(1, 1, 1)
date_type.namespace["max"] = Date(9999, 12, 31)
date_type.namespace["resolution"] = TimeDelta(1, 0, 0)
