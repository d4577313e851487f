"""``python -m transform``: see `transform.cli`."""
from __future__ import annotations

import gc
import sys


def run() -> int:
    # The current folder comes last: a program in it that is called rich.py must not stand for the library.
    if not sys.flags.safe_path:
        sys.path.append(sys.path.pop(0))
    try:
        from transform.cli.command import main

        # The process is short, and its graphs stay in use: Python's collector of cycles would find nothing, neither
        # meanwhile nor (what freeze is for) when the interpreter ends.
        gc.disable()
        return main()
    except KeyboardInterrupt:  # while our own modules are imported
        return 130
    finally:
        gc.freeze()


if __name__ == "__main__":
    raise SystemExit(run())
