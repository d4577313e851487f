"""What Python programs can do with a datetime."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.clocks import nanoseconds
from interpreter.modules.datetime.date_methods import date_type, incomparable, time_tuple
from interpreter.modules.datetime.delta import RESOLUTION, SECOND, TimeDelta, new_delta
from interpreter.modules.datetime.formatting import classic_text, clock_text, date_text, suffix_of
from interpreter.modules.datetime.isotext import ClockTime, date_length, parse_date, parse_time
from interpreter.modules.datetime.localtime import EPOCH_SECONDS, fold_at, seconds_and_microseconds, timestamp_of_local, wall_time
from interpreter.modules.datetime.moments import (
    EPOCH, Date, DateTime, DateTimeInstance, Time, TimeZone, TzInfo, check_date, check_time, shifted, zone_argument,
    zone_object, zone_of_state)
from interpreter.modules.datetime.operations import compare_datetimes, difference, hash_number, utc_total
from interpreter.modules.datetime.pickling import datetime_of_state, datetime_state
from interpreter.modules.datetime.time_methods import clock_repr, fold_repr, make_time, time_type, zone_of, zone_repr
from interpreter.modules.datetime.zones import duration_by, fixed_zone, utc_offset, zone_name
from interpreter.modules.importing import import_full
from interpreter.modules.time import libc
from interpreter.modules.typenames import c_name
from interpreter.objects.int import TRUE, new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str, new_str
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import tuple1, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1, call3, call_any
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of

_ZERO = new_int(0)


def make_datetime(cls: Type, x: DateTime) -> Object:
    """A datetime as one of a class, which is called if it is not datetime itself."""
    if cls is datetime_type:
        return x
    fields = [x.year, x.month, x.day, x.hour, x.minute, x.second, x.microsecond]
    arguments: list[Object] = [new_int(field) for field in fields]
    arguments.append(zone_object(x.zone))
    made = call_any(cls, arguments, [], [])
    if isinstance(made, DateTime):
        made.fold = x.fold
    return made


def checked(year: int, month: int, day: int, hour: int, minute: int, second: int, microsecond: int, zone: Optional[TzInfo], fold: int) -> DateTime:
    """ValueError."""
    check_date(year, month, day)
    check_time(hour, minute, second, microsecond, fold)
    return DateTime(year, month, day, hour, minute, second, microsecond, zone, fold)


@exposed_static("__new__")
def datetime_new(cls: Type, year: Object, month: Optional[Object] = None, day: Optional[Object] = None, hour: Object = _ZERO, minute: Object = _ZERO,
                 second: Object = _ZERO, microsecond: Object = _ZERO, tzinfo: Object = NONE, *, fold: int = 0) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, datetime_type)
    if day is None:
        state = datetime_of_state(year)
        if len(state) > 0:  # what comes second then is the time zone
            zone = zone_of_state(tzinfo if month is None else month)
            return bare_datetime(cls, DateTime(state[0], state[1], state[2], state[3], state[4], state[5], state[6], zone, state[7]))
    y = as_int(year)
    if month is None:
        raise type_error("function missing required argument 'month' (pos 2)")
    m = as_int(month)
    if day is None:
        raise type_error("function missing required argument 'day' (pos 3)")
    made = checked(y, m, as_int(day), as_int(hour), as_int(minute), as_int(second), as_int(microsecond), zone_argument(tzinfo), fold)
    return bare_datetime(cls, made)


def bare_datetime(cls: Type, x: DateTime) -> DateTime:
    if cls.is_heap:
        return DateTimeInstance(cls, x.year, x.month, x.day, x.hour, x.minute, x.second, x.microsecond, x.zone, x.fold)
    return x


# The current time and timestamps.

def of_timestamp(cls: Type, seconds: int, microsecond: int, zone: Optional[TzInfo], is_local: bool) -> Object:
    """What the local clock, or one in UTC, shows. ValueError, OSError."""
    found = wall_time(seconds, is_local)
    check_date(found.year, found.month, found.day)
    moment = DateTime(found.year, found.month, found.day, found.hour, found.minute, found.second, microsecond, zone, 0)
    if is_local:
        moment.fold = fold_at(seconds, moment.seconds())
    made = make_datetime(cls, moment)
    return made if zone is None else call1(get_attribute(zone, "fromutc"), made)


def of_now(cls: Type, zone: Optional[TzInfo], is_local: bool) -> Object:
    now = nanoseconds(libc.CLOCK_REALTIME) // 1000
    return of_timestamp(cls, now // SECOND, now % SECOND, zone, is_local)


@exposed_class("now")
def datetime_now(cls: Type, tz: Object = NONE) -> Object:
    """Returns new datetime object representing current time local to tz.

      tz
        Timezone object.

    If no tz is specified, uses local timezone."""
    zone = zone_argument(tz)
    return of_now(cls, zone, zone is None)


@exposed_class("utcnow")
def datetime_utcnow(cls: Type) -> Object:
    """Return a new datetime representing UTC day and time."""
    return of_now(cls, None, False)


@exposed_class("fromtimestamp")
def datetime_fromtimestamp(cls: Type, timestamp: Object, tz: Object = NONE) -> Object:
    """timestamp[, tz] -> tz's local time from POSIX timestamp."""
    zone = zone_argument(tz)
    seconds, microsecond = seconds_and_microseconds(timestamp)
    return of_timestamp(cls, seconds, microsecond, zone, zone is None)


