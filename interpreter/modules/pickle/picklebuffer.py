"""PickleBuffer: what marks bytes of another object as ones that may travel beside a pickle (PEP 574)."""
from __future__ import annotations

from typing import Optional

from interpreter.errors import value_error
from interpreter.protocols.buffer import Buffer


class PickleBuffer(Buffer):
    """Wrapper for potentially out-of-band buffers"""
    view: Optional[Buffer]

    def __init__(self, view: Buffer) -> None:
        self.view = view

    def held(self) -> Buffer:
        """The memoryview of the object's bytes. ValueError after `release`."""
        view = self.view
        if view is None:
            raise value_error("operation forbidden on released PickleBuffer object")
        return view

    def contents(self) -> bytes:
        return self.held().contents()
