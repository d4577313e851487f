"""Control flow, moves between blocks, and the order in which nested expressions are evaluated."""
from __future__ import annotations

from tests.transform.c.harness import Workbench

MAIN = "function main(argc: int, argv: uint8**) -> int\nentry:\n"


def calls(*expressions: str) -> str:
    """A main that prints the int results of calls."""
    lines = []
    for number, expression in enumerate(expressions):
        lines.append(f"  r{number} = call {expression}\n  call @print_int(r{number})")
    return MAIN + "\n".join(lines) + "\n  return 0\n"


def test_loops_and_branches(bench: Workbench) -> None:
    text = '''
function collatz(n: int) -> int noraise
entry:
  jump loop(n, 0)
loop(m: int, steps: int):
  one = int_eq m, 1
  branch one then done else step unlikely
step:
  bit = int_and m, 1
  odd = int_ne bit, 0
  more = int_add steps, 1
  branch odd then up else down
up:
  t = int_mul m, 3
  u = int_add t, 1
  jump loop(u, more)
down:
  h = int_rshift m, 1
  jump loop(h, more)
done:
  return steps

function nested(n: int) -> int noraise
entry:
  jump outer(0, 0)
outer(i: int, total: int):
  c = int_lt i, n
  branch c then inner(0, total) else done
inner(j: int, sum: int):
  d = int_le j, i
  branch d then body else next
body:
  p = int_mul i, j
  s = int_add sum, p
  k = int_add j, 1
  jump inner(k, s)
next:
  i2 = int_add i, 1
  jump outer(i2, sum)
done:
  return total
'''
    n = 12
    expected = sum(i * j for i in range(n) for j in range(i + 1))
    assert bench.run(text + calls("@collatz(27)", f"@nested({n})")) == ["111", str(expected)]


def test_parallel_moves(bench: Workbench) -> None:
    """Arguments of a link are all read before a parameter is written: swaps, rotations, shared sources."""
    text = '''
function fibonacci(n: int) -> int noraise
entry:
  jump loop(n, 0, 1)
loop(k: int, a: int, b: int):
  c = int_gt k, 0
  branch c then body else done
body:
  s = int_add a, b
  k2 = int_sub k, 1
  jump loop(k2, b, s)
done:
  return a

function swap(n: int, a: int, b: int) -> int inline=never noraise
entry:
  jump loop(n, a, b)
loop(k: int, x: int, y: int):
  c = int_gt k, 0
  branch c then body else done
body:
  k2 = int_sub k, 1
  jump loop(k2, y, x)
done:
  t = int_mul x, 1000
  r = int_add t, y
  return r

function rotate(n: int) -> int noraise
entry:
  jump loop(n, 1, 2, 3, 4)
loop(k: int, x: int, y: int, z: int, w: int):
  c = int_gt k, 0
  branch c then body else done
body:
  k2 = int_sub k, 1
  s = int_add x, w
  jump loop(k2, y, z, s, x)
done:
  a = int_mul x, 1000000
  b = int_mul y, 10000
  d = int_mul z, 100
  e = int_add a, b
  f = int_add e, d
  g = int_add f, w
  return g

function mixed(n: int) -> int noraise
entry:
  jump loop(n, 0, 1, 2)
loop(k: int, x: int, y: int, z: int):
  c = int_gt k, 0
  branch c then body else done
body:
  k2 = int_sub k, 1
  s = int_add x, y
  t = int_add s, z
  jump loop(k2, y, z, t)
done:
  a = int_mul x, 1000000
  b = int_mul y, 1000
  d = int_add a, b
  e = int_add d, z
  return e

function old_value(n: int) -> int noraise
entry:
  jump loop(n, 0)
loop(k: int, last: int):
  c = int_gt k, 0
  branch c then body else done
body:
  k2 = int_sub k, 1
  jump loop(k2, k)
done:
  return last
'''
    x, y, z, w = 1, 2, 3, 4
    for _ in range(5):
        x, y, z, w = y, z, x + w, x
    rotated = x * 1000000 + y * 10000 + z * 100 + w
    a, b, c = 0, 1, 2
    for _ in range(6):
        a, b, c = b, c, a + b + c  # two values wait at a time
    mixed = a * 1000000 + b * 1000 + c
    main = calls("@fibonacci(50)", "@swap(3, 5, 7)", "@swap(4, 5, 7)", "@rotate(5)", "@mixed(6)", "@old_value(4)")
    assert bench.run(text + main) == ["12586269025", "7005", "5007", str(rotated), str(mixed), "1"]


