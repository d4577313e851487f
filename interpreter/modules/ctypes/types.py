"""The metaclasses of C types, what they have in common: arrays of a type, and instances in memory that is there already."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.modules.ctypes.arguments import Argument
from interpreter.modules.ctypes.data import CData
from interpreter.modules.ctypes.layout import ArrayLayout, CType, Layout, PointerLayout, SimpleLayout
from interpreter.modules.ctypes.symbols import address_in
from interpreter.modules.ctypes.values import store_word
from interpreter.objects import type_methods
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import exception_object
from interpreter.objects.int import Int
from interpreter.objects.guards import enter_recursion, leave_recursion
from interpreter.objects.memoryview import pin_to_end, view_of
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call
from interpreter.protocols.number import as_index
from interpreter.protocols.text import str_of
from interpreter.protocols.types import is_instance
from transform.rpython import Ptr, address, copy, data_pointer, pointer, uint8


_RUNTIME_ERROR = EXCEPTIONS["RuntimeError"]


class DataType(CType):
    """A class of C data. Each kind has a metaclass of its own, whose name Python programs see. `arrays` are the types of arrays of it, by length."""
    arrays: Optional[dict[int, Object]]

    def __init__(self, name: str, metatype: Type, bases: list[Type]) -> None:
        super().__init__(name, metatype, bases)
        self.arrays = None

    def describe(self) -> None:
        """Finds the layout of a new class by its attributes."""
        raise NotImplementedError

    def new_data(self, layout: Layout) -> CData:
        """An instance without memory."""
        raise NotImplementedError

    def known_layout(self) -> Layout:
        """The layout. TypeError for an abstract class."""
        layout = self.layout
        if layout is None:
            raise type_error("abstract class")
        return layout

    def at(self, place: Ptr[uint8], base: Optional[CData], index: int) -> CData:
        """An instance in memory that is there already: anywhere, or in that of `base`, whose part it is."""
        made = self.new_data(self.known_layout())
        made.place(place, base, index)
        return made

    def accept(self, value: Object) -> Optional[Object]:
        """What ``from_param`` makes of a value in a way of this kind of type; None if it knows none."""
        return None

    def refusal(self, value: Object) -> PyError:
        """The TypeError for a value that is no parameter."""
        if isinstance(value, Argument):
            return type_error(f"expected {self.name} instance instead of pointer to {type_of(value.held).name}")
        return type_error(f"expected {self.name} instance instead of {type_of(value).name}")

    @exposed_static("__new__", keywords="keywords")
    @staticmethod
    def new(cls: Type, name: Object, bases: Tuple, dict: Dict, /, keywords: Optional[Dict] = None) -> Object:
        """Create and return a new object.  See help(type) for accurate signature."""
        made = type_methods.new(cls, name, bases, dict, keywords)
        if isinstance(made, DataType) and made.layout is None:
            made.describe()
        return made

    @exposed("__mul__")
    def multiply(self, value: Object, /) -> Object:
        """Return self*value."""
        if type_of(value).slots[Slot.INDEX] is None:
            raise type_error(f"can't multiply sequence by non-int of type '{type_of(value).name}'")
        length = as_index(value)
        if length < 0:
            raise value_error(f"Array length must be >= 0, not {length}")
        known = self.arrays
        if known is None:
            known = {}
            self.arrays = known
        found = known.get(length)
        if found is None:
            found = array_maker.make(self, length)
            known[length] = found
        return found

    @exposed("__rmul__")
    def multiply_reversed(self, value: Object, /) -> Object:
        """Return value*self."""
        return self.multiply(value)

    @exposed("from_address")
    def from_address(self, value: Object, /) -> Object:
        """C.from_address(integer) -> C instance"""
        if not isinstance(value, Int):
            raise type_error("integer expected")
        return self.at(pointer(uint8, value.big().low_bits()), None, 0)

    @exposed("from_buffer")
    def from_buffer(self, object: Object, offset: int = 0, /) -> Object:
        """C.from_buffer(object, offset=0) -> C instance"""
        layout = self.known_layout()
        view = view_of(object)
        if view.is_read_only():
            raise type_error("underlying buffer is not writable")
        if view.step != view.item_size:
            raise type_error("underlying buffer is not C contiguous")
        check_size(layout, view.byte_count(), offset)
        made = self.at(view.start_address() + offset, None, 0)
        pin_to_end(view)
        made.keep(-1, view)
        return made

    @exposed("from_buffer_copy")
    def from_buffer_copy(self, object: Object, offset: int = 0, /) -> Object:
        """C.from_buffer_copy(object, offset=0) -> C instance"""
        layout = self.known_layout()
        data = bytes_of(object)
        check_size(layout, len(data), offset)
        made = allocated(self)
        copy(data_pointer(data) + offset, made.address, layout.size)
        return made

    @exposed("in_dll")
    def in_dll(self, dll: Object, name: str, /) -> Object:
        """C.in_dll(dll, name) -> C instance"""
        made = self.at(pointer(uint8, address_in(dll, name, value_error)), None, 0)
        made.keep(-1, dll)
        return made

    @exposed("from_param")
    def from_param(self, value: Object, /) -> Object:
        """Convert a Python object into a function call parameter."""
        if isinstance(value, CData) and is_instance(value, self):
            return value
        layout = self.layout
        if isinstance(value, Argument) and layout is not None and layout.item is not None and is_instance(value.held, layout.item):
            return value
        found = self.accept(value)
        if found is not None:
            return found
        own = find_optional(value, "_as_parameter_")
        if own is None:
            raise self.refusal(value)
        enter_recursion(" while processing _as_parameter_")
        try:
            return self.from_param(own)
        finally:
            leave_recursion()


def check_size(layout: Layout, size: int, offset: int) -> None:
    """ValueError if a buffer is too small."""
    if offset < 0:
        raise value_error("offset cannot be negative")
    if layout.size > size - offset:
        raise value_error(f"Buffer size too small ({size} instead of at least {layout.size + offset} bytes)")


def allocated(type: DataType) -> CData:
    """A new instance with memory of its own."""
    layout = type.known_layout()
    made = type.new_data(layout)
    made.allocate_memory(layout.size)
    return made


def new_instance(type: Type) -> Object:
    """What makes instances of all C types."""
    assert isinstance(type, DataType)
    return allocated(type)


class ArrayMaker:
    """Makes types of arrays; arrays.py puts the function in."""

    def make(self, item: DataType, length: int) -> Object:
        """A type of arrays of a length with items of a type. OverflowError."""
        raise NotImplementedError


array_maker = ArrayMaker()


def read_part(type: Object, base: CData, index: int, at: Ptr[uint8]) -> Object:
    """What Python sees of part number `index` of C data: a value, or an instance that shares its memory."""
    assert isinstance(type, DataType)
    layout = type.layout
    if isinstance(layout, SimpleLayout) and layout.gives_values:
        return layout.read(at)
    return type.at(at, base, index)


def write_part(type: Object, base: CData, index: int, at: Ptr[uint8], value: Object) -> None:
    """Assigns to a part of C data. TypeError."""
    assert isinstance(type, DataType)
    base.keep(index, store(type, at, value))


def store(type: DataType, at: Ptr[uint8], value: Object) -> Object:
    """Stores a value of a type at an address, and gives what must be kept then, or None."""
    layout = type.known_layout()
    if not isinstance(value, CData):
        if isinstance(layout, SimpleLayout):
            return layout.write(at, value)
        if isinstance(value, Tuple):
            return store(type, at, called_with(type, value))
        if value is NONE and isinstance(layout, PointerLayout):
            store_word(at, 0)
            return NONE
        raise type_error(f"expected {type.name} instance, got {type_of(value).name}")
    if is_instance(value, type):
        copy(value.address, at, layout.size)
        return value.all_kept()
    given = value.layout
    if isinstance(layout, PointerLayout) and isinstance(given, ArrayLayout) and given.item is layout.item:
        store_word(at, address(value.address))
        return tuple2(value.all_kept(), value)
    raise type_error(f"incompatible types, {type_of(value).name} instance instead of {type.name} instance")


def called_with(type: DataType, arguments: Tuple) -> Object:
    """The instance that a tuple of arguments stands for. RuntimeError where the type does not take them."""
    try:
        return call(type, arguments.items())
    except PyError as error:
        raise extended(error, _RUNTIME_ERROR, f"({type.name}) ") from error


def extended(error: PyError, type: Type, prefix: str) -> PyError:
    """An exception of another type that says what went wrong where."""
    return PyError(type, f"{prefix}{error.type.name}: {str_of(exception_object(error)).value}")
