"""Bytes against Python's."""
from __future__ import annotations

from typing import Any, Callable, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transform.runtime.values import make_bytes, make_list, read_bytes, read_list
from transform.runtime.bytestrings import Bytes, bytes_of_list, bytes_of_zeros, data_pointer
from transform.runtime.bytestrings import make_bytes as bytes_from_memory
from transform.runtime.lists import List

some = st.lists(st.sampled_from(b"aab \t\n\r\x1c\0\x80\xff"), max_size=10).map(bytes)
short = st.lists(st.sampled_from(b"ab\n "), max_size=2).map(bytes)
indexes = st.integers(-12, 12)


def outcome(operation: Callable[[], Any]) -> Any:
    """The result in Python's types, or the class of the exception."""
    try:
        return plain(operation())
    except (IndexError, ValueError) as error:
        return type(error)


def plain(value: Any) -> Any:
    if isinstance(value, Bytes):
        return read_bytes(value)
    if isinstance(value, List):
        return [plain(item) for item in read_list(value)]
    return tuple(map(plain, value)) if isinstance(value, tuple) else value


@given(some, some)
def test_two(a: bytes, b: bytes) -> None:
    s, t = make_bytes(a), make_bytes(b)
    assert read_bytes(s + t) == a + b
    assert (s == t) == (a == b)
    assert make_bytes(a) == s and hash(make_bytes(a)) == hash(s) and (hash(s) != 0 or a == b"")
    assert ((s < t), (s <= t), (s > t), (s >= t)) == ((a < b), (a <= b), (a > b), (a >= b))
    assert (t in s) == (b in a)


@given(some, indexes, indexes, st.integers(-3, 3))
def test_parts(a: bytes, i: int, j: int, step: int) -> None:
    s = make_bytes(a)
    assert len(s) == len(a)
    assert outcome(lambda: s[i]) == outcome(lambda: a[i])
    assert read_bytes(s.get_slice(i, j)) == a[i:j]
    assert outcome(lambda: s.get_slice_step(i, j, step)) == outcome(lambda: a[i:j:step])
    assert read_bytes(s * i) == a * i
    assert outcome(lambda: s.contains_byte(i)) == outcome(lambda: i in a)


@given(some, short, indexes, indexes)
def test_searching(a: bytes, b: bytes, i: int, j: int) -> None:
    s, t = make_bytes(a), make_bytes(b)
    assert s.find(t, i, j) == a.find(b, i, j)
    assert s.rfind(t, i, j) == a.rfind(b, i, j)
    assert outcome(lambda: s.index(t, i)) == outcome(lambda: a.index(b, i))
    assert outcome(lambda: s.rindex(t, i)) == outcome(lambda: a.rindex(b, i))
    assert s.count_of(t, i, j) == a.count(b, i, j)
    assert s.startswith(t, i, j) == a.startswith(b, i, j)
    assert s.endswith(t, i, j) == a.endswith(b, i, j)


@given(some, short, st.integers(-1, 3))
def test_splitting(a: bytes, b: bytes, limit: int) -> None:
    s, t = make_bytes(a), make_bytes(b)
    assert outcome(lambda: s.split(t, limit)) == outcome(lambda: a.split(b, limit))
    assert outcome(lambda: s.rsplit(t, limit)) == outcome(lambda: a.rsplit(b, limit))
    assert outcome(lambda: s.split(None, limit)) == a.split(None, limit)
    assert outcome(lambda: s.rsplit(None, limit)) == a.rsplit(None, limit)
    assert outcome(lambda: s.splitlines(True)) == a.splitlines(True)
    assert outcome(lambda: s.partition(t)) == outcome(lambda: a.partition(b))
    assert outcome(lambda: s.rpartition(t)) == outcome(lambda: a.rpartition(b))
    assert read_bytes(s.replace(t, make_bytes(b"xy"), limit)) == a.replace(b, b"xy", limit)
    assert read_bytes(s.removeprefix(t)) == a.removeprefix(b)
    assert read_bytes(s.removesuffix(t)) == a.removesuffix(b)


@given(some, st.none() | short)
def test_stripping(a: bytes, b: Optional[bytes]) -> None:
    s = make_bytes(a)
    t = None if b is None else make_bytes(b)
    assert (read_bytes(s.strip(t)), read_bytes(s.lstrip(t)), read_bytes(s.rstrip(t))) == (
        a.strip(b), a.lstrip(b), a.rstrip(b))


@given(some, st.lists(some, max_size=4))
def test_join(a: bytes, parts: list[bytes]) -> None:
    assert read_bytes(make_bytes(a).join(make_list(map(make_bytes, parts)))) == a.join(parts)


@given(st.binary(max_size=5))
def test_kinds(a: bytes) -> None:
    s = make_bytes(a)
    assert (s.isspace(), s.isdigit(), s.isalpha(), s.isalnum()) == (
        a.isspace(), a.isdigit(), a.isalpha(), a.isalnum())
    assert (s.isupper(), s.islower(), s.isascii()) == (a.isupper(), a.islower(), a.isascii())
    assert (read_bytes(s.upper()), read_bytes(s.lower())) == (a.upper(), a.lower())


def test_constructors() -> None:
    assert read_bytes(bytes_of_list(make_list([0, 255]))) == b"\0\xff"
    assert read_bytes(bytes_of_zeros(3)) == b"\0\0\0"
    for wrong in (-1, 256):
        with pytest.raises(ValueError):
            bytes_of_list(make_list([wrong]))
    with pytest.raises(ValueError):
        bytes_of_zeros(-1)


def test_memory() -> None:
    s = make_bytes(b"abc")
    assert data_pointer(s)[1] == 98
    assert read_bytes(bytes_from_memory(data_pointer(s) + 1, 2)) == b"bc"
