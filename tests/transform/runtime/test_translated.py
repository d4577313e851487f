"""The runtime translated: random work on all built-in types gives what it gives on CPython."""
from __future__ import annotations

import subprocess
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transform.runtime import machines
from transform.driver import Options, translate

RUNS = {"optimised": 150, "debug": 25}


@pytest.fixture(scope="module", params=list(RUNS))
def build(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The binary of the machines, and how many scripts to try on it."""
    output = tmp_path_factory.mktemp("runtime") / "machines"
    options = Options(gc="none", debug=True) if request.param == "debug" else Options()
    translate(cast(FunctionType, machines.main), output, options)
    return output, RUNS[request.param]


def run(binary: Path, machine: str, scripts: list[str]) -> str:
    done = subprocess.run([binary, machine, *scripts], capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def check(build: tuple[Path, int], machine: str, steps: st.SearchStrategy[str], size: int = 25) -> None:
    """Random scripts print the same in both worlds."""
    binary, runs = build

    @settings(max_examples=runs, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(steps, min_size=1, max_size=size))
    def compare(scripts: list[str]) -> None:
        machines.prebuilt_dicts = machines.Dicts()  # as at the start of the program
        expected = "".join(f"{line}\n" for line in machines.run(machine, scripts))
        assert run(binary, machine, scripts) == expected, scripts

    compare()


def words(actions: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    parts = [st.sampled_from(actions.split()), *(a.map(str) for a in arguments)]
    return st.tuples(*parts).map(" ".join)


small = st.integers(-12, 15)
LIST_ACTIONS = (
    "append append insert insert many pop popat remove store load delete extend extendself slice step assign cut "
    "reverse sort sortdown repeat find clear")
DICT_ACTIONS = "set set set set delete pop popdefault setdefault popitem get copy clear change"
STR_ACTIONS = (
    "load load add repeat slice step index find compare split lines partition replace strip join pad kind encode repr "
    "hash walk")


def code_points(letters: str) -> st.SearchStrategy[str]:
    """Few different ones, as numbers for `machines.parse_str`."""
    numbers = st.lists(st.sampled_from([ord(c) for c in letters]), max_size=6)
    return numbers.map(lambda codes: ".".join(map(str, codes)) or "-")


def test_lists(build: tuple[Path, int]) -> None:
    check(build, "list", words(LIST_ACTIONS, small, small))


def test_dicts(build: tuple[Path, int]) -> None:
    check(build, "dict", words(DICT_ACTIONS, st.integers(-5, 20), small), 60)


def test_prebuilt_dicts(build: tuple[Path, int]) -> None:
    check(build, "prebuilt", words(DICT_ACTIONS, st.integers(-5, 20), small))


def test_custom_dicts(build: tuple[Path, int]) -> None:
    check(build, "custom", words(DICT_ACTIONS, st.integers(0, 20), small))


def test_sets(build: tuple[Path, int]) -> None:
    check(build, "set", words("add add discard remove update clear combine inplace compare", small, small))


def test_strings(build: tuple[Path, int]) -> None:
    letters = code_points("aab +0 \t\n\r\x1c\x85é\xff\u0178\u2028\u3000ab\udc80\U0001f600\U0010ffff")
    check(build, "str", words(STR_ACTIONS, letters, small, small))


def test_bytes(build: tuple[Path, int]) -> None:
    check(build, "bytes", words(STR_ACTIONS, code_points("aab \t\n\r\0\x7f"), small, small))


def test_ints(build: tuple[Path, int]) -> None:
    numbers = st.integers(-2**65, 2**65) | st.integers(-1000, 1000) | st.text("019_-+axbo", max_size=4)
    check(build, "int", st.tuples(numbers.map(str), st.sampled_from("0 2 8 10 16 36".split())).map(" ".join))


def test_floats(build: tuple[Path, int]) -> None:
    number = st.floats() | st.integers(-9, 9).map(float) | st.decimals(-9999, 9999, places=3).map(float)
    check(build, "float", st.tuples(number.map(repr), number.map(repr)).map(" ".join))


@pytest.mark.parametrize("text", ["plain", "é", "€\U0001f600", "\udcff\udc80", "a\tb"])
def test_arguments_and_output_keep_every_byte(build: tuple[Path, int], text: str) -> None:
    encoded = text.encode(errors="surrogateescape")
    done = subprocess.run([build[0], "echo", encoded], capture_output=True)
    assert done.stdout == encoded + b"\n"


def test_exit_status(build: tuple[Path, int]) -> None:
    assert subprocess.run([build[0], "exit", "7"]).returncode == 7


def test_an_uncaught_exception_is_reported_behind_the_output(build: tuple[Path, int]) -> None:
    done = subprocess.run([build[0], "fail", "é"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[:2] == ["before", "RPython traceback (most recent call last):"]
    assert lines[-1] == "RuntimeError: é"
    assert any("machines.py" in line and "in fail" in line for line in lines[2:-1])


def test_output_that_cannot_be_written(build: tuple[Path, int]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([build[0], "echo", "a"], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 120
    assert b"could not be written" in done.stderr
