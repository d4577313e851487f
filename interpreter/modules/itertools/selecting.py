"""compress, dropwhile, takewhile, filterfalse, islice: iterators that leave items out."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.itertools.common import refusing
from interpreter.objects.int import new_bool, new_int
from interpreter.objects.iterators import Iterator, ListIterator
from interpreter.objects.list import empty_list
from interpreter.objects.make import new_tuple
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import tuple2, tuple3
from interpreter.protocols.call import call1
from interpreter.protocols.compare import is_true
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_int


class Compress(Iterator):
    """Return data elements corresponding to true selector elements."""
    data: Object
    selectors: Object

    def __init__(self, data: Object, selectors: Object) -> None:
        self.data = data
        self.selectors = selectors

    def advance(self) -> Optional[Object]:
        while True:
            item = next_of(self.data)
            if item is None:
                return None
            selector = next_of(self.selectors)
            if selector is None:
                return None
            if is_true(selector):
                return item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, data: Object, selectors: Object) -> Object:
        """Create and return a new object."""
        check_subtype(cls, compress_type)
        items = iterator_of(data)
        chosen = iterator_of(selectors)
        if not cls.is_heap:
            return Compress(items, chosen)
        made = CompressInstance(items, chosen)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple2(self.data, self.selectors))


class CompressInstance(MappedStorage, Compress):
    """An instance of a class below compress."""
    python_type = None


class PredicateIterator(Iterator):
    """What the iterators with a predicate have; `is_past` is set once the predicate has decided for the rest."""
    predicate: Object
    iterator: Object
    is_past: bool

    def __init__(self, predicate: Object, iterator: Object) -> None:
        self.predicate = predicate
        self.iterator = iterator
        self.is_past = False

    def holds(self, item: Object) -> bool:
        return is_true(call1(self.predicate, item))


class DropWhile(PredicateIterator):
    """Drop items from the iterable while predicate(item) is true."""

    def advance(self) -> Optional[Object]:
        while True:
            item = next_of(self.iterator)
            if item is None or self.is_past:
                return item
            if not self.holds(item):
                self.is_past = True
                return item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, predicate: Object, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, dropwhile_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return DropWhile(predicate, iterator)
        made = DropWhileInstance(predicate, iterator)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple3(type_of(self), tuple2(self.predicate, self.iterator), new_bool(self.is_past))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        self.is_past = is_true(state)


class DropWhileInstance(MappedStorage, DropWhile):
    """An instance of a class below dropwhile."""
    python_type = None


class TakeWhile(PredicateIterator):
    """Return successive entries from an iterable as long as the predicate evaluates to true for each entry."""

    def advance(self) -> Optional[Object]:
        if self.is_past:
            return None
        item = next_of(self.iterator)
        if item is None or self.holds(item):
            return item
        self.is_past = True
        return None

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, predicate: Object, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, takewhile_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return TakeWhile(predicate, iterator)
        made = TakeWhileInstance(predicate, iterator)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple3(type_of(self), tuple2(self.predicate, self.iterator), new_bool(self.is_past))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        self.is_past = is_true(state)


class TakeWhileInstance(MappedStorage, TakeWhile):
    """An instance of a class below takewhile."""
    python_type = None


class FilterFalse(PredicateIterator):
    """Return those items of iterable for which function(item) is false."""

    def advance(self) -> Optional[Object]:
        while True:
            item = next_of(self.iterator)
            if item is None:
                return None
            if not (is_true(item) if self.predicate is NONE else self.holds(item)):
                return item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, function: Object, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, filterfalse_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return FilterFalse(function, iterator)
        made = FilterFalseInstance(function, iterator)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple2(self.predicate, self.iterator))


class FilterFalseInstance(MappedStorage, FilterFalse):
    """An instance of a class below filterfalse."""
    python_type = None


_LARGEST = 0x7FFFFFFFFFFFFFFF


class ISlice(Iterator):
    """islice(iterable, stop) --> islice object
    islice(iterable, start, stop[, step]) --> islice object

    `stop` is -1 where there is none; `next` is the index of the item that comes next, `position` how many were taken."""
    iterator: Optional[Object]
    next: int
    stop: int
    step: int
    position: int

    def __init__(self, iterator: Object, start: int, stop: int, step: int) -> None:
        self.iterator = iterator
        self.next = start
        self.stop = stop
        self.step = step
        self.position = 0

    def advance(self) -> Optional[Object]:
        iterator = self.iterator
        if iterator is None:
            return None
        item: Optional[Object] = None
        while self.position < self.next:
            if next_of(iterator) is None:
                self.iterator = None
                return None
            self.position += 1
        if self.stop < 0 or self.position < self.stop:
            item = next_of(iterator)
        if item is None:
            self.iterator = None
            return None
        self.position += 1
        last = self.stop if self.stop >= 0 else _LARGEST
        self.next = last if self.next > last - self.step else self.next + self.step
        return item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, start: Object, stop: Optional[Object] = None, step: Object = NONE, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, islice_type)
        if stop is None:
            first, last = 0, limit(start, -1)
        else:
            last = limit(stop, -1)
            first = limit(start, 0)
        every = 1
        if step is not NONE:
            every = machine_index(step)
            if every < 1:
                raise value_error("Step for islice() must be a positive integer or None.")
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return ISlice(iterator, first, last, every)
        made = ISliceInstance(iterator, first, last, every)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        iterator = self.iterator
        if iterator is None:
            return tuple3(type_of(self), tuple2(ListIterator(empty_list()), new_int(0)), new_int(0))
        stop: Object = NONE if self.stop < 0 else new_int(self.stop)
        return tuple3(type_of(self), new_tuple([iterator, new_int(self.next), stop, new_int(self.step)]), new_int(self.position))

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        self.position = state


def limit(x: Object, default: int) -> int:
    """Start or stop of islice; `default` stands for None, which is -1 for stop."""
    if x is NONE:
        return default
    result = machine_index(x)
    if result < 0:
        name = "Stop argument" if default == -1 and result == -1 else "Indices"
        raise value_error(f"{name} for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    return result


def machine_index(x: Object) -> int:
    """An index; -1 for what is too large or no index at all."""
    if type_of(x).slots[Slot.INDEX] is None:
        return -1
    try:
        return as_int(x)
    except PyError:
        return -1


class ISliceInstance(MappedStorage, ISlice):
    """An instance of a class below islice."""
    python_type = None


compress_type = define(Compress, "compress", allocate=refusing(), module="itertools")
dropwhile_type = define(DropWhile, "dropwhile", allocate=refusing(), module="itertools")
takewhile_type = define(TakeWhile, "takewhile", allocate=refusing(), module="itertools")
filterfalse_type = define(FilterFalse, "filterfalse", allocate=refusing(), module="itertools")
islice_type = define(ISlice, "islice", allocate=refusing(), module="itertools")
