"""``python -m transform``: see `transform.cli`."""
from __future__ import annotations


def run() -> int:
    try:
        from transform.cli.command import main

        return main()
    except KeyboardInterrupt:  # while our own modules are imported
        return 130


if __name__ == "__main__":
    raise SystemExit(run())