@exposed_class("utcfromtimestamp")
def datetime_utcfromtimestamp(cls: Type, timestamp: Object, /) -> Object:
    """Construct a naive UTC datetime from a POSIX timestamp."""
    seconds, microsecond = seconds_and_microseconds(timestamp)
    return of_timestamp(cls, seconds, microsecond, None, False)


@exposed("timestamp", signature="")
def datetime_timestamp(self: DateTime) -> float:
    """Return POSIX timestamp as float."""
    if self.zone is not None:
        return float(utc_total(self) - EPOCH.total()) / 1e6
    return float(timestamp_of_local(self.seconds(), self.fold)) + float(self.microsecond) / 1e6


# Other constructors.

@exposed_class("strptime")
def datetime_strptime(cls: Type, date_string: Str, format: Str, /) -> Object:
    """string, format -> new datetime parsed from a string (like time.strptime())."""
    return call3(get_attribute(import_full("_strptime"), "_strptime_datetime"), cls, date_string, format)


@exposed_class("combine")
def datetime_combine(cls: Type, date: Object, time: Object, tzinfo: Object = TRUE) -> Object:
    """date, time -> datetime with same date and time fields"""
    if not isinstance(date, Date):
        raise type_error(f"combine() argument 1 must be datetime.date, not {type_of(date).name}")
    if not isinstance(time, Time):
        raise type_error(f"combine() argument 2 must be datetime.time, not {type_of(time).name}")
    zone = time.zone if tzinfo is TRUE else zone_argument(tzinfo)
    return make_datetime(cls, DateTime(date.year, date.month, date.day, time.hour, time.minute, time.second, time.microsecond, zone, time.fold))


@exposed_class("fromisoformat")
def datetime_fromisoformat(cls: Type, string: Object, /) -> Object:
    """string -> datetime from a string in most ISO 8601 formats"""
    if not isinstance(string, Str):
        raise type_error("fromisoformat: argument must be str")
    text = string.value
    try:
        length = date_length(text)
        year, month, day = parse_date(text[:length])
        clock = parse_time(text[length + 1:]) if len(text) > length else ClockTime()
    except ValueError as error:
        raise value_error(f"Invalid isoformat string: {repr_of(string)}") from error
    return make_datetime(cls, checked(year, month, day, clock.hour, clock.minute, clock.second, clock.microsecond, zone_of(clock), 0))


# Fields.

@exposed_property("hour")
def datetime_hour(self: DateTime) -> int:
    return self.hour


@exposed_property("minute")
def datetime_minute(self: DateTime) -> int:
    return self.minute


@exposed_property("second")
def datetime_second(self: DateTime) -> int:
    return self.second


@exposed_property("microsecond")
def datetime_microsecond(self: DateTime) -> int:
    return self.microsecond


