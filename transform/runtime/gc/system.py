"""Memory from the operating system, and settings from the environment."""
from __future__ import annotations

from transform.rpython import CLibrary, Ptr, address, cold, data_pointer, inline, null, pointer, uint8

_c = CLibrary(
    """
    typedef int... off_t;
    void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset);
    void *mremap(void *address, size_t length, size_t new_length, int flags);
    int munmap(void *address, size_t length);
    int mprotect(void *address, size_t length, int protection);
    int madvise(void *address, size_t length, int advice);
    long sysconf(int name);
    char *getenv(const char *name);
    void rt_prefetch(const void *address);
    #define PROT_NONE ...
    #define PROT_READ ...
    #define PROT_WRITE ...
    #define MAP_PRIVATE ...
    #define MAP_ANONYMOUS ...
    #define MAP_NORESERVE ...
    #define MREMAP_MAYMOVE ...
    #define MADV_DONTNEED ...
    #define MADV_HUGEPAGE ...
    #define _SC_PHYS_PAGES ...
    #define _SC_PAGE_SIZE ...
    """,
    headers=("sys/mman.h", "unistd.h", "stdlib.h"),
    source="static void rt_prefetch(const void *address) { (void)address; }",  # translated, that of rt.h is called
)

FAILED = -1  # what mmap and mremap give, as a number


@cold
def reserve(size: int, alignment: int) -> int:
    """The address of ``size`` bytes of address space that nothing is in yet; 0 if there is not so much."""
    flags = _c.MAP_PRIVATE | _c.MAP_ANONYMOUS | _c.MAP_NORESERVE
    found = address(_c.mmap(null(None), size + alignment, _c.PROT_NONE, flags, -1, 0))
    return 0 if found == FAILED else (found + alignment - 1) & -alignment


@cold
def prefer_huge_pages(start: int, size: int) -> None:
    """Asks for huge pages in reserved address space: fewer faults when it is used first, fewer misses of the table of
    pages when a collection goes through it."""
    _c.madvise(pointer(None, start), size, _c.MADV_HUGEPAGE)


def commit(start: int, size: int) -> bool:
    """Makes reserved pages usable; they read as zero. False if the system refuses."""
    return _c.mprotect(pointer(None, start), size, _c.PROT_READ | _c.PROT_WRITE) == 0


@cold
def unreserve(start: int, size: int) -> None:
    """Gives address space back."""
    _c.munmap(pointer(None, start), size)


def release(start: int, size: int) -> None:
    """Gives the memory of committed pages back; they read as zero when they are used again."""
    if size > 0:
        _c.madvise(pointer(None, start), size, _c.MADV_DONTNEED)


@cold
def map_table(size: int) -> int:
    """Zeroed memory that costs nothing until it is written to; 0 if the system refuses."""
    flags = _c.MAP_PRIVATE | _c.MAP_ANONYMOUS | _c.MAP_NORESERVE
    found = address(_c.mmap(null(None), size, _c.PROT_READ | _c.PROT_WRITE, flags, -1, 0))
    return 0 if found == FAILED else found


@cold
def resize_table(start: int, size: int, new_size: int) -> int:
    """A table of `map_table` with another size, and perhaps at another address; 0 if the system refuses."""
    found = address(_c.mremap(pointer(None, start), size, new_size, _c.MREMAP_MAYMOVE))
    return 0 if found == FAILED else found


@inline
def prefetch(start: int) -> None:
    """Asks the processor to fetch the memory at an address that will be looked at soon."""
    _c.rt_prefetch(pointer(None, start))


@cold
def physical_memory() -> int:
    """Bytes of memory of this machine."""
    return int(_c.sysconf(_c._SC_PHYS_PAGES)) * int(_c.sysconf(_c._SC_PAGE_SIZE))


@cold
def setting(name: bytes, default: int) -> int:
    """The number in an environment variable, whose name ends in a zero byte: digits with K, M or G behind them.
    ``default`` without it, or where it is no such number."""
    text: Ptr[uint8] = _c.getenv(data_pointer(name))
    if not text:
        return default
    value = 0
    i = 0
    while 48 <= int(text[i]) < 58 and i < 18:
        value = value * 10 + int(text[i]) - 48
        i += 1
    if i == 0:
        return default
    unit = int(text[i]) | 32
    if unit == 107:  # k
        value <<= 10
    elif unit == 109:  # m
        value <<= 20
    elif unit == 103:  # g
        value <<= 30
    return value
