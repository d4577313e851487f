"""What a binary has in memory, read from its program headers (System V ABI, "Object Files", 64 bits, little-endian)."""
from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

_TABLE_AT, _ENTRY_SIZE = 32, 54  # offsets in the header of the file: where the program headers are; their size, number
_LOADED = 1  # type of a segment
_EXECUTABLE = 1  # a flag of it
_SIZE_AT = 32  # offset of a segment's bytes in the file


@dataclass(frozen=True)
class LoadedSize:
    """Bytes of the file that are mapped when the program starts, so without symbols and debugging information: in all,
    and of code."""

    all: int
    code: int


def loaded_size(path: Path) -> LoadedSize:
    """The sizes of a binary; zeros for a file of another format."""
    with path.open("rb") as file:
        header = file.read(64)
        if len(header) < 64 or header[:6] != b"\x7fELF\x02\x01":
            return LoadedSize(0, 0)
        table, = struct.unpack_from("<Q", header, _TABLE_AT)
        size, count = struct.unpack_from("<HH", header, _ENTRY_SIZE)
        file.seek(table)
        entries = file.read(size * count)
    everything = code = 0
    for at in range(0, size * count, size):
        kind, flags = struct.unpack_from("<II", entries, at)
        if kind == _LOADED:
            length, = struct.unpack_from("<Q", entries, at + _SIZE_AT)
            everything += length
            code += length if flags & _EXECUTABLE else 0
    return LoadedSize(everything, code)
