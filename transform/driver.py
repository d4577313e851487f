"""The pipeline: from a live entry function to a binary, a line a stage."""
from __future__ import annotations

import gc
import linecache
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, TracebackType

from transform import c
from transform.c.elf import loaded_size
from transform.frontend.errors import InternalError, Span, TranslationError, TranslationErrors
from transform.frontend.program import Frontend
from transform.ir.graph import Function, Operation, Program, Terminator
from transform.passes import pipeline, stackless

Progress = Callable[[str, int, int], None]
Observer = Callable[[str, Program], None]

# Expressions nest about as deep as CPython's compiler accepts them, with several calls of ours for each level.
_RECURSION_LIMIT = 20_000
_MARK = "GENERATED"  # the file that tells a folder of generated C from any other


class OptionError(Exception):
    """An option that cannot be followed: there is no such compiler, or no place for a file."""


@dataclass
class Options:
    """What the user may choose.

    cc      "gcc", "clang" or a path to either
    opt     the C compiler's level of optimisation, "0" to "3"
    jobs    C compilers run at a time
    gc      "immix" (our own), "boehm" or "none" (allocates, never frees)
    debug   -O0, sanitizers and assertions
    stackless  calls can be suspended, and recursion is bounded by memory, not by the C stack
    chaos   each function unwinds at entry and goes on at once: a test of the stackless transform
    verify  check all graphs before the passes and after each
    keep    the folder for the C files (otherwise a temporary one, which stays only if the C compiler fails)
    cache   the folder of compiled objects (otherwise one of the user's, see `c.options.default_cache`)
    """

    cc: str = "gcc"
    opt: str = "2"
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    gc: str = "immix"
    debug: bool = False
    stackless: bool = True
    chaos: bool = False
    verify: bool = False
    keep: Path | None = None
    cache: Path | None = None


@dataclass
class BuildResult:
    """What a translation did.

    seconds            by stage: "frontend", "passes", "generate", "compile", "link"
    pass_seconds       by pass
    functions, operations, c_lines, binary_size
    loaded, code       bytes of the binary that a running program has in memory, and of them of code
    resumable, call_sites, added  functions that can be suspended, the calls in them at which they can, and by how many
                       operations that made the program grow
    peak_memory        of the translator, in bytes
    compiler_memory    of the largest C compiler or linker, in bytes; at least what the translator had by then
    compiled, cached   names of the C files that were compiled, and of those whose objects the cache had
    warnings           what the C compiler remarked
    """

    binary: Path
    seconds: dict[str, float] = field(default_factory=dict)
    pass_seconds: dict[str, float] = field(default_factory=dict)
    functions: int = 0
    operations: int = 0
    resumable: int = 0
    call_sites: int = 0
    added: int = 0
    c_lines: int = 0
    binary_size: int = 0
    loaded: int = 0
    code: int = 0
    peak_memory: int = 0
    compiler_memory: int = 0
    compiled: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    warnings: str = ""