@exposed_property("tzinfo")
def datetime_tzinfo(self: DateTime) -> Object:
    return zone_object(self.zone)


@exposed_property("fold")
def datetime_fold(self: DateTime) -> int:
    return self.fold


@exposed("date", signature="")
def datetime_date(self: DateTime) -> Object:
    """Return date object with same year, month and day."""
    return Date(self.year, self.month, self.day)


@exposed("time", signature="")
def datetime_time(self: DateTime) -> Object:
    """Return time object with same time but with tzinfo=None."""
    return make_time(time_type, self.hour, self.minute, self.second, self.microsecond, None, self.fold)


@exposed("timetz", signature="")
def datetime_timetz(self: DateTime) -> Object:
    """Return time object with same time and tzinfo."""
    return make_time(time_type, self.hour, self.minute, self.second, self.microsecond, self.zone, self.fold)


@exposed("replace")
def datetime_replace(self: DateTime, year: Optional[Object] = None, month: Optional[Object] = None, day: Optional[Object] = None,
                     hour: Optional[Object] = None, minute: Optional[Object] = None, second: Optional[Object] = None,
                     microsecond: Optional[Object] = None, tzinfo: Optional[Object] = None, *, fold: Optional[Object] = None) -> Object:
    """Return datetime with new specified fields."""
    return make_datetime(type_of(self), checked(
        self.year if year is None else as_int(year), self.month if month is None else as_int(month), self.day if day is None else as_int(day),
        self.hour if hour is None else as_int(hour), self.minute if minute is None else as_int(minute),
        self.second if second is None else as_int(second), self.microsecond if microsecond is None else as_int(microsecond),
        self.zone if tzinfo is None else zone_argument(tzinfo), self.fold if fold is None else as_int(fold)))


# Time zones.

@exposed("utcoffset", signature="")
def datetime_utcoffset(self: DateTime) -> Optional[TimeDelta]:
    """Return self.tzinfo.utcoffset(self)."""
    return utc_offset(self.zone, self)


@exposed("dst", signature="")
def datetime_dst(self: DateTime) -> Optional[TimeDelta]:
    """Return self.tzinfo.dst(self)."""
    return duration_by(self.zone, "dst", self)


@exposed("tzname", signature="")
def datetime_tzname(self: DateTime) -> Object:
    """Return self.tzinfo.tzname(self)."""
    return zone_name(self.zone, self)


@exposed("astimezone")
def datetime_astimezone(self: DateTime, tz: Object = NONE) -> Object:
    """tz -> convert to local time in new timezone tz"""
    target = zone_argument(tz)
    own = self.zone
    if own is not None and own is target:
        return self
    offset = utc_offset(own, self)
    if offset is None:
        own = local_zone(timestamp_of_local(self.seconds(), self.fold))
        if own is target:
            return self
        offset = own.offset
    in_utc = shifted(self, offset, -1)
    if target is None:
        target = local_zone(in_utc.seconds() - EPOCH_SECONDS)
    return call1(get_attribute(target, "fromutc"), make_datetime(type_of(self), in_utc.with_zone(target, 0)))


def local_zone(timestamp: int) -> TimeZone:
    """The local time zone at a time."""
    found = wall_time(timestamp, True)
    return fixed_zone(new_delta(0, found.offset, 0), new_str(found.zone))


@exposed("timetuple", signature="")
def datetime_timetuple(self: DateTime) -> Object:
    """Return time tuple, compatible with time.localtime()."""
    saving = duration_by(self.zone, "dst", self)
    return time_tuple(self, self.hour, self.minute, self.second, -1 if saving is None else 0 if saving.is_zero() else 1)


@exposed("utctimetuple", signature="")
def datetime_utctimetuple(self: DateTime) -> Object:
    """Return UTC time tuple, compatible with time.localtime()."""
    offset = utc_offset(self.zone, self)
    in_utc = self if offset is None else shifted(self, offset, -1)
    return time_tuple(in_utc, in_utc.hour, in_utc.minute, in_utc.second, 0)


# Texts.

