"""Iteration over any object."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.objects.int import new_int
from interpreter.objects.iterators import Iterator, ListIterator, TupleIterator, by_iter, by_iter_from
from interpreter.objects.list import List
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.protocols.call import invoke1, invoke2
from interpreter.protocols.compare import length

STOP_ITERATION = EXCEPTIONS["StopIteration"]
INDEX_ERROR = EXCEPTIONS["IndexError"]


def iterator_of(x: Object) -> Object:
    """``iter(x)``."""
    if isinstance(x, List) and x.python_type is not None:
        return ListIterator(x)
    if isinstance(x, Tuple) and x.python_type is not None:
        return TupleIterator(x)
    method = type_of(x).slots[Slot.ITER]
    if method is None:
        if type_of(x).slots[Slot.GETITEM] is not None and not type_of(x).is_mapping:
            return SequenceIterator(x)
        raise type_error(f"'{type_of(x).name}' object is not iterable")
    if method is NONE:
        raise type_error(f"'{type_of(x).name}' object is not iterable")
    result = invoke1(method, x)
    if type_of(result).slots[Slot.NEXT] is None:
        raise type_error(f"iter() returned non-iterator of type '{type_of(result).name}'")
    return result


def next_of(iterator: Object) -> Optional[Object]:
    """The next item of an iterator, or None when StopIteration was raised."""
    if isinstance(iterator, Iterator) and iterator.python_type is not None:
        return iterator.advance()
    method = type_of(iterator).slots[Slot.NEXT]
    if method is None:
        raise type_error(f"'{type_of(iterator).name}' object is not an iterator")
    try:
        return invoke1(method, iterator)
    except PyError as error:
        if not error.type.is_subtype(STOP_ITERATION):
            raise
        return None


def list_of(x: Object) -> list[Object]:
    """All items of an iterable."""
    if isinstance(x, List) and x.python_type is not None:
        return x.to_list()
    if isinstance(x, Tuple) and x.python_type is not None:
        return x.items()
    result: list[Object] = []
    iterator = iterator_of(x)
    while True:
        item = next_of(iterator)
        if item is None:
            return result
        result.append(item)


def unpack(x: Object, count: int) -> list[Object]:
    """The items of an iterable that must have `count` of them."""
    if type_of(x).slots[Slot.ITER] is None and type_of(x).slots[Slot.GETITEM] is None:
        raise type_error(f"cannot unpack non-iterable {type_of(x).name} object")
    result: list[Object] = []
    iterator = iterator_of(x)
    while True:
        item = next_of(iterator)
        if item is None:
            break
        if len(result) == count:
            raise value_error(f"too many values to unpack (expected {count})")
        result.append(item)
    if len(result) < count:
        raise value_error(f"not enough values to unpack (expected {count}, got {len(result)})")
    return result


class SequenceIterator(Iterator):
    """Iterates over an object that has ``__getitem__`` only."""
    sequence: Optional[Object]
    position: int

    def __init__(self, sequence: Object) -> None:
        self.sequence = sequence
        self.position = 0

    def advance(self) -> Optional[Object]:
        sequence = self.sequence
        if sequence is None:
            return None
        method = type_of(sequence).slots[Slot.GETITEM]
        assert method is not None
        try:
            result = invoke2(method, sequence, new_int(self.position))
        except PyError as error:
            if not (error.type.is_subtype(INDEX_ERROR) or error.type.is_subtype(STOP_ITERATION)):
                raise
            self.sequence = None
            return None
        self.position += 1
        return result

    @exposed("__length_hint__")
    def length_hint(self) -> Object:
        """Private method returning an estimate of len(list(it))."""
        sequence = self.sequence
        if sequence is None:
            return new_int(0)
        if type_of(sequence).slots[Slot.LEN] is None:
            return NOT_IMPLEMENTED
        return new_int(max(length(sequence) - self.position, 0))

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        sequence = self.sequence
        return by_iter(EMPTY_TUPLE) if sequence is None else by_iter_from(sequence, self.position)

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        if self.sequence is not None:
            self.position = max(state, 0)


define(SequenceIterator, "iterator", doc="")
