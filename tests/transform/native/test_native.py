"""The compiled translator: found for the sources that it was made of, and never for others."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from transform import native

PROGRAM = """
from transform import native
from transform.ir import dominators, graph
print(native.Finder.__name__, dominators.__file__, graph.__file__)
"""


def compiled_c(module: str, directory: Path) -> Path:
    """A module that stands for a compiled one: an extension of the standard library under its name."""
    import _heapq

    suffix = "".join(Path(_heapq.__file__).suffixes)
    path = directory.joinpath(*module.split(".")).with_name(module.rpartition(".")[2] + suffix)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(_heapq.__file__)
    return path


def test_sources() -> None:
    found = native.sources()
    assert found["transform.passes.inline"].name == "inline.py"
    assert {name.rpartition(".")[0] for name in found} == set(native.PACKAGES)


def test_folder_follows_the_sources(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = tmp_path / "first.py", tmp_path / "second.py"
    first.write_text("x = 1\n")
    second.write_text("x = 2\n")
    monkeypatch.setattr(native, "sources", lambda: {"transform.ir.x": first})
    before = native.folder()
    assert native.folder() == before
    monkeypatch.setattr(native, "sources", lambda: {"transform.ir.x": second})
    assert native.folder() != before


def test_finder(tmp_path: Path) -> None:
    path = compiled_c("transform.passes.inline", tmp_path)
    finder = native.Finder(tmp_path)
    found = finder.find_spec("transform.passes.inline")
    assert found is not None and found.origin == str(path)
    assert finder.find_spec("transform.passes.simplify") is None
    assert finder.find_spec("transform.passes") is None
    assert finder.find_spec("transform.cli.command") is None


@pytest.mark.parametrize("interpreted", [True, False])
def test_without_compiled_modules_sources_are_imported(interpreted: bool, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(native.ROOT)}
    environment.pop("BOBBIN_INTERPRETED", None)
    if interpreted:
        environment["BOBBIN_INTERPRETED"] = "1"
    command = [sys.executable, "-c", PROGRAM]
    output = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert output.stdout.split()[1:] == [str(native.ROOT / "transform/ir/dominators.py"),
                                         str(native.ROOT / "transform/ir/graph.py")]
