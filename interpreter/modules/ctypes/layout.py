"""What a C type is in memory, and to libffi: one description for each type, from which all else follows."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import memory_error
from interpreter.modules.ctypes.library import check_there, libffi, scalar_type
from interpreter.modules.ctypes.values import SIZES, read_value, write_value
from interpreter.objects.object import Object, Type
from transform.rpython import Ptr, address, alloc, cast, free, keepalive, null, uint8
from transform.rpython.gcmodule import register_finalizer

_NO_SHAPE: list[int] = []
_PEP3118_CODES = {"l": "q", "L": "Q"}
"""Letters of types whose size is that of another one."""


class Layout:
    """A type of `size` bytes. `length`: items of an array, fields of a structure. `item` is the type of the items of an array, or of what a
    pointer points to. `format` and `shape` are those of PEP 3118. Once it is final, because there are instances or types made of it, it may not
    change. An instance with pointers cannot be pickled."""
    size: int
    alignment: int
    length: int
    item: Optional[Type]
    format: str
    shape: list[int]
    is_final: bool
    has_pointers: bool

    def __init__(self, size: int, alignment: int, format: str) -> None:
        self.size = size
        self.alignment = alignment
        self.length = 0
        self.item = None
        self.format = format
        self.shape = _NO_SHAPE
        self.is_final = False
        self.has_pointers = False

    def ffi_type(self) -> Ptr[None]:
        """The type as libffi sees it when it is passed to a function."""
        return scalar_type("P")

    def leaves(self, found: list[Layout]) -> None:
        """Adds the types without parts that the type consists of."""
        found.append(self)


class SimpleLayout(Layout):
    """A type of the machine, named by a letter; `is_swapped` when its bytes stand in the other order. `gives_values` when what is read from a
    structure or got from a function is a Python value, no instance of the type."""
    code: str
    is_swapped: bool
    gives_values: bool

    def __init__(self, code: str, is_swapped: bool, gives_values: bool) -> None:
        size = SIZES[code]
        super().__init__(size, size, (">" if is_swapped else "<") + _PEP3118_CODES.get(code, code))
        self.code = code
        self.is_swapped = is_swapped
        self.gives_values = gives_values
        self.has_pointers = code == "z" or code == "Z" or code == "P" or code == "O"

    def ffi_type(self) -> Ptr[None]:
        return scalar_type(self.code)

    def read(self, at: Ptr[uint8]) -> Object:
        """The Python object for the value at an address. ValueError."""
        return read_value(self.code[0], self.is_swapped, at)

    def write(self, at: Ptr[uint8], value: Object) -> Object:
        """Stores a value, and gives what must be kept as long as it is there, or None. TypeError."""
        return write_value(self.code[0], self.is_swapped, at, value)


class ArrayLayout(Layout):
    """Items of one type."""

    def leaves(self, found: list[Layout]) -> None:
        item = layout_of(self.item)
        if item is not None:
            for _ in range(self.length):
                item.leaves(found)


class PointerLayout(Layout):
    """A pointer to what is of type `item`; to nothing, if that is not known yet."""

    def __init__(self) -> None:
        super().__init__(8, 8, "P")
        self.length = 1
        self.has_pointers = True


class FunctionLayout(Layout):
    """A pointer to a function."""

    def __init__(self) -> None:
        super().__init__(8, 8, "X{}")
        self.length = 1
        self.has_pointers = True


class RecordLayout(Layout):
    """A structure or a union. `parts` are the layouts of its fields."""
    parts: list[Layout]
    ffi: Ptr[None]

    def __init__(self) -> None:
        super().__init__(0, 0, "B")
        self.parts = []
        self.ffi = null(None)

    def take_over(self, base: RecordLayout) -> None:
        """Begins with the fields of another record."""
        self.size = base.size
        self.alignment = base.alignment
        self.length = base.length
        self.format = base.format
        self.has_pointers = base.has_pointers
        self.parts = [part for part in base.parts]

    def leaves(self, found: list[Layout]) -> None:
        for part in self.parts:
            part.leaves(found)

    def ffi_type(self) -> Ptr[None]:
        if not self.ffi:
            check_there()
            found: list[Layout] = []
            self.leaves(found)
            elements = alloc(int, len(found) + 1)
            for i in range(len(found)):
                elements[i] = address(found[i].ffi_type())
            self.ffi = libffi.new_record_type(self.size, self.alignment, len(found), cast(uint8, elements))
            free(elements)
            if not self.ffi:
                raise memory_error()
            register_finalizer(self, free_record_type)
            keepalive(found)
        return self.ffi


def free_record_type(layout: object) -> None:
    assert isinstance(layout, RecordLayout)
    libffi.free_record_type(layout.ffi)


class CType(Type):
    """A class of C data: what its metaclass adds to a class. `layout` is None for abstract ones."""
    layout: Optional[Layout]

    def __init__(self, name: str, metatype: Type, bases: list[Type]) -> None:
        super().__init__(name, metatype, bases, {})
        self.layout = None


def layout_of(type: Optional[Object]) -> Optional[Layout]:
    """The layout of a C type; None for everything else."""
    return type.layout if isinstance(type, CType) else None