class Translation:
    """One run of the pipeline. ``progress(stage, done, total)`` is called as work goes on, ``observer(stage, program)``
    after the frontend and after each pass, ``c_observer`` with the generated C."""

    def __init__(self, main: FunctionType, options: Options | None = None, progress: Progress | None = None,
                 observer: Observer | None = None, c_observer: Callable[[c.CProgram], None] | None = None) -> None:
        self.main = main
        self.options = options or Options()
        self.progress = progress or (lambda stage, done, total: None)
        self.observer = observer or (lambda stage, program: None)
        self.c_observer = c_observer or (lambda program: None)
        self.seconds: dict[str, float] = {}
        self.pass_seconds: dict[str, float] = {}
        self.suspension = stackless.Report()

    def graphs(self) -> Program:
        """The typed graphs of the program. Raises TranslationErrors."""
        linecache.checkcache()  # an earlier translation of this process may have read older source
        with self._stage("frontend"), _collector_paused(), _internal_errors(), _deep_recursion():
            frontend = Frontend(lambda done, total: self.progress("frontend", done, total), self.options.gc)
            program = frontend.translate(self.main)
        self.observer("frontend", program)
        return program

    def transformed(self) -> Program:
        """The program after all passes. Raises TranslationErrors."""
        with _collector_paused():
            program = self.graphs()
            with self._stage("passes"):
                self._run_passes(program)
        return program

    def build(self, output: Path) -> BuildResult:
        """Translate, compile and link. Raises TranslationErrors, OptionError, OSError and c.CompileError, which has a
        note that says where the C files are kept."""
        self._check_compiler()
        _check_output(output)
        if self.options.keep is not None:
            _claim(self.options.keep)
        with _collector_paused():
            return self._build(output)

    def _build(self, output: Path) -> BuildResult:
        program = self.transformed()
        if self.options.keep is not None:
            return self._compile(program, output, self.options.keep)
        folder = Path(tempfile.mkdtemp(prefix="bobbin-"))
        keep = False
        try:
            return self._compile(program, output, folder)
        except c.CompileError as error:
            keep = any(folder.iterdir())
            if keep:
                error.add_note(f"the C files are kept in {folder}")
            raise
        finally:
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _run_passes(self, program: Program) -> None:
        passes = [*pipeline.PASSES]
        if self.options.stackless:
            passes.append(("stackless", self._make_resumable))
        names = [name for name, _ in passes]
        running = iter(names)
        current = next(running)
        number = 0
        last = time.perf_counter()

        def after(name: str, program: Program) -> None:
            nonlocal current, number, last
            self.pass_seconds[name] = self.pass_seconds.get(name, 0.0) + time.perf_counter() - last
            self.observer(name, program)
            current = next(running, name)
            number += 1
            self.progress(current, number, len(names))
            last = time.perf_counter()

        self.progress(current, number, len(names))
        with _internal_errors(lambda: f"the pass '{current}'"):
            pipeline.run(program, after, self.options.verify, passes)

    def _make_resumable(self, program: Program) -> None:
        try:
            self.suspension = stackless.run(program, self.options.chaos)
        except stackless.StacklessError as error:
            span = None if error.position is None else Span.of_line(error.position.file, error.position.line)
            raise TranslationErrors([TranslationError(str(error), span, function=error.function)]) from None

    def _compile(self, program: Program, output: Path, folder: Path) -> BuildResult:
        options = c.Options(output, folder, cc=self.options.cc, opt=f"-O{self.options.opt}", jobs=self.options.jobs,
                            gc=self.options.gc, debug=self.options.debug, chaos=self.options.chaos,
                            progress=self._c_progress)
        if self.options.cache is not None:
            options.cache = self.options.cache
        with self._stage("generate"), _internal_errors(lambda: "the generation of C"):
            generated = c.generate(program, options)
        self.c_observer(generated)
        built = c.build(generated, options)
        size = loaded_size(built.binary)
        self.seconds["compile"] = built.compile_seconds
        self.seconds["link"] = built.link_seconds
        return BuildResult(
            binary=built.binary,
            seconds=dict(self.seconds),
            pass_seconds=dict(self.pass_seconds),
            functions=len(program.functions),
            operations=sum(f.graph.size() for f in program.functions if f.graph is not None),
            resumable=len(self.suspension.functions),
            call_sites=self.suspension.sites,
            added=self.suspension.operations,
            c_lines=generated.lines,
            binary_size=built.binary_size,
            loaded=size.all,
            code=size.code,
            peak_memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            compiler_memory=built.peak_memory,
            compiled=built.compiled,
            cached=built.cached,
            warnings=built.warnings)

    def _c_progress(self, stage: str, done: int, total: int) -> None:
        self.progress(stage, done, total)
        if stage == "compile" and done == total:
            self.progress("link", 0, 1)

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started

    def _check_compiler(self) -> None:
        if shutil.which(self.options.cc) is None:
            raise OptionError(f"there is no C compiler '{self.options.cc}'")


def translate(main: FunctionType, output: Path | str, options: Options | None = None,
              progress: Progress | None = None) -> BuildResult:
    """Build the binary of ``main(argv: list[str]) -> int``. Raises what `Translation.build` does."""
    return Translation(main, options, progress).build(Path(output))


# Files.


def _check_output(output: Path) -> None:
    """OptionError where no binary can be put; before hours of work, not after."""
    if output.is_dir():
        raise OptionError(f"the output {output} is a folder")
    if output.exists() and not output.is_file():
        raise OptionError(f"the output {output} is no ordinary file")
    folder = _first_existing(output.absolute().parent)
    if not folder.is_dir():
        raise OptionError(f"the output {output} cannot be written: {folder} is no folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OptionError(f"the output {output} cannot be written: no permission in {folder}")


def _first_existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _claim(folder: Path) -> None:
    """Make a folder one for generated C. The build removes C files that it did not write, so a folder with any
    others is refused (OptionError)."""
    mark = folder / _MARK
    if folder.exists() and not folder.is_dir():
        raise OptionError(f"{folder}, which is to keep the C files, is no folder")
    if folder.is_dir() and not mark.exists() and any(folder.iterdir()):
        raise OptionError(f"{folder}, which is to keep the C files, has other files in it: choose a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("The files in this folder are generated; each build replaces them.\n")


# Faults of the translator.


@contextmanager
def _internal_errors(activity: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Turns an exception that nobody expected into an InternalError (in TranslationErrors) that says what was being
    done to which function, so that its reader need not know the translator."""
    try:
        yield
    except (TranslationErrors, OptionError, c.CompileError, OSError):
        raise
    except Exception as error:
        raise TranslationErrors([InternalError(error, *_work_at(error.__traceback__), activity())]) from error


def _work_at(trace: TracebackType | None) -> tuple[Span | None, str]:
    """Line and name of the function of the program that the innermost frames were busy with: passes and backend call
    it ``function``, and an operation or block end is held in some variable."""
    name = ""
    position = None
    for frame, _ in traceback.walk_tb(trace):
        function = frame.f_locals.get("function")
        if isinstance(function, Function):
            name, position = function.name, function.position
        for value in frame.f_locals.values():
            if isinstance(value, (Operation, Terminator)) and value.position is not None:
                position = value.position
    return None if position is None else Span.of_line(position.file, position.line), name


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without Python's collector of cycles: it would go through all graphs again and again (a third of the time) for
    the little that a stage drops."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _deep_recursion() -> Iterator[None]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


__all__ = ["BuildResult", "OptionError", "Options", "Translation", "TranslationError", "TranslationErrors", "translate"]
