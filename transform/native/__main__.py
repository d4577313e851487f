"""``python -m transform.native [JOBS]``: compiles the translator's middle and back end (see `transform.native`)."""
from __future__ import annotations

import os
import sys
import time

from transform.native import folder
from transform.native.build import build

if __name__ == "__main__":
    started = time.perf_counter()
    if not folder().is_dir():
        build(int(sys.argv[1]) if len(sys.argv) > 1 else os.cpu_count() or 1)
    print(f"{folder()}: compiled, {time.perf_counter() - started:.0f} s")