def test_moves_on_the_ways_of_a_branch(bench: Workbench) -> None:
    """A swap on an edge is done once."""
    text = '''
function gcd(n: int, m: int) -> int noraise
entry:
  jump loop(n, m)
loop(a: int, b: int):
  z = int_eq b, 0
  branch z then done else more
more:
  less = int_lt a, b
  branch less then loop(b, a) else reduce
reduce:
  d = int_sub a, b
  branch z then done else loop(d, b)
done:
  return a

function order(n: int, m: int) -> int noraise
entry:
  c = int_gt n, m
  branch c then join(m, n) else join(n, m)
join(low: int, high: int):
  s = int_mul low, 100
  r = int_add s, high
  return r

function three(n: int) -> int inline=never noraise
entry:
  jump loop(n, 1, 2, 3)
loop(k: int, x: int, y: int, z: int):
  k2 = int_sub k, 1
  odd = int_and k, 1
  c = int_ne odd, 0
  d = int_gt k, 0
  branch d then more else done
more:
  branch c then loop(k2, y, z, x) else loop(k2, x, z, y)
done:
  a = int_mul x, 100
  b = int_mul y, 10
  s = int_add a, b
  r = int_add s, z
  return r
'''
    x, y, z = 1, 2, 3
    for k in range(7, 0, -1):
        x, y, z = (y, z, x) if k & 1 else (x, z, y)
    main = calls("@gcd(48, 36)", "@gcd(7, 1000)", "@order(5, 3)", "@order(3, 5)", "@three(7)")
    assert bench.run(text + main) == ["12", "1", "305", "305", str(x * 100 + y * 10 + z)]


def test_exits_of_nested_loops(bench: Workbench) -> None:
    """Leaving two loops at once, going on with the outer one, leaving to different places."""
    text = '''
function find(n: int, wanted: int) -> int inline=never noraise
entry:
  jump outer(0, 0)
outer(i: int, tries: int):
  c = int_lt i, n
  branch c then inner(0, tries) else missing
inner(j: int, t: int):
  d = int_lt j, n
  branch d then body else next
body:
  t2 = int_add t, 1
  p = int_mul i, j
  found = int_eq p, wanted
  branch found then out(t2) else check
check:
  big = int_gt p, wanted
  branch big then skip else again
again:
  j2 = int_add j, 1
  jump inner(j2, t2)
skip:
  i3 = int_add i, 1
  s = int_add t2, 1000
  jump outer(i3, s)
next:
  i2 = int_add i, 1
  jump outer(i2, t)
missing:
  return -1
out(r: int):
  x = int_mul r, 2
  return x
'''

    def find(n: int, wanted: int) -> int:
        tries = 0
        for i in range(n):
            for j in range(n):
                tries += 1
                if i * j == wanted:
                    return tries * 2
                if i * j > wanted:
                    tries += 1000
                    break
        return -1

    cases = [(10, 42), (10, 1), (10, 81), (10, 97), (3, 100), (0, 0)]
    expected = [str(find(n, wanted)) for n, wanted in cases]
    assert bench.run(text + calls(*[f"@find({n}, {wanted})" for n, wanted in cases])) == expected


def test_deep_nesting_and_long_chains(gcc: Workbench) -> None:
    """Hundreds of tests one in another, and one behind another: no recursion in the generator."""
    count = 1500
    lines = ["function nested(x: int) -> int noraise\nentry:\n  jump b0"]
    for n in range(count):
        lines.append(f"b{n}:\n  c{n} = int_gt x, {n}\n  branch c{n} then b{n + 1} else out({n})")
    lines.append(f"b{count}:\n  jump out(-1)\nout(r: int):\n  return r")
    lines.append("function chain(x: int) -> int noraise\nentry:\n  jump b0(0)")
    for n in range(count):
        lines.append(f"b{n}(s{n}: int):\n  c{n} = int_gt x, {n}\n  branch c{n} then t{n} else b{n + 1}(s{n})\n"
                     f"t{n}:\n  a{n} = int_add s{n}, {n}\n  jump b{n + 1}(a{n})")
    lines.append(f"b{count}(s: int):\n  return s")
    gcc.options.opt = "-O0"
    assert gcc.run("\n".join(lines) + "\n" + calls("@nested(700)", "@chain(700)")) == ["700", str(sum(range(700)))]


def test_irreducible_loop(bench: Workbench) -> None:
    """A loop with two entries (no loop statement has that) still works by goto."""
    text = '''
function f(n: int) -> int inline=never noraise
entry:
  c = int_gt n, 5
  branch c then left(n) else right(n)
left(a: int):
  b = int_sub a, 1
  z = int_le b, 0
  branch z then done(b) else right(b)
right(d: int):
  e = int_sub d, 2
  y = int_le e, 0
  branch y then done(e) else left(e)
done(r: int):
  return r
'''
    assert bench.run(text + calls("@f(9)", "@f(4)", "@f(6)")) == ["0", "-1", "0"]


