"""The number with which byte-code files begin (PEP 3147). It is made from what makes byte code and what runs it, so that files of an earlier
state of either are compiled anew. Ordinary Python: it is known when the binary is built."""
from __future__ import annotations

import hashlib
import re
from pathlib import Path

FILE = "importlib/_bootstrap_external.py"
"""The file of the library that has the number, CPython's in place of which ours is put."""

_LINE = re.compile(rb"^(MAGIC_NUMBER = )\(\d+\)", re.MULTILINE)


def magic() -> int:
    """The number, of 16 bits."""
    root = Path(__file__).parent
    sources = [root / "bytecode.py", root / "objects/code.py", *sorted(root.glob("compiler/**/*.py")), *sorted(root.glob("modules/marshal/*.py"))]
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).digest()
    return int.from_bytes(digest[:2], "little")


def with_magic(source: bytes) -> bytes:
    """The text of `FILE` with our number."""
    result, count = _LINE.subn(rb"\1(%d)" % magic(), source)
    if count != 1:
        raise ValueError(f"no magic number in {FILE}")
    return result
