"""What the command line accepts."""
from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transform.driver import Options

_DESCRIPTION = """\
Translates an RPython program, a file with a function main(argv: list[str]) -> int,
to C and builds a native binary of it."""

_EPILOG = """\
example:
  python -m transform hello.py -o hello && ./hello
  python -m transform hello.py --show main --show-c main

A FUNCTION may be named by the end of its full name: "append", "list.append",
"list[int].append". All that match are shown, on standard output.

environment of the program that is built, with --gc immix:
  BOBBIN_GC_MAX      the most bytes that its heap may have, as 500M or 4G
  BOBBIN_GC_GROWTH   per cent of the most bytes alive of late that it grows to before all is collected (180)
  BOBBIN_GC_NURSERY  bytes of new memory between two collections
  BOBBIN_GC_VERBOSE  1: a line on error output for each collection
  BOBBIN_GC_STRESS   n: a collection at each n-th allocation
  BOBBIN_GC_POISON   1: freed memory is overwritten

exit status:
  0    done
  1    the program has errors
  2    an option cannot be followed: no such file, no main, no place for the output
  3    the C compiler failed, or the translator itself
  130  interrupted"""


@dataclass(frozen=True)
class Arguments:
    """The command line. ``output`` is absolute: a program may change the folder when it is imported."""

    program: Path
    output: Path
    options: Options
    show: list[str]
    show_c: list[str]
    weigh: bool
    quiet: bool
    time_passes: bool
    traceback: bool


def parse(argv: Sequence[str] | None = None) -> Arguments:
    """The arguments (those of the process by default). SystemExit(2) where they are wrong."""
    found = _parser().parse_args(argv)
    program = Path(found.program)
    output = found.output or Path(program.stem)
    options = Options(cc=found.cc, opt=found.opt, jobs=found.jobs, gc=found.gc, debug=found.debug, verify=found.verify,
                      stackless=found.stackless, chaos=found.chaos,
                      keep=found.keep and found.keep.absolute(), cache=found.cache and found.cache.absolute())
    return Arguments(program.absolute(), output.absolute(), options, found.show, found.show_c, found.weigh,
                     found.quiet, found.time_passes, found.traceback)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m transform", description=_DESCRIPTION, epilog=_EPILOG,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("program", metavar="PROGRAM.py", help="its own folder is searched for the modules that it imports")
    add("-o", "--output", metavar="OUT", type=Path, help="the binary (default: the program's name without .py, here)")

    add = parser.add_argument_group("C").add_argument
    add("--cc", default="gcc", help="gcc, clang or a path to either (default: %(default)s)")
    add("--opt", default="2", choices=list("0123"), help="the compiler's level of optimisation (default: %(default)s)")
    add("--debug", action="store_true", help="-O0, address and undefined-behaviour sanitizers, assertions")
    add("--gc", default="immix", choices=["immix", "boehm", "none"],
        help="the garbage collector; none allocates and never frees (default: %(default)s)")
    add("--no-stackless", dest="stackless", action="store_false",
        help="calls cannot be suspended, and recursion is bounded by the C stack")
    add("--jobs", metavar="N", type=_positive, default=os.cpu_count() or 1,
        help="compilers run at a time (default: one for each processor, %(default)s)")
    add("--keep", metavar="DIR", type=Path, help="keep the C files in this folder")
    add("--cache", metavar="DIR", type=Path, help="the folder of compiled objects (default: ~/.cache/bobbin/objects)")

    add = parser.add_argument_group("looking inside").add_argument
    add("--show", metavar="FUNCTION", action="append", default=[],
        help="print the function's graph, and again after each pass that changed it (may be repeated)")
    add("--show-c", metavar="FUNCTION", action="append", default=[], help="print the function's C (may be repeated)")
    add("--verify", action="store_true", help="check all graphs after each pass")
    add("--chaos", action="store_true", help="each function is suspended at its entry and gone on with at once (or at "
        "random, by the seed in $BOBBIN_CHAOS of the binary)")
    add("--weigh", action="store_true",
        help="build with --no-stackless too, to say in the table at the end what it adds that calls can be suspended")
    add("--time-passes", action="store_true", help="the time of each pass in the table at the end")
    add("--traceback", action="store_true", help="where in the translator an internal error came up")
    add("--quiet", action="store_true", help="no progress, no table")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


_positive.__name__ = "positive number"  # as argparse calls it in "invalid ... value"
