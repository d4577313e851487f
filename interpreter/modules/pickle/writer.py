"""What a pickler writes by itself: numbers, strings and bytes, and references to what was written before."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import overflow_error, value_error
from interpreter.modules.pickle.opcodes import DEFAULT_PROTOCOL, Op
from interpreter.modules.pickle.output import Output
from interpreter.numbers.bigint import BigInt
from interpreter.numbers.bigint_bytes import to_bytes
from interpreter.objects.float import Float
from interpreter.objects.int import Int
from interpreter.objects.int_text import decimal_text
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str
from interpreter.protocols.codec import utf8_of
from transform.rpython import float_to_bits, identity
from transform.rpython.builders import BytesBuilder

_FAST_DEPTH = 50
_FOUR_BYTES = 0xFFFFFFFF


class Writer(Object):
    """The base of picklers. `memo` has the objects that can be referred to, by their numbers; a `fast` pickler makes no references.
    `entered` has the containers that a fast one is writing, where they are nested deep."""
    output: Output
    memo: dict[Object, int]
    protocol: int
    is_binary: bool
    fast: int
    fast_depth: int
    entered: dict[Object, bool]
    fixes_imports: bool
    callback: Optional[Object]

    def __init__(self) -> None:
        self.output = Output(None)
        self.memo = {}
        self.protocol = DEFAULT_PROTOCOL
        self.is_binary = True
        self.fast = 0
        self.fast_depth = 0
        self.entered = {}
        self.fixes_imports = False
        self.callback = None

    def save(self, x: Object, is_persistent_id: bool = False) -> None:
        """Writes any object; one that is the id of another has none itself."""
        raise NotImplementedError

    # References.

    def memoize(self, x: Object) -> None:
        """Gives the object that was just written a number."""
        if self.fast != 0:
            return
        number = len(self.memo)
        self.memo[x] = number
        if self.protocol >= 4:
            self.output.byte(Op.MEMOIZE)
        else:
            self.numbered(number, Op.PUT, Op.BINPUT, Op.LONG_BINPUT)

    def refer(self, x: Object) -> bool:
        """Writes a reference to an object that has a number; whether it has."""
        number = self.memo.get(x, -1)
        if number < 0:
            return False
        self.numbered(number, Op.GET, Op.BINGET, Op.LONG_BINGET)
        return True

    def numbered(self, number: int, as_text: int, short: int, long: int) -> None:
        output = self.output
        if not self.is_binary:
            output.line(as_text, str(number))
        elif number < 256:
            output.byte(short)
            output.byte(number)
        else:
            output.byte(long)
            output.number(number, 4)

    def enter_fast(self, x: Object) -> None:
        """Begins a container. ValueError where a fast pickler comes to one that it is writing already."""
        if self.fast == 0:
            return
        self.fast_depth += 1
        if self.fast_depth >= _FAST_DEPTH:
            if x in self.entered:
                self.fast_depth = 0
                self.entered = {}
                raise value_error(f"fast mode: can't pickle cyclic objects including object type {type_of(x).name} at {identity(x):#x}")
            self.entered[x] = True

    def leave_fast(self, x: Object) -> None:
        if self.fast == 0:
            return
        self.fast_depth -= 1
        if x in self.entered:
            del self.entered[x]

    # Numbers.

    def save_bool(self, value: bool) -> None:
        if self.protocol >= 2:
            self.output.byte(Op.NEWTRUE if value else Op.NEWFALSE)
        else:
            self.output.line(Op.INT, "01" if value else "00")

    def save_int(self, x: Int) -> None:
        output = self.output
        if x.fits():
            value = x.machine()
            if -1 << 31 <= value < 1 << 31:
                if not self.is_binary:
                    output.line(Op.INT, str(value))
                elif 0 <= value < 1 << 8:
                    output.byte(Op.BININT1)
                    output.byte(value)
                elif 0 <= value < 1 << 16:
                    output.byte(Op.BININT2)
                    output.number(value, 2)
                else:
                    output.byte(Op.BININT)
                    output.number(value, 4)
                return
        if self.protocol < 2:
            output.line(Op.LONG, decimal_text(x) + "L")
            return
        data = shortest_bytes(x.big())
        if len(data) < 256:
            output.byte(Op.LONG1)
            output.byte(len(data))
        else:
            if len(data) > 0x7FFFFFFF:
                raise overflow_error("int too large to pickle")
            output.byte(Op.LONG4)
            output.number(len(data), 4)
        output.append(data)

    def save_float(self, x: Float) -> None:
        output = self.output
        if not self.is_binary:
            output.line(Op.FLOAT, repr(x.number()))
            return
        bits = float_to_bits(x.number())
        output.byte(Op.BINFLOAT)
        for i in range(8):
            output.byte(bits >> (56 - 8 * i) & 0xFF)

    # Strings and bytes.

    def save_str(self, x: Str) -> None:
        if self.is_binary:
            data = utf8_of(x.value)
            self.sized(data, Op.SHORT_BINUNICODE if self.protocol >= 4 else 0, Op.BINUNICODE, Op.BINUNICODE8, "string")
        else:
            self.output.byte(Op.UNICODE)
            self.output.append(escaped(x.value))
            self.output.byte(10)
        self.memoize(x)

    def save_binary_bytes(self, data: bytes) -> None:
        """Bytes in protocol 3 and later."""
        self.sized(data, Op.SHORT_BINBYTES, Op.BINBYTES, Op.BINBYTES8, "bytes object")

    def sized(self, data: bytes, short: int, normal: int, long: int, what: str) -> None:
        """Data behind its size, which takes 1, 4 or 8 bytes; `short` is 0 if the protocol has no such code."""
        size = len(data)
        if short != 0 and size < 256:
            self.output.large(short, size, 1, data)
        elif size <= _FOUR_BYTES:
            self.output.large(normal, size, 4, data)
        elif self.protocol >= 4:
            self.output.large(long, size, 8, data)
        else:
            raise overflow_error(f"serializing a {what} larger than 4 GiB requires pickle protocol 4 or higher")

    def save_byte_array(self, data: bytes) -> None:
        """A bytearray in protocol 5."""
        self.output.large(Op.BYTEARRAY8, len(data), 8, data)


def shortest_bytes(x: BigInt) -> bytes:
    """A number in two's complement, its lowest byte first."""
    size = (x.bit_length() >> 3) + 1
    data = to_bytes(x, size, True, True)
    if x.size < 0 and size > 1 and data[size - 1] == 0xFF and data[size - 2] & 0x80 != 0:
        return data[:size - 1]
    return data


def escaped(text: str) -> bytes:
    """A text on one line, in ``raw-unicode-escape`` with escapes for what would end the line or begin an escape."""
    builder = BytesBuilder()
    for c in text:
        code = ord(c)
        if code >= 0x10000:
            builder.append(f"\\U{code:08x}".encode())
        elif code >= 256 or code == 0 or code == 10 or code == 13 or code == 26 or code == 92:
            builder.append(f"\\u{code:04x}".encode())
        else:
            builder.append_byte(code)
    return builder.build()
