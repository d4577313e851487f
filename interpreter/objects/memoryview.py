"""memoryview: a window on the bytes of another object, one-dimensional, of items of one byte."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import index_error, not_implemented_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.bytes_methods import byte_value
from interpreter.objects.int import SmallInt, new_bool, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.list import new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import tuple1

from interpreter.protocols.buffer import Buffer, bytes_of, is_buffer
from interpreter.protocols.number import as_index
from transform.rpython import uint8
from transform.rpython.builders import BytesBuilder


class MemoryView(Buffer):
    """`length` bytes of `source`, a bytes object or a bytearray, from `start` on and `step` apart."""
    source: Object
    start: int
    step: int
    length: int
    is_released: bool

    def __init__(self, source: Object, start: int, step: int, length: int) -> None:
        self.source = source
        self.start = start
        self.step = step
        self.length = length
        self.is_released = False
        if isinstance(source, ByteArray):
            source.exports += 1

    def check(self) -> None:
        if self.is_released:
            raise value_error("operation forbidden on released memoryview object")

    def is_read_only(self) -> bool:
        return isinstance(self.source, Bytes)

    def byte_at(self, i: int) -> int:
        """An item that is in range."""
        position = self.start + i * self.step
        source = self.source
        if isinstance(source, Bytes):
            return source.value[position]
        if isinstance(source, ByteArray):
            return int(source.items[position])
        raise type_error("memoryview of an unknown object")

    def set_byte(self, i: int, value: int) -> None:
        source = self.source
        if not isinstance(source, ByteArray):
            raise type_error("cannot modify read-only memory")
        source.items[self.start + i * self.step] = uint8(value)

    def contents(self) -> bytes:
        self.check()
        source = self.source
        if isinstance(source, Bytes) and self.step == 1:
            return source.value[self.start:self.start + self.length]
        builder = BytesBuilder()
        for i in range(self.length):
            builder.append_byte(self.byte_at(i))
        return builder.build()


def view_of(x: Object) -> MemoryView:
    """A view on all of an object's bytes."""
    if isinstance(x, MemoryView):
        x.check()
        return MemoryView(x.source, x.start, x.step, x.length)
    if isinstance(x, Bytes):
        return MemoryView(x, 0, 1, len(x.value))
    if isinstance(x, ByteArray):
        return MemoryView(x, 0, 1, x.length)
    raise type_error(f"memoryview: a bytes-like object is required, not '{type_of(x).name}'")


@exposed_static("__new__")
def new(cls: Type, object: Object) -> Object:
    """Create a new memoryview object which references the given object."""
    return view_of(object)


@exposed("__len__")
def length(self: MemoryView) -> int:
    """Return len(self)."""
    self.check()
    return self.length


def position(self: MemoryView, key: Object) -> int:
    if not isinstance(key, SmallInt) and type_of(key).slots[Slot.INDEX] is None:
        raise type_error("memoryview: invalid slice key")
    i = as_index(key)
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("index out of bounds on dimension 1")
    return i


@exposed("__getitem__")
def getitem(self: MemoryView, key: Object, /) -> Object:
    """Return self[key]."""
    self.check()
    if isinstance(key, Slice):
        start, stop, step = unpack_slice(key)
        first, _, count = adjust_slice(start, stop, step, self.length)
        return MemoryView(self.source, self.start + first * self.step, self.step * step, count)
    return new_int(self.byte_at(position(self, key)))


