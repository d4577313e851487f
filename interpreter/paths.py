"""Where the interpreter and its library are: prefixes and ``sys.path``.

The library is `lib/python3.11` in the folder of the binary or one above it, so both can be moved together. A `pyvenv.cfg` beside the binary, or
one folder up, names the folder of the binary that a virtual environment is based on (PEP 405). A binary without a library uses that of the
CPython that built it."""
from __future__ import annotations

import os
from pathlib import Path

from interpreter.modules.files import is_directory, is_file, read_file
from interpreter.errors import PyError
from interpreter.process import absolute_path, environment_variable, link_target, real_path

_HOST_LIBRARY = os.path.dirname(os.__file__)
_SOURCE = str(Path(__file__).parents[1])
_OWN_LIBRARY = str(Path(__file__).parent / "lib")
LIBRARY = "lib/python3.11"
_ARCHIVE = "lib/python311.zip"
_EXTENSIONS = "lib-dynload"


class Installation:
    """What was found. `search` are the last entries of ``sys.path``; `is_complete` tells whether the library belongs to the binary; `home` is
    what a `pyvenv.cfg` says, or empty."""
    executable: str
    base_executable: str
    prefix: str
    library: str
    search: list[str]
    home: str
    is_complete: bool

    def __init__(self, executable: str) -> None:
        self.executable = executable
        self.base_executable = executable
        self.prefix = _SOURCE
        self.library = _HOST_LIBRARY
        self.search = [_OWN_LIBRARY, _HOST_LIBRARY]
        self.home = ""
        self.is_complete = False


def find_installation(name: str, uses_environment: bool) -> Installation:
    """The installation of the binary that was started as `name`."""
    found = Installation(find_executable(name))
    start = parent(resolved(found.executable)) if len(found.executable) > 0 else ""
    found.home = home_of_environment(found.executable)
    if len(found.home) > 0:
        start = found.home
        base = f"{found.home}/{found.executable[found.executable.rfind('/') + 1:]}"
        found.base_executable = base if is_file(base) else real_path(found.executable)
    given = environment_variable("PYTHONHOME") if uses_environment else ""
    if len(given) > 0:
        end = given.find(":")
        use_prefix(found, given if end < 0 else given[:end])
        return found
    while len(start) > 0:
        if is_file(f"{start}/{LIBRARY}/os.py"):
            use_prefix(found, start)
            return found
        start = parent(start)
    return found


def use_prefix(found: Installation, prefix: str) -> None:
    found.prefix = prefix
    found.library = f"{prefix}/{LIBRARY}"
    found.search = [f"{prefix}/{_ARCHIVE}", found.library, f"{found.library}/{_EXTENSIONS}"]
    found.is_complete = True


def find_executable(name: str) -> str:
    """The absolute path of a program: by itself, or along PATH; empty if it was not found."""
    if "/" in name:
        return absolute_path(name[2:] if name.startswith("./") else name)
    for folder in environment_variable("PATH").split(":"):
        candidate = f"{folder}/{name}"
        if len(folder) > 0 and is_file(candidate):
            return absolute_path(candidate)
    return ""


def resolved(path: str) -> str:
    """The file that a link leads to; a path that does not exist is given back."""
    return real_path(path) if len(link_target(path)) > 0 else path


def parent(path: str) -> str:
    """The folder above; empty above the root."""
    end = path.rfind("/")
    return path[:max(end, 0)]


def home_of_environment(executable: str) -> str:
    """``home`` of the virtual environment that a binary belongs to, or empty."""
    folder = parent(executable)
    for candidate in [folder, parent(folder)]:
        file = candidate + "/pyvenv.cfg"
        if len(candidate) > 0 and is_file(file):
            return value_in(file, "home")
    return ""


def value_in(file: str, name: str) -> str:
    """The value of a line ``name = value``, or empty."""
    try:
        text = read_file(file).decode("utf-8", "surrogateescape")
    except PyError:
        return ""
    for line in text.split("\n"):
        end = line.find("=")
        if end > 0 and line[:end].strip().lower() == name:
            return line[end + 1:].strip()
    return ""


def first_folder(target: str) -> str:
    """The folder of a script, whose links are followed: what stands first in ``sys.path``."""
    path = real_path(absolute_path(target))
    return path if is_directory(path) else path[:max(path.rfind("/"), 1)]
