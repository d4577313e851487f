"""Stable sorting of arrays by ``<``.

Short runs are sorted by insertion and merged bottom up. An array that is in order already, or strictly in reverse
order, costs one pass; a merge of two runs that are in order already costs one comparison.

The functions sort ``keys`` and, where ``keyed``, move ``items`` along. Otherwise ``items`` is not used.
"""
from __future__ import annotations

from typing import TypeVar

from transform.rpython import GcArray, copy_items, get_item, new_array, set_item, specialize

K = TypeVar("K")
T = TypeVar("T")

RUN = 12  # up to this many items insertion is the fastest


def reverse_items(items: GcArray[T], n: int) -> None:
    """Reverses the first ``n`` items."""
    i = 0
    j = n - 1
    while i < j:
        item = get_item(items, i)
        set_item(items, i, get_item(items, j))
        set_item(items, j, item)
        i += 1
        j -= 1


@specialize("keyed")
def sort_items(keys: GcArray[K], items: GcArray[T], n: int, keyed: bool) -> None:
    """Sorts the first ``n`` keys, and the items with them where ``keyed``."""
    if n < 2:
        return
    if get_item(keys, 1) < get_item(keys, 0):
        if _run_length(keys, n, True) == n:
            reverse_items(keys, n)
            if keyed:
                reverse_items(items, n)
            return
    elif _run_length(keys, n, False) == n:
        return
    low = 0
    while low < n:
        _insertion_sort(keys, items, low, min(low + RUN, n), keyed)
        low += RUN
    if n > RUN:
        _merge_runs(keys, items, n, keyed)


@specialize("descending")
def _run_length(keys: GcArray[K], n: int, descending: bool) -> int:
    """How many of the first ``n`` keys ascend, or descend strictly (so that reversing them is stable)."""
    i = 1
    while i < n and (get_item(keys, i) < get_item(keys, i - 1)) == descending:
        i += 1
    return i


@specialize("keyed")
def _insertion_sort(keys: GcArray[K], items: GcArray[T], low: int, high: int, keyed: bool) -> None:
    for i in range(low + 1, high):
        key = get_item(keys, i)
        j = i
        while j > low and key < get_item(keys, j - 1):
            set_item(keys, j, get_item(keys, j - 1))
            j -= 1
        set_item(keys, j, key)
        if keyed and j != i:
            item = get_item(items, i)
            copy_items(items, j, items, j + 1, i - j)
            set_item(items, j, item)


@specialize("keyed")
def _merge_runs(keys: GcArray[K], items: GcArray[T], n: int, keyed: bool) -> None:
    """Merges sorted runs of length `RUN` until one is left."""
    spare_keys = new_array(K, n)  # type: ignore[misc]
    spare_items = new_array(T, n if keyed else 0)  # type: ignore[misc]
    width = RUN
    while width < n:
        low = 0
        while low + width < n:
            middle = low + width
            high = min(middle + width, n)
            if get_item(keys, middle) < get_item(keys, middle - 1):
                _merge(keys, items, spare_keys, spare_items, low, middle, high, keyed)
            low = high
        width *= 2


@specialize("keyed")
def _merge(keys: GcArray[K], items: GcArray[T], spare_keys: GcArray[K], spare_items: GcArray[T],
           low: int, middle: int, high: int, keyed: bool) -> None:
    """Merges the sorted runs from ``low`` to ``middle`` and from there to ``high``."""
    left = middle - low
    copy_items(keys, low, spare_keys, 0, left)
    if keyed:
        copy_items(items, low, spare_items, 0, left)
    i = 0
    j = middle
    k = low
    while i < left and j < high:
        if get_item(keys, j) < get_item(spare_keys, i):
            set_item(keys, k, get_item(keys, j))
            if keyed:
                set_item(items, k, get_item(items, j))
            j += 1
        else:
            set_item(keys, k, get_item(spare_keys, i))
            if keyed:
                set_item(items, k, get_item(spare_items, i))
            i += 1
        k += 1
    copy_items(spare_keys, i, keys, k, left - i)
    if keyed:
        copy_items(spare_items, i, items, k, left - i)
