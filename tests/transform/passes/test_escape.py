"""Escape analysis: text before and after."""
from tests.transform.passes.helpers import check
from transform.passes import escape


def taken_apart(before, after):
    check(escape.run, before, after)


def test_straight_code():
    taken_apart("""
function f(a: int) -> int
entry:
  p = new Point
  setfield p .x = a
  call_c effect(a)
  x = getfield p .x
  n = getfield p .next
  z = getfield p .y
  c = is_null n
  i: int = cast_int c
  keepalive p
  s = int_add x, i
  t = int_add s, z
  return t
""", """
function f(a: int) -> int
entry:
  call_c effect(a)
  s = int_add a, 1
  return s
""")


def test_values_meet_in_parameters():
    taken_apart("""
function f(a: int, c: bool) -> int
entry:
  s = new Sub
  p: Point = cast_ref s
  branch c then one else two
one:
  setfield p .x = a
  jump out
two:
  call_c effect(1)
  jump out
out:
  x = getfield s .x
  return x
""", """
function f(a: int, c: bool) -> int
entry:
  branch c then out else two
out:
  return a
two:
  call_c effect(1)
  return 0
""")


def test_an_iterator_in_a_loop():
    taken_apart("""
function f(a: Array) -> int
entry:
  it = new Point
  setfield it .x = 0
  jump loop(0)
loop(s: int):
  i = getfield it .x
  n = getfield a .length
  c = int_lt i, n
  branch c then step else out
step:
  v = getitem a, i
  j = int_add i, 1
  setfield it .x = j
  t = int_add s, v
  jump loop(t)
out:
  return s
""", """
function f(a: Array) -> int
entry:
  jump loop(0, 0)
loop(s: int, x: int):
  n = getfield a .length
  c = int_lt x, n
  branch c then step else out
step:
  v = getitem a, x
  j = int_add x, 1
  t = int_add s, v
  jump loop(t, j)
out:
  return s
""")


def test_what_escapes_stays():
    text = """
function f(a: int, q: Point) -> Point
entry:
  p = new Point
  setfield p .x = a
  setfield q .next = p
  r = new Point
  call @g(r)
  s = new Point
  e = ref_eq s, q
  branch e then out(s) else out(q)
out(t: Point):
  return t
function g(p: Point) -> void
"""
    taken_apart(text, text)


def test_a_field_that_may_be_unset_and_cannot_be_none_stays():
    text = """
class Holder(object) instantiated
  point: Point unset
function f(c: bool, q: Point) -> Point
entry:
  h = new Holder
  branch c then one else two
one:
  setfield h .point = q
  jump two
two:
  p = getfield h .point
  return p
"""
    taken_apart(text, text)


def test_an_object_in_an_object():
    taken_apart("""
function f(a: int) -> int
entry:
  p = new Point
  setfield p .x = a
  q = new Point
  setfield q .next = p
  call_c effect(a)
  n = getfield q .next
  m = check_not_none n, "n"
  x = getfield m .x
  return x
""", """
function f(a: int) -> int
entry:
  call_c effect(a)
  return a
""")


def test_side_exits_see_what_was_stored_before_them():
    taken_apart("""
function f(a: int) -> int
entry:
  p = new Point
  setfield p .x = 1
  call @g(a) fail handler
  setfield p .x = 2
  call @g(a) fail handler
  return 0
handler:
  e: BaseException = catch
  x = getfield p .x
  return x
function g(a: int) -> void
""", """
function f(a: int) -> int
entry:
  call @g(a) fail handler(1)
  call @g(a) fail handler(2)
  return 0
handler(x: int):
  e: BaseException = catch
  return x
function g(a: int) -> void
""")
