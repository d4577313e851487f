"""Sized integers: int8 to uint64 wrap at their own width and keep their type."""
from tests.language.opaque import a_float, an_int
from transform.rpython import (
    clz, ctz, int8, int16, int32, never_inline, popcount, uint8, uint16, uint32, uint64, wrap)


@never_inline
def a_uint8(x: uint8) -> uint8:
    return x


@never_inline
def an_int8(x: int8) -> int8:
    return x


@never_inline
def a_uint16(x: uint16) -> uint16:
    return x


@never_inline
def an_int16(x: int16) -> int16:
    return x


@never_inline
def a_uint32(x: uint32) -> uint32:
    return x


@never_inline
def an_int32(x: int32) -> int32:
    return x


@never_inline
def a_uint64(x: uint64) -> uint64:
    return x


def conversions_wrap() -> str:
    x = an_int(-1)
    return f"{uint8(x)} {uint16(x)} {uint32(x)} {uint64(x)} {int8(x)} {int16(x)} {int32(x)}"


def conversions_of_large() -> str:
    x = an_int(0x123456789ABCDEF0)
    return f"{uint8(x)} {uint16(x)} {uint32(x)} {uint64(x)} {int8(x)} {int16(x)} {int32(x)}"


def uint8_addition_wraps() -> int:
    return int(a_uint8(uint8(250)) + a_uint8(uint8(10)))


def uint8_subtraction_wraps() -> int:
    return int(a_uint8(uint8(3)) - a_uint8(uint8(5)))


def uint8_multiplication_wraps() -> int:
    return int(a_uint8(uint8(200)) * a_uint8(uint8(3)))


def uint8_negation_wraps() -> int:
    return int(-a_uint8(uint8(1)))


def uint8_inversion() -> int:
    return int(~a_uint8(uint8(0x0F)))


def uint8_with_literal() -> int:
    return int(a_uint8(uint8(255)) + 1) * 1000 + int(2 + a_uint8(uint8(255)))


def int8_addition_wraps() -> int:
    return int(an_int8(int8(127)) + an_int8(int8(1)))


def int8_multiplication_wraps() -> int:
    return int(an_int8(int8(-128)) * an_int8(int8(-1)))


def int8_negation_wraps() -> int:
    return int(-an_int8(int8(-128)))


def uint16_multiplication_wraps() -> int:
    return int(a_uint16(uint16(60000)) * a_uint16(uint16(60000)))


def int16_shift_wraps() -> int:
    return int(an_int16(int16(0x7FFF)) << 1)


def uint32_addition_wraps() -> int:
    return int(a_uint32(uint32(0xFFFFFFFF)) + 2)


def uint32_multiplication_wraps() -> int:
    return int(a_uint32(uint32(0xDEADBEEF)) * a_uint32(uint32(0xCAFEBABE)))


def int32_overflow_wraps() -> int:
    return int(an_int32(int32(0x7FFFFFFF)) + 1)


def int32_multiplication_wraps() -> int:
    return int(an_int32(int32(123456789)) * an_int32(int32(987654321)))


def uint64_largest() -> str:
    return str(a_uint64(uint64(-1)))


def uint64_subtraction_wraps() -> str:
    return str(a_uint64(uint64(1)) - a_uint64(uint64(2)))


