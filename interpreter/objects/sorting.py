"""Sorting of Python objects: natural runs, merged in the order of powersort (Munro and Wild, "Nearly-Optimal Mergesorts", 2018).

Stable. The comparison is chosen once for all items: ints, floats and strings are compared without a call into the protocols. What a comparison
raises leaves the array a permutation of what it was. With `values`, these move along with the keys that are compared."""
from __future__ import annotations

from interpreter.objects.float import Float, SmallFloat
from interpreter.objects.int import SmallInt
from interpreter.objects.object import Object
from interpreter.objects.str import Str
from interpreter.protocols.compare import less_than
from transform.rpython import GcArray, copy_items, inline, new_array, same_class, specialize, unchecked_cast

ANY, INTS, FLOATS, STRINGS = range(4)

_SHORT = 24
"""Natural runs shorter than this are extended by insertion."""


class Run:
    """A sorted part of the array; `power` is the depth of the boundary to the run before it, in the tree of merges."""
    start: int
    length: int
    power: int

    def __init__(self, start: int, length: int) -> None:
        self.start = start
        self.length = length
        self.power = 0


@inline
def less(kind: int, a: Object, b: Object) -> bool:
    if kind == INTS:
        return unchecked_cast(SmallInt, a).value < unchecked_cast(SmallInt, b).value
    if kind == FLOATS:
        return unchecked_cast(Float, a).number() < unchecked_cast(Float, b).number()
    if kind == STRINGS:
        return unchecked_cast(Str, a).value < unchecked_cast(Str, b).value
    return less_than(a, b)


def kind_of(keys: GcArray[Object], count: int) -> int:
    """How all of the keys can be compared."""
    first = keys[0]
    if isinstance(first, SmallInt):
        for i in range(1, count):
            if not isinstance(keys[i], SmallInt):
                return ANY
        return INTS
    if isinstance(first, SmallFloat):
        for i in range(1, count):
            if not isinstance(keys[i], SmallFloat):
                return ANY
        return FLOATS
    if isinstance(first, Str) and first.python_type is not None:
        for i in range(1, count):
            if not same_class(keys[i], first):
                return ANY
        return STRINGS
    return ANY


def sort_objects(keys: GcArray[Object], values: GcArray[Object], count: int, has_values: bool) -> None:
    """Sorts the first `count` keys, and the values with them."""
    if count < 2:
        return
    kind = kind_of(keys, count)
    if kind == INTS:
        sort_runs(INTS, keys, values, count, has_values)
    elif kind == FLOATS:
        sort_runs(FLOATS, keys, values, count, has_values)
    elif kind == STRINGS:
        sort_runs(STRINGS, keys, values, count, has_values)
    else:
        sort_runs(ANY, keys, values, count, has_values)


@specialize("kind")
def sort_runs(kind: int, keys: GcArray[Object], values: GcArray[Object], count: int, has_values: bool) -> None:
    start = next_run(kind, keys, values, 0, count, has_values)
    if start == count:
        return
    stack = [Run(0, start)]
    while start < count:
        length = next_run(kind, keys, values, start, count, has_values)
        run = Run(start, length)
        if len(stack) > 0:
            power = boundary_power(stack[-1], run, count)
            while len(stack) > 1 and stack[-1].power > power:
                merge_top(kind, keys, values, stack, has_values)
            run.power = power
        stack.append(run)
        start += length
    while len(stack) > 1:
        merge_top(kind, keys, values, stack, has_values)


def boundary_power(left: Run, right: Run, count: int) -> int:
    """How deep the boundary of two runs lies in a perfectly balanced tree: the first bit in which their middles, as fractions, differ."""
    a = 2 * left.start + left.length
    b = a + left.length + right.length
    power = 0
    while True:
        power += 1
        if a >= count:
            a -= count
            b -= count
        elif b >= count:
            return power
        a <<= 1
        b <<= 1


@specialize("kind")
def next_run(kind: int, keys: GcArray[Object], values: GcArray[Object], start: int, count: int, has_values: bool) -> int:
    """The length of the sorted run from `start` on, made long enough."""
    end = start + 1
    if end < count:
        if less(kind, keys[end], keys[start]):
            end += 1
            while end < count and less(kind, keys[end], keys[end - 1]):
                end += 1
            reverse_part(keys, start, end)
            if has_values:
                reverse_part(values, start, end)
        else:
            end += 1
            while end < count and not less(kind, keys[end], keys[end - 1]):
                end += 1
    wanted = min(start + _SHORT, count)
    while end < wanted:
        insert_key(kind, keys, values, start, end, has_values)
        end += 1
    return end - start


