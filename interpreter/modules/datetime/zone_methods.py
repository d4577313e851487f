"""What Python programs can do with tzinfo and timezone objects."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.datetime.calendar import DAY_SECONDS
from interpreter.modules.datetime.datetime_methods import make_datetime
from interpreter.modules.datetime.delta import TimeDelta, subtract
from interpreter.modules.datetime.moments import UTC, DateTime, TimeZone, TzInfo, TzInfoInstance, shifted
from interpreter.modules.datetime.zones import duration_by, fixed_zone, offset_text
from interpreter.modules.typenames import c_name
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_bool
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_reduce import state_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, new_tuple, tuple1, tuple2
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call0
from interpreter.protocols.compare import EQ, NE, hash_of
from interpreter.protocols.text import repr_of

_NOT_IMPLEMENTED_ERROR = EXCEPTIONS["NotImplementedError"]


def abstract(method: str) -> PyError:
    return PyError(_NOT_IMPLEMENTED_ERROR, f"a tzinfo subclass must implement {method}()")


@exposed_static("__new__", rest="arguments", keywords="keywords")
def tzinfo_new(cls: Type, arguments: Object, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    return allocate(cls)


@exposed("tzname", signature="")
def tzinfo_tzname(self: TzInfo, dt: Object, /) -> Object:
    """datetime -> string name of time zone."""
    raise abstract("tzname")


@exposed("utcoffset", signature="")
def tzinfo_utcoffset(self: TzInfo, dt: Object, /) -> Object:
    """datetime -> timedelta showing offset from UTC, negative values indicating West of UTC"""
    raise abstract("utcoffset")


@exposed("dst", signature="")
def tzinfo_dst(self: TzInfo, dt: Object, /) -> Object:
    """datetime -> DST offset as timedelta positive east of UTC."""
    raise abstract("dst")


@exposed("fromutc", signature="")
def tzinfo_fromutc(self: TzInfo, dt: Object, /) -> Object:
    """datetime in UTC -> datetime in local time."""
    moment = own_moment(self, dt)
    offset = duration_by(self, "utcoffset", moment)
    if offset is None:
        raise value_error("fromutc: non-None utcoffset() result required")
    saving = duration_by(self, "dst", moment)
    if saving is None:
        raise value_error("fromutc: non-None dst() result required")
    result = shifted(moment, subtract(offset, saving), 1)
    saving = duration_by(self, "dst", result)
    if saving is None:
        raise value_error("fromutc: tz.dst() gave inconsistent results; cannot convert")
    return make_datetime(type_of(moment), shifted(result, saving, 1))


def own_moment(self: TzInfo, x: Object) -> DateTime:
    """The argument of ``fromutc``, which is a time in UTC that names the time zone. TypeError, ValueError."""
    if not isinstance(x, DateTime):
        raise type_error("fromutc: argument must be a datetime")
    if x.zone is not self:
        raise value_error("fromutc: dt.tzinfo is not self")
    return x


@exposed("__reduce__", signature="")
def tzinfo_reduce(self: TzInfo) -> Object:
    """-> (cls, state)"""
    given = find_optional(self, "__getinitargs__")
    arguments = EMPTY_TUPLE if given is None else call0(given)
    getter = find_optional(self, "__getstate__")
    state = state_of(self) if getter is None else call0(getter)
    return new_tuple([type_of(self), arguments, state])


def allocate(type: Type) -> Object:
    return TzInfoInstance(type) if type.is_heap else TzInfo()


tzinfo_type = define(TzInfo, "tzinfo", allocate=allocate, methods=__name__, prefix="tzinfo_", module="datetime")


# Time zones of a fixed offset.

@exposed_static("__new__")
def timezone_new(cls: Type, offset: Object, name: Optional[Object] = None) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    if not isinstance(offset, TimeDelta):
        raise type_error(f"timezone() argument 1 must be datetime.timedelta, not {type_of(offset).name}")
    if name is not None and not isinstance(name, Str):
        raise type_error(f"timezone() argument 2 must be str, not {'None' if name is NONE else type_of(name).name}")
    return fixed_zone(offset, name if isinstance(name, Str) else None)


def check_moment(method: str, x: Object) -> None:
    """What the methods are given counts for nothing, but is checked. TypeError."""
    if x is not NONE and not isinstance(x, DateTime):
        raise type_error(f"{method}(dt) argument must be a datetime instance or None, not {c_name(type_of(x))}")


def name_of(zone: TimeZone) -> Object:
    name = zone.name
    if name is not None:
        return name
    return new_str("UTC" if zone.offset.is_zero() else "UTC" + offset_text(zone.offset, ":"))


@exposed("tzname", signature="")
def timezone_tzname(self: TimeZone, dt: Object, /) -> Object:
    """If name is specified when timezone is created, returns the name.  Otherwise returns offset as 'UTC(+|-)HH:MM'."""
    check_moment("tzname", dt)
    return name_of(self)


@exposed("utcoffset", signature="")
def timezone_utcoffset(self: TimeZone, dt: Object, /) -> Object:
    """Return fixed offset."""
    check_moment("utcoffset", dt)
    return self.offset


@exposed("dst", signature="")
def timezone_dst(self: TimeZone, dt: Object, /) -> None:
    """Return None."""
    check_moment("dst", dt)


@exposed("fromutc", signature="")
def timezone_fromutc(self: TimeZone, dt: Object, /) -> Object:
    """datetime in UTC -> datetime in local time."""
    moment = own_moment(self, dt)
    return make_datetime(type_of(moment), shifted(moment, self.offset, 1))


@exposed("__repr__")
def timezone_repr(self: TimeZone) -> str:
    """Return repr(self)."""
    head = c_name(type_of(self))
    if self is UTC:
        return head + ".utc"
    name = self.name
    return f"{head}({repr_of(self.offset)})" if name is None else f"{head}({repr_of(self.offset)}, {repr_of(name)})"


@exposed("__str__")
def timezone_str(self: TimeZone) -> Object:
    """Return str(self)."""
    return name_of(self)


@exposed("__hash__")
def timezone_hash(self: TimeZone) -> int:
    """Return hash(self)."""
    return hash_of(self.offset)


@exposed("__getinitargs__", signature="")
def timezone_getinitargs(self: TimeZone) -> Object:
    """pickle support"""
    name = self.name
    return tuple1(self.offset) if name is None else tuple2(self.offset, name)


def compare_zones(operation: int, a: TimeZone, b: Object) -> Object:
    if not isinstance(b, TimeZone) or operation != EQ and operation != NE:
        return NOT_IMPLEMENTED
    return new_bool((a.offset.order(b.offset) == 0) == (operation == EQ))


_lt, _le, _eq, _ne, _gt, _ge = Operators(TimeZone, __name__, "timezone_").comparisons(compare_zones)


timezone_type = define(TimeZone, "timezone", base=tzinfo_type, allocate=allocate, final=True, methods=__name__, prefix="timezone_", module="datetime")
timezone_type.namespace["utc"] = UTC
timezone_type.namespace["min"] = TimeZone(TimeDelta(-1, 60, 0), None)
timezone_type.namespace["max"] = TimeZone(TimeDelta(0, DAY_SECONDS - 60, 0), None)
