"""Frozen modules: library modules whose code is part of the binary.

They are what every program needs before it can look for files, the import system itself first. They are compiled when the interpreter is
imported, so in the binary they are static data."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Optional

from interpreter import magic
from interpreter.modules.compilation import Mode, compile_text
from interpreter.objects.code import Code


class Frozen:
    """A frozen module. `origin` is the name of the library module that it was made from; empty if it is none."""
    code: Code
    is_package: bool
    origin: str

    def __init__(self, code: Code, is_package: bool, origin: str) -> None:
        self.code = code
        self.is_package = is_package
        self.origin = origin


class FrozenSwitch:
    """Whether frozen modules are used where there is a file, too: `-X frozen_modules`, and what tests set (1, -1, or 0 for neither)."""
    is_on: bool
    override: int

    def __init__(self) -> None:
        self.is_on = True
        self.override = 0

    def uses_files(self) -> bool:
        return self.override < 0 or self.override == 0 and not self.is_on


switch = FrozenSwitch()

_ALWAYS_USED = ["_frozen_importlib", "_frozen_importlib_external", "zipimport"]
_LIBRARY = os.path.dirname(os.__file__)
_PLAIN = ["zipimport", "abc", "codecs", "io", "_collections_abc", "_sitebuiltins", "genericpath", "ntpath", "posixpath", "os", "site", "stat",
          "importlib.util", "importlib.machinery", "runpy", "__hello__", "__phello__.spam"]


def _compiled(name: str, file: str) -> Code:
    path = os.path.join(_LIBRARY, file)
    source = Path(path).read_bytes() if os.path.exists(path) else b""  # of the packages for tests some files are not installed
    if file == magic.FILE:
        source = magic.with_magic(source)
    return compile_text(source, f"<frozen {name}>", Mode.EXEC, 0, 0)


def _table() -> dict[str, Frozen]:
    """The modules that CPython 3.11 freezes, in its order."""
    table = {}
    for name, origin in [("_frozen_importlib", "importlib._bootstrap"), ("_frozen_importlib_external", "importlib._bootstrap_external")]:
        table[name] = Frozen(_compiled(origin, origin.replace(".", "/") + ".py"), False, origin)
    for name in _PLAIN:
        table[name] = Frozen(_compiled(name, name.replace(".", "/") + ".py"), False, name)
        if name == "posixpath":
            table["os.path"] = Frozen(table[name].code, False, name)
    hello = table["__hello__"].code
    for name, is_package in [("__hello_alias__", False), ("__phello_alias__", True), ("__phello_alias__.spam", False)]:
        table[name] = Frozen(hello, is_package, "__hello__")
    for name in ["__phello__", "__phello__.ham"]:
        code = _compiled(name, name.replace(".", "/") + "/__init__.py")
        table[name] = Frozen(code, True, name)
        table[name + ".__init__"] = Frozen(code, False, "<" + name)
    table["__phello__.ham.eggs"] = Frozen(_compiled("__phello__.ham.eggs", "__phello__/ham/eggs.py"), False, "__phello__.ham.eggs")
    table["__hello_only__"] = Frozen(_compiled("__hello_only__", "__hello__.py"), False, "")
    return table


_modules = _table()


def find(name: str) -> Optional[Frozen]:
    """A frozen module that is to be used, or None."""
    found = _modules.get(name)
    if found is not None and switch.uses_files() and name not in _ALWAYS_USED:
        return None
    return found


def names() -> list[str]:
    """All frozen modules, used or not."""
    return [name for name in _modules]
