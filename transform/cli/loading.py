"""Imports the program that is to be translated, as CPython would run it."""
from __future__ import annotations

import contextlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType, ModuleType, TracebackType

from transform.driver import OptionError


class ImportFailure(Exception):
    """The program could not be imported: the message is Python's own traceback, without our part of it."""


def load_main(path: Path) -> FunctionType:
    """The function ``main`` of the program in a file. OptionError where there is no such file or function,
    ImportFailure where importing fails. From here on, ``sys.path`` begins with the program's folder."""
    path = path.resolve()
    try:
        str(path).encode()  # it goes into the C files
    except UnicodeEncodeError:
        raise OptionError(f"the name of the program {path} is no UTF-8") from None
    try:
        source = path.read_bytes()
    except OSError as error:
        raise OptionError(f"the program {path} cannot be read: {error.strerror}") from None
    sys.path.insert(0, str(path.parent))
    module = _module(path)
    with _as_if_run(path):
        try:
            exec(compile(source, str(path), "exec", dont_inherit=True), module.__dict__)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a program may raise anything, SystemExit too
            raise ImportFailure(_describe(error)) from None
    main = vars(module).get("main")
    if not isinstance(main, FunctionType):
        raise OptionError(f"{path} has no function main(argv: list[str]) -> int")
    return main


def _module(path: Path) -> ModuleType:
    """An empty module for the program, registered by its name, unless that would hide a module that the translator
    itself uses."""
    name = path.stem if path.stem not in sys.modules else f"{path.stem}_program"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None:  # a name that does not end in .py
        module = ModuleType(name)
        module.__file__ = str(path)
    else:
        module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    return module


@contextlib.contextmanager
def _as_if_run(path: Path) -> Iterator[None]:
    """``sys.argv`` as for a program without arguments. What it prints goes to standard error: standard output is for
    what the user asked us to show."""
    argv, sys.argv = sys.argv, [str(path)]
    try:
        with contextlib.redirect_stdout(sys.stderr):
            yield
    finally:
        sys.argv = argv


def _describe(error: BaseException) -> str:
    trace: TracebackType | None = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    text = "".join(traceback.format_exception(type(error), error, trace)).rstrip()
    if isinstance(error, SystemExit):
        text += "\nthe program ends itself when it is imported"
    return text
