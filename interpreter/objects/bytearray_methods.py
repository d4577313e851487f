"""What Python programs can do with a bytearray.

What only reads is what bytes can do: those methods are made from the ones in bytes_methods.py, applied to a copy of the contents."""
from __future__ import annotations

import inspect
import linecache
from typing import Any, Callable, Optional

from interpreter.errors import index_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static, exposure_of
from interpreter.gateway.typedef import define
from interpreter.objects import bytes_methods
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.bytes_format import format_bytes
from interpreter.objects.int import Int, SmallInt, new_int
from interpreter.objects.iterators import Iterator, by_iter, by_iter_from
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, repeat_count, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.subclass import ByteArrayInstance, check_subtype
from interpreter.objects.tuple import EMPTY_TUPLE, Tuple, new_tuple, tuple3
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.call import call, call0
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.number import as_index
from transform.rpython import uint8
from transform.rpython.builders import BytesBuilder


def allocate(type: Type) -> Object:
    return ByteArrayInstance(type)


def converted(result: Object) -> Object:
    """The result of a method of bytes as that of a bytearray."""
    if isinstance(result, Bytes):
        return ByteArray(result.value)
    if isinstance(result, List):
        return new_list([converted(item) for item in result.to_list()])
    if isinstance(result, Tuple):
        return new_tuple([converted(item) for item in result.items()])
    return result


_SHARED = ["contains", "find", "rfind", "index", "rindex", "count", "startswith", "endswith", "split", "rsplit", "splitlines", "partition",
           "rpartition", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "replace", "upper", "lower", "capitalize", "title",
           "swapcase", "isalpha", "isdigit", "isalnum", "isspace", "isupper", "islower", "istitle", "isascii", "ljust", "rjust", "center", "zfill",
           "expandtabs", "translate", "decode", "hex", "eq", "ne", "lt", "le", "gt", "ge"]


@exposed("__mod__")
def mod(self: ByteArray, value: Object, /) -> Object:
    """Return self%value."""
    return ByteArray(format_bytes(self.value(), value))


@exposed("__rmod__")
def rmod(self: ByteArray, value: Object, /) -> Object:
    """Return value%self."""
    return ByteArray(format_bytes(value.value(), self)) if isinstance(value, ByteArray) else NOT_IMPLEMENTED


def _share(function: Callable[..., Any]) -> Callable[..., Any]:
    """The method of bytearray for a method of bytes."""
    parameters: list[str] = []
    arguments: list[str] = []
    scope: dict[str, Any] = {"target": function, "Bytes": Bytes, "ByteArray": ByteArray, "Object": Object, "Str": Str, "Int": Int,
                             "Optional": Optional, "NONE": NONE, "converted": converted, "new_bytes": Bytes, "__name__": __name__}
    signature = inspect.signature(function)
    is_open = True
    for i, (name, parameter) in enumerate(signature.parameters.items()):
        if is_open and i > 0 and parameter.kind is not inspect.Parameter.POSITIONAL_ONLY:
            if len(parameters) > 1:
                parameters.append("/")
            is_open = False
        annotation = "ByteArray" if i == 0 else parameter.annotation
        text = f"{name}: {annotation}"
        if parameter.default is not inspect.Parameter.empty:
            scope[f"default_{i}"] = parameter.default
            text += f" = default_{i}"
        parameters.append(text)
        arguments.append("Bytes(self.value())" if i == 0 else name)
    if is_open and len(parameters) > 1:
        parameters.append("/")
    kind = signature.return_annotation
    call_text = f"target({', '.join(arguments)})"
    if kind == "bytes":
        kind = "Object"
        call_text = f"ByteArray({call_text})"
    elif kind == "Object":
        call_text = f"converted({call_text})"
    lines = [f"def shared_{function.__name__}({', '.join(parameters)}) -> {kind}:", f"    {function.__doc__!r}", f"    return {call_text}"]
    file = f"<{__name__}.{function.__name__}>"
    linecache.cache[file] = (0, None, [line + "\n" for line in lines], file)
    exec(compile("\n".join(lines), file, "exec"), scope)
    exposure = exposure_of(function)
    assert exposure is not None
    return exposed(exposure.name)(scope[f"shared_{function.__name__}"])


for _name in _SHARED:
    globals()["shared_" + _name] = _share(getattr(bytes_methods, _name))


@exposed("join")
def join(self: ByteArray, iterable_of_bytes: Object, /) -> Object:
    """Concatenate any number of bytes/bytearray objects."""
    self.pins += 1
    try:
        return converted(bytes_methods.join(Bytes(self.value()), iterable_of_bytes))
    finally:
        self.pins -= 1


