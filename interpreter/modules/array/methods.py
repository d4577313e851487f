"""What Python programs can do with an array."""
from __future__ import annotations


from interpreter.errors import EXCEPTIONS, PyError, index_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_property, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.array.objects import Array, ArrayInstance, ArrayIterator, item_size
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.generic_alias import GenericAlias
from interpreter.objects.int import new_int
from interpreter.objects.list import List, empty_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_range, adjust_slice, repeat_count, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.subclass import check_subtype
from interpreter.objects.tuple import Tuple, tuple2
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.call import call1
from interpreter.protocols.compare import EQ, GE, GT, LE, LT, NE, compare, equals
from interpreter.protocols.iterate import iterator_of, next_of
from interpreter.protocols.attributes import get_attribute
from interpreter.protocols.number import as_index
from interpreter.protocols.text import repr_of
from transform.rpython import address, item_address

_EOF_ERROR = EXCEPTIONS["EOFError"]


def allocate(type: Type) -> Object:
    raise type_error(f"object.__new__({type.name}) is not safe, use array.array.__new__()")


@exposed_static("__new__", rest="arguments")
def array_new(cls: Type, arguments: Tuple) -> Object:
    """Create and return a new object.  See help(type) for accurate signature."""
    check_subtype(cls, array_type)
    if arguments.length == 0 or arguments.length > 2:
        bound = "at least 1 argument" if arguments.length == 0 else "at most 2 arguments"
        raise type_error(f"array() takes {bound} ({arguments.length} given)")
    typecode = arguments.item(0)
    if not isinstance(typecode, Str) or len(typecode.value) != 1:
        raise type_error(f"array() argument 1 must be a unicode character, not {type_of(typecode).name}")
    code = typecode.value
    item_size(code)
    made = empty_like(cls, code)
    if arguments.length == 2:
        fill(made, arguments.item(1))
    return made


def empty_like(cls: Type, code: str) -> Array:
    return ArrayInstance(cls, code, b"") if cls.is_heap else Array(code, b"")


def fill(self: Array, source: Object) -> None:
    """Appends what the second argument of the constructor gives."""
    if isinstance(source, Str):
        if self.code != "u":
            raise type_error(f"cannot use a str to initialize an array with typecode '{self.code}'")
        append_text(self, source.value)
    elif isinstance(source, Array):
        if self.code != "u" and source.code == "u":
            raise type_error(f"cannot use a unicode array to initialize an array with typecode '{self.code}'")
        if source.code == self.code:
            self.append_bytes(source.contents())
        else:
            append_all(self, source)
    elif isinstance(source, Bytes) or isinstance(source, ByteArray):
        self.append_bytes(bytes_of(source))
    else:
        append_all(self, source)


def append_text(self: Array, text: str) -> None:
    for c in text:
        self.append(new_str(c))


def append_all(self: Array, source: Object) -> None:
    iterator = iterator_of(source)
    while True:
        item = next_of(iterator)
        if item is None:
            return
        self.append(item)


@exposed("__repr__")
def array_repr(self: Array) -> str:
    """Return repr(self)."""
    name = type_of(self).name
    if self.length() == 0:
        return f"{name}('{self.code}')"
    contents: Object = new_str(text_of(self)) if self.code == "u" else array_tolist(self)
    return f"{name}('{self.code}', {repr_of(contents)})"


def text_of(self: Array) -> str:
    parts: list[str] = []
    for i in range(self.length()):
        item = self.get(i)
        if isinstance(item, Str):
            parts.append(item.value)
    return "".join(parts)


@exposed("__len__")
def array_len(self: Array) -> int:
    """Return len(self)."""
    return self.length()


@exposed("__iter__")
def array_iter(self: Array) -> Object:
    """Implement iter(self)."""
    return ArrayIterator(self)


def position(self: Array, key: Object, message: str) -> int:
    """An index in range; one from the end counts from there."""
    if type_of(key).slots[Slot.INDEX] is None:
        raise type_error("array indices must be integers")
    i = as_index(key)
    if i < 0:
        i += self.length()
    if not 0 <= i < self.length():
        raise index_error(message)
    return i


@exposed("__getitem__")
def array_getitem(self: Array, key: Object, /) -> Object:
    """Return self[key]."""
    if not isinstance(key, Slice):
        return self.get(position(self, key, "array index out of range"))
    start, stop, step = unpack_slice(key)
    start, stop, count = adjust_slice(start, stop, step, self.length())
    if step == 1:
        return Array(self.code, self.part(start, count))
    made = Array(self.code, b"")
    for i in range(count):
        made.append_bytes(self.part(start + i * step, 1))
    return made


