"""Streams that may hold what was written: the end of the program passes it on, whether or not they were closed."""
from __future__ import annotations

from interpreter.errors import PyError
from interpreter.modules.io.base import IOBase, call_method, is_closed


class OpenStreams:
    """Streams that were opened for writing and are not closed; this keeps them alive, so that nothing written is lost."""
    streams: dict[IOBase, IOBase]

    def __init__(self) -> None:
        self.streams = {}

    def add(self, stream: IOBase) -> None:
        self.streams[stream] = stream

    def remove(self, stream: IOBase) -> None:
        if stream in self.streams:
            del self.streams[stream]

    def flush(self) -> None:
        """Flushes them, text before the buffers below it; errors are nobody's to handle."""
        streams = [stream for stream in self.streams]
        for i in range(len(streams) - 1, -1, -1):
            try:
                if not is_closed(streams[i]):
                    call_method(streams[i], "flush", [])
            except PyError:
                continue


open_streams = OpenStreams()
