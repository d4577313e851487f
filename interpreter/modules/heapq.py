"""Heap queue algorithm (a.k.a. priority queue).

The heap is a list whose item at k is not greater than those at 2k+1 and 2k+2 (J. Williams, 1964); not less, for the functions whose names end
in ``_max``. An item that has to go down is first carried to a leaf and then up again, which takes fewer comparisons (Knuth, 5.2.3, exercise 18)."""
from __future__ import annotations

from interpreter.errors import index_error, runtime_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.objects.list import List
from interpreter.objects.object import Object
from interpreter.protocols.compare import less_than
from transform.rpython import specialize


@specialize("is_max")
def is_before(heap: List, a: Object, b: Object, is_max: bool) -> bool:
    """Whether `a` belongs above `b`. RuntimeError if the comparison changed the heap."""
    length = heap.length
    result = less_than(b, a) if is_max else less_than(a, b)
    if heap.length != length:
        raise runtime_error("list changed size during iteration")
    return result


@specialize("is_max")
def move_up(heap: List, top: int, position: int, is_max: bool) -> None:
    """Moves an item up to where it belongs, at most to `top`."""
    item = heap.items[position]
    while position > top:
        parent = (position - 1) >> 1
        above = heap.items[parent]
        if not is_before(heap, item, above, is_max):
            break
        heap.items[parent] = item
        heap.items[position] = above
        position = parent


@specialize("is_max")
def move_down(heap: List, top: int, is_max: bool) -> None:
    """Moves an item down to where it belongs."""
    length = heap.length
    position = top
    while 2 * position + 1 < length:
        child = 2 * position + 1
        if child + 1 < length and not is_before(heap, heap.items[child], heap.items[child + 1], is_max):
            child += 1
        item = heap.items[position]
        heap.items[position] = heap.items[child]
        heap.items[child] = item
        position = child
    move_up(heap, top, position, is_max)


@specialize("is_max")
def pop(heap: List, is_max: bool) -> Object:
    if heap.length == 0:
        raise index_error("index out of range")
    last = heap.items[heap.length - 1]
    heap.clear_from(heap.length - 1)
    if heap.length == 0:
        return last
    return exchange(heap, last, is_max)


@specialize("is_max")
def exchange(heap: List, item: Object, is_max: bool) -> Object:
    """Takes the first item out and puts another one in."""
    if heap.length == 0:
        raise index_error("index out of range")
    result = heap.items[0]
    heap.items[0] = item
    move_down(heap, 0, is_max)
    return result


@specialize("is_max")
def order(heap: List, is_max: bool) -> None:
    for i in range(heap.length // 2 - 1, -1, -1):
        move_down(heap, i, is_max)


@exposed("heappush")
def push(heap: List, item: Object, /) -> None:
    """Push item onto heap, maintaining the heap invariant."""
    heap.push(item)
    move_up(heap, 0, heap.length - 1, False)


@exposed("heappop")
def pop_smallest(heap: List, /) -> Object:
    """Pop the smallest item off the heap, maintaining the heap invariant."""
    return pop(heap, False)


@exposed("heapreplace")
def replace_smallest(heap: List, item: Object, /) -> Object:
    """Pop and return the current smallest value, and add the new item."""
    return exchange(heap, item, False)


@exposed("heappushpop")
def push_and_pop(heap: List, item: Object, /) -> Object:
    """Push item on the heap, then pop and return the smallest item from the heap."""
    if heap.length == 0 or not is_before(heap, heap.items[0], item, False):
        return item
    return exchange(heap, item, False)


@exposed("heapify")
def order_smallest_first(heap: List, /) -> None:
    """Transform list into a heap, in-place, in O(len(heap)) time."""
    order(heap, False)


@exposed("_heappop_max")
def pop_largest(heap: List, /) -> Object:
    """Maxheap variant of heappop."""
    return pop(heap, True)


@exposed("_heapreplace_max")
def replace_largest(heap: List, item: Object, /) -> Object:
    """Maxheap variant of heapreplace."""
    return exchange(heap, item, True)


@exposed("_heapify_max")
def order_largest_first(heap: List, /) -> None:
    """Maxheap variant of heapify."""
    order(heap, True)


define_module(__name__, "_heapq")
