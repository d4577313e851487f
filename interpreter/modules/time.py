"""This module provides various functions to manipulate time values."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.clocks import SECOND, TimeSpec, as_nanoseconds, libc as clock_calls, nanoseconds, time_spec
from interpreter.modules.files import os_error, text_at
from interpreter.modules.importing import import_full
from interpreter.modules.parking import deadline_after, pass_turn, sleep_until
from interpreter.objects.dict import Dict
from interpreter.objects.float import Float, new_float
from interpreter.objects.int import Int, new_bool, new_int
from interpreter.objects.namespace import Namespace, namespace_type
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.struct_sequence import StructSequence, new_struct, struct_type
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call2
from interpreter.protocols.codec import decode_bytes, utf8_of
from interpreter.protocols.number import as_int, index
from transform.rpython import CLibrary, Ptr, alloc, data_pointer, free, get_errno, int32, keepalive, make_bytes, truncate, uint8

libc = CLibrary(
    """
    typedef int... time_t;
    struct tm { int tm_sec; int tm_min; int tm_hour; int tm_mday; int tm_mon; int tm_year; int tm_wday; int tm_yday; int tm_isdst;
                long tm_gmtoff; const char *tm_zone; ...; };
    struct tm *localtime_r(const time_t *when, struct tm *result);
    struct tm *gmtime_r(const time_t *when, struct tm *result);
    time_t mktime(struct tm *value);
    size_t strftime(char *buffer, size_t size, const char *format, const struct tm *value);
    void tzset(void);
    #define CLOCK_REALTIME ...
    #define CLOCK_MONOTONIC ...
    #define CLOCK_MONOTONIC_RAW ...
    #define CLOCK_PROCESS_CPUTIME_ID ...
    #define CLOCK_THREAD_CPUTIME_ID ...
    #define CLOCK_BOOTTIME ...
    #define CLOCK_TAI ...
    #define TIMER_ABSTIME ...
    """,
    headers=["time.h"],
)


@libc.struct("struct tm")
class BrokenTime:
    tm_sec: int32
    tm_min: int32
    tm_hour: int32
    tm_mday: int32
    tm_mon: int32
    tm_year: int32
    tm_wday: int32
    tm_yday: int32
    tm_isdst: int32
    tm_gmtoff: int
    tm_zone: Ptr[uint8]


def seconds(clock: int) -> float:
    return float(nanoseconds(clock)) / 1e9


@exposed("time", signature="")
def current_time() -> float:
    """Return the current time in seconds since the Epoch."""
    return seconds(libc.CLOCK_REALTIME)


@exposed("time_ns", signature="")
def current_time_ns() -> int:
    """Return the current time in nanoseconds since the Epoch."""
    return nanoseconds(libc.CLOCK_REALTIME)


@exposed("monotonic", signature="")
def monotonic() -> float:
    """Monotonic clock, cannot go backward."""
    return seconds(libc.CLOCK_MONOTONIC)


@exposed("monotonic_ns", signature="")
def monotonic_ns() -> int:
    """Monotonic clock, cannot go backward, as nanoseconds."""
    return nanoseconds(libc.CLOCK_MONOTONIC)


@exposed("perf_counter", signature="")
def performance_counter() -> float:
    """Performance counter for benchmarking."""
    return seconds(libc.CLOCK_MONOTONIC)


@exposed("perf_counter_ns", signature="")
def performance_counter_ns() -> int:
    """Performance counter for benchmarking as nanoseconds."""
    return nanoseconds(libc.CLOCK_MONOTONIC)


@exposed("process_time", signature="")
def process_time() -> float:
    """Process time for profiling: sum of the kernel and user-space CPU time."""
    return seconds(libc.CLOCK_PROCESS_CPUTIME_ID)


@exposed("process_time_ns", signature="")
def process_time_ns() -> int:
    """Process time for profiling as nanoseconds: sum of the kernel and user-space CPU time."""
    return nanoseconds(libc.CLOCK_PROCESS_CPUTIME_ID)


@exposed("thread_time", signature="")
def thread_time() -> float:
    """Thread time for profiling: sum of the kernel and user-space CPU time."""
    return seconds(libc.CLOCK_THREAD_CPUTIME_ID)


@exposed("thread_time_ns", signature="")
def thread_time_ns() -> int:
    """Thread time for profiling as nanoseconds: sum of the kernel and user-space CPU time."""
    return nanoseconds(libc.CLOCK_THREAD_CPUTIME_ID)


@exposed("clock_gettime", signature="")
def clock_gettime(clk_id: int, /) -> float:
    """Return the time of the specified clock clk_id."""
    return seconds(clk_id)


@exposed("clock_gettime_ns", signature="")
def clock_gettime_ns(clk_id: int, /) -> int:
    """Return the time of the specified clock clk_id as nanoseconds."""
    return nanoseconds(clk_id)


@exposed("clock_settime", signature="")
def clock_settime(clk_id: int, time: Object, /) -> None:
    """Set the time of the specified clock clk_id."""
    set_clock(clk_id, as_nanoseconds(time))


@exposed("clock_settime_ns", signature="")
def clock_settime_ns(clk_id: int, time: int, /) -> None:
    """Set the time of the specified clock clk_id with nanoseconds."""
    set_clock(clk_id, time)


def set_clock(clock: int, time: int) -> None:
    value = time_spec(time)
    failed = clock_calls.clock_settime(clock, value) != 0
    free(value)
    if failed:
        raise os_error(get_errno())


def resolution(clock: int) -> float:
    value = alloc(TimeSpec)
    failed = clock_calls.clock_getres(clock, value) != 0
    result = float(value.tv_sec) + float(value.tv_nsec) / 1e9
    free(value)
    if failed:
        raise os_error(get_errno())
    return result


@exposed("clock_getres", signature="")
def clock_getres(clk_id: int, /) -> float:
    """Return the resolution (precision) of the specified clock clk_id."""
    return resolution(clk_id)


_CLOCKS: list[tuple[str, int, str, bool, bool]] = [
    ("time", libc.CLOCK_REALTIME, "clock_gettime(CLOCK_REALTIME)", False, True),
    ("monotonic", libc.CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", True, False),
    ("perf_counter", libc.CLOCK_MONOTONIC, "clock_gettime(CLOCK_MONOTONIC)", True, False),
    ("process_time", libc.CLOCK_PROCESS_CPUTIME_ID, "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", True, False),
    ("thread_time", libc.CLOCK_THREAD_CPUTIME_ID, "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", True, False),
]


@exposed("get_clock_info", signature="")
def clock_info(name: str, /) -> Object:
    """Get information of the specified clock."""
    for known, clock, implementation, is_monotonic, is_adjustable in _CLOCKS:
        if known == name:
            made = Namespace(namespace_type)
            made.set_own("implementation", new_str(implementation))
            made.set_own("monotonic", new_bool(is_monotonic))
            made.set_own("adjustable", new_bool(is_adjustable))
            made.set_own("resolution", new_float(resolution(clock)))
            return made
    raise value_error("unknown clock")


@exposed("sleep", signature="")
def sleep(seconds: Object, /) -> None:
    """Delay execution for a given number of seconds."""
    duration = as_nanoseconds(seconds)
    if duration < 0:
        raise value_error("sleep length must be non-negative")
    if duration == 0:
        pass_turn()
        return
    sleep_until(deadline_after(duration))


_FIELDS = ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"]
struct_time_type = struct_type("struct_time", "time", _FIELDS, ["tm_zone", "tm_gmtoff"])


def as_timestamp(x: Optional[Object]) -> int:
    """Whole seconds since the epoch, rounded down; by default the current time."""
    if x is None or x is NONE:
        return nanoseconds(libc.CLOCK_REALTIME) // SECOND
    if isinstance(x, Float):
        number = x.number()
        if number != number:
            raise value_error("Invalid value NaN (not a number)")
        if not -9.2e18 < number < 9.2e18:
            raise overflow_error("timestamp out of range for platform time_t")
        whole = truncate(number)
        return whole - 1 if float(whole) > number else whole
    number_of_seconds = index(x)
    if not number_of_seconds.fits():
        raise overflow_error("timestamp out of range for platform time_t")
    return number_of_seconds.machine()


def broken_time(when: int, is_local: bool) -> Ptr[BrokenTime]:
    """What a clock shows at a timestamp, in the local time zone or in UTC; the caller frees it. OSError."""
    moment = alloc(int)
    moment[0] = when
    value = alloc(BrokenTime)
    found = libc.localtime_r(moment, value) if is_local else libc.gmtime_r(moment, value)
    free(moment)
    if not found:
        number = get_errno()
        free(value)
        raise os_error(number)
    return value


def broken_down(when: int, is_local: bool) -> Object:
    """The struct_time of a timestamp."""
    value = broken_time(when, is_local)
    made = struct_of(value)
    free(value)
    return made


def struct_of(value: Ptr[BrokenTime]) -> Object:
    made = new_struct(struct_time_type, [
        new_int(int(value.tm_year) + 1900), new_int(int(value.tm_mon) + 1), new_int(int(value.tm_mday)), new_int(int(value.tm_hour)),
        new_int(int(value.tm_min)), new_int(int(value.tm_sec)), new_int((int(value.tm_wday) + 6) % 7), new_int(int(value.tm_yday) + 1),
        new_int(int(value.tm_isdst))])
    made.set_own("tm_zone", new_str(text_at(value.tm_zone)))
    made.set_own("tm_gmtoff", new_int(value.tm_gmtoff))
    return made


@exposed("localtime", signature="")
def local_time(seconds: Optional[Object] = None, /) -> Object:
    """Convert seconds since the Epoch to a time tuple expressing local time."""
    return broken_down(as_timestamp(seconds), True)


@exposed("gmtime", signature="")
def universal_time(seconds: Optional[Object] = None, /) -> Object:
    """Convert seconds since the Epoch to a time tuple expressing UTC (a.k.a. GMT)."""
    return broken_down(as_timestamp(seconds), False)


def from_struct(x: Object, function: str) -> Ptr[BrokenTime]:
    """A time tuple as C wants it; the caller frees it."""
    if not isinstance(x, Tuple):
        raise type_error("Tuple or struct_time argument required")
    if x.length != 9:
        raise type_error(f"{function}(): illegal time tuple argument")
    numbers = [as_int(x.item(i)) for i in range(9)]
    if not -0x80000000 + 1900 <= numbers[0] <= 0x7FFFFFFF:
        raise overflow_error("year out of range")
    value = alloc(BrokenTime)
    value.tm_year = int32(numbers[0] - 1900)
    value.tm_mon = int32(numbers[1] - 1)
    value.tm_mday = int32(numbers[2])
    value.tm_hour = int32(numbers[3])
    value.tm_min = int32(numbers[4])
    value.tm_sec = int32(numbers[5])
    value.tm_wday = int32((numbers[6] + 1) % 7)
    value.tm_yday = int32(numbers[7] - 1)
    value.tm_isdst = int32(numbers[8])
    return value


@exposed("mktime", signature="")
def make_time(tuple: Object, /) -> float:
    """Convert a time tuple in local time to seconds since the Epoch."""
    value = from_struct(tuple, "mktime")
    value.tm_wday = int32(-1)
    result = libc.mktime(value)
    failed = result == -1 and int(value.tm_wday) == -1
    free(value)
    if failed:
        raise overflow_error("mktime argument out of range")
    return float(result)


def checked_fields(value: Ptr[BrokenTime]) -> str:
    """Makes 0 of what may be 0 in a tuple; what is out of range, or nothing."""
    if int(value.tm_mon) == -1:
        value.tm_mon = int32(0)
    if int(value.tm_mday) == 0:
        value.tm_mday = int32(1)
    if int(value.tm_yday) == -1:
        value.tm_yday = int32(0)
    if not 0 <= int(value.tm_mon) <= 11:
        return "month out of range"
    if not 1 <= int(value.tm_mday) <= 31:
        return "day of month out of range"
    if not 0 <= int(value.tm_hour) <= 23:
        return "hour out of range"
    if not 0 <= int(value.tm_min) <= 59:
        return "minute out of range"
    if not 0 <= int(value.tm_sec) <= 61:
        return "seconds out of range"
    if int(value.tm_wday) < 0:
        return "day of week out of range"
    if not 0 <= int(value.tm_yday) <= 365:
        return "day of year out of range"
    return ""


def time_or_now(tuple: Optional[Object], function: str) -> Ptr[BrokenTime]:
    """A time tuple whose fields are in range, by default the current local time; the caller frees it."""
    value = from_struct(broken_down(as_timestamp(None), True) if tuple is None else tuple, function)
    wrong = checked_fields(value)
    if len(wrong) > 0:
        free(value)
        raise value_error(wrong)
    if isinstance(tuple, StructSequence):
        offset = tuple.get_own("tm_gmtoff")
        if isinstance(offset, Int):
            value.tm_gmtoff = offset.machine()
    return value


@exposed("strftime", signature="")
def format_time(format: Str, tuple: Optional[Object] = None, /) -> str:
    """strftime(format[, tuple]) -> string"""
    if "\0" in format.value:
        raise value_error("embedded null character")
    value = time_or_now(tuple, "strftime")
    zone = b"\0"
    if isinstance(tuple, StructSequence):
        name = tuple.get_own("tm_zone")
        if isinstance(name, Str):
            zone = utf8_of(name.value) + b"\0"
    elif tuple is None:
        zone = text_at(value.tm_zone).encode() + b"\0" if value.tm_zone else zone
    value.tm_zone = data_pointer(zone)
    template = utf8_of(format.value) + b"\0"
    size = 256
    while True:
        buffer = alloc(uint8, size)
        count = int(libc.strftime(buffer, size, data_pointer(template), value))
        text = make_bytes(buffer, count)
        free(buffer)
        if count > 0 or size >= 256 * len(template):
            break
        size += size
    free(value)
    keepalive(zone)
    return decode_bytes(text, "utf-8", "surrogatepass").value


_DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def padded(number: int, width: int, fill: str) -> str:
    text = str(number)
    while len(text) < width:
        text = fill + text
    return text


def as_text(value: Ptr[BrokenTime]) -> str:
    clock = f"{padded(int(value.tm_hour), 2, '0')}:{padded(int(value.tm_min), 2, '0')}:{padded(int(value.tm_sec), 2, '0')}"
    day = padded(int(value.tm_mday), 2, " ")
    return f"{_DAYS[int(value.tm_wday) % 7]} {_MONTHS[int(value.tm_mon)]} {day} {clock} {int(value.tm_year) + 1900}"


@exposed("asctime", signature="")
def ascii_time(tuple: Optional[Object] = None, /) -> str:
    """Convert a time tuple to a string, e.g. 'Sat Jun 06 16:26:11 1998'."""
    value = time_or_now(tuple, "asctime")
    text = as_text(value)
    free(value)
    return text


@exposed("ctime", signature="")
def local_time_text(seconds: Optional[Object] = None, /) -> str:
    """Convert a time in seconds since the Epoch to a string in local time."""
    return ascii_time(broken_down(as_timestamp(seconds), True))


@exposed("tzset", signature="")
def set_time_zone() -> None:
    """Initialize, or reinitialize, the local timezone to the value stored in os.environ['TZ']."""
    libc.tzset()
    year = 365 * 86400 + 6 * 3600
    start = nanoseconds(libc.CLOCK_REALTIME) // SECOND // year * year
    winter, winter_zone = zone_at(start)
    summer, summer_zone = zone_at(start + year // 2)
    if summer < winter:  # the southern half of the earth
        winter, winter_zone, summer, summer_zone = summer, summer_zone, winter, winter_zone
    _attributes.set_str("timezone", new_int(-winter))
    _attributes.set_str("altzone", new_int(-summer))
    _attributes.set_str("daylight", new_int(1 if winter != summer else 0))
    _attributes.set_str("tzname", tuple2(new_str(winter_zone), new_str(summer_zone)))


def zone_at(when: int) -> tuple[int, str]:
    """The difference to UTC, and the name, of the local time zone at a time."""
    moment = alloc(int)
    moment[0] = when
    value = alloc(BrokenTime)
    libc.localtime_r(moment, value)
    offset, name = value.tm_gmtoff, text_at(value.tm_zone)
    free(moment)
    free(value)
    return offset, name


@exposed("strptime", signature="")
def parse_time(string: Object, format: Object = new_str("%a %b %d %H:%M:%S %Y"), /) -> Object:
    """strptime(string, format) -> struct_time"""
    module = import_full("_strptime")
    return call2(get_attribute(module, "_strptime_time"), string, format)


_attributes = Dict()
define_module(__name__, "time", dict=_attributes, contents={
    "struct_time": struct_time_type, "_STRUCT_TM_ITEMS": new_int(11), "CLOCK_REALTIME": new_int(libc.CLOCK_REALTIME),
    "CLOCK_MONOTONIC": new_int(libc.CLOCK_MONOTONIC), "CLOCK_MONOTONIC_RAW": new_int(libc.CLOCK_MONOTONIC_RAW),
    "CLOCK_PROCESS_CPUTIME_ID": new_int(libc.CLOCK_PROCESS_CPUTIME_ID), "CLOCK_THREAD_CPUTIME_ID": new_int(libc.CLOCK_THREAD_CPUTIME_ID),
    "CLOCK_BOOTTIME": new_int(libc.CLOCK_BOOTTIME), "CLOCK_TAI": new_int(libc.CLOCK_TAI)})
