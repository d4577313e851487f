"""The operator ``%`` of bytes and bytearray (PEP 461).

The format is read as text of its bytes' codes, as the parser of formats wants it, and so are its pieces."""
from __future__ import annotations

from interpreter.errors import overflow_error, type_error
from interpreter.numbers.percent import PercentPiece
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.slots import Slot
from interpreter.objects.str_format import PercentArguments, fill_percent, format_number
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import invoke1
from interpreter.protocols.text import ascii_of
from interpreter.text.codecs.work import text_of_latin1
from transform.rpython.builders import BytesBuilder


class BytesArguments(PercentArguments):
    """What stands right of ``%`` where bytes stand left of it."""

    def is_mapping(self) -> bool:
        return super().is_mapping() and not isinstance(self.values, Bytes) and not isinstance(self.values, ByteArray)

    def kind(self) -> str:
        return "bytes"

    def key_object(self, key: str) -> Object:
        return new_bytes(bytes_of_codes(key))

    def convert(self, piece: PercentPiece, value: Object) -> str:
        match piece.type:
            case "s" | "b":
                return piece.format_text(text_of_latin1(raw_bytes(value)))
            case "r" | "a":
                return piece.format_text(ascii_of(value))
            case "c":
                return piece.format_character(byte_character(value))
        return format_number(piece, value)


def format_bytes(format: bytes, values: Object) -> bytes:
    """``format % values``."""
    return bytes_of_codes(fill_percent(text_of_latin1(format), BytesArguments(values)))


def bytes_of_codes(text: str) -> bytes:
    """The bytes whose codes are the characters of a text."""
    builder = BytesBuilder()
    for c in text:
        builder.append_byte(ord(c))
    return builder.build()


def raw_bytes(value: Object) -> bytes:
    """What ``%b`` inserts: the contents of a buffer, or what ``__bytes__`` gives."""
    if isinstance(value, Bytes):
        return value.value
    method = type_of(value).slots[Slot.BYTES]
    if method is not None:
        made = invoke1(method, value)
        if not isinstance(made, Bytes):
            raise type_error(f"__bytes__ returned non-bytes (type {type_of(made).name})")
        return made.value
    if is_buffer(value):
        return bytes_of(value)
    raise type_error(f"%b requires a bytes-like object, or an object that implements __bytes__, not '{type_of(value).name}'")


def byte_character(value: Object) -> str:
    """What ``%c`` inserts: a byte by its number, or bytes that hold one."""
    if isinstance(value, Bytes) and len(value.value) == 1 or isinstance(value, ByteArray) and value.length == 1:
        return text_of_latin1(bytes_of(value))
    if isinstance(value, Int):
        if not value.fits() or not 0 <= value.machine() <= 255:
            raise overflow_error("%c arg not in range(256)")
        return chr(value.machine())
    raise type_error("%c requires an integer in range(256) or a single byte")
