"""What Python programs can do with a time."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.datetime.delta import RESOLUTION, TimeDelta, new_delta
from interpreter.modules.datetime.formatting import clock_text, formatted, suffix_of
from interpreter.modules.datetime.isotext import ClockTime, parse_time
from interpreter.modules.datetime.moments import Time, TimeInstance, TzInfo, check_time, zone_argument, zone_object, zone_of_state
from interpreter.modules.datetime.pickling import time_of_state, time_state
from interpreter.modules.datetime.zones import duration_by, fixed_zone, same_offset, utc_offset, zone_name
from interpreter.modules.typenames import c_name
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import new_tuple, tuple1, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0, call1, call_any
from interpreter.protocols.compare import EQ, NE, compare_values
from interpreter.protocols.number import as_int
from interpreter.protocols.text import repr_of, str_of

_ZERO = new_int(0)


def make_time(cls: Type, hour: int, minute: int, second: int, microsecond: int, zone: Optional[TzInfo], fold: int) -> Object:
    """A time of a class, which is called if it is not time itself. ValueError."""
    check_time(hour, minute, second, microsecond, fold)
    if cls is time_type:
        return Time(hour, minute, second, microsecond, zone, fold)
    made = call_any(cls, [new_int(hour), new_int(minute), new_int(second), new_int(microsecond), zone_object(zone)], [], [])
    if isinstance(made, Time):
        made.fold = fold
    return made


@exposed_static("__new__")
def time_new(cls: Type, hour: Object = _ZERO, minute: Object = _ZERO, second: Object = _ZERO, microsecond: Object = _ZERO, tzinfo: Object = NONE, *,
             fold: int = 0) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, time_type)
    state = time_of_state(hour)
    if len(state) > 0:  # what comes second then is the time zone
        zone = zone_of_state(tzinfo if minute is _ZERO else minute)
        return bare_time(cls, state[0], state[1], state[2], state[3], zone, state[4])
    h, m, s, us = as_int(hour), as_int(minute), as_int(second), as_int(microsecond)
    zone = zone_argument(tzinfo)
    check_time(h, m, s, us, fold)
    return bare_time(cls, h, m, s, us, zone, fold)


def bare_time(cls: Type, hour: int, minute: int, second: int, microsecond: int, zone: Optional[TzInfo], fold: int) -> Time:
    if cls.is_heap:
        return TimeInstance(cls, hour, minute, second, microsecond, zone, fold)
    return Time(hour, minute, second, microsecond, zone, fold)


@exposed_class("fromisoformat")
def time_fromisoformat(cls: Type, string: Object, /) -> Object:
    """string -> time from a string in ISO 8601 format"""
    if not isinstance(string, Str):
        raise type_error("fromisoformat: argument must be str")
    text = string.value
    try:
        found = parse_time(text[1:] if text.startswith("T") else text)
    except ValueError as error:
        raise value_error(f"Invalid isoformat string: {repr_of(string)}") from error
    return make_time(cls, found.hour, found.minute, found.second, found.microsecond, zone_of(found), 0)


def zone_of(found: ClockTime) -> Optional[TzInfo]:
    """The time zone of a text."""
    return fixed_zone(new_delta(0, found.offset_seconds, found.offset_microseconds), None) if found.has_zone else None


# Fields.

@exposed_property("hour")
def time_hour(self: Time) -> int:
    return self.hour


@exposed_property("minute")
def time_minute(self: Time) -> int:
    return self.minute


@exposed_property("second")
def time_second(self: Time) -> int:
    return self.second


@exposed_property("microsecond")
def time_microsecond(self: Time) -> int:
    return self.microsecond


@exposed_property("tzinfo")
def time_tzinfo(self: Time) -> Object:
    return zone_object(self.zone)


@exposed_property("fold")
def time_fold(self: Time) -> int:
    return self.fold


@exposed("replace")
def time_replace(self: Time, hour: Optional[Object] = None, minute: Optional[Object] = None, second: Optional[Object] = None,
                 microsecond: Optional[Object] = None, tzinfo: Optional[Object] = None, *, fold: Optional[Object] = None) -> Object:
    """Return time with new specified fields."""
    return make_time(
        type_of(self), self.hour if hour is None else as_int(hour), self.minute if minute is None else as_int(minute),
        self.second if second is None else as_int(second), self.microsecond if microsecond is None else as_int(microsecond),
        self.zone if tzinfo is None else zone_argument(tzinfo), self.fold if fold is None else as_int(fold))


@exposed("utcoffset", signature="")
def time_utcoffset(self: Time) -> Optional[TimeDelta]:
    """Return self.tzinfo.utcoffset(self)."""
    return utc_offset(self.zone, NONE)


@exposed("dst", signature="")
def time_dst(self: Time) -> Optional[TimeDelta]:
    """Return self.tzinfo.dst(self)."""
    return duration_by(self.zone, "dst", NONE)


@exposed("tzname", signature="")
def time_tzname(self: Time) -> Object:
    """Return self.tzinfo.tzname(self)."""
    return zone_name(self.zone, NONE)


# Texts.

@exposed("__repr__")
def time_repr(self: Time) -> str:
    """Return repr(self)."""
    return f"{c_name(type_of(self))}({clock_repr(self.hour, self.minute, self.second, self.microsecond)}{zone_repr(self.zone)}{fold_repr(self.fold)})"


def clock_repr(hour: int, minute: int, second: int, microsecond: int) -> str:
    """The arguments, as far as they are needed."""
    text = f"{hour}, {minute}"
    if second != 0 or microsecond != 0:
        text += f", {second}"
    return f"{text}, {microsecond}" if microsecond != 0 else text


def zone_repr(zone: Optional[TzInfo]) -> str:
    return "" if zone is None else f", tzinfo={repr_of(zone)}"


def fold_repr(fold: int) -> str:
    return "" if fold == 0 else f", fold={fold}"


@exposed("__str__")
def time_str(self: Time) -> Object:
    """Return str(self)."""
    return call0(get_attribute(self, "isoformat"))


@exposed("isoformat", signature="")
def time_isoformat(self: Time, timespec: str = "auto") -> str:
    """Return string in ISO 8601 format, [HH[:MM[:SS[.mmm[uuu]]]]][+HH:MM].

    The optional argument timespec specifies the number of additional terms
    of the time to include. Valid options are 'auto', 'hours', 'minutes',
    'seconds', 'milliseconds' and 'microseconds'.
    """
    return clock_text(self.hour, self.minute, self.second, self.microsecond, timespec) + suffix_of(utc_offset(self.zone, NONE))


@exposed("strftime", signature="")
def time_strftime(self: Time, format: Str) -> Object:
    """format -> strftime() style string."""
    fields = [1900, 1, 1, self.hour, self.minute, self.second, 0, 1, -1]
    return formatted(format.value, new_tuple([new_int(field) for field in fields]), self.microsecond, self.zone, NONE)


@exposed("__format__", signature="")
def time_format(self: Time, format: Str, /) -> Object:
    """Formats self with strftime."""
    if len(format.value) == 0:
        return str_of(self)
    return call1(get_attribute(self, "strftime"), format)


# Comparison.

def compare_times(operation: int, a: Time, b: Object) -> Object:
    if not isinstance(b, Time):
        return NOT_IMPLEMENTED
    if a.zone is b.zone:
        return new_bool(compare_values(operation, a.of_day(), b.of_day()))
    offset = utc_offset(a.zone, NONE)
    others = utc_offset(b.zone, NONE)
    if same_offset(offset, others):
        return new_bool(compare_values(operation, a.of_day(), b.of_day()))
    if offset is not None and others is not None:
        return new_bool(compare_values(operation, a.of_day() - offset.machine(), b.of_day() - others.machine()))
    if operation == EQ or operation == NE:
        return new_bool(operation == NE)
    raise type_error("can't compare offset-naive and offset-aware times")


_lt, _le, _eq, _ne, _gt, _ge = Operators(Time, __name__, "time_").comparisons(compare_times)


@exposed("__hash__")
def time_hash(self: Time) -> int:
    """Return hash(self)."""
    offset = utc_offset(self.zone, NONE)
    return hash(str(self.of_day() - (0 if offset is None else offset.machine())))  # depends on the key of hashes


@exposed("__reduce_ex__", signature="")
def time_reduce_ex(self: Time, proto: int, /) -> Object:
    """__reduce_ex__(proto) -> (cls, state)"""
    return reduced(self, proto)


@exposed("__reduce__", signature="")
def time_reduce(self: Time) -> Object:
    """__reduce__() -> (cls, state)"""
    return reduced(self, 2)


def reduced(x: Time, protocol: int) -> Object:
    state = time_state(x, protocol)
    zone = x.zone
    return tuple2(type_of(x), tuple1(state) if zone is None else tuple2(state, zone))


def allocate(type: Type) -> Object:
    raise type_error(f"object.__new__({type.name}) is not safe, use datetime.time.__new__()")


time_type = define(Time, "time", allocate=allocate, methods=__name__, prefix="time_", module="datetime")
time_type.namespace["min"] = Time(0, 0, 0, 0, None, 0)
time_type.namespace["max"] = Time(23, 59, 59, 999_999, None, 0)
time_type.namespace["resolution"] = RESOLUTION
