import copy
import os
import pickle
import time as clock
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo

os.environ["TZ"] = "Europe/Berlin"
clock.tzset()


def show(call, *arguments, **named):
    try:
        print(repr(call(*arguments, **named)))
    except Exception as error:
        print(type(error).__name__, str(error).replace("'datetime.", "'"))


class Berlin(tzinfo):
    """Summer time from April to September, with a fold at the end."""
    def is_summer(self, when):
        return datetime(when.year, 4, 1, 2) <= when.replace(tzinfo=None, fold=0) < datetime(when.year, 10, 1, 3 - when.fold)

    def utcoffset(self, when):
        return timedelta(hours=2 if when is not None and self.is_summer(when) else 1)

    def dst(self, when):
        return timedelta(hours=1 if when is not None and self.is_summer(when) else 0)

    def tzname(self, when):
        return "100%"


class Zone(tzinfo):
    def __init__(self, result):
        self.result = result

    def utcoffset(self, when):
        return self.result
    dst = tzname = utcoffset


class Day(date):
    def __new__(cls, *arguments):
        self = super().__new__(cls, *arguments)
        self.extra = 1
        return self


class Moment(datetime):
    pass


class Span(timedelta):
    pass


berlin = Berlin()
print("durations")
spans = [timedelta(), timedelta(1, 2, 3), timedelta(-1), timedelta(microseconds=-1), timedelta(days=1.5, hours=-3), timedelta(microseconds=0.5), timedelta(microseconds=1.5),
         timedelta(weeks=1, milliseconds=1.0005), timedelta(seconds=1e9), timedelta.max, timedelta.min, timedelta.resolution, Span(3), timedelta(hours=10 ** 9)]
