"""What time zones say of times: calls of a tzinfo's methods, and what is checked of their results."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.modules.datetime.delta import SECOND, TimeDelta
from interpreter.modules.datetime.moments import UTC, TimeZone, TzInfo
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1
from interpreter.protocols.text import repr_of


def utc_offset(zone: Optional[TzInfo], moment: Object) -> Optional[TimeDelta]:
    """How far ahead of UTC a time zone is at a time. Errors of `duration_by`."""
    if isinstance(zone, TimeZone):
        return zone.offset
    return duration_by(zone, "utcoffset", moment)


def duration_by(zone: Optional[TzInfo], method: str, moment: Object) -> Optional[TimeDelta]:
    """What a method of a time zone gives, if there is one. TypeError for what is no duration, ValueError for a whole day."""
    if zone is None:
        return None
    found = call1(get_attribute(zone, method), moment)
    if found is NONE:
        return None
    if not isinstance(found, TimeDelta):
        raise type_error(f"tzinfo.{method}() must return None or timedelta, not '{type_of(found).name}'")
    if not is_below_a_day(found):
        raise value_error("offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).")
    return found


def zone_name(zone: Optional[TzInfo], moment: Object) -> Object:
    """The name that a time zone has at a time, or None. TypeError."""
    if zone is None:
        return NONE
    found = call1(get_attribute(zone, "tzname"), moment)
    if found is not NONE and not isinstance(found, Str):
        raise type_error(f"tzinfo.tzname() must return None or a string, not '{type_of(found).name}'")
    return found


def is_below_a_day(x: TimeDelta) -> bool:
    return x.days == 0 or x.days == -1 and (x.seconds > 0 or x.microseconds > 0)


def fixed_zone(offset: TimeDelta, name: Optional[Str]) -> TimeZone:
    """The timezone of an offset. ValueError."""
    if name is None and offset.is_zero():
        return UTC
    if not is_below_a_day(offset):
        shown = repr_of(offset)
        raise value_error(f"offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {shown}.")
    return TimeZone(offset, name)


def same_offset(a: Optional[TimeDelta], b: Optional[TimeDelta]) -> bool:
    if a is None or b is None:
        return a is None and b is None
    return a.order(b) == 0


def offset_text(offset: TimeDelta, colon: str) -> str:
    """``+HH:MM``, with seconds and microseconds if they are not 0."""
    total = offset.machine()
    sign = "-" if total < 0 else "+"
    total = abs(total)
    seconds = total // SECOND
    text = f"{sign}{seconds // 3600:02d}{colon}{seconds // 60 % 60:02d}"
    microseconds = total % SECOND
    if seconds % 60 != 0 or microseconds != 0:
        text += f"{colon}{seconds % 60:02d}"
    if microseconds != 0:
        text += f".{microseconds:06d}"
    return text
