"""Generated programs of benchmarks/scale print the same translated and on CPython."""
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.scale.generate import generate
from benchmarks.scale.run import change_one_function
from transform.driver import Options, translate

FUNCTIONS = 200


def output_of(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def load(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The main module of a generated program, freshly imported."""
    monkeypatch.syspath_prepend(str(folder))
    for name in [path.stem for path in folder.glob("*.py")]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    importlib.invalidate_caches()
    return importlib.import_module("main")


def test_generated_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = generate(FUNCTIONS, tmp_path / "program")
    expected = output_of(sys.executable, main)
    options = Options(cache=tmp_path / "cache", gc="none", opt="0")
    built = translate(load(main.parent, monkeypatch).main, tmp_path / "program_1", options)
    assert output_of(built.binary) == expected
    assert built.warnings == ""

    change_one_function(main.parent)
    changed = translate(load(main.parent, monkeypatch).main, tmp_path / "program_2", options)
    assert output_of(changed.binary) == output_of(sys.executable, main)
    assert len(changed.compiled) <= 2
