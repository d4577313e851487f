"""Functional tools for creating and using iterators."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.itertools.combinatorics import combinations_type, permutations_type, product_type, replacement_type
from interpreter.modules.itertools.combining import accumulate_type, chain_type, pairwise_type, starmap_type, zip_longest_type
from interpreter.modules.itertools.grouping import group_type, groupby_type
from interpreter.modules.itertools.infinite import count_type, cycle_type, repeat_type
from interpreter.modules.itertools.selecting import compress_type, dropwhile_type, filterfalse_type, islice_type, takewhile_type
from interpreter.modules.itertools.tee import new_tee, source_type, tee_type
from interpreter.objects.object import Object
from interpreter.objects.tuple import EMPTY_TUPLE, new_tuple
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call0
from interpreter.protocols.iterate import iterator_of


@exposed("tee")
def make_tee(iterable: Object, n: int = 2, /) -> Object:
    """Returns a tuple of n independent iterators."""
    if n < 0:
        raise value_error("n must be >= 0")
    if n == 0:
        return EMPTY_TUPLE
    first = iterator_of(iterable)
    copier = find_optional(first, "__copy__")
    if copier is None:
        first = new_tee(first)
        copier = find_optional(first, "__copy__")
    assert copier is not None
    copies = [first]
    for _ in range(n - 1):
        copies.append(call0(copier))
    return new_tuple(copies)


TYPES = [
    accumulate_type, chain_type, combinations_type, compress_type, count_type, cycle_type, dropwhile_type, filterfalse_type, group_type,
    groupby_type, islice_type, pairwise_type, permutations_type, product_type, repeat_type, replacement_type, source_type, starmap_type,
    takewhile_type, tee_type, zip_longest_type]

define_module(__name__, "itertools", contents={type.name: type for type in TYPES})