@exposed("__setitem__")
def setitem(self: MemoryView, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    self.check()
    if self.is_read_only():
        raise type_error("cannot modify read-only memory")
    if not isinstance(key, Slice):
        self.set_byte(position(self, key), byte_value(value, "memoryview: invalid value for format 'B'"))
        return
    data = bytes_of(value)
    start, stop, step = unpack_slice(key)
    first, _, count = adjust_slice(start, stop, step, self.length)
    if len(data) != count:
        raise value_error("memoryview assignment: lvalue and rvalue have different structures")
    for i in range(count):
        self.set_byte(first + i * step, data[i])


@exposed("__eq__")
def eq(self: MemoryView, value: Object, /) -> Object:
    """Return self==value."""
    if self.is_released:
        return new_bool(self is value)
    if not is_buffer(value):
        return NOT_IMPLEMENTED
    return new_bool(self.contents() == bytes_of(value))


@exposed("__hash__")
def hash_value(self: MemoryView) -> int:
    """Return hash(self)."""
    if not self.is_read_only():
        raise value_error("cannot hash writable memoryview object")
    return hash(self.contents())


@exposed("__repr__")
def to_repr(self: MemoryView) -> str:
    """Return repr(self)."""
    return f"<{'released memory' if self.is_released else 'memory'} at {address_of(self)}>"


@exposed("__enter__")
def enter(self: MemoryView) -> Object:
    """Enter the runtime context."""
    self.check()
    return self


@exposed("__exit__", rest="arguments")
def leave(self: MemoryView, arguments: Object) -> None:
    """Release the view."""
    release(self)


@exposed("release")
def release(self: MemoryView) -> None:
    """Release the underlying buffer exposed by the memoryview object."""
    if not self.is_released:
        self.is_released = True
        source = self.source
        if isinstance(source, ByteArray):
            source.exports -= 1


@exposed("tobytes")
def tobytes(self: MemoryView, order: Object = NONE) -> bytes:
    """Return the data in the buffer as a byte string."""
    return self.contents()


@exposed("tolist")
def tolist(self: MemoryView) -> Object:
    """Return the data in the buffer as a list of elements."""
    self.check()
    result: list[Object] = []
    for i in range(self.length):
        result.append(new_int(self.byte_at(i)))
    return new_list(result)


@exposed("toreadonly")
def toreadonly(self: MemoryView) -> Object:
    """Return a readonly version of the memoryview."""
    return view_of(new_bytes(self.contents()))


@exposed("hex")
def hex_digits(self: MemoryView) -> str:
    """Return the data in the buffer as a str of hexadecimal numbers."""
    parts: list[str] = []
    for byte in self.contents():
        parts.append(f"{byte:02x}")
    return "".join(parts)


@exposed("cast")
def cast(self: MemoryView, format: str, shape: Object = NONE) -> Object:
    """Cast a memoryview to a new format or shape."""
    if format not in ("B", "b", "c"):
        raise not_implemented_error("memoryview: only views of bytes are supported")
    return view_of(self)


@exposed_property("obj")
def get_object(self: MemoryView) -> Object:
    """The underlying object of the memoryview."""
    self.check()
    return self.source


@exposed_property("nbytes")
def get_size(self: MemoryView) -> int:
    """The amount of space in bytes that the array would use in a contiguous representation."""
    self.check()
    return self.length


@exposed_property("readonly")
def get_read_only(self: MemoryView) -> bool:
    """A bool indicating whether the memory is read only."""
    self.check()
    return self.is_read_only()


@exposed_property("format")
def get_format(self: MemoryView) -> str:
    """A string containing the format (in struct module style) for each element in the view."""
    return "B"


@exposed_property("itemsize")
def get_item_size(self: MemoryView) -> int:
    """The size in bytes of each element of the memoryview."""
    return 1


@exposed_property("ndim")
def get_dimensions(self: MemoryView) -> int:
    """An integer indicating how many dimensions of a multi-dimensional array the memory represents."""
    return 1


@exposed_property("shape")
def get_shape(self: MemoryView) -> Object:
    """A tuple of ndim integers giving the shape of the memory as an N-dimensional array."""
    return tuple1(new_int(self.length))


@exposed_property("strides")
def get_strides(self: MemoryView) -> Object:
    """A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array."""
    return tuple1(new_int(self.step))


@exposed_property("contiguous")
def get_contiguous(self: MemoryView) -> bool:
    """A bool indicating whether the memory is contiguous."""
    return self.step == 1


@exposed("__iter__")
def iterate(self: MemoryView) -> Object:
    """Implement iter(self)."""
    return MemoryIterator(self)


class MemoryIterator(Iterator):
    """Iterates over the items of a view."""
    view: MemoryView
    position: int

    def __init__(self, view: MemoryView) -> None:
        self.view = view
        self.position = 0

    def advance(self) -> Optional[Object]:
        if self.position >= self.view.length:
            return None
        self.view.check()
        self.position += 1
        return new_int(self.view.byte_at(self.position - 1))


memoryview_type = define(MemoryView, "memoryview", methods=__name__, doc="Create a new memoryview object which references the given object.")
memoryview_type.matches_sequence = True
define(MemoryIterator, "memory_iterator", doc="")
