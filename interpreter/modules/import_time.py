"""`-X importtime`: how long each import takes, on error output."""
from __future__ import annotations

from interpreter.modules.tracebacks import write_error
from transform.rpython import CLibrary

libc = CLibrary(
    "long nanoseconds(void);", headers=["time.h"],
    source="static long nanoseconds(void)"
           " { struct timespec now; clock_gettime(CLOCK_MONOTONIC, &now); return now.tv_sec * 1000000000L + now.tv_nsec; }")


class ImportClock:
    """`depth` imports are running; `inner` is what those inside the innermost one have taken so far, in nanoseconds."""
    depth: int
    inner: int

    def __init__(self) -> None:
        self.depth = 0
        self.inner = 0


_clock = ImportClock()


class Measurement:
    """One import, from its beginning."""
    start: int
    outer: int

    def __init__(self) -> None:
        if _clock.depth == 0 and _clock.inner == 0:
            write_error("import time: self [us] | cumulative | imported package\n")
        self.outer = _clock.inner
        _clock.inner = 0
        _clock.depth += 1
        self.start = libc.nanoseconds()

    def end(self, name: str) -> None:
        taken = libc.nanoseconds() - self.start
        _clock.depth -= 1
        own = (taken - _clock.inner + 500) // 1000
        write_error(f"import time: {own:9d} | {(taken + 500) // 1000:10d} | {'  ' * _clock.depth}{name}\n")
        _clock.inner = self.outer + taken