@exposed_static("__new__", rest="arguments", keywords="keywords")
def new(cls: Type, arguments: Object, keywords: Optional[Object] = None) -> Object:
    """Create and return a new object."""
    check_subtype(cls, bytearray_type)
    return ByteArrayInstance(cls) if cls.is_heap else ByteArray(b"")


@exposed("__init__")
def init(self: ByteArray, source: Optional[Object] = None, encoding: Object = NONE, errors: Object = NONE) -> None:
    """Initialize self."""
    data = bytes_methods.contents("bytearray", source, encoding, errors)
    self.splice(0, self.length, data)


@exposed("__len__")
def length(self: ByteArray) -> int:
    """Return len(self)."""
    return self.length


@exposed("__repr__")
def to_repr(self: ByteArray) -> str:
    """Return repr(self)."""
    return f"{type_of(self).name}({repr(self.value())})"


@exposed("__str__")
def to_str(self: ByteArray) -> str:
    """Return str(self)."""
    bytes_methods.warn_of_text("bytearray")
    return to_repr(self)


@exposed("__iter__")
def iterate(self: ByteArray) -> Object:
    """Implement iter(self)."""
    return ByteArrayIterator(self)


def position(self: ByteArray, key: Object) -> int:
    if not isinstance(key, SmallInt) and type_of(key).slots[Slot.INDEX] is None:
        raise type_error(f"bytearray indices must be integers or slices, not {type_of(key).name}")
    i = as_index(key)
    if i < 0:
        i += self.length
    if not 0 <= i < self.length:
        raise index_error("bytearray index out of range")
    return i


@exposed("__getitem__")
def getitem(self: ByteArray, key: Object, /) -> Object:
    """Return self[key]."""
    if isinstance(key, Slice):
        start, stop, step = unpack_slice(key)
        first, _, count = adjust_slice(start, stop, step, self.length)
        builder = BytesBuilder()
        for i in range(count):
            builder.append_byte(int(self.items[first + i * step]))
        return ByteArray(builder.build())
    return new_int(int(self.items[position(self, key)]))


