"""Raw memory: pointers, structures, arrays, arithmetic on addresses; arrays of the heap."""
from __future__ import annotations

from typing import Annotated

from tests.language.opaque import a_str, an_int, some_bytes
from transform.rpython import (
    GcArray, Ptr, address, alloc, cast, check_index, check_nonzero, compare, copy, copy_items, data_pointer,
    field_pointer, fill, free, get_item, int16, int32, int64, keepalive, make_bytes, make_str, new_array, new_var, null,
    pointer, set_item, sizeof, str_pointer, str_width, struct, uint8, uint16, uint32, uint64, varsize)
from transform.rpython.builders import BytesBuffer, StrBuffer, StringBuilder


@struct
class _Point:
    x: int32
    y: int32
    weight: float


@struct
class _Packet:
    kind: uint8
    size: uint16
    payload: Annotated[Ptr[uint8], 16]
    point: _Point
    next: Ptr[_Packet]


def allocated_is_zero() -> int:
    p = alloc(int64, 10)
    total = 0
    for i in range(10):
        total += p[i]
    free(p)
    return total


def items() -> int:
    p = alloc(int64, 3)
    p[0] = an_int(5)
    p[2] = p[0] * 2
    result = p[0] + p[1] + p[2]
    free(p)
    return result


def items_of_sized() -> str:
    p = alloc(uint8, 4)
    p[0] = uint8(an_int(300))
    p[1] = p[0] + 255
    result = f"{p[0]} {p[1]}"
    free(p)
    return result


def items_of_float() -> float:
    p = alloc(float, 2)
    p[1] = 2.5
    result = p[0] + p[1]
    free(p)
    return result


def bytes_of_integer() -> str:
    p = alloc(uint32)
    p[0] = uint32(0x01020304)
    b = cast(uint8, p)
    result = f"{b[0]} {b[1]} {b[2]} {b[3]}"
    free(p)
    return result


def bits_of_float() -> int:
    p = alloc(float)
    p[0] = 1.0
    result = cast(int64, p)[0]
    free(p)
    return result


def pointer_arithmetic() -> str:
    p = alloc(int32, 10)
    q = p + an_int(3)
    q[0] = int32(7)
    q[-1] = int32(6)
    result = f"{p[3]} {p[2]} {q - p} {address(q) - address(p)}"
    free(p)
    return result


def pointer_comparison() -> str:
    p = alloc(int64, 2)
    q = p + 1
    result = f"{p == q} {p != q} {p + 1 == q}"
    free(p)
    return result


def null_pointer() -> str:
    p = null(int64)
    q = alloc(int64)
    result = ("T" if p else "F") + ("T" if q else "F") + str(address(p)) + str(p == null(int64))
    free(q)
    return result


def address_and_back() -> int:
    p = alloc(int64, 2)
    p[1] = an_int(42)
    result = pointer(int64, address(p) + 8)[0]
    free(p)
    return result


def structure_fields() -> str:
    p = alloc(_Point)
    p.x = int32(an_int(3))
    p.y = p.x + 1
    p.weight = 0.5
    result = f"{p.x} {p.y} {p.weight}"
    free(p)
    return result


def structure_field_wraps() -> int:
    p = alloc(_Point)
    p.x = int32(0x7FFFFFFF)
    p.x += 1
    result = int(p.x)
    free(p)
    return result


def array_of_structures() -> int:
    p = alloc(_Point, 5)
    for i in range(5):
        p[i].x = int32(i * i)
    total = 0
    for i in range(5):
        total += int((p + i).x)
    free(p)
    return total


def inline_array() -> str:
    p = alloc(_Packet)
    for i in range(16):
        p.payload[i] = uint8(i * 20)
    p.kind = uint8(255)
    result = f"{p.payload[3]} {p.payload[15]} {p.kind} {p.size}"
    free(p)
    return result


def structure_in_structure() -> str:
    p = alloc(_Packet)
    p.point.x = int32(5)
    p.point.weight = 1.25
    inner = field_pointer(p, "point")
    result = f"{inner.x} {inner.weight} {p.point.y}"
    free(p)
    return result


def linked_structures() -> int:
    head = null(_Packet)
    for i in range(5):
        packet = alloc(_Packet)
        packet.size = uint16(i)
        packet.next = head
        head = packet
    total = 0
    while head:
        total = total * 10 + int(head.size)
        following = head.next
        free(head)
        head = following
    return total


def field_addresses() -> str:
    p = alloc(_Packet)
    size = field_pointer(p, "size")
    size[0] = uint16(77)
    result = f"{p.size} {address(size) - address(p)} {address(field_pointer(p, 'payload')) - address(p)}"
    free(p)
    return result


def sizes() -> str:
    return (f"{sizeof(uint8)} {sizeof(int32)} {sizeof(int64)} {sizeof(float)} {sizeof(_Point)} {sizeof(_Packet)} "
            f"{sizeof(Ptr[int32])}")


def copy_memory() -> str:
    p = alloc(int64, 5)
    for i in range(5):
        p[i] = i
    copy(p, p + 1, 4)
    result = f"{p[0]} {p[1]} {p[2]} {p[3]} {p[4]}"
    free(p)
    return result


def fill_memory() -> int:
    p = alloc(uint16, 3)
    fill(p, 0xAB, 2)
    result = int(p[0]) + int(p[1]) + int(p[2])
    free(p)
    return result


def compare_memory() -> str:
    a = some_bytes(b"abcd")
    b = some_bytes(b"abce")
    p = data_pointer(a)
    q = data_pointer(b)
    result = f"{compare(p, q, 3) == 0} {compare(p, q, 4) < 0} {compare(q, p, 4) > 0}"
    keepalive(a)
    keepalive(b)
    return result


