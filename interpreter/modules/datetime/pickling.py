"""The bytes as which dates and times are pickled.

A year has two bytes, a microsecond three, all else one. In protocol 4 and later the highest bit of a datetime's month, and of a time's hour, is the
fold. Pickles of Python 2 have a str with the same characters."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.modules.datetime.moments import Date, DateTime, Time
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from transform.rpython.builders import BytesBuilder

_FOLD = 128
_DATE_SIZE = 4
_TIME_SIZE = 6
_DATETIME_SIZE = 10


def append_date(state: BytesBuilder, x: Date, fold: int) -> None:
    state.append_byte(x.year >> 8)
    state.append_byte(x.year)
    state.append_byte(x.month | fold)
    state.append_byte(x.day)


def append_clock(state: BytesBuilder, hour: int, minute: int, second: int, microsecond: int) -> None:
    state.append_byte(hour)
    state.append_byte(minute)
    state.append_byte(second)
    state.append_byte(microsecond >> 16)
    state.append_byte(microsecond >> 8)
    state.append_byte(microsecond)


def fold_bit(fold: int, protocol: int) -> int:
    return _FOLD if fold == 1 and protocol > 3 else 0


def date_state(x: Date) -> Object:
    state = BytesBuilder()
    append_date(state, x, 0)
    return new_bytes(state.build())


def time_state(x: Time, protocol: int) -> Object:
    state = BytesBuilder()
    append_clock(state, x.hour | fold_bit(x.fold, protocol), x.minute, x.second, x.microsecond)
    return new_bytes(state.build())


def datetime_state(x: DateTime, protocol: int) -> Object:
    state = BytesBuilder()
    append_date(state, x, fold_bit(x.fold, protocol))
    append_clock(state, x.hour, x.minute, x.second, x.microsecond)
    return new_bytes(state.build())


def state_bytes(x: Object, size: int, checked: int, limit: int, what: str) -> list[int]:
    """The bytes of a state of that size, whose byte at `checked` is at most `limit` without the fold; none if it is none. ValueError."""
    state: list[int] = []
    if isinstance(x, Bytes) and len(x.value) == size:
        for byte in x.value:
            state.append(byte)
    elif isinstance(x, Str) and len(x.value) == size:
        for c in x.value:
            state.append(ord(c))
    if len(state) == 0 or state[checked] & ~_FOLD > limit:
        return []
    for code in state:
        if code > 255:
            raise value_error(f"Failed to encode latin1 string when unpickling a {what} object. pickle.load(data, encoding='latin1') is assumed.")
    return state


def date_of_state(x: Object) -> list[int]:
    """Year, month and day; nothing if it is no state."""
    state = state_bytes(x, _DATE_SIZE, 2, 12, "date")
    return [] if len(state) == 0 or not 1 <= state[2] <= 12 else date_in(state)


def date_in(state: list[int]) -> list[int]:
    return [state[0] << 8 | state[1], state[2] & ~_FOLD, state[3]]


def clock_in(state: list[int], start: int) -> list[int]:
    return [state[start] & ~_FOLD, state[start + 1], state[start + 2], state[start + 3] << 16 | state[start + 4] << 8 | state[start + 5]]


def time_of_state(x: Object) -> list[int]:
    """Hour, minute, second, microsecond and fold; nothing if it is no state."""
    state = state_bytes(x, _TIME_SIZE, 0, 23, "time")
    return [] if len(state) == 0 else clock_in(state, 0) + [state[0] >> 7]


def datetime_of_state(x: Object) -> list[int]:
    """The fields of the date, then those of the time; nothing if it is no state."""
    state = state_bytes(x, _DATETIME_SIZE, 2, 12, "datetime")
    return [] if len(state) == 0 or state[2] & ~_FOLD == 0 else date_in(state) + clock_in(state, 4) + [state[2] >> 7]
