"""chain, zip_longest, accumulate, starmap, pairwise: iterators that join or combine items."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.itertools.common import refusing, state_part, state_tuple
from interpreter.modules.itertools.selecting import ISlice
from interpreter.objects.dict import Dict
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2, tuple3
from interpreter.protocols.call import call, call2
from interpreter.protocols.iterate import iterator_of, list_of, next_of
from interpreter.protocols.number import binary
from transform.rpython import GcArray, new_array, new_var, set_item


class Chain(Iterator):
    """chain(*iterables) --> chain object

    `source` gives the iterables; `active` is the iterator of the present one."""
    source: Optional[Object]
    active: Optional[Object]

    def __init__(self, source: Object) -> None:
        self.source = source
        self.active = None

    def advance(self) -> Optional[Object]:
        while True:
            source = self.source
            if source is None:
                return None
            active = self.active
            if active is None:
                iterable = next_of(source)
                if iterable is None:
                    self.source = None
                    return None
                active = iterator_of(iterable)
                self.active = active
            item = next_of(active)
            if item is not None:
                return item
            self.active = None

    @exposed_static("__new__", rest="iterables")
    @staticmethod
    def new(cls: Type, iterables: Tuple) -> Object:
        """Create and return a new object."""
        check_subtype(cls, chain_type)
        return new_chain(cls, iterator_of(iterables))

    @exposed_class("from_iterable")
    @staticmethod
    def from_iterable(cls: Type, iterable: Object, /) -> Object:
        """Alternative chain() constructor taking a single iterable argument that evaluates lazily."""
        return new_chain(cls, iterator_of(iterable))

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        source, active = self.source, self.active
        if source is None:
            return tuple2(type_of(self), EMPTY_TUPLE)
        return tuple3(type_of(self), EMPTY_TUPLE, tuple1(source) if active is None else tuple2(source, active))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        parts = state_tuple(state)
        source = state_part(parts, 0)
        active = state_part(parts, 1) if parts.length > 1 else None
        if type_of(source).slots[Slot.NEXT] is None or (active is not None and type_of(active).slots[Slot.NEXT] is None):
            raise type_error("Arguments must be iterators.")
        self.source = source
        self.active = active

    @exposed_class("__class_getitem__")
    @staticmethod
    def class_get(cls: Type, item: Object, /) -> Object:
        """See PEP 585"""
        return GenericAlias(cls, item)


class ChainInstance(MappedStorage, Chain):
    """An instance of a class below chain."""
    python_type = None


def new_chain(cls: Type, source: Object) -> Object:
    if not cls.is_heap:
        return Chain(source)
    made = ChainInstance(source)
    made.start(cls)
    return made


class ZipLongest(Iterator):
    """zip_longest(iter1 [,iter2 [...]], [fillvalue=None]) --> zip_longest object

    An iterator that came to its end is taken out of `iterators`; `active` counts the others."""
    iterators: GcArray[Optional[Object]]
    active: int
    fill: Object

    def __init__(self, iterators: GcArray[Optional[Object]], fill: Object) -> None:
        self.iterators = iterators
        self.active = len(iterators)
        self.fill = fill

    def advance(self) -> Optional[Object]:
        count = len(self.iterators)
        if self.active == 0:
            return None
        result = new_var(Tuple, count)
        for i in range(count):
            set_item(result, i, self.fill)
            iterator = self.iterators[i]
            if iterator is not None:
                item = next_of(iterator)
                if item is not None:
                    set_item(result, i, item)
                else:
                    self.iterators[i] = None
                    self.active -= 1
                    if self.active == 0:
                        return None
        return result

    @exposed_static("__new__", rest="iterables", keywords="keywords")
    @staticmethod
    def new(cls: Type, iterables: Tuple, keywords: Dict) -> Object:
        """Create and return a new object."""
        check_subtype(cls, zip_longest_type)
        fill: Object = NONE
        if keywords.count > 0:
            found = keywords.get_str("fillvalue")
            if found is None or keywords.count > 1:
                raise type_error("zip_longest() got an unexpected keyword argument")
            fill = found
        iterators = new_array(Optional[Object], iterables.length)
        for i in range(iterables.length):
            iterators[i] = iterator_of(iterables.item(i))
        if not cls.is_heap:
            return ZipLongest(iterators, fill)
        made = ZipLongestInstance(iterators, fill)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        arguments: list[Object] = []
        for i in range(len(self.iterators)):
            iterator = self.iterators[i]
            arguments.append(EMPTY_TUPLE if iterator is None else iterator)
        return tuple3(type_of(self), new_tuple(arguments), self.fill)

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        self.fill = state


class ZipLongestInstance(MappedStorage, ZipLongest):
    """An instance of a class below zip_longest."""
    python_type = None


class Accumulate(Iterator):
    """Return series of accumulated sums (or other binary function results).

    `initial` is what comes before the items, until it was given out."""
    iterator: Object
    function: Object
    initial: Optional[Object]
    total: Optional[Object]

    def __init__(self, iterator: Object, function: Object, initial: Optional[Object]) -> None:
        self.iterator = iterator
        self.function = function
        self.initial = initial
        self.total = None

    def advance(self) -> Optional[Object]:
        initial = self.initial
        if initial is not None:
            self.initial = None
            self.total = initial
            return initial
        item = next_of(self.iterator)
        if item is None:
            return None
        total = self.total
        if total is not None:
            item = binary(Slot.ADD, total, item) if self.function is NONE else call2(self.function, total, item)
        self.total = item
        return item

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, func: Object = NONE, *, initial: Object = NONE) -> Object:
        """Create and return a new object."""
        check_subtype(cls, accumulate_type)
        iterator = iterator_of(iterable)
        first = None if initial is NONE else initial
        if not cls.is_heap:
            return Accumulate(iterator, func, first)
        made = AccumulateInstance(iterator, func, first)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        initial, total = self.initial, self.total
        if initial is not None:
            return tuple3(type_of(self), tuple2(chained(initial, self.iterator), self.function), NONE)
        if total is NONE:  # as a state, None would be taken for none at all
            again = Accumulate(chained(NONE, self.iterator), self.function, None)
            return tuple2(type_of(self), tuple2(ISlice(again, 1, -1, 1), self.function))
        return tuple3(type_of(self), tuple2(self.iterator, self.function), NONE if total is None else total)

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        self.total = state


class AccumulateInstance(MappedStorage, Accumulate):
    """An instance of a class below accumulate."""
    python_type = None


def chained(first: Object, rest: Object) -> Object:
    """An iterator over one item and then others."""
    return Chain(iterator_of(tuple2(tuple1(first), rest)))


class StarMap(Iterator):
    """Return an iterator whose values are returned from the function evaluated with an argument tuple taken from the given sequence."""
    function: Object
    iterator: Object

    def __init__(self, function: Object, iterator: Object) -> None:
        self.function = function
        self.iterator = iterator

    def advance(self) -> Optional[Object]:
        arguments = next_of(self.iterator)
        return None if arguments is None else call(self.function, list_of(arguments))

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, function: Object, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, starmap_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return StarMap(function, iterator)
        made = StarMapInstance(function, iterator)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        return tuple2(type_of(self), tuple2(self.function, self.iterator))


class StarMapInstance(MappedStorage, StarMap):
    """An instance of a class below starmap."""
    python_type = None


class Pairwise(Iterator):
    """Return an iterator of overlapping pairs taken from the input iterator."""
    iterator: Optional[Object]
    old: Optional[Object]

    def __init__(self, iterator: Object) -> None:
        self.iterator = iterator
        self.old = None

    def advance(self) -> Optional[Object]:
        iterator = self.iterator
        if iterator is None:
            return None
        old = self.old
        if old is None:
            old = next_of(iterator)
            self.old = old
        following = None if old is None or self.iterator is None else next_of(iterator)
        if old is None or following is None:
            self.iterator = None
            self.old = None
            return None
        self.old = following
        return tuple2(old, following)

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, /) -> Object:
        """Create and return a new object."""
        check_subtype(cls, pairwise_type)
        iterator = iterator_of(iterable)
        if not cls.is_heap:
            return Pairwise(iterator)
        made = PairwiseInstance(iterator)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        iterator = self.iterator
        if iterator is None:
            return tuple2(type_of(self), tuple1(EMPTY_TUPLE))
        old = self.old
        return tuple3(type_of(self), tuple1(iterator), EMPTY_TUPLE if old is None else tuple1(old))

    @exposed("__setstate__")
    def set_state(self, state: Tuple, /) -> None:
        """Set state information for unpickling."""
        self.old = state.item(0) if state.length > 0 else None


class PairwiseInstance(MappedStorage, Pairwise):
    """An instance of a class below pairwise."""
    python_type = None


chain_type = define(Chain, "chain", allocate=refusing(), module="itertools")
zip_longest_type = define(ZipLongest, "zip_longest", allocate=refusing(), module="itertools")
accumulate_type = define(Accumulate, "accumulate", allocate=refusing(), module="itertools")
starmap_type = define(StarMap, "starmap", allocate=refusing(), module="itertools")
pairwise_type = define(Pairwise, "pairwise", allocate=refusing(), module="itertools")