def test_function_parameter_is_loop_variable(bench: Workbench) -> None:
    text = '''
function down(n: int, step: int) -> int noraise
entry:
  c = int_gt n, 0
  branch c then again else done
again:
  m = int_sub n, step
  r = call @down(m, step)
  s = int_add r, n
  return s
done:
  return 0
'''
    assert bench.run(text + calls("@down(10, 3)")) == [str(10 + 7 + 4 + 1)]


def test_switch(bench: Workbench) -> None:
    text = '''
function f(x: int) -> int noraise
entry:
  switch x of 1 -> one, 2 -> out(20), -5 -> out(50), 9223372036854775807 -> out(99), else out(x)
one:
  y = int_add x, 10
  jump out(y)
out(r: int):
  return r

function all(x: uint8) -> int noraise
entry:
  switch x of 0 -> out(7), 255 -> out(8)
out(r: int):
  return r
'''
    main = calls("@f(1)", "@f(2)", "@f(-5)", "@f(3)", "@f(9223372036854775807)", "@all(0:uint8)", "@all(255:uint8)")
    assert bench.run(text + main) == ["11", "20", "50", "3", "99", "7", "8"]


def test_reads_stay_before_writes(bench: Workbench) -> None:
    """A field that is read before it is written keeps its old value, however late the value is used."""
    text = '''
class Cell(object) instantiated
  value: int
  other: int

function bump(c: Cell) -> int inline=never noraise
entry:
  old = getfield c .value
  new_ = int_add old, 1
  setfield c .value = new_
  return old

function bump2(c: Cell) -> int inline=never noraise
entry:
  old = getfield c .value
  double = int_mul old, 2
  setfield c .value = 100
  now = getfield c .value
  r = int_add double, now
  return r

function around_call(c: Cell) -> int inline=never noraise
entry:
  old = getfield c .value
  x = call @bump(c)
  y = getfield c .value
  d = int_sub y, old
  return d

function in_branch(c: Cell) -> int inline=never noraise
entry:
  old = getfield c .value
  t = int_gt old, 0
  setfield c .value = -1
  branch t then yes(old) else no
yes(v: int):
  return v
no:
  return 0

function main(argc: int, argv: uint8**) -> int
entry:
  c = new Cell
  setfield c .value = 7
  a = call @bump(c)
  call @print_int(a)
  b = call @bump2(c)
  call @print_int(b)
  d = call @around_call(c)
  call @print_int(d)
  setfield c .value = 3
  e = call @in_branch(c)
  call @print_int(e)
  return 0
'''
    assert bench.run(text) == ["7", "116", "1", "3"]


def test_values_live_across_coalesced_variables(bench: Workbench) -> None:
    """A pure expression used late reads operands that nothing has overwritten meanwhile."""
    text = '''
function f(n: int) -> int inline=never noraise
entry:
  jump loop(0, n)
loop(i: int, acc: int):
  c = int_lt i, 3
  branch c then body else done
body:
  product = int_mul acc, 10
  next = int_add i, 1
  x = call @print_and_return(next)
  sum = int_add product, x
  jump loop(next, sum)
done:
  return acc

function print_and_return(x: int) -> int inline=never noraise
entry:
  call @print_int(x)
  return x
'''
    assert bench.run(text + calls("@f(5)")) == ["1", "2", "3", "5123"]


def test_tuples(bench: Workbench) -> None:
    text = '''
function divmod_(a: int, b: int) -> (int, int) inline=never noraise
entry:
  q = int_floordiv a, b
  r = int_mod a, b
  t: (int, int) = make_tuple q, r
  return t

function deep(s: str) -> (int, (str, float), bool) inline=never noraise
entry:
  inner: (str, float) = make_tuple s, 2.5
  t: (int, (str, float), bool) = make_tuple 4, inner, true
  return t

prebuilt hello: str {length = 5, count = 5} b"hello"

function main(argc: int, argv: uint8**) -> int
entry:
  t = call @divmod_(-17, 5)
  q = tuple_get t, 0
  r = tuple_get t, 1
  call @print_int(q)
  call @print_int(r)
  d = call @deep(&hello)
  i = tuple_get d, 1
  s = tuple_get i, 0
  f = tuple_get i, 1
  b = tuple_get d, 2
  call @print_str(s)
  call @print_float(f)
  call @print_bool(b)
  e: () = make_tuple
  x = call @empty(e)
  k: (int, float) = call @pick((3, 1.5):(int, float))
  k0 = tuple_get k, 0
  call @print_int(k0)
  return 0

function empty(e: ()) -> () noraise inline=never
entry:
  return e

function pick(t: (int, float)) -> (int, float)
entry:
  return t
'''.replace("noraise inline=never", "inline=never noraise")
    assert bench.run(text) == ["-4", "3", "hello", "0x1.4p+1", "1", "3"]
