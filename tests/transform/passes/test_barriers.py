"""Where the write barrier goes, and what the collector's own functions may not do."""
import pytest

from tests.transform.passes.helpers import check, parse
from transform.passes import barriers
from transform.passes.barriers import CollectorError

COLLECTOR = """
class Cell(object) instantiated
  value: Point?
  pair: (int, Point?)
class Cells(object) instantiated
  length: int immutable
  var Point?
prebuilt point: Point
function remember(object: int) -> void noraise export="rt_gc_remember"
entry:
  return
"""


def inserted(before, after):
    check(barriers.run, COLLECTOR + before, COLLECTOR + after)


@pytest.mark.parametrize("store, barrier", [
    ("setfield c .value = p", "write_barrier c"),
    ("setfield c .pair = t", "write_barrier c"),
    ("setfield c .value = &point", ""),
    ("setfield c .value = null:Point?", ""),
    ("setfield p .x = 5", ""),
    ("setitem a, 0, p", "write_barrier_item a, 0"),
    ("copy_items a, 0, a, 1, 2", "write_barrier a"),
])
def test_stores(store, barrier):
    head = "function f(c: Cell, p: Point, a: Cells, t: (int, Point?)) -> void\nentry:\n"
    barrier_line = f"  {barrier}\n" if barrier else ""
    inserted(f"{head}  {store}\n  return\n", f"{head}{barrier_line}  {store}\n  return\n")


def test_one_barrier_until_something_may_collect():
    inserted("""
function f(c: Cell, p: Point) -> void
entry:
  setfield c .value = p
  setfield c .value = p
  call_c effect(1)
  setfield c .value = p
  return
""", """
function f(c: Cell, p: Point) -> void
entry:
  write_barrier c
  setfield c .value = p
  setfield c .value = p
  call_c effect(1)
  write_barrier c
  setfield c .value = p
  return
""")


def test_a_new_object_needs_none_until_the_next_allocation():
    inserted("""
function f(p: Point) -> Cell
entry:
  first = new Cell
  setfield first .value = p
  second = new Cell
  setfield first .value = p
  setfield second .value = p
  return second
""", """
function f(p: Point) -> Cell
entry:
  first = new Cell
  setfield first .value = p
  second = new Cell
  write_barrier first
  setfield first .value = p
  setfield second .value = p
  return second
""")


def test_a_program_without_the_collector_is_left_alone():
    text = COLLECTOR.replace(' export="rt_gc_remember"', "") + """
function f(c: Cell, p: Point) -> void
entry:
  setfield c .value = p
  return
"""
    check(barriers.run, text, text)


@pytest.mark.parametrize("line", ["q = new Point", "q = check_index object, 5"])
def test_the_collector_may_not_allocate_or_raise(line):
    program = parse(COLLECTOR.replace("entry:\n", f"entry:\n  {line}\n"))
    with pytest.raises(CollectorError):
        barriers.run(program)
