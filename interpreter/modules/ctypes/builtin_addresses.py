"""Functions that the package `ctypes` calls by address although they are none of C: ``cast``, ``string_at``, ``wstring_at``."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.modules.ctypes.data import CData
from interpreter.modules.ctypes.layout import FunctionLayout, PointerLayout, SimpleLayout
from interpreter.modules.ctypes.library import linker
from interpreter.modules.ctypes.references import object_at
from interpreter.modules.ctypes.types import DataType
from interpreter.modules.ctypes.values import load_word, read_characters, store_word, wide_text_at
from interpreter.modules.files import bytes_at
from interpreter.objects.bytes import new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.protocols.call import call0
from transform.rpython import Ptr, cast, identity, int32, make_bytes, pointer, uint8

CAST = 0
STRING_AT = 1
WSTRING_AT = 2
_COUNT = 3

_POINTERS = "sPzUZXO"
"""Letters of the simple types that `cast` makes."""


def number_of_built_in(address: int) -> int:
    """Which function of these an address stands for, or -1."""
    number = address - linker.address_of_built_in(0)
    return number if 0 <= number < _COUNT else -1


def call_built_in(number: int, arguments: list[Ptr[uint8]]) -> Object:
    """Calls one with arguments that lie in memory. TypeError for another number of arguments."""
    wanted = 3 if number == CAST else 2
    if len(arguments) != wanted:
        raise type_error(f"this function takes {wanted} arguments ({len(arguments)} given)")
    word = load_word(arguments[0])
    if number == CAST:
        return cast_data(word, object_at(load_word(arguments[1])), object_at(load_word(arguments[2])))
    start = pointer(uint8, word)
    size = int(cast(int32, arguments[1])[0])
    if number == STRING_AT:
        return new_bytes(bytes_at(start) if size < 0 else make_bytes(start, size))
    return new_str(wide_text_at(start) if size < 0 else read_characters(start, size))


def cast_data(word: int, source: Object, target: Object) -> Object:
    """An instance of a type of pointers with an address in it, which keeps alive what `source` keeps. TypeError for other types."""
    if not isinstance(target, DataType) or not is_pointer(target):
        name = target.name if isinstance(target, Type) else type_of(target).name
        raise type_error(f"cast() argument 2 must be a pointer type, not {name}")
    made = call0(target)
    assert isinstance(made, CData)
    if isinstance(source, CData):
        if source.kept is NONE:
            source.kept = Dict()
        kept = source.kept
        made.kept = kept
        if isinstance(kept, Dict):
            kept.set(new_int(identity(source)), source)
    store_word(made.address, word)
    return made


def is_pointer(type: DataType) -> bool:
    layout = type.layout
    if isinstance(layout, SimpleLayout):
        return _POINTERS.find(layout.code) >= 0
    return isinstance(layout, PointerLayout) or isinstance(layout, FunctionLayout)
