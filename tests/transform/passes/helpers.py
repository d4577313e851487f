"""What the tests of passes share: text before, a pass, text after."""
from __future__ import annotations

from typing import Callable

from transform.ir.graph import Program
from transform.ir.parser import parse_program
from transform.ir.printer import print_function
from transform.ir.verifier import verify_program

CLASSES = """
class object
class BaseException(object) exception
class Error(BaseException) instantiated
class IndexError(BaseException) instantiated
class OverflowError(BaseException) instantiated
class Point(object) instantiated
  x: int
  y: int immutable
  next: Point?
class Sub(Point) instantiated
class Other(object) instantiated
  x: int
class Array(object) instantiated
  length: int immutable
  var int
prebuilt index_error: IndexError
prebuilt overflow_error: OverflowError
prebuilt error: Error
exception IndexError = &index_error
exception OverflowError = &overflow_error
extern effect(int) -> void
"""


def parse(text: str) -> Program:
    program = parse_program(CLASSES + text)
    verify_program(program)
    return program


def check(run: Callable[[Program], object], before: str, after: str) -> Program:
    """Runs a pass on a program; its functions that have a body in ``after`` must then print
    as there."""
    program = parse(before)
    run(program)
    verify_program(program)
    for function in parse(after).functions:
        if function.graph is None:
            continue
        found, wanted = print_function(program.find(function.name)), print_function(function)
        assert found == wanted, f"got:\n{found}\nwanted:\n{wanted}"
    return program
