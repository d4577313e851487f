"""The stackless transform: text before and after, and what its programs do."""
from __future__ import annotations

import resource
import subprocess
from pathlib import Path
from typing import Any, cast
from types import FunctionType

import pytest

from tests.transform.passes import recursion
from tests.transform.passes.helpers import check, parse
from transform.driver import Options, Translation, TranslationErrors, translate
from transform.ir.printer import print_program
from transform.passes import stackless
from transform.rpython import never_inline, resumes

STACK = """
class Stack(object) instantiated
  frames: SavedCall?
class SavedCall(object) instantiated
  next: SavedCall?
  code: void*
  site: int
class SavedState(SavedCall) instantiated
  state: object
"""

LAYOUTS = """
class SavedCall_0_0_0(SavedCall) instantiated
class SavedCall_1_0_1(SavedCall) instantiated
  r0: object?
  f0: float
class SavedCall_1_2_0(SavedCall) instantiated
  r0: object?
  w0: int
  w1: int
class SavedState_0_1_0(SavedState) instantiated
  w0: int
"""

PAUSE = """
function pause(own: Stack, target: Stack) -> void
entry:
  switch_stack own, target
  return
"""


def becomes(before: str, after: str) -> None:
    check(stackless.run, STACK + before + PAUSE, STACK + LAYOUTS + after)


def test_live_variables_are_saved_and_read_back() -> None:
    becomes("""
function f(own: Stack, target: Stack, p: Point, x: float) -> int
entry:
  y = float_mul x, 2.0
  call @pause(own, target) fail handler(y)
  m = getfield p .x
  k: int = float_to_int y
  r = int_add m, k
  return r
handler(z: float):
  e: BaseException = catch
  i: int = float_to_int z
  return i
""", """
function f(own: Stack, target: Stack, p: Point, x: float) -> int
entry:
  low = stack_is_low
  branch low then interrupted else start unlikely
interrupted:
  again = is_resuming
  branch again then resume else start
resume:
  frame: SavedCall = resumed_frame
  v: SavedCall_1_0_1 = cast_ref frame
  v_2 = getfield v .r0
  v_3 = getfield v .f0
  jump resume_0
resume_0:
  p_2: Point = cast_ref v_2
  get_result fail handler(v_3)
  jump behind_0(p_2, v_3)
handler(z: float):
  e: BaseException = catch
  i: int = float_to_int z
  return i
behind_0(p_3: Point, y: float):
  m = getfield p_3 .x
  k: int = float_to_int y
  r = int_add m, k
  return r
start:
  y_2 = float_mul x, 2.0
  call @pause(own, target) fail handler(y_2) unwind save
  jump behind_0(p, y_2)
save:
  v_4 = save_frame @`f$resume`, 0, SavedCall_1_0_1
  setfield v_4 .r0 = p
  setfield v_4 .f0 = y_2
  fail

function pause(own: Stack, target: Stack) -> void
entry:
  switch_stack own, target unwind pass_on
  return
pass_on:
  fail

function `f$resume`() -> void cold
entry:
  continue_call @f(null:Stack, null:Stack, null:Point, 0.0) unwind pass_on
  return
pass_on:
  fail
""")


def test_a_loop_is_entered_in_the_middle() -> None:
    becomes("""
function f(own: Stack, n: int) -> int
entry:
  jump loop(0)
loop(i: int):
  more = int_lt i, n
  branch more then body else end
body:
  call @pause(own, own)
  j = int_add i, 1
  jump loop(j)
end:
  return i
""", """
function f(own: Stack, n: int) -> int

function pause(own: Stack, target: Stack) -> void
""")


def test_a_call_in_tail_position_saves_nothing() -> None:
    program = parse(STACK + """
function f(own: Stack, n: int) -> int
entry:
  r = call @g(own, n)
  return r

function g(own: Stack, n: int) -> int
entry:
  call @pause(own, own)
  return n
""" + PAUSE)
    stackless.run(program)
    text = print_program(program)
    assert "f$resume" not in text
    assert "g$resume" in text


def test_only_what_reaches_a_switch_is_changed() -> None:
    before = """
function f(x: int) -> int
entry:
  r = call @g(x)
  return r

function g(x: int) -> int
entry:
  call_c effect(x)
  return x
"""
    program = parse(before)
    text = print_program(program)
    report = stackless.run(program)
    assert print_program(program) == text
    assert not report.functions
    assert report.checks == 0


