"""Threaded dispatch: a loop that fetches and switches, with its dispatch copied to each way back."""
from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.c.harness import Workbench

# Operations: 0 to 7 add their number; 8 doubles; 9 is a no-operation; 10 skips the next; 11 ends; others end with -1.
MACHINE = '''
prebuilt code: str {{length = 12, count = 12}} b"{code}"

function run(n: int) -> int inline=never
entry:
  c: str = cast_ref &code
  jump loop(0, n)
loop(pc: int, x: int):
  byte: uint8 = getitem c, pc
  {fetch}
  next = int_add pc, 1
  switch op of {cases}, 8 -> double, 9 -> loop(next, x), 10 -> skip, 11 -> done{default}
{adders}double:
  d = int_mul x, 2
  negative = int_lt d, 0
  branch negative then other else positive
positive:
  jump loop(next, d)
skip:
  s = int_add next, 1
  jump loop(s, x)
done:
  r = check_index x, 1000
  return r
other:
  return -1

function main(argc: int, argv: uint8**) -> int
entry:
  a = call @run(1)
  call @print_int(a)
  b = call @run(-5)
  call @print_int(b)
  return 0
'''
WIDE = "op: int = cast_int byte"
MASKED = "wide: int = cast_int byte\n  op = int_and wide, 15"


def machine(fetch: str, default: str, code: str) -> str:
    cases = ", ".join(f"{number} -> add{number}" for number in range(8))
    adders = "".join(f"add{n}:\n  x{n} = int_add x, {n}\n  jump loop(next, x{n})\n" for n in range(8))
    return MACHINE.format(fetch=fetch, cases=cases, default=default, adders=adders, code=code)


ENDING = r"\x01\x02\x08\x09\x0a\x07\x08\x03\x00\x0b\x0b\x0b"  # ((x + 1 + 2) * 2) * 2 + 3
UNKNOWN = r"\x01\x02\x08\x09\x0a\x07\x08\x03\x00\x64\x0b\x0b"


@pytest.mark.parametrize(("fetch", "default", "code", "result"), [
    (WIDE, ", else other", ENDING, "19"),
    (WIDE, ", else other", UNKNOWN, "-1"),
    (WIDE, "", ENDING, "19"),
    (MASKED, ", else other", ENDING, "19"),
    (MASKED, ", else other", UNKNOWN.replace("64", "6c"), "-1"),
])
def test_machine(bench: Workbench, fetch: str, default: str, code: str, result: str) -> None:
    assert bench.run(machine(fetch, default, code)) == [result, "-1"]


def test_with_clang(tmp_path: Path, cache: Path) -> None:
    assert Workbench(tmp_path, cache, "clang").run(machine(WIDE, ", else other", ENDING)) == ["19", "-1"]


def text_of_run(bench: Workbench) -> str:
    return bench.c_text().split("int64_t run(int64_t n)\n{")[1].split("\n}")[0]


def test_each_way_back_dispatches(gcc: Workbench) -> None:
    gcc.build(machine(WIDE, ", else other", ENDING))
    text = text_of_run(gcc)
    assert text.count("rt_dispatch(targets[") == 11
    assert "continue;" not in text
    assert "case 3: op_3: {" in text


def test_range_is_checked_only_where_it_must_be(gcc: Workbench) -> None:
    for fetch, default, checks in ((WIDE, ", else other", 11), (WIDE, "", 0), (MASKED, ", else other", 0)):
        gcc.build(machine(fetch, default, ENDING))
        text = text_of_run(gcc)
        assert text.count("goto op_default;") == checks
        assert ("op_default: {" in text) == ("else" in default)


def test_small_switches_stay(gcc: Workbench) -> None:
    text = '''
function f(n: int) -> int inline=never noraise
entry:
  jump loop(n, 0)
loop(x: int, steps: int):
  digit = int_and x, 3
  half = int_rshift x, 1
  more = int_add steps, 1
  switch digit of 0 -> loop(half, more), 1 -> odd, 2 -> loop(half, steps), else done
odd:
  jump loop(half, steps)
done:
  return steps

function main(argc: int, argv: uint8**) -> int
entry:
  r = call @f(192)
  call @print_int(r)
  return 0
'''
    assert gcc.run(text) == ["5"]
    assert "rt_dispatch" not in gcc.c_text().split("main(")[0]
