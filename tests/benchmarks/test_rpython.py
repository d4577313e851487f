"""The programs of benchmarks/rpython do what their C twins do, compiled by clang without a warning."""
import importlib
import os
import subprocess
from pathlib import Path
from typing import Callable, Sequence

import pytest

from transform.driver import Options, translate

PROGRAMS = Path(__file__).resolve().parents[2] / "benchmarks" / "rpython"
TEXT = "The cat and the dog and the bird. A cat! The end of THE text: 42 words, or so; it's long enough.\n" * 3

# Name, twin, arguments. TEXT stands for the path of a file with it.
CASES = [
    ("nbody", "nbody", ["1000"]),
    ("spectralnorm", "spectralnorm", ["50"]),
    ("fannkuch", "fannkuch", ["7"]),
    ("richards", "richards", ["2"]),
    ("wordcount", "wordcount", ["TEXT"]),
    ("wordcount_dict", "wordcount", ["TEXT"]),
    ("wordcount", "wordcount", []),
    ("minilua", "minilua", [str(PROGRAMS / "minilua.lua"), "1"]),
    ("minilua", "minilua", ["/no/such/program", "1"]),
    ("binarytrees", "binarytrees", ["8"]),
    ("gcbench", "gcbench", ["8"]),
]

Build = Callable[[str], Path]
Environment = dict[str, str]

# The collector at its worst: at each allocation, and what it frees is overwritten.
STRESS = {"BOBBIN_GC_STRESS": "1", "BOBBIN_GC_POISON": "1"}
# Each call is suspended and gone on with at once, or some of them are, by a seed; BOBBIN_SEEDS says how many seeds.
SEEDS = range(1, 1 + int(os.environ.get("BOBBIN_SEEDS", "2")))
CHAOS: list[Environment] = [{}, *({"BOBBIN_CHAOS": str(seed)} for seed in SEEDS)]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


@pytest.fixture(scope="module")
def translated(directory: Path) -> Build:
    """The binary of a program; built once."""
    return builder(directory, Options(cc="clang"))


@pytest.fixture(scope="module")
def in_chaos(directory: Path) -> Build:
    """The same, suspended again and again."""
    return builder(directory / "chaos", Options(opt="0", chaos=True))


def builder(directory: Path, options: Options) -> Build:
    built: dict[str, Path] = {}
    directory.mkdir(exist_ok=True)

    def build(name: str) -> Path:
        if name not in built:
            with pytest.MonkeyPatch.context() as patch:
                patch.syspath_prepend(str(PROGRAMS))
                program = importlib.import_module(name)
            result = translate(program.main, directory / name, options)
            assert result.warnings == ""
            built[name] = result.binary
        return built[name]

    return build


@pytest.fixture(scope="module")
def compiled(directory: Path) -> Build:
    """The binary of a twin."""

    def build(name: str) -> Path:
        binary = directory / f"{name}_c"
        source = str(PROGRAMS / f"{name}.c")
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-Werror", source, "-o", str(binary), "-lm"], check=True)
        return binary

    return build


def run(binary: Path, arguments: Sequence[str], **environment: str) -> tuple[int, str]:
    done = subprocess.run([binary, *arguments], capture_output=True, text=True, timeout=120,
                          env={**os.environ, **environment})
    return done.returncode, done.stdout


@pytest.mark.xdist_group("benchmarks")
@pytest.mark.parametrize("name, twin, arguments", CASES)
def test_twins_agree(name: str, twin: str, arguments: list[str], directory: Path, translated: Build,
                     compiled: Build) -> None:
    text = directory / "text.txt"
    text.write_text(TEXT)
    arguments = [str(text) if argument == "TEXT" else argument for argument in arguments]
    expected = run(compiled(twin), arguments)
    assert run(translated(name), arguments) == expected
    assert run(translated(name), arguments, **STRESS) == expected


@pytest.mark.xdist_group("benchmarks")
@pytest.mark.parametrize("name, twin, arguments", CASES)
def test_suspended_programs_agree(name: str, twin: str, arguments: list[str], directory: Path, in_chaos: Build,
                                  compiled: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BOBBIN_CHAOS", raising=False)
    text = directory / "text.txt"
    text.write_text(TEXT)
    arguments = [str(text) if argument == "TEXT" else argument for argument in arguments]
    expected = run(compiled(twin), arguments)
    for chaos in CHAOS:
        for environment in (chaos, {**chaos, **STRESS}):
            assert run(in_chaos(name), arguments, **environment) == expected, environment


@pytest.mark.xdist_group("benchmarks")
def test_soak(translated: Build) -> None:
    """Twenty rounds: too few to tell whether memory stays flat, which status 1 says."""
    status, output = run(translated("soak"), [], BOBBIN_GC_NURSERY="300K")
    assert status in (0, 1) and "data were lost" not in output and output.count("\n") == 21
