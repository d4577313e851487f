"""What Python programs can do with a range."""
from __future__ import annotations

from interpreter.errors import index_error, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.numbers.bigint import BigInt
from interpreter.objects.int import Int, SmallInt, int_from_big, new_bool, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.range import LargeRangeIterator, Range, RangeIterator, new_range, range_item
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slice_methods import indices
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, tuple2, tuple3
from interpreter.protocols.compare import equals, hash_of
from interpreter.protocols.iterate import next_of
from interpreter.protocols.number import index as index_of
from interpreter.protocols.text import repr_of

_ZERO = new_int(0)
_ONE = new_int(1)


@exposed_static("__new__", rest="arguments")
def new(cls: Type, arguments: Tuple) -> Object:
    """Create and return a new object."""
    match arguments.length:
        case 0:
            raise type_error("range expected at least 1 argument, got 0")
        case 1:
            return new_range(_ZERO, index_of(arguments.item(0)), _ONE)
        case 2:
            return new_range(index_of(arguments.item(0)), index_of(arguments.item(1)), _ONE)
        case 3:
            start = index_of(arguments.item(0))
            stop = index_of(arguments.item(1))
            step = index_of(arguments.item(2))
            if step.big().sign() == 0:
                raise value_error("range() arg 3 must not be zero")
            return new_range(start, stop, step)
        case _:
            raise type_error(f"range expected at most 3 arguments, got {arguments.length}")


@exposed_property("start")
def get_start(self: Range) -> Object:
    return self.start


@exposed_property("stop")
def get_stop(self: Range) -> Object:
    return self.stop


@exposed_property("step")
def get_step(self: Range) -> Object:
    return self.step


@exposed("__len__")
def length(self: Range) -> int:
    """Return len(self)."""
    if not self.length.fits():
        raise overflow_error("Python int too large to convert to C ssize_t")
    return self.length.machine()


@exposed("__bool__")
def is_not_empty(self: Range) -> bool:
    """True if self else False"""
    return self.length.big().sign() != 0


@exposed("__getitem__")
def get(self: Range, key: Object, /) -> Object:
    """Return self[key]."""
    if isinstance(key, Slice):
        return part_of(self, key)
    if not isinstance(key, Int) and type_of(key).slots[Slot.INDEX] is None:
        raise type_error(f"range indices must be integers or slices, not {type_of(key).name}")
    number = index_of(key)
    if isinstance(number, SmallInt) and self.is_small():
        position = number.value
        count = self.length.machine()
        if position < 0:
            position += count
        if not 0 <= position < count:
            raise index_error("range object index out of range")
        return new_int(self.start.machine() + position * self.step.machine())
    i = number.big()
    if i.sign() < 0:
        i = i.add(self.length.big())
    if i.sign() < 0 or i.compare(self.length.big()) >= 0:
        raise index_error("range object index out of range")
    return range_item(self, i)


def part_of(r: Range, key: Slice) -> Object:
    ends = indices(key, r.length)
    assert isinstance(ends, Tuple)
    start = ends.item(0)
    stop = ends.item(1)
    step = ends.item(2)
    assert isinstance(start, Int) and isinstance(stop, Int) and isinstance(step, Int)
    return new_range(range_item(r, start.big()), range_item(r, stop.big()), int_from_big(step.big().mul(r.step.big())))


def position_in(r: Range, x: Int) -> BigInt:
    """The index of an int, or -1."""
    distance = x.big().sub(r.start.big())
    position, rest = distance.divmod(r.step.big())
    if rest.sign() != 0 or position.sign() < 0 or position.compare(r.length.big()) >= 0:
        return BigInt.from_int(-1)
    return position


def is_plain_int(x: Object) -> bool:
    return isinstance(x, Int) and x.python_type is not None


@exposed("__contains__")
def contains(self: Range, key: Object, /) -> bool:
    """Return key in self."""
    if isinstance(key, Int) and is_plain_int(key):
        if self.is_small() and key.fits():
            return holds(self.start.machine(), self.stop.machine(), self.step.machine(), key.machine())
        return position_in(self, key).sign() >= 0
    iterator = iterate(self)
    while True:
        item = next_of(iterator)
        if item is None:
            return False
        if equals(item, key):
            return True


