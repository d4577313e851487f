"""memoryview: a window on the bytes of another object, one-dimensional."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, index_error, not_implemented_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.array.objects import Array
from interpreter.modules.struct.layout import Layout, error_type
from interpreter.modules.struct.values import pack_value, unpack_value
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
from interpreter.protocols.compare import equals
from interpreter.protocols.number import as_index
from transform.rpython import uint8
from transform.rpython.builders import BytesBuilder


class MemoryView(Buffer):
    """`length` items of `source`, a bytes object or a bytearray, from the byte `start` on and `step` bytes apart. `format` is a code of `struct`
and `item_size` the bytes of an item; `owner` is what Python programs see as the object."""
    source: Object
    owner: Object
    format: str
    item_size: int
    start: int
    step: int
    length: int
    is_released: bool

    def __init__(self, source: Object, owner: Object, format: str, item_size: int, start: int, step: int, length: int) -> None:
        self.source = source
        self.owner = owner
        self.format = format
        self.item_size = item_size
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

    def place(self, i: int) -> int:
        """Where a byte of the view lies in the source."""
        size = self.item_size
        return self.start + i * self.step if size == 1 else self.start + i // size * self.step + i % size

    def byte_count(self) -> int:
        return self.length * self.item_size

    def byte_at(self, i: int) -> int:
        """A byte that is in range."""
        position = self.place(i)
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
        source.items[self.place(i)] = uint8(value)

    def contents(self) -> bytes:
        self.check()
        source = self.source
        if isinstance(source, Bytes) and self.step == self.item_size:
            return source.value[self.start:self.start + self.byte_count()]
        builder = BytesBuilder()
        for i in range(self.byte_count()):
            builder.append_byte(self.byte_at(i))
        return builder.build()

    def item(self, i: int) -> Object:
        """The item at an index that is in range."""
        if self.item_size == 1 and self.format == "B":
            return new_int(self.byte_at(i))
        builder = BytesBuilder()
        for k in range(self.item_size):
            builder.append_byte(self.byte_at(i * self.item_size + k))
        return unpack_value(_NATIVE, self.format[0], self.item_size, builder.build(), 0)

    def set_item(self, i: int, value: Object) -> None:
        """Overwrites the item at an index that is in range."""
        if self.format == "B":
            self.set_byte(i, byte_value(value, "memoryview: invalid value for format 'B'"))
            return
        packed = ByteArray(bytes(self.item_size))
        try:
            pack_value(_NATIVE, self.format[0], self.item_size, value, packed, 0)
        except PyError as error:
            if error.type is not error_type:
                raise
            wrong_type = error.text.startswith("required") or error.text.endswith("of length 1")
            text = f"memoryview: invalid {'type' if wrong_type else 'value'} for format '{self.format}'"
            raise type_error(text) if wrong_type else value_error(text)
        for k in range(self.item_size):
            self.set_byte(i * self.item_size + k, int(packed.items[k]))

    def part(self, start: int, step: int, count: int) -> MemoryView:
        """A view of some items."""
        return MemoryView(self.source, self.owner, self.format, self.item_size, self.start + start * self.step, self.step * step, count)


_NATIVE = Layout("@")
_BYTE_FORMATS = "Bbc"
_FORMATS = "cbB?hHiIlLqQnNPfd"


def view_of(x: Object) -> MemoryView:
    """A view on all of an object's bytes."""
    if isinstance(x, MemoryView):
        x.check()
        return x.part(0, 1, x.length)
    if isinstance(x, Bytes):
        return MemoryView(x, x, "B", 1, 0, 1, len(x.value))
    if isinstance(x, ByteArray):
        return MemoryView(x, x, "B", 1, 0, 1, x.length)
    if isinstance(x, Array):
        return MemoryView(x.data, x, x.code, x.size, 0, x.size, x.length())
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
        return self.part(first, step, count)
    return self.item(position(self, key))


@exposed("__setitem__")
def setitem(self: MemoryView, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    self.check()
    if self.is_read_only():
        raise type_error("cannot modify read-only memory")
    if not isinstance(key, Slice):
        self.set_item(position(self, key), value)
        return
    data = bytes_of(value)
    start, stop, step = unpack_slice(key)
    first, _, count = adjust_slice(start, stop, step, self.length)
    other_format = value.format if isinstance(value, MemoryView) else value.code if isinstance(value, Array) else "B"
    if other_format != self.format or len(data) != count * self.item_size:
        raise value_error("memoryview assignment: lvalue and rvalue have different structures")
    target = self.part(first, step, count)
    for i in range(len(data)):
        target.set_byte(i, data[i])
    release(target)


@exposed("__eq__")
def eq(self: MemoryView, value: Object, /) -> Object:
    """Return self==value."""
    if self.is_released:
        return new_bool(self is value)
    if not is_buffer(value):
        return NOT_IMPLEMENTED
    other = view_of(value)
    same = self.contents() == other.contents() if self.format == other.format else equals(tolist(self), tolist(other))
    release(other)
    return new_bool(same)


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
        result.append(self.item(i))
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
    self.check()
    code = format[1:] if format.startswith("@") else format
    if len(code) != 1 or _FORMATS.find(code) < 0:
        raise value_error("memoryview: destination format must be a native single character format prefixed with an optional '@'")
    if self.step != self.item_size:
        raise type_error("memoryview: casts are restricted to C-contiguous views")
    if _BYTE_FORMATS.find(code) < 0 and _BYTE_FORMATS.find(self.format) < 0:
        raise type_error("memoryview: cannot cast between two non-byte formats")
    if shape is not NONE:
        raise not_implemented_error("memoryview: only views of one dimension are supported")
    size = Layout(code).size
    if self.byte_count() % size != 0:
        raise type_error("memoryview: length is not a multiple of itemsize")
    return MemoryView(self.source, self.owner, code, size, self.start, size, self.byte_count() // size)


@exposed_property("obj")
def get_object(self: MemoryView) -> Object:
    """The underlying object of the memoryview."""
    self.check()
    return self.owner


@exposed_property("nbytes")
def get_size(self: MemoryView) -> int:
    """The amount of space in bytes that the array would use in a contiguous representation."""
    self.check()
    return self.byte_count()


@exposed_property("readonly")
def get_read_only(self: MemoryView) -> bool:
    """A bool indicating whether the memory is read only."""
    self.check()
    return self.is_read_only()


@exposed_property("format")
def get_format(self: MemoryView) -> str:
    """A string containing the format (in struct module style) for each element in the view."""
    return self.format


@exposed_property("itemsize")
def get_item_size(self: MemoryView) -> int:
    """The size in bytes of each element of the memoryview."""
    return self.item_size


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
    return self.step == self.item_size


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
        return self.view.item(self.position - 1)


memoryview_type = define(MemoryView, "memoryview", methods=__name__, doc="Create a new memoryview object which references the given object.")
memoryview_type.matches_sequence = True
define(MemoryIterator, "memory_iterator", doc="")
