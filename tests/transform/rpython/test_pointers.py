"""Pointers and structures against the struct module."""
from __future__ import annotations

import struct as struct_module
from typing import Annotated, Any, get_type_hints

import pytest

from transform.rpython import (
    Ptr,
    address,
    alloc,
    cast,
    char,
    field_pointer,
    free,
    int8,
    int16,
    int32,
    make_bytes,
    null,
    pointer,
    sizeof,
    struct,
    uint8,
    uint16,
    uint32,
    uint64,
)


@struct
class Point:
    x: int16
    y: int


@struct
class Node:
    kind: uint8
    value: int32
    flag: bool
    ratio: float
    next: Ptr[Node]
    name: Annotated[Ptr[uint8], 5]
    at: Point
    anything: Ptr[None]
    corners: Annotated[Ptr[Point], 2]


@pytest.fixture
def node():
    p = alloc(Node)
    yield p
    free(p)


def walk(first: Ptr[Node], count: int) -> Ptr[Point]:
    return null(Point)


def test_annotations_can_be_evaluated():
    hints = get_type_hints(walk)
    assert hints == {"first": Ptr[Node], "count": int, "return": Ptr[Point]}


@pytest.mark.parametrize("item, letter, value", [
    (int8, "b", -7), (int16, "h", -300), (int32, "i", -70000), (int, "q", -(2**40)), (uint8, "B", 200),
    (uint16, "H", 60000), (uint32, "I", 2**32 - 1), (uint64, "Q", 2**64 - 1), (float, "d", 1.25), (bool, "?", True)])
def test_items_of_each_type(item, letter, value):
    p = alloc(item, 3)
    assert p[0] == p[2] == item(0)
    p[1] = item(value)
    size = struct_module.calcsize(letter)
    assert sizeof(item) == size
    assert make_bytes(cast(uint8, p + 1), size) == struct_module.pack(f"={letter}", value)
    assert p[1] == value
    assert type(p[1]) is item
    free(p)


def test_pointers_to_pointers():
    number = alloc(int)
    table = alloc(Ptr[int], 2)
    assert sizeof(Ptr[int]) == 8
    assert not table[0]
    table[1] = number
    table[1][0] = 42
    assert number[0] == 42
    assert table[1] == number
    with pytest.raises(TypeError, match=r"expected Ptr\[int\], found Ptr\[uint8\]"):
        table[0] = cast(uint8, number)  # type: ignore[call-overload]
    free(table)
    free(number)


def test_arithmetic():
    p = alloc(int32, 10)
    assert (p + 3) - p == 3
    assert p + 3 - 3 == p
    assert address(p + 3) - address(p) == 12
    q = p
    q += uint8(2)
    q[0] = int32(9)
    assert p[2] == 9
    assert q[-2] == 0
    free(p)


def test_null_and_equality():
    assert not null(int)
    assert null(int) == null(int)
    assert hash(null(int)) == hash(null(int))
    p = alloc(uint8)
    assert p
    assert p != null(uint8)
    assert p != 5
    assert pointer(uint8, address(p)) == p
    assert cast(None, p) == p
    free(p)


def test_void_pointers_count_bytes_and_have_no_items():
    p = pointer(None, 100)
    assert address(p + 5) == 105
    assert (p + 5) - p == 5
    with pytest.raises(TypeError, match=r"Ptr\[None\] cannot be indexed"):
        p[0]
    with pytest.raises(TypeError):
        p[0] = None


def test_pointers_have_no_constructor():
    with pytest.raises(TypeError, match="pointers come from"):
        Ptr[int](5)


def test_text():
    assert repr(pointer(Node, 0x1000)) == "<Ptr[Node] 0x1000>"
    assert repr(null(Ptr[None])) == "<Ptr[Ptr[None]] 0x0>"


@pytest.mark.parametrize("item", [str, list, char, object, Any])
def test_what_raw_memory_cannot_hold(item):
    with pytest.raises(TypeError, match="cannot be stored in raw memory"):
        null(item)


def test_structures_are_laid_out_as_in_c(node):
    assert sizeof(Point) == 16
    offsets = {name: address(field_pointer(node, name)) - address(node) for name in Node.__annotations__}
    assert offsets == {"kind": 0, "value": 4, "flag": 8, "ratio": 16, "next": 24, "name": 32, "at": 40,
                       "anything": 56, "corners": 64}
    assert sizeof(Node) == 96


def test_scalar_fields(node):
    node.kind = uint8(200)
    node.value = int32(-5)
    node.flag = True
    node.ratio = 0.5
    assert (node.kind, node.value, node.flag, node.ratio) == (200, -5, True, 0.5)
    assert (type(node.kind), type(node.value), type(node.flag)) == (uint8, int32, bool)
    node.kind += 100
    assert node.kind == 44
    assert make_bytes(cast(uint8, node), 8) == bytes([44, 0, 0, 0, 251, 255, 255, 255])


def test_pointer_fields(node):
    assert not node.next
    node.next = node
    node.next.next.value = int32(3)
    assert node.value == 3
    node.anything = node
    assert node.anything == node
    with pytest.raises(TypeError, match=r"expected Ptr\[Node\], found Ptr\[uint8\]"):
        node.next = cast(uint8, node)


def test_inline_arrays_and_structures(node):
    node.name[4] = uint8(65)
    assert address(node.name) == address(node) + 32
    assert field_pointer(node, "name")[4] == 65
    node.at.y = 17
    assert field_pointer(node, "at").y == 17
    node.corners[1].x = int16(4)
    assert (node.corners + 1).x == 4
    with pytest.raises(AttributeError):
        node.at = node.at


def test_fields_of_the_wrong_kind(node):
    with pytest.raises(TypeError, match="expected uint8, found str"):
        node.kind = "x"
    with pytest.raises(TypeError, match="expected float, found str"):
        node.ratio = "1.5"
    with pytest.raises(AttributeError):
        node.missing = 5
    with pytest.raises(AttributeError):
        node.missing


def test_items_of_structures_are_pointers():
    p = alloc(Point, 3)
    p[2].y = 5
    assert p[2] == p + 2
    assert (p + 2).y == 5
    with pytest.raises(TypeError):
        p[0] = p[1]
    free(p)


def test_structures_cannot_inherit():
    with pytest.raises(TypeError, match="cannot inherit"):

        @struct
        class Sub(Point):
            z: int
