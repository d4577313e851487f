"""Shared libraries and the names in them."""
from __future__ import annotations

from typing import Callable

from interpreter.errors import EXCEPTIONS, PyError, type_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.ctypes.library import linker
from interpreter.modules.files import c_string, text_at
from interpreter.modules.posix.paths import path_of
from interpreter.objects.int import Int, new_int
from interpreter.objects.object import Object
from interpreter.objects.singletons import NONE
from interpreter.protocols.attributes import get_attribute
from transform.rpython import address, data_pointer, keepalive, null, pointer, uint8

_OS_ERROR = EXCEPTIONS["OSError"]


def linker_message() -> str:
    """What went wrong last."""
    message = linker.dlerror()
    return text_at(message) if message else "dlerror"


def os_error(text: str) -> PyError:
    return PyError(_OS_ERROR, text)


def address_of_symbol(library: int, name: str, error: Callable[[str], PyError]) -> int:
    """The address of a name in a library; `error` makes the exception if there is none."""
    encoded = c_string(name)
    linker.dlerror()
    found = linker.dlsym(pointer(None, library), data_pointer(encoded))
    keepalive(encoded)
    if not found:
        raise error(linker_message())
    return address(found)


def address_in(dll: Object, name: str, error: Callable[[str], PyError]) -> int:
    """The address of a name in a library that is an object with a ``_handle``."""
    handle = get_attribute(dll, "_handle")
    if not isinstance(handle, Int):
        raise type_error("the _handle attribute of the second argument must be an integer")
    return address_of_symbol(handle.big().low_bits(), name, error)


@exposed("dlopen")
def dlopen(name: Object, flag: int = 0, /) -> int:
    """dlopen(name, flag={RTLD_GLOBAL|RTLD_LOCAL}) open a shared library"""
    mode = flag | linker.RTLD_NOW
    if name is NONE:
        opened = linker.dlopen(null(uint8), mode)
    else:
        path = path_of(name, "dlopen").name
        opened = linker.dlopen(data_pointer(path), mode)
        keepalive(path)
    if not opened:
        raise os_error(linker_message())
    return address(opened)


@exposed("dlclose")
def dlclose(handle: int, /) -> None:
    """dlclose a library"""
    if linker.dlclose(pointer(None, handle)) != 0:
        raise os_error(linker_message())


@exposed("dlsym")
def dlsym(handle: int, name: str, /) -> Object:
    """find symbol in shared library"""
    return new_int(address_of_symbol(handle, name, os_error))
