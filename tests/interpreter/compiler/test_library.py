"""The files of the standard library compile, and their code is well formed."""
from __future__ import annotations

import sysconfig
from pathlib import Path

import pytest

from tests.interpreter.compiler.compiling import compiled

LIBRARY = Path(sysconfig.get_path("stdlib"))
FILES = sorted(path.relative_to(LIBRARY).as_posix() for folder in ["", "asyncio/", "email/", "importlib/", "unittest/"]
               for path in LIBRARY.glob(f"{folder}[a-i]*.py"))


@pytest.mark.parametrize("name", FILES)
def test_file(name: str) -> None:
    compiled((LIBRARY / name).read_bytes())
