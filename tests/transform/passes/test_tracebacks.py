"""Notes of raises that stay within a function."""
from __future__ import annotations

from tests.transform.passes.helpers import check
from transform.ir.graph import Program
from transform.passes import tracebacks


def run(program: Program) -> None:
    for function in program.functions:
        if function.graph is not None:
            tracebacks.run_function(function)


def test_a_note_stays_where_the_exception_is_raised_again() -> None:
    text = """
function f(e: IndexError, x: int) -> int
entry:
  c = int_lt x, 0
  note_raise e
  branch c then handler(e) else other(e)
handler(caught: BaseException):
  raise caught
other(caught_2: BaseException):
  return x
"""
    check(run, text, text)


def test_a_note_of_a_handled_exception_goes() -> None:
    check(run, """
function f(e: IndexError, g: BaseException, x: int) -> int
entry:
  c = int_lt x, 0
  note_raise e
  branch c then handler(g) else other(e)
handler(caught: BaseException):
  raise caught
other(caught_2: BaseException):
  return x
""", """
function f(e: IndexError, g: BaseException, x: int) -> int
entry:
  c = int_lt x, 0
  branch c then handler(g) else other(e)
handler(caught: BaseException):
  raise caught
other(caught_2: BaseException):
  return x
""")


def test_a_function_that_prints_tracebacks_keeps_its_notes() -> None:
    text = """
function f(e: IndexError) -> int
entry:
  note_raise e
  print_traceback
  return 0
"""
    check(run, text, text)
