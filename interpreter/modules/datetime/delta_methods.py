"""What Python programs can do with a timedelta."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.datetime.delta import (
    DAY, LONGEST, RESOLUTION, SECOND, SHORTEST, TimeDelta, TimeDeltaInstance, add, delta_of, divided_down, multiplied, negated, quotient,
    ratio, remainder, scaled, subtract)
from interpreter.modules.typenames import c_name
from interpreter.numbers.bigint import ONE, BigInt
from interpreter.numbers.bigint_float import truediv
from interpreter.numbers.floattext import round_to_integer
from interpreter.numbers.mathfunctions import modf
from interpreter.objects.float import Float, new_float
from interpreter.objects.float_methods import int_of_float
from interpreter.objects.int import Int, int_from_big, new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import Tuple, tuple2, tuple3
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call0
from interpreter.protocols.compare import compare_values, hash_of
from transform.rpython import add_ovf, mul_ovf

_NOTHING = new_int(0)


class Sum:
    """Microseconds that are added up: whole ones in `machine` and in `more`, which has what does not fit; the rest in `fraction`."""
    machine: int
    more: BigInt
    fraction: float

    def __init__(self) -> None:
        self.machine = 0
        self.more = BigInt.from_int(0)
        self.fraction = 0.0

    def add(self, name: str, x: Object, unit: int) -> None:
        """Adds so many units. TypeError."""
        if isinstance(x, Int):
            self.add_int(x, unit)
        elif isinstance(x, Float):
            fraction, whole = modf(x.number())
            self.add_int(int_of_float(whole), unit)
            if fraction != 0.0:
                fraction, whole = modf(fraction * float(unit))
                self.add_int(int_of_float(whole), 1)
                self.fraction += fraction
        else:
            raise type_error(f"unsupported type for timedelta {name} component: {c_name(type_of(x))}")

    def add_int(self, x: Int, unit: int) -> None:
        if x.fits():
            try:
                self.machine = add_ovf(self.machine, mul_ovf(x.machine(), unit))
                return
            except OverflowError:
                pass
        self.more = self.more.add(x.big().mul_int(unit))

    def delta(self) -> TimeDelta:
        """The duration; what is half a microsecond is rounded so that the whole is even. OverflowError."""
        total = self.more.add_int(self.machine)
        rounded = round_to_integer(self.fraction)
        if abs(rounded - self.fraction) == 0.5:
            odd = 1.0 if total.is_odd() else 0.0
            rounded = 2.0 * round_to_integer((self.fraction + odd) * 0.5) - odd
        return delta_of(total.add_int(int(rounded)))


def of_class(cls: Type, x: TimeDelta) -> TimeDelta:
    """A duration as an instance of a class."""
    return TimeDeltaInstance(cls, x.days, x.seconds, x.microseconds) if cls.is_heap else x


@exposed_static("__new__")
def delta_new(cls: Type, days: Object = _NOTHING, seconds: Object = _NOTHING, microseconds: Object = _NOTHING, milliseconds: Object = _NOTHING,
              minutes: Object = _NOTHING, hours: Object = _NOTHING, weeks: Object = _NOTHING) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, timedelta_type)
    total = Sum()
    total.add("microseconds", microseconds, 1)
    total.add("milliseconds", milliseconds, 1000)
    total.add("seconds", seconds, SECOND)
    total.add("minutes", minutes, 60 * SECOND)
    total.add("hours", hours, 3600 * SECOND)
    total.add("days", days, DAY)
    total.add("weeks", weeks, 7 * DAY)
    return of_class(cls, total.delta())


@exposed_property("days")
def delta_days(self: TimeDelta) -> int:
    """Number of days."""
    return self.days


@exposed_property("seconds")
def delta_seconds(self: TimeDelta) -> int:
    """Number of seconds (>= 0 and less than 1 day)."""
    return self.seconds


@exposed_property("microseconds")
def delta_microseconds(self: TimeDelta) -> int:
    """Number of microseconds (>= 0 and less than 1 second)."""
    return self.microseconds


@exposed("__repr__")
def delta_repr(self: TimeDelta) -> str:
    """Return repr(self)."""
    parts: list[str] = []
    if self.days != 0:
        parts.append(f"days={self.days}")
    if self.seconds != 0:
        parts.append(f"seconds={self.seconds}")
    if self.microseconds != 0:
        parts.append(f"microseconds={self.microseconds}")
    return f"{c_name(type_of(self))}({', '.join(parts) if len(parts) > 0 else '0'})"


@exposed("__str__")
def delta_str(self: TimeDelta) -> str:
    """Return str(self)."""
    text = f"{self.seconds // 3600}:{self.seconds // 60 % 60:02d}:{self.seconds % 60:02d}"
    if self.microseconds != 0:
        text += f".{self.microseconds:06d}"
    if self.days == 0:
        return text
    return f"{self.days} day{'' if self.days == 1 or self.days == -1 else 's'}, {text}"


@exposed("__hash__")
def delta_hash(self: TimeDelta) -> int:
    """Return hash(self)."""
    return hash_of(state_of(self))


@exposed("total_seconds", signature="")
def delta_total_seconds(self: TimeDelta) -> float:
    """Total seconds in the duration."""
    return truediv(self.big(), BigInt.from_int(SECOND))


@exposed("__reduce__", signature="")
def delta_reduce(self: TimeDelta) -> Object:
    """__reduce__() -> (cls, state)"""
    return tuple2(type_of(self), state_of(self))


def state_of(x: TimeDelta) -> Object:
    return tuple3(new_int(x.days), new_int(x.seconds), new_int(x.microseconds))


# Operators.

def compare_deltas(operation: int, a: TimeDelta, b: Object) -> Object:
    if not isinstance(b, TimeDelta):
        return NOT_IMPLEMENTED
    return new_bool(compare_values(operation, a.order(b), 0))


def multiply(a: Object, b: Object) -> Object:
    x, factor = (a, b) if isinstance(a, TimeDelta) else (b, a)
    if isinstance(x, TimeDelta):
        if isinstance(factor, Int):
            return multiplied(x, factor.big())
        if isinstance(factor, Float):
            numerator, denominator = ratio_of(factor)
            return scaled(x, numerator, denominator)
    return NOT_IMPLEMENTED


def ratio_of(x: Float) -> tuple[BigInt, BigInt]:
    """The fraction that a float is. TypeError, ValueError where a class has a method of its own for that, which is wrong."""
    found = call0(get_attribute(x, "as_integer_ratio"))
    if not isinstance(found, Tuple):
        raise type_error(f"unexpected return type from as_integer_ratio(): expected tuple, got '{c_name(type_of(found))}'")
    if found.length != 2:
        raise value_error("as_integer_ratio() must return a 2-tuple")
    numerator, denominator = found.item(0), found.item(1)
    if not isinstance(numerator, Int) or not isinstance(denominator, Int):
        raise type_error("non-integer arguments in division")
    return numerator.big(), denominator.big()


def divide(a: Object, b: Object) -> Object:
    if isinstance(a, TimeDelta):
        if isinstance(b, TimeDelta):
            return new_float(ratio(a, b))
        if isinstance(b, Int):
            return scaled(a, ONE, b.big())
        if isinstance(b, Float):
            numerator, denominator = ratio_of(b)
            return scaled(a, denominator, numerator)
    return NOT_IMPLEMENTED


def divide_down(a: Object, b: Object) -> Object:
    if isinstance(a, TimeDelta):
        if isinstance(b, TimeDelta):
            return int_from_big(quotient(a, b)[0])
        if isinstance(b, Int):
            return divided_down(a, b.big())
    return NOT_IMPLEMENTED


def modulo(a: TimeDelta, b: TimeDelta) -> Object:
    return remainder(a, b)


def divide_with_rest(a: TimeDelta, b: TimeDelta) -> Object:
    whole, rest = quotient(a, b)
    return tuple2(int_from_big(whole), rest)


def add_deltas(a: TimeDelta, b: TimeDelta) -> Object:
    return add(a, b)


def subtract_deltas(a: TimeDelta, b: TimeDelta) -> Object:
    return subtract(a, b)


def negative(x: TimeDelta) -> Object:
    return negated(x)


def positive(x: TimeDelta) -> Object:
    return TimeDelta(x.days, x.seconds, x.microseconds)


def absolute(x: TimeDelta) -> Object:
    return negated(x) if x.days < 0 else positive(x)


_operators = Operators(TimeDelta, __name__, "delta_")
_lt, _le, _eq, _ne, _gt, _ge = _operators.comparisons(compare_deltas)
_add, _radd = _operators.arithmetic("add", "+", add_deltas)
_sub, _rsub = _operators.arithmetic("sub", "-", subtract_deltas)
_mul, _rmul = _operators.mixed("mul", "*", multiply)
_truediv, _rtruediv = _operators.mixed("truediv", "/", divide)
_floordiv, _rfloordiv = _operators.mixed("floordiv", "//", divide_down)
_mod, _rmod = _operators.arithmetic("mod", "%", modulo)
_neg = _operators.unary("__neg__", "-self", negative)
_pos = _operators.unary("__pos__", "+self", positive)
_abs = _operators.unary("__abs__", "abs(self)", absolute)


@exposed("__divmod__")
def delta_divmod(self: TimeDelta, value: Object, /) -> Object:
    """Return divmod(self, value)."""
    return divide_with_rest(self, value) if isinstance(value, TimeDelta) else NOT_IMPLEMENTED


@exposed("__rdivmod__")
def delta_rdivmod(self: TimeDelta, value: Object, /) -> Object:
    """Return divmod(value, self)."""
    return divide_with_rest(value, self) if isinstance(value, TimeDelta) else NOT_IMPLEMENTED


@exposed("__bool__")
def delta_bool(self: TimeDelta) -> bool:
    """True if self else False"""
    return not self.is_zero()


def allocate(type: Type) -> Object:
    raise type_error(f"object.__new__({type.name}) is not safe, use datetime.timedelta.__new__()")


timedelta_type = define(TimeDelta, "timedelta", allocate=allocate, methods=__name__, prefix="delta_", module="datetime")
timedelta_type.namespace["min"] = SHORTEST
timedelta_type.namespace["max"] = LONGEST
timedelta_type.namespace["resolution"] = RESOLUTION
