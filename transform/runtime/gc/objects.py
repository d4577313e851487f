"""What an object is to the collector. The layouts are those of ``rt_header`` and ``rt_type`` in rt.h."""
from __future__ import annotations

from transform.rpython import Ptr, inline, pointer, struct, uint16, uint32


@struct
class TypeInfo:
    """What the translator tells about a class of objects; it stands at the offset `tid` in the region of types."""

    size: uint32  # of the fixed part
    item_size: uint32  # of one item of the variable part; 0 without one
    length_at: uint32  # offset of the number of items
    items_at: uint32  # offset of the variable part
    refs: uint16  # references in the fixed part
    weak: uint16  # offset of the field that is not followed, and its kind (see weak.py); 0 without one
    item_refs: uint32  # and in one item
    offsets: Ptr[uint32]  # of the references in the fixed part, then in one item
    name: Ptr[None]


@struct
class Header:
    """The head of every object."""

    tid: uint32
    gc: uint32


@inline
def header_of(object: int) -> Ptr[Header]:
    return pointer(Header, object)


@inline
def type_of(types: int, object: int) -> Ptr[TypeInfo]:
    """The type of an object; ``types`` is the region of types."""
    return pointer(TypeInfo, types + int(pointer(Header, object).tid))


@inline
def size_of(info: Ptr[TypeInfo], object: int) -> int:
    """Bytes of an object of that type, rounded up to 8."""
    size = int(info.size)
    if int(info.item_size) != 0:
        size = int(info.items_at) + int(info.item_size) * pointer(int, object + int(info.length_at))[0]
    return (size + 7) & -8
