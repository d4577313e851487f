"""Texts of dates and times: ISO 8601, ``ctime`` and ``strftime``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.modules.datetime.calendar import DAY_NAMES, MONTH_NAMES, weekday_of
from interpreter.modules.datetime.delta import TimeDelta
from interpreter.modules.datetime.moments import Date, TzInfo
from interpreter.modules.datetime.zones import offset_text, utc_offset, zone_name
from interpreter.modules.importing import import_full
from interpreter.objects.object import Object
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call2
from interpreter.protocols.codec import encode_text
from transform.rpython.builders import StringBuilder


def date_text(x: Date) -> str:
    return f"{x.year:04d}-{x.month:02d}-{x.day:02d}"


def clock_text(hour: int, minute: int, second: int, microsecond: int, timespec: str) -> str:
    """ValueError for an unknown `timespec`."""
    match timespec:
        case "auto":
            text = f"{hour:02d}:{minute:02d}:{second:02d}"
            return f"{text}.{microsecond:06d}" if microsecond != 0 else text
        case "hours":
            return f"{hour:02d}"
        case "minutes":
            return f"{hour:02d}:{minute:02d}"
        case "seconds":
            return f"{hour:02d}:{minute:02d}:{second:02d}"
        case "milliseconds":
            return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}"
        case "microseconds":
            return f"{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}"
    raise value_error("Unknown timespec value")


def suffix_of(offset: Optional[TimeDelta]) -> str:
    """What follows a time that is ahead of UTC so much."""
    return "" if offset is None else offset_text(offset, ":")


def classic_text(x: Date, hour: int, minute: int, second: int) -> str:
    """As ``ctime`` writes it."""
    day = DAY_NAMES[weekday_of(x.year, x.month, x.day)]
    return f"{day} {MONTH_NAMES[x.month]} {x.day:2d} {hour:02d}:{minute:02d}:{second:02d} {x.year:04d}"


def escaped(name: Str) -> str:
    """The name of a time zone with its % doubled. TypeError where its class does that in another way; UnicodeEncodeError."""
    found: Object = call2(get_attribute(name, "replace"), new_str("%"), new_str("%%"))
    if not isinstance(found, Str):
        raise type_error("tzname.replace() did not return a string")
    encode_text(found.value, "utf-8", "strict")
    return found.value


def formatted(format: str, tuple: Object, microsecond: int, zone: Optional[TzInfo], moment: Object) -> Object:
    """``strftime`` by that of `time`, which does not know microseconds and time zones: %f, %z and %Z are replaced here. `moment` is what the
    time zone is asked about. The text ends at a zero, as in C. UnicodeEncodeError for lone surrogates."""
    encode_text(format, "utf-8", "strict")
    result = StringBuilder()
    i = 0
    while i < len(format):
        code = format[i + 1] if format[i] == "%" and i + 1 < len(format) else format[i]
        if format[i] != "%" or i + 1 == len(format):
            result.append_char(code)
            i += 1
            continue
        i += 2
        if code == "z":
            offset = utc_offset(zone, moment)
            if offset is not None:
                result.append(offset_text(offset, ""))
        elif code == "Z":
            name = zone_name(zone, moment)
            if isinstance(name, Str):
                result.append(escaped(name))
        elif code == "f":
            result.append(f"{microsecond:06d}")
        else:
            result.append("%")
            result.append_char(code)
    text = result.build()
    end = text.find("\0")
    return call2(get_attribute(import_full("time"), "strftime"), new_str(text if end < 0 else text[:end]), tuple)