def test_recursion_is_checked_once_a_cycle() -> None:
    program = parse(STACK + """
function f(x: int) -> int
entry:
  r = call @g(x)
  s = int_add r, 1
  return s

function g(x: int) -> int
entry:
  r = call @f(x)
  s = int_add r, 2
  return s
""")
    report = stackless.run(program)
    assert report.checks == 1
    assert set(report.functions) == {"f", "g"}


def test_virtual_calls_reach_what_fills_the_slot() -> None:
    program = parse(STACK + """
class A(object) instantiated
  slot m: code(A, Stack) -> int
  virtual .m = @quiet
class B(A) instantiated
  virtual .m = @switching
class C(A) instantiated
  virtual .m = @quiet

function any(a: A, own: Stack) -> int
entry:
  r = call_virtual .m(a, own)
  s = int_add r, 1
  return s

function surely_quiet(a: C, own: Stack) -> int
entry:
  r = call_virtual .m(a, own)
  s = int_add r, 1
  return s

function quiet(a: A, own: Stack) -> int
entry:
  return 1

function switching(a: A, own: Stack) -> int
entry:
  call @pause(own, own)
  return 2
""" + PAUSE)
    assert set(stackless.run(program).functions) == {"any", "switching", "pause"}


def test_a_function_that_is_resumed_by_hand_saves_its_parameters() -> None:
    becomes("""
function loop(own: Stack, n: int) -> Stack resumed_by @with_stack resumed_by @with_error
entry:
  a = call @get(own) fail handler
  call @pause(a, a)
  b = call @get(a)
  m = int_add n, 1
  r = call @loop(b, m)
  return r
handler:
  e: BaseException = catch
  return own

function get(own: Stack) -> Stack
entry:
  call @pause(own, own)
  return own

function with_stack(own: Stack, n: int, result: Stack?) -> Stack
entry:
  return own

function with_error(own: Stack, n: int, error: BaseException) -> Stack
entry:
  r = call @loop(own, n)
  return r
""", """
function loop(own: Stack, n: int) -> Stack resumed_by @with_stack resumed_by @with_error
entry:
  low = stack_is_low
  branch low then low else start unlikely
low:
  unwind_stack unwind save(0)
  jump start
save(site: int):
  v = save_frame @`loop$resume`, site, SavedState_0_1_0
  setfield v .state = own
  setfield v .w0 = n
  fail
start:
  a = call @get(own) fail handler unwind save(1)
  call @pause(a, a) unwind save(2)
  b = call @get(a) unwind save(1)
  m = int_add n, 1
  r = call @loop(b, m)
  return r
handler:
  e: BaseException = catch
  return own

function pause(own: Stack, target: Stack) -> void

function get(own: Stack) -> Stack

function with_stack(own: Stack, n: int, result: Stack?) -> Stack

function with_error(own: Stack, n: int, error: BaseException) -> Stack

function `loop$resume`() -> void cold
entry:
  frame: SavedCall = resumed_frame
  site = getfield frame .site
  v: SavedState_0_1_0 = cast_ref frame
  v_2 = getfield v .state
  v_3: Stack = cast_ref v_2
  v_4 = getfield v .w0
  switch site of 0 -> again, 1 -> resume_1, 2 -> resume_2
again:
  continue_call @loop(v_3, v_4) unwind pass_on
  return
pass_on:
  fail
resume_1:
  value: Stack? = get_result fail failed
  continue_call @with_stack(v_3, v_4, value) unwind pass_on_3
  return
failed:
  error: BaseException = catch
  continue_call @with_error(v_3, v_4, error) unwind pass_on_2
  return
pass_on_2:
  fail
pass_on_3:
  fail
resume_2:
  get_result fail failed
  continue_call @with_stack(v_3, v_4, null:Stack?) unwind pass_on_4
  return
pass_on_4:
  fail
""")


def test_a_result_that_no_resume_function_takes_is_an_error() -> None:
    program = parse(STACK + """
function loop(own: Stack) -> Stack resumed_by @with_stack
entry:
  n = call @get(own)
  branch n then yes else no
yes:
  return own
no:
  return own

function with_stack(own: Stack, result: Stack?) -> Stack
entry:
  return own

function get(own: Stack) -> bool
entry:
  call @pause(own, own)
  return true
""" + PAUSE)
    with pytest.raises(stackless.StacklessError, match="has a result of type bool, but no function that resumes loop"):
        stackless.run(program)


# Translated.

MODES: dict[str, dict[str, Any]] = {
    "gcc": {}, "clang": {"cc": "clang"}, "no collector": {"gc": "none"}, "debug": {"debug": True, "gc": "none"},
    "immix": {"gc": "immix"}}


