"""enumerate, zip, map, filter and reversed: iterators over other iterators."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.state import builtins_dict
from interpreter.objects.dict import Dict
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import Iterator, by_iter
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2, tuple3
from interpreter.protocols.call import call, call1, call2, call3, invoke1
from interpreter.protocols.compare import is_true, length
from interpreter.protocols.item import get_item_any
from interpreter.protocols.iterate import INDEX_ERROR, STOP_ITERATION, iterator_of, next_of
from interpreter.protocols.number import binary, index
from transform.rpython import GcArray, new_array, new_var, set_item


class Enumerate(Iterator):
    """``enumerate(iterable)``."""
    iterator: Object
    count: Int

    def __init__(self, iterator: Object, count: Int) -> None:
        self.iterator = iterator
        self.count = count

    def advance(self) -> Optional[Object]:
        item = next_of(self.iterator)
        if item is None:
            return None
        count = self.count
        if isinstance(count, SmallInt):
            self.count = new_int(count.value + 1)
        else:
            following = binary(Slot.ADD, count, new_int(1))
            assert isinstance(following, Int)
            self.count = following
        return tuple2(count, item)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, start: Optional[Object] = None) -> Object:
        """Create and return a new object."""
        check_subtype(cls, enumerate_type)
        count = new_int(0) if start is None else index(start)
        iterator = iterator_of(iterable)
        return EnumerateInstance(cls, iterator, count) if cls.is_heap else Enumerate(iterator, count)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple2(self.iterator, self.count))

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


class EnumerateInstance(MappedStorage, Enumerate):
    """An instance of a class below enumerate."""
    python_type = None

    def __init__(self, type: Type, iterator: Object, count: Int) -> None:
        super().__init__(iterator, count)
        self.start(type)


class Zip(Iterator):
    """``zip(*iterables)``."""
    iterators: GcArray[Object]
    is_strict: bool

    def __init__(self, iterators: GcArray[Object], is_strict: bool) -> None:
        self.iterators = iterators
        self.is_strict = is_strict

    def advance(self) -> Optional[Object]:
        count = len(self.iterators)
        if count == 0:
            return None
        result = new_var(Tuple, count)
        for i in range(count):
            item = next_of(self.iterators[i])
            if item is None:
                if self.is_strict:
                    self.check_ends(i)
                return None
            set_item(result, i, item)
        return result

    def check_ends(self, ended: int) -> None:
        """One of the iterators has come to its end: the others must have, too."""
        if ended > 0:
            plural = "s 1-" if ended > 1 else " "
            raise value_error(f"zip() argument {ended + 1} is shorter than argument{plural}{ended}")
        for i in range(1, len(self.iterators)):
            if next_of(self.iterators[i]) is not None:
                plural = "s 1-" if i > 1 else " "
                raise value_error(f"zip() argument {i + 1} is longer than argument{plural}{i}")

    @exposed_static("__new__", rest="iterables", keywords="keywords")
    @staticmethod
    def new(cls: Type, iterables: Tuple, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object."""
        check_subtype(cls, zip_type)
        is_strict = False
        if keywords is not None and keywords.count > 0 and not cls.is_heap:
            found = keywords.get_str("strict")
            if found is None or keywords.count > 1:
                raise type_error("zip() got an unexpected keyword argument")
            is_strict = is_true(found)
        iterators = new_array(Object, iterables.length)
        for i in range(iterables.length):
            item = iterables.item(i)
            if type_of(item).slots[Slot.ITER] is None and type_of(item).slots[Slot.GETITEM] is None:
                raise type_error(f"'{type_of(item).name}' object is not iterable")
            iterators[i] = iterator_of(item)
        return ZipInstance(cls, iterators, is_strict) if cls.is_heap else Zip(iterators, is_strict)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        iterators = new_tuple([self.iterators[i] for i in range(len(self.iterators))])
        return tuple3(type_of(self), iterators, new_bool(True)) if self.is_strict else tuple2(type_of(self), iterators)

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        self.is_strict = is_true(state)


class ZipInstance(MappedStorage, Zip):
    """An instance of a class below zip."""
    python_type = None

    def __init__(self, type: Type, iterators: GcArray[Object], is_strict: bool) -> None:
        super().__init__(iterators, is_strict)
        self.start(type)


class Map(Iterator):
    """``map(function, *iterables)``."""
    function: Object
    iterators: GcArray[Object]

    def __init__(self, function: Object, iterators: GcArray[Object]) -> None:
        self.function = function
        self.iterators = iterators

    def advance(self) -> Optional[Object]:
        iterators = self.iterators
        first = next_of(iterators[0])
        if first is None:
            return None
        if len(iterators) == 1:
            return call1(self.function, first)
        arguments = [first]
        for i in range(1, len(iterators)):
            item = next_of(iterators[i])
            if item is None:
                return None
            arguments.append(item)
        match len(arguments):
            case 2:
                return call2(self.function, first, arguments[1])
            case 3:
                return call3(self.function, first, arguments[1], arguments[2])
            case _:
                return call(self.function, arguments)

    @exposed_static("__new__", rest="arguments")
    @staticmethod
    def new(cls: Type, arguments: Tuple) -> Object:
        """Create and return a new object."""
        check_subtype(cls, map_type)
        if arguments.length < 2:
            raise type_error("map() must have at least two arguments.")
        iterators = new_array(Object, arguments.length - 1)
        for i in range(len(iterators)):
            iterators[i] = iterator_of(arguments.item(i + 1))
        function = arguments.item(0)
        return MapInstance(cls, function, iterators) if cls.is_heap else Map(function, iterators)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        arguments = [self.function]
        for i in range(len(self.iterators)):
            arguments.append(self.iterators[i])
        return tuple2(type_of(self), new_tuple(arguments))


