"""From objects to marshalled data."""
from __future__ import annotations

from interpreter.bytecode import TRACED
from interpreter.errors import EXCEPTIONS, value_error
from interpreter.modules.marshal.checksum import checksum
from interpreter.modules.marshal.format import DEEPEST, REFERENCED, Kind
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_bytes import to_bytes
from interpreter.objects.bytes import EMPTY_BYTES, Bytes, new_bytes
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.float import Complex, Float, new_complex, new_float
from interpreter.objects.int import FALSE, TRUE, Int, new_int
from interpreter.objects.list import List, empty_list
from interpreter.objects.object import Object, type_of
from interpreter.objects.set import AnySet, FrozenSet, Set
from interpreter.objects.singletons import ELLIPSIS, NONE
from interpreter.objects.str import EMPTY_STR, Str, intern, is_interned
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.codec import utf8_of
from interpreter.protocols.text import repr_of
from transform.rpython import GcArray, float_to_bits, int32
from transform.rpython.builders import BytesBuilder

_STOP_ITERATION = EXCEPTIONS["StopIteration"]
_ZERO = new_int(0)
_FLOAT = new_float(0.0)
_COMPLEX = new_complex(0.0, 0.0)
_LIST = empty_list()
_DICT = Dict()
_SET = Set()
_FROZEN_SET = FrozenSet()

_DIGIT_BITS = 15


