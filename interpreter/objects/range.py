"""range and its iterators: their classes. What Python programs can do with a range is in range_methods.py."""
from __future__ import annotations

from typing import Optional

from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.modules.state import builtins_dict
from interpreter.numbers.bigint import BigInt
from interpreter.objects.int import Int, SmallInt, int_from_big, new_int
from interpreter.objects.iterators import Iterator, by_iter_from
from interpreter.objects.object import Object
from interpreter.objects.tuple import tuple1, tuple3
from transform.rpython import not_none, sub_ovf


class Range(Object):
    """A range of ints of any size."""
    start: Int
    stop: Int
    step: Int
    length: Int

    def __init__(self, start: Int, stop: Int, step: Int, length: Int) -> None:
        self.start = start
        self.stop = stop
        self.step = step
        self.length = length

    def is_small(self) -> bool:
        """Whether the parts and the length fit the machine."""
        return isinstance(self.start, SmallInt) and isinstance(self.stop, SmallInt) and isinstance(self.step, SmallInt) \
            and isinstance(self.length, SmallInt)


def new_range(start: Int, stop: Int, step: Int) -> Range:
    """The range with these parts; the step is not 0."""
    if isinstance(start, SmallInt) and isinstance(stop, SmallInt) and isinstance(step, SmallInt):
        try:
            return Range(start, stop, step, new_int(small_length(start.value, stop.value, step.value)))
        except OverflowError:
            pass
    return Range(start, stop, step, int_from_big(big_length(start.big(), stop.big(), step.big())))


def small_length(start: int, stop: int, step: int) -> int:
    """OverflowError where the way from start to stop does not fit the machine."""
    if step > 0:
        return (sub_ovf(stop, start) - 1) // step + 1 if start < stop else 0
    return (sub_ovf(start, stop) - 1) // -step + 1 if stop < start else 0


def big_length(start: BigInt, stop: BigInt, step: BigInt) -> BigInt:
    way = stop.sub(start) if step.sign() > 0 else start.sub(stop)
    if way.sign() <= 0:
        return BigInt.from_int(0)
    return way.sub_int(1).floordiv(step.abs()).add_int(1)


def range_item(r: Range, i: BigInt) -> Int:
    """The item at an index, which may lie outside."""
    return int_from_big(r.start.big().add(i.mul(r.step.big())))


class RangeIterator(Iterator):
    """Iterates over a range of machine integers: `remaining` items from `current` on."""
    start: int
    current: int
    step: int
    remaining: int

    def __init__(self, start: int, step: int, remaining: int) -> None:
        self.start = start
        self.current = start
        self.step = step
        self.remaining = remaining

    def advance(self) -> Optional[Object]:
        if self.remaining <= 0:
            return None
        self.remaining -= 1
        result = self.current
        self.current += self.step
        return new_int(result)

    def position(self) -> int:
        return (self.current - self.start) // self.step

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        return self.remaining

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        stop = self.current + self.remaining * self.step
        return by_iter_from(new_range(new_int(self.start), new_int(stop), new_int(self.step)), self.position())

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        count = self.position() + self.remaining
        position = min(max(state, 0), count)
        self.current = self.start + position * self.step
        self.remaining = count - position


class LargeRangeIterator(Iterator):
    """Iterates over a range of any ints."""
    range: Range
    position: BigInt

    def __init__(self, range: Range) -> None:
        self.range = range
        self.position = BigInt.from_int(0)

    def advance(self) -> Optional[Object]:
        if self.position.compare(self.range.length.big()) >= 0:
            return None
        result = range_item(self.range, self.position)
        self.position = self.position.add_int(1)
        return result

    @exposed("__length_hint__")
    def length_hint(self) -> Object:
        """Private method returning an estimate of len(list(it))."""
        return int_from_big(self.range.length.big().sub(self.position))

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple3(not_none(builtins_dict.get_str("iter")), tuple1(self.range), int_from_big(self.position))

    @exposed("__setstate__")
    def set_state(self, state: Int, /) -> None:
        """Set state information for unpickling."""
        wanted = state.big()
        if wanted.sign() < 0:
            wanted = BigInt.from_int(0)
        elif wanted.compare(self.range.length.big()) > 0:
            wanted = self.range.length.big()
        self.position = wanted


define(RangeIterator, "range_iterator")
define(LargeRangeIterator, "longrange_iterator")