def uint64_division() -> str:
    return str(a_uint64(uint64(-1)) // a_uint64(uint64(10))) + " " + str(a_uint64(uint64(-1)) % 10)


def uint64_to_int_wraps() -> int:
    return wrap(int(a_uint64(uint64(5)) - a_uint64(uint64(7))))


def unsigned_comparison() -> str:
    a = a_uint32(uint32(0x80000000))
    b = a_uint32(uint32(1))
    return f"{a > b}{a < b}{a == b}{a >= b}{a <= b}{a != b}"


def unsigned_comparison_64() -> str:
    a = a_uint64(uint64(-1))
    b = a_uint64(uint64(1))
    return f"{a > b}{a < b}{a == b}"


def signed_comparison() -> bool:
    return an_int8(int8(200)) < an_int8(int8(1))


def unsigned_right_shift() -> int:
    return int(a_uint32(uint32(0x80000000)) >> 31)


def signed_right_shift() -> int:
    return int(an_int32(int32(-8)) >> 1)


def unsigned_left_shift() -> int:
    return int(a_uint8(uint8(0xFF)) << 4)


def uint64_shift() -> str:
    return str(a_uint64(uint64(1)) << 63) + " " + str(a_uint64(uint64(-1)) >> 60)


def signed_floor_division() -> str:
    a = an_int16(int16(-7))
    return f"{a // 2} {a % 2} {a // -2} {a % -2}"


def unsigned_division() -> str:
    a = a_uint8(uint8(200))
    return f"{a // 7} {a % 7}"


def sized_zero_division() -> str:
    try:
        return str(an_int32(int32(1)) // an_int32(int32(0)))
    except ZeroDivisionError:
        return "ZeroDivisionError"


def bit_operations() -> str:
    a = a_uint8(uint8(0b11001100))
    b = a_uint8(uint8(0b10101010))
    return f"{a & b} {a | b} {a ^ b} {~a}"


def signed_bit_operations() -> str:
    a = an_int8(int8(-52))
    b = an_int8(int8(-86))
    return f"{a & b} {a | b} {a ^ b} {~a}"


def conversion_between_sizes() -> str:
    a = a_uint8(uint8(200))
    return f"{int8(a)} {uint32(a)} {int32(int8(a))} {uint32(int8(a))} {uint16(int8(a))}"


def conversion_from_float() -> str:
    return f"{uint8(int(a_float(200.9)))} {int8(int(a_float(-3.5)))}"


def sized_truth() -> str:
    return ("T" if a_uint8(uint8(256)) else "F") + ("T" if a_uint8(uint8(257)) else "F")


def augmented_keeps_type() -> int:
    x = a_uint8(uint8(250))
    for _ in range(10):
        x += 1
    return int(x)


def xorshift() -> str:
    x = a_uint64(uint64(88172645463325252))
    for _ in range(100):
        x ^= x << 13
        x ^= x >> 7
        x ^= x << 17
    return str(x)


def fnv_32() -> int:
    state = uint32(2166136261)
    for byte in b"hello":
        state = (state ^ uint32(byte)) * uint32(16777619)
    return int(state)


def adler_32() -> int:
    a = uint32(1)
    b = uint32(0)
    for byte in b"Wikipedia":
        a = (a + uint32(byte)) % 65521
        b = (b + a) % 65521
    return int(b << 16 | a)


def crc_32() -> int:
    crc = ~uint32(0)
    for byte in b"123456789":
        crc ^= uint32(byte)
        for _ in range(8):
            crc = crc >> 1 ^ (uint32(0xEDB88320) if crc & 1 else uint32(0))
    return int(~crc)


def bit_counts() -> str:
    a = a_uint8(uint8(0b00101000))
    b = a_uint32(uint32(0x00F00000))
    return f"{clz(a)} {ctz(a)} {popcount(a)} {clz(b)} {ctz(b)} {popcount(b)}"


def list_of_sized() -> str:
    items = [uint8(300), uint8(1)]
    items.append(uint8(-1))
    items[1] += 255
    return f"{items[0]} {items[1]} {items[2]}"


def sized_in_tuple() -> int:
    pair = (uint8(255), int16(-1))
    return int(pair[0]) + int(pair[1])


def sized_dict_keys() -> int:
    table = {uint8(1): 10, uint8(2): 20}
    return table[uint8(258)]


def mixed_through_int() -> int:
    return int(a_uint8(uint8(200))) + int(an_int8(int8(-100)))


def float_of_uint64() -> float:
    return float(a_uint64(uint64(-1)))


def minimum_of_unsigned() -> int:
    return int(min(a_uint8(uint8(200)), a_uint8(uint8(100))))
