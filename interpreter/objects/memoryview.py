"""memoryview: a window on the bytes of another object, one-dimensional."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import PyError, index_error, not_implemented_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.array.objects import Array
from interpreter.modules.pickle.picklebuffer import PickleBuffer
from interpreter.modules.struct.layout import Layout, error_type
from interpreter.modules.struct.values import pack_value, unpack_value
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.bytes_methods import byte_value
from interpreter.objects.int import FALSE, Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.object_methods import address_of
from interpreter.objects.singletons import ELLIPSIS, NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple1
from interpreter.protocols.buffer import Buffer, Memory, bytes_of, is_buffer
from interpreter.protocols.compare import equals
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_index
from transform.rpython import Ptr, item_address, make_bytes, uint8
from transform.rpython.builders import BytesBuilder
from transform.rpython.gcmodule import register_finalizer


class MemoryView(Buffer):
    """`length` items of `source`, a bytes object or a bytearray, from the byte `start` on and `step` bytes apart. `format` is a code of `struct`
and `item_size` the bytes of an item; `owner` is what Python programs see as the object. `shape` has the extents of a view of several dimensions,
whose items lie one behind the other; it is empty for one dimension. `is_scalar`: there are no dimensions, but one item."""
    source: Object
    owner: Object
    format: str
    item_size: int
    start: int
    step: int
    length: int
    shape: list[int]
    is_scalar: bool
    is_released: bool
    is_pinning: bool

    def __init__(self, source: Object, owner: Object, format: str, item_size: int, start: int, step: int, length: int) -> None:
        self.source = source
        self.owner = owner
        self.format = format
        self.item_size = item_size
        self.start = start
        self.step = step
        self.length = length
        self.shape = _ONE_DIMENSION
        self.is_scalar = False
        self.is_released = False
        self.is_pinning = False

    def check(self) -> None:
        if self.is_released or self.is_beyond():
            raise value_error("operation forbidden on released memoryview object")

    def is_beyond(self) -> bool:
        """Whether the memory has become too small, or was given back."""
        source = self.source
        return (isinstance(source, Memory) and self.length > 0
                and self.start + (self.length - 1) * max(self.step, 0) + self.item_size > source.size)

    def pin(self) -> None:
        """Has the source stay where and as large as it is, until the view is released."""
        if not self.is_pinning:
            self.is_pinning = True
            self.count_pin(1)

    def count_pin(self, change: int) -> None:
        source = self.source
        if isinstance(source, ByteArray):
            source.pins += change
        elif isinstance(source, Memory):
            source.pins += change

    def start_address(self) -> Ptr[uint8]:
        """Where the first item lies in memory, which is not read-only; valid while the source is alive."""
        source = self.source
        if isinstance(source, Memory):
            return source.address + self.start
        assert isinstance(source, ByteArray)
        return item_address(source.items, 0) + self.start

    def is_read_only(self) -> bool:
        source = self.source
        return source.is_read_only() if isinstance(source, Memory) else isinstance(source, Bytes)

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
        if isinstance(source, Memory):
            return int(source.address[position])
        raise type_error("memoryview of an unknown object")

    def set_byte(self, i: int, value: int) -> None:
        source = self.source
        if isinstance(source, Memory):
            source.address[self.place(i)] = uint8(value)
        elif isinstance(source, ByteArray):
            source.items[self.place(i)] = uint8(value)
        else:
            raise type_error("cannot modify read-only memory")

    def contents(self) -> bytes:
        self.check()
        source = self.source
        if isinstance(source, Bytes) and self.step == self.item_size:
            return source.value[self.start:self.start + self.byte_count()]
        if self.step == self.item_size:
            return make_bytes(self.start_address(), self.byte_count())
        builder = BytesBuilder()
        for i in range(self.byte_count()):
            builder.append_byte(self.byte_at(i))
        return builder.build()

    def check_format(self) -> None:
        if len(self.format) > 1:
            raise not_implemented_error(f"memoryview: unsupported format {self.format}")

    def item(self, i: int) -> Object:
        """The item at an index that is in range."""
        if self.item_size == 1 and self.format == "B":
            return new_int(self.byte_at(i))
        self.check_format()
        builder = BytesBuilder()
        for k in range(self.item_size):
            builder.append_byte(self.byte_at(i * self.item_size + k))
        return unpack_value(_NATIVE, self.format[0], self.item_size, builder.build(), 0)

    def set_item(self, i: int, value: Object) -> None:
        """Overwrites the item at an index that is in range."""
        if self.format == "B":
            self.set_byte(i, byte_value(value, "memoryview: invalid value for format 'B'"))
            return
        self.check_format()
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

    def with_shape(self, shape: list[int]) -> MemoryView:
        self.shape = shape
        return self

    def as_scalar(self) -> MemoryView:
        self.is_scalar = True
        return self

    def again(self) -> MemoryView:
        """Another view of the same."""
        made = self.part(0, 1, self.length).with_shape(self.shape)
        made.is_scalar = self.is_scalar
        return made

    def part(self, start: int, step: int, count: int) -> MemoryView:
        """A view of some items."""
        return MemoryView(self.source, self.owner, self.format, self.item_size, self.start + start * self.step, self.step * step, count)


_NATIVE = Layout("@")
_ONE_DIMENSION: list[int] = []
_MOST_DIMENSIONS = 64
_BYTE_FORMATS = "Bbc"
_FORMATS = "cbB?hHiIlLqQnNPfd"


def view_of(x: Object) -> MemoryView:
    """A view on all of an object's bytes."""
    if isinstance(x, MemoryView):
        x.check()
        return x.again()
    if isinstance(x, Bytes):
        return MemoryView(x, x, "B", 1, 0, 1, len(x.value))
    if isinstance(x, ByteArray):
        return MemoryView(x, x, "B", 1, 0, 1, x.length)
    if isinstance(x, Array):
        return MemoryView(x.data, x, x.code, x.size, 0, x.size, x.length())
    if isinstance(x, Memory):
        return view_of_memory(x)
    if isinstance(x, PickleBuffer):
        return view_of(x.held())
    raise type_error(f"memoryview: a bytes-like object is required, not '{type_of(x).name}'")


