"""Bounds-check elimination: which checks go, and which must stay."""
import pytest

from tests.transform.passes.helpers import check, parse
from transform.passes import bounds


def operations(program):
    return [op.name for block in program.find("f").graph.blocks() for op in block.ops]


def remaining(text, name="check_index"):
    """How many such checks are left in a function."""
    program = parse(text)
    bounds.run(program)
    return operations(program).count(name)


def test_counted_loop_over_a_length():
    check(bounds.run, """
function f(a: Array) -> int
entry:
  n = getfield a .length
  jump loop(0, 0)
loop(i: int, s: int):
  c = int_lt i, n
  branch c then step else out
step:
  k = check_index i, n
  x = getitem a, k
  t = int_add s, x
  j = int_add i, 1
  jump loop(j, t)
out:
  return s
""", """
function f(a: Array) -> int
entry:
  n = getfield a .length
  jump loop(0, 0)
loop(i: int, s: int):
  c = int_lt i, n
  branch c then step else out
step:
  x = getitem a, i
  t = int_add s, x
  j = int_add i, 1
  jump loop(j, t)
out:
  return s
""")


LOOP = """
function f(a: Array, m: int) -> int
entry:
  n = getfield a .length
  jump loop({start})
loop(i: int):
  c = {condition}
  branch c then step else out
step:
  k = check_index {index}, n
  x = getitem a, k
  j = {step}
  jump loop(j)
out:
  return i
"""


@pytest.mark.parametrize("start, condition, index, step, left", [
    ("0", "int_lt i, n", "i", "int_add i, 1", 0),
    ("5", "int_lt i, n", "i", "int_add i, 1", 0),
    ("0", "int_ne i, n", "i", "int_add i, 1", 1),  # i may jump over n
    ("0", "int_lt i, m", "i", "int_add i, 1", 1),  # another bound
    ("m", "int_lt i, n", "i", "int_add i, 1", 1),  # may start below zero
    ("-1", "int_lt i, n", "i", "int_add i, 1", 1),
    ("0", "int_le i, n", "i", "int_add i, 1", 1),  # one too far
    ("0", "int_lt i, n", "i", "int_add i, 7", 0),  # a length is far below the greatest integer
    ("0", "int_lt i, m", "i", "int_add i, 7", 1),
    ("0", "int_lt i, n", "i", "int_sub i, 1", 1),
    ("0", "int_lt i, n", "i", "int_mul i, 2", 1),
    ("0", "int_gt n, i", "i", "int_add_ovf i, 3", 0),
    ("0", "int_lt i, n", "j0", "int_add i, 1", 1),
])
def test_loops(start, condition, index, step, left):
    if index == "j0":
        text = LOOP.replace("  k = check_index", "  j0 = int_add i, 1\n  k = check_index")
    else:
        text = LOOP
    assert remaining(text.format(start=start, condition=condition, index=index, step=step)) == left


def test_loop_downwards():
    text = """
function f(a: Array) -> int
entry:
  n = getfield a .length
  last = int_sub n, 1
  jump loop(last)
loop(i: int):
  c = int_ge i, 0
  branch c then step else out
step:
  k = check_index i, n
  x = getitem a, k
  j = int_sub i, 1
  jump loop(j)
out:
  return i
"""
    assert remaining(text) == 0
    assert remaining(text.replace("int_sub n, 1", "int_add n, 0")) == 1
    assert remaining(text.replace("int_ge i, 0", "int_ge i, -1")) == 1


def test_step_in_one_of_two_branches():
    text = """
function f(a: Array, m: int) -> int
entry:
  n = getfield a .length
  jump loop(0)
loop(i: int):
  c = int_lt i, n
  branch c then step else out
step:
  k = check_index i, n
  x = getitem a, k
  odd = int_eq x, m
  branch odd then skip else next(i)
skip:
  j = int_add i, 1
  jump next(j)
next(q: int):
  jump loop(q)
out:
  return i
"""
    assert remaining(text) == 0
    assert remaining(text.replace("int_add i, 1", "int_xor i, 1")) == 1


