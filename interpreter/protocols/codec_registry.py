"""The registry of codecs and error handlers (PEP 100, PEP 293): what Python programs add to the built-in ones."""
from __future__ import annotations

from typing import Callable, Optional

from interpreter.errors import EXCEPTIONS, PyError, index_error, runtime_error, type_error
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.exceptions import ExceptionObject, exception_object
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import Tuple, new_tuple
from interpreter.protocols.attributes import find_optional
from interpreter.protocols.call import call1, call2
from interpreter.protocols.compare import is_true
from interpreter.text.codecs.errors import HANDLERS, ErrorHandler, UnicodeFailure
from transform.rpython import not_none

_LOOKUP_ERROR = EXCEPTIONS["LookupError"]
_ENCODE_ERROR = EXCEPTIONS["UnicodeEncodeError"]
_DECODE_ERROR = EXCEPTIONS["UnicodeDecodeError"]
_VALUE_ERROR = EXCEPTIONS["ValueError"]

ENCODING, OBJECT, START, END, REASON = range(5)
"""The members of UnicodeEncodeError and UnicodeDecodeError."""


def no_import(name: str) -> Object:
    raise PyError(_LOOKUP_ERROR, "no codec search functions registered: can't find encoding")


class Registry:
    """Codecs by normalized name, the functions that find them, and the error handlers that programs registered. `import_module` is put in by
    the module `_codecs`: the package `encodings` registers the search function that finds most codecs."""
    search_functions: list[Object]
    codecs: dict[str, Tuple]
    handlers: dict[str, Object]
    import_module: Callable[[str], Object]
    is_ready: bool

    def __init__(self) -> None:
        self.search_functions = []
        self.codecs = {}
        self.handlers = {}
        self.import_module = no_import
        self.is_ready = False

    def prepare(self) -> None:
        """Imports the package `encodings`, once."""
        if not self.is_ready:
            self.is_ready = True
            self.import_module("encodings")

    def add(self, search: Object) -> None:
        self.search_functions.append(search)

    def remove(self, search: Object) -> None:
        """Forgets a search function and what was found so far."""
        kept: list[Object] = []
        for known in self.search_functions:
            if known is not search:
                kept.append(known)
        if len(kept) < len(self.search_functions):
            self.codecs = {}
        self.search_functions = kept

    def lookup(self, encoding: str) -> Tuple:
        """The ``CodecInfo`` of an encoding. LookupError for an unknown one."""
        name = normalized_name(encoding)
        known = self.codecs.get(name)
        if known is not None:
            return not_none(known)
        self.prepare()
        for search in self.search_functions:
            found = call1(search, new_str(name))
            if found is NONE:
                continue
            if not isinstance(found, Tuple) or found.length != 4:
                raise type_error("codec search functions must return 4-tuples")
            self.codecs[name] = found
            return found
        raise PyError(_LOOKUP_ERROR, f"unknown encoding: {encoding}")

    def text_codec(self, encoding: str, operation: str) -> Tuple:
        """The same, for a codec between str and bytes only."""
        found = self.lookup(encoding)
        mark = find_optional(found, "_is_text_encoding")
        if mark is not None and not is_true(mark):
            raise PyError(_LOOKUP_ERROR, f"'{encoding}' is not a text encoding; use {operation} to handle arbitrary codecs")
        return found


registry = Registry()


def normalized_name(encoding: str) -> str:
    """In small letters, with one underscore for any run of other characters than letters, digits and dots."""
    parts: list[str] = []
    has_gap = False
    for c in encoding:
        if "0" <= c <= "9" or "a" <= c <= "z" or "A" <= c <= "Z" or c == ".":
            if has_gap and len(parts) > 0:
                parts.append("_")
            has_gap = False
            parts.append(chr(ord(c) + 32) if "A" <= c <= "Z" else c)
        else:
            has_gap = True
    return "".join(parts)


