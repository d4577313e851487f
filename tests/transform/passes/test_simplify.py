"""Simplification: text before and after."""
import pytest

from tests.transform.passes.helpers import check, parse
from transform.ir.graph import Return
from transform.passes import simplify


def simplified(before, after):
    check(simplify.run, before, after)


def one(params, result, line, after_lines):
    """One operation in a function whose parameters are given; what is left of it."""
    simplified(f"function f({params}) -> {result}\nentry:\n  r = {line}\n  return r\n",
               f"function f({params}) -> {result}\nentry:\n{after_lines}\n")


@pytest.mark.parametrize("line, value", [
    ("int_add 2, 3", "5"),
    ("int_add 9223372036854775807, 1", "-9223372036854775808"),
    ("int_sub 0:uint8, 1:uint8", "255:uint8"),
    ("int_floordiv -7, 2", "-4"),
    ("int_mod -7, 2", "1"),
    ("int_cdiv -7, 2", "-3"),
    ("int_cmod -7, 2", "-1"),
    ("int_floordiv -9223372036854775808, -1", "-9223372036854775808"),
    ("int_rshift -8, 1", "-4"),
    ("int_lshift 1:int8, 7", "-128:int8"),
    ("int_mul_high -1, 1", "-1"),
    ("int_mul_high 18446744073709551615:uint64, 2:uint64", "1:uint64"),
    ("int_clz 1:uint32", "31"),
    ("int_ctz 8", "3"),
    ("int_popcount -1:int16", "16"),
    ("float_add 0.5, 0.25", "0.75"),
    ("float_truediv 1.0, -0.0", "-inf"),
    ("float_neg 0.0", "-0.0"),
    ("float_floor -0.5", "-1.0"),
    ("float_floor -0.0", "-0.0"),
    ("float_lt 1.0, inf", "true"),
    ("int_lt -1, 0", "true"),
    ("bool_not true", "false"),
    ("check_index -1, 5", "4"),
    ("check_nonzero 5", "5"),
    ("int_add_ovf 1, 2", "3"),
    ("int_eq $EOF(-1), -1", "true"),
    ("isinstance &error, Error", "true"),
    ("isinstance &error, Point", "false"),
    ("is_null null:Point?", "true"),
    ("ref_eq &error, &index_error", "false"),
])
def test_folding(line, value):
    one("", _type_of(line), line, f"  return {value}")


def _type_of(line):
    program = parse(f"function f() -> void\nentry:\n  r = {line}\n  return\n")
    return str(program.entry.graph.entry.ops[0].result.type)


@pytest.mark.parametrize("line", [
    "int_floordiv 1, 0", "int_lshift 1, 64", "int_ctz 0", "check_index 5, 5", "int_add_ovf 9223372036854775807, 1",
    "check_nonzero 0", "float_truediv 0.0, 0.0", "int_or $O_CREAT(64), $O_EXCL(128)",
])
def test_what_is_not_folded(line):
    one("", _type_of(line), line, f"  r = {line}\n  return r")


@pytest.mark.parametrize("params, line, left", [
    ("a: int", "int_add 0, a", "a"), ("a: int", "int_sub a, a", "0"), ("a: int", "int_mul a, 1", "a"),
    ("a: int", "int_mul a, 0", "0"), ("a: uint8", "int_and a, 255:uint8", "a"), ("a: int", "int_xor a, a", "0"),
    ("a: int", "int_or a, a", "a"), ("a: int", "int_lshift a, 0", "a"), ("a: int", "int_mod a, 1", "0"),
    ("a: uint8", "int_ge a, 0:uint8", "true"), ("a: int", "int_lt a, a", "false"),
    ("a: bool", "bool_eq a, true", "a"), ("a: float", "float_mul 1.0, a", "a"), ("a: float", "float_sub a, 0.0", "a"),
    ("p: Point", "check_not_none p, \"p\"", "p"), ("p: Sub", "isinstance p, Point", "true"),
    ("p: Sub", "isinstance p, Other", "false"), ("p: Sub?", "is_exactly p, Other", "false"),
    ("p: Point", "is_null p", "false"), ("p: Point", "ref_eq p, p", "true"),
    ("p: Point, q: Other?", "ref_eq p, q", "false"), ("p: Sub", "check_cast p, Point", "p"),
])
def test_identities(params, line, left):
    program = parse(f"function f({params}) -> void\nentry:\n  r = {line}\n  return\n")
    one(params, program.entry.graph.entry.ops[0].result.type, line, f"  return {left}")


