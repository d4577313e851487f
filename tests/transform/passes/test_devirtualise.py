"""Devirtualisation: text before and after."""
from tests.transform.passes.helpers import check
from transform.passes import devirtualise

SHAPES = """
class Shape(object)
  slot area: code(Shape, int) -> int
  slot sides: int
  slot name: int
  virtual .area = @Shape.area
  virtual .sides = 0
  virtual .name = 1
class Square(Shape) instantiated
  virtual .area = @Square.area
  virtual .sides = 4
  virtual .name = 1
class Round(Shape)
  virtual .area = @Round.area
  virtual .sides = 0
  virtual .name = 1
class Circle(Round) instantiated
  virtual .area = @Round.area
  virtual .sides = 0
  virtual .name = 1
class Ellipse(Round) instantiated
  virtual .area = @Round.area
  virtual .sides = 0
  virtual .name = 1
class Unused(Round)
  virtual .area = @Shape.area
  virtual .sides = 7
  virtual .name = 7
prebuilt square: Square
function Shape.area(self: Shape, n: int) -> int
entry:
  return 0
function Square.area(self: Square, n: int) -> int
entry:
  return 1
function Round.area(self: Round, n: int) -> int
entry:
  return 2
"""


def devirtualised(before, after):
    check(devirtualise.run, SHAPES + before, SHAPES + after)


def test_one_implementation_below_the_static_class():
    devirtualised("""
function f(s: Shape, r: Round, q: Square) -> int
entry:
  a = call_virtual .area(s, 1)
  b = call_virtual .area(r, 1)
  c = call_virtual .area(q, 1) fail handler
  return b
handler:
  e: BaseException = catch
  return 0
""", """
function f(s: Shape, r: Round, q: Square) -> int
entry:
  a = call_virtual .area(s, 1)
  b = call @Round.area(r, 1)
  c = call @Square.area(q, 1) fail handler
  return b
handler:
  e: BaseException = catch
  return 0
""")


def test_the_receiver_is_created_here_or_prebuilt():
    devirtualised("""
function f() -> int
entry:
  q = new Square
  s: Shape = cast_ref q
  a = call_virtual .area(s, 1)
  b = call_virtual .area(&square:Shape, 2)
  c = get_class_constant s .sides
  d = int_add c, b
  return d
""", """
function f() -> int
entry:
  q = new Square
  s: Shape = cast_ref q
  self: Square = cast_ref s
  a = call @Square.area(self, 1)
  self_2: Square = cast_ref &square:Shape
  b = call @Square.area(self_2, 2)
  d = int_add 4, b
  return d
""")


def test_class_constants():
    devirtualised("""
function f(s: Shape, r: Round) -> int
entry:
  a = get_class_constant s .sides
  b = get_class_constant r .sides
  c = get_class_constant s .name
  d = int_add a, b
  e = int_add d, c
  return e
""", """
function f(s: Shape, r: Round) -> int
entry:
  a = get_class_constant s .sides
  d = int_add a, 0
  e = int_add d, 1
  return e
""")


def test_instance_tests():
    devirtualised("""
function f(s: Shape, r: Round, o: Shape?) -> bool
entry:
  a = isinstance s, Shape
  b = isinstance o, Shape
  c = isinstance s, Unused
  d = is_exactly r, Round
  e = isinstance r, Circle
  g = is_exactly s, Square
  h = isinstance r, Square
  i = make_tuple a, b, c, d, e, g, h
  return a
""", """
function f(s: Shape, r: Round, o: Shape?) -> bool
entry:
  null = is_null o
  b = bool_not null
  e = isinstance r, Circle
  g = is_exactly s, Square
  i = make_tuple true, b, false, false, e, g, false
  return true
""".replace("null = is", "v_null = is").replace("not null", "not v_null"))
