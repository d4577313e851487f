"""What a slice means for a sequence of a given length."""
from __future__ import annotations

from interpreter.errors import memory_error, overflow_error, type_error, value_error
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slice import Slice
from interpreter.objects.slots import Slot
from interpreter.protocols.number import clamped_index, index

SMALLEST = -0x8000000000000000
LARGEST = 0x7FFFFFFFFFFFFFFF


def slice_index(x: Object) -> int:
    """A part of a slice that is not None; what does not fit the machine is the nearest that does."""
    if not isinstance(x, Int) and type_of(x).slots[Slot.INDEX] is None:
        raise type_error("slice indices must be integers or None or have an __index__ method")
    return clamped_index(x)


def unpack_slice(s: Slice) -> tuple[int, int, int]:
    """Start, stop and step as machine integers. May run Python code, so the length of the sequence is asked for afterwards."""
    step = 1 if s.step is NONE else slice_index(s.step)
    if step == 0:
        raise value_error("slice step cannot be zero")
    if step == SMALLEST:
        step = -LARGEST
    if s.start is NONE:
        start = LARGEST if step < 0 else 0
    else:
        start = slice_index(s.start)
    if s.stop is NONE:
        stop = SMALLEST if step < 0 else LARGEST
    else:
        stop = slice_index(s.stop)
    return start, stop, step


def adjust_slice(start: int, stop: int, step: int, length: int) -> tuple[int, int, int]:
    """Start and stop inside a sequence of this length, and how many items lie between them."""
    start = adjust_end(start, step, length)
    stop = adjust_end(stop, step, length)
    if step < 0:
        return start, stop, (start - stop - 1) // -step + 1 if stop < start else 0
    return start, stop, (stop - start - 1) // step + 1 if start < stop else 0


def adjust_end(end: int, step: int, length: int) -> int:
    if end < 0:
        end += length
        if end < 0:
            return -1 if step < 0 else 0
    elif end >= length:
        return length - 1 if step < 0 else length
    return end


def adjust_range(start: Object, stop: Object, length: int) -> tuple[int, int]:
    """The optional arguments `start` and `stop` of ``index`` methods, where `stop` may still exceed the length."""
    first = slice_index(start)
    last = slice_index(stop)
    if first < 0:
        first = max(first + length, 0)
    if last < 0:
        last = max(last + length, 0)
    return first, last


def repeat_count(value: Object, length: int) -> int:
    """How often a sequence of some length is repeated; MemoryError where that is too much."""
    number = index(value)
    if not number.fits():
        raise overflow_error(f"cannot fit '{type_of(value).name}' into an index-sized integer")
    times = number.machine()
    if times <= 0 or length == 0:
        return 0
    if times > (1 << 40) // length:
        raise memory_error()
    return times
