"""Writes the heap to a file that ``python -m transform.heapdump`` reads.

The file is a sequence of words of 64 bits, in the order of bytes of the machine:

    MAGIC
    TYPES    then for each type that an object has: tid, bytes of its name, the name filled up to words; 0
    OBJECTS  then for each object: address, tid, size, number of references, the references; 0
    STATIC   the same for prebuilt objects that were written to; 0
    ROOTS    addresses; 0
    END      number of objects of both kinds

References to immediates are left out; those to other prebuilt objects lead to addresses that are not in the file.
"""
from __future__ import annotations

from transform.rpython import CLibrary, Ptr, address, cast, cold, null, pointer, uint8, uint64
from transform.runtime.gc.geometry import EPOCH
from transform.runtime.gc.inspection import Inspector
from transform.runtime.gc.objects import header_of, size_of, type_of
from transform.runtime.gc.system import map_table, unreserve
from transform.runtime.gc.vectors import AddressVector

MAGIC = 0x31304E4942424F42  # "BOBBIN01"
TYPES, OBJECTS, STATIC, ROOTS, END = 1, 2, 3, 4, 5
BUFFER = 1 << 16  # bytes

_c = CLibrary(
    """
    int open(const char *path, int flags, ...);
    ssize_t write(int file, const void *data, size_t size);
    int close(int file);
    #define O_WRONLY ...
    #define O_CREAT ...
    #define O_TRUNC ...
    #define O_CLOEXEC ...
    """,
    headers=("fcntl.h", "unistd.h"),
)


class Dump:
    """Writes a heap. ``roots`` are those of the last full collection, kept if it was asked for."""

    inspector: Inspector
    roots: AddressVector
    keeps_roots: bool
    file: int
    failed: bool
    buffer: Ptr[uint8]
    used: int

    def __init__(self, inspector: Inspector) -> None:
        self.inspector = inspector
        self.roots = AddressVector()
        self.keeps_roots = False
        self.file = -1
        self.failed = False
        self.buffer = null(uint8)
        self.used = 0

    @cold
    def write(self, path: Ptr[uint8]) -> bool:
        """Writes all to a file. Whether that was possible; if not, C's errno says why."""
        memory = map_table(BUFFER)
        if memory == 0:
            return False
        self.file = _c.open(path, _c.O_WRONLY | _c.O_CREAT | _c.O_TRUNC | _c.O_CLOEXEC, 0o600)
        self.failed = self.file < 0
        self.buffer = pointer(uint8, memory)
        self.used = 0
        if not self.failed:
            self._write_all()
            self._flush()
            if _c.close(self.file) != 0:
                self.failed = True
        unreserve(memory, BUFFER)
        self.roots.close()
        self.keeps_roots = False
        return not self.failed

    def _write_all(self) -> None:
        inspector = self.inspector
        count = inspector.select_all()
        self._word(MAGIC)
        self._write_types()
        self._word(OBJECTS)
        for i in range(count):
            object = inspector.selected.items[i]
            self._write_object(object)
            if int(header_of(object).gc) & EPOCH == EPOCH:
                self.roots.push(object)
        self._word(0)
        self._word(STATIC)
        written = inspector.written
        for i in range(written.length):
            if not inspector.marker.on_heap(written.items[i]):
                count += 1
                self._write_object(written.items[i])
        self._word(0)
        self._word(ROOTS)
        for i in range(self.roots.length):
            self._word(self.roots.items[i])
        self._word(0)
        self._word(END)
        self._word(count)
        inspector.selected.length = 0

    def _write_types(self) -> None:
        """The types of all objects: a table by tid says which were written."""
        inspector = self.inspector
        largest = 0
        for i in range(inspector.selected.length):
            largest = max(largest, int(header_of(inspector.selected.items[i]).tid))
        for i in range(inspector.written.length):
            largest = max(largest, int(header_of(inspector.written.items[i]).tid))
        seen = map_table(largest + 1)
        self._word(TYPES)
        if seen == 0:
            self.failed = True
        else:
            self._write_types_of(inspector.selected, pointer(uint8, seen))
            self._write_types_of(inspector.written, pointer(uint8, seen))
            unreserve(seen, largest + 1)
        self._word(0)

    def _write_types_of(self, objects: AddressVector, seen: Ptr[uint8]) -> None:
        for i in range(objects.length):
            object = objects.items[i]
            tid = int(header_of(object).tid)
            if int(seen[tid]) == 0:
                seen[tid] = uint8(1)
                self._word(tid)
                self._write_name(address(type_of(self.inspector.marker.types, object).name))

    def _write_name(self, name: int) -> None:
        """A str whose characters are bytes, as names of classes are."""
        if name == 0:
            self._word(0)
            return
        info = type_of(self.inspector.marker.types, name)
        length = pointer(int, name + int(info.length_at))[0]
        self._word(length)
        self._bytes(pointer(uint8, name + int(info.items_at)), length)
        while self.used & 7 != 0:
            self.buffer[self.used] = uint8(0)
            self.used += 1

    def _write_object(self, object: int) -> None:
        inspector = self.inspector
        info = type_of(inspector.marker.types, object)
        references = inspector.references
        references.length = 0
        inspector.add_references(object, references)
        kept = 0
        for i in range(references.length):
            if references.items[i] & 7 == 0:
                references.items[kept] = references.items[i]
                kept += 1
        self._word(object)
        self._word(int(header_of(object).tid))
        self._word(size_of(info, object))
        self._word(kept)
        for i in range(kept):
            self._word(references.items[i])

    # The buffer, which holds whole words between two calls.

    def _word(self, word: int) -> None:
        if self.used == BUFFER:
            self._flush()
        pointer(int, address(self.buffer) + self.used)[0] = word
        self.used += 8

    def _bytes(self, data: Ptr[uint8], length: int) -> None:
        for i in range(length):
            if self.used == BUFFER:
                self._flush()
            self.buffer[self.used] = data[i]
            self.used += 1

    def _flush(self) -> None:
        start = 0
        while start < self.used and not self.failed:
            written = _c.write(self.file, cast(None, self.buffer + start), uint64(self.used - start))
            if written <= 0:
                self.failed = True
            start += written
        self.used = 0
