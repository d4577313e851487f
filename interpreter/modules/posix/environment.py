"""The environment variables of the process."""
from __future__ import annotations

from interpreter.errors import value_error
from interpreter.gateway.exposed import exposed
from interpreter.modules.files import bytes_at, os_error
from interpreter.modules.posix.paths import path_of
from interpreter.objects.bytes import new_bytes
from interpreter.objects.dict import Dict
from interpreter.objects.object import Object
from transform.rpython import CLibrary, data_pointer, get_errno

libc = CLibrary(
    """
    char *variable(int number);
    int setenv(const char *name, const char *value, int overwrites);
    int unsetenv(const char *name);
    """,
    headers=["stdlib.h", "unistd.h"],
    source="extern char **environ; static char *variable(int number) { return environ[number]; }",
)

environ = Dict()
"""``posix.environ``: bytes to bytes, as the process was started with."""


def start() -> None:
    """Reads the environment."""
    number = 0
    while True:
        found = libc.variable(number)
        if not found:
            return
        text = bytes_at(found)
        end = text.find(b"=")
        if end >= 0:
            name = new_bytes(text[:end])
            if environ.get(name) is None:
                environ.set(name, new_bytes(text[end + 1:]))
        number += 1


@exposed("putenv")
def putenv(name: Object, value: Object, /) -> None:
    """Change or add an environment variable."""
    key = path_of(name, "putenv").name
    if b"=" in key:
        raise value_error("illegal environment variable name")
    if libc.setenv(data_pointer(key), data_pointer(path_of(value, "putenv").name), 1) != 0:
        raise os_error(get_errno())


@exposed("unsetenv")
def unsetenv(name: Object, /) -> None:
    """Delete an environment variable."""
    if libc.unsetenv(data_pointer(path_of(name, "unsetenv").name)) != 0:
        raise os_error(get_errno())
