"""Which functions can raise."""
from tests.transform.passes.helpers import check, parse
from transform.ir.verifier import verify_program
from transform.passes import exceptions, pipeline, prune

CALLS = """
class Shape(object)
  slot good: code(Shape) -> void
  slot bad: code(Shape) -> void
class Square(Shape) instantiated
  virtual .good = @leaf
  virtual .bad = @raising
class Unused(Shape)
  virtual .good = @raising
  virtual .bad = @raising
function f(s: Shape, p: Point?, i: int) -> void
entry:
  call_virtual .good(s)
  call @even(s, i)
  call @guarded(s)
  q = check_not_none p, "fatal"
  return
function leaf(s: Shape) -> void
entry:
  return
function raising(s: Shape) -> void
entry:
  raise &error
function even(s: Shape, i: int) -> void
entry:
  call @odd(s, i)
  return
function odd(s: Shape, i: int) -> void
entry:
  call @even(s, i)
  call @leaf(s)
  return
function guarded(s: Shape) -> void
entry:
  call @raising(s) fail handler
  call_virtual .bad(s) fail handler
  return
handler:
  e: BaseException = catch
  return
function virtual(s: Shape) -> void
entry:
  call_virtual .bad(s)
  return
function overflow(s: Shape, i: int) -> int
entry:
  j = int_add_ovf i, 1
  return j
function caller(s: Shape, i: int) -> int
entry:
  j = call @overflow(s, i)
  return j
function allocating() -> Point
entry:
  p = new Point
  return p
function outside() -> void
function safe_outside() -> void noraise
function calls_outside() -> void
entry:
  call @outside()
  return
function calls_safe() -> void
entry:
  call @safe_outside()
  return
"""


def test_who_can_raise():
    program = parse(CALLS)
    exceptions.run(program)
    assert {f.name for f in program.functions if f.can_raise} == {
        "raising", "virtual", "overflow", "caller", "allocating", "outside", "calls_outside"}
    slots = next(cls for cls in program.classes if cls.name == "Shape").slots
    assert not slots["good"].can_raise and slots["bad"].can_raise


def test_handlers_of_what_cannot_raise_go():
    check(exceptions.run, """
function f(a: int) -> int
entry:
  b = call @leaf(a) fail handler(a)
  c = int_add_ovf b, 1 fail handler(b)
  d = call @leaf(c) fail other
  return d
handler(h: int):
  e: BaseException = catch
  return h
other:
  e2: BaseException = catch
  return -1
function leaf(a: int) -> int
entry:
  return a
""", """
function f(a: int) -> int noraise
entry:
  b = call @leaf(a)
  c = int_add_ovf b, 1 fail handler
  d = call @leaf(c)
  return d
handler:
  e: BaseException = catch
  return b
function leaf(a: int) -> int
""")


def test_prune_keeps_what_can_be_called():
    program = parse("""
program @main
class Callback(object) instantiated
  code: code(Callback) -> int
class Shape(object)
  slot area: code(Shape) -> int
  virtual .area = @abstract
class Square(Shape) instantiated
  virtual .area = @area
prebuilt cb: Callback {code = @callback}
function main() -> int
entry:
  c = call_value &cb
  a = code_address @address
  return c
function callback(self: Callback) -> int
entry:
  r = call @helper()
  return r
function helper() -> int
entry:
  return 1
function address() -> int
entry:
  return 1
function area(s: Shape) -> int
entry:
  return 1
function exported() -> int export="exported"
entry:
  return 1
function abstract(s: Shape) -> int
entry:
  return 1
function unused() -> int
entry:
  r = call @unused()
  return r
""")
    prune.run(program)
    verify_program(program)
    assert {f.name for f in program.functions} == {"main", "callback", "helper", "address", "area", "exported"}


def test_the_pipeline_tells_what_it_did():
    program = parse("function f(a: int) -> int\nentry:\n  b = call @g(a)\n  return b\n"
                    "function g(a: int) -> int\nentry:\n  return a\n")
    seen = []
    pipeline.run(program, lambda name, program: seen.append(name), verify=True)
    assert seen == [name for name, _ in pipeline.PASSES]
    assert [f.name for f in program.functions] == ["f"]