for span in spans:
    print(repr(span), span, span.days, span.seconds, span.microseconds, span.total_seconds(), bool(span), hash(span) == hash(timedelta(span.days, span.seconds, span.microseconds)))
    for operation in [lambda: -span, lambda: abs(span), lambda: +span, lambda: span * 3, lambda: 0.1 * span, lambda: span / 7, lambda: span / 0.3, lambda: span // 7, lambda: span / timedelta(2),
                      lambda: span // timedelta(2), lambda: span % timedelta(hours=5), lambda: divmod(span, timedelta(-3)), lambda: span + timedelta(1), lambda: timedelta(1) - span,
                      lambda: span < timedelta(1), lambda: span == timedelta(1), lambda: span * 10 ** 30, lambda: span / float("nan"), lambda: span * float("inf"), lambda: span // 0,
                      lambda: span / 0, lambda: span / 0.0, lambda: span / timedelta(), lambda: span % timedelta(), lambda: span + 1, lambda: span < 1, lambda: span == 1, lambda: 3 // span]:
        show(operation)
for arguments in [("a",), (None,), (10 ** 9,), (10 ** 20,), (float("inf"),), (float("nan"),), (1e300,)]:
    show(timedelta, *arguments)
show(timedelta, days=10 ** 9, hours=-24 * 10 ** 9)

print("dates")
days = [date(1, 1, 1), date(9999, 12, 31), date(2000, 2, 29), date(1900, 3, 1), date(2020, 12, 31), date(2021, 1, 3), Day(2004, 1, 4), date.fromordinal(730000)]
for day in days:
    print(repr(day), day, day.toordinal(), day.weekday(), day.isoweekday(), day.isocalendar(), day.ctime(), day.timetuple(), f"{day:%d.%m.%Y %j %f%z%Z%%}", f"{day}", day.strftime("%"))
    show(lambda: day + timedelta(40, 5))
    show(lambda: day - timedelta(40))
    show(lambda: day - date(2000, 1, 1))
    show(lambda: day.replace(month=2, day=28))
    show(lambda: (day < date(2000, 1, 1), day == date(2000, 2, 29), day >= day, day != 5))
for call in [lambda: date(0, 1, 1), lambda: date(2000, 13, 1), lambda: date(2001, 2, 29), lambda: date("a", 1, 1), lambda: date(1.5, 1, 1), lambda: date(1), lambda: date(1, 2), lambda: date.fromordinal(0),
             lambda: date.fromordinal(10 ** 7), lambda: date(1, 1, 1) - timedelta(1), lambda: date(2000, 1, 1) < 5, lambda: date(2000, 1, 1) + 5, lambda: 5 - date(2000, 1, 1),
             lambda: date.fromtimestamp(1e9), lambda: date.fromtimestamp(-0.5), lambda: date.fromtimestamp(1e18), lambda: date.fromtimestamp(float("nan")), lambda: date.fromtimestamp("a"),
             lambda: date.fromisocalendar(2020, 53, 7), lambda: date.fromisocalendar(2021, 53, 7), lambda: date.fromisocalendar(2021, 1, 8), lambda: date.fromisocalendar(0, 1, 1),
             lambda: date.today() == datetime.today().date(), lambda: type(Day.today()), lambda: date(2000, 1, 1).isocalendar().week, lambda: Day.fromisoformat("2000-01-02").extra]:
    show(call)
for text in ["2000-01-02", "20000102", "2000-W01-1", "2000W011", "2000-W01", "2000W01", "2000-1-2", "2000-W54", "2000-13-01", "2000-01-2x", "", "2000-0102", "200001-02", "２000-01-02", 5, "2000-W01-8"]:
    show(date.fromisoformat, text)

print("times")
times = [time(), time(1, 2), time(1, 2, 3), time(1, 2, 3, 4), time(23, 59, 59, 999999, UTC), time(5, tzinfo=timezone(timedelta(hours=-1.5))), time(5, fold=1), time(tzinfo=berlin), time(7, tzinfo=berlin, fold=1)]
for moment in times:
    print(repr(moment).split(" object")[0], moment, moment.fold, moment.utcoffset(), moment.dst(), moment.tzname(), moment.strftime("%H:%M:%S.%f%z %Z"), bool(moment), hash(moment) == hash(moment.replace(fold=0)))
    for timespec in ["auto", "hours", "minutes", "seconds", "milliseconds", "microseconds", "nonsense"]:
        show(moment.isoformat, timespec)
    for other in times[3:6]:
        show(lambda: (moment == other, moment < other))
for call in [lambda: time(24), lambda: time(0, 60), lambda: time(0, 0, 60), lambda: time(0, 0, 0, 10 ** 6), lambda: time(fold=2), lambda: time(tzinfo=5), lambda: time("1"), lambda: time(1) < 5,
             lambda: time(1).replace(hour=25), lambda: time(1).replace(tzinfo=UTC, fold=1), lambda: time(1, tzinfo=Zone(5)).utcoffset(), lambda: time(1, tzinfo=Zone(timedelta(1))).utcoffset(),
             lambda: time(1, tzinfo=Zone(timedelta(1))).tzname(), lambda: time(1, tzinfo=Zone(timedelta(hours=23, seconds=5, microseconds=7))).isoformat(), lambda: time(1, tzinfo=tzinfo()).dst()]:
    show(call)
for text in ["10", "10:20", "1020", "10:20:30", "102030", "10:20:30.5", "102030,1234567", "T10:20Z", "10:20+01", "10:20-0130", "10:20+01:02:03.000004", "10:20+00:00", "1", "10:2", "10:20:", "10:20:30.",
             "25:00", "10:20+24:00", "10:20z", "10:20ZZ", "10.5", "10:2030", "1020:30", "", "10:20:30.1x"]:
    show(time.fromisoformat, text)

print("datetimes")
moments = [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59, 999999), datetime(2020, 5, 17, 12, 30, 1, 2), datetime(2020, 5, 17, 12, tzinfo=UTC), datetime(2020, 10, 1, 2, 30, tzinfo=berlin),
           datetime(2020, 10, 1, 2, 30, tzinfo=berlin, fold=1), Moment(2020, 1, 1, 5), datetime(2020, 10, 25, 2, 30), datetime(2020, 10, 25, 2, 30, fold=1), datetime(2020, 3, 29, 2, 30),
           datetime(2020, 3, 29, 2, 30, fold=1)]
