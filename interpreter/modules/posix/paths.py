"""Paths as Python programs give them, and as C takes them."""
from __future__ import annotations

from interpreter.errors import type_error, value_error
from interpreter.modules.warnings import warn
from interpreter.objects.bytes import Bytes, new_bytes
from interpreter.objects.int import Int
from interpreter.objects.object import Object, type_of
from interpreter.objects.singletons import NONE
from interpreter.objects.slots import Slot
from interpreter.objects.str import Str, new_str
from interpreter.protocols.attributes import lookup_special
from interpreter.protocols.buffer import bytes_of, is_buffer
from interpreter.protocols.call import call0
from interpreter.protocols.codec import encode_text
from interpreter.protocols.number import as_int
from interpreter.text.codecs.errors import HANDLERS
from interpreter.text.codecs.utf8 import decode_utf8
from transform.rpython import not_none

_SURROGATES = HANDLERS["surrogateescape"]


class Path:
    """A path, with a 0 byte at its end, or an open file (then `file` is not -1). `given` is what error messages name."""
    given: Object
    name: bytes
    file: int
    is_bytes: bool

    def __init__(self, given: Object, name: bytes, file: int, is_bytes: bool) -> None:
        self.given = given
        self.name = name
        self.file = file
        self.is_bytes = is_bytes


def encoded(text: str) -> bytes:
    """``os.fsencode(text)``."""
    return bytes_of(encode_text(text, "utf-8", "surrogateescape"))


def decoded(data: bytes) -> Str:
    """``os.fsdecode(data)``."""
    return new_str(decode_utf8(data, _SURROGATES)[0])


def path_of(x: Object, function: str, allows_file: bool = False, argument: str = "path") -> Path:
    """The path that an argument of a function is: str, bytes, an object with ``__fspath__``, and an open file where that is allowed."""
    path = x
    if allows_file and not isinstance(x, Str) and not isinstance(x, Bytes):
        if isinstance(x, Int) or type_of(x).slots[Slot.INDEX] is not None:
            return Path(x, b"", as_int(x), False)
    if not isinstance(path, Str) and not isinstance(path, Bytes):
        if is_buffer(path) and type_of(path).slots[Slot.INDEX] is None:
            warn("DeprecationWarning", f"{function}: {argument} should be {allowed_types(allows_file)}, not {type_of(path).name}")
            return path_of(new_bytes(bytes_of(path)), function, allows_file, argument)
        method = lookup_special(path, "__fspath__")
        if method is None:
            raise type_error(f"{function}: {argument} should be {allowed_types(allows_file)}, not {type_of(path).name}")
        path = call0(method)
    name = b""
    is_bytes = False
    if isinstance(path, Str):
        name = encoded(path.value)
    elif isinstance(path, Bytes):
        name = path.value
        is_bytes = True
    else:
        raise type_error(f"expected {type_of(x).name}.__fspath__() to return str or bytes, not {type_of(path).name}")
    if b"\0" in name:
        raise value_error(f"{function}: embedded null character in {argument}" if not is_bytes else "embedded null byte")
    return Path(path, name + b"\0", -1, is_bytes)


def allowed_types(allows_file: bool) -> str:
    return "string, bytes, os.PathLike or integer" if allows_file else "string, bytes or os.PathLike"


def directory_of(dir_fd: Object) -> int:
    """The directory that relative paths start from."""
    if dir_fd is NONE:
        return AT_FDCWD
    if not isinstance(dir_fd, Int) and type_of(dir_fd).slots[Slot.INDEX] is None:
        raise type_error(f"argument should be integer or None, not {type_of(dir_fd).name}")
    return as_int(dir_fd)


AT_FDCWD = -100


def same_kind(path: Path, data: bytes) -> Object:
    """A name in the type that the path has."""
    return new_bytes(data) if path.is_bytes else decoded(data)


def fspath_of(x: Object) -> Object:
    """``os.fspath(x)``."""
    if isinstance(x, Str) or isinstance(x, Bytes):
        return x
    method = lookup_special(x, "__fspath__")
    if method is None:
        raise type_error(f"expected str, bytes or os.PathLike object, not {type_of(x).name}")
    result = call0(not_none(method))
    if isinstance(result, Str) or isinstance(result, Bytes):
        return result
    raise type_error(f"expected {type_of(x).name}.__fspath__() to return str or bytes, not {type_of(result).name}")
