"""Programs with the collector linked in: collections at each allocation, freed memory overwritten, memory run out."""
from __future__ import annotations

import importlib
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.language.runner import TranslatedCases, cases_in, run_untranslated, translate_file
from transform.driver import Options, translate

STRESS = {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}


def run(binary: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([binary, *arguments], capture_output=True, text=True, errors="replace", timeout=300,
                          env={**os.environ, **environment})


def build(name: str, folder: Path, gc: str = "immix", **options: object) -> Path:
    module = importlib.import_module(f"tests.transform.runtime.gc.programs.{name}")
    translate(module.main, folder / name, Options(gc=gc, **options))  # type: ignore[arg-type]
    return folder / name


# tests/language does this for all files, without the sanitizers.
def test_language_with_sanitizers(tmp_path: Path) -> None:
    cases = cases_in(["exceptions", "lists"])
    expected = {name: run_untranslated(case) for name, case in cases.items()}
    translated = TranslatedCases(cases, tmp_path, gc="immix", debug=True)
    for environment in ({}, STRESS):
        assert translated.outcomes(environment) == expected, environment


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


def test_the_program_looks_at_its_heap(tmp_path: Path) -> None:
    done = run(build("inspect_heap", tmp_path))
    assert done.returncode == 0, done.stderr
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert lines["objects"] == "500 0 499"
    assert lines["referrers"] == "499" and lines["world"] == "True"
    assert lines["referents"] == "498 498 2"
    called = [int(n) for n in lines["called"].split()]
    ends, finalized = [n for n in called if n >= 10000], [n for n in called if n < 10000]
    assert called == sorted(ends, reverse=True) + sorted(finalized)
    assert set(ends) <= {10000 + i for i in range(0, 500, 2) if i % 10 != 4} and len(ends) >= 199
    assert set(finalized) <= set(range(0, 500, 5)) and len(finalized) >= 99
    assert lines["wait"] == "True" and int(lines["still"].removeprefix("False ")) <= 51 and int(lines["again"]) <= 3
    assert lines["frozen"] == "True" and lines["kept"] == "499 78" and done.stdout.endswith("gone True\n")


def test_the_program_looks_at_its_heap_under_stress(tmp_path: Path) -> None:
    done = run(build("inspect_heap", tmp_path), **STRESS)
    assert done.returncode == 0 and done.stdout.endswith("frozen True\nkept 499 78\ngone True\n"), done.stderr


def test_weak_table(tmp_path: Path) -> None:
    binary = build("weak_table", tmp_path)
    for environment in ({}, STRESS):
        done = run(binary, **environment)
        assert done.returncode == 0, done.stderr
        lines = done.stdout.splitlines()
        assert lines[0] == lines[2] == "right 250"
        assert lines[3] == "new of 4 True False False True none"
        living, used = int(lines[1].removeprefix("living ")), int(lines[4].removeprefix("used "))
        assert 250 <= living <= 252 and 249 <= used <= 251  # a stale word on the stack may keep a key


@pytest.mark.parametrize("gc, chaos", [("immix", False), ("immix", True), ("boehm", False), ("none", False)])
def test_threads(gc: str, chaos: bool, tmp_path: Path) -> None:
    binary = build("threads", tmp_path, gc=gc, chaos=chaos)
    for environment in ({}, {**STRESS, "BOBBIN_GC_STRESS": "7"}):
        for _ in range(3):
            done = run(binary, **environment)
            assert done.stdout == "finished 4 wrong 0\n", done.stderr
            assert done.stderr.endswith("ValueError: one thread fails\n")


@pytest.mark.parametrize("gc", ["boehm", "none"])
def test_other_collectors_find_nothing(gc: str, tmp_path: Path) -> None:
    program = tmp_path / "found.py"
    program.write_text("""
from transform.rpython.gcmodule import freeze, get_objects, run_finalizers, unfreeze

def main(argv: list[str]) -> int:
    freeze()
    unfreeze()
    run_finalizers()
    return len(get_objects())
""")
    built = translate_file(program, gc=gc)
    assert built.binary is not None, built.errors
    assert run(built.binary).returncode == 0


@pytest.mark.parametrize("maximum", ["16M", "40M"])
def test_memory_error_can_be_caught(maximum: str, tmp_path: Path) -> None:
    done = run(build("exhaust", tmp_path), BOBBIN_GC_MAX=maximum)
    assert done.stdout == "small\nmedium\nlarge\nhuge\nhuge\n" * 3, done.stderr


def test_verbose_log(tmp_path: Path) -> None:
    done = run(build("exhaust", tmp_path), BOBBIN_GC_MAX="16M", BOBBIN_GC_VERBOSE="1")
    lines = done.stderr.splitlines()
    assert all(re.fullmatch(r"\[gc\] (full|young) \d+: [\d.]+ MiB, [\d.]+ MiB live, [\d.]+ ms, \d+ blocks", line)
               for line in lines) and len(lines) > 10
