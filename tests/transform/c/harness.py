"""Compiles programs in text form with the C backend and runs them."""
from __future__ import annotations

import os
import subprocess
from pathlib import Path

from transform.c import BuildResult, Options, build, generate
from transform.ir.graph import Program
from transform.ir.parser import parse_program

# What most programs need: strings, exceptions, and functions that print.
PRELUDE = r"""
class str(object) instantiated
  hash: int
  length: int
  count: int
  var uint8
class BaseException(object) exception
  message: str?
class IndexError(BaseException) instantiated
class OverflowError(BaseException) instantiated
class ZeroDivisionError(BaseException) instantiated
class MemoryError(BaseException) instantiated
class ValueError(BaseException) instantiated

prebuilt int_format: str {length = 5, count = 5} b"%ld\n\0"
prebuilt float_format: str {length = 4, count = 4} b"%a\n\0"
prebuilt text_format: str {length = 6, count = 6} b"%.*s\n\0"
prebuilt index_error: IndexError
prebuilt overflow_error: OverflowError
prebuilt division_error: ZeroDivisionError
prebuilt memory_error: MemoryError
prebuilt value_error: ValueError
exception IndexError = &index_error
exception OverflowError = &overflow_error
exception ZeroDivisionError = &division_error
exception MemoryError = &memory_error

extern printf(uint8*) -> int32 variadic "stdio.h"
extern rt_print_traceback() -> void "rt.h"

function print_int(x: int) -> void inline=never noraise
entry:
  f = item_address &int_format, 0
  call_c printf(f, x)
  return

function print_float(x: float) -> void noraise
entry:
  f = item_address &float_format, 0
  call_c printf(f, x)
  return

function print_bool(x: bool) -> void noraise
entry:
  i: int = cast_int x
  call @print_int(i)
  return

function print_str(s: str) -> void noraise
entry:
  f = item_address &text_format, 0
  p = item_address s, 0
  n = getfield s .length
  m: int32 = cast_int n
  call_c printf(f, m, p)
  return
"""

MODES = {
    "gcc": {"cc": "gcc"},
    "debug": {"cc": "gcc", "debug": True},
    "clang": {"cc": "clang"},
}


class Workbench:
    """Builds programs in a folder of its own."""

    def __init__(self, folder: Path, cache: Path, mode: str = "gcc", gc: str = "none") -> None:
        self.options = Options(output=folder / "program", build_dir=folder / "build", cache=cache, jobs=2, gc=gc,
                               **MODES[mode])  # type: ignore[arg-type]

    def build(self, program: Program | str) -> BuildResult:
        """Compiles a program (text: with the prelude before it, and ``main`` as its entry). There may be no
        warnings."""
        if isinstance(program, str):
            program = parse_program("program @main\n" + PRELUDE + program)
        result = build(generate(program, self.options), self.options)
        assert not result.warnings, result.warnings
        return result

    def execute(self, *args: str) -> subprocess.CompletedProcess[str]:
        """Runs the binary that was built last."""
        environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}
        return subprocess.run([str(self.options.output), *args], check=False, capture_output=True, text=True,
                              env=environment, timeout=60)

    def run(self, program: Program | str) -> list[str]:
        """The lines that a program prints; it must end with status 0."""
        self.build(program)
        done = self.execute()
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()

    def c_text(self) -> str:
        """The generated code parts, of the program that was built last."""
        return "\n".join(path.read_text() for path in sorted(self.options.build_dir.glob("code_*.c")))
