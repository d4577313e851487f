"""Sorting: order, stability, few comparisons where there is order already."""
from __future__ import annotations

from functools import total_ordering
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_list, read_list


@total_ordering
class Counted:
    """A number that counts comparisons."""

    comparisons = 0

    def __init__(self, value: int) -> None:
        self.value = value

    def __lt__(self, other: Counted) -> bool:
        Counted.comparisons += 1
        return self.value < other.value

    def __eq__(self, other: Any) -> bool:
        return self.value == other.value


@given(st.lists(st.integers(0, 20), max_size=200), st.booleans())
def test_sort(items: list[int], reverse: bool) -> None:
    ours = make_list(items)
    ours.sort(reverse)
    assert read_list(ours) == sorted(items, reverse=reverse)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers()), max_size=200), st.booleans())
def test_sort_by_key_is_stable(items: list[tuple[int, int]], reverse: bool) -> None:
    ours = make_list(items)
    ours.sort_by_key(lambda pair: pair[0], reverse)
    assert read_list(ours) == sorted(items, key=lambda pair: pair[0], reverse=reverse)


@pytest.mark.parametrize("values", [range(1000), range(1000, 0, -1), [5] * 1000])
def test_order_is_noticed(values: Any) -> None:
    ours = make_list([Counted(x) for x in values])
    Counted.comparisons = 0
    ours.sort()
    assert [x.value for x in read_list(ours)] == sorted(values)
    assert Counted.comparisons < 1010
