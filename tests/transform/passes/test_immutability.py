"""Which fields are found to be immutable."""
from tests.transform.passes.helpers import parse
from transform.passes import immutability

BASE = """
class Base(object) instantiated
  a: int
  b: int
  c: Base?
class Derived(Base) instantiated
  d: int
  e: int
function start() -> void
function Base.__init__(self: Base, a: int) -> void
entry:
  setfield self .a = a
  setfield self .b = 0
  return
"""
DERIVED = """
function Derived.__init__(self: Derived, a: int) -> void
entry:
  base: Base = cast_ref self
  call @Base.__init__(base, a)
  setfield self .d = a
  return
function main(a: int) -> Derived
entry:
  x = new Derived
  call @Derived.__init__(x, a)
  v = getfield x .a
  return x
"""


def immutable(text):
    program = parse(text)
    for cls in program.classes:
        for field in cls.fields.values():
            field.immutable = False
    immutability.run(program)
    return {field.name for cls in program.classes for field in cls.fields.values()
            if field.immutable and cls.name in ("Base", "Derived", "Array")}


def test_fields_that_only_constructors_store():
    assert immutable(BASE + DERIVED) == set("abcde") | {"length"}


def test_a_store_anywhere_else():
    assert "a" not in immutable(BASE + DERIVED + """
function other(x: Base) -> void
entry:
  setfield x .a = 1
  return
""")


def test_a_store_after_the_object_got_away():
    text = BASE + """
prebuilt registry: Base
function main(a: int) -> Base
entry:
  x = new Base
  setfield x .a = 1
  setfield &registry .c = x
  setfield x .b = 2
  return x
"""
    assert immutable(text) == {"a", "d", "e", "length"}
    assert immutable(text.replace("  setfield &registry .c = x\n", "  call @Base.__init__(x, 1)\n")) \
        == set("abcde") | {"length"}


def test_a_constructor_from_which_the_object_gets_away():
    leaking = BASE.replace("  setfield self .b = 0\n", "  setfield self .b = 0\n  setfield &registry .c = self\n")
    assert immutable("prebuilt registry: Base\n" + leaking + DERIVED) == {"a", "b", "e", "length"}


def test_a_store_in_a_loop_after_the_object_got_away():
    assert "a" not in immutable("prebuilt registry: Base" + BASE + """
function main(n: int) -> Base
entry:
  x = new Base
  jump loop(0)
loop(i: int):
  setfield x .a = i
  c = int_lt i, n
  branch c then step else out
step:
  setfield &registry .c = x
  j = int_add i, 1
  jump loop(j)
out:
  return x
""")


def test_a_constructor_that_is_called_again():
    assert immutable(BASE + DERIVED + """
function again(x: Base) -> void
entry:
  call @Base.__init__(x, 5)
  return
""") == {"c", "e", "length"}


def test_a_load_before_the_constructor_stores():
    assert "a" not in immutable(BASE + DERIVED.replace(
        "  call @Base.__init__", "  early = getfield base .a\n  call @Base.__init__"))


def test_methods_of_a_local_object_are_no_constructors():
    assert "a" not in immutable(BASE + """
function add(x: Base, n: int) -> void
entry:
  setfield x .a = n
  return
function main(n: int) -> int
entry:
  x = new Base
  call @add(x, n)
  u = getfield x .a
  call @add(x, 7)
  v = getfield x .a
  w = int_add u, v
  return w
""")