@exposed("__repr__")
def datetime_repr(self: DateTime) -> str:
    """Return repr(self)."""
    date = f"{self.year}, {self.month}, {self.day}"
    clock = clock_repr(self.hour, self.minute, self.second, self.microsecond)
    return f"{c_name(type_of(self))}({date}, {clock}{fold_repr(self.fold)}{zone_repr(self.zone)})"


@exposed("__str__")
def datetime_str(self: DateTime) -> Object:
    """Return str(self)."""
    return call1(get_attribute(self, "isoformat"), new_str(" "))


@exposed("isoformat", signature="")
def datetime_isoformat(self: DateTime, sep: str = "T", timespec: str = "auto") -> str:
    """[sep] -> string in ISO 8601 format, YYYY-MM-DDT[HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].
    sep is used to separate the year from the time, and defaults to 'T'.
    The optional argument timespec specifies the number of additional terms
    of the time to include. Valid options are 'auto', 'hours', 'minutes',
    'seconds', 'milliseconds' and 'microseconds'.
    """
    if len(sep) != 1:
        raise type_error("isoformat() argument 1 must be a unicode character, not str")
    clock = clock_text(self.hour, self.minute, self.second, self.microsecond, timespec)
    return date_text(self) + sep + clock + suffix_of(utc_offset(self.zone, self))


@exposed("ctime", signature="")
def datetime_ctime(self: DateTime) -> str:
    """Return ctime() style string."""
    return classic_text(self, self.hour, self.minute, self.second)


# Comparison and arithmetic.

def compare_moments(operation: int, a: DateTime, b: Object) -> Object:
    if isinstance(b, DateTime):
        return new_bool(compare_datetimes(operation, a, b))
    return incomparable(operation, a, b) if isinstance(b, Date) else NOT_IMPLEMENTED


def add_delta(a: Object, b: Object) -> Object:
    if isinstance(a, DateTime) and isinstance(b, TimeDelta):
        return make_datetime(type_of(a), shifted(a, b, 1))
    if isinstance(a, TimeDelta) and isinstance(b, DateTime):
        return make_datetime(type_of(b), shifted(b, a, 1))
    return NOT_IMPLEMENTED


def subtract_moments(a: Object, b: Object) -> Object:
    if isinstance(a, DateTime):
        if isinstance(b, DateTime):
            return difference(a, b)
        if isinstance(b, TimeDelta):
            return make_datetime(type_of(a), shifted(a, b, -1))
    return NOT_IMPLEMENTED


_operators = Operators(DateTime, __name__, "datetime_")
_lt, _le, _eq, _ne, _gt, _ge = _operators.comparisons(compare_moments)
_add, _radd = _operators.mixed("add", "+", add_delta)
_sub, _rsub = _operators.mixed("sub", "-", subtract_moments)


@exposed("__hash__")
def datetime_hash(self: DateTime) -> int:
    """Return hash(self)."""
    return hash(str(hash_number(self)))  # of a string, so that it depends on the key of hashes


@exposed("__reduce_ex__", signature="")
def datetime_reduce_ex(self: DateTime, proto: int, /) -> Object:
    """__reduce_ex__(proto) -> (cls, state)"""
    return reduced(self, proto)


@exposed("__reduce__", signature="")
def datetime_reduce(self: DateTime) -> Object:
    """__reduce__() -> (cls, state)"""
    return reduced(self, 2)


def reduced(x: DateTime, protocol: int) -> Object:
    state = datetime_state(x, protocol)
    zone = x.zone
    return tuple2(type_of(x), tuple1(state) if zone is None else tuple2(state, zone))


def allocate(type: Type) -> Object:
    raise type_error(f"object.__new__({type.name}) is not safe, use datetime.datetime.__new__()")


datetime_type = define(DateTime, "datetime", base=date_type, allocate=allocate, methods=__name__, prefix="datetime_", module="datetime")
datetime_type.namespace["min"] = DateTime(1, 1, 1, 0, 0, 0, 0, None, 0)
datetime_type.namespace["max"] = DateTime(9999, 12, 31, 23, 59, 59, 999_999, None, 0)
datetime_type.namespace["resolution"] = RESOLUTION