@pytest.mark.parametrize("params, result, line, after", [
    ("a: int", "int", "int_floordiv a, 8", "int_rshift a, 3"),
    ("a: int", "int", "int_mod a, 8", "int_and a, 7"),
    ("a: uint32", "uint32", "int_cdiv a, 8:uint32", "int_rshift a, 3:uint32"),
    ("a: int", "int", "int_cdiv a, 8", "int_cdiv a, 8"),
    ("a: int", "bool", "int_lt 1, a", "int_gt a, 1"),
    ("a: float", "bool", "float_le 1.0, a", "float_ge a, 1.0"),
    ("a: float", "float", "float_add a, 0.0", "float_add a, 0.0"),
    ("p: Point?", "bool", "ref_eq p, null:Point?", "is_null p"),
])
def test_cheaper_operations(params, result, line, after):
    one(params, result, line, f"  r = {after}\n  return r")


def test_chains_of_additions_and_conversions():
    simplified("""
function f(a: int, u: uint8, b: bool) -> int
entry:
  x = int_add 1, a
  y = int_add x, 2
  w: uint32 = cast_int u
  z: int = cast_int w
  n: int = cast_int b
  c = int_ne n, 0
  d = bool_not c
  branch d then one else two
one:
  s = int_add y, z
  return s
two:
  l: uint8 = cast_int z
  k = int_lt z, 10
  branch k then one else three
three:
  q: int = cast_int l
  return q
""", """
function f(a: int, u: uint8, b: bool) -> int
entry:
  y = int_add a, 3
  z: int = cast_int u
  branch b then two else one
two:
  k = int_lt u, 10:uint8
  branch k then one else three
one:
  s = int_add y, z
  return s
three:
  return z
""")


def test_common_subexpressions_across_blocks():
    simplified("""
function f(a: int, b: int) -> int
entry:
  x = int_add a, b
  c = int_lt a, b
  branch c then one else two
one:
  y = int_add b, a
  z = int_add a, b
  return z
two:
  d = int_gt b, a
  branch d then three else four
three:
  return 3
four:
  return x
""", """
function f(a: int, b: int) -> int
entry:
  x = int_add a, b
  c = int_lt a, b
  branch c then one else four
one:
  return x
four:
  return x
""")


def test_known_conditions_decide_further_branches():
    simplified("""
function f(a: int, b: int, p: Point?) -> int
entry:
  c = int_lt a, b
  branch c then less else more
less:
  e = int_eq a, b
  branch e then never else maybe
never:
  return 1
maybe:
  n = is_null p
  branch n then null else there
null:
  x = isinstance p, Point
  branch x then never else out
out:
  return 2
there:
  q = check_not_none p, "p"
  r = getfield q .x
  return r
more:
  g = int_le a, b
  h = bool_not g
  branch h then out else never2
never2:
  i = int_eq a, b
  branch i then out else out2
out2:
  return 9
""", """
function f(a: int, b: int, p: Point?) -> int
entry:
  c = int_lt a, b
  branch c then maybe else more
maybe:
  n = is_null p
  branch n then out else there
out:
  return 2
there:
  q: Point = cast_ref p
  r = getfield q .x
  return r
more:
  h = int_gt a, b
  branch h then out else never2
never2:
  i = int_eq a, b
  branch i then out else out2
out2:
  return 9
""")


def test_a_value_is_the_constant_that_it_was_compared_with():
    simplified("""
function f(a: int) -> int
entry:
  c = int_eq a, 5
  branch c then five else other
five:
  x = int_mul a, 2
  return x
other:
  switch a of 1 -> one, 2 -> two(a) else rest
one:
  y = int_mul a, 3
  return y
two(z: int):
  return z
rest:
  return 0
""".replace("2 -> two(a) else", "2 -> two(a), else"), """
function f(a: int) -> int
entry:
  c = int_eq a, 5
  branch c then five else other
five:
  return 10
other:
  switch a of 1 -> one, 2 -> two, else rest
one:
  return 3
two:
  return 2
rest:
  return 0
""")


