"""Where a pickler's bytes go: frames (PEP 3154), and the file behind them."""
from __future__ import annotations

from typing import Optional

from interpreter.modules.pickle.opcodes import FRAME_HEADER_SIZE, FRAME_SIZE_MIN, FRAME_SIZE_TARGET, Op
from interpreter.objects.bytes import new_bytes
from interpreter.objects.object import Object
from interpreter.protocols.call import call1
from transform.rpython import inline
from transform.rpython.builders import BytesBuilder


class Output:
    """Collects the bytes of one pickle. `frame` has those since the last frame ended; `write` is the file's method, None without file."""
    write: Optional[Object]
    done: BytesBuilder
    frame: BytesBuilder
    is_framing: bool

    def __init__(self, write: Optional[Object]) -> None:
        self.write = write
        self.done = BytesBuilder()
        self.frame = BytesBuilder()
        self.is_framing = False

    @inline
    def byte(self, value: int) -> None:
        self.frame.append_byte(value)

    def append(self, data: bytes) -> None:
        self.frame.append(data)

    def number(self, value: int, size: int) -> None:
        """The lowest bytes of a number, the lowest first."""
        for i in range(size):
            self.frame.append_byte(value >> (8 * i) & 0xFF)

    def line(self, code: int, text: str) -> None:
        """A code with an ASCII argument that ends with its line."""
        self.byte(code)
        self.append(text.encode())
        self.byte(10)

    def large(self, code: int, size: int, size_bytes: int, data: bytes) -> None:
        """A code with the size of its data, and the data; what is large goes between frames, and to the file by itself."""
        if size < FRAME_SIZE_TARGET:
            self.byte(code)
            self.number(size, size_bytes)
            self.append(data)
            return
        self.end_frame()
        self.byte(code)
        self.number(size, size_bytes)
        self.move()
        if self.write is None:
            self.done.append(data)
        else:
            self.flush()
            call1(self.write, new_bytes(data))

    def boundary(self) -> None:
        """Before each object: ends a frame that is large enough."""
        if self.is_framing and len(self.frame) >= FRAME_SIZE_TARGET:
            self.end_frame()
            if self.write is not None:
                self.flush()

    def end_frame(self) -> None:
        """Ends the frame; one that is too small for a header goes without."""
        size = len(self.frame)
        if self.is_framing and size >= FRAME_SIZE_MIN:
            self.done.append_byte(Op.FRAME)
            for i in range(FRAME_HEADER_SIZE - 1):
                self.done.append_byte(size >> (8 * i) & 0xFF)
        self.move()

    def move(self) -> None:
        """What is in the frame follows what is done."""
        if len(self.frame) > 0:
            self.done.append(self.frame.build())
            self.frame = BytesBuilder()

    def flush(self) -> None:
        """Gives the file what is done."""
        write = self.write
        data = self.done.build()
        self.done = BytesBuilder()
        if write is not None:
            call1(write, new_bytes(data))

    def finish(self) -> bytes:
        """Ends the pickle: its bytes, unless they went to the file."""
        self.end_frame()
        if self.write is None:
            return self.done.build()
        self.flush()
        return b""