class MapInstance(MappedStorage, Map):
    """An instance of a class below map."""
    python_type = None

    def __init__(self, type: Type, function: Object, iterators: GcArray[Object]) -> None:
        super().__init__(function, iterators)
        self.start(type)


class Filter(Iterator):
    """``filter(function, iterable)``."""
    function: Object
    iterator: Object

    def __init__(self, function: Object, iterator: Object) -> None:
        self.function = function
        self.iterator = iterator

    def advance(self) -> Optional[Object]:
        while True:
            item = next_of(self.iterator)
            if item is None:
                return None
            if self.function is NONE or self.function is builtins_dict.get_str("bool"):
                if is_true(item):
                    return item
            elif is_true(call1(self.function, item)):
                return item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, function: Object, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, filter_type)
        iterator = iterator_of(iterable)
        return FilterInstance(cls, function, iterator) if cls.is_heap else Filter(function, iterator)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple2(self.function, self.iterator))


class FilterInstance(MappedStorage, Filter):
    """An instance of a class below filter."""
    python_type = None

    def __init__(self, type: Type, function: Object, iterator: Object) -> None:
        super().__init__(function, iterator)
        self.start(type)


class Reversed(Iterator):
    """``reversed(sequence)`` of a sequence that has ``__len__`` and ``__getitem__`` only. `position` is that of the next item."""
    sequence: Optional[Object]
    position: int

    def __init__(self, sequence: Object, position: int) -> None:
        self.sequence = sequence
        self.position = position

    def advance(self) -> Optional[Object]:
        sequence = self.sequence
        if sequence is None:
            return None
        if self.position >= 0:
            item = item_at(sequence, self.position)
            if item is not None:
                self.position -= 1
                return item
        self.sequence = None
        return None

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, sequence: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, reversed_type)
        method = type_of(sequence).slots[Slot.REVERSED]
        if method is not None and method is not NONE:
            return invoke1(method, sequence)
        owner = type_of(sequence)
        if method is NONE or owner.slots[Slot.GETITEM] is None or owner.is_mapping or owner.slots[Slot.LEN] is None:
            raise type_error(f"'{owner.name}' object is not reversible")
        last = length(sequence) - 1
        return ReversedInstance(cls, sequence, last) if cls.is_heap else Reversed(sequence, last)

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        sequence = self.sequence
        if sequence is None:
            return 0
        return 0 if length(sequence) < self.position + 1 else self.position + 1

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        sequence = self.sequence
        if sequence is None:
            return by_iter(EMPTY_TUPLE)
        return tuple3(type_of(self), tuple1(sequence), new_int(self.position))

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        sequence = self.sequence
        if sequence is not None:
            self.position = min(max(state, -1), length(sequence) - 1)


class ReversedInstance(MappedStorage, Reversed):
    """An instance of a class below reversed."""
    python_type = None

    def __init__(self, type: Type, sequence: Object, position: int) -> None:
        super().__init__(sequence, position)
        self.start(type)


def item_at(sequence: Object, position: int) -> Optional[Object]:
    """An item of a sequence; None where that raises IndexError or StopIteration."""
    try:
        return get_item_any(sequence, new_int(position))
    except PyError as error:
        if not (error.type.is_subtype(INDEX_ERROR) or error.type.is_subtype(STOP_ITERATION)):
            raise
        return None


def no_allocation(type: Type) -> Object:
    """For types whose ``__new__`` makes all instances; that they have it says that they can be bases."""
    raise type_error(f"object.__new__({type.name}) is not safe, use {type.name}.__new__()")


def allocate_enumerate(type: Type) -> Object:
    return no_allocation(type)


def allocate_zip(type: Type) -> Object:
    return no_allocation(type)


def allocate_map(type: Type) -> Object:
    return no_allocation(type)


def allocate_filter(type: Type) -> Object:
    return no_allocation(type)


def allocate_reversed(type: Type) -> Object:
    return no_allocation(type)


enumerate_type = define(Enumerate, "enumerate", allocate=allocate_enumerate, doc="""Return an enumerate object.

  iterable
    an object supporting iteration

The enumerate object yields pairs containing a count (from start, which
defaults to zero) and a value yielded by the iterable argument.

enumerate is useful for obtaining an indexed list:
    (0, seq[0]), (1, seq[1]), (2, seq[2]), ...""")
zip_type = define(Zip, "zip", allocate=allocate_zip, doc="""\
zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.

   >>> list(zip('abcdefg', range(3), range(4)))
   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]

The zip object yields n-length tuples, where n is the number of iterables
passed as positional arguments to zip().  The i-th element in every tuple
comes from the i-th iterable argument to zip().  This continues until the
shortest argument is exhausted.

If strict is true and one of the arguments is exhausted before the others,
raise a ValueError.""")
map_type = define(Map, "map", allocate=allocate_map, doc="""map(func, *iterables) --> map object

Make an iterator that computes the function using arguments from
each of the iterables.  Stops when the shortest iterable is exhausted.""")
filter_type = define(Filter, "filter", allocate=allocate_filter, doc="""\
filter(function or None, iterable) --> filter object

Return an iterator yielding those items of iterable for which function(item)
is true. If function is None, return the items that are true.""")
reversed_type = define(Reversed, "reversed", allocate=allocate_reversed, doc="""\
Return a reverse iterator over the values of the given sequence.""")
