"""Inlining: text before and after."""
from tests.transform.passes.helpers import check, parse
from transform.ir.graph import Position
from transform.ir.printer import print_function
from transform.ir.verifier import verify_program
from transform.passes import escape, inline, simplify


def inlined(before, after):
    return check(inline.run, before, after)


SMALL = """
function small(a: int) -> int
entry:
  b = int_mul a, 3
  return b
"""


def test_a_straight_body():
    inlined("""
function f(x: int) -> int
entry:
  y = call @small(x)
  z = call @small(y)
  r = int_add y, z
  return r
""" + SMALL, """
function f(x: int) -> int
entry:
  b = int_mul x, 3
  b_2 = int_mul x, 9
  r = int_add b, b_2
  return r
""")


def test_branches_and_loops():
    inlined("""
function f(x: int) -> int
entry:
  y = call @sum(x)
  call_c effect(y)
  return y
function sum(n: int) -> int
entry:
  c = int_lt n, 0
  branch c then none else loop(0, 0)
none:
  return -1
loop(i: int, s: int):
  d = int_lt i, n
  branch d then step else out
step:
  t = int_add s, i
  j = int_add i, 1
  jump loop(j, t)
out:
  return s
""", """
function f(x: int) -> int
entry:
  c = int_lt x, 0
  branch c then entry_2(-1) else loop(0, 0)
entry_2(y: int):
  call_c effect(y)
  return y
loop(i: int, s: int):
  d = int_lt i, x
  branch d then step else entry_2(s)
step:
  t = int_add s, i
  j = int_add i, 1
  jump loop(j, t)
""")


def test_a_body_that_loops_to_its_entry():
    inlined("""
function f(x: int) -> int
entry:
  y = call @down(x)
  return y
function down(n: int) -> int
entry:
  c = int_lt n, 5
  branch c then out else again
again:
  m = int_rshift n, 1
  jump entry(m)
out:
  return n
""", """
function f(x: int) -> int
entry:
  jump entry_2(x)
entry_2(n: int):
  c = int_lt n, 5
  branch c then entry_3 else again
entry_3:
  return n
again:
  m = int_rshift n, 1
  jump entry_2(m)
""")


def test_side_exits_are_composed():
    inlined("""
function f(x: int) -> int
entry:
  y = call @checked(x) fail handler(x)
  return y
handler(h: int):
  e: BaseException = catch
  return h
function checked(a: int) -> int
entry:
  b = int_add_ovf a, 1
  c = call @big(b) fail inner
  return c
inner:
  e: BaseException = catch
  d = int_mul_ovf a, 2
  return d
function big(a: int) -> int inline=never
entry:
  raise &error
""", """
function f(x: int) -> int
entry:
  b = int_add_ovf x, 1 fail handler
  c = call @big(b) fail inner
  return c
handler:
  e: BaseException = catch
  return x
inner:
  e_2: BaseException = catch
  d = int_mul_ovf x, 2 fail handler
  return d
function big(a: int) -> int
""")


def test_a_raise_under_a_handler_is_a_jump_behind_its_catch():
    inlined("""
function f(x: int) -> int
entry:
  y = call @pick(x) fail handler(x)
  z = call @big(y) fail handler(y)
  return z
handler(h: int):
  e: BaseException = catch
  c = isinstance e, IndexError
  branch c then index else other
index:
  return -1
other:
  d = ref_eq e, &error:BaseException
  branch d then two else three
two:
  return h
three:
  raise e
function pick(a: int) -> int
entry:
  c = int_lt a, 0
  branch c then bad else good
bad:
  raise &index_error
good:
  return a
function big(a: int) -> int inline=never
entry:
  raise &error
""", """
function f(x: int) -> int
entry:
  c = int_lt x, 0
  branch c then bad else entry_2
bad:
  note_raise &index_error
  jump handler(&index_error)
handler(e: BaseException):
  c_2 = isinstance e, IndexError
  branch c_2 then index else other
index:
  return -1
other:
  d = ref_eq e, &error:BaseException
  branch d then two else three
two:
  return x
three:
  raise e
entry_2:
  z = call @big(x) fail handler_2
  return z
handler_2:
  e_2: BaseException = catch
  jump handler(e_2)
function big(a: int) -> int
""")


def test_a_known_exception_needs_no_test():
    inlined("""
function f(x: int) -> int
entry:
  y = call @pick(x) fail handler(x)
  return y
handler(h: int):
  e: BaseException = catch
  c = isinstance e, IndexError
  branch c then index else other
index:
  return h
other:
  raise e
function pick(a: int) -> int
entry:
  c = int_lt a, 0
  branch c then bad else good
bad:
  raise &index_error
good:
  return a
""", """
function f(x: int) -> int
entry:
  c = int_lt x, 0
  branch c then bad else entry_2
bad:
  return x
entry_2:
  return x
""")


