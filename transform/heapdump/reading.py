"""A heap dump as a graph. The format is described in transform/runtime/gc/dump.py, which writes it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = 0x31304E4942424F42
TYPES, OBJECTS, STATIC, ROOTS, END = 1, 2, 3, 4, 5
SECTIONS = {TYPES: "types", OBJECTS: "objects", STATIC: "prebuilt objects", ROOTS: "roots", END: "the end"}
LONGEST_NAME = 1 << 16


class DumpError(Exception):
    """A file is no heap dump, or is damaged."""


@dataclass
class Heap:
    """Objects are numbered from 0 on.

    addresses, sizes, types   of each object; a type is an index of ``names``
    references                for each object the numbers of those it refers to; what is not in the dump is left out
    roots                     numbers of objects that the program holds by itself; ``first_static`` and those behind
                              it are prebuilt, and roots too
    """

    names: list[str] = field(default_factory=list)
    addresses: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)
    references: list[list[int]] = field(default_factory=list)
    roots: list[int] = field(default_factory=list)
    first_static: int = 0


def read_dump(path: Path) -> Heap:
    """Reads a heap dump. DumpError where it is none or is damaged; OSError."""
    data = path.read_bytes()
    if len(data) < 8 or int.from_bytes(data[:8], "little") != MAGIC:
        raise DumpError("this is no heap dump")
    if len(data) % 8 != 0:
        raise DumpError("the file is cut off in the middle of a word")
    return _Reader(memoryview(data).cast("Q")).read()


class _Reader:
    def __init__(self, words: Sequence[int]) -> None:
        self.words = words
        self.at = 1
        self.heap = Heap()
        self.type_numbers: dict[int, int] = {}

    def read(self) -> Heap:
        heap = self.heap
        try:
            self.section(TYPES)
            self.read_types()
            self.section(OBJECTS)
            self.read_objects()
            heap.first_static = len(heap.addresses)
            self.section(STATIC)
            self.read_objects()
            self.section(ROOTS)
            roots = self.read_roots()
            self.section(END)
            count = self.word()
        except IndexError:
            raise DumpError("the file is cut off: the program may have been stopped while it wrote it") from None
        if count != len(heap.addresses) or self.at != len(self.words):
            raise DumpError(f"the file is damaged: it should end here, with {count:,} objects")
        self.resolve(roots)
        return heap

    def word(self) -> int:
        self.at += 1
        return self.words[self.at - 1]

    def damaged(self, what: str) -> DumpError:
        return DumpError(f"the file is damaged: {what}, in byte {8 * (self.at - 1):,}")

    def section(self, wanted: int) -> None:
        if self.word() != wanted:
            raise self.damaged(f"{SECTIONS[wanted]} should begin here")

    def read_types(self) -> None:
        while (tid := self.word()) != 0:
            length = self.word()
            if length > LONGEST_NAME or tid in self.type_numbers:
                raise self.damaged("this is no type")
            text = b"".join(self.word().to_bytes(8, "little") for _ in range((length + 7) // 8))
            self.type_numbers[tid] = len(self.heap.names)
            self.heap.names.append(text[:length].decode("latin-1"))

    def read_objects(self) -> None:
        heap = self.heap
        while (address := self.word()) != 0:
            number = self.type_numbers.get(self.word())
            if number is None or address & 7:
                raise self.damaged("this is no object")
            heap.addresses.append(address)
            heap.types.append(number)
            heap.sizes.append(self.word())
            count = self.word()
            end = self.at + count
            if end > len(self.words):
                raise self.damaged(f"an object with {count:,} references does not fit into the file")
            heap.references.append(list(self.words[self.at:end]))
            self.at = end

    def read_roots(self) -> list[int]:
        roots = []
        while (address := self.word()) != 0:
            roots.append(address)
        return roots

    def resolve(self, roots: list[int]) -> None:
        """Addresses become numbers."""
        heap = self.heap
        numbers = {address: number for number, address in enumerate(heap.addresses)}
        if len(numbers) != len(heap.addresses):
            raise DumpError("the file is damaged: two objects have one address")
        heap.references = [[numbers[address] for address in found if address in numbers] for found in heap.references]
        heap.roots = sorted({numbers[address] for address in roots if address in numbers})
        heap.roots += range(heap.first_static, len(heap.addresses))
