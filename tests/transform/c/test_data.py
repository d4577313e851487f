"""Prebuilt objects: static data of any shape."""
from __future__ import annotations

from pathlib import Path

from tests.transform.c.harness import PRELUDE, Workbench
from transform.ir.parser import parse_program
from transform.ir.types import Prebuilt


def test_cycles_and_every_type_of_field(bench: Workbench) -> None:
    text = '''
class Node(object) instantiated
  name: str
  next: Node?
  any: object?
  pair: (int, (Node?, float))
  small: int8
  large: uint64
  flag: bool
  real: float
  code: code(int) -> int
  raw: int*
class Sub(Node) instantiated
  extra: int
class Nodes(object) instantiated
  length: int
  var Node?
class Pairs(object) instantiated
  length: int
  var (uint8, Node?)
prebuilt alpha: str {length = 5, count = 5} b"alpha"
prebuilt alpha_again: str {length = 5, count = 5} b"alpha"
prebuilt a: Node {name = &alpha, next = &b, any = &nodes, pair = (7, (&a, -0.0)), small = -128, <large>}
prebuilt b: Sub {name = &alpha_again, next = &a, extra = -9223372036854775808}
prebuilt nodes: Nodes {length = 3} [&a, null, &b]
prebuilt pairs: Pairs {length = 2} [(1, &b), (255, null)]

function double(x: int) -> int
entry:
  r = int_mul x, 2
  return r

function main(argc: int, argv: uint8**) -> int
entry:
  n = getfield &a .next
  m: Node = cast_ref n
  s = getfield m .name
  call @print_str(s)
  o = getfield &a .any
  array: Nodes = cast_ref o
  x = getitem array, 2
  y: Sub = cast_ref x
  extra = getfield y .extra
  call @print_int(extra)
  back = getfield y .next
  same = ref_eq back, &a
  call @print_bool(same)
  pair = getfield &a .pair
  p0 = tuple_get pair, 0
  call @print_int(p0)
  inner = tuple_get pair, 1
  p1 = tuple_get inner, 1
  call @print_float(p1)
  small = getfield &a .small
  si: int = cast_int small
  call @print_int(si)
  large = getfield &a .large
  li: int = cast_int large
  call @print_int(li)
  flag = getfield &a .flag
  call @print_bool(flag)
  real = getfield &a .real
  call @print_float(real)
  code = getfield &a .code
  called = call_code code, 21
  call @print_int(called)
  item = getitem &pairs, 1
  i0 = tuple_get item, 0
  ii: int = cast_int i0
  call @print_int(ii)
  setfield &a .small = 5:int8
  small2 = getfield &a .small
  si2: int = cast_int small2
  call @print_int(si2)
  return 0
'''
    more = "large = 18446744073709551615, flag = true, real = inf, code = @double, raw = null"
    assert bench.run(text.replace("<large>", more)) == [
        "alpha", "-9223372036854775808", "1", "7", "-0x0p+0", "-128", "-1", "1", "inf", "42", "255", "5"]


def test_text_of_every_byte(bench: Workbench) -> None:
    """Quotes, escapes, trigraphs, digits after octal escapes, bytes beyond ASCII, NUL."""
    data = bytes(range(256)) + b'??/"\\\0' + b"7" + bytes([1]) + b"9"
    program = parse_program("program @main\n" + PRELUDE + '''
prebuilt text: str {length = 1, count = 1} b"x"
function main(argc: int, argv: uint8**) -> int
entry:
  n = getfield &text .length
  jump loop(0, n, 0)
loop(i: int, length: int, hash: int):
  c = int_lt i, length
  branch c then body else done
body:
  b = getitem &text, i
  x: int = cast_int b
  h = int_mul hash, 31
  g = int_add h, x
  j = int_add i, 1
  jump loop(j, length, g)
done:
  call @print_int(hash)
  return 0
''')
    (text,) = {value for function in program.functions if function.graph for block in function.graph.blocks()
               for op in block.ops for arg in op.args
               if isinstance(value := getattr(arg, "value", None), Prebuilt) and value.name == "text"}
    text.fields.update(length=len(data), count=len(data))
    text.items = data
    expected = 0
    for byte in data:
        expected = (expected * 31 + byte) % (1 << 64)
    expected -= (expected >> 63) << 64
    assert bench.run(program) == [str(expected)]


def test_long_linked_list_of_prebuilts(gcc: Workbench) -> None:
    """100,000 elements: no recursion in the generator."""
    program = parse_program("program @main\n" + PRELUDE + '''
class Node(object) instantiated
  value: int
  next: Node?
prebuilt head: Node {value = 0}
function main(argc: int, argv: uint8**) -> int
entry:
  jump loop(&head:Node?, 0)
loop(n: Node?, sum: int):
  z = is_null n
  branch z then done else more
more:
  m: Node = cast_ref n
  v = getfield m .value
  s = int_add sum, v
  x = getfield m .next
  jump loop(x, s)
done:
  call @print_int(sum)
  return 0
''')
    main = program.find("main")
    assert main.graph is not None
    head = main.graph.entry.exit.links()[0].args[0].value  # type: ignore[attr-defined]
    count = 100_000
    last = head
    for value in range(1, count):
        node = Prebuilt(head.cls, "node", {"value": value, "next": None})
        last.fields["next"] = node
        last = node
    gcc.options.opt = "-O0"
    assert gcc.run(program) == [str(sum(range(count)))]


def test_names_of_strings_depend_on_their_content(tmp_path: Path, cache: Path) -> None:
    template = '''
prebuilt one: str {length = 5, count = 5} b"first"
prebuilt two: str {length = 6, count = 6} b"second"
function main(argc: int, argv: uint8**) -> int
entry:
%s  call @print_str(&two)
  return 0
'''
    names = []
    for number, first in enumerate(["  call @print_str(&one)\n", ""]):
        bench = Workbench(tmp_path / str(number), cache)
        bench.run(template % first)
        names.append({word for word in bench.c_text().replace(";", " ").replace(")", " ").split()
                      if word.startswith("str_second")})
    assert names[0] == names[1]
    assert len(names[0]) == 1
