"""Arrays and other objects with a variable part."""
from __future__ import annotations

from typing import ClassVar, Generic, Optional, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.rpython import (
    GcArray,
    Ptr,
    check_index,
    check_nonzero,
    copy_items,
    get_item,
    item_address,
    new_array,
    new_var,
    null,
    set_item,
    uint8,
    varsize,
)

T = TypeVar("T")


@varsize(uint8)
class Text:
    limit: ClassVar[int] = 10
    hash: int
    length: int
    parent: Optional[Text]


@varsize(T)  # type: ignore[misc]
class Bucket(Generic[T]):
    length: int
    first: T


@pytest.mark.parametrize("item, zero", [
    (int, 0), (uint8, 0), (float, 0.0), (bool, False), (str, None), (Text, None), (Optional[Text], None),
    (tuple[int, float], (0, 0.0)), (tuple[int, tuple[bool, str]], (0, (False, None))), (Ptr[int], null(int)),
    (T, None)])
def test_items_begin_as_zero(item, zero):
    array = new_array(item, 3)
    assert len(array) == 3
    assert [array[i] for i in range(3)] == [zero] * 3
    assert type(array[0]) is type(zero) or item is uint8


def test_items_keep_their_type():
    array = new_array(uint8, 2)
    array[1] = uint8(200)
    assert type(array[1]) is uint8
    assert array[1] + 100 == 44


def test_indexes_are_asserted():
    array = new_array(int, 3)
    for i in (-1, 3):
        with pytest.raises(AssertionError):
            array[i]
        with pytest.raises(AssertionError):
            array[i] = 0
    with pytest.raises(AssertionError):
        new_array(int, -1)


def test_varsize_objects():
    text = new_var(Text, 4)
    assert (text.length, text.hash, text.parent) == (4, 0, None)
    set_item(text, 3, uint8(7))
    assert get_item(text, 3) == 7
    assert isinstance(text, Text)


def test_generic_varsize_objects():
    bucket = new_var(Bucket[float], 2)
    assert (bucket.first, get_item(bucket, 1)) == (0.0, 0.0)
    assert new_var(Bucket, 2).first is None


def test_addresses():
    text = new_var(Text, 4)
    p = item_address(text, 1)
    p[1] = uint8(9)
    assert get_item(text, 2) == 9
    assert item_address(text, 4) - p == 3
    with pytest.raises(AssertionError):
        item_address(text, 5)
    with pytest.raises(NotImplementedError):
        item_address(new_array(str, 1), 0)


@pytest.mark.parametrize("item", [int, str])
@given(data=st.data())
def test_copy_items(item, data):
    n, m = data.draw(st.integers(0, 8)), data.draw(st.integers(0, 8))
    count = data.draw(st.integers(0, min(n, m)))
    i, j = data.draw(st.integers(0, n - count)), data.draw(st.integers(0, m - count))
    values = [item(k) for k in range(10)]
    source, target = new_array(item, n), new_array(item, m)
    for k in range(n):
        source[k] = values[k]
    copy_items(source, i, target, j, count)
    assert [target[j + k] for k in range(count)] == values[i : i + count]
    assert [target[k] for k in range(j)] == [new_array(item, 1)[0]] * j


def test_copy_within_an_array():
    array = new_array(int, 5)
    for i in range(5):
        array[i] = i
    copy_items(array, 0, array, 1, 4)
    assert [array[i] for i in range(5)] == [0, 0, 1, 2, 3]
    copy_items(array, 1, array, 0, 4)
    assert [array[i] for i in range(5)] == [0, 1, 2, 3, 3]
    with pytest.raises(AssertionError):
        copy_items(array, 2, array, 0, 4)


@given(st.integers(-20, 20), st.integers(0, 15))
def test_check_index(index, length):
    try:
        expected = range(length)[index]
    except IndexError:
        with pytest.raises(IndexError):
            check_index(index, length)
    else:
        assert check_index(index, length) == expected


def test_check_nonzero():
    assert check_nonzero(5) == 5
    assert type(check_nonzero(uint8(5))) is uint8
    with pytest.raises(ZeroDivisionError):
        check_nonzero(0)


def test_arrays_are_ordinary_rpython():
    assert GcArray.__getitem__._rpython_hints_ == {"inline": "always"}  # type: ignore[attr-defined]
    assert GcArray.__dict__["_rpython_varsize_"] is GcArray.__parameters__[0]  # type: ignore[attr-defined]