def view_of_memory(x: Memory) -> MemoryView:
    extents = x.extents()
    size = x.item_size()
    count = 1
    for extent in extents:
        count *= extent
    if len(extents) == 0:  # whatever its size has become
        return MemoryView(x, x, x.item_format(), x.size, 0, x.size, 1).as_scalar()
    made = MemoryView(x, x, x.item_format(), size, 0, size, count)
    return made.with_shape(extents) if len(extents) > 1 else made


def pin_to_end(view: MemoryView) -> None:
    """Pins the source for as long as the view is alive, which no program may release."""
    view.pin()
    register_finalizer(view, end_view)


def end_view(view: object) -> None:
    assert isinstance(view, MemoryView)
    release(view)


@exposed_static("__new__")
def new(cls: Type, object: Object) -> Object:
    """Create a new memoryview object which references the given object."""
    return view_of(object)


@exposed("__len__")
def length(self: MemoryView) -> int:
    """Return len(self)."""
    self.check()
    return self.length if len(self.shape) == 0 else self.shape[0]


def scalar_position(key: Object) -> int:
    """The number of the only item. TypeError for what is no empty tuple."""
    if not isinstance(key, Tuple) or key.length > 0:
        raise type_error("invalid indexing of 0-dim memory")
    return 0


def sub_views_missing() -> PyError:
    return not_implemented_error("multi-dimensional sub-views are not implemented")


def dimensions_of(shape: Object) -> list[int]:
    """The extents that `cast` is given. TypeError, ValueError."""
    if not isinstance(shape, List) and not isinstance(shape, Tuple):
        raise type_error("shape must be a list or a tuple")
    extents: list[int] = []
    for item in list_of(shape):
        if not isinstance(item, Int):
            raise type_error("memoryview.cast(): elements of shape must be integers")
        if as_index(item) <= 0:
            raise value_error("memoryview.cast(): elements of shape must be integers > 0")
        extents.append(as_index(item))
    if len(extents) > _MOST_DIMENSIONS:
        raise value_error(f"memoryview: number of dimensions must not exceed {_MOST_DIMENSIONS}")
    return extents


def position_in(self: MemoryView, key: Tuple) -> int:
    """The number of the item that a tuple of indexes means."""
    count = max(len(self.shape), 1)
    slices = 0
    for item in key.items():
        slices += isinstance(item, Slice)
    if slices > 0 and slices == key.length:
        raise not_implemented_error("multi-dimensional slicing is not implemented")
    for item in key.items():
        if not isinstance(item, SmallInt) and type_of(item).slots[Slot.INDEX] is None:
            raise type_error("memoryview: invalid slice key")
    if key.length < count:
        raise not_implemented_error("sub-views are not implemented")
    if key.length > count:
        raise type_error(f"cannot index {count}-dimension view with {key.length}-element tuple")
    number = 0
    for dimension in range(count):
        extent = self.shape[dimension] if len(self.shape) > 0 else self.length
        i = as_index(key.item(dimension))
        if i < 0:
            i += extent
        if not 0 <= i < extent:
            raise index_error(f"index out of bounds on dimension {dimension + 1}")
        number = number * extent + i
    return number


def nested_list(self: MemoryView, dimension: int, start: int, count: int) -> Object:
    """The items from `start` on as lists in lists."""
    result: list[Object] = []
    if dimension + 1 >= len(self.shape):
        for i in range(start, start + count):
            result.append(self.item(i))
    else:
        size = count // self.shape[dimension]
        for i in range(self.shape[dimension]):
            result.append(nested_list(self, dimension + 1, start + i * size, size))
    return new_list(result)


