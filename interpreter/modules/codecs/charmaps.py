"""Maps of characters that Python programs give to the charmap codec: any object with ``__getitem__``."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.typedef import define
from interpreter.objects.bytes import Bytes
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str
from interpreter.protocols.item import get_item_any
from interpreter.text.codecs.bytewise import DecodingMap, EncodingMap, TableDecodingMap, TableEncodingMap
from transform.rpython.builders import BytesBuilder

_LOOKUP_ERROR = EXCEPTIONS["LookupError"]

_UNDEFINED = 0xFFFE


class EncodingTable(Object):
    """``EncodingMap``, what `charmap_build` makes of a table."""
    table: TableEncodingMap
    length: int

    def __init__(self, table: str) -> None:
        self.table = TableEncodingMap(table)
        self.length = len(table)

    @exposed("size")
    def size(self) -> int:
        """Return the size (in bytes) of this object"""
        return self.length


define(EncodingTable, "EncodingMap", doc="")


def look_up(mapping: Object, key: int) -> Object:
    """What a character is mapped to; None where there is nothing."""
    try:
        return get_item_any(mapping, new_int(key))
    except PyError as error:
        if not error.type.is_subtype(_LOOKUP_ERROR):
            raise
        return NONE


class ObjectDecodingMap(DecodingMap):
    """Bytes are looked up in an object."""
    mapping: Object

    def __init__(self, mapping: Object) -> None:
        self.mapping = mapping

    def text_of(self, byte: int) -> Optional[str]:
        found = look_up(self.mapping, byte)
        if found is NONE:
            return None
        if isinstance(found, Int):
            code = found.machine() if found.fits() else -1
            if not 0 <= code <= 0x10FFFF:
                raise type_error("character mapping must be in range(0x110000)")
            return None if code == _UNDEFINED else chr(code)
        if isinstance(found, Str):
            return None if found.value == "\ufffe" else found.value
        raise type_error("character mapping must return integer, None or str")


class ObjectEncodingMap(EncodingMap):
    """Characters are looked up in an object."""
    mapping: Object

    def __init__(self, mapping: Object) -> None:
        self.mapping = mapping

    def append_to(self, data: BytesBuilder, code: int) -> bool:
        found = look_up(self.mapping, code)
        if found is NONE:
            return False
        if isinstance(found, Int):
            byte = found.machine() if found.fits() else -1
            if not 0 <= byte <= 255:
                raise type_error("character mapping must be in range(256)")
            data.append_byte(byte)
        elif isinstance(found, Bytes):
            data.append(found.value)
        else:
            raise type_error(f"character mapping must return integer, bytes or None, not {type_of(found).name}")
        return True


def decoding_map(mapping: Object) -> DecodingMap:
    """A str is a table."""
    if isinstance(mapping, Str):
        return TableDecodingMap(mapping.value)
    return ObjectDecodingMap(mapping)


def encoding_map(mapping: Object) -> EncodingMap:
    if isinstance(mapping, EncodingTable):
        return mapping.table
    return ObjectEncodingMap(mapping)
