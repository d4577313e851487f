"""The calendar and the reading of ISO 8601, beside CPython's own."""
from __future__ import annotations

import datetime

from hypothesis import given, strategies as st

from interpreter.modules.datetime import calendar, isotext

ISO_TEXTS = st.text("0123456789-:.,TWZ+ x\u00e9", max_size=30) | st.datetimes(timezones=st.none() | st.just(datetime.timezone.utc)).flatmap(
    lambda moment: st.sampled_from([moment.isoformat(), moment.strftime("%G-W%V-%uT%H%M%S,%f"), moment.strftime("%Y%m%dT%H:%M%z"), moment.strftime("%GW%V")]))


@given(st.integers(1, calendar.MAXIMUM_ORDINAL))
def test_days(ordinal: int) -> None:
    expected = datetime.date.fromordinal(ordinal)
    date = calendar.date_of(ordinal)
    assert date == (expected.year, expected.month, expected.day)
    assert calendar.ordinal_of(*date) == ordinal
    assert calendar.iso_week(*date) == tuple(expected.isocalendar())
    assert calendar.weekday_of(*date) == expected.weekday()
    assert calendar.day_of_year(*date) == expected.timetuple().tm_yday


@given(st.integers(1, 9998))
def test_weeks_in_a_year(year: int) -> None:
    assert calendar.weeks_in_year(year) == datetime.date(year, 12, 28).isocalendar().week


def read(text: str) -> str:
    """The moment in a text, or why there is none."""
    try:
        length = isotext.date_length(text)
        date = isotext.parse_date(text[:length])
        clock = isotext.parse_time(text[length + 1:]) if len(text) > length else isotext.ClockTime()
        offset = datetime.timedelta(seconds=clock.offset_seconds, microseconds=clock.offset_microseconds)
        zone = datetime.timezone(offset) if clock.has_zone else None
        return str(datetime.datetime(*date, clock.hour, clock.minute, clock.second, clock.microsecond, zone))
    except ValueError:
        return "ValueError"


@given(ISO_TEXTS)
def test_texts(text: str) -> None:
    try:
        expected = str(datetime.datetime.fromisoformat(text))
    except ValueError:
        expected = "ValueError"
    assert read(text) == expected
