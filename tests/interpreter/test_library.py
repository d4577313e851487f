"""The library that is laid beside a binary."""
from __future__ import annotations

import os
import py_compile
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from interpreter import library, magic


def test_sources() -> None:
    found = library.sources(library.LEFT_OUT | library.TESTS)
    assert found[Path("os.py")] == library.HOST / "os.py"
    assert Path("importlib/_bootstrap.py") in found
    assert not any("test" in path.parts or path.suffix in (".so", ".pyc") for path in found)
    assert Path("test/support/__init__.py") in library.sources(library.LEFT_OUT)


def test_own_files_come_first() -> None:
    for path in library.OWN.rglob("*.py"):
        assert library.sources(library.LEFT_OUT)[path.relative_to(library.OWN)] == path


def test_only_what_changed_is_copied(tmp_path: Path) -> None:
    source, target = tmp_path / "a.py", tmp_path / "lib/a.py"
    source.write_text("x = 1")
    library.copy(source, target)
    target.chmod(0o400)
    library.copy(source, target)
    target.chmod(0o600)
    source.write_text("x = 22")
    library.copy(source, target)
    assert target.read_text() == "x = 22"


def test_files_that_are_gone_are_removed(tmp_path: Path) -> None:
    for name in ["old.py", "kept.py", "site-packages/own.py", "test/test_x.py"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    library.remove_others(tmp_path, {Path("kept.py")})
    assert sorted(path.name for path in tmp_path.rglob("*.py")) == ["kept.py", "own.py", "test_x.py"]


def test_stale_byte_code(tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("x = 1")
    assert not library.is_compiled(source, MAGIC_NUMBER)
    py_compile.compile(str(source), str(tmp_path / "__pycache__/a.bobbin-311.pyc"))
    assert library.is_compiled(source, MAGIC_NUMBER)
    assert not library.is_compiled(source, b"abcd")
    os.utime(source, (1, 1))
    assert not library.is_compiled(source, MAGIC_NUMBER)


def test_configuration_follows_the_prefix() -> None:
    names: dict[str, dict[str, object]] = {}
    exec(library.configuration(), names)
    variables = names["build_time_vars"]
    assert variables["prefix"] == sys.base_prefix and variables["SOABI"] == "bobbin-311"
    assert "{prefix}" in library.configuration()


def test_magic_number_of_the_library() -> None:
    text = b"x = 1\nMAGIC_NUMBER = (3495).to_bytes(2, 'little') + b'\\r\\n'\n"
    names: dict[str, bytes] = {}
    exec(magic.with_magic(text), {}, names)
    assert int.from_bytes(names["MAGIC_NUMBER"][:2], "little") == magic.magic() and names["MAGIC_NUMBER"][2:] == b"\r\n"
