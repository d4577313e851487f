"""One value of a struct, as bytes and back."""
from __future__ import annotations

from interpreter.errors import overflow_error
from interpreter.modules.struct.layout import Layout, struct_error
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_float import INFINITY, NAN
from interpreter.numbers.floattext import is_finite, is_negative
from interpreter.numbers.mathfunctions import frexp_float, ldexp
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.float import Float, new_float
from interpreter.objects.int import Int, int_from_big, new_bool, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_float, index
from transform.rpython import CLibrary, bits_to_float, char, float_to_bits, inline, truncate, uint8, wrap

_singles = CLibrary(
    "int single_bits(double x); double single_value(int bits);", headers=["string.h"],
    source="""
static int single_bits(double x) { float f = (float)x; int bits; memcpy(&bits, &f, 4); return bits; }
static double single_value(int bits) { float f; memcpy(&f, &bits, 4); return f; }
""")

_SINGLE_INFINITY = 0x7F800000

_NAMES = "bBhH"
_RANGES = ["byte format requires -128 <= number <= 127", "ubyte format requires 0 <= number <= 255",
           "short format requires -32768 <= number <= 32767", "ushort format requires 0 <= number <= 65535"]


def pack_value(layout: Layout, code: char, size: int, x: Object, target: ByteArray, at: int) -> None:
    """Writes a value to a place in the target, which has room."""
    if code == "s" or code == "p":
        pack_string(code, size, x, target, at)
    elif code == "c":
        if not isinstance(x, Bytes) or len(x.value) != 1:
            raise struct_error("char format requires a bytes object of length 1")
        target.items[at] = uint8(x.value[0])
    elif code == "?":
        target.items[at] = uint8(1 if is_true(x) else 0)
    elif code == "f" or code == "d" or code == "e":
        put_word(layout, target, at, size, float_word(layout, code, x))
    else:
        put_word(layout, target, at, size, integer_word(code, size, x))


def put_word(layout: Layout, target: ByteArray, at: int, size: int, word: int) -> None:
    if layout.is_big:
        at += size - 1
        for i in range(size):
            target.items[at - i] = uint8(word >> 8 * i)
    else:
        for i in range(size):
            target.items[at + i] = uint8(word >> 8 * i)


def pack_string(code: char, size: int, x: Object, target: ByteArray, at: int) -> None:
    if not isinstance(x, Bytes) and not isinstance(x, ByteArray):
        raise struct_error(f"argument for '{code}' must be a bytes object")
    data = bytes_of(x)
    if code == "s":
        target.put(at, data[:size])
    elif size > 0:
        data = data[:size - 1]
        target.items[at] = uint8(min(len(data), 255))
        target.put(at + 1, data)


def integer_word(code: char, size: int, x: Object) -> int:
    """The bits of an int, which is in the range of its code."""
    if not isinstance(x, Int) and type_of(x).slots[Slot.INDEX] is None:
        raise struct_error("required argument is not an integer")
    number = index(x)
    bits = 8 * size
    if number.fits():
        value = number.machine()
        if is_signed(code):
            fits = bits == 64 or -1 << bits - 1 <= value < 1 << bits - 1
        else:
            fits = code == "P" or value >= 0 and (bits == 64 or value < 1 << bits)
        if fits:
            return value
    elif bits == 64 and not is_signed(code):
        big = number.big()
        if big.sign() > 0 and big.bit_length() <= 64:
            return big.low_bits()
    known = _NAMES.find(code)
    raise struct_error(_RANGES[known] if known >= 0 else "argument out of range")


@inline
def is_signed(code: char) -> bool:
    """Whether a code of integers is one of signed ones."""
    return "a" <= code <= "z"


def float_word(layout: Layout, code: char, x: Object) -> int:
    """The bits of a float of 2, 4 or 8 bytes."""
    if not isinstance(x, Float) and type_of(x).slots[Slot.FLOAT] is None and type_of(x).slots[Slot.INDEX] is None:
        raise struct_error("required argument is not a float")
    value = as_float(x)
    if code == "d":
        return float_to_bits(value)
    if code == "e":
        return half_word(value)
    word = int(_singles.single_bits(value))
    if not layout.is_native and is_finite(value) and word & 0x7FFFFFFF == _SINGLE_INFINITY:
        raise overflow_error("float too large to pack with f format")
    return word


def half_word(x: float) -> int:
    """The nearest float of 16 bits (IEEE 754, binary16); the even one of two."""
    sign = 0x8000 if is_negative(x) else 0
    if x != x:
        return sign | 0x7E00
    x = abs(x)
    if x == INFINITY:
        return sign | 0x7C00
    if x == 0.0:
        return sign
    mantissa, exponent = frexp_float(x)
    mantissa *= 2.0
    exponent -= 1
    if exponent >= 16:
        raise overflow_error("float too large to pack with e format")
    if exponent < -25:
        return sign
    if exponent < -14:
        mantissa = ldexp(mantissa, 14 + exponent)
        exponent = 0
    else:
        exponent += 15
        mantissa -= 1.0
    mantissa *= 1024.0
    bits = truncate(mantissa)
    rest = mantissa - bits
    if rest > 0.5 or rest == 0.5 and bits & 1 == 1:
        bits += 1  # may carry into the exponent
    word = (exponent << 10) + bits
    if word >= 0x7C00:
        raise overflow_error("float too large to pack with e format")
    return sign | word


def half_value(word: int) -> float:
    exponent = word >> 10 & 31
    mantissa = (word & 1023) / 1024.0
    if exponent == 31:
        value = INFINITY if mantissa == 0.0 else NAN
    elif exponent == 0:
        value = ldexp(mantissa, -14)
    else:
        value = ldexp(1.0 + mantissa, exponent - 15)
    return -value if word & 0x8000 != 0 else value


def unpack_value(layout: Layout, code: char, size: int, data: bytes, at: int) -> Object:
    """The value at a place of the data, which is long enough."""
    if code == "s":
        return new_bytes(data[at:at + size])
    if code == "p":
        return new_bytes(data[at + 1:at + 1 + min(data[at], size - 1)] if size > 0 else b"")
    if code == "c":
        return new_bytes(data[at:at + 1])
    if code == "?":
        return new_bool(data[at] != 0)
    word = word_at(layout, size, data, at)
    if code == "d":
        return new_float(bits_to_float(wrapped(word, 64)))
    if code == "f":
        return new_float(_singles.single_value(wrapped(word, 32)))
    if code == "e":
        return new_float(half_value(word))
    if is_signed(code):
        return new_int(wrapped(word, 8 * size))
    if size == 8 and wrapped(word, 64) < 0:
        return int_from_big(BigInt.from_int(wrapped(word, 64)).add(BigInt.from_int(1).lshift(64)))
    return new_int(word)


def word_at(layout: Layout, size: int, data: bytes, at: int) -> int:
    """The bits of a value of up to 8 bytes."""
    word = 0
    if layout.is_big:
        for i in range(size):
            word = word << 8 | data[at + i]
    else:
        for i in range(size):
            word |= data[at + i] << 8 * i
    return word


def wrapped(word: int, bits: int) -> int:
    """The signed number whose lowest bits these are."""
    shift = 64 - bits
    return wrap(word << shift) >> shift
