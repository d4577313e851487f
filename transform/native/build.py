"""Compiles the modules of `transform.native` with mypyc.

mypyc makes C of modules as they are; of classes it makes C structures, so it refuses some things that Python allows
(a class cannot have bases of both kinds; weak references are out). What it says about such a place is shown as it is.
Each module is an extension of its own: after a change only those are compiled again that it concerns.
"""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from transform.native import ROOT, cache, folder, sources

_KEPT = 6  # compiled versions

# What the compiling process runs. It is one of its own, since setuptools and mypyc write to where they stand.
_SCRIPT = """
import sys
from mypyc.build import mypycify
from setuptools import setup

work, jobs, *files = sys.argv[1:]
extensions = mypycify(["--no-warn-unused-ignores", *files], opt_level="1", debug_level="0", separate=True,
                      target_dir=f"{work}/c")
setup(name="transform", packages=[], ext_modules=extensions, script_args=[
    "-q", "build_ext", "--build-lib", f"{work}/lib", "--build-temp", f"{work}/objects", "--parallel", jobs])
"""


def build(jobs: int) -> Path:
    """Compile the sources as they are now; gives the folder. Raises CalledProcessError, with mypyc's output on stderr,
    and RuntimeError if somebody edits the sources meanwhile."""
    target = folder()
    work = cache() / "work"
    work.mkdir(parents=True, exist_ok=True)
    files = [str(path.relative_to(ROOT)) for path in sources().values()]
    subprocess.run([sys.executable, "-c", _SCRIPT, str(work), str(jobs), *files], cwd=ROOT, check=True,
                   env={**os.environ, "BOBBIN_INTERPRETED": "1"}, stdout=subprocess.DEVNULL)
    if folder() != target:
        raise RuntimeError("the sources changed meanwhile")
    # Complete before it has its name: another process may look for it meanwhile.
    with tempfile.TemporaryDirectory(dir=cache(), prefix="new-") as temporary:
        copy = Path(temporary) / "modules"
        for module in sources():  # two files each; those of modules that are no more stay behind
            source = work.joinpath("lib", *module.split("."))
            (copy / source.parent.relative_to(work / "lib")).mkdir(parents=True, exist_ok=True)
            for file in source.parent.glob(f"{source.name}[._]*"):
                if file.name.startswith((f"{source.name}.", f"{source.name}__mypyc.")):
                    shutil.copy2(file, copy / file.relative_to(work / "lib"))
        if not target.exists():
            os.replace(copy, target)
    versions = [path for path in cache().iterdir() if path.name != "work"]
    for old in sorted(versions, key=lambda path: path.stat().st_mtime)[:-_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return target
