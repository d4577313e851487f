"""What Python programs can do with a str."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, PyError, index_error, overflow_error, type_error, value_error
from interpreter.gateway.exposed import exposed, exposed_static
from interpreter.gateway.typedef import define
from interpreter.numbers.formatspec import FormatError, format_str
from interpreter.objects.dict import Dict
from interpreter.objects.int import Int, SmallInt, new_bool, new_int
from interpreter.objects.iterators import PositionIterator
from interpreter.objects.list import List, array_of
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE, NOT_IMPLEMENTED
from interpreter.objects.slice import Slice
from interpreter.objects.slicing import adjust_slice, repeat_count, slice_index, unpack_slice
from interpreter.objects.str import EMPTY_STR, Str, new_str
from interpreter.objects.str_format import NO_ARGUMENTS, format_percent, format_text
from interpreter.objects.subclass import StrInstance, check_subtype
from interpreter.objects.tuple import Tuple, tuple1, tuple3
from interpreter.protocols.codec import decode_object, encode_text
from interpreter.protocols.item import find_item
from interpreter.protocols.iterate import list_of
from interpreter.protocols.number import as_index
from interpreter.protocols.text import str_of
from interpreter.text import strings as algorithms
from transform.rpython import GcArray, new_array, not_none

_LOOKUP_ERROR = EXCEPTIONS["LookupError"]


def allocate(type: Type) -> Object:
    return StrInstance(type, "")


@exposed_static("__new__")
def new(cls: Type, object: Optional[Object] = None, encoding: Object = NONE, errors: Object = NONE) -> Object:
    """Create a new string object from the given object."""
    check_subtype(cls, str_type)
    if object is None:
        text: Str = EMPTY_STR
    elif encoding is NONE and errors is NONE:
        text = str_of(object)
    else:
        if isinstance(object, Str):
            raise type_error("decoding str is not supported")
        text = decode_object(object, optional_text(encoding, "utf-8", "encoding"), optional_text(errors, "strict", "errors"))
    return StrInstance(cls, text.value) if cls.is_heap else text


def optional_text(x: Object, default: str, name: str) -> str:
    if x is NONE:
        return default
    if not isinstance(x, Str):
        raise type_error(f"str() argument '{name}' must be str, not {type_of(x).name}")
    return x.value


def plain(self: Str) -> Str:
    """The string itself, or of an instance of a subclass, a str of the same value."""
    return self if self.python_type is not None else new_str(self.value)


def unchanged(self: Str, value: str) -> Object:
    """A str of a value that a method computed; the string itself if that is the same."""
    return self if value is self.value and self.python_type is not None else new_str(value)


# Items and operators.


@exposed("__len__")
def length(self: Str) -> int:
    """Return len(self)."""
    return len(self.value)


@exposed("__getitem__")
def getitem(self: Str, key: Object, /) -> Object:
    """Return self[key]."""
    text = self.value
    if isinstance(key, Slice):
        start, stop, step = unpack_slice(key)
        start, count, step = sliced(start, stop, step, len(text))
        if step == 1:
            return plain(self) if count == len(text) else new_str(text[start:start + count])
        parts: list[str] = []
        for i in range(count):
            parts.append(text[start + i * step])
        return new_str("".join(parts))
    if not isinstance(key, SmallInt) and not isinstance(key, Int) and type_of(key).lookup("__index__") is None:
        raise type_error(f"string indices must be integers, not '{type_of(key).name}'")
    i = as_index(key)
    if i < 0:
        i += len(text)
    if not 0 <= i < len(text):
        raise index_error("string index out of range")
    return new_str(text[i])


def sliced(start: int, stop: int, step: int, length: int) -> tuple[int, int, int]:
    """Where a slice starts, how many items it has, its step."""
    first, _, count = adjust_slice(start, stop, step, length)
    return first, count, step


@exposed("__iter__")
def iterate(self: Str) -> Object:
    """Implement iter(self)."""
    return StrIterator(self.value)


@exposed("__contains__")
def contains(self: Str, key: Object, /) -> bool:
    """Return key in self."""
    if not isinstance(key, Str):
        raise type_error(f"'in <string>' requires string as left operand, not {type_of(key).name}")
    return key.value in self.value


@exposed("__add__")
def add(self: Str, value: Object, /) -> Object:
    """Return self+value."""
    if not isinstance(value, Str):
        return NOT_IMPLEMENTED
    if len(value.value) == 0:
        return plain(self)
    return new_str(self.value + value.value)


@exposed("__mul__")
def mul(self: Str, value: Object, /) -> Object:
    """Return self*value."""
    if not isinstance(value, Int) and type_of(value).lookup("__index__") is None:
        return NOT_IMPLEMENTED
    times = repeat_count(value, len(self.value))
    return plain(self) if times == 1 else new_str(self.value * times)


@exposed("__rmul__")
def rmul(self: Str, value: Object, /) -> Object:
    """Return value*self."""
    return mul(self, value)


@exposed("__mod__")
def mod(self: Str, value: Object, /) -> Object:
    """Return self%value."""
    return format_percent(self.value, value)


@exposed("__rmod__")
def rmod(self: Str, value: Object, /) -> Object:
    """Return value%self."""
    if not isinstance(value, Str):
        return NOT_IMPLEMENTED
    return format_percent(value.value, self)


@exposed("__eq__")
def eq(self: Str, value: Object, /) -> Object:
    """Return self==value."""
    return new_bool(self.value == value.value) if isinstance(value, Str) else NOT_IMPLEMENTED


@exposed("__ne__")
def ne(self: Str, value: Object, /) -> Object:
    """Return self!=value."""
    return new_bool(self.value != value.value) if isinstance(value, Str) else NOT_IMPLEMENTED


@exposed("__lt__")
def lt(self: Str, value: Object, /) -> Object:
    """Return self<value."""
    return new_bool(self.value < value.value) if isinstance(value, Str) else NOT_IMPLEMENTED


@exposed("__le__")
def le(self: Str, value: Object, /) -> Object:
    """Return self<=value."""
    return new_bool(self.value <= value.value) if isinstance(value, Str) else NOT_IMPLEMENTED


@exposed("__gt__")
def gt(self: Str, value: Object, /) -> Object:
    """Return self>value."""
    return new_bool(self.value > value.value) if isinstance(value, Str) else NOT_IMPLEMENTED


@exposed("__ge__")
def ge(self: Str, value: Object, /) -> Object:
    """Return self>=value."""
    return new_bool(self.value >= value.value) if isinstance(value, Str) else NOT_IMPLEMENTED


@exposed("__hash__")
def hash_value(self: Str) -> int:
    """Return hash(self)."""
    return hash(self.value)


@exposed("__repr__")
def to_repr(self: Str) -> str:
    """Return repr(self)."""
    return algorithms.repr_of(self.value)


@exposed("__str__")
def to_str(self: Str) -> Object:
    """Return str(self)."""
    return plain(self)


@exposed("__format__")
def format_value(self: Str, format_spec: Str, /) -> Object:
    """Return a formatted version of the string as described by format_spec."""
    if len(format_spec.value) == 0:
        return str_of(self)
    try:
        return new_str(format_str(self.value, format_spec.value, type_of(self).name))
    except FormatError as error:
        raise value_error(str(error)) from error


@exposed("__getnewargs__")
def getnewargs(self: Str) -> Object:
    """Arguments of __new__ for pickling."""
    return tuple1(new_str(self.value))


@exposed("__sizeof__")
def sizeof(self: Str) -> int:
    """Return the size of the string in memory, in bytes."""
    return 40 + len(self.value)


# Searching.


def bounds(self: Str, start: Object, end: Object) -> tuple[int, int]:
    """The part of the string that optional arguments of searching methods select; the start may lie behind the end."""
    n = len(self.value)
    first = 0 if start is NONE else slice_index(start)
    last = n if end is NONE else slice_index(end)
    if first < 0:
        first = max(first + n, 0)
    if last < 0:
        last = max(last + n, 0)
    return first, min(last, n)


def checked(sub: Object) -> str:
    if not isinstance(sub, Str):
        raise type_error(f"must be str, not {type_of(sub).name}")
    return sub.value


@exposed("find")
def find(self: Str, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """S.find(sub[, start[, end]]) -> int"""
    first, last = bounds(self, start, end)
    wanted = checked(sub)
    return -1 if first > last else self.value.find(wanted, first, last)


@exposed("rfind")
def rfind(self: Str, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """S.rfind(sub[, start[, end]]) -> int"""
    first, last = bounds(self, start, end)
    wanted = checked(sub)
    return -1 if first > last else self.value.rfind(wanted, first, last)


@exposed("index")
def index(self: Str, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """S.index(sub[, start[, end]]) -> int"""
    found = find(self, sub, start, end)
    if found < 0:
        raise value_error("substring not found")
    return found


@exposed("rindex")
def rindex(self: Str, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """S.rindex(sub[, start[, end]]) -> int"""
    found = rfind(self, sub, start, end)
    if found < 0:
        raise value_error("substring not found")
    return found


@exposed("count")
def count(self: Str, sub: Object, start: Object = NONE, end: Object = NONE, /) -> int:
    """S.count(sub[, start[, end]]) -> int"""
    first, last = bounds(self, start, end)
    wanted = checked(sub)
    if first > last:
        return 0
    if first == 0 and last == len(self.value):
        return self.value.count(wanted)
    return self.value[first:last].count(wanted)


@exposed("startswith")
def startswith(self: Str, prefix: Object, start: Object = NONE, end: Object = NONE, /) -> bool:
    """S.startswith(prefix[, start[, end]]) -> bool"""
    first, last = bounds(self, start, end)
    if isinstance(prefix, Tuple):
        for i in range(prefix.length):
            if has_prefix(self.value, affix(prefix.item(i), "startswith"), first, last):
                return True
        return False
    if not isinstance(prefix, Str):
        raise type_error(f"startswith first arg must be str or a tuple of str, not {type_of(prefix).name}")
    return has_prefix(self.value, prefix.value, first, last)


@exposed("endswith")
def endswith(self: Str, suffix: Object, start: Object = NONE, end: Object = NONE, /) -> bool:
    """S.endswith(suffix[, start[, end]]) -> bool"""
    first, last = bounds(self, start, end)
    if isinstance(suffix, Tuple):
        for i in range(suffix.length):
            if has_suffix(self.value, affix(suffix.item(i), "endswith"), first, last):
                return True
        return False
    if not isinstance(suffix, Str):
        raise type_error(f"endswith first arg must be str or a tuple of str, not {type_of(suffix).name}")
    return has_suffix(self.value, suffix.value, first, last)


def affix(x: Object, method: str) -> str:
    if not isinstance(x, Str):
        raise type_error(f"tuple for {method} must only contain str, not {type_of(x).name}")
    return x.value


def has_prefix(text: str, prefix: str, first: int, last: int) -> bool:
    return last - first >= len(prefix) and text.startswith(prefix, first)


def has_suffix(text: str, suffix: str, first: int, last: int) -> bool:
    return last - first >= len(suffix) and text.startswith(suffix, last - len(suffix))


# Parts.


def text_list(parts: list[str]) -> Object:
    items = new_array(Object, len(parts))
    for i in range(len(parts)):
        items[i] = new_str(parts[i])
    return List(items, len(parts))


def separator(sep: Object) -> Optional[str]:
    if sep is NONE:
        return None
    if not isinstance(sep, Str):
        raise type_error(f"must be str or None, not {type_of(sep).name}")
    if len(sep.value) == 0:
        raise value_error("empty separator")
    return sep.value


@exposed("split")
def split(self: Str, sep: Object = NONE, maxsplit: int = -1) -> Object:
    """Return a list of the substrings in the string, using sep as the separator string."""
    return text_list(self.value.split(separator(sep), maxsplit))


@exposed("rsplit")
def rsplit(self: Str, sep: Object = NONE, maxsplit: int = -1) -> Object:
    """Return a list of the substrings in the string, using sep as the separator string."""
    return text_list(self.value.rsplit(separator(sep), maxsplit))


@exposed("splitlines")
def splitlines(self: Str, keepends: bool = False) -> Object:
    """Return a list of the lines in the string, breaking at line boundaries."""
    return text_list(self.value.splitlines(keepends))


@exposed("partition")
def partition(self: Str, sep: Object, /) -> Object:
    """Partition the string into three parts using the given separator."""
    before, middle, after = self.value.partition(not_none(separator(Str(checked(sep)))))
    return tuple3(new_str(before), new_str(middle), new_str(after))


@exposed("rpartition")
def rpartition(self: Str, sep: Object, /) -> Object:
    """Partition the string into three parts using the given separator."""
    before, middle, after = self.value.rpartition(not_none(separator(Str(checked(sep)))))
    return tuple3(new_str(before), new_str(middle), new_str(after))


@exposed("join")
def join(self: Str, iterable: Object, /) -> Object:
    """Concatenate any number of strings."""
    if isinstance(iterable, List) and iterable.python_type is not None:
        return join_items(self.value, iterable.items, iterable.length)
    if type_of(iterable).lookup("__iter__") is None and type_of(iterable).lookup("__getitem__") is None:
        raise type_error("can only join an iterable")
    items = list_of(iterable)
    return join_items(self.value, array_of(items), len(items))


def join_items(separator: str, items: GcArray[Object], count: int) -> Object:
    """The first `count` items, all of them strings, with the separator between them."""
    if count == 1:
        only = items[0]
        if isinstance(only, Str):
            return plain(only)
    parts = [separator] * count
    for i in range(count):
        item = items[i]
        if not isinstance(item, Str):
            raise type_error(f"sequence item {i}: expected str instance, {type_of(item).name} found")
        parts[i] = item.value
    return new_str(separator.join(parts))


def characters(chars: Object, method: str) -> Optional[str]:
    if chars is NONE:
        return None
    if not isinstance(chars, Str):
        raise type_error(f"{method} arg must be None or str")
    return chars.value


@exposed("strip")
def strip(self: Str, chars: Object = NONE, /) -> Object:
    """Return a copy of the string with leading and trailing whitespace removed."""
    return unchanged(self, self.value.strip(characters(chars, "strip")))


@exposed("lstrip")
def lstrip(self: Str, chars: Object = NONE, /) -> Object:
    """Return a copy of the string with leading whitespace removed."""
    return unchanged(self, self.value.lstrip(characters(chars, "lstrip")))


@exposed("rstrip")
def rstrip(self: Str, chars: Object = NONE, /) -> Object:
    """Return a copy of the string with trailing whitespace removed."""
    return unchanged(self, self.value.rstrip(characters(chars, "rstrip")))


@exposed("removeprefix")
def removeprefix(self: Str, prefix: str, /) -> Object:
    """Return a str with the given prefix string removed if present."""
    return unchanged(self, self.value.removeprefix(prefix))


@exposed("removesuffix")
def removesuffix(self: Str, suffix: str, /) -> Object:
    """Return a str with the given suffix string removed if present."""
    return unchanged(self, self.value.removesuffix(suffix))


@exposed("replace")
def replace(self: Str, old: str, new: str, count: int = -1, /) -> Object:
    """Return a copy with all occurrences of substring old replaced by new."""
    return unchanged(self, self.value.replace(old, new, count))


# Case, kinds of characters.


@exposed("upper")
def upper(self: Str) -> str:
    """Return a copy of the string converted to uppercase."""
    return algorithms.to_upper(self.value)


@exposed("lower")
def lower(self: Str) -> str:
    """Return a copy of the string converted to lowercase."""
    return algorithms.to_lower(self.value)


@exposed("casefold")
def casefold(self: Str) -> str:
    """Return a version of the string suitable for caseless comparisons."""
    return algorithms.to_casefold(self.value)


@exposed("capitalize")
def capitalize(self: Str) -> str:
    """Return a capitalized version of the string."""
    return algorithms.to_capitalized(self.value)


@exposed("title")
def title(self: Str) -> str:
    """Return a version of the string where each word is titlecased."""
    return algorithms.to_title(self.value)


@exposed("swapcase")
def swapcase(self: Str) -> str:
    """Convert uppercase characters to lowercase and lowercase characters to uppercase."""
    return algorithms.to_swapped_case(self.value)


@exposed("isalpha")
def isalpha(self: Str) -> bool:
    """Return True if the string is an alphabetic string, False otherwise."""
    return algorithms.is_alpha(self.value)


@exposed("isdecimal")
def isdecimal(self: Str) -> bool:
    """Return True if the string is a decimal string, False otherwise."""
    return algorithms.is_decimal(self.value)


@exposed("isdigit")
def isdigit(self: Str) -> bool:
    """Return True if the string is a digit string, False otherwise."""
    return algorithms.is_digit(self.value)


@exposed("isnumeric")
def isnumeric(self: Str) -> bool:
    """Return True if the string is a numeric string, False otherwise."""
    return algorithms.is_numeric(self.value)


@exposed("isalnum")
def isalnum(self: Str) -> bool:
    """Return True if the string is an alpha-numeric string, False otherwise."""
    return algorithms.is_alnum(self.value)


@exposed("isspace")
def isspace(self: Str) -> bool:
    """Return True if the string is a whitespace string, False otherwise."""
    return algorithms.is_space(self.value)


@exposed("isprintable")
def isprintable(self: Str) -> bool:
    """Return True if the string is printable, False otherwise."""
    return algorithms.is_printable(self.value)


@exposed("isidentifier")
def isidentifier(self: Str) -> bool:
    """Return True if the string is a valid Python identifier, False otherwise."""
    return algorithms.is_identifier(self.value)


@exposed("isupper")
def isupper(self: Str) -> bool:
    """Return True if the string is an uppercase string, False otherwise."""
    return algorithms.is_upper(self.value)


@exposed("islower")
def islower(self: Str) -> bool:
    """Return True if the string is a lowercase string, False otherwise."""
    return algorithms.is_lower(self.value)


@exposed("istitle")
def istitle(self: Str) -> bool:
    """Return True if the string is a title-cased string, False otherwise."""
    return algorithms.is_title(self.value)


@exposed("isascii")
def isascii(self: Str) -> bool:
    """Return True if all characters in the string are ASCII, False otherwise."""
    return self.value.isascii()


# Filling.


def fill_character(fillchar: Object) -> str:
    if not isinstance(fillchar, Str):
        raise type_error(f"The fill character must be a unicode character, not {type_of(fillchar).name}")
    if len(fillchar.value) != 1:
        raise type_error("The fill character must be exactly one character long")
    return fillchar.value


_SPACE = Str(" ")


@exposed("ljust")
def ljust(self: Str, width: int, fillchar: Object = _SPACE, /) -> Object:
    """Return a left-justified string of length width."""
    return unchanged(self, self.value.ljust(width, fill_character(fillchar)))


@exposed("rjust")
def rjust(self: Str, width: int, fillchar: Object = _SPACE, /) -> Object:
    """Return a right-justified string of length width."""
    return unchanged(self, self.value.rjust(width, fill_character(fillchar)))


@exposed("center")
def center(self: Str, width: int, fillchar: Object = _SPACE, /) -> Object:
    """Return a centered string of length width."""
    return unchanged(self, self.value.center(width, fill_character(fillchar)))


@exposed("zfill")
def zfill(self: Str, width: int, /) -> Object:
    """Pad a numeric string with zeros on the left, to fill a field of the given width."""
    return unchanged(self, self.value.zfill(width))


@exposed("expandtabs")
def expandtabs(self: Str, tabsize: int = 8) -> Object:
    """Return a copy where all tab characters are expanded using spaces."""
    try:
        return unchanged(self, algorithms.expand_tabs(self.value, tabsize))
    except OverflowError as error:
        raise overflow_error(str(error)) from error


# Translation, encoding, formatting.


@exposed("encode")
def encode(self: Str, encoding: str = "utf-8", errors: str = "strict") -> Object:
    """Encode the string using the codec registered for encoding."""
    return encode_text(self.value, encoding, errors)


@exposed("format", rest="arguments", keywords="keywords")
def format_fields(self: Str, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """S.format(*args, **kwargs) -> str"""
    return new_str(format_text(self.value, arguments, Dict() if keywords is None else keywords))


@exposed("format_map")
def format_map(self: Str, mapping: Object, /) -> Object:
    """S.format_map(mapping) -> str"""
    return new_str(format_text(self.value, NO_ARGUMENTS, mapping))


class TableTranslation(algorithms.Translation):
    """Looks characters up in any object with ``__getitem__``."""
    table: Object

    def __init__(self, table: Object) -> None:
        self.table = table

    def text_of(self, code: int) -> str:
        try:
            found = find_item(self.table, new_int(code))
        except PyError as error:
            if not error.type.is_subtype(_LOOKUP_ERROR):
                raise
            found = None
        if found is None:
            return chr(code)
        if found is NONE:
            return ""
        if isinstance(found, Str):
            return found.value
        if isinstance(found, Int):
            if not found.fits() or not 0 <= found.machine() <= 0x10FFFF:
                raise value_error("character mapping must be in range(0x110000)")
            return chr(found.machine())
        raise type_error("character mapping must return integer, None or str")


@exposed("translate")
def translate(self: Str, table: Object, /) -> str:
    """Replace each character in the string using the given translation table."""
    return algorithms.translate(self.value, TableTranslation(table))


@exposed_static("maketrans")
def maketrans(x: Object, y: Object = NONE, z: Object = NONE, /) -> Object:
    """Return a translation table usable for str.translate()."""
    result = Dict()
    if y is NONE:
        if not isinstance(x, Dict):
            raise type_error("if you give only one argument to maketrans it must be a dict")
        for i in range(x.used):
            key = x.key_at(i)
            if isinstance(key, Str):
                if len(key.value) != 1:
                    raise value_error("string keys in translate table must be of length 1")
                result.set(new_int(ord(key.value[0])), x.value_at(i))
            elif isinstance(key, Int):
                result.set(key, x.value_at(i))
            elif key is not None:
                raise type_error("keys in translate table must be strings or integers")
        return result
    if not isinstance(x, Str) or not isinstance(y, Str):
        raise type_error("first maketrans argument must be a string if there is a second argument")
    if len(x.value) != len(y.value):
        raise value_error("the first two maketrans arguments must have equal length")
    for i in range(len(x.value)):
        result.set(new_int(ord(x.value[i])), new_int(ord(y.value[i])))
    if z is not NONE:
        if not isinstance(z, Str):
            raise type_error(f"maketrans() argument 3 must be str, not {type_of(z).name}")
        for c in z.value:
            result.set(new_int(ord(c)), NONE)
    return result


class StrIterator(PositionIterator):
    """Iterates over the characters of a string."""
    text: str

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def count(self) -> int:
        return len(self.text)

    def item(self, position: int) -> Object:
        return new_str(self.text[position])

    def source(self) -> Object:
        return new_str(self.text)

    def empty(self) -> Object:
        return EMPTY_STR


str_type = define(Str, "str", allocate=allocate, methods=__name__, doc="str(object='') -> str")
str_type.is_sequence = True
define(StrIterator, "str_iterator", doc="")
