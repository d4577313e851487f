"""Values of the simple types in memory: one letter for each type."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error, value_error
from interpreter.modules.ctypes.library import linker
from interpreter.modules.ctypes.references import object_at, reference_to
from interpreter.modules.files import bytes_at
from interpreter.numbers.bigint import BigInt
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.float import new_float
from interpreter.objects.int import Int, int_from_big, new_bool, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.protocols.compare import is_true
from interpreter.protocols.number import as_float, index
from transform.rpython import (GcArray, Ptr, address, bits_to_float, cast, char, copy, data_pointer, float_to_bits, int8, int16, int32,
                               item_address, make_str, new_array, pointer, uint8, uint16, uint32, uint64, wrap)

CODES = "cbBhHiIlLdfuzZqQPXOv?g"
"""Letters that mean something on some system."""

SIZES = {"c": 1, "b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "d": 8, "f": 4, "u": 4, "z": 8, "Z": 8, "P": 8,
         "O": 8, "?": 1, "g": 16, "v": 2}
SWAPPABLE = "hHiIlLqQfd"
"""Those whose bytes may stand in the other order."""

_INTEGERS = "bBhHiIlLqQ"
_LARGEST_CHARACTER = 0x10FFFF


class KeptBytes(Bytes):
    """The bytes of a bytes object where C sees them, with a zero behind them."""
    original: Bytes
    block: GcArray[uint8]

    def __init__(self, original: Bytes) -> None:
        value = original.value
        super().__init__(value)
        self.original = original
        self.block = new_array(uint8, len(value) + 1)
        copy(data_pointer(value), item_address(self.block, 0), len(value))

    def address(self) -> int:
        return address(item_address(self.block, 0))


class KeptText(Object):
    """The wide characters of a str, with a zero behind them."""
    block: GcArray[uint32]

    def __init__(self, text: str) -> None:
        self.block = new_array(uint32, len(text) + 1)
        for i in range(len(text)):
            self.block[i] = uint32(ord(text[i]))

    def address(self) -> int:
        return address(item_address(self.block, 0))


def load_word(at: Ptr[uint8]) -> int:
    return cast(int, at)[0]


def store_word(at: Ptr[uint8], value: int) -> None:
    cast(int, at)[0] = value


def unsigned(word: int) -> Int:
    """A word of 64 bits as a number that is not negative."""
    return new_int(word) if word >= 0 else int_from_big(BigInt.from_unsigned(uint64(word)))


def address_given(value: Object) -> int:
    """The lowest 64 bits of an int."""
    number = index(value)
    return number.machine() if number.fits() else number.big().low_bits()


def read_integer(code: char, is_swapped: bool, at: Ptr[uint8]) -> int:
    """An integer; one of 64 bits is signed."""
    match code:
        case "b":
            return int(cast(int8, at)[0])
        case "B":
            return int(at[0])
        case "h":
            word = int(cast(int16, at)[0])
            return int(int16(swapped(word, 2))) if is_swapped else word
        case "H":
            word = int(cast(uint16, at)[0])
            return swapped(word, 2) if is_swapped else word
        case "i":
            word = int(cast(int32, at)[0])
            return int(int32(swapped(word, 4))) if is_swapped else word
        case "I":
            word = int(cast(uint32, at)[0])
            return swapped(word, 4) if is_swapped else word
        case _:
            word = load_word(at)
            return swapped(word, 8) if is_swapped else word


def write_integer(size: int, is_swapped: bool, at: Ptr[uint8], word: int) -> None:
    """The lowest bytes of an integer."""
    if is_swapped:
        word = swapped(word, size)
    match size:
        case 1:
            at[0] = uint8(word)
        case 2:
            cast(uint16, at)[0] = uint16(word)
        case 4:
            cast(uint32, at)[0] = uint32(word)
        case _:
            store_word(at, word)


def swapped(word: int, size: int) -> int:
    """The lowest bytes of a word in the other order."""
    result = 0
    for _ in range(size):
        result = wrap(result << 8) | word & 255
        word >>= 8
    return result


def is_integer(code: char) -> bool:
    return _INTEGERS.find(code) >= 0


def read_value(code: char, is_swapped: bool, at: Ptr[uint8]) -> Object:
    """The Python object for the value at an address. ValueError for what is none."""
    match code:
        case "L" | "Q":
            return unsigned(read_integer(code, is_swapped, at))
        case "?":
            return new_bool(int(at[0]) != 0)
        case "v":
            return new_bool(int(cast(uint16, at)[0]) != 0)
        case "d":
            word = load_word(at)
            return new_float(bits_to_float(swapped(word, 8) if is_swapped else word))
        case "f":
            return new_float(read_float(is_swapped, at))
        case "g":
            return new_float(linker.read_long_double(at))
        case "c":
            return new_bytes(bytes([int(at[0])]))
        case "u":
            return new_str(read_characters(at, 1))
        case "z":
            start = load_word(at)
            return NONE if start == 0 else new_bytes(bytes_at(pointer(uint8, start)))
        case "Z":
            start = load_word(at)
            return NONE if start == 0 else new_str(wide_text_at(pointer(uint8, start)))
        case "P":
            start = load_word(at)
            return NONE if start == 0 else unsigned(start)
        case "O":
            return object_at(load_word(at))
        case _:
            return new_int(read_integer(code, is_swapped, at))


def write_value(code: char, is_swapped: bool, at: Ptr[uint8], value: Object) -> Object:
    """Stores a Python object as a value of a type; what must be kept as long as it is there, or None. TypeError."""
    match code:
        case "?":
            at[0] = uint8(1 if is_true(value) else 0)
        case "v":
            cast(uint16, at)[0] = uint16(0xFFFF if is_true(value) else 0)
        case "d":
            word = float_to_bits(as_float(value))
            store_word(at, swapped(word, 8) if is_swapped else word)
        case "f":
            linker.write_float(at, as_float(value))
            if is_swapped:
                write_integer(4, True, at, int(cast(uint32, at)[0]))
        case "g":
            linker.write_long_double(at, as_float(value))
        case "c":
            at[0] = uint8(byte_given(value))
        case "u":
            cast(uint32, at)[0] = uint32(ord(character_given(value)))
        case "z":
            return write_bytes_pointer(at, value)
        case "Z":
            return write_text_pointer(at, value)
        case "P":
            if not isinstance(value, Int) and value is not NONE:
                raise type_error("cannot be converted to pointer")
            store_word(at, 0 if value is NONE else address_given(value))
        case "O":
            store_word(at, reference_to(value))
            return value
        case _:
            write_integer(SIZES[code], is_swapped, at, address_given(value))
    return NONE


def read_float(is_swapped: bool, at: Ptr[uint8]) -> float:
    if not is_swapped:
        return linker.read_float(at)
    turned = new_array(uint8, 4)
    for i in range(4):
        turned[i] = at[3 - i]
    return linker.read_float(item_address(turned, 0))


def byte_given(value: Object) -> int:
    if isinstance(value, Bytes) and len(value.value) == 1:
        return value.value[0]
    if isinstance(value, ByteArray) and value.length == 1:
        return int(value.items[0])
    if isinstance(value, Int) and value.fits() and 0 <= value.machine() <= 255:
        return value.machine()
    raise type_error("one character bytes, bytearray or integer expected")


def character_given(value: Object) -> char:
    if not isinstance(value, Str):
        raise type_error(f"unicode string expected instead of {type_of(value).name} instance")
    if len(value.value) != 1:
        raise type_error("one character unicode string expected")
    return value.value[0]


def write_bytes_pointer(at: Ptr[uint8], value: Object) -> Object:
    kept = kept_bytes(value)
    if kept is not None:
        store_word(at, kept.address())
        return kept
    if not isinstance(value, Int) and value is not NONE:
        raise type_error(f"bytes or integer address expected instead of {type_of(value).name} instance")
    store_word(at, 0 if value is NONE else address_given(value))
    return NONE


def kept_bytes(value: Object) -> Optional[KeptBytes]:
    """A bytes object as C can see it; None for other objects."""
    if isinstance(value, KeptBytes):
        return value
    return KeptBytes(value) if isinstance(value, Bytes) else None


def write_text_pointer(at: Ptr[uint8], value: Object) -> Object:
    if isinstance(value, Str):
        kept = KeptText(value.value)
        store_word(at, kept.address())
        return kept
    if not isinstance(value, Int) and value is not NONE:
        raise type_error(f"unicode string or integer address expected instead of {type_of(value).name} instance")
    store_word(at, 0 if value is NONE else address_given(value))
    return NONE


def read_characters(at: Ptr[uint8], count: int) -> str:
    """A number of wide characters. ValueError for what is no character."""
    for i in range(count):
        code = int(cast(uint32, at)[i])
        if code > _LARGEST_CHARACTER:
            raise value_error(f"character U+{code:x} is not in range [U+0000; U+10ffff]")
    return make_str(at, 4, count)


def wide_text_at(start: Ptr[uint8]) -> str:
    """The wide characters at an address up to a zero."""
    length = 0
    while int(cast(uint32, start)[length]) != 0:
        length += 1
    return read_characters(start, length)
