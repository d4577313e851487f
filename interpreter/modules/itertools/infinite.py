"""count, cycle and repeat: iterators that need not end."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.itertools.common import refusing, state_part, state_tuple
from interpreter.objects.int import SmallInt, new_bool, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.list import List, empty_list
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import tuple1, tuple2, tuple3
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_int, binary
from interpreter.protocols.text import repr_of

_ZERO = new_int(0)
_ONE = new_int(1)


class Count(Iterator):
    """Return a count object whose .__next__() method returns consecutive values."""
    value: Object
    step: Object

    def __init__(self, value: Object, step: Object) -> None:
        self.value = value
        self.step = step

    def advance(self) -> Optional[Object]:
        result = self.value
        step = self.step
        if isinstance(result, SmallInt) and isinstance(step, SmallInt) and -1 <= step.value <= 1:
            self.value = new_int(result.value + step.value)
        else:
            self.value = binary(Slot.ADD, result, step)
        return result

    def counts_by_one(self) -> bool:
        step = self.step
        return isinstance(step, SmallInt) and step.value == 1

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, start: Object = _ZERO, step: Object = _ONE) -> Object:
        """Create and return a new object."""
        check_subtype(cls, count_type)
        if not is_number(start) or not is_number(step):
            raise type_error("a number is required")
        if not cls.is_heap:
            return Count(start, step)
        made = CountInstance(start, step)
        made.start(cls)
        return made

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        start = f"{type_of(self).name}({repr_of(self.value)}"
        return start + ")" if self.counts_by_one() else f"{start}, {repr_of(self.step)})"

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        if self.counts_by_one() and isinstance(self.value, SmallInt):
            return tuple2(type_of(self), tuple1(self.value))
        return tuple2(type_of(self), tuple2(self.value, self.step))


def is_number(x: Object) -> bool:
    """Whether the type of an object can be converted to a number."""
    slots = type_of(x).slots
    return slots[Slot.INDEX] is not None or slots[Slot.INT] is not None or slots[Slot.FLOAT] is not None or slots[Slot.COMPLEX] is not None


class CountInstance(MappedStorage, Count):
    """An instance of a class below count."""
    python_type = None


class Cycle(Iterator):
    """Return elements from the iterable until it is exhausted. Then repeat the sequence indefinitely.

    `saved` has the items of the first round; in a copy made from a pickle, which `is_complete`, it has them from the start."""
    iterator: Optional[Object]
    saved: List
    position: int
    is_complete: bool

    def __init__(self, iterator: Object) -> None:
        self.iterator = iterator
        self.saved = empty_list()
        self.position = 0
        self.is_complete = False

    def advance(self) -> Optional[Object]:
        iterator = self.iterator
        if iterator is not None:
            item = next_of(iterator)
            if item is not None:
                if not self.is_complete:
                    self.saved.push(item)
                return item
            self.iterator = None
        saved = self.saved
        if saved.length == 0:
            return None
        if self.position >= saved.length:
            self.position = 0
        self.position += 1
        return saved.items[self.position - 1]

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, cycle_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return Cycle(iterator)
        made = CycleInstance(iterator)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        iterator = self.iterator
        if iterator is not None:
            return tuple3(type_of(self), tuple1(iterator), tuple2(self.saved, new_bool(self.is_complete)))
        rest = iterator_of(self.saved)
        for _ in range(self.position):
            next_of(rest)
        return tuple3(type_of(self), tuple1(rest), tuple2(self.saved, new_bool(True)))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        parts = state_tuple(state)
        saved = state_part(parts, 0)
        if not isinstance(saved, List):
            raise type_error(f"argument 1 must be list, not {type_of(saved).name}")
        self.is_complete = is_true(state_part(parts, 1))
        self.saved = saved
        self.position = 0


class CycleInstance(MappedStorage, Cycle):
    """An instance of a class below cycle."""
    python_type = None


class Repeat(Iterator):
    """repeat(object [,times]) -> create an iterator which returns the object
    for the specified number of times.  Without times it never ends."""
    item: Object
    remaining: int

    def __init__(self, item: Object, remaining: int) -> None:
        self.item = item
        self.remaining = remaining

    def advance(self) -> Optional[Object]:
        if self.remaining == 0:
            return None
        if self.remaining > 0:
            self.remaining -= 1
        return self.item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, object: Object, times: Optional[Object] = None) -> Object:
        """Create and return a new object."""
        check_subtype(cls, repeat_type)
        remaining = -1 if times is None else max(as_int(times), 0)
        if not cls.is_heap:
            return Repeat(object, remaining)
        made = RepeatInstance(object, remaining)
        made.start(cls)
        return made

    @exposed("__repr__")
    def to_repr(self) -> str:
        """Return repr(self)."""
        start = f"{type_of(self).name}({repr_of(self.item)}"
        return start + ")" if self.remaining < 0 else f"{start}, {self.remaining})"

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        if self.remaining < 0:
            raise type_error("len() of unsized object")
        return self.remaining

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        arguments = tuple1(self.item) if self.remaining < 0 else tuple2(self.item, new_int(self.remaining))
        return tuple2(type_of(self), arguments)


class RepeatInstance(MappedStorage, Repeat):
    """An instance of a class below repeat."""
    python_type = None


count_type = define(Count, "count", allocate=refusing(), module="itertools")
cycle_type = define(Cycle, "cycle", allocate=refusing(), module="itertools")
repeat_type = define(Repeat, "repeat", allocate=refusing(), module="itertools")
