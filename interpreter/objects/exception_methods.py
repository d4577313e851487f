"""What Python programs can do with exceptions."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import EXCEPTIONS, os_error_type, type_error
from interpreter.gateway.exposed import exposed, exposed_property, exposed_setter, exposed_static
from interpreter.gateway.typedef import add_methods
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.exceptions import ExceptionObject, Traceback
from interpreter.objects.int import Int
from interpreter.objects.list import List, empty_list
from interpreter.objects.member import add_members
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE, or_none
from interpreter.objects.str import EMPTY_STR, Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple, tuple2, tuple3
from interpreter.objects.type import is_exception_type
from interpreter.protocols.attributes import set_attribute
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.iterate import list_of
from interpreter.protocols.text import repr_of, str_of


@exposed_static("__new__", rest="arguments", keywords="keywords")
def base_new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object."""
    return ExceptionObject(cls, arguments)


@exposed("__init__", rest="arguments", keywords="keywords")
def base_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    if keywords is not None and keywords.count > 0:
        raise type_error(f"{type_of(self).name}() takes no keyword arguments")
    self.arguments = arguments


@exposed("__repr__")
def base_repr(self: ExceptionObject) -> str:
    """Return repr(self)."""
    name = type_of(self).name
    if self.arguments.length == 1:
        return f"{name}({repr_of(self.arguments.item(0))})"
    return name + repr_of(self.arguments)


@exposed("__str__")
def base_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    if self.arguments.length == 0:
        return EMPTY_STR
    if self.arguments.length == 1:
        return str_of(self.arguments.item(0))
    return str_of(self.arguments)


@exposed("with_traceback")
def base_with_traceback(self: ExceptionObject, tb: Object, /) -> Object:
    """Exception.with_traceback(tb) -- set self.__traceback__ to tb and return self."""
    base_set_traceback(self, tb)
    return self


@exposed("add_note")
def base_add_note(self: ExceptionObject, note: Object, /) -> None:
    """Exception.add_note(note) -- add a note to the exception"""
    if not isinstance(note, Str):
        raise type_error(f"note must be a str, not '{type_of(note).name}'")
    notes = self.get_own("__notes__")
    if notes is None:
        notes = empty_list()
        self.set_own("__notes__", notes)
    if not isinstance(notes, List):
        raise type_error("Cannot add note: __notes__ is not a list")
    notes.push(note)


@exposed("__reduce__")
def base_reduce(self: ExceptionObject) -> Object:
    """Helper for pickle."""
    if self.map.count > self.map.type.member_count:
        return tuple3(type_of(self), self.arguments, or_none(self.get_dict()))
    return tuple2(type_of(self), self.arguments)


@exposed("__setstate__")
def base_setstate(self: ExceptionObject, state: Object, /) -> None:
    """Helper for pickle."""
    if isinstance(state, Dict):
        for i in range(state.used):
            key = state.key_at(i)
            if isinstance(key, Str):
                set_attribute(self, key.value, state.value_at(i))
    elif state is not NONE:
        raise type_error("state is not a dictionary")


@exposed_property("args")
def base_get_args(self: ExceptionObject) -> Object:
    return self.arguments


@exposed_setter("args")
def base_set_args(self: ExceptionObject, value: Object) -> None:
    self.arguments = new_tuple(list_of(value))


@exposed_property("__traceback__")
def base_get_traceback(self: ExceptionObject) -> Object:
    traceback = self.traceback
    return NONE if traceback is None else traceback


@exposed_setter("__traceback__")
def base_set_traceback(self: ExceptionObject, value: Object) -> None:
    if value is NONE:
        self.traceback = None
    elif isinstance(value, Traceback):
        self.traceback = value
    else:
        raise type_error("__traceback__ must be a traceback or None")


@exposed_property("__cause__")
def base_get_cause(self: ExceptionObject) -> Object:
    return or_none(self.cause)


@exposed_setter("__cause__")
def base_set_cause(self: ExceptionObject, value: Object) -> None:
    self.cause = checked_exception(value, "exception cause must be None or derive from BaseException")
    self.suppresses_context = True


@exposed_property("__context__")
def base_get_context(self: ExceptionObject) -> Object:
    return or_none(self.context)


@exposed_setter("__context__")
def base_set_context(self: ExceptionObject, value: Object) -> None:
    self.context = checked_exception(value, "exception context must be None or derive from BaseException")


def checked_exception(value: Object, message: str) -> Optional[Object]:
    if value is NONE:
        return None
    if not is_exception_type(type_of(value)):
        raise type_error(message)
    return value


@exposed_property("__suppress_context__")
def base_get_suppress(self: ExceptionObject) -> bool:
    return self.suppresses_context


@exposed_setter("__suppress_context__")
def base_set_suppress(self: ExceptionObject, value: bool) -> None:
    self.suppresses_context = value


@exposed_property("__dict__")
def base_get_dict(self: ExceptionObject) -> Object:
    return or_none(self.get_dict())


@exposed_setter("__dict__")
def base_set_dict(self: ExceptionObject, value: Object) -> None:
    if not isinstance(value, Dict):
        raise type_error("__dict__ must be a dictionary")
    self.set_dict(value)