class Writer:
    """Writes objects in one version of the format. `numbers` has those that may be referred to, by their numbers."""
    data: BytesBuilder
    version: int
    depth: int
    numbers: dict[Object, int]

    def __init__(self, version: int) -> None:
        self.data = BytesBuilder()
        self.version = version
        self.depth = 0
        self.numbers = {}

    # Numbers and bytes.

    def byte(self, value: int) -> None:
        self.data.append_byte(value)

    def integer(self, value: int, size: int) -> None:
        """The lowest bytes of a number."""
        for i in range(size):
            self.data.append_byte(value >> (8 * i) & 0xFF)

    def sized(self, data: bytes) -> None:
        if len(data) > 0x7FFFFFFF:
            raise unmarshallable()
        self.integer(len(data), 4)
        self.data.append(data)

    def short(self, data: bytes) -> None:
        self.byte(len(data))
        self.data.append(data)

    # Objects.

    def write(self, x: Object) -> None:
        """Any object. Raises ValueError for those that cannot be marshalled."""
        if x is NONE:
            self.byte(Kind.NONE)
        elif x is TRUE:
            self.byte(Kind.TRUE)
        elif x is FALSE:
            self.byte(Kind.FALSE)
        elif x is ELLIPSIS:
            self.byte(Kind.ELLIPSIS)
        elif x is _STOP_ITERATION:
            self.byte(Kind.STOP_ITERATION)
        elif isinstance(x, Int) and is_exact(x, _ZERO) and x.fits() and -1 << 31 <= x.machine() < 1 << 31:
            self.byte(Kind.INT)
            self.integer(x.machine(), 4)
        else:
            self.depth += 1
            if self.depth > DEEPEST:
                raise value_error("object too deeply nested to marshal")
            self.write_referenced(x)
            self.depth -= 1

    def write_referenced(self, x: Object) -> None:
        """An object that is written once and referred to afterwards, if the version has references."""
        flag = 0
        if self.version >= 3 and not isinstance(x, Int) and not isinstance(x, Float):
            known = self.numbers.get(x, -1)
            if known >= 0:
                self.byte(Kind.REFERENCE)
                self.integer(known, 4)
                return
            self.numbers[x] = len(self.numbers)
            flag = REFERENCED
        if isinstance(x, Str) and is_exact(x, EMPTY_STR):
            self.write_text(x, flag)
        elif isinstance(x, Tuple) and is_exact(x, EMPTY_TUPLE):
            self.write_tuple(x, flag)
        elif isinstance(x, Code):
            self.write_code(x, flag)
        elif isinstance(x, Int) and is_exact(x, _ZERO):
            self.write_long(x.big())
        elif isinstance(x, Float) and is_exact(x, _FLOAT):
            self.write_float(x.number())
        elif isinstance(x, Complex) and is_exact(x, _COMPLEX):
            self.write_complex(x, flag)
        elif isinstance(x, Bytes) and is_exact(x, EMPTY_BYTES):
            self.byte(Kind.BYTES | flag)
            self.sized(x.value)
        elif isinstance(x, List) and is_exact(x, _LIST):
            self.byte(Kind.LIST | flag)
            self.write_items(x.to_list())
        elif isinstance(x, Dict) and is_exact(x, _DICT):
            self.write_dict(x, flag)
        elif isinstance(x, AnySet) and (is_exact(x, _SET) or is_exact(x, _FROZEN_SET)):
            self.byte((Kind.SET if isinstance(x, Set) else Kind.FROZEN_SET) | flag)
            self.write_items(x.items())
        elif is_buffer(x) and not type_of(x).is_heap:
            self.byte(Kind.BYTES | flag)
            self.sized(bytes_of(x))
        else:
            raise unmarshallable()

    def write_items(self, items: list[Object]) -> None:
        self.integer(len(items), 4)
        for item in items:
            self.write(item)

    def write_tuple(self, x: Tuple, flag: int) -> None:
        if self.version >= 4 and x.length < 256:
            self.byte(Kind.SMALL_TUPLE | flag)
            self.byte(x.length)
            for i in range(x.length):
                self.write(x.item(i))
        else:
            self.byte(Kind.TUPLE | flag)
            self.write_items(x.items())

    def write_dict(self, x: Dict, flag: int) -> None:
        self.byte(Kind.DICT | flag)
        number = x.next_entry(0)
        while number >= 0:
            key = x.key_at(number)
            if key is not None:
                self.write(key)
                self.write(x.value_at(number))
            number = x.next_entry(number + 1)
        self.byte(Kind.NULL)

    def write_text(self, x: Str, flag: int) -> None:
        text = x.value
        known = self.version >= 1 and is_interned(x)
        if self.version >= 4 and text.isascii():
            data = text.encode()
            if len(data) < 256:
                self.byte((Kind.SHORT_ASCII_INTERNED if known else Kind.SHORT_ASCII) | flag)
                self.short(data)
            else:
                self.byte((Kind.ASCII_INTERNED if known else Kind.ASCII) | flag)
                self.sized(data)
            return
        self.byte((Kind.INTERNED if known else Kind.TEXT) | flag)
        self.sized(utf8_of(text))

    def write_long(self, x: BigInt) -> None:
        """A sign and the number of digits, and digits of 15 bits in 16."""
        count = (x.bit_length() + _DIGIT_BITS - 1) // _DIGIT_BITS
        magnitude = x.neg() if x.size < 0 else x
        data = to_bytes(magnitude, (magnitude.bit_length() + 7) // 8 + 8, True, False)
        self.byte(Kind.LONG)
        self.integer(-count if x.size < 0 else count, 4)
        for i in range(count):
            bit = i * _DIGIT_BITS
            first = bit >> 3
            window = data[first] | data[first + 1] << 8 | data[first + 2] << 16
            self.integer(window >> (bit & 7) & (1 << _DIGIT_BITS) - 1, 2)

    def write_float(self, x: float) -> None:
        if self.version > 1:
            self.byte(Kind.BINARY_FLOAT)
            self.integer(float_to_bits(x), 8)
        else:
            self.byte(Kind.FLOAT)
            self.short(repr_of(new_float(x)).encode())

    def write_complex(self, x: Complex, flag: int) -> None:
        if self.version > 1:
            self.byte(Kind.BINARY_COMPLEX | flag)
            self.integer(float_to_bits(x.real), 8)
            self.integer(float_to_bits(x.imag), 8)
        else:
            self.byte(Kind.COMPLEX | flag)
            self.short(repr_of(new_float(x.real)).encode())
            self.short(repr_of(new_float(x.imag)).encode())

    # Code.

    def write_code(self, code: Code, flag: int) -> None:
        """Code: its length and checksum, so that damage is found before it runs, and its contents."""
        self.byte(Kind.CODE | flag)
        outer = self.data
        self.data = BytesBuilder()
        for number in [code.first_line, code.flags, code.argument_count, code.positional_only_count, code.keyword_only_count,
                       code.register_count, code.first_free]:
            self.integer(number, 4)
        for text in [code.name, code.qualname, code.filename]:
            self.write(intern(text))
        for names in [code.names, code.varnames, code.cellvars, code.freevars, code.cache_names]:
            self.integer(len(names), 4)
            for name in names:
                self.write(intern(name))
        self.integer(len(code.cell_registers), 4)
        for register in code.cell_registers:
            self.integer(register, 4)
        self.integer(len(code.words), 4)
        for i in range(len(code.words)):
            self.integer(code.words[i] & ~TRACED, 8)
        self.write_numbers(code.positions)
        self.write_numbers(code.exception_table)
        self.integer(len(code.constants), 4)
        for i in range(len(code.constants)):
            self.write(code.constants[i])
        contents = self.data.build()
        self.data = outer
        self.integer(len(contents), 4)
        self.integer(checksum(contents, 0, len(contents)), 8)
        self.data.append(contents)

    def write_numbers(self, numbers: GcArray[int32]) -> None:
        self.integer(len(numbers), 4)
        for i in range(len(numbers)):
            self.integer(int(numbers[i]), 4)


def is_exact(x: Object, like: Object) -> bool:
    """Whether an object is of no class below that of a built-in one."""
    return type_of(x) is type_of(like)


def unmarshallable() -> Exception:
    return value_error("unmarshallable object")


def marshalled(x: Object, version: int) -> Bytes:
    """An object as bytes. Raises ValueError."""
    writer = Writer(version)
    writer.write(x)
    return new_bytes(writer.data.build())
