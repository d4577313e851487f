"""Classes: layout, virtual tables, class tests, immediates, objects with a variable part."""
from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from tests.transform.c.harness import Workbench
from transform.c.layout import REGION_START, Layout
from transform.c.program import immediate_word
from transform.ir.types import INT, ClassType
from transform.rpython import decode_immediate_float, encode_immediate_float, fits_immediate_float

SHAPES = '''
class Shape(object)
  name: str
  slot area: code(Shape, int) -> int
  slot sides: int
  slot label: str
  virtual .label = &shape_label
class Square(Shape) instantiated
  side: int8
  virtual .area = @square_area
  virtual .sides = 4
  virtual .label = &shape_label
class Cube(Square) instantiated
  depth: int8
  slot volume: code(Cube) -> int
  virtual .area = @cube_area
  virtual .sides = 12
  virtual .label = &cube_label
  virtual .volume = @cube_volume
class Circle(Shape) instantiated
  radius: float
  virtual .area = @circle_area
  virtual .sides = 0
class Dot(object) instantiated
prebuilt shape_label: str {length = 5, count = 5} b"shape"
prebuilt cube_label: str {length = 4, count = 4} b"cube"

function square_area(self: Square, k: int) -> int
entry:
  s = getfield self .side
  i: int = cast_int s
  a = int_mul i, i
  r = int_mul a, k
  return r

function cube_area(self: Cube, k: int) -> int
entry:
  b: Square = cast_ref self
  a = call @square_area(b, k)
  r = int_mul a, 6
  return r

function cube_volume(self: Cube) -> int
entry:
  s = getfield self .side
  d = getfield self .depth
  a: int = cast_int s
  b: int = cast_int d
  c = int_mul a, a
  r = int_mul c, b
  return r

function circle_area(self: Circle, k: int) -> int
entry:
  raise &value_error

function make_cube() -> Cube inline=never
entry:
  c = new Cube
  setfield c .side = 3:int8
  setfield c .depth = 5:int8
  return c
'''


def test_virtual_methods_and_constants(bench: Workbench) -> None:
    text = SHAPES + '''
function main(argc: int, argv: uint8**) -> int
entry:
  c = call @make_cube()
  s: Shape = cast_ref c
  a = call_virtual .area(s, 2)
  call @print_int(a)
  n = get_class_constant s .sides
  call @print_int(n)
  l = get_class_constant s .label
  call @print_str(l)
  v = call_virtual .volume(c)
  call @print_int(v)
  q = new Square
  setfield q .side = -7:int8
  s2: Shape = cast_ref q
  a2 = call_virtual .area(s2, 1)
  call @print_int(a2)
  l2 = get_class_constant s2 .label
  call @print_str(l2)
  k = new Circle
  s3: Shape = cast_ref k
  n3: str = class_name s3
  call @print_str(n3)
  n4: str = class_name s
  call @print_str(n4)
  a3 = call_virtual .area(s3, 1) fail no
  return 1
no:
  e: BaseException = catch
  return 0
'''
    assert bench.run(text) == ["108", "12", "cube", "45", "49", "shape", "Circle", "Cube"]


def test_class_tests(bench: Workbench) -> None:
    checks = ["isinstance o, Shape", "isinstance o, Square", "isinstance o, Cube", "isinstance o, Dot",
              "is_exactly o, Square", "is_exactly o, Cube"]
    lines = [f"  r{n} = {check}\n  call @print_bool(r{n})" for n, check in enumerate(checks)]
    text = SHAPES + "function tests(o: object?) -> void inline=never\nentry:\n" + "\n".join(lines) + '''
  return

function main(argc: int, argv: uint8**) -> int
entry:
  a = call @make_cube()
  oa: object? = cast_ref a
  call @tests(oa)
  b = new Square
  ob: object? = cast_ref b
  call @tests(ob)
  c = new Dot
  oc: object? = cast_ref c
  call @tests(oc)
  call @tests(null:object?)
  x: object = cast_ref a
  y: object = cast_ref b
  z = new Square
  w: object = cast_ref z
  s1 = same_class x, y
  call @print_bool(s1)
  s2 = same_class y, w
  call @print_bool(s2)
  s3 = ref_eq y, w
  call @print_bool(s3)
  s4 = ref_eq x, a
  call @print_bool(s4)
  k = check_cast x, Square
  v = getfield k .side
  vi: int = cast_int v
  call @print_int(vi)
  i1 = ref_to_int a
  i2 = ref_to_int x
  same = int_eq i1, i2
  call @print_bool(same)
  return 0
'''
    cube, square, dot, none = ("111001", "110010", "000100", "000000")
    assert bench.run(text) == [*cube, *square, *dot, *none, "0", "1", "0", "1", "3", "1"]


