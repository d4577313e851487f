"""Dicts against Python's: every kind of history, prebuilt ones, colliding keys, iteration."""
from __future__ import annotations

from typing import Any, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transform.runtime.values import make_dict, read_dict, read_list
from transform.rpython import new_array, set_item
from transform.runtime.customdict import CustomDict
from transform.runtime.dicts import NO_INDEX, NO_INDEX_SHIFT, Dict


class Colliding:
    """A key whose hash is the same for many."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Colliding) and self.value == other.value

    def __hash__(self) -> int:
        return self.value % 3

    def __repr__(self) -> str:
        return f"Colliding({self.value})"


keys = st.integers(-20, 40) | st.integers(0, 12).map(Colliding) | st.integers(0, 9).map(lambda i: i << 60)
histories = st.lists(
    st.tuples(
        st.sampled_from("set set set delete pop pop_default setdefault popitem get clear".split()), keys,
        st.integers()),
    max_size=80)


def prebuilt(items: dict[Any, Any]) -> Dict[Any, Any]:
    """A dict as the translator makes it: entries only."""
    result: Dict[Any, Any] = Dict()
    result.count = result.used = len(items)
    result.entries = new_array(tuple[Any, Any], len(items))
    result.index = NO_INDEX
    result.shift = NO_INDEX_SHIFT
    result.dead = None
    for i, item in enumerate(items.items()):
        set_item(result.entries, i, item)
    return result


def step(ours: Dict[Any, Any], theirs: dict[Any, Any], action: str, key: Any, value: int) -> None:
    """Does the same with both and compares what comes out."""
    if action == "set":
        ours[key] = value
        theirs[key] = value
    elif action == "delete":
        same_outcome(lambda: ours.__delitem__(key), lambda: theirs.__delitem__(key))
    elif action == "pop":
        same_outcome(lambda: ours.pop(key), lambda: theirs.pop(key))
    elif action == "pop_default":
        assert ours.pop_default(key, value) == theirs.pop(key, value)
    elif action == "setdefault":
        assert ours.setdefault(key, value) == theirs.setdefault(key, value)
    elif action == "popitem":
        same_outcome(ours.popitem, theirs.popitem)
    elif action == "get":
        assert ours.get(key, value) == theirs.get(key, value)
        assert ours.get_optional(key) == theirs.get(key)
        same_outcome(lambda: ours[key], lambda: theirs[key])
    elif value % 4 == 0:
        ours.clear()
        theirs.clear()
    assert len(ours) == len(theirs)
    assert (key in ours) == (key in theirs)


def same_outcome(ours: Callable[[], Any], theirs: Callable[[], Any]) -> None:
    try:
        expected = theirs()
    except KeyError:
        with pytest.raises(KeyError):
            ours()
    else:
        assert ours() == expected


@settings(max_examples=300)
@given(st.dictionaries(keys, st.integers(), max_size=30), st.booleans(), histories)
def test_histories(start: dict[Any, int], is_prebuilt: bool, history: list[Any]) -> None:
    theirs = dict(start)
    ours = prebuilt(theirs) if is_prebuilt else make_dict(theirs)
    for action, key, value in history:
        step(ours, theirs, action, key, value)
    assert read_list(ours.item_list()) == list(theirs.items())
    assert read_list(ours.key_list()) == list(theirs)
    assert read_list(ours.value_list()) == list(theirs.values())
    assert [(k, v) for k, v in ours.items()] == list(theirs.items())
    assert list(ours.keys()) == list(ours) == list(theirs)
    assert list(ours.values()) == list(theirs.values())
    copy = ours.copy()
    assert copy == ours and read_dict(copy) == theirs
    copy["new"] = 1
    assert not copy == ours and "new" not in ours
    for key in theirs:
        assert ours[key] == theirs[key]


@given(st.dictionaries(keys, st.integers(0, 2)), st.dictionaries(keys, st.integers(0, 2)))
def test_two(a: dict[Any, int], b: dict[Any, int]) -> None:
    ours, other = make_dict(a), prebuilt(b)
    assert (ours == other) == (a == b)
    assert ours == prebuilt(dict(reversed(a.items())))
    joined = ours | other
    assert read_list(joined.item_list()) == list((a | b).items())
    joined |= ours
    assert read_list(joined.item_list()) == list((a | b | a).items())
    ours.update(other)
    a.update(b)
    assert read_list(ours.item_list()) == list(a.items())


def test_an_equal_key_keeps_the_first() -> None:
    ours: Dict[Any, int] = make_dict({1: 0})
    ours[True] = 5
    assert read_list(ours.item_list()) == [(1, 5)] and read_list(ours.key_list())[0] is 1  # noqa: F632


def test_iteration_notices_changes() -> None:
    ours = make_dict({i: i for i in range(10)})
    for make_iterator in (ours.keys, ours.values, ours.items):
        iterator: Any = make_iterator()
        next(iterator)
        ours[len(ours)] = 0
        with pytest.raises(RuntimeError, match="changed size"):
            next(iterator)


def test_deleted_places_are_used_again() -> None:
    ours: Dict[int, int] = Dict()
    for i in range(1000):
        ours[i] = i
        if i >= 4:
            del ours[i - 4]
    assert read_list(ours.key_list()) == [996, 997, 998, 999]
    assert len(ours.entries) < 20


def test_stack_use_needs_no_compaction() -> None:
    ours = make_dict({1: 1, 2: 2})
    entries = ours.entries
    for i in range(100):
        ours[7] = i
        assert ours.popitem() == (7, i)
    assert ours.entries is entries


def test_building_the_index_of_a_prebuilt_dict_leaves_the_shared_one_alone() -> None:
    ours = prebuilt({i: i for i in range(100)})
    assert ours[99] == 99 and 100 not in ours
    empty: Dict[int, int] = Dict()
    assert 99 not in empty and empty.index is NO_INDEX and not any(NO_INDEX[i] for i in range(2))


@pytest.mark.parametrize("make_key", [
    lambda i: i, lambda i: i * 4096, lambda i: i << 40, lambda i: -i, lambda i: i * 0.5])
def test_regular_keys_do_not_cluster(make_key: Callable[[int], Any]) -> None:
    ours = make_dict({make_key(i): i for i in range(5000)})
    mask = len(ours.index) - 1
    distances = [(i - (int(ours.index[i]) >> ours.shift)) & mask for i in range(mask + 1) if ours.index[i]]
    assert len(distances) == 5000 and sum(distances) / 5000 < 3


def test_custom_keys() -> None:
    ours: CustomDict[str, int] = CustomDict(lambda a, b: a.lower() == b.lower(), lambda s: len(s))
    ours["Ab"] = 1
    ours["aB"] = 2
    ours["ba"] = 3
    assert read_list(ours.copy().item_list()) == [("Ab", 2), ("ba", 3)]
    assert ours["BA"] == 3 and "c" not in ours
