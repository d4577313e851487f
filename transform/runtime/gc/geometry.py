"""The sizes that the heap is made of, and the bits of an object's header that belong to the collector."""
from __future__ import annotations

LINE_SHIFT = 7
LINE_SIZE = 1 << LINE_SHIFT
BLOCK_SHIFT = 15
BLOCK_SIZE = 1 << BLOCK_SHIFT
BLOCK_LINES = BLOCK_SIZE // LINE_SIZE
PAGE_SHIFT = 12
PAGE_SIZE = 1 << PAGE_SHIFT
HUGE_PAGE_SIZE = 2 << 20

LARGEST_SMALL = 8 << 10  # bytes; what is larger has pages of its own
GRANULE_SHIFT = 3  # objects are aligned to 8 bytes; the start map has a bit for each 8
BLOCK_STARTS = BLOCK_SIZE >> GRANULE_SHIFT >> 6  # words of the start map for a block
LINE_STARTS = LINE_SIZE >> GRANULE_SHIFT  # bits of it for a line: 16, which is read as one uint16

# The collector's half of a header, which is zero in a new object.
EPOCH = 3  # marked in the full cycle of this number (1 or 2); 0: allocated since the last collection; 3: frozen
UNLOGGED = 4  # old and not written to since the last collection: the write barrier must log it
STATIC = 8  # prebuilt or frozen: never freed, and refers to nothing that may be until it is written to
LISTED = 16  # such an object, written to at some time
FROZEN = EPOCH | UNLOGGED | STATIC