@pytest.fixture(scope="module", params=MODES)
def binary(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("stackless") / "recursion"
    translate(cast(FunctionType, recursion.main), output, Options(**MODES[request.param]))
    return output


def run(binary: Path, kind: str, depth: int, stack: int = 8 << 20) -> subprocess.CompletedProcess[str]:
    return subprocess.run([binary, kind, str(depth)], capture_output=True, text=True, timeout=120,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_STACK, (stack, stack)))


@pytest.mark.parametrize("kind, depth, expected", [
    ("total", 1_000_000, "1999998"),
    ("parity", 500_000, "even"),
    ("parity", 500_001, "odd"),
    ("handle", 300_001, "ValueError bottom!!!"),
    ("clean", 300_000, "bottom 300001"),
    ("pair", 300_000, "300000 300000.5"),
    ("coroutine", 300_000, "300001"),
    ("coroutine", 3, "4"),
])
def test_recursion_is_bounded_by_memory_alone(binary: Path, kind: str, depth: int, expected: str) -> None:
    done = run(binary, kind, depth)
    assert (done.stdout, done.stderr) == (expected + "\n", "")


@never_inline
def total_of(n: int) -> int:
    return 0 if n == 0 else total_of(n - 1) // 2 + n


class Counter:
    number: int

    def __init__(self, number: int) -> None:
        self.number = number


def drain(counter: Counter) -> Counter:
    while total_of(counter.number) > 0:
        counter.number -= 1
    return counter


@resumes(drain)
def drain_with(counter: Counter, result: float) -> Counter:
    return counter


def draining(argv: list[str]) -> int:
    return drain(Counter(len(argv))).number


def test_the_error_names_the_line() -> None:
    with pytest.raises(TranslationErrors) as caught:
        Translation(cast(FunctionType, draining)).transformed()
    text = str(caught.value)
    assert "while total_of(counter.number) > 0:" in text
    assert "this call can be suspended and has a result of type int, but no function that resumes" in text


def spin(counter: Counter) -> Counter:
    return counter


@resumes(spin)
def spin_wrongly(counter: Counter, result: int) -> int:
    return result


def spinning(argv: list[str]) -> int:
    return spin(Counter(len(argv))).number


def test_the_parameters_of_a_resume_function_are_compared() -> None:
    with pytest.raises(TranslationErrors, match="spin_wrongly resumes .*spin, but its parameters and result"):
        Translation(cast(FunctionType, spinning)).graphs()


def test_recursion_up_and_down_in_a_small_stack(binary: Path) -> None:
    assert run(binary, "ackermann", 7, 1 << 20).stdout == "1021\n"


def test_what_is_suspended_can_be_looked_at(binary: Path) -> None:
    """Other calls stand above and below that of the loop."""
    assert run(binary, "suspended", 0).stdout == "0 True\n1 True True True\n1\n"


def test_copies_of_a_stack_end_each_on_its_own(binary: Path) -> None:
    assert run(binary, "queens", 6).stdout == "4\n"
    assert run(binary, "copies", 0).stdout == "2 a stack cannot be copied: a state in it has no copy, 12 \n"


def test_a_callback_from_c_stays_on_the_stack(binary: Path) -> None:
    refused = "cannot switch: a C callback is on the stack"
    done = run(binary, "callback", 1_000_000)
    assert (done.stdout, done.stderr) == (f"{refused}, {refused}, 2 True, 1 True: {2 * 1_999_998 + 1}\n", "")


def test_callbacks_that_fill_the_stack_are_fatal(binary: Path) -> None:
    assert "the C stack is full: callbacks from C are inside each other" in run(binary, "sink", 0).stderr


def test_a_stack_that_is_not_suspended_is_fatal(binary: Path) -> None:
    done = run(binary, "ended", 0)
    assert done.returncode < 0
    assert "a stack was continued that is not suspended" in done.stderr


def test_an_exception_out_of_a_start_is_fatal(binary: Path) -> None:
    done = run(binary, "broken", 0)
    assert done.returncode < 0
    assert "an exception left the start of a stack" in done.stderr
    assert "raise ValueError" in done.stderr or "Broken.start" in done.stderr


def test_without_the_transform(tmp_path: Path) -> None:
    output = tmp_path / "recursion"
    result = translate(cast(FunctionType, recursion.main), output, Options(stackless=False))
    assert result.resumable == result.call_sites == 0
    assert run(output, "total", 1000).stdout == "1998\n"
    assert "stack overflow" in run(output, "total", 10_000_000).stderr
    done = run(output, "coroutine", 3)
    assert done.returncode < 0
    assert "built without the stackless transform" in done.stderr