# Exceptions with attributes of their own. They lie in members, as those of __slots__.


@exposed("__str__")
def key_error_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    if self.arguments.length == 1:
        return new_str(repr_of(self.arguments.item(0)))
    return base_str(self)


@exposed("__init__", rest="arguments", keywords="keywords")
def stop_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    base_init(self, arguments, keywords)
    self.set_member(0, arguments.item(0) if arguments.length > 0 else NONE)


@exposed("__init__", rest="arguments", keywords="keywords")
def system_exit_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    base_init(self, arguments, keywords)
    if arguments.length == 0:
        self.set_member(0, NONE)
    else:
        self.set_member(0, arguments.item(0) if arguments.length == 1 else arguments)


def take_keywords(self: ExceptionObject, keywords: Optional[Dict], names: list[str], first: int) -> None:
    """Sets members from the keyword arguments of a constructor."""
    for i in range(len(names)):
        given = None if keywords is None else keywords.get_str(names[i])
        self.set_member(first + i, NONE if given is None else given)
    if keywords is None:
        return
    for i in range(keywords.used):
        key = keywords.key_at(i)
        if isinstance(key, Str) and key.value not in names:
            raise type_error(f"'{key.value}' is an invalid keyword argument for {type_of(self).name}()")


@exposed("__init__", rest="arguments", keywords="keywords")
def attribute_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    self.arguments = arguments
    take_keywords(self, keywords, _ATTRIBUTE_NAMES, 0)


@exposed("__init__", rest="arguments", keywords="keywords")
def name_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    self.arguments = arguments
    take_keywords(self, keywords, _NAME_NAMES, 0)


@exposed("__init__", rest="arguments", keywords="keywords")
def import_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    self.arguments = arguments
    self.set_member(0, arguments.item(0) if arguments.length == 1 else NONE)
    take_keywords(self, keywords, _IMPORT_NAMES, 1)


_ATTRIBUTE_NAMES = ["name", "obj"]
_NAME_NAMES = ["name"]
_IMPORT_NAMES = ["name", "path"]


@exposed("__reduce__")
def import_reduce(self: ExceptionObject) -> Object:
    """Helper for pickle."""
    own = self.get_dict()
    state = own.copy() if isinstance(own, Dict) else Dict()
    for i in range(len(_IMPORT_NAMES)):
        value = self.get_member(1 + i)
        if value is not None and value is not NONE:
            state.set_str(_IMPORT_NAMES[i], value)
    return tuple2(type_of(self), self.arguments) if state.count == 0 else tuple3(type_of(self), self.arguments, state)


@exposed("__str__")
def import_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    message = self.get_member(0)
    if isinstance(message, Str):
        return message
    return base_str(self)


@exposed_static("__new__", rest="arguments", keywords="keywords")
def os_new(cls: Type, arguments: Tuple, keywords: Optional[Dict] = None) -> Object:
    """Create and return a new object."""
    if cls is EXCEPTIONS["OSError"] and arguments.length >= 2:
        number = arguments.item(0)
        if isinstance(number, Int) and number.fits():
            cls = os_error_type(number.machine())
    made = ExceptionObject(cls, arguments)
    os_take(made, arguments)
    return made


@exposed("__init__", rest="arguments", keywords="keywords")
def os_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    os_take(self, arguments)


def os_take(made: ExceptionObject, arguments: Tuple) -> None:
    """errno, strerror, filename, filename2 from the arguments, of which the names are left out of ``args``."""
    made.arguments = arguments
    for i in range(4):
        made.set_member(i, NONE)
    if 2 <= arguments.length <= 5:
        made.set_member(0, arguments.item(0))
        made.set_member(1, arguments.item(1))
        if arguments.length >= 3:
            made.set_member(2, arguments.item(2))
            if arguments.length == 5:
                made.set_member(3, arguments.item(4))
            made.arguments = tuple2(arguments.item(0), arguments.item(1))


@exposed("__str__")
def os_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    number = or_none(self.get_member(0))
    text = or_none(self.get_member(1))
    name = or_none(self.get_member(2))
    second = or_none(self.get_member(3))
    if name is not NONE:
        if second is not NONE:
            return new_str(f"[Errno {str_of(number).value}] {str_of(text).value}: {repr_of(name)} -> {repr_of(second)}")
        return new_str(f"[Errno {str_of(number).value}] {str_of(text).value}: {repr_of(name)}")
    if number is not NONE and text is not NONE:
        return new_str(f"[Errno {str_of(number).value}] {str_of(text).value}")
    return base_str(self)


@exposed("__reduce__")
def os_reduce(self: ExceptionObject) -> Object:
    """Helper for pickle."""
    arguments = self.arguments
    name = or_none(self.get_member(2))
    if arguments.length == 2 and name is not NONE:
        second = or_none(self.get_member(3))
        if second is not NONE:
            arguments = new_tuple([arguments.item(0), arguments.item(1), name, NONE, second])
        else:
            arguments = tuple3(arguments.item(0), arguments.item(1), name)
    return tuple2(type_of(self), arguments)


