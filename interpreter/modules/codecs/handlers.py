"""The built-in error handlers as functions of Python programs: ``codecs.strict_errors`` and others."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed, exposed_property
from interpreter.gateway.typedef import define
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.exceptions import ExceptionObject
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object, Type, type_of
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import tuple2
from interpreter.protocols.codec_registry import ENCODING, END, OBJECT, REASON, START, RegisteredHandler, registry
from interpreter.text.codecs.errors import BACKSLASH_REPLACE, HANDLERS, IGNORE, REPLACE, STRICT, ErrorHandler, UnicodeFailure
from transform.rpython import not_none

_ENCODE_ERROR = EXCEPTIONS["UnicodeEncodeError"]
_DECODE_ERROR = EXCEPTIONS["UnicodeDecodeError"]
_TRANSLATE_ERROR = EXCEPTIONS["UnicodeTranslateError"]


class StandardHandler(Object):
    """A built-in handler as a function."""
    handler: ErrorHandler
    name: str

    def __init__(self, handler: ErrorHandler, name: str) -> None:
        self.handler = handler
        self.name = name

    @exposed("__call__")
    def call(self, exception: Object, /) -> Object:
        """Call self as a function."""
        if not isinstance(exception, ExceptionObject):
            raise type_error("codec must pass exception instance")
        kind = type_of(exception)
        if self.handler is STRICT:
            raise PyError(kind, "", exception)
        try:
            if kind.is_subtype(_DECODE_ERROR):
                return self.decode(exception)
            if kind.is_subtype(_ENCODE_ERROR):
                return self.encode(exception)
        except UnicodeFailure:
            raise PyError(kind, "", exception)
        except TypeError:
            pass
        if kind.is_subtype(_TRANSLATE_ERROR):
            return self.translate(exception)
        raise unsuitable(kind)

    def decode(self, exception: ExceptionObject) -> Object:
        subject = exception.get_member(OBJECT)
        if not isinstance(subject, Bytes):
            raise type_error("object attribute must be bytes")
        start, end = bounds(exception, len(subject.value))
        text, position, _ = self.handler.decode_error(word(exception, ENCODING), word(exception, REASON), subject.value, start, end)
        return tuple2(new_str(text), new_int(position))

    def encode(self, exception: ExceptionObject) -> Object:
        subject = exception.get_member(OBJECT)
        if not isinstance(subject, Str):
            raise type_error("object attribute must be unicode")
        start, end = bounds(exception, len(subject.value))
        text, data, position = self.handler.encode_error(word(exception, ENCODING), word(exception, REASON), subject.value, start, end)
        return tuple2(new_str(text) if data is None else new_bytes(data), new_int(position))

    def translate(self, exception: ExceptionObject) -> Object:
        """UnicodeTranslateError has no encoding: its members are one place further to the left only in its arguments."""
        subject = exception.get_member(OBJECT)
        if not isinstance(subject, Str):
            raise type_error("object attribute must be unicode")
        start, end = bounds(exception, len(subject.value))
        if self.handler is IGNORE:
            return tuple2(new_str(""), new_int(end))
        if self.handler is REPLACE:
            return tuple2(new_str("\ufffd" * (end - start)), new_int(end))
        if self.handler is BACKSLASH_REPLACE:
            text, _, position = self.handler.encode_error("", "", subject.value, start, end)
            return tuple2(new_str(text), new_int(position))
        raise unsuitable(type_of(exception))

    @exposed_property("__name__")
    def get_name(self) -> str:
        return self.name

    @exposed("__repr__")
    def represent(self) -> str:
        """Return repr(self)."""
        return f"<built-in function {self.name}>"


define(StandardHandler, "builtin_function_or_method", doc="")


def unsuitable(kind: Type) -> PyError:
    return type_error(f"don't know how to handle {kind.name} in error callback")


def word(exception: ExceptionObject, member: int) -> str:
    found = exception.get_member(member)
    return found.value if isinstance(found, Str) else ""


def bounds(exception: ExceptionObject, length: int) -> tuple[int, int]:
    """Where the mistake is, inside of the object, at least one item long where there is one."""
    start = number(exception, START)
    end = number(exception, END)
    start = max(0, min(start, length - 1))
    return start, max(min(end, length), min(1, length))


def number(exception: ExceptionObject, member: int) -> int:
    found = exception.get_member(member)
    return found.machine() if isinstance(found, Int) and found.fits() else 0


def _names(name: str) -> str:
    return name if name.endswith("_errors") else f"{name}_errors" if name in ("strict", "ignore", "replace") else name


_STANDARD: dict[str, StandardHandler] = {name: StandardHandler(handler, _names(name)) for name, handler in HANDLERS.items()}


def standard_handler(name: str) -> Object:
    """The function for the name of a handler. LookupError for an unknown one."""
    if name in registry.handlers:
        return registry.handlers[name]
    known = _STANDARD.get(name)
    return RegisteredHandler(name).find() if known is None else not_none(known)
