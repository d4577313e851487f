"""`dis` for the instructions of this machine."""
from __future__ import annotations

from pathlib import Path

from tests.interpreter import untranslated


def test_programs_see_their_instructions() -> None:
    program = str(Path(__file__).with_name("cases") / "disassemble.py")
    done = untranslated.run([program])
    assert done.stdout == b"done\n", done.stderr[-2000:].decode()