def holds(start: int, stop: int, step: int, x: int) -> bool:
    if step > 0:
        return start <= x < stop and (x - start) % step == 0
    return stop < x <= start and (start - x) % -step == 0


@exposed("__iter__")
def iterate(self: Range) -> Object:
    """Implement iter(self)."""
    if self.is_small():
        return RangeIterator(self.start.machine(), self.step.machine(), self.length.machine())
    return LargeRangeIterator(self)


@exposed("__reversed__")
def iterate_backwards(self: Range) -> Object:
    """Return a reverse iterator."""
    last = self.length.big().sub_int(1)
    step = self.step.big().neg()
    start = range_item(self, last)
    if self.is_small() and start.fits():
        return RangeIterator(start.machine(), step.to_int(), self.length.machine())
    return LargeRangeIterator(Range(start, int_from_big(self.start.big().add(step)), int_from_big(step), self.length))


@exposed
def count(self: Range, value: Object, /) -> Object:
    """rangeobject.count(value) -> integer -- return number of occurrences of value"""
    if is_plain_int(value):
        return new_int(1 if contains(self, value) else 0)
    result = 0
    iterator = iterate(self)
    while True:
        item = next_of(iterator)
        if item is None:
            return new_int(result)
        if equals(item, value):
            result += 1


@exposed
def index(self: Range, value: Object, /) -> Object:
    """rangeobject.index(value) -> integer -- return index of value.
    Raise ValueError if the value is not present."""
    if isinstance(value, Int) and is_plain_int(value):
        position = position_in(self, value)
        if position.sign() >= 0:
            return int_from_big(position)
        raise value_error(f"{repr_of(value)} is not in range")
    found = 0
    iterator = iterate(self)
    while True:
        item = next_of(iterator)
        if item is None:
            raise value_error("sequence.index(x): x not in sequence")
        if equals(item, value):
            return new_int(found)
        found += 1


@exposed("__repr__")
def to_repr(self: Range) -> str:
    """Return repr(self)."""
    if isinstance(self.step, SmallInt) and self.step.value == 1:
        return f"range({repr_of(self.start)}, {repr_of(self.stop)})"
    return f"range({repr_of(self.start)}, {repr_of(self.stop)}, {repr_of(self.step)})"


def same_items(a: Range, b: Range) -> bool:
    """Whether two ranges have the same items, whatever their parts."""
    if not equals(a.length, b.length):
        return False
    if a.length.big().sign() == 0:
        return True
    if not equals(a.start, b.start):
        return False
    return equals(a.length, _ONE) or equals(a.step, b.step)


@exposed("__eq__")
def eq(self: Range, value: Object, /) -> Object:
    """Return self==value."""
    return new_bool(same_items(self, value)) if isinstance(value, Range) else NOT_IMPLEMENTED


@exposed("__ne__")
def ne(self: Range, value: Object, /) -> Object:
    """Return self!=value."""
    return new_bool(not same_items(self, value)) if isinstance(value, Range) else NOT_IMPLEMENTED


@exposed("__hash__")
def hash_range(self: Range) -> int:
    """Return hash(self)."""
    if self.length.big().sign() == 0:
        return hash_of(tuple3(self.length, NONE, NONE))
    if equals(self.length, _ONE):
        return hash_of(tuple3(self.length, self.start, NONE))
    return hash_of(tuple3(self.length, self.start, self.step))


@exposed("__reduce__")
def reduce(self: Range) -> Object:
    """Return state information for pickling."""
    return tuple2(range_type, tuple3(self.start, self.stop, self.step))


range_type = define(Range, "range", methods=__name__, doc="""range(stop) -> range object
range(start, stop[, step]) -> range object

Return an object that produces a sequence of integers from start (inclusive)
to stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.
start defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.
These are exactly the valid indices for a list of 4 elements.
When step is given, it specifies the increment (or decrement).""")
range_type.is_sequence = True
range_type.matches_sequence = True
