"""The text form: parser and printer are inverse, errors name the place."""
import pytest

from transform.ir.graph import Branch, Constant
from transform.ir.parser import parse_function, parse_program
from transform.ir.printer import print_function, print_program
from transform.ir.scanner import ParseError
from transform.ir.types import CHAR, INT, UINT8

PROGRAM = '''\
program @main
build headers "stdio.h" "unistd.h"
build libraries "m"
build define "X" "1"

struct Stat "struct stat" {size: int, name: 16 of uint8, next: struct Stat*}

class object
class List[tuple[int, str]](object) instantiated
  length: int
  items: Array?
class Array(object) instantiated
  length: int immutable
  var uint8
class Point(object)
  x: int
  y: float unset
  next: Point?
  slot area: code(Point, int) -> float
  slot limit: int
  virtual .area = @Point.area
  virtual .limit = 4
class Sub(Point) instantiated
  x: (int, Point?)
  virtual .area = @Point.area
class Small(object) immediate=int
  value: int
class `odd name!`(object) exception instantiated

extern printf(uint8*) -> int variadic "stdio.h"

prebuilt bytes: Array {length = 3} b'a"c'
prebuilt point: Sub {y = 1.5, next = &point, x = (1, null)}
prebuilt error: `odd name!`

exception IndexError = &error

function main(a: int, p: Point) -> int
entry:
  c = int_lt a, 1
  q: Point? = cast_ref p
  branch c then first(a, 0.5) else second likely
first(i: int, f: float):
  v = call_virtual .area(p, i) fail handler(i)
  x = getfield p .x
  setfield p .x = x
  s = new Sub
  t = getfield s .x
  t2 = getfield s .Point::x
  it = tuple_get t, 1
  m = make_tuple x, f, 'x', 1:uint8, (1, (2, 0.5)):(int, (int, float))
  r = check_not_none q, "q is None"
  n = new_var 3, Array
  k = check_index i, 3 fail handler(i)
  b = getitem n, k
  setitem n, k, 97:uint8
  w: int = cast_int b
  raw = raw_alloc 2, struct Stat
  z = raw_get_field raw .size
  raw_set_field raw .size = z
  adr = raw_field_address raw .name
  pr = call_c printf(adr)
  code = code_address @Point.area
  g = call_code code, s, 1
  sz = size_of class Sub
  sz2 = size_of struct Stat
  sz3 = size_of int
  lim = get_class_constant p .limit
  imm = make_immediate w, Small
  e = int_eq x, $EOF(-1)
  jump first(k, g)
handler(j: int):
  exc: `odd name!` = catch
  same = ref_eq exc, &bytes
  switch j of 1 -> out(2), 2 -> out(3), else raising(exc)
out(res: int):
  return res
raising(exc2: `odd name!`):
  raise exc2
second:
  d = ref_eq q, null:Point?
  u = isinstance &point:Point?, Sub
  call @nothing() fail handler(1)
  unreachable

function Point.area(self: Point, n: int) -> float inline=never cold noraise export="area"
entry:
  return -inf

function nothing() -> void
'''


def test_program_round_trip():
    program = parse_program(PROGRAM)
    text = print_program(program)
    assert text == print_program(parse_program(text))
    for section in PROGRAM.strip().split("\n\n"):
        assert section in text


def test_function_text_is_what_was_read():
    program = parse_program(PROGRAM)
    text = print_function(program.find("main"))
    assert text in PROGRAM


def test_forward_references_between_classes_and_functions():
    program = parse_program("""
class B(A)
  a: A?
class A(object)
  b: B?
  virtual .later = @f
  slot later: code(A) -> void
function f(a: A) -> void
entry:
  return
""")
    _, b, a = program.classes
    assert b.base is a and a.fields["b"].type is b.optional
    assert list(a.vtable.values()) == program.functions


def test_constants_have_the_types_of_the_text():
    function = parse_function("""
function f(c: bool) -> char
entry:
  branch c then one('x') else one(120:char)
one(r: char):
  return r
""")
    exit = function.graph.entry.exit
    assert isinstance(exit, Branch)
    assert exit.then.args[0].same(exit.otherwise.args[0])
    assert exit.then.args[0].type is CHAR


@pytest.mark.parametrize("text, value, type", [
    ("-5", -5, INT), ("7:uint8", 7, UINT8), ("$O_RDONLY(3)", 3, INT),
])
def test_integer_constants(text, value, type):
    function = parse_function(f"function f() -> {type}\nentry:\n  return {text}\n")
    constant = function.graph.entry.exit.value
    assert isinstance(constant, Constant) and constant.value == value and constant.type is type
    assert text in print_function(function)


def test_unnamed_and_equal_names_are_made_unique():
    function = parse_function("function f(a: int) -> int\nentry:\n  b = int_add a, 1\n  c = int_add b, 1\n  return c\n")
    for op in function.graph.entry.ops:
        op.result.name = "a" if op.result.name == "b" else ""
    text = print_function(function)
    assert "a_2 = int_add a, 1\n  v = int_add a_2, 1" in text
    assert print_function(parse_function(text)) == text


@pytest.mark.parametrize("text, message", [
    ("function f() -> int\nentry:\n  return x\n", "line 3: unknown variable 'x'"),
    ("function f() -> int\nentry:\n  x = frob 1\n", "line 3: unknown operation 'frob'"),
    ("function f() -> int\nentry:\n  x = new Nothing\n", "line 3: unknown class 'Nothing'"),
    ("function f() -> int\nentry:\n  x = int_add 1, 1.5\n", "second operand must be int, got float"),
    ("function f() -> int\nentry:\n  x = cast_int 1\n", "the result needs a type"),
    ("function f() -> int\nentry:\n  jump away\n", "unknown block 'away'"),
    ("function f() -> int\nentry:\n  x = int_neg 1\n", "the last block has no end"),
    ("function f() -> int\nentry:\n  return 1 2\n", "expected the end of the line"),
    ("function f() -> Odd\n", "line 1: unknown type 'Odd'"),
    ("nonsense\n", "expected a declaration"),
    ("class A(B)\nfunction f() -> int\n", "unknown base class"),
])
def test_errors_name_the_line(text, message):
    with pytest.raises(ParseError) as caught:
        parse_program(text)
    assert message in str(caught.value)


def test_source_lines_as_comments(tmp_path):
    from transform.ir.graph import Position
    path = tmp_path / "f.py"
    path.write_text("def f(a):\n    return a + 1\n")
    function = parse_function("function f(a: int) -> int\nentry:\n  b = int_add a, 1\n  return b\n")
    function.position = Position(str(path), 1, "f")
    position = Position(str(path), 2, "f")
    function.graph.entry.ops[0].position = position
    function.graph.entry.exit.position = position
    text = print_function(function, source=True)
    assert "b = int_add a, 1  # 2: return a + 1\n  return b\n" in text
    assert print_function(parse_function(text)) == print_function(function)