NUMBERS = '''
class Number(object)
  slot sign: code(Number) -> int
  slot kind: int
class Small(Number) immediate=int instantiated
  value: int
  virtual .sign = @small_sign
  virtual .kind = 1
class Real(Number) immediate=float instantiated
  value: float
  virtual .sign = @real_sign
  virtual .kind = 2
class Big(Number) instantiated
  digits: int
  virtual .sign = @big_sign
  virtual .kind = 3

function small_sign(self: Small) -> int noraise
entry:
  v = immediate_value self, Small
  c = int_lt v, 0
  branch c then out(-1) else out(1)
out(r: int):
  return r

function real_sign(self: Real) -> int noraise
entry:
  v = immediate_value self, Real
  c = float_lt v, 0.0
  branch c then out(-10) else out(10)
out(r: int):
  return r

function big_sign(self: Big) -> int noraise
entry:
  v = getfield self .digits
  return v

function describe(o: object?) -> void inline=never
entry:
  a = isinstance o, Number
  call @print_bool(a)
  b = isinstance o, Small
  call @print_bool(b)
  c = isinstance o, Real
  call @print_bool(c)
  d = isinstance o, Big
  call @print_bool(d)
  e = is_exactly o, Small
  call @print_bool(e)
  f = is_exactly o, Big
  call @print_bool(f)
  branch a then number else done
number:
  n: Number = cast_ref o
  s = call_virtual .sign(n)
  call @print_int(s)
  k = get_class_constant n .kind
  call @print_int(k)
  z: str = class_name n
  call @print_str(z)
  return
done:
  return
'''


def test_immediates(bench: Workbench) -> None:
    text = NUMBERS + '''
prebuilt five: Small {value = 5}
prebuilt half: Real {value = -0.5}
prebuilt text: str {length = 1, count = 1} b"x"

function main(argc: int, argv: uint8**) -> int
entry:
  a = make_immediate -7, Small
  oa: object? = cast_ref a
  call @describe(oa)
  b = make_immediate 2.5, Real
  ob: object? = cast_ref b
  call @describe(ob)
  c = new Big
  setfield c .digits = 77
  oc: object? = cast_ref c
  call @describe(oc)
  call @describe(null:object?)
  s: object? = cast_ref &text
  call @describe(s)
  v = immediate_value &five, Small
  call @print_int(v)
  w = immediate_value &half, Real
  call @print_float(w)
  d = make_immediate 5, Small
  e = ref_eq d, &five
  call @print_bool(e)
  x: Number = cast_ref d
  y: Number = cast_ref b
  same = same_class x, y
  call @print_bool(same)
  return 0
'''
    assert bench.run(text) == [
        *"110010", "-1", "1", "Small", *"101000", "10", "2", "Real", *"100101", "77", "3", "Big", *"000000", *"000000",
        "5", "-0x1p-1", "1", "0"]


def test_immediate_floats_agree_with_rpython(tmp_path: Path, cache: Path) -> None:
    """Encoding, decoding and what fits: the C helpers against the functions that run on CPython."""
    generator = random.Random(5)
    patterns = [0, 1 << 63, 0x3000000000000000, 0x4FFFFFFFFFFFFFFF, 0x2FFFFFFFFFFFFFFF, 0x5000000000000000,
                0x3000000000000001, 0xB000000000000000, 0xCFFFFFFFFFFFFFFF, 0x7FF0000000000000]
    patterns += [generator.getrandbits(64) for _ in range(200)]
    patterns += [struct.unpack("<Q", struct.pack("<d", generator.uniform(-10, 10)))[0] for _ in range(50)]
    values = [struct.unpack("<d", struct.pack("<Q", p))[0] for p in patterns]
    values = [v for v in values if v == v]
    text = NUMBERS + f'''
class Floats(object) instantiated
  length: int
  var float
prebuilt table: Floats {{length = {len(values)}}} [{", ".join(map(repr, values))}]

function main(argc: int, argv: uint8**) -> int
entry:
  jump loop(0)
loop(i: int):
  c = int_lt i, {len(values)}
  branch c then body else done
body:
  x = getitem &table, i
  next = int_add i, 1
  f = fits_immediate_float x
  branch f then fits else no
fits:
  r = make_immediate x, Real
  w = ref_to_int r
  call @print_int(w)
  y = immediate_value r, Real
  b = float_to_bits y
  call @print_int(b)
  jump loop(next)
no:
  call @print_int(-1)
  jump loop(next)
done:
  return 0
'''
    expected: list[str] = []
    for value in values:
        if fits_immediate_float(value):
            word = encode_immediate_float(value)
            assert immediate_word("float", value) == word % (1 << 64)
            expected.append(str(word))
            assert decode_immediate_float(word) == value
            expected.append(str(struct.unpack("<q", struct.pack("<d", value))[0]))
        else:
            expected.append("-1")
    assert Workbench(tmp_path, cache).run(text) == expected