for moment in moments:
    print(repr(moment).split(" object")[0], moment, moment.isoformat("_", "minutes"), moment.ctime(), moment.date(), moment.time(), moment.timetz().fold, moment.timetuple(), moment.utcoffset(), moment.dst(),
          moment.tzname(), f"{moment:%Y %H.%f %z %Z %A}", hash(moment) == hash(moment.replace(fold=0)))
    for call in [moment.timestamp, moment.utctimetuple, moment.astimezone, lambda: moment.astimezone(UTC), lambda: moment.astimezone(timezone(timedelta(hours=5))), lambda: moment.astimezone(berlin).isoformat(),
                 lambda: moment + timedelta(1, 1, 1), lambda: moment - timedelta(10 ** 6), lambda: moment - moments[2], lambda: moment - moments[3], lambda: moments[4] - moment, lambda: moment < moments[4],
                 lambda: moment == moments[4], lambda: moment == moments[5], lambda: moment == moments[3], lambda: moment > date(2000, 1, 1), lambda: moment != date(2000, 1, 1), lambda: moment - date(2000, 1, 1)]:
        try:
            result = call()
        except Exception as error:
            print(type(error).__name__, str(error).replace("'datetime.", "'"))
        else:
            print(type(result).__name__, result)
for call in [lambda: datetime(2000, 1), lambda: datetime(2000, 1, 1, 24), lambda: datetime(2000, 1, 1, tzinfo="a"), lambda: datetime.fromtimestamp(1e9 + 0.25), lambda: datetime.fromtimestamp(1e9, UTC),
             lambda: datetime.fromtimestamp(1e9, berlin).isoformat(), lambda: datetime.utcfromtimestamp(0.0000015), lambda: datetime.utcfromtimestamp(-0.0000005), lambda: datetime.fromtimestamp(1e12),
             lambda: datetime.fromtimestamp(1e18), lambda: datetime.fromtimestamp(2 ** 70), lambda: datetime.fromtimestamp(float("nan")), lambda: datetime.fromtimestamp(1603585800).fold,
             lambda: datetime.fromtimestamp(1603589400).fold, lambda: datetime.combine(date(2000, 1, 2), time(3, 4, tzinfo=UTC)), lambda: datetime.combine(date(2000, 1, 2), time(3), tzinfo=None),
             lambda: datetime.combine(5, 6), lambda: datetime.strptime("1.2.2003 4:05:06.7 +0130", "%d.%m.%Y %H:%M:%S.%f %z"), lambda: datetime.strptime("x", "%d"), lambda: datetime(2000, 1, 1).isoformat("ab"),
             lambda: datetime(2000, 1, 1).astimezone(5), lambda: datetime(2000, 1, 1).replace(year=0), lambda: datetime(2000, 1, 1).replace(tzinfo=UTC, fold=1), lambda: datetime.now(5),
             lambda: datetime.now(UTC) - datetime.now(timezone.utc) < timedelta(1), lambda: abs(datetime.utcnow() - datetime.now(UTC).replace(tzinfo=None)) < timedelta(1), lambda: type(Moment.now()).__name__,
             lambda: type(Moment(2000, 1, 1) + timedelta(1)).__name__, lambda: Moment.fromisoformat("2000-01-01").replace(day=2), lambda: datetime.min, lambda: datetime.max, lambda: datetime.resolution]:
    show(call)
for text in ["2020-01-02T03:04:05", "2020-01-02", "20200102T030405", "2020-01-02 03:04:05.123456+01:00", "2020-W01-1T10", "2020W01110", "2020W01T10", "2020-W0110", "2020-01-02€03:04", "2020-01-02T", "2020-01-02T3",
             "2020-01-02T03:04Z", "2020-01-02T25:00", "2020-02-30", "x", "", "2020-01-02T03:04+25:00", "2020-01-02T03:04:05.1234567", "20200102T030405678", "2020-01-02T03:04:-01", "2020-01-02T03:04:", None]:
    show(datetime.fromisoformat, text)