@exposed("__setitem__")
def array_setitem(self: Array, key: Object, value: Object, /) -> None:
    """Set self[key] to value."""
    if not isinstance(key, Slice):
        self.set(position(self, key, "array assignment index out of range"), value)
        return
    if not isinstance(value, Array):
        raise type_error(f'can only assign array (not "{type_of(value).name}") to array slice')
    check_kind(self, value)
    data = value.contents()
    start, stop, step = unpack_slice(key)
    start, stop, count = adjust_slice(start, stop, step, self.length())
    if step == 1:
        self.splice(start, max(start, stop), data)
        return
    if value.length() != count:
        raise value_error(f"attempt to assign array of size {value.length()} to extended slice of size {count}")
    for i in range(count):
        self.data.put((start + i * step) * self.size, data[i * self.size:(i + 1) * self.size])


def check_kind(self: Array, other: Array) -> None:
    if self.code != other.code:
        raise type_error("bad argument type for built-in operation")


@exposed("__delitem__")
def array_delitem(self: Array, key: Object, /) -> None:
    """Delete self[key]."""
    if not isinstance(key, Slice):
        i = position(self, key, "array assignment index out of range")
        self.splice(i, i + 1, b"")
        return
    start, stop, step = unpack_slice(key)
    start, stop, count = adjust_slice(start, stop, step, self.length())
    if step == 1:
        self.splice(start, max(start, stop), b"")
        return
    for i in range(count):
        at = start + (count - 1 - i if step > 0 else i) * step
        self.splice(at, at + 1, b"")


@exposed("__contains__")
def array_contains(self: Array, key: Object, /) -> bool:
    """Return key in self."""
    return find(self, key, 0, self.length()) >= 0


def find(self: Array, x: Object, start: int, stop: int) -> int:
    """The first index of an item, or -1."""
    i = start
    while i < stop and i < self.length():
        if equals(self.get(i), x):
            return i
        i += 1
    return -1


@exposed("__add__")
def array_add(self: Array, value: Object, /) -> Object:
    """Return self+value."""
    if not isinstance(value, Array):
        raise type_error(f'can only append array (not "{type_of(value).name}") to array')
    check_kind(self, value)
    return Array(self.code, self.contents() + value.contents())


@exposed("__iadd__")
def array_iadd(self: Array, value: Object, /) -> Object:
    """Implement self+=value."""
    if not isinstance(value, Array):
        raise type_error(f'can only extend with array (not "{type_of(value).name}")')
    array_extend(self, value)
    return self


@exposed("__mul__")
def array_mul(self: Array, value: Object, /) -> Object:
    """Return self*value."""
    if type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    return Array(self.code, self.contents() * repeat_count(value, self.data.length))


@exposed("__rmul__")
def array_rmul(self: Array, value: Object, /) -> Object:
    """Return value*self."""
    return array_mul(self, value)


@exposed("__imul__")
def array_imul(self: Array, value: Object, /) -> Object:
    """Implement self*=value."""
    if type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    data = self.contents() * repeat_count(value, self.data.length)
    self.splice(0, self.length(), data)
    return self


def compared(operation: int, self: Array, other: Object) -> Object:
    return compare(operation, array_tolist(self), array_tolist(other)) if isinstance(other, Array) else NOT_IMPLEMENTED


@exposed("__eq__")
def array_eq(self: Array, value: Object, /) -> Object:
    """Return self==value."""
    return compared(EQ, self, value)


@exposed("__ne__")
def array_ne(self: Array, value: Object, /) -> Object:
    """Return self!=value."""
    return compared(NE, self, value)


@exposed("__lt__")
def array_lt(self: Array, value: Object, /) -> Object:
    """Return self<value."""
    return compared(LT, self, value)


@exposed("__le__")
def array_le(self: Array, value: Object, /) -> Object:
    """Return self<=value."""
    return compared(LE, self, value)


@exposed("__gt__")
def array_gt(self: Array, value: Object, /) -> Object:
    """Return self>value."""
    return compared(GT, self, value)


@exposed("__ge__")
def array_ge(self: Array, value: Object, /) -> Object:
    """Return self>=value."""
    return compared(GE, self, value)


@exposed("append")
def array_append(self: Array, v: Object, /) -> None:
    """Append new value v to the end of the array."""
    self.append(v)


@exposed("extend")
def array_extend(self: Array, bb: Object, /) -> None:
    """Append items to the end of the array."""
    if isinstance(bb, Array):
        if bb.code != self.code:
            raise type_error("can only extend with array of same kind")
        self.append_bytes(bb.contents())
    else:
        append_all(self, bb)


@exposed("insert")
def array_insert(self: Array, i: int, v: Object, /) -> None:
    """Insert a new item v into the array before position i."""
    data = self.packed(v)
    length = self.length()
    at = max(0, i + length) if i < 0 else min(i, length)
    self.splice(at, at, data)


@exposed("pop")
def array_pop(self: Array, i: int = -1, /) -> Object:
    """Return the i-th element and delete it from the array.

    i defaults to -1."""
    length = self.length()
    if length == 0:
        raise index_error("pop from empty array")
    at = i + length if i < 0 else i
    if not 0 <= at < length:
        raise index_error("pop index out of range")
    result = self.get(at)
    self.splice(at, at + 1, b"")
    return result