def bytes_from_memory() -> str:
    p = alloc(uint8, 4)
    for i in range(4):
        p[i] = uint8(ord("w") + i)
    result = make_bytes(p, 4)
    free(p)
    return result.decode()


def bytes_as_memory() -> int:
    b = some_bytes(b"\x01\x02\xff")
    p = data_pointer(b)
    total = int(p[0]) + int(p[1]) * 10 + int(p[2]) * 100
    keepalive(b)
    return total


def pointer_to_pointer() -> int:
    table = alloc(Ptr[int64], 2)
    p = alloc(int64)
    p[0] = an_int(9)
    table[1] = p
    result = table[1][0]
    free(p)
    free(table)
    return result


def heap_array() -> int:
    a: GcArray[int] = new_array(int, an_int(10))
    for i in range(len(a)):
        a[i] = i * i
    total = 0
    for i in range(len(a)):
        total += a[i]
    return total


def heap_array_is_zero() -> str:
    a = new_array(float, 3)
    b = new_array(uint8, 3)
    return f"{a[2]} {b[0]} {len(a)}"


def heap_array_of_strings() -> str:
    a = new_array(str, 2)
    a[0] = "x"
    a[1] = a[0] + "y"
    return a[1]


def heap_array_of_tuples() -> str:
    a = new_array(tuple[int, float], 3)
    a[1] = (an_int(5), 2.5)
    number, weight = a[1]
    return f"{number} {weight} {a[2][0]}"


def heap_array_copy() -> str:
    a = new_array(int, 6)
    for i in range(6):
        a[i] = i
    copy_items(a, 0, a, 2, 4)
    return "".join([str(a[i]) for i in range(6)])


@varsize(int16)
class _Row:
    length: int
    name: str


def own_variable_class() -> str:
    row = new_var(_Row, an_int(4))
    row.name = "row"
    set_item(row, 2, int16(40000))
    return f"{row.name} {row.length} {get_item(row, 2)} {get_item(row, 3)}"


def checks() -> str:
    result = f"{check_index(an_int(2), 3)} {check_index(an_int(-1), 3)} "
    try:
        check_index(an_int(3), 3)
    except IndexError:
        result += "IndexError "
    try:
        check_nonzero(an_int(0))
    except ZeroDivisionError:
        result += "ZeroDivisionError"
    return result


def wide_values() -> str:
    p = alloc(uint64)
    p[0] = uint64(-1)
    low = cast(uint32, p)
    low[0] = uint32(0)
    result = str(p[0])
    free(p)
    return result


def void_pointers() -> int:
    p = alloc(int64)
    p[0] = an_int(11)
    anything = cast(None, p)
    result = cast(int64, anything)[0]
    free(p)
    return result


def hash_table_in_raw_memory() -> int:
    size = 64
    keys = alloc(int64, size)
    counts = alloc(int32, size)
    x = 1
    for _ in range(500):
        x = x * 75 % 65537
        key = x % 31 + 1
        slot = key * 7 % size
        while keys[slot] != 0 and keys[slot] != key:
            slot = (slot + 1) % size
        keys[slot] = key
        counts[slot] += 1
    total = 0
    for i in range(size):
        total += int(counts[i]) * keys[i]
    free(keys)
    free(counts)
    return total


def code_points_in_memory() -> str:
    narrow, wide, widest = a_str("abé"), a_str("a€\ud800"), a_str("a😀")
    widths = f"{str_width('')} {str_width(narrow)} {str_width(wide)} {str_width(widest)}"
    p, q, r = str_pointer(narrow), str_pointer(wide), str_pointer(widest)
    items = f"{p[2]} {cast(uint16, q)[2]} {cast(uint32, r)[1]}"
    keepalive(narrow)
    keepalive(wide)
    keepalive(widest)
    return f"{widths} {items}"


def str_of_memory() -> str:
    p = alloc(uint32, 3)
    p[0], p[1], p[2] = uint32(97), uint32(0xD83D), uint32(0x1F600)
    two = alloc(uint16, 2)
    two[0], two[1] = uint16(0xD83D), uint16(0xDE00)
    narrow = make_str(cast(uint8, p), 4, 1)
    wide = make_str(cast(uint8, p), 4, 2)
    widest = make_str(cast(uint8, p), 4, 3)
    apart = make_str(cast(uint8, two), 2, 2)
    result = f"{narrow == 'a'} {wide == 'a' + chr(0xD83D)} {widest[2] == chr(0x1F600)} {len(apart)}"
    result += " " + make_str(cast(uint8, p), 1, 1)
    result += f" {make_str(cast(uint8, p), 4, 0) == ''} {str_width(narrow)} {str_width(wide)} {str_width(widest)}"
    free(p)
    free(two)
    return result


def buffers_filled_in_through_memory() -> str:
    wide = StrBuffer(2, 2)
    units = cast(uint16, wide.pointer())
    units[0], units[1] = uint16(97), uint16(0x20AC)
    narrow = StrBuffer(1, 1)
    narrow.pointer()[0] = uint8(98)
    data = BytesBuffer(3)
    fill(data.pointer(), 120, 3)
    return wide.build() + narrow.build() + data.build().decode() + StrBuffer(4, 0).build()


def built_from_all_widths() -> str:
    builder = StringBuilder()
    for code in [97, 0xE9, 0x20AC, 98, 0x1F600, 99, 0x20AC]:
        builder.append_code(an_int(code))
        builder.append(a_str("é") * 30)
        builder.append_slice(a_str("xa€y"), 1, 3)
    text = builder.build()
    return text + str(str_width(text[:32])) + str(str_width(text[2:31])) + text[-3:]