@specialize("kind")
def insert_key(kind: int, keys: GcArray[Object], values: GcArray[Object], start: int, end: int, has_values: bool) -> None:
    """Moves the key at `end` to its place in the run before it."""
    key = keys[end]
    place = upper_bound(kind, keys, start, end, key)
    copy_items(keys, place, keys, place + 1, end - place)
    keys[place] = key
    if has_values:
        value = values[end]
        copy_items(values, place, values, place + 1, end - place)
        values[place] = value


@specialize("kind")
def upper_bound(kind: int, keys: GcArray[Object], low: int, high: int, key: Object) -> int:
    """Behind all keys that are not greater."""
    while low < high:
        middle = (low + high) >> 1
        if less(kind, key, keys[middle]):
            high = middle
        else:
            low = middle + 1
    return low


@specialize("kind")
def lower_bound(kind: int, keys: GcArray[Object], low: int, high: int, key: Object) -> int:
    """Before all keys that are not less."""
    while low < high:
        middle = (low + high) >> 1
        if less(kind, keys[middle], key):
            low = middle + 1
        else:
            high = middle
    return low


def reverse_part(items: GcArray[Object], start: int, end: int) -> None:
    """Reverses the items from `start` up to `end`."""
    end -= 1
    while start < end:
        item = items[start]
        items[start] = items[end]
        items[end] = item
        start += 1
        end -= 1


@specialize("kind")
def merge_top(kind: int, keys: GcArray[Object], values: GcArray[Object], stack: list[Run], has_values: bool) -> None:
    """Merges the last two runs. What is in its place already, at both ends, is left out."""
    right = stack.pop()
    left = stack[-1]
    middle = right.start
    end = right.start + right.length
    start = left.start
    left.length += right.length
    if not less(kind, keys[middle], keys[middle - 1]):
        return
    start = upper_bound(kind, keys, start, middle, keys[middle])
    end = lower_bound(kind, keys, middle, end, keys[middle - 1])
    if middle - start <= end - middle:
        merge_low(kind, keys, values, start, middle, end, has_values)
    else:
        merge_high(kind, keys, values, start, middle, end, has_values)


@specialize("kind")
def merge_low(kind: int, keys: GcArray[Object], values: GcArray[Object], start: int, middle: int, end: int, has_values: bool) -> None:
    """Merges from the left; the left run is the shorter one and waits in an array of its own."""
    count = middle - start
    waiting = part_of(keys, start, count)
    waiting_values = part_of(values, start, count) if has_values else values
    i = 0
    j = middle
    target = start
    try:
        while i < count and j < end:
            if less(kind, keys[j], waiting[i]):
                keys[target] = keys[j]
                if has_values:
                    values[target] = values[j]
                j += 1
            else:
                keys[target] = waiting[i]
                if has_values:
                    values[target] = waiting_values[i]
                i += 1
            target += 1
    finally:
        copy_items(waiting, i, keys, target, count - i)
        if has_values:
            copy_items(waiting_values, i, values, target, count - i)


@specialize("kind")
def merge_high(kind: int, keys: GcArray[Object], values: GcArray[Object], start: int, middle: int, end: int, has_values: bool) -> None:
    """Merges from the right; the right run is the shorter one and waits in an array of its own."""
    count = end - middle
    waiting = part_of(keys, middle, count)
    waiting_values = part_of(values, middle, count) if has_values else values
    i = middle
    j = count
    target = end
    try:
        while i > start and j > 0:
            target -= 1
            if less(kind, waiting[j - 1], keys[i - 1]):
                i -= 1
                keys[target] = keys[i]
                if has_values:
                    values[target] = values[i]
            else:
                j -= 1
                keys[target] = waiting[j]
                if has_values:
                    values[target] = waiting_values[j]
    finally:
        copy_items(waiting, 0, keys, i, j)
        if has_values:
            copy_items(waiting_values, 0, values, i, j)


def part_of(items: GcArray[Object], start: int, count: int) -> GcArray[Object]:
    result = new_array(Object, count)
    copy_items(items, start, result, 0, count)
    return result