@exposed("__init__", rest="arguments", keywords="keywords")
def syntax_init(self: ExceptionObject, arguments: Tuple, keywords: Optional[Dict] = None) -> None:
    """Initialize self."""
    base_init(self, arguments, keywords)
    for i in range(8):
        self.set_member(i, NONE)
    if arguments.length > 0:
        self.set_member(0, arguments.item(0))
    if arguments.length == 2:
        details = new_tuple(list_of(arguments.item(1)))
        if details.length != 4 and details.length != 6:
            raise type_error(f"function takes {'at most 6' if details.length > 6 else 'at least 4'} arguments ({details.length} given)")
        for i in range(details.length):
            self.set_member(i + 1, details.item(i))


@exposed("__str__")
def syntax_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    message = str_of(or_none(self.get_member(0))).value
    file = self.get_member(1)
    line = self.get_member(2)
    has_line = isinstance(line, Int)
    if isinstance(file, Str):
        name = file.value[file.value.rfind("/") + 1:]
        if has_line:
            return new_str(f"{message} ({name}, line {str_of(or_none(line)).value})")
        return new_str(f"{message} ({name})")
    if has_line:
        return new_str(f"{message} (line {str_of(or_none(line)).value})")
    return new_str(message)


@exposed("__init__")
def decode_init(self: ExceptionObject, encoding: Str, object: Object, start: Int, end: Int, reason: Str, /) -> None:
    """Initialize self."""
    data = object if isinstance(object, Bytes) else new_bytes(bytes_of(object))
    set_coding_error(self, new_tuple([encoding, object, start, end, reason]), data)


def set_coding_error(self: ExceptionObject, arguments: Tuple, object: Object) -> None:
    """Stores what an error of encoding or decoding is about: the arguments, of which the second may have become another object."""
    self.arguments = arguments
    for i in range(5):
        self.set_member(i, object if i == 1 else arguments.item(i))


@exposed("__init__")
def translate_init(self: ExceptionObject, object: Str, start: Int, end: Int, reason: Str, /) -> None:
    """Initialize self."""
    self.arguments = new_tuple([object, start, end, reason])
    self.set_member(0, NONE)
    for i in range(4):
        self.set_member(i + 1, self.arguments.item(i))


def unicode_str(self: ExceptionObject, verb: str) -> Object:
    """The text of an error of a codec."""
    data = or_none(self.get_member(1))
    first = self.get_member(2)
    last = self.get_member(3)
    if not isinstance(first, Int) or not isinstance(last, Int):
        return base_str(self)
    start = first.machine()
    end = last.machine()
    encoding = self.get_member(0)
    name = f"'{str_of(encoding).value}' codec " if encoding is not None and encoding is not NONE else ""
    reason = str_of(or_none(self.get_member(4))).value
    if end == start + 1:
        if isinstance(data, Str) and 0 <= start < len(data.value):
            return new_str(f"{name}can't {verb} character {escaped(ord(data.value[start]))} in position {start}: {reason}")
        if isinstance(data, Bytes) and 0 <= start < len(data.value):
            return new_str(f"{name}can't {verb} byte 0x{data.value[start]:02x} in position {start}: {reason}")
    kind = "bytes" if isinstance(data, Bytes) else "characters"
    return new_str(f"{name}can't {verb} {kind} in position {start}-{end - 1}: {reason}")


def escaped(code: int) -> str:
    if code < 0x100:
        return f"'\\x{code:02x}'"
    if code < 0x10000:
        return f"'\\u{code:04x}'"
    return f"'\\U{code:08x}'"


@exposed("__str__")
def decode_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    return unicode_str(self, "decode")


@exposed("__str__")
def encode_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    return unicode_str(self, "encode")


@exposed("__init__")
def encode_init(self: ExceptionObject, encoding: Str, object: Str, start: Int, end: Int, reason: Str, /) -> None:
    """Initialize self."""
    set_coding_error(self, new_tuple([encoding, object, start, end, reason]), object)


@exposed("__str__")
def translate_str(self: ExceptionObject) -> Object:
    """Return str(self)."""
    return unicode_str(self, "translate")


def _attach(name: str, prefix: str, members: str = "") -> None:
    add_methods(EXCEPTIONS[name], __name__, prefix)
    add_members(EXCEPTIONS[name], members.split())


_attach("BaseException", "base_")
_attach("KeyError", "key_error_")
_attach("StopIteration", "stop_", "value")
_attach("SystemExit", "system_exit_", "code")
_attach("AttributeError", "attribute_", "name obj")
_attach("NameError", "name_", "name")
_attach("ImportError", "import_", "msg name path")
_attach("OSError", "os_", "errno strerror filename filename2")
_attach("SyntaxError", "syntax_", "msg filename lineno offset text end_lineno end_offset print_file_and_line")
_attach("UnicodeDecodeError", "decode_", "encoding object start end reason")
_attach("UnicodeEncodeError", "encode_", "encoding object start end reason")
_attach("UnicodeTranslateError", "translate_", "encoding object start end reason")
