"""Sets against Python's."""
from __future__ import annotations

from typing import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import read_list
from transform.runtime.sets import Set

members = st.sets(st.integers(0, 9), max_size=8)


def make_set(items: Iterable[int]) -> Set[int]:
    result: Set[int] = Set()
    for item in items:
        result.add(item)
    return result


def read_set(value: Set[int]) -> set[int]:
    return set(read_list(value.key_list()))


@given(members, members)
def test_two(a: set[int], b: set[int]) -> None:
    ours, other = make_set(a), make_set(b)
    assert (ours == other, ours <= other, ours < other, ours >= other, ours > other) == (
        a == b, a <= b, a < b, a >= b, a > b)
    assert (ours.issubset(other), ours.issuperset(other), ours.isdisjoint(other)) == (
        a.issubset(b), a.issuperset(b), a.isdisjoint(b))
    assert [read_set(s) for s in (ours | other, ours & other, ours - other, ours ^ other)] == [
        a | b, a & b, a - b, a ^ b]
    assert read_set(ours.union(other)) == a | b and read_set(ours.symmetric_difference(other)) == a ^ b
    assert read_set(ours.intersection(other)) == a & b and read_set(ours.difference(other)) == a - b
    for change in ("__ior__", "__iand__", "__isub__"):
        changed, expected = make_set(a), set(a)
        assert getattr(changed, change)(other) is changed
        getattr(expected, change)(b)
        assert read_set(changed) == expected
    ours.update(other)
    assert read_set(ours) == a | b and len(ours) == len(a | b)


@given(members, st.integers(0, 9))
def test_members(a: set[int], x: int) -> None:
    ours = make_set(a)
    assert (x in ours) == (x in a)
    ours.discard(x)
    assert read_set(ours) == a - {x}
    with pytest.raises(KeyError):
        ours.remove(x)
    ours.add(x)
    ours.remove(x)
    copy = ours.copy()
    ours.clear()
    assert len(ours) == 0 and read_set(copy) == a - {x}


def test_order_and_pop() -> None:
    ours = make_set([3, 1, 2, 1])
    assert list(ours) == [3, 1, 2]
    assert ours.pop() == 2
    ours.clear()
    with pytest.raises(KeyError):
        ours.pop()


def test_iteration_notices_changes() -> None:
    ours = make_set([1, 2])
    iterator = iter(ours)
    next(iterator)
    ours.add(3)
    with pytest.raises(RuntimeError, match="Set changed size"):
        next(iterator)
