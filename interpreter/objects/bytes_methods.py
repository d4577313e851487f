"""What Python programs can do with bytes."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import index_error, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_class, exposed_static
from interpreter.gateway.typedef import define
from interpreter.modules.state import settings
from interpreter.modules.warnings import warn
from interpreter.objects.bytes import EMPTY_BYTES, Bytes, new_bytes
from interpreter.objects.bytes_format import format_bytes
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import PositionIterator
from interpreter.objects.list import List, new_list
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, repeat_count, slice_index, unpack_slice
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str
from interpreter.objects.subclass import BytesInstance, check_subtype
from interpreter.objects.tuple import Tuple, tuple1, tuple3
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call, invoke1
from interpreter.protocols.compare import length as count_of
from interpreter.protocols.codec import decode_bytes, encode_text
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_index, as_int, index as index_of
from interpreter.text import bytestrings as algorithms
from transform.rpython.builders import BytesBuilder


def allocate(type: Type) -> Object:
    return BytesInstance(type, b"")


@exposed_static("__new__")
def new(cls: Type, source: Optional[Object] = None, encoding: Object = NONE, errors: Object = NONE) -> Object:
    """Create and return a new object."""
    check_subtype(cls, bytes_type)
    if source is not None and not cls.is_heap and encoding is NONE and errors is NONE:
        made = by_method(source)
        if made is not None:
            return made
    data = contents("bytes", source, encoding, errors)
    return BytesInstance(cls, data) if cls.is_heap else new_bytes(data)


def by_method(source: Object) -> Optional[Bytes]:
    """What ``__bytes__`` gives, None if there is no such method."""
    method = type_of(source).slots[Slot.BYTES]
    if method is None:
        return None
    made = invoke1(method, source)
    if not isinstance(made, Bytes):
        raise type_error(f"__bytes__ returned non-bytes (type {type_of(made).name})")
    return made


def optional_text(function: str, parameter: str, x: Object) -> Optional[str]:
    """An argument that must be a string if it is given."""
    if x is NONE:
        return None
    if not isinstance(x, Str):
        raise type_error(f"{function}() argument '{parameter}' must be str, not {type_of(x).name}")
    return x.value


def contents(function: str, source: Optional[Object], encoding: Object, errors: Object) -> bytes:
    """What ``bytes(source, encoding, errors)`` holds; `function` is the name of the type that is called."""
    coding = optional_text(function, "encoding", encoding)
    handling = optional_text(function, "errors", errors)
    if source is None:
        if encoding is not NONE or errors is not NONE:
            raise type_error("encoding without a string argument" if encoding is not NONE else "errors without a string argument")
        return b""
    if isinstance(source, Str) and coding is not None:
        encoded = encode_text(source.value, coding, "strict" if handling is None else handling)
        return encoded.value if isinstance(encoded, Bytes) else b""
    if coding is not None:
        raise type_error("encoding without a string argument")
    if handling is not None:
        raise type_error("string argument without an encoding" if isinstance(source, Str) else "errors without a string argument")
    made = by_method(source)
    if made is not None:
        return made.value
    if isinstance(source, Str):
        raise type_error("string argument without an encoding")
    if is_buffer(source):
        return bytes_of(source)
    if isinstance(source, Int) or type_of(source).slots[Slot.INDEX] is not None:
        count = as_int(source)
        if count < 0:
            raise value_error("negative count")
        return bytes(count)
    if type_of(source).slots[Slot.ITER] is None and type_of(source).slots[Slot.GETITEM] is None:
        raise type_error(f"cannot convert '{type_of(source).name}' object to bytes")
    builder = BytesBuilder()
    if isinstance(source, List):  # which the items may change
        i = 0
        while i < source.length:
            builder.append_byte(byte_value(source.items[i], _OUT_OF_RANGE))
            i += 1
    else:
        for item in list_of(source):
            builder.append_byte(byte_value(item, _OUT_OF_RANGE))
    return builder.build()


_OUT_OF_RANGE = "bytes must be in range(0, 256)"


def byte_value(item: Object, message: str) -> int:
    if not isinstance(item, Int) and type_of(item).slots[Slot.INDEX] is None:
        raise type_error(f"'{type_of(item).name}' object cannot be interpreted as an integer")
    value = index_of(item)
    if not value.fits() or not 0 <= value.machine() <= 255:
        raise value_error(message)
    return value.machine()


def plain(self: Bytes) -> Bytes:
    return self if self.python_type is not None else new_bytes(self.value)


@exposed("__len__")
def length(self: Bytes) -> int:
    """Return len(self)."""
    return len(self.value)


@exposed("__getitem__")
def getitem(self: Bytes, key: Object, /) -> Object:
    """Return self[key]."""
    data = self.value
    if isinstance(key, Slice):
        start, stop, step = unpack_slice(key)
        first, _, count = adjust_slice(start, stop, step, len(data))
        if step == 1:
            return new_bytes(data[first:first + count])
        builder = BytesBuilder()
        for i in range(count):
            builder.append_byte(data[first + i * step])
        return new_bytes(builder.build())
    if not isinstance(key, SmallInt) and type_of(key).slots[Slot.INDEX] is None:
        raise type_error(f"byte indices must be integers or slices, not {type_of(key).name}")
    i = as_index(key)
    if i < 0:
        i += len(data)
    if not 0 <= i < len(data):
        raise index_error("index out of range")
    return new_int(data[i])


@exposed("__iter__")
def iterate(self: Bytes) -> Object:
    """Implement iter(self)."""
    return BytesIterator(self.value)


@exposed("__mod__")
def mod(self: Bytes, value: Object, /) -> Object:
    """Return self%value."""
    return new_bytes(format_bytes(self.value, value))


@exposed("__rmod__")
def rmod(self: Bytes, value: Object, /) -> Object:
    """Return value%self."""
    return new_bytes(format_bytes(value.value, self)) if isinstance(value, Bytes) else NOT_IMPLEMENTED


@exposed("__contains__")
def contains(self: Bytes, key: Object, /) -> bool:
    """Return key in self."""
    if isinstance(key, Int):
        return byte_value(key, "byte must be in range(0, 256)") in self.value
    return self.value.find(buffer_of(key)) >= 0


def buffer_of(x: Object) -> bytes:
    if not is_buffer(x):
        raise type_error(f"a bytes-like object is required, not '{type_of(x).name}'")
    return bytes_of(x)


@exposed("__add__")
def add(self: Bytes, value: Object, /) -> Object:
    """Return self+value."""
    if not is_buffer(value):
        raise type_error(f"can't concat {type_of(value).name} to bytes")
    return new_bytes(self.value + bytes_of(value))


@exposed("__mul__")
def mul(self: Bytes, value: Object, /) -> Object:
    """Return self*value."""
    if not isinstance(value, Int) and type_of(value).slots[Slot.INDEX] is None:
        return NOT_IMPLEMENTED
    return new_bytes(self.value * repeat_count(value, len(self.value)))


@exposed("__rmul__")
def rmul(self: Bytes, value: Object, /) -> Object:
    """Return value*self."""
    return mul(self, value)


def not_comparable(other: Object) -> Object:
    """What comparing bytes with something else gives; a warning with ``-b``."""
    if settings.warns_of_bytes:
        if isinstance(other, Str):
            warn("BytesWarning", "Comparison between bytes and string")
        elif isinstance(other, Int):
            warn("BytesWarning", "Comparison between bytes and int")
    return NOT_IMPLEMENTED


def warn_of_text(kind: str) -> None:
    """A warning with ``-b`` that bytes become text as a program writes them."""
    if settings.warns_of_bytes:
        warn("BytesWarning", f"str() on a {kind} instance")


@exposed("__eq__")
def eq(self: Bytes, value: Object, /) -> Object:
    """Return self==value."""
    return new_bool(self.value == bytes_of(value)) if is_buffer(value) else not_comparable(value)


@exposed("__ne__")
def ne(self: Bytes, value: Object, /) -> Object:
    """Return self!=value."""
    return new_bool(self.value != bytes_of(value)) if is_buffer(value) else not_comparable(value)


@exposed("__lt__")
def lt(self: Bytes, value: Object, /) -> Object:
    """Return self<value."""
    return new_bool(self.value < bytes_of(value)) if is_buffer(value) else NOT_IMPLEMENTED


@exposed("__le__")
def le(self: Bytes, value: Object, /) -> Object:
    """Return self<=value."""
    return new_bool(self.value <= bytes_of(value)) if is_buffer(value) else NOT_IMPLEMENTED


@exposed("__gt__")
def gt(self: Bytes, value: Object, /) -> Object:
    """Return self>value."""
    return new_bool(self.value > bytes_of(value)) if is_buffer(value) else NOT_IMPLEMENTED


@exposed("__ge__")
def ge(self: Bytes, value: Object, /) -> Object:
    """Return self>=value."""
    return new_bool(self.value >= bytes_of(value)) if is_buffer(value) else NOT_IMPLEMENTED


@exposed("__hash__")
def hash_value(self: Bytes) -> int:
    """Return hash(self)."""
    return hash(self.value)


@exposed("__repr__")
def to_repr(self: Bytes) -> str:
    """Return repr(self)."""
    return repr(self.value)


@exposed("__str__")
def to_str(self: Bytes) -> str:
    """Return str(self)."""
    warn_of_text("bytes")
    return repr(self.value)


@exposed("__bytes__")
def to_bytes(self: Bytes) -> Object:
    """Convert this value to exact type bytes."""
    return plain(self)


@exposed("__getnewargs__")
def getnewargs(self: Bytes) -> Object:
    """Arguments of __new__ for pickling."""
    return tuple1(new_bytes(self.value))


def bounds(self: Bytes, start: Object, end: Object) -> tuple[int, int]:
    n = len(self.value)
    first = 0 if start is NONE else slice_index(start)
    last = n if end is NONE else slice_index(end)
    if first < 0:
        first = max(first + n, 0)
    if last < 0:
        last = max(last + n, 0)
    return first, min(last, n)


def searched(sub: Object) -> bytes:
    if isinstance(sub, Int):
        return bytes([byte_value(sub, "byte must be in range(0, 256)")])
    if not is_buffer(sub):
        raise type_error(f"argument should be integer or bytes-like object, not '{type_of(sub).name}'")
    return bytes_of(sub)


@exposed("find")
def find(self: Bytes, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """B.find(sub[, start[, end]]) -> int"""
    first, last = bounds(self, start, end)
    wanted = searched(sub)
    return -1 if first > last else self.value.find(wanted, first, last)


@exposed("rfind")
def rfind(self: Bytes, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """B.rfind(sub[, start[, end]]) -> int"""
    first, last = bounds(self, start, end)
    wanted = searched(sub)
    return -1 if first > last else self.value.rfind(wanted, first, last)


@exposed("index")
def index(self: Bytes, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """B.index(sub[, start[, end]]) -> int"""
    found = find(self, sub, start, end)
    if found < 0:
        raise value_error("subsection not found")
    return found


@exposed("rindex")
def rindex(self: Bytes, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """B.rindex(sub[, start[, end]]) -> int"""
    found = rfind(self, sub, start, end)
    if found < 0:
        raise value_error("subsection not found")
    return found


@exposed("count")
def count(self: Bytes, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """B.count(sub[, start[, end]]) -> int"""
    first, last = bounds(self, start, end)
    wanted = searched(sub)
    return 0 if first > last else self.value[first:last].count(wanted)


@exposed("startswith")
def startswith(self: Bytes, prefix: Object, start: Object = NONE, end: Object = NONE, /) -> bool:
    """B.startswith(prefix[, start[, end]]) -> bool"""
    first, last = bounds(self, start, end)
    if isinstance(prefix, Tuple):
        for i in range(prefix.length):
            if has_prefix(self.value, affix(prefix.item(i), "startswith"), first, last):
                return True
        return False
    return has_prefix(self.value, affix(prefix, "startswith"), first, last)


@exposed("endswith")
def endswith(self: Bytes, suffix: Object, start: Object = NONE, end: Object = NONE, /) -> bool:
    """B.endswith(suffix[, start[, end]]) -> bool"""
    first, last = bounds(self, start, end)
    if isinstance(suffix, Tuple):
        for i in range(suffix.length):
            if has_suffix(self.value, affix(suffix.item(i), "endswith"), first, last):
                return True
        return False
    return has_suffix(self.value, affix(suffix, "endswith"), first, last)


def affix(x: Object, method: str) -> bytes:
    if not is_buffer(x):
        raise type_error(f"{method} first arg must be bytes or a tuple of bytes, not {type_of(x).name}")
    return bytes_of(x)


def has_prefix(data: bytes, prefix: bytes, first: int, last: int) -> bool:
    return last - first >= len(prefix) and data.startswith(prefix, first)


def has_suffix(data: bytes, suffix: bytes, first: int, last: int) -> bool:
    return last - first >= len(suffix) and data.startswith(suffix, last - len(suffix))


def bytes_list(parts: list[bytes]) -> Object:
    result: list[Object] = []
    for part in parts:
        result.append(new_bytes(part))
    return new_list(result)


def separator(sep: Object) -> Optional[bytes]:
    if sep is NONE:
        return None
    data = buffer_of(sep)
    if len(data) == 0:
        raise value_error("empty separator")
    return data


@exposed("split")
def split(self: Bytes, sep: Object = NONE, maxsplit: int = -1) -> Object:
    """Return a list of the sections in the bytes, using sep as the delimiter."""
    return bytes_list(self.value.split(separator(sep), maxsplit))


@exposed("rsplit")
def rsplit(self: Bytes, sep: Object = NONE, maxsplit: int = -1) -> Object:
    """Return a list of the sections in the bytes, using sep as the delimiter."""
    return bytes_list(self.value.rsplit(separator(sep), maxsplit))


@exposed("splitlines")
def splitlines(self: Bytes, keepends: bool = False) -> Object:
    """Return a list of the lines in the bytes, breaking at line boundaries."""
    return bytes_list(self.value.splitlines(keepends))


def checked_separator(sep: Object) -> bytes:
    data = buffer_of(sep)
    if len(data) == 0:
        raise value_error("empty separator")
    return data


@exposed("partition")
def partition(self: Bytes, sep: Object, /) -> Object:
    """Partition the bytes into three parts using the given separator."""
    before, middle, after = self.value.partition(checked_separator(sep))
    return tuple3(new_bytes(before), new_bytes(middle), new_bytes(after))


@exposed("rpartition")
def rpartition(self: Bytes, sep: Object, /) -> Object:
    """Partition the bytes into three parts using the given separator."""
    before, middle, after = self.value.rpartition(checked_separator(sep))
    return tuple3(new_bytes(before), new_bytes(middle), new_bytes(after))


@exposed("join")
def join(self: Bytes, iterable: Object, /) -> Object:
    """Concatenate any number of bytes objects."""
    if type_of(iterable).slots[Slot.ITER] is None and type_of(iterable).slots[Slot.GETITEM] is None:
        raise type_error("can only join an iterable")
    items = list_of(iterable)
    parts: list[bytes] = []
    for i in range(len(items)):
        if not is_buffer(items[i]):
            raise type_error(f"sequence item {i}: expected a bytes-like object, {type_of(items[i]).name} found")
        parts.append(bytes_of(items[i]))
    return new_bytes(self.value.join(parts))


def optional_bytes(x: Object) -> Optional[bytes]:
    return None if x is NONE else buffer_of(x)


@exposed("strip")
def strip(self: Bytes, bytes: Object = NONE, /) -> Object:
    """Strip leading and trailing bytes contained in the argument."""
    return new_bytes(self.value.strip(optional_bytes(bytes)))


@exposed("lstrip")
def lstrip(self: Bytes, bytes: Object = NONE, /) -> Object:
    """Strip leading bytes contained in the argument."""
    return new_bytes(self.value.lstrip(optional_bytes(bytes)))


@exposed("rstrip")
def rstrip(self: Bytes, bytes: Object = NONE, /) -> Object:
    """Strip trailing bytes contained in the argument."""
    return new_bytes(self.value.rstrip(optional_bytes(bytes)))


@exposed("removeprefix")
def removeprefix(self: Bytes, prefix: Object, /) -> Object:
    """Return a bytes object with the given prefix string removed if present."""
    return new_bytes(self.value.removeprefix(buffer_of(prefix)))


@exposed("removesuffix")
def removesuffix(self: Bytes, suffix: Object, /) -> Object:
    """Return a bytes object with the given suffix string removed if present."""
    return new_bytes(self.value.removesuffix(buffer_of(suffix)))


@exposed("replace")
def replace(self: Bytes, old: Object, new: Object, count: int = -1, /) -> Object:
    """Return a copy with all occurrences of substring old replaced by new."""
    return new_bytes(self.value.replace(buffer_of(old), buffer_of(new), count))


@exposed("upper")
def upper(self: Bytes) -> bytes:
    """B.upper() -> copy of B"""
    return self.value.upper()


@exposed("lower")
def lower(self: Bytes) -> bytes:
    """B.lower() -> copy of B"""
    return self.value.lower()


@exposed("capitalize")
def capitalize(self: Bytes) -> bytes:
    """B.capitalize() -> copy of B"""
    return algorithms.to_capitalized(self.value)


@exposed("title")
def title(self: Bytes) -> bytes:
    """B.title() -> copy of B"""
    return algorithms.to_title(self.value)


@exposed("swapcase")
def swapcase(self: Bytes) -> bytes:
    """B.swapcase() -> copy of B"""
    return algorithms.to_swapped_case(self.value)


@exposed("isalpha")
def isalpha(self: Bytes) -> bool:
    """B.isalpha() -> bool"""
    return self.value.isalpha()


@exposed("isdigit")
def isdigit(self: Bytes) -> bool:
    """B.isdigit() -> bool"""
    return self.value.isdigit()


@exposed("isalnum")
def isalnum(self: Bytes) -> bool:
    """B.isalnum() -> bool"""
    return self.value.isalnum()


@exposed("isspace")
def isspace(self: Bytes) -> bool:
    """B.isspace() -> bool"""
    return self.value.isspace()


@exposed("isupper")
def isupper(self: Bytes) -> bool:
    """B.isupper() -> bool"""
    return self.value.isupper()


@exposed("islower")
def islower(self: Bytes) -> bool:
    """B.islower() -> bool"""
    return self.value.islower()


@exposed("istitle")
def istitle(self: Bytes) -> bool:
    """B.istitle() -> bool"""
    return algorithms.is_title(self.value)


@exposed("isascii")
def isascii(self: Bytes) -> bool:
    """B.isascii() -> bool"""
    return self.value.isascii()


_SPACE = new_bytes(b" ")


def fill_byte(x: Object, method: str) -> bytes:
    data = bytes_of(x) if is_buffer(x) else b""
    if len(data) != 1:
        raise type_error(f"{method}() argument 2 must be a byte string of length 1, not {type_of(x).name}")
    return data


@exposed("ljust")
def ljust(self: Bytes, width: int, fillchar: Object = _SPACE, /) -> bytes:
    """Return a left-justified string of length width."""
    return algorithms.to_left(self.value, width, fill_byte(fillchar, "ljust"))


@exposed("rjust")
def rjust(self: Bytes, width: int, fillchar: Object = _SPACE, /) -> bytes:
    """Return a right-justified string of length width."""
    return algorithms.to_right(self.value, width, fill_byte(fillchar, "rjust"))


@exposed("center")
def center(self: Bytes, width: int, fillchar: Object = _SPACE, /) -> bytes:
    """Return a centered string of length width."""
    return algorithms.to_center(self.value, width, fill_byte(fillchar, "center"))


@exposed("zfill")
def zfill(self: Bytes, width: int, /) -> bytes:
    """Pad a numeric string with zeros on the left, to fill a field of the given width."""
    return algorithms.fill_zeros(self.value, width)


@exposed("expandtabs")
def expandtabs(self: Bytes, tabsize: int = 8) -> bytes:
    """Return a copy where all tab characters are expanded using spaces."""
    try:
        return algorithms.expand_tabs(self.value, tabsize)
    except OverflowError as error:
        raise overflow_error(str(error)) from error


@exposed("translate")
def translate(self: Bytes, table: Object, /, delete: Object = EMPTY_BYTES) -> bytes:
    """Return a copy with each character mapped by the given translation table."""
    mapping = optional_bytes(table)
    if mapping is not None and len(mapping) != 256:
        raise value_error("translation table must be 256 characters long")
    return algorithms.translate(self.value, mapping, buffer_of(delete))


@exposed_static("maketrans")
def maketrans(frm: Object, to: Object, /) -> bytes:
    """Return a translation table usable for the bytes or bytearray translate method."""
    source = buffer_of(frm)
    target = buffer_of(to)
    if len(source) != len(target):
        raise value_error("maketrans arguments must have same length")
    return algorithms.make_translation(source, target)


@exposed("decode")
def decode(self: Bytes, encoding: str = "utf-8", errors: str = "strict") -> Object:
    """Decode the bytes using the codec registered for encoding."""
    return decode_bytes(self.value, encoding, errors)


@exposed("hex")
def hex(self: Bytes, sep: Optional[Object] = None, bytes_per_sep: int = 1) -> str:
    """Create a string of hexadecimal numbers from a bytes object."""
    if sep is None:
        return algorithms.hex_of(self.value)
    if count_of(sep) != 1:
        raise value_error("sep must be length 1.")
    if isinstance(sep, Str):
        text = sep.value
    elif isinstance(sep, Bytes):
        text = decode_bytes(sep.value, "latin-1", "strict").value
    else:
        raise type_error("sep must be str or bytes.")
    if not text.isascii():
        raise value_error("sep must be ASCII.")
    return algorithms.hex_of(self.value, text, bytes_per_sep)


@exposed_class("fromhex")
def fromhex(cls: Type, string: Str, /) -> Object:
    """Create a bytes object from a string of hexadecimal numbers."""
    try:
        made = new_bytes(algorithms.bytes_of_hex(string.value))
    except ValueError as error:
        raise value_error(str(error)) from error
    return call(cls, [made]) if cls.is_heap else made


class BytesIterator(PositionIterator):
    """Iterates over the values of bytes."""
    data: bytes

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.data = data

    def count(self) -> int:
        return len(self.data)

    def item(self, position: int) -> Object:
        return new_int(self.data[position])

    def source(self) -> Object:
        return new_bytes(self.data)


bytes_type = define(Bytes, "bytes", allocate=allocate, methods=__name__, doc="bytes(iterable_of_ints) -> bytes")
bytes_type.is_sequence = True
define(BytesIterator, "bytes_iterator", doc="")