@pytest.mark.parametrize("gc", ["none", "boehm"])
def test_variable_parts(tmp_path: Path, cache: Path, gc: str) -> None:
    """Arrays of every kind of item: zeroed, stored, copied within themselves, addressed."""
    items = {"int": "7", "uint8": "200:uint8", "float": "1.5", "bool": "true", "str?": "&text",
             "(int8, str?)": "(3, &text):(int8, str?)"}
    parts = ['prebuilt text: str {length = 1, count = 1} b"x"']
    for number, (item, value) in enumerate(items.items()):
        parts.append(f'''
class Array{number}(object) instantiated
  mark: int8
  length: int
  var {item}

function make{number}(n: int) -> Array{number} inline=never
entry:
  a = new_var n, Array{number}
  setitem a, 1, {value}
  copy_items a, 0, a, 1, 3
  return a
''')
    printers = {
        "int": "call @print_int({0})", "uint8": "{0}i: int = cast_int {0}\n  call @print_int({0}i)",
        "float": "call @print_float({0})", "bool": "call @print_bool({0})",
        "str?": "{0}i = is_null {0}\n  call @print_bool({0}i)",
        "(int8, str?)": "{0}t = tuple_get {0}, 0\n  {0}i: int = cast_int {0}t\n  call @print_int({0}i)",
    }
    parts.append("function main(argc: int, argv: uint8**) -> int\nentry:")
    for number, item in enumerate(items):
        parts.append(f"  a{number} = call @make{number}(4)\n  n{number} = getfield a{number} .length\n"
                     f"  call @print_int(n{number})")
        for i in range(4):
            name = f"v{number}_{i}"
            parts.append(f"  {name} = getitem a{number}, {i}\n  " + printers[item].format(name))
    parts.append("  return 0")
    expected: list[str] = []
    for zero, value in (("0", "7"), ("0", "200"), ("0x0p+0", "0x1.8p+0"), ("0", "1"), ("1", "0"), ("0", "3")):
        expected += ["4", zero, zero, value, zero]
    printed = Workbench(tmp_path, cache, "debug", gc).run("\n".join(parts))
    assert printed == expected


def test_broken_promise_is_found_in_debug_builds(tmp_path: Path, cache: Path) -> None:
    bench = Workbench(tmp_path, cache, "debug")
    bench.build('''
class Array(object) instantiated
  length: int
  var int
function main(argc: int, argv: uint8**) -> int
entry:
  a = new_var 3, Array
  v = getitem a, 3
  return v
''')
    done = bench.execute()
    assert done.returncode == -6
    assert "broken promise" in done.stderr


def test_allocation_of_many_objects(tmp_path: Path, cache: Path) -> None:
    """A list of a million objects; with Boehm's collector also much garbage, while the list stays alive."""
    text = '''
class Node(object) instantiated
  value: int
  next: Node?

function main(argc: int, argv: uint8**) -> int
entry:
  jump loop(0, null:Node?)
loop(i: int, list: Node?):
  c = int_lt i, 200000
  branch c then body else sum(list, 0)
body:
  n = new Node
  setfield n .value = i
  setfield n .next = list
  g = new Node
  h = new Node
  setfield h .next = g
  j = int_add i, 1
  jump loop(j, n)
sum(p: Node?, total: int):
  z = is_null p
  branch z then done else more
more:
  q: Node = cast_ref p
  v = getfield q .value
  t = int_add total, v
  x = getfield q .next
  jump sum(x, t)
done:
  call @print_int(total)
  return 0
'''
    for gc in ("none", "boehm"):
        assert Workbench(tmp_path / gc, cache, "gcc", gc).run(text) == [str(sum(range(200000)))]


def test_type_ids_are_ranges() -> None:
    root = ClassType("object", None)
    a, b = ClassType("A", root), ClassType("B", root)
    a1, a2 = ClassType("A1", a), ClassType("A2", a)
    field = a.add_field("x", INT)
    layout = Layout([b, a2, a1])
    assert field.owner is a
    assert layout.classes == [root, a, a1, a2, b]
    assert layout.first[root] == REGION_START
    for cls in layout.classes:
        below = range(layout.first[cls], layout.first[cls] + layout.size[cls])
        assert {c for c in layout.classes if layout.first[c] in below} == set(cls.walk())
    assert layout.is_leaf(b)
    assert not layout.is_leaf(a)
