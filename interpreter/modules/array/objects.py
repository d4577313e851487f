"""``array.array``: its data, and how items are converted."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.modules.struct.layout import Layout
from interpreter.modules.struct.values import pack_value, unpack_value
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.float import new_float
from interpreter.objects.int import Int, new_int
from interpreter.objects.iterators import Iterator, by_iter, by_iter_from
from interpreter.objects.object import MappedStorage, Object, Type
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import EMPTY_TUPLE
from interpreter.protocols.buffer import Buffer
from interpreter.protocols.number import as_float, index

TYPECODES = "bBuhHiIlLqQfd"
_SIZES = [1, 1, 4, 2, 2, 4, 4, 8, 8, 8, 8, 4, 8]
_NAMES = ["signed char", "unsigned byte integer", "", "signed short integer", "unsigned short", "signed integer", "unsigned int"]

_LAYOUT = Layout("@")


def item_size(code: str) -> int:
    """The size of an item. ValueError for what is no type code."""
    found = TYPECODES.find(code)
    if found < 0:
        raise value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
    return _SIZES[found]


class Array(Buffer):
    """An array of numbers or characters of one kind; `data` has their bytes."""
    code: str
    size: int
    data: ByteArray

    def __init__(self, code: str, data: bytes) -> None:
        self.code = code
        self.size = item_size(code)
        self.data = ByteArray(data)

    def contents(self) -> bytes:
        return self.data.value()

    def length(self) -> int:
        return self.data.length // self.size

    def get(self, i: int) -> Object:
        """The item at an index that is in range."""
        at = i * self.size
        if self.code == "u":
            items = self.data.items
            return new_str(chr(int(items[at]) | int(items[at + 1]) << 8 | int(items[at + 2]) << 16))
        data = self.part(i, 1)
        return unpack_value(_LAYOUT, self.code[0], self.size, data, 0)

    def set(self, i: int, x: Object) -> None:
        """Overwrites the item at an index that is in range."""
        self.data.put(i * self.size, self.packed(x))

    def packed(self, x: Object) -> bytes:
        """The bytes of an item; TypeError or OverflowError for what cannot be one."""
        target = ByteArray(bytes(self.size))
        if self.code == "u":
            if not isinstance(x, Str) or len(x.value) != 1:
                raise type_error("array item must be unicode character")
            pack_value(_LAYOUT, "I"[0], 4, new_int(ord(x.value[0])), target, 0)
        elif self.code == "f" or self.code == "d":
            pack_value(_LAYOUT, self.code[0], self.size, new_float(as_float(x)), target, 0)
        else:
            number = index(x)
            self.check_range(number)
            pack_value(_LAYOUT, self.code[0], self.size, number, target, 0)
        return target.value()

    def check_range(self, number: Int) -> None:
        """OverflowError, in the words for each type code."""
        big = number.big()
        code = self.code
        if code == "Q":
            if big.sign() < 0:
                raise overflow_error("can't convert negative int to unsigned")
            if big.bit_length() > 64:
                raise overflow_error("int too big to convert")
        elif code == "I" or code == "L":
            if big.sign() < 0:
                raise overflow_error("can't convert negative value to unsigned int")
            if big.bit_length() > 64:
                raise overflow_error("Python int too large to convert to C unsigned long")
            if code == "I" and big.bit_length() > 32:
                raise overflow_error("unsigned int is greater than maximum")
        elif not number.fits():
            raise overflow_error("int too big to convert" if code == "q" else "Python int too large to convert to C long")
        elif self.size < 8:
            bits = 8 * self.size
            is_signed = "bhi".find(code) >= 0
            value = number.machine()
            name = _NAMES[TYPECODES.find(code)]
            if value < (-1 << bits - 1 if is_signed else 0):
                raise overflow_error(f"{name} is less than minimum")
            if value >= 1 << (bits - 1 if is_signed else bits):
                raise overflow_error(f"{name} is greater than maximum")

    def part(self, start: int, count: int) -> bytes:
        """The bytes of some items."""
        part = ByteArray(bytes(count * self.size))
        for i in range(count * self.size):
            part.items[i] = self.data.items[start * self.size + i]
        return part.value()

    def splice(self, start: int, stop: int, data: bytes) -> None:
        """Puts bytes in place of the items from `start` to `stop`."""
        self.data.splice(start * self.size, stop * self.size, data)

    def append(self, x: Object) -> None:
        data = self.packed(x)
        self.splice(self.length(), self.length(), data)

    def append_bytes(self, data: bytes) -> None:
        """Appends items in the representation of the machine."""
        if len(data) % self.size != 0:
            raise value_error("bytes length not a multiple of item size")
        self.splice(self.length(), self.length(), data)


class ArrayInstance(MappedStorage, Array):
    """An instance of a class below array."""
    python_type = None

    def __init__(self, type: Type, code: str, data: bytes) -> None:
        super().__init__(code, data)
        self.start(type)


class ArrayIterator(Iterator):
    """The iterator of an array."""
    array: Optional[Array]
    position: int

    def __init__(self, array: Array) -> None:
        self.array = array
        self.position = 0

    def advance(self) -> Optional[Object]:
        array = self.array
        if array is None:
            return None
        if self.position >= array.length():
            self.array = None
            return None
        self.position += 1
        return array.get(self.position - 1)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        array = self.array
        return by_iter(EMPTY_TUPLE) if array is None else by_iter_from(array, self.position)

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        array = self.array
        if array is not None:
            self.position = min(max(state, 0), array.length())


define(ArrayIterator, "arrayiterator", module="array", doc="")