print("time zones")
zones = [UTC, timezone.min, timezone.max, timezone(timedelta(0)), timezone(timedelta(0), "zero"), timezone(timedelta(hours=-5, minutes=-30)), timezone(timedelta(seconds=-1)), timezone(timedelta(hours=1), "one"),
         timezone(timedelta(seconds=61, microseconds=5))]
for zone in zones:
    print(repr(zone), zone, zone.tzname(None), zone.utcoffset(None), zone.dst(None), zone == UTC, zone != UTC, hash(zone) == hash(UTC), zone.__getinitargs__(), zone is UTC)
    show(zone.fromutc, datetime(2000, 1, 1, tzinfo=zone))
for call in [lambda: timezone(5), lambda: timezone(timedelta(1)), lambda: timezone(timedelta(1), "a"), lambda: timezone(timedelta(0), 5), lambda: UTC.utcoffset(5), lambda: UTC.fromutc(5),
             lambda: UTC.fromutc(datetime(2000, 1, 1)), lambda: UTC < UTC, lambda: tzinfo().utcoffset(None), lambda: tzinfo().tzname(None), lambda: tzinfo().fromutc(5), lambda: berlin.fromutc(datetime(2000, 1, 1)),
             lambda: berlin.fromutc(datetime(2020, 7, 1, tzinfo=berlin)).isoformat(), lambda: Zone(None).fromutc(datetime(2020, 7, 1, tzinfo=Zone(None)))]:
    show(call)
try:
    type("Own", (timezone,), {})
except TypeError as error:
    print(str(error).replace("datetime.", ""))

print("pickles")
for x in spans[:5] + days + times[:7] + moments + zones + [berlin]:
    for protocol in (0, 2, 4):
        again = pickle.loads(pickle.dumps(x, protocol))
        print(type(again).__name__, "" if x is berlin else again == x, "" if "Berlin" in repr(x) or protocol == 0 else pickle.dumps(x, protocol))
    assert type(copy.deepcopy(x)) is type(x)
for cls, state in [(date, b"\x07\xd0\x01\x01"), (date, "\x07\u00d0\x01\x01"), (date, b"\x07\xd0\x0d\x01"), (date, "\x07\u0100\x01\x01"), (time, b"\x01\x02\x03\0\0\4"), (time, "\x81\x02\x03\0\0\4"), (time, b"\x99\x02\x03\0\0\4"),
                   (datetime, b"\x07\xd0\x81\x01\x01\x02\x03\0\0\4"), (datetime, "\x07\u0100\x01\x01\x01\x02\x03\0\0\4"), (date, b""), (time, b""), (datetime, b"")]:
    show(cls, state)
    show(cls, state, UTC)
print(MINYEAR, MAXYEAR, date.__module__, timedelta.__basicsize__ > 0, issubclass(datetime, date))
for format in ["\ud800", "a\udce9b%Y", "\0", "a\0%Y", "", "é%Y𝄞", "%", "%Q", "%%"]:
    show(datetime(1970, 1, 1).strftime, format)


class Ratio(float):
    def as_integer_ratio(self):
        return self.result


for result in (1, (1,), (1, 2), (1, "a"), (1, 0)):
    number = Ratio(1)
    number.result = result
    show(lambda: timedelta(5) * number)


class Name(str):
    def replace(self, old, new):
        return None


show(datetime(2000, 1, 1, tzinfo=timezone(timedelta(0), Name("a%"))).strftime, "%Z")
show(datetime(2000, 1, 1, tzinfo=timezone(timedelta(0), "\ud800")).strftime, "%Z")
show(datetime(2000, 1, 1, tzinfo=timezone(timedelta(0), "a\0%Y")).strftime, "%Z")
show(lambda: type(Moment.now(UTC)).__name__)
show(timezone, timedelta(0), None)