@exposed("__setitem__")
def setitem(self: ByteArray, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    if not isinstance(key, Slice):
        i = position(self, key)
        byte = bytes_methods.byte_value(value, "byte must be in range(0, 256)")
        if i >= self.length:
            raise index_error("bytearray index out of range")
        self.items[i] = uint8(byte)
        return
    data = bytes_methods.contents("bytearray", value, NONE, NONE) if not isinstance(value, Int) else no_int()
    start, stop, step = unpack_slice(key)
    first, last, count = adjust_slice(start, stop, step, self.length)
    if step == 1:
        self.splice(first, max(first, last), data)
        return
    if len(data) == 0:
        delitem(self, key)
        return
    if len(data) != count:
        raise value_error(f"attempt to assign bytes of size {len(data)} to extended slice of size {count}")
    for i in range(count):
        self.items[first + i * step] = uint8(data[i])


def no_int() -> bytes:
    raise type_error("can assign only bytes, buffers, or iterables of ints in range(0, 256)")


@exposed("__delitem__")
def delitem(self: ByteArray, key: Object, /) -> None:
    """Delete self[key]."""
    if not isinstance(key, Slice):
        i = position(self, key)
        self.splice(i, i + 1, b"")
        return
    start, stop, step = unpack_slice(key)
    first, last, count = adjust_slice(start, stop, step, self.length)
    if step == 1:
        self.splice(first, max(first, last), b"")
        return
    if count > 0:
        self.check_size_may_change()
    if step < 0:
        first += (count - 1) * step
        step = -step
    for i in range(count):
        self.splice(first + i * (step - 1), first + i * (step - 1) + 1, b"")


@exposed("__add__")
def add(self: ByteArray, value: Object, /) -> Object:
    """Return self+value."""
    if not is_buffer(value):
        raise type_error(f"can't concat {type_of(value).name} to bytearray")
    return ByteArray(self.value() + bytes_of(value))


@exposed("__iadd__")
def iadd(self: ByteArray, value: Object, /) -> Object:
    """Implement self+=value."""
    if not is_buffer(value):
        raise type_error(f"can't concat {type_of(value).name} to bytearray")
    self.splice(self.length, self.length, bytes_of(value))
    return self


@exposed("__mul__")
def mul(self: ByteArray, value: Object, /) -> Object:
    """Return self*value."""
    if not isinstance(value, Int) and type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    return ByteArray(self.value() * repeat_count(value, self.length))


@exposed("__rmul__")
def rmul(self: ByteArray, value: Object, /) -> Object:
    """Return value*self."""
    return mul(self, value)


@exposed("__imul__")
def imul(self: ByteArray, value: Object, /) -> Object:
    """Implement self*=value."""
    if not isinstance(value, Int) and type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    self.splice(0, self.length, self.value() * repeat_count(value, self.length))
    return self


@exposed("append")
def append(self: ByteArray, item: Object, /) -> None:
    """Append a single item to the end of the bytearray."""
    value = bytes_methods.byte_value(item, "byte must be in range(0, 256)")
    self.resize(self.length + 1)
    self.items[self.length - 1] = uint8(value)


@exposed("extend")
def extend(self: ByteArray, iterable_of_ints: Object, /) -> None:
    """Append all the items from the iterator or sequence to the end of the bytearray."""
    if is_buffer(iterable_of_ints):
        self.splice(self.length, self.length, bytes_of(iterable_of_ints))
        return
    if isinstance(iterable_of_ints, Str):
        raise type_error("expected iterable of integers; got: 'str'")
    builder = BytesBuilder()
    iterator = iterator_of(iterable_of_ints)
    while True:
        item = next_of(iterator)
        if item is None:
            break
        builder.append_byte(bytes_methods.byte_value(item, "byte must be in range(0, 256)"))
    self.splice(self.length, self.length, builder.build())


@exposed("insert")
def insert(self: ByteArray, index: int, item: Object, /) -> None:
    """Insert a single item into the bytearray before the given index."""
    value = bytes_methods.byte_value(item, "byte must be in range(0, 256)")
    if index < 0:
        index = max(index + self.length, 0)
    index = min(index, self.length)
    self.splice(index, index, bytes([value]))


@exposed("pop")
def pop(self: ByteArray, index: int = -1, /) -> int:
    """Remove and return a single item from B."""
    if self.length == 0:
        raise index_error("pop from empty bytearray")
    if index < 0:
        index += self.length
    if not 0 <= index < self.length:
        raise index_error("pop index out of range")
    value = int(self.items[index])
    self.splice(index, index + 1, b"")
    return value


@exposed("remove")
def remove(self: ByteArray, value: Object, /) -> None:
    """Remove the first occurrence of a value in the bytearray."""
    wanted = bytes_methods.byte_value(value, "byte must be in range(0, 256)")
    for i in range(self.length):
        if int(self.items[i]) == wanted:
            self.splice(i, i + 1, b"")
            return
    raise value_error("value not found in bytearray")


@exposed("reverse")
def reverse(self: ByteArray) -> None:
    """Reverse the order of the values in B in place."""
    self.put(0, self.value()[::-1])


@exposed("clear")
def clear(self: ByteArray) -> None:
    """Remove all items from the bytearray."""
    self.splice(0, self.length, b"")


@exposed("copy")
def copy(self: ByteArray) -> Object:
    """Return a copy of B."""
    return ByteArray(self.value())


@exposed("__alloc__")
def allocated(self: ByteArray) -> int:
    """B.__alloc__() -> int"""
    return len(self.items) + 1


@exposed("__reduce__")
def reduce(self: ByteArray) -> Object:
    """Return state information for pickling."""
    state = call0(get_attribute(self, "__getstate__"))
    return tuple3(type_of(self), new_tuple([Bytes(self.value())]), state)


@exposed_class("fromhex")
def fromhex(cls: Type, string: Str, /) -> Object:
    """Create a bytearray object from a string of hexadecimal numbers."""
    return call(cls, [bytes_methods.fromhex(bytes_methods.bytes_type, string)])


class ByteArrayIterator(Iterator):
    """Iterates over the values of a bytearray."""
    source: Optional[ByteArray]
    position: int

    def __init__(self, source: ByteArray) -> None:
        self.source = source
        self.position = 0

    def advance(self) -> Optional[Object]:
        source = self.source
        if source is None:
            return None
        if self.position >= source.length:
            self.source = None
            return None
        self.position += 1
        return new_int(int(source.items[self.position - 1]))

    @exposed("__length_hint__")
    def length_hint(self) -> int:
        """Private method returning an estimate of len(list(it))."""
        source = self.source
        return 0 if source is None else max(source.length - self.position, 0)

    @exposed("__reduce__")
    def reduce(self) -> Object:
        """Return state information for pickling."""
        source = self.source
        return by_iter(EMPTY_TUPLE) if source is None else by_iter_from(source, self.position)

    @exposed("__setstate__")
    def set_state(self, state: int, /) -> None:
        """Set state information for unpickling."""
        source = self.source
        if source is not None:
            self.position = min(max(state, 0), source.length)


@exposed_static("maketrans")
def maketrans(frm: Object, to: Object, /) -> bytes:
    """Return a translation table usable for the bytes or bytearray translate method."""
    return bytes_methods.maketrans(frm, to)


bytearray_type = define(ByteArray, "bytearray", allocate=allocate, methods=__name__, doc="bytearray(iterable_of_ints) -> bytearray")
bytearray_type.is_sequence = True
define(ByteArrayIterator, "bytearray_iterator", doc="")