def run_codec(coder: Object, x: Object, errors: str, kind: str) -> Object:
    """What the function of a codec makes of an object; `kind` is "encoder" or "decoder"."""
    result = call2(coder, x, new_str(errors))
    if not isinstance(result, Tuple) or result.length != 2:
        raise type_error(f"{kind} must return a tuple (object, integer)" if kind == "encoder" else f"{kind} must return a tuple (object,integer)")
    return result.item(0)


# Errors.


def handler_of(errors: str) -> ErrorHandler:
    """The handler with a name; one that nobody knows is complained about when it is needed."""
    found = HANDLERS.get(errors)
    return RegisteredHandler(errors) if found is None else not_none(found)


class RegisteredHandler(ErrorHandler):
    """A handler that a program registered."""
    name: str

    def __init__(self, name: str) -> None:
        self.name = name

    def find(self) -> Object:
        found = registry.handlers.get(self.name)
        if found is None:
            raise PyError(_LOOKUP_ERROR, f"unknown error handler name '{self.name}'")
        return not_none(found)

    def decode_error(self, encoding: str, reason: str, data: bytes, start: int, end: int) -> tuple[str, int, bytes]:
        handler = self.find()
        error = exception_object(unicode_error(UnicodeFailure(encoding, reason, data, None, start, end)))
        result = call1(handler, error)
        if isinstance(result, Tuple) and result.length == 2:
            replacement = result.item(0)
            position = result.item(1)
            if isinstance(replacement, Str) and isinstance(position, Int):
                subject = error.get_member(OBJECT)
                if not isinstance(subject, Bytes):
                    raise type_error("object attribute must be bytes")
                return replacement.value, checked_position(position, len(subject.value)), subject.value
        raise type_error("decoding error handler must return (str, int) tuple")

    def encode_error(self, encoding: str, reason: str, text: str, start: int, end: int) -> tuple[str, Optional[bytes], int]:
        handler = self.find()
        error = exception_object(unicode_error(UnicodeFailure(encoding, reason, None, text, start, end)))
        result = call1(handler, error)
        if isinstance(result, Tuple) and result.length == 2:
            replacement = result.item(0)
            position = result.item(1)
            if isinstance(position, Int):
                if isinstance(replacement, Str):
                    return replacement.value, None, checked_position(position, len(text))
                if isinstance(replacement, Bytes):
                    return "", replacement.value, checked_position(position, len(text))
        raise type_error("encoding error handler must return (str/bytes, int) tuple")


def checked_position(position: Int, length: int) -> int:
    """Where a handler wants to go on; counted from the end if it is negative. IndexError where that is outside."""
    if position.fits():
        at = position.machine()
        if at < 0:
            at += length
        if 0 <= at <= length:
            return at
        raise index_error(f"position {position.machine()} from error handler out of bounds")
    raise index_error("position from error handler out of bounds")


def register_handler(name: str, handler: Object) -> None:
    """Makes a function the error handler of a name."""
    if type_of(handler).slots[Slot.CALL] is None:
        raise type_error("handler must be callable")
    registry.handlers[name] = handler


def unicode_error(failure: UnicodeFailure) -> PyError:
    """The Python exception for what a codec found."""
    data = failure.data
    text = failure.text
    kind: Type = _DECODE_ERROR if data is not None else _ENCODE_ERROR
    subject: Object = new_bytes(data) if data is not None else new_str("" if text is None else text)
    arguments = new_tuple([new_str(failure.encoding), subject, new_int(failure.start), new_int(failure.end), new_str(failure.reason)])
    made = ExceptionObject(kind, arguments)
    for i in range(5):
        made.set_member(i, arguments.item(i))
    return PyError(kind, "", made)


def codec_failure(error: BaseException) -> PyError:
    """The Python exception for what a codec or a handler raised."""
    if isinstance(error, PyError):
        return error
    if isinstance(error, UnicodeFailure):
        return unicode_error(error)
    if isinstance(error, TypeError):
        return type_error(str(error))
    if isinstance(error, IndexError):
        return index_error(str(error))
    if isinstance(error, ValueError):
        return PyError(_VALUE_ERROR, str(error))
    return runtime_error(str(error))
