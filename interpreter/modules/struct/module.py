"""Functions to convert between Python values and C structs."""
from __future__ import annotations

from interpreter.errors import type_error
from interpreter.gateway.exposed import exposed
from interpreter.gateway.modules import define_module
from interpreter.modules.struct import objects
from interpreter.modules.struct.layout import error_type
from interpreter.modules.struct.objects import cache
from interpreter.objects.object import Object
from interpreter.objects.tuple import Tuple, new_tuple


@exposed("calcsize")
def calcsize(format: Object, /) -> int:
    """Return size in bytes of the struct described by the format string."""
    return cache.get(format).size


@exposed("pack", rest="values")
def pack(values: Tuple) -> bytes:
    """pack(format, v1, v2, ...) -> bytes

    Return a bytes object containing the values v1, v2, ... packed according
    to the format string.  See help(struct) for more on format strings."""
    if values.length == 0:
        raise type_error("missing format argument")
    return objects.pack_items(cache.get(values.item(0)), values, 1, "pack").value()


@exposed("pack_into", rest="arguments")
def pack_into(arguments: Tuple) -> None:
    """pack_into(format, buffer, offset, v1, v2, ...)

    Pack the values v1, v2, ... according to the format string and write
    the packed bytes into the writable buffer buf starting at offset.  Note
    that the offset is a required argument.  See help(struct) for more
    on format strings."""
    if arguments.length == 0:
        raise type_error("missing format argument")
    objects.pack_arguments_into(cache.get(arguments.item(0)), new_tuple(arguments.items()[1:]))


@exposed("unpack")
def unpack(format: Object, buffer: Object, /) -> Object:
    """Return a tuple containing values unpacked according to the format string."""
    return objects.unpack_all(cache.get(format), buffer)


@exposed("unpack_from")
def unpack_from(format: Object, /, buffer: Object, offset: int = 0) -> Object:
    """Return a tuple containing values unpacked according to the format string."""
    return objects.unpack_part(cache.get(format), buffer, offset)


@exposed("iter_unpack")
def iter_unpack(format: Object, buffer: Object, /) -> Object:
    """Return an iterator yielding tuples unpacked from the given bytes."""
    return objects.iterate(cache.get(format), buffer)


@exposed("_clearcache")
def clear_cache() -> None:
    """Clear the internal cache."""
    cache.clear()


define_module(__name__, "_struct", contents={"Struct": objects.struct_type, "error": error_type})
