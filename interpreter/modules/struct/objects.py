"""``struct.Struct``, and packing and unpacking by a layout."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.io.base import put_into, room_in
from interpreter.modules.struct.layout import Layout, struct_error
from interpreter.modules.struct.values import pack_value, unpack_value
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.dict import Dict
from interpreter.objects.int import new_int
from interpreter.objects.iterators import Iterator
from interpreter.objects.object import MappedStorage, Object, Type, type_of
from interpreter.objects.str import Str
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.codec import decode_bytes, encode_text
from interpreter.protocols.number import as_int
from transform.rpython import new_var, set_item

_CACHE_SIZE = 100

_RUNTIME_ERROR = EXCEPTIONS["RuntimeError"]


class LayoutCache:
    layouts: dict[str, Layout]

    def __init__(self) -> None:
        self.layouts = {}

    def clear(self) -> None:
        self.layouts = {}

    def get(self, format: Object) -> Layout:
        """The layout for a format, a str or bytes object. `error` for what is none."""
        if isinstance(format, Str):
            text = format.value
            encode_text(text, "ascii", "strict")
        elif isinstance(format, Bytes):
            text = decode_bytes(format.value, "ascii", "strict").value
        else:
            raise type_error(f"Struct() argument 1 must be a str or bytes object, not {type_of(format).name}")
        known = self.layouts.get(text)
        if known is not None:
            return known
        made = Layout(text)
        if len(self.layouts) >= _CACHE_SIZE:
            self.clear()
        self.layouts[text] = made
        return made


cache = LayoutCache()


def pack_items(layout: Layout, values: Tuple, first: int, function: str) -> ByteArray:
    """The bytes of the values from the one at `first` on."""
    if values.length - first != layout.count:
        raise struct_error(f"{function} expected {layout.count} items for packing (got {values.length - first})")
    result = ByteArray(b"")
    result.resize(layout.size)
    for item in layout.items:
        for i in range(item.repeat):
            pack_value(layout, item.code, item.size, values.item(first), result, item.offset + i * item.size)
            first += 1
    return result


def pack_arguments_into(layout: Layout, arguments: Tuple) -> None:
    """``pack_into``: the arguments are a buffer, an offset and the values."""
    if arguments.length < 2:
        raise struct_error(f"pack_into expected {'buffer' if arguments.length == 0 else 'offset'} argument")
    if arguments.length - 2 != layout.count:
        raise struct_error(f"pack_into expected {layout.count} items for packing (got {arguments.length - 2})")
    target = arguments.item(0)
    room = room_in(target, "argument")
    offset = as_int(arguments.item(1))
    if offset < 0:
        if offset + layout.size > 0:
            raise struct_error(f"no space to pack {layout.size} bytes at offset {offset}")
        if offset + room < 0:
            raise struct_error(f"offset {offset} out of range for {room}-byte buffer")
        offset += room
    if room - offset < layout.size:
        raise struct_error(f"pack_into requires a buffer of at least {layout.size + offset} bytes for packing {layout.size} bytes "
                           f"at offset {offset} (actual buffer size is {room})")
    packed = pack_items(layout, arguments, 2, "pack_into").value()
    put_into(target, packed, offset)


def unpack_at(layout: Layout, data: bytes, offset: int) -> Object:
    if layout.count == 0:
        return EMPTY_TUPLE
    result = new_var(Tuple, layout.count)
    n = 0
    for item in layout.items:
        for i in range(item.repeat):
            set_item(result, n, unpack_value(layout, item.code, item.size, data, offset + item.offset + i * item.size))
            n += 1
    return result


def unpack_all(layout: Layout, buffer: Object) -> Object:
    data = bytes_of(buffer)
    if len(data) != layout.size:
        raise struct_error(f"unpack requires a buffer of {layout.size} bytes")
    return unpack_at(layout, data, 0)


def unpack_part(layout: Layout, buffer: Object, offset: int) -> Object:
    data = bytes_of(buffer)
    size = layout.size
    if offset < 0:
        if offset + size > 0:
            raise struct_error(f"not enough data to unpack {size} bytes at offset {offset}")
        if offset + len(data) < 0:
            raise struct_error(f"offset {offset} out of range for {len(data)}-byte buffer")
        offset += len(data)
    if len(data) - offset < size:
        raise struct_error(f"unpack_from requires a buffer of at least {size + offset} bytes for unpacking {size} bytes "
                           f"at offset {offset} (actual buffer size is {len(data)})")
    return unpack_at(layout, data, offset)


def iterate(layout: Layout, buffer: Object) -> Object:
    size = layout.size
    if size == 0:
        raise struct_error("cannot iteratively unpack with a struct of length 0")
    data = bytes_of(buffer)
    if len(data) % size != 0:
        raise struct_error(f"iterative unpacking requires a buffer of a multiple of {size} bytes")
    return UnpackIterator(layout, data)


class UnpackIterator(Iterator):
    """What ``iter_unpack`` gives."""
    layout: Layout
    data: bytes
    offset: int

    def __init__(self, layout: Layout, data: bytes) -> None:
        self.layout = layout
        self.data = data
        self.offset = 0

    def advance(self) -> Optional[Object]:
        offset = self.offset
        if offset >= len(self.data):
            return None
        self.offset = offset + self.layout.size
        return unpack_at(self.layout, self.data, offset)

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        return (len(self.data) - self.offset) // self.layout.size


class Struct(Object):
    """``struct.Struct``; it has no layout before ``__init__``."""
    format: Optional[Object]
    layout: Optional[Layout]

    def __init__(self) -> None:
        self.format = None
        self.layout = None

    def known(self) -> Layout:
        layout = self.layout
        if layout is None:
            raise PyError(_RUNTIME_ERROR, "Struct object is not initialized")
        return layout


class StructInstance(MappedStorage, Struct):
    """An instance of a class below Struct."""
    python_type = None

    def __init__(self, type: Type) -> None:
        super().__init__()
        self.start(type)


def allocate(type: Type) -> Object:
    return StructInstance(type)


@exposed_static("__new__", rest="arguments", keywords="keywords")
def struct_new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, struct_type)
    return StructInstance(cls) if cls.is_heap else Struct()


@exposed("__init__")
def struct_init(self: Struct, format: Object) -> None:
    """Initialize self.  See help(type(self)) for accurate signature."""
    self.layout = cache.get(format)
    self.format = format


@exposed("pack", rest="values")
def struct_pack(self: Struct, values: Tuple) -> bytes:
    """S.pack(v1, v2, ...) -> bytes

    Return a bytes object containing values v1, v2, ... packed according
    to the format string S.format.  See help(struct) for more on format
    strings."""
    return pack_items(self.known(), values, 0, "pack").value()


@exposed("pack_into", rest="arguments")
def struct_pack_into(self: Struct, arguments: Tuple) -> None:
    """S.pack_into(buffer, offset, v1, v2, ...)

    Pack the values v1, v2, ... according to the format string S.format
    and write the packed bytes into the writable buffer buf starting at
    offset.  Note that the offset is a required argument.  See
    help(struct) for more on format strings."""
    pack_arguments_into(self.known(), arguments)


@exposed("unpack")
def struct_unpack(self: Struct, buffer: Object, /) -> Object:
    """Return a tuple containing unpacked values."""
    return unpack_all(self.known(), buffer)


@exposed("unpack_from")
def struct_unpack_from(self: Struct, buffer: Object, offset: int = 0) -> Object:
    """Return a tuple containing unpacked values."""
    return unpack_part(self.known(), buffer, offset)


@exposed("iter_unpack")
def struct_iter_unpack(self: Struct, buffer: Object, /) -> Object:
    """Return an iterator yielding tuples."""
    return iterate(self.known(), buffer)


@exposed_property("format")
def struct_format(self: Struct) -> Object:
    """struct format string"""
    self.known()
    format = self.format
    if isinstance(format, Bytes):
        return Str(format.value.decode())
    assert format is not None
    return format


@exposed_property("size")
def struct_size(self: Struct) -> Object:
    """struct size in bytes"""
    return new_int(self.known().size)


struct_type = define(Struct, "Struct", allocate=allocate, methods=__name__, prefix="struct_", module="_struct", doc="""\
Struct(fmt) --> compiled struct object""")
define(UnpackIterator, "unpack_iterator", module="_struct", doc="")
