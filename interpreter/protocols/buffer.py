"""Objects whose bytes can be read: the buffer protocol of RPython code."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.objects.bytearray import ByteArray
from interpreter.objects.bytes import Bytes
from interpreter.objects.object import Object, type_of
from transform.rpython import Ptr, make_bytes, uint8


class Buffer(Object):
    """An object with bytes in it that is neither bytes nor a bytearray: a memoryview, an array."""

    def contents(self) -> bytes:
        """A copy of the bytes."""
        raise NotImplementedError


class Memory(Buffer):
    """A buffer outside of objects. While there are `pins` somebody relies on its address and size. A memoryview of it has
    items of `item_format`, and the dimensions of `extents`: none if it is a single item."""
    address: Ptr[uint8]
    size: int
    pins: int

    def contents(self) -> bytes:
        return make_bytes(self.address, self.size)

    def is_read_only(self) -> bool:
        return False

    def item_format(self) -> str:
        return "B"

    def item_size(self) -> int:
        return 1

    def extents(self) -> list[int]:
        return [self.size]


def is_buffer(x: Object) -> bool:
    """Whether an object is bytes-like."""
    return isinstance(x, Bytes) or isinstance(x, ByteArray) or isinstance(x, Buffer)


def bytes_of(x: Object) -> bytes:
    """The bytes of a bytes-like object. TypeError for others."""
    if isinstance(x, Bytes):
        return x.value
    if isinstance(x, ByteArray):
        return x.value()
    if isinstance(x, Buffer):
        return x.contents()
    raise type_error(f"a bytes-like object is required, not '{type_of(x).name}'")
