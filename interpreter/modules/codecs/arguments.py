"""How the functions of `_codecs` take their arguments and give their results."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import type_error
from interpreter.objects.bytes import new_bytes
from interpreter.objects.int import new_int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.str import Str, new_str
from interpreter.objects.tuple import tuple2
from interpreter.protocols.buffer import bytes_of
from interpreter.protocols.codec_registry import handler_of
from interpreter.text.codecs.errors import STRICT, ErrorHandler


def handler(errors: Object) -> ErrorHandler:
    """The handler for an argument `errors`, which may be None."""
    if errors is NONE:
        return STRICT
    if isinstance(errors, Str):
        return handler_of(errors.value)
    raise type_error(f"argument 'errors' must be str or None, not {type_of(errors).name}")


def error_name(errors: Optional[Object]) -> str:
    """The name of a handler, "strict" without one."""
    if errors is None:
        return "strict"
    if isinstance(errors, Str):
        return errors.value
    raise type_error(f"argument 'errors' must be str, not {type_of(errors).name}")


def bytes_or_text(x: Object) -> bytes:
    """The bytes of a bytes-like object or of a str in UTF-8."""
    return x.value.encode() if isinstance(x, Str) else bytes_of(x)


def decoded(text: str, consumed: int) -> Object:
    """What a decoder gives."""
    return tuple2(new_str(text), new_int(consumed))


def encoded(data: bytes, consumed: int) -> Object:
    """What an encoder gives."""
    return tuple2(new_bytes(data), new_int(consumed))