def test_loads_are_forwarded_until_something_may_write():
    simplified("""
function f(p: Point, q: Point, o: Other, v: int) -> int
entry:
  setfield p .x = v
  a = getfield p .x
  setfield o .x = 1
  b = getfield p .x
  s = int_add a, b
  setfield q .x = 2
  c = getfield p .x
  t = int_add s, c
  d = getfield p .y
  call_c effect(t)
  e = getfield p .x
  g = getfield p .y
  u = int_add d, g
  w = int_add e, u
  return w
""", """
function f(p: Point, q: Point, o: Other, v: int) -> int
entry:
  setfield p .x = v
  setfield o .x = 1
  s = int_add v, v
  setfield q .x = 2
  c = getfield p .x
  t = int_add s, c
  d = getfield p .y
  call_c effect(t)
  e = getfield p .x
  u = int_add d, d
  w = int_add e, u
  return w
""")


def test_items_and_lengths():
    simplified("""
function f(n: int) -> int
entry:
  a = new_var n, Array
  setitem a, 0, 7
  x = getitem a, 0
  m = getfield a .length
  setitem a, n, 1
  y = getitem a, 0
  s = int_add x, m
  t = int_add s, y
  setitem a, 0, y
  return t
""", """
function f(n: int) -> int
entry:
  a = new_var n, Array
  setitem a, 0, 7
  setitem a, n, 1
  y = getitem a, 0
  s = int_add n, 7
  t = int_add s, y
  return t
""")


def test_loads_in_a_loop_are_not_forwarded_over_the_back_edge():
    text = """
function f(p: Point, n: int) -> int
entry:
  a = getfield p .x
  jump loop(0, a)
loop(i: int, s: int):
  c = int_lt i, n
  branch c then step else out
step:
  b = getfield p .x
  t = int_add s, b
  setfield p .x = t
  j = int_add i, 1
  jump loop(j, t)
out:
  return s
"""
    simplified(text, text)


def test_a_handler_knows_nothing_of_what_the_failed_call_wrote():
    program = parse("""
function f(p: Point) -> int
entry:
  setfield p .x = 1
  call @g(p) fail handler
  return 0
handler:
  e: BaseException = catch
  a = getfield p .x
  return a
function g(p: Point) -> void
entry:
  setfield p .x = 2
  raise &error
""")
    simplify.run(program)
    handler = program.find("f").graph.entry.ops[1].fail.target
    assert [op.name for op in handler.ops] == ["catch", "getfield"]


def test_checks_are_done_once():
    simplified("""
function f(i: int, n: int, p: Point?) -> int
entry:
  a = check_index i, n fail handler
  b = check_index i, n
  c = check_index a, n
  q = check_not_none p, "p"
  r = check_not_none p, "p"
  x = getfield q .x
  y = getfield r .x
  s = int_add_ovf b, c
  t = int_add b, c
  u = int_add s, t
  z = int_add x, y
  w = int_add u, z
  return w
handler:
  e: BaseException = catch
  a2 = check_index i, n
  return a2
""", """
function f(i: int, n: int, p: Point?) -> int
entry:
  a = check_index i, n fail handler
  q = check_not_none p, "p"
  x = getfield q .x
  s = int_add_ovf a, a
  u = int_add s, s
  z = int_add x, x
  w = int_add u, z
  return w
handler:
  e: BaseException = catch
  a2 = check_index i, n
  return a2
""")


def test_a_field_that_may_be_unset_is_checked_once():
    simplified("""
class Holder(object) instantiated
  point: Point unset
function f(h: Holder, q: Point) -> int
entry:
  p = getfield h .point
  a = check_not_none p, "field 'point' is not set"
  x = getfield a .x
  p2 = getfield h .point
  b = check_not_none p2, "field 'point' is not set"
  y = getfield b .x
  s = int_add x, y
  setfield h .point = q
  p3 = getfield h .point
  c = check_not_none p3, "field 'point' is not set"
  z = getfield c .x
  t = int_add s, z
  return t
""", """
class Holder(object) instantiated
  point: Point unset
function f(h: Holder, q: Point) -> int
entry:
  p = getfield h .point
  a = check_not_none p, "field 'point' is not set"
  x = getfield a .x
  s = int_add x, x
  setfield h .point = q
  z = getfield q .x
  t = int_add s, z
  return t
""")


