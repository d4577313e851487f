"""What the user may choose about the C that is made and how it is compiled."""
from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Warnings that the generated C answers to, and the ones that it cannot avoid by its nature:
# a method has the parameters of the one that it overrides, used or not; a comparison that is always
# true for an unsigned type is written by generic code; arithmetic on two constants may wrap; endless recursion is the
# program's own matter.
WARNINGS = ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-type-limits", "-Wno-overflow",
            "-Wno-infinite-recursion"]
CLANG_WARNINGS = ["-Wno-integer-overflow", "-Wno-tautological-compare", "-Wno-self-assign",
                  "-Wno-unused-command-line-argument", "-Wno-parentheses-equality"]

# The semantics that the generated C relies on:
#   -fwrapv               integers wrap; the sanitizer's check of the same is switched off with it
#   -fno-strict-aliasing  an object is accessed through the structs of its base classes, raw memory by casts
#   -ffp-contract=off     a * b + c rounds twice, as in Python
#   -fno-math-errno       sqrt is an instruction
#   -fno-tree-slp-vectorize  neighbouring fields that were written one by one are not read as a vector: the processor
#                         would wait until they have left its store buffer (nbody took twice the time)
#   -fno-pie              addresses of static data are constants of 32 bits
#   -fvisibility=hidden   a function of ours never stands in for one of a shared library that has its name
SEMANTICS = ["-std=gnu11", "-D_GNU_SOURCE", "-fwrapv", "-fno-strict-aliasing", "-ffp-contract=off", "-fno-math-errno",
             "-fno-tree-slp-vectorize", "-fno-pie", "-fvisibility=hidden", "-fno-semantic-interposition"]
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize=signed-integer-overflow,shift-base",
              "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer"]


def default_cache() -> Path:
    """Where compiled objects are kept: $XDG_CACHE_HOME/bobbin/objects or ~/.cache/bobbin/objects."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "bobbin" / "objects"


@dataclass
class Options:
    """How to generate and compile.

    output           the binary
    build_dir        where the C files are written
    cc               "gcc" or "clang" (or a path to either)
    opt              optimisation flag of the compiler
    jobs             compilers run at a time
    gc               "immix" (the collector of `transform.runtime.gc`), "boehm" or "none" (allocates, never frees)
    debug            -O0, address and undefined-behaviour sanitizers, assertions
    chaos            stack checks unwind at once
    line_directives  #line directives to the RPython source
    cache            folder of compiled objects; None keeps them in ``build_dir``
    cache_size       bytes that the cache may hold; the least recently used objects go first
    part_lines       lines of C that a part is meant to have
    progress         called with (stage, done, total) as parts are generated and compiled
    """

    output: Path
    build_dir: Path
    cc: str = "gcc"
    opt: str = "-O2"
    jobs: int = field(default_factory=lambda: os.cpu_count() or 1)
    gc: str = "boehm"
    debug: bool = False
    chaos: bool = False
    line_directives: bool = True
    cache: Path | None = field(default_factory=default_cache)
    cache_size: int = 2 << 30
    part_lines: int = 1500
    progress: Callable[[str, int, int], None] | None = None

    def __post_init__(self) -> None:
        self.output = Path(self.output)
        self.build_dir = Path(self.build_dir)
        if self.gc not in ("immix", "boehm", "none"):
            raise ValueError(f"unknown collector {self.gc!r}: expected 'immix', 'boehm' or 'none'")

    @property
    def is_clang(self) -> bool:
        return "clang" in os.path.basename(self.cc)

    def compile_flags(self) -> list[str]:
        """The flags of every compilation, those of the program (defines, include folders) apart."""
        flags = SEMANTICS + WARNINGS + (CLANG_WARNINGS if self.is_clang else [])
        flags = flags + [f"-DRT_GC_{self.gc.upper()}"]
        if self.chaos:
            flags = flags + ["-DRT_CHAOS"]
        if self.debug:
            return flags + ["-O0", "-g", "-DRT_DEBUG"] + SANITIZERS
        return flags + [self.opt, "-g1"]

    def link_flags(self) -> list[str]:
        flags = ["-no-pie", "-Wl,--compress-debug-sections=zlib"] + (SANITIZERS if self.debug else [])
        return flags + (["-lgc"] if self.gc == "boehm" else []) + ["-lm"]
