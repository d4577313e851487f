"""bytes and bytearray: their classes and constructors."""
from __future__ import annotations

from interpreter.objects.object import Object


class Bytes(Object):
    """An immutable sequence of bytes."""
    value: bytes

    def __init__(self, value: bytes) -> None:
        self.value = value


EMPTY_BYTES = Bytes(b"")


def new_bytes(value: bytes) -> Bytes:
    return Bytes(value) if len(value) else EMPTY_BYTES