def test_short_circuit_conditions_leave_no_bool():
    simplified("""
function f(a: int, b: int) -> int
entry:
  c = int_lt a, 0
  branch c then right else join(false)
right:
  d = int_lt b, 0
  jump join(d)
join(x: bool):
  branch x then yes else no
yes:
  return 1
no:
  return 0
""", """
function f(a: int, b: int) -> int
entry:
  c = int_lt a, 0
  branch c then right else no
right:
  d = int_lt b, 0
  branch d then yes else no
yes:
  return 1
no:
  return 0
""")


def test_a_branch_that_only_makes_a_bool_is_none():
    simplified("""
function f(a: int) -> bool
entry:
  c = int_lt a, 0
  branch c then yes else no
yes:
  jump out(false)
no:
  jump out(true)
out(r: bool):
  n = bool_not r
  call_c effect(1)
  return n
""", """
function f(a: int) -> bool
entry:
  n = int_lt a, 0
  call_c effect(1)
  return n
""")


def test_blocks_are_merged_and_unreachable_ones_go():
    simplified("""
function f(a: int) -> int
entry:
  jump one(a)
one(x: int):
  branch true then two(x) else never
two(y: int):
  jump three
three:
  z = int_add x, y
  return z
never:
  unreachable
""", """
function f(a: int) -> int
entry:
  z = int_add a, a
  return z
""")


def test_loop_invariant_parameters_and_dead_loops_of_values():
    simplified("""
function f(n: int, k: int) -> int
entry:
  jump loop(0, k, 0)
loop(i: int, inv: int, dead: int):
  c = int_lt i, n
  branch c then step else out
step:
  d2 = int_add dead, i
  j = int_add i, inv
  jump loop(j, inv, d2)
out:
  return i
""", """
function f(n: int, k: int) -> int
entry:
  jump loop(0)
loop(i: int):
  c = int_lt i, n
  branch c then step else out
step:
  j = int_add i, k
  jump loop(j)
out:
  return i
""")


def test_tuples_are_taken_apart_where_they_are_made():
    simplified("""
function f(a: int, b: float, t: (int, float)) -> (int, float)
entry:
  m = make_tuple a, b
  x = tuple_get m, 0
  y = tuple_get t, 1
  z = tuple_get t, 0
  again = make_tuple z, y
  c = int_lt x, z
  branch c then one else two
one:
  return m
two:
  return again
""", """
function f(a: int, b: float, t: (int, float)) -> (int, float)
entry:
  m = make_tuple a, b
  z = tuple_get t, 0
  c = int_lt a, z
  branch c then one else two
one:
  return m
two:
  return t
""")


def test_what_cannot_be_dropped_stays():
    text = """
function f(p: Point?, i: int) -> void
entry:
  q = check_not_none p, "p"
  j = check_index i, 5
  call_c effect(i)
  return
"""
    simplified(text, text)


def test_loops_back_to_the_entry():
    simplified("""
function f(n: int, s: int) -> int
entry:
  c = int_lt n, 1
  branch c then out else more
more:
  m = int_sub n, 1
  t = int_add s, n
  jump entry(m, t)
out:
  return s
""", """
function f(n: int, s: int) -> int
entry:
  c = int_lt n, 1
  branch c then out else more
more:
  m = int_sub n, 1
  t = int_add s, n
  jump entry(m, t)
out:
  return s
""")


def test_positions_survive():
    program = parse("function f(a: int) -> int\nentry:\n  x = int_floordiv a, 4\n  jump out(x)\nout(y: int):\n"
                    "  return y\n")
    from transform.ir.graph import Position
    entry = program.entry.graph.entry
    entry.ops[0].position = Position("f.py", 3, "f")
    entry.exit.link.target.exit.position = Position("f.py", 4, "f")
    simplify.run(program)
    assert program.entry.graph.entry.ops[0].position.line == 3
    exit = program.entry.graph.entry.exit
    assert isinstance(exit, Return) and exit.position.line == 4
