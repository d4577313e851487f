"""Pickling of arrays: their bytes, with a number that tells what the machine that wrote them meant by these."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import add_methods
from interpreter.modules.array.methods import append_text, array_tolist, array_type, empty_like
from interpreter.modules.array.objects import TYPECODES, Array
from interpreter.modules.importing import import_full
from interpreter.modules.struct.layout import Layout
from interpreter.modules.struct.values import unpack_value
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import new_tuple, tuple2, tuple3
from interpreter.protocols.attributes import find_optional, get_attribute
from interpreter.protocols.codec import decode_bytes

_FORMATS = "BbHHhhIIiiQQqqffdd"
"""The code of `struct` of each machine format but those of text, which follow."""
_SIZES = [1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8, 4, 4, 8, 8]
_TEXT_CODECS = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]
_TEXT_SIZES = [4, 4, 8, 8]
"""What CPython takes for the sizes of their characters."""
_MACHINE_FORMATS = {"b": 1, "B": 0, "u": 20, "h": 4, "H": 2, "i": 8, "I": 6, "l": 12, "L": 10, "q": 12, "Q": 10, "f": 14, "d": 16}
_MOST = len(_FORMATS) + len(_TEXT_CODECS) - 1


def machine_format(code: str) -> int:
    """The number of the format that items of a type code have here."""
    return _MACHINE_FORMATS[code]


def reconstruct_array(arraytype: Object, typecode: str, mformat_code: int, items: Object) -> Object:
    """What pickles of arrays call. TypeError, ValueError."""
    if not isinstance(arraytype, Type):
        raise type_error(f"first argument must be a type object, not {type_of(arraytype).name}")
    if not arraytype.is_subtype(array_type):
        raise type_error(f"{arraytype.name} is not a subtype of {array_type.name}")
    if len(typecode) != 1 or TYPECODES.find(typecode) < 0:
        raise value_error("second argument must be a valid type code")
    if not 0 <= mformat_code <= _MOST:
        raise value_error("third argument must be a valid machine format code.")
    if not isinstance(items, Bytes):
        raise type_error(f"fourth argument should be bytes, not {type_of(items).name}")
    data = items.value
    if machine_format(typecode) == mformat_code:
        made = empty_like(arraytype, typecode)
        check_whole(data, made.size)
        made.append_bytes(data)
        return made
    if mformat_code >= len(_FORMATS):
        check_whole(data, _TEXT_SIZES[mformat_code - len(_FORMATS)])
        made = empty_like(arraytype, typecode)
        append_text(made, decode_bytes(data, _TEXT_CODECS[mformat_code - len(_FORMATS)], "strict").value)
        return made
    return converted(arraytype, typecode, mformat_code, data)


def check_whole(data: bytes, size: int) -> None:
    if len(data) % size != 0:
        raise value_error("string length not a multiple of item size")


def converted(arraytype: Type, typecode: str, number: int, data: bytes) -> Object:
    """An array of numbers that were written on another machine. Its type code is one that has their size here."""
    format = _FORMATS[number]
    size = _SIZES[number]
    check_whole(data, size)
    code = typecode if format == "f" or format == "d" else str(format)
    layout = Layout(">" if number % 2 == 1 and size > 1 else "<")
    made = empty_like(arraytype, code)
    for i in range(len(data) // size):
        made.append(unpack_value(layout, format, size, data, i * size))
    return made


@exposed("__reduce_ex__")
def array_reduce(self: Array, value: int, /) -> Object:
    """Return state information for pickling."""
    attributes = find_optional(self, "__dict__")
    state = NONE if attributes is None else attributes
    if value < 3:
        return tuple3(type_of(self), tuple2(new_str(self.code), array_tolist(self)), state)
    arguments: list[Object] = [type_of(self), new_str(self.code), new_int(machine_format(self.code)), new_bytes(self.contents())]
    return tuple3(get_attribute(import_full("array"), "_array_reconstructor"), new_tuple(arguments), state)


add_methods(array_type, __name__, "array_")