def test_explicit_comparisons_and_half():
    text = """
function f(a: Array, i: int) -> int
entry:
  n = getfield a .length
  c = int_lt i, n
  branch c then one else out
one:
  d = int_ge i, 0
  branch d then two else out
two:
  k = check_index i, n
  x = getitem a, k
  h = int_rshift i, 1
  k2 = check_index h, n
  y = getitem a, k2
  m = int_mod i, 3
  b = int_sub i, m
  k3 = check_index b, n
  z = getitem a, k3
  return z
out:
  return 0
"""
    assert remaining(text) == 1  # nothing says that m <= i
    assert remaining(text.replace("int_ge i, 0", "int_ge i, -5")) == 3


def test_unsigned_comparison_and_remainder():
    assert remaining("""
function f(a: Array, i: int) -> int
entry:
  n = getfield a .length
  u: uint64 = cast_int i
  w: uint64 = cast_int n
  c = int_lt u, w
  branch c then one else two
one:
  k = check_index i, n
  x = getitem a, k
  return x
two:
  e = int_eq n, 0
  branch e then out else three
three:
  r = int_mod i, n
  k2 = check_index r, n
  y = getitem a, k2
  return y
out:
  return 0
""") == 0


def test_an_index_that_was_checked():
    check(bounds.run, """
function f(a: Array, i: int) -> int
entry:
  n = getfield a .length
  k = check_index i, n
  j = int_sub k, 1
  c = int_ge j, 0
  branch c then one else out
one:
  l = check_index j, n
  x = getitem a, l
  return x
out:
  return 0
""", """
function f(a: Array, i: int) -> int
entry:
  n = getfield a .length
  k = check_index i, n
  j = int_sub k, 1
  c = int_ge j, 0
  branch c then one else out
one:
  x = getitem a, j
  return x
out:
  return 0
""")


def test_a_handler_does_not_know_that_the_check_passed():
    assert remaining("""
function f(a: Array, i: int) -> int
entry:
  c = int_ge i, 0
  branch c then one else out
one:
  n = getfield a .length
  k = check_index i, n fail handler(n)
  return k
handler(m: int):
  e: BaseException = catch
  k2 = check_index i, m
  return k2
out:
  return 0
""") == 2


def test_overflow_checks():
    check(bounds.run, """
function f(n: int, u: uint8) -> int
entry:
  w: int = cast_int u
  a = int_add_ovf w, 1
  b = int_mul_ovf a, 1000
  c = int_lt b, n
  branch c then one else two
one:
  d = int_add_ovf b, 1
  e = int_add_ovf n, 1
  return e
two:
  g = int_sub_ovf b, n
  return g
""", """
function f(n: int, u: uint8) -> int
entry:
  w: int = cast_int u
  a = int_add w, 1
  b = int_mul a, 1000
  c = int_lt b, n
  branch c then one else two
one:
  e = int_add_ovf n, 1
  return e
two:
  g = int_sub_ovf b, n
  return g
""")


def test_division_of_what_is_not_negative():
    program = parse("""
function f(n: int, u: uint8) -> int
entry:
  w: int = cast_int u
  a = int_floordiv w, 10
  b = int_mod w, 10
  c = int_mod n, 10
  d = check_nonzero c
  e = int_add a, b
  g = int_floordiv e, d
  return g
""")
    bounds.run(program)
    assert operations(program) == ["cast_int", "int_cdiv", "int_cmod", "int_mod", "check_nonzero", "int_add",
                                   "int_cdiv"]


def test_comparisons_that_are_decided():
    check(bounds.run, """
function f(n: int, u: uint8) -> int
entry:
  w: int = cast_int u
  m = int_floordiv n, 3
  a = int_lt w, 256
  branch a then one else two
one:
  b = int_gt n, w
  branch b then three else two
two:
  return 2
three:
  c = int_ge n, 0
  branch c then four else two
four:
  q = check_nonzero n
  r = int_cdiv q, n
  d = int_eq n, 0
  branch d then two else five
five:
  return m
""", """
function f(n: int, u: uint8) -> int
entry:
  w: int = cast_int u
  m = int_floordiv n, 3
  b = int_gt n, w
  branch b then five else two
two:
  return 2
five:
  return m
""")
