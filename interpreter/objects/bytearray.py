"""bytearray: its class."""
from __future__ import annotations

from interpreter.errors import EXCEPTIONS, PyError
from interpreter.objects.object import Object
from transform.rpython import GcArray, copy, copy_items, data_pointer, item_address, make_bytes, new_array, uint8

_BUFFER_ERROR = EXCEPTIONS["BufferError"]


class ByteArray(Object):
    """A mutable sequence of bytes; `items` has room for more than `length`, and never less than it had. While there are `pins` its size
    cannot change: somebody relies on it, like a ``with`` over a memoryview. A memoryview that is merely there is no pin, since one that was dropped
    cannot be told from it before the next collection."""
    items: GcArray[uint8]
    length: int
    pins: int

    def __init__(self, data: bytes) -> None:
        self.items = new_array(uint8, len(data))
        self.length = len(data)
        self.pins = 0
        self.put(0, data)

    def put(self, start: int, data: bytes) -> None:
        """Overwrites bytes from `start` on; there is room."""
        if len(data) > 0:
            copy(data_pointer(data), item_address(self.items, start), len(data))

    def value(self) -> bytes:
        """A copy of the contents."""
        return make_bytes(item_address(self.items, 0), self.length) if self.length > 0 else b""

    def resize(self, length: int) -> None:
        """Changes the length; what is new is 0. BufferError while there are pins."""
        self.check_size_may_change()
        if length > len(self.items):
            larger = new_array(uint8, length + (length >> 3) + 16)
            copy_items(self.items, 0, larger, 0, self.length)
            self.items = larger
        for i in range(self.length, length):
            self.items[i] = uint8(0)
        self.length = length

    def check_size_may_change(self) -> None:
        if self.pins > 0:
            raise PyError(_BUFFER_ERROR, "Existing exports of data: object cannot be re-sized")

    def splice(self, start: int, stop: int, data: bytes) -> None:
        """Puts `data` in place of the bytes from `start` to `stop`."""
        before = self.length
        grown = len(data) - (stop - start)
        if grown != 0:
            if grown > 0:
                self.resize(before + grown)
            else:
                self.check_size_may_change()
            copy_items(self.items, stop, self.items, stop + grown, before - stop)
            self.length = before + grown
        self.put(start, data)
