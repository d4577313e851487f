"""From marshalled data to objects.

Data may be damaged or hostile: whatever it holds, the outcome is an object, EOFError, ValueError or TypeError."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, memory_error, type_error, value_error
from interpreter.modules.marshal.checksum import checksum
from interpreter.modules.marshal.format import DEEPEST, REFERENCED, Kind
from interpreter.numbers.bigint_bytes import from_bytes
from interpreter.numbers.floattext import parse_float
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.code import Code
from interpreter.objects.dict import Dict
from interpreter.objects.float import new_complex, new_float
from interpreter.objects.int import FALSE, TRUE, int_from_big, new_int
from interpreter.objects.list import NO_ITEMS, List
from interpreter.objects.object import Object, type_of
from interpreter.objects.set import AnySet, FrozenSet, Set
from interpreter.objects.singletons import ELLIPSIS, NONE
from interpreter.objects.str import Str, intern, new_str
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call1
from interpreter.protocols.codec import decode_bytes
from interpreter.protocols.number import index
from interpreter.text.codecs.work import text_of_latin1
from transform.rpython import GcArray, bits_to_float, int32, new_array, new_var, set_item, wrap
from transform.rpython.builders import BytesBuilder

_EOF_ERROR = EXCEPTIONS["EOFError"]
_STOP_ITERATION = EXCEPTIONS["StopIteration"]

_NO_OBJECT = "EOF read where object expected"
_PIECE = 1 << 20
"""So many bytes are asked of a file at a time, and so many items are believed without being seen."""


class Reader:
    """Reads objects from bytes, or from a file, of which no more is read than the objects take.

    `references` has the objects that can be referred to, None for those that are being made and cannot."""
    data: bytes
    position: int
    file: Optional[Object]
    depth: int
    references: list[Optional[Object]]

    def __init__(self, data: bytes, file: Optional[Object]) -> None:
        self.data = data
        self.position = 0
        self.file = file
        self.depth = 0
        self.references = []

    # Numbers and bytes.

    def need(self, count: int, message: str = "marshal data too short") -> None:
        """Makes sure that so many bytes are there to be read. EOFError."""
        if count <= len(self.data) - self.position:
            return
        file = self.file
        if file is None or self.position < len(self.data):
            raise PyError(_EOF_ERROR, message)
        self.data = read_from(file, count)
        self.position = 0

    def byte(self, message: str = "EOF read where not expected") -> int:
        self.need(1, message)
        self.position += 1
        return self.data[self.position - 1]

    def integer(self, size: int) -> int:
        """A number of so many bytes, with a sign."""
        self.need(size)
        result = 0
        for i in range(size):
            result |= self.data[self.position + i] << (8 * i)
        self.position += size
        unused = 64 - 8 * size
        return sign_extended(result, unused)

    def bytes(self, count: int) -> bytes:
        self.need(count)
        start = self.position
        self.position += count
        return self.data[start:self.position]

    def size(self, what: str, item_size: int = 1, message: str = "marshal data too short") -> int:
        """A count of items that follow, each of which takes at least so many bytes."""
        count = self.integer(4)
        if count < 0:
            raise value_error(f"bad marshal data ({what} size out of range)")
        if self.file is None:
            if count * item_size > len(self.data) - self.position:
                raise PyError(_EOF_ERROR, message)
        elif count > _PIECE * 16:
            raise memory_error()
        return count

    # Objects.

    def read(self) -> Object:
        """The next object, which there must be."""
        found = self.read_optional()
        if found is None:
            raise type_error("NULL object in marshal data for object")
        return found

    def item(self, container: str) -> Object:
        """An object that is part of another one."""
        found = self.read_optional()
        if found is None:
            raise type_error(f"NULL object in marshal data for {container}")
        return found

    def read_optional(self) -> Optional[Object]:
        """The next object, or None for what stands for none."""
        code = self.byte(_NO_OBJECT)
        self.depth += 1
        if self.depth > DEEPEST:
            raise value_error("recursion limit exceeded")
        result = self.read_kind(code & ~REFERENCED, code & REFERENCED != 0)
        self.depth -= 1
        return result

    def read_kind(self, kind: int, is_referenced: bool) -> Optional[Object]:
        match kind:
            case Kind.NULL:
                return None
            case Kind.NONE:
                return NONE
            case Kind.STOP_ITERATION:
                return _STOP_ITERATION
            case Kind.ELLIPSIS:
                return ELLIPSIS
            case Kind.FALSE:
                return FALSE
            case Kind.TRUE:
                return TRUE
            case Kind.REFERENCE:
                return self.reference()
            case Kind.TUPLE | Kind.SMALL_TUPLE:
                return self.read_tuple(kind, is_referenced)
            case Kind.LIST:
                return self.read_list(is_referenced)
            case Kind.DICT:
                return self.read_dict(is_referenced)
            case Kind.SET:
                return self.read_set(Set(), is_referenced)
            case Kind.FROZEN_SET:
                return self.read_frozen_set(is_referenced)
            case Kind.CODE:
                return self.read_code(is_referenced)
            case _:
                result = self.read_scalar(kind)
                if is_referenced:
                    self.references.append(result)
                return result

    def read_scalar(self, kind: int) -> Object:
        """A number, text or bytes."""
        match kind:
            case Kind.INT:
                return new_int(self.integer(4))
            case Kind.INT64:
                return new_int(self.integer(8))
            case Kind.LONG:
                return self.read_long()
            case Kind.FLOAT:
                return new_float(self.read_decimal())
            case Kind.BINARY_FLOAT:
                return new_float(bits_to_float(self.integer(8)))
            case Kind.COMPLEX:
                real = self.read_decimal()
                return new_complex(real, self.read_decimal())
            case Kind.BINARY_COMPLEX:
                real = bits_to_float(self.integer(8))
                return new_complex(real, bits_to_float(self.integer(8)))
            case Kind.BYTES:
                return new_bytes(self.bytes(self.size("bytes object")))
            case Kind.SHORT_ASCII_INTERNED:
                return intern(text_of_latin1(self.bytes(self.byte())))
            case Kind.SHORT_ASCII:
                return new_str(text_of_latin1(self.bytes(self.byte())))
            case Kind.ASCII_INTERNED:
                return intern(text_of_latin1(self.bytes(self.size("string"))))
            case Kind.ASCII:
                return new_str(text_of_latin1(self.bytes(self.size("string"))))
            case Kind.INTERNED:
                return intern(self.read_text().value)
            case Kind.TEXT:
                return self.read_text()
            case _:
                raise value_error("bad marshal data (unknown type code)")

    def read_text(self) -> Str:
        return decode_bytes(self.bytes(self.size("string")), "utf-8", "surrogatepass")

    def read_decimal(self) -> float:
        text = text_of_latin1(self.bytes(self.byte()))
        try:
            return parse_float(text)
        except ValueError:
            raise value_error(f"could not convert string to float: '{text}'")

    def read_long(self) -> Object:
        """Digits of 15 bits, put together to bytes."""
        count = self.integer(4)
        negative = count < 0
        count = -count if negative else count
        if count > 0x7FFFFFFF:
            raise value_error("bad marshal data (long size out of range)")
        data = BytesBuilder()
        bits = 0
        pending = 0
        for i in range(count):
            digit = self.integer(2)
            if not 0 <= digit < 1 << 15:
                raise value_error("bad marshal data (digit out of range in long)")
            if digit == 0 and i == count - 1:
                raise value_error("bad marshal data (unnormalized long data)")
            pending |= digit << bits
            bits += 15
            while bits >= 8:
                data.append_byte(pending & 0xFF)
                pending >>= 8
                bits -= 8
        data.append_byte(pending & 0xFF)
        value = from_bytes(data.build(), True, False)
        return int_from_big(value.neg() if negative else value)

    # References.

    def reference(self) -> Object:
        number = self.integer(4)
        if not 0 <= number < len(self.references):
            raise value_error("bad marshal data (invalid reference)")
        found = self.references[number]
        if found is None:
            raise value_error("bad marshal data (invalid reference)")
        return found

    def reserve(self, is_referenced: bool) -> int:
        """A number for an object that cannot be referred to before it is complete; -1 if it gets none."""
        if not is_referenced:
            return -1
        self.references.append(None)
        return len(self.references) - 1

    # Containers.

    def read_tuple(self, kind: int, is_referenced: bool) -> Object:
        count = self.byte() if kind == Kind.SMALL_TUPLE else self.size("tuple", 1, _NO_OBJECT)
        if count == 0:
            if is_referenced:
                self.references.append(EMPTY_TUPLE)
            return EMPTY_TUPLE
        result = new_var(Tuple, count)
        for i in range(count):
            set_item(result, i, NONE)
        if is_referenced:
            self.references.append(result)
        for i in range(count):
            set_item(result, i, self.item("tuple"))
        return result

    def read_list(self, is_referenced: bool) -> Object:
        count = self.size("list", 1, _NO_OBJECT)
        result = List(NO_ITEMS, 0)
        if is_referenced:
            self.references.append(result)
        for _ in range(count):
            result.push(self.item("list"))
        return result

    def read_dict(self, is_referenced: bool) -> Object:
        result = Dict()
        if is_referenced:
            self.references.append(result)
        while True:
            key = self.read_optional()
            if key is None:
                return result
            value = self.read_optional()
            if value is None:
                return result
            result.set(key, value)

    def read_set(self, result: AnySet, is_referenced: bool) -> AnySet:
        if is_referenced:
            self.references.append(result)
        for _ in range(self.size("set", 1, _NO_OBJECT)):
            result.add(self.item("set"))
        return result

    def read_frozen_set(self, is_referenced: bool) -> Object:
        number = self.reserve(is_referenced)
        result = self.read_set(FrozenSet(), False)
        if number >= 0:
            self.references[number] = result
        return result

    # Code.

    def read_code(self, is_referenced: bool) -> Object:
        """Code whose checksum is right. What is right there was written by this machine and is not looked at again."""
        number = self.reserve(is_referenced)
        length = self.size("code")
        expected = self.integer(8)
        self.need(length)
        end = self.position + length
        if checksum(self.data, self.position, end) != expected:
            raise value_error("bad marshal data (damaged code)")
        header = [self.integer(4) for _ in range(7)]
        code = Code(self.text(), self.text(), self.text(), header[0])
        code.flags, code.argument_count, code.positional_only_count, code.keyword_only_count = header[1], header[2], header[3], header[4]
        code.register_count, code.first_free = header[5], header[6]
        code.names = self.texts()
        code.varnames = self.texts()
        code.cellvars = self.texts()
        code.freevars = self.texts()
        code.cache_names = self.texts()
        code.cell_registers = [self.integer(4) for _ in range(self.size("code", 4))]
        count = self.size("code", 8)
        code.words = new_array(int, count)
        for i in range(count):
            code.words[i] = self.integer(8)
        code.positions = self.numbers()
        code.exception_table = self.numbers()
        count = self.size("code")
        constants = new_array(Object, count)
        for i in range(count):
            constants[i] = self.item("code")
        code.constants = constants
        if self.position != end:
            raise value_error("bad marshal data (damaged code)")
        code.ready()
        if number >= 0:
            self.references[number] = code
        return code

    def text(self) -> str:
        found = self.item("code")
        if not isinstance(found, Str):
            raise type_error("name must be a string")
        return found.value

    def texts(self) -> list[str]:
        return [self.text() for _ in range(self.size("code"))]

    def numbers(self) -> GcArray[int32]:
        count = self.size("code", 4)
        result = new_array(int32, count)
        for i in range(count):
            result[i] = int32(self.integer(4))
        return result


def sign_extended(value: int, unused: int) -> int:
    """A number whose upper bits are copies of its highest one in use."""
    return wrap(value << unused) >> unused


def read_from(file: Object, count: int) -> bytes:
    """So many bytes of a file. EOFError when it has less."""
    parts = BytesBuilder()
    while count > 0:
        piece = min(count, _PIECE)
        buffer = ByteArray(b"\0" * piece)
        given = call1(get_attribute(file, "readinto"), buffer)
        read = index(given).machine() if given is not NONE else 0
        if read > piece:
            raise value_error(f"read() returned too much data: {piece} bytes requested, {read} returned")
        if read < piece:
            raise PyError(_EOF_ERROR, "EOF read where not expected")
        parts.append(buffer.value())
        count -= piece
    return parts.build()


def unmarshalled(data: bytes) -> Object:
    """The object at the beginning of marshalled data; what follows it is left alone."""
    return Reader(data, None).read()


def unmarshalled_from(file: Object) -> Object:
    """The next object of a file. TypeError if it is no binary file."""
    probe = call1(get_attribute(file, "read"), new_int(0))
    if not isinstance(probe, Bytes):
        raise type_error(f"file.read() returned not bytes but {type_of(probe).name}")
    return Reader(b"", file).read()
