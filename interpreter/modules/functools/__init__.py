"""Tools that operate on functions."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.functools.comparison_key import ComparisonKey
from interpreter.modules.functools.lru_cache import lru_cache_type
from interpreter.modules.functools.partial import partial_type
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.protocols.call import call2
from interpreter.protocols.iterate import iterator_of, next_of


@exposed("reduce")
def fold(function: Object, iterable: Object, initial: Optional[Object] = None, /) -> Object:
    """reduce(function, iterable[, initial]) -> value"""
    if type_of(iterable).slots[Slot.ITER] is None and type_of(iterable).slots[Slot.GETITEM] is None:
        raise type_error("reduce() arg 2 must support iteration")
    iterator = iterator_of(iterable)
    result = next_of(iterator) if initial is None else initial
    if result is None:
        raise type_error("reduce() of empty iterable with no initial value")
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        result = call2(function, result, item)


@exposed("cmp_to_key")
def key_of_comparison(mycmp: Object) -> Object:
    """Convert a cmp= function into a key= function."""
    return ComparisonKey(mycmp, None)


define_module(__name__, "_functools", contents={"partial": partial_type, "_lru_cache_wrapper": lru_cache_type})
