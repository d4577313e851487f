"""Tuple parameters taken apart: text before and after."""
from tests.transform.passes.helpers import check
from transform.passes import tuples


def test_a_tuple_through_a_join():
    check(tuples.run, """
function f(a: int, b: float, t: (int, float)) -> float
entry:
  c = int_lt a, 0
  branch c then one else out(t)
one:
  m = make_tuple a, b
  jump out(m)
out(p: (int, float)):
  x = tuple_get p, 0
  y = tuple_get p, 1
  z = int_to_float x
  w = float_add z, y
  return w
""".replace("z = int", "z: float = int"), """
function f(a: int, b: float, t: (int, float)) -> float
entry:
  c = int_lt a, 0
  p = tuple_get t, 0
  p_2 = tuple_get t, 1
  branch c then out(a, b) else out(p, p_2)
out(p_3: int, p_4: float):
  z: float = int_to_float p_3
  w = float_add z, p_4
  return w
""")


def test_nested_tuples_and_handlers():
    check(tuples.run, """
function f(a: int) -> int
entry:
  m = make_tuple a, 1
  n = make_tuple m, a
  x = int_add_ovf a, 1 fail handler(n)
  y = int_add_ovf x, 1 fail handler(((3, 4), 5):((int, int), int))
  return y
handler(p: ((int, int), int)):
  e: BaseException = catch
  q = tuple_get p, 0
  r = tuple_get q, 1
  s = tuple_get p, 1
  t = int_add r, s
  return t
""", """
function f(a: int) -> int
entry:
  x = int_add_ovf a, 1 fail handler(1, a)
  y = int_add_ovf x, 1 fail handler(4, 5)
  return y
handler(p: int, p_2: int):
  e: BaseException = catch
  t = int_add p, p_2
  return t
""")


def test_tuples_that_nobody_builds_stay_whole():
    text = """
function f(c: bool, t: (int, int), u: (int, int)) -> (int, int)
entry:
  branch c then out(t) else out(u)
out(p: (int, int)):
  call_c effect(1)
  return p
"""
    check(tuples.run, text, text)