@exposed("remove")
def array_remove(self: Array, v: Object, /) -> None:
    """Remove the first occurrence of v in the array."""
    at = find(self, v, 0, self.length())
    if at < 0:
        raise value_error("array.remove(x): x not in array")
    self.splice(at, at + 1, b"")


@exposed("index")
def array_index(self: Array, v: Object, start: Object = new_int(0), stop: Object = new_int(0x7FFFFFFFFFFFFFFF), /) -> int:
    """Return index of first occurrence of v in the array.

    Raise ValueError if the value is not present."""
    first, last = adjust_range(start, stop, self.length())
    at = find(self, v, first, last)
    if at < 0:
        raise value_error("array.index(x): x not in array")
    return at


@exposed("count")
def array_count(self: Array, v: Object, /) -> int:
    """Return number of occurrences of v in the array."""
    found = 0
    for i in range(self.length()):
        if i < self.length() and equals(self.get(i), v):
            found += 1
    return found


@exposed("reverse")
def array_reverse(self: Array) -> None:
    """Reverse the order of the items in the array."""
    made = Array(self.code, b"")
    for i in range(self.length() - 1, -1, -1):
        made.append_bytes(self.part(i, 1))
    self.data.put(0, made.contents())


@exposed("byteswap")
def array_byteswap(self: Array) -> None:
    """Byteswap all items of the array."""
    items = self.data.items
    for start in range(0, self.data.length, self.size):
        for i in range(self.size // 2):
            other = start + self.size - 1 - i
            items[start + i], items[other] = items[other], items[start + i]


@exposed("tolist")
def array_tolist(self: Array) -> Object:
    """Convert array to an ordinary list with the same items."""
    result = empty_list()
    for i in range(self.length()):
        result.push(self.get(i))
    return result


@exposed("fromlist")
def array_fromlist(self: Array, list: Object, /) -> None:
    """Append items to array from list."""
    if not isinstance(list, List):
        raise type_error("arg must be list")
    made = Array(self.code, b"")
    append_all(made, list)
    self.append_bytes(made.contents())


@exposed("tobytes")
def array_tobytes(self: Array) -> bytes:
    """Convert the array to an array of machine values and return the bytes representation."""
    return self.contents()


@exposed("frombytes")
def array_frombytes(self: Array, buffer: Object, /) -> None:
    """Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the \
fromfile() method."""
    self.append_bytes(bytes_of(buffer))


@exposed("tounicode")
def array_tounicode(self: Array) -> str:
    """Extends this array with data from the unicode string ustr."""
    if self.code != "u":
        raise value_error("tounicode() may only be called on unicode type arrays")
    return text_of(self)


@exposed("fromunicode")
def array_fromunicode(self: Array, ustr: str, /) -> None:
    """Extends this array with data from the unicode string ustr."""
    if self.code != "u":
        raise value_error("fromunicode() may only be called on unicode type arrays")
    append_text(self, ustr)


@exposed("tofile")
def array_tofile(self: Array, f: Object, /) -> None:
    """Write all items (as machine values) to the file object f."""
    call1(get_attribute(f, "write"), Bytes(self.contents()))


@exposed("fromfile")
def array_fromfile(self: Array, f: Object, n: int, /) -> None:
    """Read n objects from the file object f and append them to the end of the array."""
    if n < 0:
        raise value_error("negative count")
    read = call1(get_attribute(f, "read"), new_int(n * self.size))
    if not isinstance(read, Bytes):
        raise type_error("read() didn't return bytes")
    array_frombytes(self, read)
    if len(read.value) < n * self.size:
        raise PyError(_EOF_ERROR, "read() didn't return enough bytes")


@exposed("buffer_info")
def array_buffer_info(self: Array) -> Object:
    """Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents."""
    return tuple2(new_int(address(item_address(self.data.items, 0))), new_int(self.length()))


@exposed("__copy__")
def array_copy(self: Array) -> Object:
    """Return a copy of the array."""
    return Array(self.code, self.contents())


@exposed("__deepcopy__")
def array_deepcopy(self: Array, unused: Object, /) -> Object:
    """Return a copy of the array."""
    return Array(self.code, self.contents())


@exposed_class("__class_getitem__")
def array_class_getitem(cls: Type, item: Object, /) -> Object:
    """See PEP 585"""
    return GenericAlias(cls, item)


@exposed_property("typecode")
def array_typecode(self: Array) -> str:
    """the typecode character used to create the array"""
    return self.code


@exposed_property("itemsize")
def array_itemsize(self: Array) -> int:
    """the size, in bytes, of one array item"""
    return self.size


array_type = define(Array, "array", allocate=allocate, methods=__name__, prefix="array_", module="array", doc="""\
array(typecode [, initializer]) -> array

Return a new array whose items are restricted by typecode, and
initialized from the optional initializer value, which must be a list,
string or iterable over elements of the appropriate type.""")
array_type.is_sequence = True
array_type.matches_sequence = True
