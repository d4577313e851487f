"""timedelta: its class, and arithmetic with durations.

A duration has at most 999,999,999 days, whose microseconds do not fit 64 bits; those of shorter ones are computed with by the machine."""
from __future__ import annotations

from interpreter.errors import overflow_error, zero_division_error
from interpreter.modules.datetime.calendar import DAY_SECONDS
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import truediv
from interpreter.objects.object import MappedStorage, Object, Type
from transform.rpython import mul_ovf

SECOND = 1_000_000
DAY = DAY_SECONDS * SECOND
"""Units, in microseconds."""

MAXIMUM_DAYS = 999_999_999
_SHORT_DAYS = 100_000_000
"""So many days have microseconds that fit the machine, also those of two durations together."""


class TimeDelta(Object):
    """Difference between two datetime values.

    timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)

    All arguments are optional and default to 0.
    Arguments may be integers or floats, and may be positive or negative."""
    days: int
    seconds: int
    microseconds: int

    def __init__(self, days: int, seconds: int, microseconds: int) -> None:
        self.days = days
        self.seconds = seconds
        self.microseconds = microseconds

    def is_short(self) -> bool:
        """Whether `machine` gives the value."""
        return -_SHORT_DAYS < self.days < _SHORT_DAYS

    def machine(self) -> int:
        """All in microseconds."""
        return self.days * DAY + self.seconds * SECOND + self.microseconds

    def big(self) -> BigInt:
        """The same, however long."""
        if self.is_short():
            return BigInt.from_int(self.machine())
        return BigInt.from_product(self.days, DAY).add_int(self.seconds * SECOND + self.microseconds)

    def is_zero(self) -> bool:
        return self.days == 0 and self.seconds == 0 and self.microseconds == 0

    def order(self, other: TimeDelta) -> int:
        """-1, 0 or 1: shorter, equal or longer than another."""
        if self.days != other.days:
            return -1 if self.days < other.days else 1
        own = self.seconds * SECOND + self.microseconds
        others = other.seconds * SECOND + other.microseconds
        return -1 if own < others else 1 if own > others else 0


class TimeDeltaInstance(MappedStorage, TimeDelta):
    """An instance of a class below timedelta."""
    python_type = None

    def __init__(self, type: Type, days: int, seconds: int, microseconds: int) -> None:
        super().__init__(days, seconds, microseconds)
        self.start(type)


def new_delta(days: int, seconds: int, microseconds: int) -> TimeDelta:
    """The duration of so many days, seconds and microseconds, of which the last two are below ten years each. OverflowError."""
    seconds += microseconds // SECOND
    days += seconds // DAY_SECONDS
    if not -MAXIMUM_DAYS <= days <= MAXIMUM_DAYS:
        raise overflow_error(f"days={days}; must have magnitude <= {MAXIMUM_DAYS}")
    return TimeDelta(days, seconds % DAY_SECONDS, microseconds % SECOND)


def delta_of_machine(microseconds: int) -> TimeDelta:
    return new_delta(microseconds // DAY, 0, microseconds % DAY)


def delta_of(microseconds: BigInt) -> TimeDelta:
    """OverflowError."""
    days, rest = microseconds.divmod_int(DAY)
    if not days.fits_int() or not -0x80000000 <= days.to_int() <= 0x7FFFFFFF:
        raise overflow_error("Python int too large to convert to C int")
    return new_delta(days.to_int(), 0, rest)


ZERO_DELTA = TimeDelta(0, 0, 0)
SHORTEST = TimeDelta(-MAXIMUM_DAYS, 0, 0)
LONGEST = TimeDelta(MAXIMUM_DAYS, DAY_SECONDS - 1, SECOND - 1)
RESOLUTION = TimeDelta(0, 0, 1)


# Arithmetic. All raise OverflowError.

def add(a: TimeDelta, b: TimeDelta) -> TimeDelta:
    return new_delta(a.days + b.days, a.seconds + b.seconds, a.microseconds + b.microseconds)


def subtract(a: TimeDelta, b: TimeDelta) -> TimeDelta:
    return new_delta(a.days - b.days, a.seconds - b.seconds, a.microseconds - b.microseconds)


def negated(x: TimeDelta) -> TimeDelta:
    return new_delta(-x.days, -x.seconds, -x.microseconds)


def multiplied(x: TimeDelta, factor: BigInt) -> TimeDelta:
    if x.is_short() and factor.fits_int():
        try:
            return delta_of_machine(mul_ovf(x.machine(), factor.to_int()))
        except OverflowError:
            pass
    return delta_of(x.big().mul(factor))


def scaled(x: TimeDelta, numerator: BigInt, denominator: BigInt) -> TimeDelta:
    """Times a fraction, rounded to the nearest microsecond, ties to even. ZeroDivisionError."""
    return delta_of(nearest(x.big().mul(numerator), denominator))


def divided_down(x: TimeDelta, divisor: BigInt) -> TimeDelta:
    """By an int, rounded down. ZeroDivisionError."""
    return delta_of(x.big().floordiv(checked_divisor(divisor)))


def ratio(a: TimeDelta, b: TimeDelta) -> float:
    """ZeroDivisionError."""
    if b.is_zero():
        raise zero_division_error("division by zero")
    return truediv(a.big(), b.big())


def quotient(a: TimeDelta, b: TimeDelta) -> tuple[BigInt, TimeDelta]:
    """``divmod(a, b)``. ZeroDivisionError."""
    whole, rest = a.big().divmod(checked_divisor(b.big()))
    return whole, delta_of(rest)


def remainder(a: TimeDelta, b: TimeDelta) -> TimeDelta:
    """``a % b``. ZeroDivisionError."""
    if b.is_zero():
        raise zero_division_error("integer modulo by zero")
    return quotient(a, b)[1]


def checked_divisor(divisor: BigInt) -> BigInt:
    if divisor.sign() == 0:
        raise zero_division_error("integer division or modulo by zero")
    return divisor


def nearest(a: BigInt, b: BigInt) -> BigInt:
    """The integer that is nearest to a / b, the even one of two. ZeroDivisionError."""
    whole, rest = a.divmod(checked_divisor(b))
    order = rest.abs().lshift(1).compare(b.abs())  # the rest has the sign of b
    return whole.add_int(1) if order > 0 or order == 0 and whole.is_odd() else whole