def position(self: MemoryView, key: Object) -> int:
    if not isinstance(key, SmallInt) and type_of(key).slots[Slot.INDEX] is None:
        raise type_error("memoryview: invalid slice key")
    i = as_index(key)
    if i < 0:
        i += length(self)
    if not 0 <= i < length(self):
        raise index_error("index out of bounds on dimension 1")
    if len(self.shape) > 1:
        raise sub_views_missing()
    return i


@exposed("__getitem__")
def getitem(self: MemoryView, key: Object, /) -> Object:
    """Return self[key]."""
    self.check()
    if self.is_scalar:
        return self.again() if key is ELLIPSIS else self.item(scalar_position(key))
    if isinstance(key, Tuple):
        return self.item(position_in(self, key))
    if isinstance(key, Slice):
        start, stop, step = unpack_slice(key)
        first, _, count = adjust_slice(start, stop, step, length(self))
        if len(self.shape) > 1:
            if step != 1:
                raise sub_views_missing()
            inner = self.length // self.shape[0]
            return self.part(first * inner, 1, count * inner).with_shape([count] + self.shape[1:])
        return self.part(first, step, count)
    return self.item(position(self, key))


@exposed("__setitem__")
def setitem(self: MemoryView, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    self.check()
    if self.is_read_only():
        raise type_error("cannot modify read-only memory")
    if self.is_scalar:
        self.set_item(0 if key is ELLIPSIS else scalar_position(key), value)
        return
    if isinstance(key, Tuple):
        self.set_item(position_in(self, key), value)
        return
    if not isinstance(key, Slice):
        self.set_item(position(self, key), value)
        return
    if len(self.shape) > 1:
        raise not_implemented_error("memoryview slice assignments are currently restricted to ndim = 1")
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
    if self.shape != other.shape or self.is_scalar != other.is_scalar:
        release(other)
        return FALSE
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
    self.pin()
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
        if self.is_pinning:
            self.count_pin(-1)


@exposed("tobytes")
def tobytes(self: MemoryView, order: Object = NONE) -> bytes:
    """Return the data in the buffer as a byte string."""
    return self.contents()


@exposed("tolist")
def tolist(self: MemoryView) -> Object:
    """Return the data in the buffer as a list of elements."""
    self.check()
    if self.is_scalar:
        return self.item(0)
    return nested_list(self, 0, 0, self.length)


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
    extents = _ONE_DIMENSION if shape is NONE else dimensions_of(shape)
    if len(self.shape) > 1 and len(extents) > 1:
        raise type_error("memoryview: cast must be 1D -> ND or ND -> 1D")
    size = Layout(code).size
    if self.byte_count() % size != 0:
        raise type_error("memoryview: length is not a multiple of itemsize")
    if len(extents) > 0:
        product = 1
        for extent in extents:
            product *= extent
        if product * size != self.byte_count():
            raise type_error("memoryview: product(shape) * itemsize != buffer size")
    view = MemoryView(self.source, self.owner, code, size, self.start, size, self.byte_count() // size)
    if shape is not NONE and len(extents) == 0:
        if view.length != 1:
            raise type_error("memoryview: product(shape) * itemsize != buffer size")
        return view.as_scalar()
    return view.with_shape(extents if len(extents) > 1 else _ONE_DIMENSION)


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
    return 0 if self.is_scalar else max(len(self.shape), 1)


@exposed_property("shape")
def get_shape(self: MemoryView) -> Object:
    """A tuple of ndim integers giving the shape of the memory as an N-dimensional array."""
    if self.is_scalar:
        return EMPTY_TUPLE
    if len(self.shape) == 0:
        return tuple1(new_int(self.length))
    extents: list[Object] = [new_int(extent) for extent in self.shape]
    return new_tuple(extents)


@exposed_property("strides")
def get_strides(self: MemoryView) -> Object:
    """A tuple of ndim integers giving the size in bytes to access each element for each dimension of the array."""
    if self.is_scalar:
        return EMPTY_TUPLE
    if len(self.shape) == 0:
        return tuple1(new_int(self.step))
    strides: list[Object] = []
    stride = self.byte_count()
    for extent in self.shape:
        stride //= extent
        strides.append(new_int(stride))
    return new_tuple(strides)


@exposed_property("c_contiguous")
def get_c_contiguous(self: MemoryView) -> bool:
    """A bool indicating whether the memory is C contiguous."""
    return self.step == self.item_size


@exposed_property("f_contiguous")
def get_f_contiguous(self: MemoryView) -> bool:
    """A bool indicating whether the memory is Fortran contiguous."""
    return len(self.shape) <= 1 and self.step == self.item_size


@exposed_property("contiguous")
def get_contiguous(self: MemoryView) -> bool:
    """A bool indicating whether the memory is contiguous."""
    return self.step == self.item_size


@exposed("__iter__")
def iterate(self: MemoryView) -> Object:
    """Implement iter(self)."""
    if self.is_scalar:
        raise type_error("invalid indexing of 0-dim memory")
    if len(self.shape) > 1:
        raise sub_views_missing()
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
