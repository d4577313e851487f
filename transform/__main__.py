"""``python -m transform``: see `transform.cli`."""
from __future__ import annotations

import sys


def run() -> int:
    # The current folder comes last: a program in it that is called rich.py must not stand for the library.
    if not sys.flags.safe_path:
        sys.path.append(sys.path.pop(0))
    try:
        from transform.cli.command import main

        return main()
    except KeyboardInterrupt:  # while our own modules are imported
        return 130


if __name__ == "__main__":
    raise SystemExit(run())