def test_recursion_ends():
    program = parse("""
function even(n: int) -> bool inline=always
entry:
  c = int_eq n, 0
  branch c then yes else no
yes:
  return true
no:
  m = int_sub n, 1
  r = call @odd(m)
  return r
function odd(n: int) -> bool inline=always
entry:
  c = int_eq n, 0
  branch c then yes else no
yes:
  return false
no:
  m = int_sub n, 1
  r = call @even(m)
  return r
function self(n: int) -> int inline=always
entry:
  r = call @self(n)
  return r
""")
    inline.run(program)
    verify_program(program)
    assert "call @self" in print_function(program.find("self"))
    assert sum(f.graph.size() for f in program.functions) < 60


def test_what_is_not_inlined():
    body = "\n".join(f"  x{i} = int_add x{i - 1}, a\n  call_c effect(x{i})" for i in range(1, 20))
    program = inlined(f"""
function f(x: int) -> int
entry:
  a = call @never(x)
  b = call @cold(x)
  c = call @large(x)
  d = call @large(x)
  e = call @large_once(x)
  g = call @outside(x)
  return e
function never(a: int) -> int inline=never
entry:
  return a
function cold(a: int) -> int cold
entry:
  return a
function large(a: int) -> int
entry:
  x0 = int_add a, 1
{body}
  return x0
function large_once(a: int) -> int
entry:
  x0 = int_add a, 1
{body}
  return x0
function outside(a: int) -> int
""", "function outside(a: int) -> int\n")
    text = print_function(program.find("f"))
    assert "call @never" in text and "call @cold" in text and "call @outside" in text
    assert text.count("call @large(") == 2
    assert "call @large_once" not in text


def test_calls_that_become_direct_are_inlined_too():
    inlined("""
class Shape(object)
  slot area: code(Shape) -> int
class Square(Shape) instantiated
  virtual .area = @Square.area
class Circle(Shape) instantiated
  virtual .area = @Circle.area
function Square.area(self: Square) -> int
entry:
  return 1
function Circle.area(self: Circle) -> int
entry:
  return 2
function make() -> Shape
entry:
  s = new Square
  return s
function f() -> int
entry:
  s = call @make()
  a = call_virtual .area(s)
  return a
""", """
class Shape(object)
function f() -> int
entry:
  return 1
""")


def test_function_values_made_here_are_called_directly():
    def all_three(program):
        simplify.run(program)
        inline.run(program)
        escape.run(program)

    check(all_three, """
class Callback(object)
  code: code(int, Callback) -> int
  bound: object?
class Bound(Callback) instantiated
prebuilt cb: Callback {code = @twice, bound = null}
function twice(a: int, self: Callback) -> int
entry:
  r = int_mul a, 2
  return r
function f(a: int) -> int
entry:
  b = call_value &cb, a
  c = new Bound
  code = code_address @twice
  setfield c .code = code
  d = call_value c, b
  return d
""", """
function f(a: int) -> int
entry:
  r = int_mul a, 4
  return r
""")


def test_positions_say_where_the_callee_was_inlined():
    program = parse("""
function f(x: int) -> int
entry:
  y = call @middle(x)
  return y
function middle(x: int) -> int
entry:
  y = call @small(x)
  z = call @small(y)
  return z
function small(x: int) -> int
entry:
  y = int_add_ovf x, 3
  return y
""")
    for function in program.functions:
        if function.graph is not None:
            for line, op in enumerate(function.graph.entry.ops, 1):
                op.position = Position("a.py", line, function.name)
    inline.run(program)
    first, second = [op.position for op in program.find("f").graph.entry.ops]
    call = Position("a.py", 1, "f")
    assert first == Position("a.py", 1, "small", Position("a.py", 1, "middle", call))
    assert second == Position("a.py", 1, "small", Position("a.py", 2, "middle", call))
    assert second.outermost == call


def test_equal_positions_are_one_object():
    program = parse("""
function f(x: int) -> int
entry:
  y = call @small(x)
  z = call @small(y)
  return z
function small(x: int) -> int
entry:
  y = int_add_ovf x, 3
  return y
""")
    for name in ("f", "small"):
        for op in program.find(name).graph.entry.ops:
            op.position = Position("a.py", 1, name)
    inline.run(program)
    first, second = [op.position for op in program.find("f").graph.entry.ops]
    assert first is second
