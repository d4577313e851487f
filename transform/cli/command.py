"""The command itself: runs the translator and says how it went, by message and exit status."""
from __future__ import annotations

import contextlib
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import FunctionType

from rich.console import Console

from transform.c import CompileError
from transform.cli.arguments import Arguments, parse
from transform.cli.display import Display, open_display, print_result
from transform.cli.loading import ImportFailure, load_main
from transform.cli.show import FunctionViewer
from transform.driver import BuildResult, OptionError, Translation, TranslationErrors
from transform.frontend.errors import InternalError

SOURCE_ERRORS, USAGE, TOOL_FAILED, INTERRUPTED = 1, 2, 3, 130

_LONGEST = 40  # lines of a C compiler's messages
_MISSING_LIBRARY = re.compile(r"(?:cannot find|unable to find library) -l([^\s:]+)")
_MISSING_HEADER = re.compile(r"fatal error: '?([^\s:']+)'?(?:: No such file| file not found)")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status. SystemExit where the arguments are wrong."""
    arguments = parse(argv)
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return _fail("interrupted", INTERRUPTED)
    except ImportFailure as failure:
        return _fail(f"{failure}\n\n{arguments.program} could not be imported", SOURCE_ERRORS)
    except TranslationErrors as errors:
        return _fail_translation(errors, arguments)
    except OptionError as error:
        return _fail(f"error: {error}", USAGE)
    except CompileError as error:
        return _fail(explain(error), TOOL_FAILED)
    except OSError as error:
        return _fail(f"error: {error.filename or 'a file'}: {error.strerror or error}", USAGE)


def _run(arguments: Arguments) -> int:
    if arguments.output.exists() and arguments.program.exists() and arguments.output.samefile(arguments.program):
        raise OptionError(f"the output {arguments.output} is the program itself: choose another with -o")
    function = load_main(arguments.program)
    console = Console(stderr=True, highlight=False)
    with contextlib.closing(open_display(console, arguments.quiet)) as display:
        viewer = FunctionViewer(arguments.show, arguments.show_c, _printer(display))
        translation = Translation(function, arguments.options, display.progress, viewer.graphs, viewer.c_text)
        result = translation.build(arguments.output)
        plain = _without_stackless(function, arguments, display) if arguments.weigh else None
    if result.warnings:
        print(f"the C compiler warns:\n{_shorten(result.warnings)}", file=sys.stderr)
    if not arguments.quiet:
        print_result(console, result, arguments.time_passes, plain)
    return 0


def _without_stackless(function: FunctionType, arguments: Arguments, display: Display) -> BuildResult:
    """The same program in which no call can be suspended."""
    options = replace(arguments.options, stackless=False, chaos=False, keep=None)
    with tempfile.TemporaryDirectory(prefix="bobbin-") as folder:
        return Translation(function, options, display.progress).build(Path(folder) / "plain")


def _printer(display: Display) -> Callable[[str], None]:
    """Prints on standard output, until its reader (say, a pager) goes away."""

    def write(text: str) -> None:
        with display.pause():
            try:
                sys.stdout.write(text)
                sys.stdout.flush()
            except BrokenPipeError:
                # What is left in the buffer must go somewhere when the process ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    return write


def _fail(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status


def _fail_translation(errors: TranslationErrors, arguments: Arguments) -> int:
    internal = [error for error in errors.errors if isinstance(error, InternalError)]
    message = str(errors)
    if arguments.traceback:
        for error in internal:
            if error.__cause__ is not None:
                message += "\n\n" + "".join(traceback.format_exception(error.__cause__)).rstrip()
    elif internal:
        message += "\nAn internal error is a fault of the translator; --traceback shows where in it."
    return _fail(message, TOOL_FAILED if len(internal) == len(errors.errors) else SOURCE_ERRORS)


def explain(error: CompileError) -> str:
    """Why the C compiler failed, as far as its words tell, and where its input is."""
    library, header = _MISSING_LIBRARY.search(error.text), _MISSING_HEADER.search(error.text)
    if (library and library[1] == "gc") or (header and header[1] in ("gc.h", "gc/gc.h")):
        reason = "the garbage collector libgc is not installed (Debian and Ubuntu: libgc-dev); --gc none does without"
    elif library:
        reason = f"the library '{library[1]}', which the program uses, is not installed where the linker looks for it"
    elif header:
        reason = f"the header '{header[1]}', which the program uses, is not installed where the compiler looks for it"
    elif "No space left on device" in error.text:
        reason = "the disk is full"
    elif "Killed" in error.text:
        reason = "the C compiler was killed, probably for want of memory; fewer --jobs need less"
    else:
        reason = "a fault of the translator: it made C that is wrong"
    notes = [f"({note})" for note in getattr(error, "__notes__", [])]
    return "\n".join([_shorten(error.text), f"error: the C compiler failed, {error.file}: {reason}", *notes])


def _shorten(text: str) -> str:
    lines = text.rstrip().splitlines()
    if len(lines) > _LONGEST:
        lines[_LONGEST:] = [f"... and {len(lines) - _LONGEST} more lines"]
    return "\n".join(lines)
