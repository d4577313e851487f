"""Compiled cffi modules, kept on disk under the hash of all that they are made from.

The directory is ``$XDG_CACHE_HOME/bobbin/cffi`` (``~/.cache`` by default). A module is
compiled in a directory of its own and renamed into place, so several processes may want the
same one at once and an interrupted compilation leaves no broken module.
"""
from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

import cffi  # type: ignore[import-untyped]


def cache_directory() -> Path:
    """Where compiled modules are kept."""
    root = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(root, "bobbin", "cffi")


def load_module(cdef: str, preamble: str, **options: list[Any]) -> Any:
    """The cffi module (its ``lib`` and ``ffi``) for these declarations.

    ``preamble`` is the C code that they describe; ``options`` are those of a distutils
    Extension. cffi.VerificationError where the C compiler rejects it (its output is on
    stderr)."""
    digest = hashlib.sha256(repr((sys.version, cffi.__version__, cdef, preamble, sorted(options.items()))).encode())
    for directory in options.get("include_dirs", []):
        for header in sorted(Path(directory).glob("*.h")):
            digest.update(header.read_bytes())
    name = f"_bobbin_{digest.hexdigest()[:24]}"
    path = cache_directory() / f"{name}{sysconfig.get_config_var('EXT_SUFFIX')}"
    if not path.exists():
        _compile(name, path, cdef, preamble, options)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compile(name: str, path: Path, cdef: str, preamble: str, options: dict[str, list[Any]]) -> None:
    builder = cffi.FFI()
    builder.cdef(cdef)
    # Speed of compilation matters here, not that of the glue; C types that differ in signedness alone are fine.
    builder.set_source(name, preamble, extra_compile_args=["-O0", "-g0", "-w"], **options)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix="build-") as directory:
        os.replace(builder.compile(tmpdir=directory), path)
