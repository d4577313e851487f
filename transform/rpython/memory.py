"""Raw memory: allocation, addresses, whole ranges, and what is behind ``bytes`` and ``str`` objects."""
from __future__ import annotations

from typing import Any, TypeVar, get_origin

from transform.rpython.integers import uint8, wrap
from transform.rpython.pointers import Ptr, cast, ffi, is_struct, item_c_name, pointer_class

T = TypeVar("T")

ffi.cdef(
    """
    void *calloc(size_t count, size_t size);
    void free(void *p);
    void *memset(void *p, int byte, size_t size);
    int memcmp(const void *p, const void *q, size_t size);
    """
)
_libc: Any = ffi.dlopen(None)

_live: dict[int, tuple[Any, int]] = {}


def sizeof(item: Any) -> int:
    """Bytes of an item in memory."""
    return ffi.sizeof("void *" if get_origin(item) is Ptr else _c_item(item))


def _c_item(item: Any) -> Any:
    return item._rpython_c_pointer_().item if is_struct(item) else item_c_name(item)


def _byte_size(p: Ptr[Any], count: int) -> int:
    return count if p._item_ is None else count * sizeof(p._item_)


def alloc(item: type[T], count: int = 1) -> Ptr[T]:
    """Zeroed memory for ``count`` items, to be given back by `free`. MemoryError."""
    cls = pointer_class(item)
    cdata = ffi.cast(cls._ctype_, _libc.calloc(count, sizeof(item)))
    if not cdata:
        raise MemoryError
    result = cls(cdata)
    _live[address(result)] = (item, count)
    return result


def free(p: Ptr[Any]) -> None:
    """Gives memory from `alloc` (or C's malloc) back. The null pointer is ignored."""
    _live.pop(address(p), None)
    _libc.free(p._cdata)


def live_allocations() -> dict[int, tuple[Any, int]]:
    """On CPython, for tests: address -> (item type, count) of all that `alloc` gave and `free` did not get."""
    return dict(_live)


def address(p: Ptr[Any]) -> int:
    """The address as an int."""
    return wrap(int(ffi.cast("intptr_t", p._cdata)))


def copy(source: Ptr[T], target: Ptr[T], count: int) -> None:
    """Copies ``count`` items (bytes for ``Ptr[None]``); the ranges may overlap."""
    ffi.memmove(target._cdata, source._cdata, _byte_size(source, count))


def fill(p: Ptr[Any], byte: int, count: int) -> None:
    """Sets each byte of ``count`` items."""
    _libc.memset(p._cdata, int(byte) & 0xFF, _byte_size(p, count))


def compare(p: Ptr[T], q: Ptr[T], count: int) -> int:
    """Compares the bytes of ``count`` items as unsigned numbers: negative, 0 or positive."""
    return _libc.memcmp(p._cdata, q._cdata, _byte_size(p, count))


def data_pointer(data: bytes) -> Ptr[uint8]:
    """The address of the first byte; valid while ``data`` is alive.

    On CPython the pointer itself (not what is derived from it) keeps ``data`` alive."""
    return pointer_class(uint8)(ffi.from_buffer("uint8_t[]", data))


def make_bytes(p: Ptr[uint8], count: int) -> bytes:
    """A copy of ``count`` bytes of memory."""
    return ffi.buffer(cast(uint8, p)._cdata, count)[:]


_STR_CODECS = {1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}


def str_width(s: str) -> int:
    """How many bytes of memory a code point of ``s`` takes: 1, 2 or 4, the fewest that suffice for all."""
    highest = max(s, default="\0")
    return 1 if highest < "\u0100" else 2 if highest < "\U00010000" else 4


def str_pointer(s: str) -> Ptr[uint8]:
    """The address of the code points of ``s``, each of `str_width` bytes; valid while ``s`` is alive.

    On CPython a copy, which the pointer itself (not what is derived from it) keeps alive."""
    return data_pointer(s.encode(_STR_CODECS[str_width(s)], "surrogatepass"))


def make_str(p: Ptr[uint8], width: int, count: int) -> str:
    """The string of ``count`` code points in memory, each of ``width`` bytes (1, 2 or 4)."""
    data = make_bytes(p, count * width)
    if width < 4:
        return data.decode(_STR_CODECS[1]) if width == 1 else "".join(map(chr, memoryview(data).cast("H")))
    return data.decode(_STR_CODECS[4], "surrogatepass")
