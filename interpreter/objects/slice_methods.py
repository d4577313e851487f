"""What Python programs can do with a slice."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.int import Int, new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.operators import Operators
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, tuple2, tuple3
from interpreter.protocols.compare import EQ, GE, LE, NE, compare, equals, less_than
from interpreter.protocols.number import binary, index
from interpreter.protocols.text import repr_of

_ZERO = new_int(0)
_ONE = new_int(1)
_MINUS_ONE = new_int(-1)


@exposed_static("__new__", rest="arguments")
def new(cls: Type, arguments: Tuple) -> Object:
    """Create and return a new object."""
    match arguments.length:
        case 0:
            raise type_error("slice expected at least 1 argument, got 0")
        case 1:
            return Slice(NONE, arguments.item(0), NONE)
        case 2:
            return Slice(arguments.item(0), arguments.item(1), NONE)
        case 3:
            return Slice(arguments.item(0), arguments.item(1), arguments.item(2))
        case _:
            raise type_error(f"slice expected at most 3 arguments, got {arguments.length}")


@exposed_property("start")
def get_start(self: Slice) -> Object:
    return self.start


@exposed_property("stop")
def get_stop(self: Slice) -> Object:
    return self.stop


@exposed_property("step")
def get_step(self: Slice) -> Object:
    return self.step


@exposed("__repr__")
def to_repr(self: Slice) -> str:
    """Return repr(self)."""
    return f"slice({repr_of(self.start)}, {repr_of(self.stop)}, {repr_of(self.step)})"


@exposed
def indices(self: Slice, len: Object, /) -> Object:
    """S.indices(len) -> (start, stop, stride)

    Assuming a sequence of length len, calculate the start and stop
    indices, and the stride length of the extended slice described by
    S. Out of bounds indices are clipped in a manner consistent with the
    handling of normal slices."""
    length = index(len)
    if length.big().sign() < 0:
        raise value_error("length should not be negative")
    step: Object = _ONE if self.step is NONE else part(self.step)
    backwards = False
    if isinstance(step, Int):
        if step.big().sign() == 0:
            raise value_error("slice step cannot be zero")
        backwards = step.big().sign() < 0
    lower: Object = _MINUS_ONE if backwards else _ZERO
    upper: Object = binary(Slot.ADD, length, _MINUS_ONE) if backwards else length
    start = upper if backwards else lower
    if self.start is not NONE:
        start = clipped(self.start, length, lower, upper)
    stop = lower if backwards else upper
    if self.stop is not NONE:
        stop = clipped(self.stop, length, lower, upper)
    return tuple3(start, stop, step)


def part(x: Object) -> Object:
    """A part of a slice as an int."""
    if not isinstance(x, Int) and type_of(x).slots[Slot.INDEX] is None:
        raise type_error("slice indices must be integers or None or have an __index__ method")
    return index(x)


def clipped(x: Object, length: Object, lower: Object, upper: Object) -> Object:
    value = part(x)
    if less_than(value, _ZERO):
        value = binary(Slot.ADD, value, length)
        return lower if less_than(value, lower) else value
    return upper if less_than(upper, value) else value


def as_tuple(s: Slice) -> Tuple:
    return tuple3(s.start, s.stop, s.step)


def compare_slices(operation: int, a: Slice, b: Object) -> Object:
    """As tuples of the three parts."""
    if not isinstance(b, Slice):
        return NOT_IMPLEMENTED
    if a is b:
        return new_bool(operation == EQ or operation == LE or operation == GE)
    if operation == EQ or operation == NE:
        same = equals(a.start, b.start) and equals(a.stop, b.stop) and equals(a.step, b.step)
        return new_bool(same == (operation == EQ))
    return compare(operation, as_tuple(a), as_tuple(b))


_lt, _le, _eq, _ne, _gt, _ge = Operators(Slice, __name__).comparisons(compare_slices)


@exposed("__reduce__")
def reduce(self: Slice) -> Object:
    """Return state information for pickling."""
    return tuple2(slice_type, as_tuple(self))


slice_type = define(Slice, "slice", methods=__name__, doc="""slice(stop)
slice(start, stop[, step])

Create a slice object.  This is used for extended slicing (e.g. a[0:10:2]).""")
