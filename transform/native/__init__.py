"""The middle and back end of the translator compiled: twice as fast as interpreted.

`python -m transform.native` makes C extensions of the packages below with mypyc (see `build`) and keeps them under the
hash of their sources. Where there are some for the sources as they are now, importing these packages' modules imports
those; after a change of the sources there are none, and the modules are interpreted again. So what runs is always what
the sources say. The tests, coverage and debuggers want Python code: with BOBBIN_INTERPRETED set nothing is compiled.
"""
from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ExtensionFileLoader, ModuleSpec, PathFinder
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("transform.ir", "transform.passes", "transform.c")


def sources() -> dict[str, Path]:
    """Module name -> file of all that is compiled."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package.replace(".", "/")).glob("*.py")):
            if path.stem != "__init__":
                found[f"{package}.{path.stem}"] = path
    return found


def cache() -> Path:
    """Where compiled modules are: $XDG_CACHE_HOME/bobbin/translator or ~/.cache/bobbin/translator."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "bobbin" / "translator"


def folder() -> Path:
    """The folder of the modules that are made of the sources as they are now, by this Python."""
    digest = hashlib.sha256(sys.version.encode())
    for name, path in sources().items():
        digest.update(f"\0{name}\0".encode())
        digest.update(path.read_bytes())
    return cache() / digest.hexdigest()[:24]


class Finder:
    """Finds the modules of `PACKAGES` in a folder, and the libraries that mypyc puts beside them."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
                  ) -> ModuleSpec | None:
        package, _, stem = name.rpartition(".")
        if package not in PACKAGES:
            return None
        spec = PathFinder.find_spec(stem, [str(self.directory / package.replace(".", "/"))])
        if spec is None or spec.origin is None:
            return None
        return spec_from_file_location(name, spec.origin, loader=ExtensionFileLoader(name, spec.origin))


def install() -> None:
    """Lets the compiled modules, where there are any, stand for the interpreted ones."""
    if not os.environ.get("BOBBIN_INTERPRETED"):
        directory = folder()
        if directory.is_dir():
            sys.meta_path.insert(0, Finder(directory))  # type: ignore[arg-type]
