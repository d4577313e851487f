"""Programs with the collector linked in: collections at each allocation, freed memory overwritten, memory run out."""
from __future__ import annotations

import importlib
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.language.runner import cases_of, load, main_source, read_outcomes, run_untranslated, translate_file
from transform.driver import Options, translate

STRESS = {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}
FILES = ["callables", "classes", "dicts", "exceptions", "generics", "immediates", "lists", "prebuilt", "strings",
         "tuples"]


def run(binary: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([binary, *arguments], capture_output=True, text=True, errors="replace", timeout=300,
                          env={**os.environ, **environment})


def build(name: str, folder: Path, **options: object) -> Path:
    module = importlib.import_module(f"tests.transform.runtime.gc.programs.{name}")
    translate(module.main, folder / name, Options(gc="immix", **options))  # type: ignore[arg-type]
    return folder / name


# The sanitizers look at two files: they are slow to compile.
@pytest.mark.parametrize("file, debug", [*((file, False) for file in FILES), ("exceptions", True), ("lists", True)])
def test_language_under_stress(file: str, debug: bool, tmp_path: Path) -> None:
    module = load(file)
    cases = cases_of(module)
    source = tmp_path / f"{file}_stressed.py"
    source.write_text(main_source(module.__name__, list(cases)))
    built = translate_file(source, gc="immix", debug=debug)
    assert built.binary is not None, built.errors
    expected = {name: run_untranslated(case) for name, case in cases.items()}
    for environment in ({}, STRESS):
        done = run(built.binary, **environment)
        assert done.returncode == 0, done.stderr
        assert read_outcomes(done.stdout) == expected


def test_weak_references_and_finalizers(tmp_path: Path) -> None:
    binary = build("weak", tmp_path)
    for environment in ({}, STRESS):
        done = run(binary, **environment)
        assert done.returncode == 0, done.stderr
        lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
        # A stale word on the stack may keep an object or two.
        assert 334 <= int(lines["living"]) <= 337
        finalized = [int(n) for n in lines["finalized"].split()]
        assert finalized == sorted(finalized) and set(finalized) <= {1, 101, 301, 401, 601, 701, 901}
        assert len(finalized) >= 6
        assert 334 <= int(lines["values"]) <= 337
        living, values, count, total = map(int, lines["then"].split())
        assert living <= 3 and values <= 3 and 9 <= count <= 10 and total == count


@pytest.mark.parametrize("maximum", ["16M", "40M"])
def test_memory_error_can_be_caught(maximum: str, tmp_path: Path) -> None:
    done = run(build("exhaust", tmp_path), BOBBIN_GC_MAX=maximum)
    assert done.stdout == "small\nmedium\nlarge\nhuge\nhuge\n" * 3, done.stderr


def test_verbose_log(tmp_path: Path) -> None:
    done = run(build("exhaust", tmp_path), BOBBIN_GC_MAX="16M", BOBBIN_GC_VERBOSE="1")
    lines = done.stderr.splitlines()
    assert all(re.fullmatch(r"\[gc\] (full|young) \d+: [\d.]+ MiB, [\d.]+ MiB live, [\d.]+ ms, \d+ blocks", line)
               for line in lines) and len(lines) > 10
