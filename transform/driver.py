"""The pipeline: from a live entry function to a binary, a line a stage."""
from __future__ import annotations

import resource
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Callable, Optional

from transform import c
from transform.frontend.errors import TranslationError, TranslationErrors
from transform.frontend.program import Frontend
from transform.ir.graph import Program
from transform.passes import pipeline

Progress = Callable[[str, int, int], None]


@dataclass
class Options:
    """What the user may choose. ``gc`` is "boehm" or "none"; ``opt`` is the C compiler's
    level; ``debug`` builds with -O0, sanitizers and assertions; ``keep`` is where the C files
    go (a temporary folder by default)."""

    cc: str = "gcc"
    opt: str = "2"
    jobs: int = 2
    gc: str = "boehm"
    debug: bool = False
    verify: bool = False
    keep: Optional[Path] = None
    cache: Optional[Path] = None


@dataclass
class BuildResult:
    """What a translation did: seconds by stage, counts, sizes in bytes, peak memory in bytes."""

    binary: Path
    seconds: dict[str, float] = field(default_factory=dict)
    functions: int = 0
    operations: int = 0
    c_lines: int = 0
    binary_size: int = 0
    peak_memory: int = 0
    compiler_memory: int = 0
    compiled: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)
    warnings: str = ""


class Translation:
    """One run of the pipeline. ``progress(stage, done, total)`` is called as work goes on;
    ``observer(stage, program)`` after the frontend and after each pass."""

    def __init__(self, main: FunctionType, options: Optional[Options] = None, progress: Optional[Progress] = None,
                 observer: Optional[Callable[[str, Program], None]] = None) -> None:
        self.main = main
        self.options = options or Options()
        self.progress = progress or (lambda stage, done, total: None)
        self.observer = observer or (lambda stage, program: None)
        self.seconds: dict[str, float] = {}

    def graphs(self) -> Program:
        """The typed graphs of the program. Raises TranslationErrors."""
        started = time.perf_counter()
        program = Frontend(lambda done, total: self.progress("frontend", done, total)).translate(self.main)
        self.seconds["frontend"] = time.perf_counter() - started
        self.observer("frontend", program)
        return program

    def transformed(self) -> Program:
        """The program after all passes."""
        program = self.graphs()
        last = time.perf_counter()

        def after(name: str, program: Program) -> None:
            nonlocal last
            now = time.perf_counter()
            self.seconds[name] = self.seconds.get(name, 0.0) + now - last
            self.progress(name, 1, 1)
            self.observer(name, program)
            last = time.perf_counter()

        pipeline.run(program, after, self.options.verify)
        return program

    def build(self, output: Path) -> BuildResult:
        """Translate, compile and link. Raises TranslationErrors and c.CompileError."""
        program = self.transformed()
        if self.options.keep is not None:
            return self._compile(program, output, self.options.keep)
        with tempfile.TemporaryDirectory(prefix="bobbin-") as folder:
            return self._compile(program, output, Path(folder))

    def _compile(self, program: Program, output: Path, folder: Path) -> BuildResult:
        options = c.Options(output, folder, cc=self.options.cc, opt=f"-O{self.options.opt}", jobs=self.options.jobs,
                            gc=self.options.gc, debug=self.options.debug, progress=self.progress)
        if self.options.cache is not None:
            options.cache = self.options.cache
        started = time.perf_counter()
        generated = c.generate(program, options)
        self.seconds["generate"] = time.perf_counter() - started
        built = c.build(generated, options)
        self.seconds["compile"] = built.compile_seconds
        self.seconds["link"] = built.link_seconds
        return BuildResult(
            built.binary, dict(self.seconds), len(program.functions),
            sum(f.graph.size() for f in program.functions if f.graph is not None), generated.lines,
            built.binary_size, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, built.peak_memory,
            built.compiled, built.cached, built.warnings)


def translate(main: FunctionType, output: Path | str, options: Optional[Options] = None,
              progress: Optional[Progress] = None) -> BuildResult:
    """Build the binary of ``main(argv: list[str]) -> int``. Raises TranslationErrors, c.CompileError."""
    return Translation(main, options, progress).build(Path(output))


__all__ = ["BuildResult", "Options", "Translation", "TranslationError", "TranslationErrors", "translate"]
