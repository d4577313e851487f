"""Arguments of `binascii` that are text or bytes."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.objects.object import Object, type_of
from interpreter.objects.str import Str
from interpreter.protocols.buffer import bytes_of, is_buffer


def ascii_of(x: Object) -> bytes:
    """The bytes of a str in ASCII, or of a bytes-like object."""
    if isinstance(x, Str):
        if not x.value.isascii():
            raise value_error("string argument should contain only ASCII characters")
        return x.value.encode()
    if not is_buffer(x):
        raise type_error(f"argument should be bytes, buffer or ASCII string, not '{type_of(x).name}'")
    return bytes_of(x)
