"""The verifier: accepts what is well formed, and says what is wrong otherwise."""
import pytest

from transform.ir.graph import Constant, Jump, Link, Variable
from transform.ir.parser import parse_program
from transform.ir.types import INT, UINT8
from transform.ir.verifier import VerifyError, verify, verify_program

CLASSES = """
class object
class Error(object) exception instantiated
class Point(object) instantiated
  x: int
class Sub(Point) instantiated
"""


def program(text):
    return parse_program(CLASSES + text)


def rejected(text, message):
    with pytest.raises(VerifyError) as caught:
        verify_program(program(text))
    assert message in str(caught.value)
    assert "@f" in str(caught.value)


def test_accepts_loops_side_exits_and_subclasses():
    verify_program(program("""
function f(n: int, p: Sub) -> Point?
entry:
  m = int_add_ovf n, 1 fail handler(n)
  jump loop(0)
loop(i: int):
  c = int_lt i, m
  branch c then body else out(p)
body:
  x = call @g(p) fail handler(i)
  j = int_add i, x
  jump loop(j)
handler(k: int):
  e: Error = catch
  z = int_eq k, 0
  branch z then out(null:Point?) else bad
bad:
  raise e
out(r: Point?):
  return r

function g(p: Point) -> int
entry:
  x = getfield p .x
  return x
"""))


def test_the_result_of_a_failing_operation_is_not_visible_in_its_handler():
    rejected("""
function f(n: int) -> int
entry:
  m = int_add_ovf n, 1 fail handler
  return m
handler:
  e: Error = catch
  return n
""".replace("return n", "return m"), "%m: int is not defined on each way")


def test_what_follows_a_side_exit_is_not_visible_in_the_handler():
    rejected("""
function f(n: int) -> int
entry:
  a = int_add_ovf n, 1 fail handler
  b = int_add n, 2
  c = int_mul_ovf b, a fail handler
  return c
handler:
  e: Error = catch
  return b
""", "%b: int is not defined on each way")


def test_what_only_one_branch_defines_is_not_visible_behind():
    rejected("""
function f(c: bool) -> int
entry:
  branch c then one else two
one:
  a = int_add 1, 2
  jump two
two:
  return a
""", "%a: int is not defined on each way")


def test_use_before_definition_in_a_block():
    p = program("function f(n: int) -> int\nentry:\n  a = int_add n, 1\n  b = int_add a, 1\n  return b\n")
    p.entry.graph.entry.ops.reverse()
    with pytest.raises(VerifyError, match="not defined on each way"):
        verify(p.entry)


def test_undefined_and_twice_defined_variables():
    p = program("function f(n: int) -> int\nentry:\n  a = int_add n, 1\n  b = int_add a, 1\n  return b\n")
    first, second = p.entry.graph.entry.ops
    second.args[0] = Variable(INT, "ghost")
    with pytest.raises(VerifyError, match="ghost.* is not defined"):
        verify(p.entry)
    second.args[0] = first.result
    second.result = first.result
    with pytest.raises(VerifyError, match="defined twice"):
        verify(p.entry)


@pytest.mark.parametrize("text, message", [
    ("  a: int = int_lt n, 1\n  return n", "the result must be bool, got int"),
    ("  a: float = cast_int n\n  return n", "the result must be an integer type, got float"),
    ("  a: int = setfield &p .x = 1\n  return n", "gives no result"),
    ("  int_add n, 1\n  return n", "the result is missing"),
    ("  a: int = int_add n, 1:uint8\n  return n", "second operand must be int, got uint8"),
    ("  a: int = int_neg n, n\n  return n", "takes 1 operands, got 2"),
    ("  a: int = getfield n .Point::x\n  return n", "operand must be a reference"),
    ("  a: int = getfield &p:Point? .x\n  return n", "operand may be None: Point?"),
    ("  a: int = int_neg n fail h\n  return n\nh:\n  e: Error = catch\n  return n", "cannot fail"),
    ("  a: int = call @f(1.5)\n  return n", "argument 0 must be int, got float"),
    ("  a: int = call @f()\n  return n", "takes 1 arguments, got 0"),
    ("  return", "returns nothing"),
    ("  return 1.5", "returns 1.5: float, declared is int"),
    ("  return 300:uint8", "constant 300 is no uint8"),
    ("  raise &p", "raises"),
    ("  branch n then entry(n) else entry(n)", "condition must be bool"),
    ("  switch n of 1 -> entry(n), 1 -> entry(n)", "a case stands twice"),
    ("  jump b(1.5)\nb(x: int):\n  return x", "passes 1.5: float as %x: int"),
    ("  jump b\nb(x: int):\n  return x", "has 0 arguments for 1 parameters"),
    ("  a = int_add_ovf n, 1 fail h\n  return n\nh:\n  return n", "a handler begins with one catch"),
    ("  e: Error = catch\n  return n", "catch in a block that is no handler"),
    ("  a = int_add_ovf n, 1 fail h\n  jump h\nh:\n  e: Error = catch\n  return n", "also entered by a jump"),
])
def test_rejects(text, message):
    rejected(f"prebuilt p: Point\nfunction f(n: int) -> int\nentry:\n{text}\n", message)


def test_entry_parameters_follow_the_signature():
    p = program("function f(n: int) -> int\nentry:\n  return n\n")
    p.entry.graph.entry.params[0].type = UINT8
    with pytest.raises(VerifyError, match="is declared as int"):
        verify(p.entry)


def test_calls_lead_to_functions_of_the_program():
    p = program("function f() -> int\nentry:\n  r = call @g()\n  return r\nfunction g() -> int\nentry:\n  return 1\n")
    verify_program(p)
    p.functions.pop()
    with pytest.raises(VerifyError, match="uses @g, which is no function of the program"):
        verify_program(p)


def test_long_chains_of_blocks_do_not_overflow_the_stack():
    p = program("function f(n: int) -> int\nentry:\n  return n\n")
    from transform.ir.graph import Block
    block = p.entry.graph.entry
    end = block.exit
    for _ in range(5000):
        following = Block()
        block.exit = Jump(Link(following))
        block = following
    block.exit = end
    verify(p.entry)
    end.value = Constant(3, INT)
    verify(p.entry)
