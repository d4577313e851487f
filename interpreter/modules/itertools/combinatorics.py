"""product, permutations, combinations: iterators over the selections from a pool of items.

Each keeps the positions of the selected items in `indices`, which are empty before the first selection. The order of selections is that of the
positions; how one follows from the other is D. Knuth's (The Art of Computer Programming 4A, 7.2.1)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.itertools.common import refusing
from interpreter.objects.int import Int, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1, tuple2, tuple3
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_int
from transform.rpython import GcArray, new_array, new_var, set_item

_NO_INDICES = new_array(int, 0)


class Selections(Iterator):
    """What these iterators have in common."""
    indices: GcArray[int]
    has_started: bool
    has_ended: bool

    def __init__(self) -> None:
        self.indices = _NO_INDICES
        self.has_started = False
        self.has_ended = False

    def begin(self) -> bool:
        """Makes the indices of the first selection; whether there is one."""
        raise NotImplementedError

    def step(self) -> bool:
        """Makes the indices of the next selection; whether there is one."""
        raise NotImplementedError

    def selection(self) -> Object:
        """The selected items."""
        raise NotImplementedError

    def advance(self) -> Optional[Object]:
        if self.has_ended:
            return None
        if self.has_started:
            self.has_ended = not self.step()
        else:
            self.has_started = True
            self.has_ended = not self.begin()
        return None if self.has_ended else self.selection()

    @exposed("__sizeof__")
    def size_of(self) -> int:
        """Returns size in memory, in bytes."""
        return 64 + 8 * len(self.indices)


def picked(pool: Tuple, indices: GcArray[int], count: int) -> Tuple:
    """The items of a pool at the first `count` indices."""
    result = new_var(Tuple, count)
    for i in range(count):
        set_item(result, i, pool.item(indices[i]))
    return result


def indices_tuple(indices: GcArray[int]) -> Tuple:
    return new_tuple([new_int(indices[i]) for i in range(len(indices))])


def state_indices(state: Object, count: int) -> GcArray[int]:
    """The indices in a state, which must be `count`."""
    if not isinstance(state, Tuple) or state.length != count:
        raise value_error("invalid arguments")
    result = new_array(int, count)
    for i in range(count):
        result[i] = as_int(state.item(i))
    return result


def clamped(index: int, last: int) -> int:
    return max(min(index, last), 0)


class Product(Selections):
    """product(*iterables, repeat=1) --> product object"""
    pools: GcArray[Tuple]

    def __init__(self, pools: GcArray[Tuple]) -> None:
        super().__init__()
        self.pools = pools

    def begin(self) -> bool:
        self.indices = new_array(int, len(self.pools))
        for i in range(len(self.pools)):
            if self.pools[i].length == 0:
                return False
        return True

    def step(self) -> bool:
        i = len(self.pools) - 1
        while i >= 0:
            self.indices[i] += 1
            if self.indices[i] < self.pools[i].length:
                return True
            self.indices[i] = 0
            i -= 1
        return False

    def selection(self) -> Object:
        count = len(self.pools)
        result = new_var(Tuple, count)
        for i in range(count):
            set_item(result, i, self.pools[i].item(self.indices[i]))
        return result

    @exposed_static("__new__", rest="iterables")
    @staticmethod
    def new(cls: Type, iterables: Tuple, *, repeat: int = 1) -> Object:
        """Create and return a new object."""
        check_subtype(cls, product_type)
        if repeat < 0:
            raise value_error("repeat argument cannot be negative")
        count = iterables.length
        pools = new_array(Tuple, count * repeat)
        for i in range(count if repeat > 0 else 0):
            pools[i] = new_tuple(list_of(iterables.item(i)))
        for i in range(count, count * repeat):
            pools[i] = pools[i - count]
        if not cls.is_heap:
            return Product(pools)
        made = ProductInstance(pools)
        made.start(cls)
        return made

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        if self.has_ended:
            return tuple2(type_of(self), tuple1(EMPTY_TUPLE))
        pools: list[Object] = []
        for i in range(len(self.pools)):
            pools.append(self.pools[i])
        if not self.has_started:
            return tuple2(type_of(self), new_tuple(pools))
        return tuple3(type_of(self), new_tuple(pools), indices_tuple(self.indices))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        indices = state_indices(state, len(self.pools))
        for i in range(len(indices)):
            if self.pools[i].length == 0:
                self.has_ended = True
                return
            indices[i] = clamped(indices[i], self.pools[i].length - 1)
        self.indices = indices
        self.has_started = True


class ProductInstance(MappedStorage, Product):
    """An instance of a class below product."""
    python_type = None


class PoolSelections(Selections):
    """Selections of `count` items from one pool."""
    pool: Tuple
    count: int

    def __init__(self, pool: Tuple, count: int) -> None:
        super().__init__()
        self.pool = pool
        self.count = count

    def selection(self) -> Object:
        return picked(self.pool, self.indices, self.count)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        if not self.has_started:
            return tuple2(type_of(self), tuple2(self.pool, new_int(self.count)))
        if self.has_ended:
            return tuple2(type_of(self), tuple2(EMPTY_TUPLE, new_int(max(self.count, 1))))
        return tuple3(type_of(self), tuple2(self.pool, new_int(self.count)), self.state())

    def state(self) -> Object:
        return indices_tuple(self.indices)

    def highest(self, i: int) -> int:
        """The largest index at a place of a selection."""
        raise NotImplementedError

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        indices = state_indices(state, self.count)
        for i in range(self.count):
            indices[i] = clamped(indices[i], self.highest(i))
        self.indices = indices
        self.has_started = True


def selection_size(r: int) -> int:
    if r < 0:
        raise value_error("r must be non-negative")
    return r


class Combinations(PoolSelections):
    """Return successive r-length combinations of elements in the iterable."""

    def begin(self) -> bool:
        self.indices = new_array(int, self.count)
        for i in range(self.count):
            self.indices[i] = i
        return self.count <= self.pool.length

    def step(self) -> bool:
        i = self.count - 1
        while i >= 0 and self.indices[i] == self.highest(i):
            i -= 1
        if i < 0:
            return False
        index = self.indices[i] + 1
        for j in range(i, self.count):
            self.indices[j] = index + j - i
        return True

    def highest(self, i: int) -> int:
        return i + self.pool.length - self.count

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, r: int) -> Object:
        """Create and return a new object."""
        check_subtype(cls, combinations_type)
        pool = new_tuple(list_of(iterable))
        count = selection_size(r)
        if not cls.is_heap:
            return Combinations(pool, count)
        made = CombinationsInstance(pool, count)
        made.start(cls)
        return made


class CombinationsInstance(MappedStorage, Combinations):
    """An instance of a class below combinations."""
    python_type = None


class CombinationsWithReplacement(PoolSelections):
    """Return successive r-length combinations of elements in the iterable allowing individual elements to have successive repeats."""

    def begin(self) -> bool:
        self.indices = new_array(int, self.count)
        return self.count == 0 or self.pool.length > 0

    def step(self) -> bool:
        i = self.count - 1
        while i >= 0 and self.indices[i] == self.highest(i):
            i -= 1
        if i < 0:
            return False
        index = self.indices[i] + 1
        for j in range(i, self.count):
            self.indices[j] = index
        return True

    def highest(self, i: int) -> int:
        return self.pool.length - 1

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, r: int) -> Object:
        """Create and return a new object."""
        check_subtype(cls, replacement_type)
        pool = new_tuple(list_of(iterable))
        count = selection_size(r)
        if not cls.is_heap:
            return CombinationsWithReplacement(pool, count)
        made = CombinationsWithReplacementInstance(pool, count)
        made.start(cls)
        return made


class CombinationsWithReplacementInstance(MappedStorage, CombinationsWithReplacement):
    """An instance of a class below combinations_with_replacement."""
    python_type = None


class Permutations(PoolSelections):
    """Return successive r-length permutations of elements in the iterable.

    The first `count` of all indices are the selection; `cycles[i]` is how many items are still to come to place i while those before it stay."""
    cycles: GcArray[int]

    def __init__(self, pool: Tuple, count: int) -> None:
        super().__init__(pool, count)
        self.cycles = _NO_INDICES

    def begin(self) -> bool:
        n = self.pool.length
        if self.count > n:
            return False
        self.indices = new_array(int, n)
        for i in range(n):
            self.indices[i] = i
        self.cycles = new_array(int, self.count)
        for i in range(self.count):
            self.cycles[i] = n - i
        return True

    def step(self) -> bool:
        n = self.pool.length
        indices, cycles = self.indices, self.cycles
        i = self.count - 1
        while i >= 0:
            cycles[i] -= 1
            if cycles[i] > 0:
                other = n - cycles[i]
                indices[i], indices[other] = indices[other], indices[i]
                return True
            index = indices[i]
            for j in range(i, n - 1):
                indices[j] = indices[j + 1]
            indices[n - 1] = index
            cycles[i] = n - i
            i -= 1
        return False

    @exposed_static("__new__")
    @staticmethod
    def new(cls: Type, iterable: Object, r: Object = NONE) -> Object:
        """Create and return a new object."""
        check_subtype(cls, permutations_type)
        pool = new_tuple(list_of(iterable))
        count = pool.length
        if r is not NONE:
            if not isinstance(r, Int):
                raise type_error("Expected int as r")
            count = selection_size(as_int(r))
        if not cls.is_heap:
            return Permutations(pool, count)
        made = PermutationsInstance(pool, count)
        made.start(cls)
        return made

    def state(self) -> Object:
        return tuple2(indices_tuple(self.indices), indices_tuple(self.cycles))

    @exposed("__setstate__")
    def set_state(self, state: Object, /) -> None:
        """Set state information for unpickling."""
        if not isinstance(state, Tuple) or state.length != 2:
            raise value_error("invalid arguments")
        n = self.pool.length
        indices = state_indices(state.item(0), n)
        cycles = state_indices(state.item(1), self.count)
        for i in range(n):
            indices[i] = clamped(indices[i], n - 1)
        for i in range(self.count):
            cycles[i] = max(min(cycles[i], n - i), 1)
        self.indices = indices
        self.cycles = cycles
        self.has_started = True


class PermutationsInstance(MappedStorage, Permutations):
    """An instance of a class below permutations."""
    python_type = None


product_type = define(Product, "product", allocate=refusing(), module="itertools")
combinations_type = define(Combinations, "combinations", allocate=refusing(), module="itertools")
replacement_type = define(CombinationsWithReplacement, "combinations_with_replacement", allocate=refusing(), module="itertools")
permutations_type = define(Permutations, "permutations", allocate=refusing(), module="itertools")
