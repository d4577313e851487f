"""The generated C reads like C: nested statements, expressions, names from RPython."""
from __future__ import annotations

from tests.transform.c.harness import Workbench

PROGRAM = '''
class Node(object) instantiated
  value: int
  next: Node?

function lists.total(node: Node?, limit: int) -> int inline=never
entry:
  jump loop(node, 0)
loop(n: Node?, sum: int):
  end = is_null n
  branch end then done else body
body:
  m: Node = cast_ref n
  v = getfield m .value
  big = int_gt v, limit
  branch big then capped else plain unlikely
capped:
  s1 = int_add sum, limit
  jump join(s1)
plain:
  s2 = int_add sum, v
  jump join(s2)
join(s: int):
  x = getfield m .next
  jump loop(x, s)
done:
  r = check_index sum, 1000
  return r

function lists.kind(x: int) -> int inline=never noraise
entry:
  switch x of 1 -> small, 2 -> small, 3 -> out(30), else other
small:
  call @print_int(x)
  jump out(10)
other:
  y = int_mul x, 3
  z = int_add y, 1
  w = int_and z, 255
  jump out(w)
out(r: int):
  return r

function main(argc: int, argv: uint8**) -> int
entry:
  n = new Node
  setfield n .value = 7
  m: Node? = cast_ref n
  a = call @lists.total(m, 5)
  call @print_int(a)
  b = call @lists.kind(2)
  call @print_int(b)
  return 0
'''

TOTAL = '''\
__attribute__((noinline)) int64_t lists_total(struct Node *node, int64_t limit)
{
    int64_t sum;
    int at;
    sum = 0;
    while (node != NULL) {
        int64_t v = node->value;
        if (rt_unlikely(v > limit)) {
            sum = sum + limit;
        } else {
            sum = sum + v;
        }
        node = node->next;
    }
    if (rt_bad_index(sum, 1000)) { at = 0; goto raise_IndexError; }
    return sum;
raise_IndexError:
    rt_raise(&prebuilt_index_error);
    rt_traceback_add(&lists_total__places[at]);
    return -113;
}
'''

KIND = '''\
__attribute__((noinline)) int64_t lists_kind(int64_t x)
{
    int64_t r;
    switch (x) {
        case 1: case 2: {
            print_int(x);
            r = 10;
            break;
        }
        case 3: {
            r = 30;
            break;
        }
        default: {
            r = (x * 3 + 1) & 255;
            break;
        }
    }
    return r;
}
'''


def test_functions_read_like_c(gcc: Workbench) -> None:
    assert gcc.run(PROGRAM) == ["5", "2", "10"]
    text = gcc.c_text()
    assert KIND in text
    assert TOTAL in text


def test_else_if(gcc: Workbench) -> None:
    """An if alone in an else needs no braces of its own."""
    text = '''
function f(x: int) -> int inline=never noraise
entry:
  a = int_lt x, 10
  branch a then out(1) else second
second:
  b = int_lt x, 20
  branch b then out(2) else third
third:
  c = int_lt x, 30
  branch c then out(3) else out(4)
out(r: int):
  s = int_mul r, 10
  return s

function main(argc: int, argv: uint8**) -> int
entry:
  r = call @f(25)
  call @print_int(r)
  return 0
'''
    assert gcc.run(text) == ["30"]
    assert gcc.c_text().count("} else if (x < ") == 2
