"""Instances of classes that programs derive from built-in types: the data of the built-in class, and a map.

Each is a class of its own in RPython, so that objects of the built-in types themselves carry no map."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.numbers.bigint import BigInt
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.dict import Dict
from interpreter.objects.float import Complex, HeapFloat
from interpreter.objects.function import ClassMethod, StaticMethod
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import Int
from interpreter.objects.list import NO_ITEMS, List
from interpreter.objects.module import Module
from interpreter.objects.object import MappedStorage, Object, Type, dict_map
from interpreter.objects.slots import Slot
from interpreter.objects.set import FrozenSet, Set
from interpreter.objects.str import Str
from interpreter.objects.tuple import Tuple
from transform.rpython import get_item, new_var, not_none, set_item, varsize


def check_subtype(cls: Type, base: Type) -> None:
    """What every ``__new__`` of a built-in type checks."""
    if not cls.is_subtype(base):
        raise type_error(f"{base.name}.__new__({cls.name}): {cls.name} is not a subtype of {base.name}")
    built_in = cls
    while built_in.is_heap and built_in is not base:
        built_in = not_none(built_in.base)
    if built_in is not base and built_in.slots[Slot.NEW] is not base.slots[Slot.NEW]:
        raise type_error(f"{base.name}.__new__({cls.name}) is not safe, use {built_in.name}.__new__()")


class ListInstance(MappedStorage, List):
    """An instance of a class below list."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__(NO_ITEMS, 0)
        self.start(type)


class DictInstance(MappedStorage, Dict):
    """An instance of a class below dict."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


class SetInstance(MappedStorage, Set):
    """An instance of a class below set."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


class FrozenSetInstance(MappedStorage, FrozenSet):
    """An instance of a class below frozenset."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


class IntInstance(MappedStorage, Int):
    """An instance of a class below int."""
    python_type = None
    value: BigInt

    def __init__(self, type: Type, value: BigInt) -> None:
        self.value = value
        self.start(type)

    def big(self) -> BigInt:
        return self.value

    def fits(self) -> bool:
        return self.value.fits_int()

    def machine(self) -> int:
        return self.value.to_int()


class FloatInstance(MappedStorage, HeapFloat):
    """An instance of a class below float."""
    python_type = None

    def __init__(self, type: Type, value: float) -> None:
        super().__init__(value)
        self.start(type)


class ComplexInstance(MappedStorage, Complex):
    """An instance of a class below complex."""
    python_type = None

    def __init__(self, type: Type, real: float, imag: float) -> None:
        super().__init__(real, imag)
        self.start(type)


class StrInstance(MappedStorage, Str):
    """An instance of a class below str."""
    python_type = None

    def __init__(self, type: Type, value: str) -> None:
        super().__init__(value)
        self.start(type)


class BytesInstance(MappedStorage, Bytes):
    """An instance of a class below bytes."""
    python_type = None

    def __init__(self, type: Type, value: bytes) -> None:
        super().__init__(value)
        self.start(type)


class ByteArrayInstance(MappedStorage, ByteArray):
    """An instance of a class below bytearray."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__(b"")
        self.start(type)


class GenericAliasInstance(MappedStorage, GenericAlias):
    """An instance of a class below types.GenericAlias."""
    python_type = None

    def __init__(self, type: Type, origin: Object, arguments: Object) -> None:
        super().__init__(origin, arguments)
        self.start(type)


class StaticMethodInstance(MappedStorage, StaticMethod):
    """An instance of a class below staticmethod."""
    python_type = None

    def __init__(self, type: Type, function: Object) -> None:
        super().__init__(function)
        self.start(type)


class ClassMethodInstance(MappedStorage, ClassMethod):
    """An instance of a class below classmethod."""
    python_type = None

    def __init__(self, type: Type, function: Object) -> None:
        super().__init__(function)
        self.start(type)


class ModuleInstance(MappedStorage, Module):
    """An instance of a class below module. Its attributes are in the module's dict, as those of every module."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__(Dict())
        self.start(type)
        self.map = dict_map(type, 0)
        self.reserve(type.member_count + 1)
        self.set_value(type.member_count, self.dict)


class TupleAttributes(MappedStorage, Object):
    """The map and the attributes of an instance of a class below tuple, which has its items where others have fields."""

    def __init__(self, type: Type) -> None:
        self.start(type)


@varsize(Object)
class TupleInstance(Tuple):
    """An instance of a class below tuple."""
    python_type = None

    def attributes(self) -> TupleAttributes:
        held = self.extra
        assert isinstance(held, TupleAttributes)
        return held

    def dynamic_type(self) -> Type:
        return self.attributes().map.type

    def has_attributes(self) -> bool:
        return self.attributes().has_attributes()

    def get_own(self, name: str) -> Optional[Object]:
        return self.attributes().get_own(name)

    def set_own(self, name: str, value: Object) -> None:
        self.attributes().set_own(name, value)

    def delete_own(self, name: str) -> bool:
        return self.attributes().delete_own(name)

    def get_dict(self) -> Optional[Object]:
        return self.attributes().get_dict()

    def set_dict(self, value: Object) -> None:
        self.attributes().set_dict(value)

    def set_type(self, new_type: Type) -> bool:
        return self.attributes().set_type(new_type)

    def get_member(self, index: int) -> Optional[Object]:
        return self.attributes().get_member(index)

    def set_member(self, index: int, value: Optional[Object]) -> None:
        self.attributes().set_member(index, value)


def new_tuple_instance(type: Type, items: Tuple) -> TupleInstance:
    result = new_var(TupleInstance, items.length)
    result.extra = TupleAttributes(type)
    for i in range(items.length):
        set_item(result, i, get_item(items, i))
    return result
