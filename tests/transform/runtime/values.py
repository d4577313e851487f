"""Python values as values of the runtime and back, for tests that run the runtime on CPython."""
from __future__ import annotations

from typing import Iterable, TypeVar

from transform.rpython import get_item, new_var, set_item, uint8
from transform.runtime.bytestrings import Bytes
from transform.runtime.dicts import Dict
from transform.runtime.lists import List
from transform.runtime.strings import Str, literal

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

make_str = literal


def make_bytes(value: bytes) -> Bytes:
    result = new_var(Bytes, len(value))
    for i, byte in enumerate(value):
        set_item(result, i, uint8(byte))
    return result


def read_bytes(value: Bytes) -> bytes:
    return bytes(get_item(value, i) for i in range(len(value)))


def read_str(value: Str) -> str:
    """The string, which is checked to have the narrowest width."""
    text = str(value)
    assert value.count == len(text)
    widest = max(map(ord, text), default=0)
    assert value.length == len(text) * (1 if widest < 256 else 2 if widest < 0x10000 else 4)
    return text


def make_list(items: Iterable[T]) -> List[T]:
    result = List[T]()
    for item in items:
        result.append(item)
    return result


def read_list(value: List[T]) -> list[T]:
    """The items. Those behind them are checked to be cleared."""
    assert all(get_item(value.items, i) is None for i in range(value.length, len(value.items)))
    return [value[i] for i in range(len(value))]


def make_dict(items: dict[K, V]) -> Dict[K, V]:
    result = Dict[K, V]()
    for key, value in items.items():
        result[key] = value
    return result


def read_dict(value: Dict[K, V]) -> dict[K, V]:
    return dict(read_list(value.item_list()))
