"""Lists against Python's."""
from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_list, read_list
from transform.runtime.lists import List
from transform.runtime.slices import MISSING, TO_END

small = st.integers(-3, 12)
indexes = st.integers(-12, 12)
lists = st.lists(small, max_size=9)


def outcome(operation: Callable[[], Any]) -> Any:
    """The result, or the class of the exception."""
    try:
        result = operation()
    except (IndexError, ValueError) as error:
        return type(error)
    return read_list(result) if isinstance(result, List) else result


MUTATIONS: list[tuple[str, Callable[[Any, int, int, list[int]], Any], Callable[[Any, int, int, list[int]], Any]]] = [
    ("append", lambda a, i, x, other: a.append(x), lambda a, i, x, other: a.append(x)),
    ("insert", lambda a, i, x, other: a.insert(i, x), lambda a, i, x, other: a.insert(i, x)),
    ("pop", lambda a, i, x, other: a.pop(), lambda a, i, x, other: a.pop()),
    ("pop at", lambda a, i, x, other: a.pop(i), lambda a, i, x, other: a.pop(i)),
    ("remove", lambda a, i, x, other: a.remove(x), lambda a, i, x, other: a.remove(x)),
    ("store", lambda a, i, x, other: a.__setitem__(i, x), lambda a, i, x, other: a.__setitem__(i, x)),
    ("delete", lambda a, i, x, other: a.__delitem__(i), lambda a, i, x, other: a.__delitem__(i)),
    ("extend", lambda a, i, x, other: a.extend(make_list(other)), lambda a, i, x, other: a.extend(other)),
    ("extend self", lambda a, i, x, other: a.extend(a), lambda a, i, x, other: a.extend(a)),
    ("slice", lambda a, i, x, other: a.set_slice(i, x, make_list(other)),
     lambda a, i, x, other: a.__setitem__(slice(i, x), other)),
    ("slice self", lambda a, i, x, other: a.set_slice(i, x, a), lambda a, i, x, other: a.__setitem__(slice(i, x), a)),
    ("delete slice", lambda a, i, x, other: a.delete_slice(i, x), lambda a, i, x, other: a.__delitem__(slice(i, x))),
    ("reverse", lambda a, i, x, other: a.reverse(), lambda a, i, x, other: a.reverse()),
    ("clear", lambda a, i, x, other: a.clear(), lambda a, i, x, other: a.clear()),
    ("sort", lambda a, i, x, other: a.sort(), lambda a, i, x, other: a.sort()),
]


@given(lists, st.lists(st.tuples(st.sampled_from(MUTATIONS), indexes, small, lists), max_size=12))
def test_mutations(start: list[int], steps: list[Any]) -> None:
    ours, theirs = make_list(start), list(start)
    for (name, on_ours, on_theirs), i, x, other in steps:
        if len(theirs) > 500:
            theirs.clear()
            ours.clear()
        assert outcome(lambda: on_ours(ours, i, x, other)) == outcome(lambda: on_theirs(theirs, i, x, other)), name
        assert read_list(ours) == theirs, name


@given(lists, lists, indexes, indexes, st.integers(-4, 4))
def test_queries(a: list[int], b: list[int], i: int, j: int, step: int) -> None:
    ours = make_list(a)
    assert outcome(lambda: ours[i]) == outcome(lambda: a[i])
    assert (i in ours) == (i in a)
    assert ours.count(i) == a.count(i)
    assert outcome(lambda: ours.index(i)) == outcome(lambda: a.index(i))
    assert outcome(lambda: ours.index(1, i, j)) == outcome(lambda: a.index(1, i, j))
    assert (ours == make_list(b)) == (a == b)
    assert ours == make_list(a)
    assert read_list(ours + make_list(b)) == a + b
    assert read_list(ours * i) == a * i
    assert read_list(ours.copy()) == a
    assert read_list(ours.get_slice(i, j)) == a[i:j]
    assert outcome(lambda: ours.get_slice_step(i, j, step)) == outcome(lambda: a[i:j:step])


@given(lists, indexes, st.sampled_from([-3, -2, -1, 1, 2]))
def test_missing_bounds(a: list[int], i: int, step: int) -> None:
    ours = make_list(a)
    assert read_list(ours.get_slice(0, TO_END)) == a
    assert read_list(ours.get_slice_step(MISSING, MISSING, step)) == a[::step]
    assert read_list(ours.get_slice_step(i, MISSING, step)) == a[i::step]
    assert read_list(ours.get_slice_step(MISSING, i, step)) == a[:i:step]


def test_in_place_sum_is_the_same_list() -> None:
    ours = make_list([1])
    same = ours
    same += make_list([2])
    assert same is ours and read_list(ours) == [1, 2]


def test_growth_takes_constant_time_an_item() -> None:
    ours = List[int]()
    arrays = set()
    for i in range(10000):
        ours.append(i)
        arrays.add(id(ours.items))
    assert len(arrays) < 30


@pytest.mark.parametrize("operation, message", [
    (lambda a: a.pop(), "pop from empty list"),
    (lambda a: a.pop(0), "pop from empty list"),
    (lambda a: a[0], "index out of range"),
])
def test_messages(operation: Callable[[List[int]], Any], message: str) -> None:
    with pytest.raises(IndexError, match=message):
        operation(List[int]())


def test_sorting_restores_the_list_after_an_exception() -> None:
    def key(x: int) -> int:
        raise KeyError

    ours = make_list([3, 1, 2])
    with pytest.raises(KeyError):
        ours.sort_by_key(key)
    assert read_list(ours) == [3, 1, 2]
