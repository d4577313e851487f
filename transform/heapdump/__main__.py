"""``python -m transform.heapdump FILE``: what a heap dump holds, by type."""
from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from transform.heapdump.reading import DumpError, Heap, read_dump
from transform.heapdump.retained import retained_by_type

DAMAGED, USAGE = 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m transform.heapdump",
        description="Say what is in a heap dump, which a program writes with gcmodule.dump_heap.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--retained", action="store_true",
                        help="also what would be free without the objects of each type (takes longer)")
    parser.add_argument("--lines", type=int, default=30, metavar="N", help="show N types, the largest ones (30)")
    arguments = parser.parse_args(argv)
    try:
        heap = read_dump(arguments.file)
    except DumpError as error:
        print(f"error: {arguments.file}: {error}", file=sys.stderr)
        return DAMAGED
    except OSError as error:
        print(f"error: {arguments.file}: {error.strerror or error}", file=sys.stderr)
        return USAGE
    Console(highlight=False).print(summary(heap, arguments.retained, arguments.lines))
    return 0


def summary(heap: Heap, with_retained: bool, lines: int) -> Table:
    """A line for each type, sorted by what is retained, or by size."""
    counts, sizes = [0] * len(heap.names), [0] * len(heap.names)
    for number, size in zip(heap.types, heap.sizes):
        counts[number] += 1
        sizes[number] += size
    retained = retained_by_type(heap) if with_retained else sizes
    table = Table(box=box.SIMPLE, title=f"{len(heap.addresses):,} objects, {sum(sizes):,} bytes, "
                                        f"{len(heap.roots):,} roots")
    for heading in ("objects", "bytes", *(["retained"] if with_retained else [])):
        table.add_column(heading, justify="right")
    table.add_column("type")
    ranked = sorted(range(len(heap.names)), key=lambda i: (-retained[i], -sizes[i], heap.names[i]))
    for i in ranked[:lines]:
        numbers = [counts[i], sizes[i], *([retained[i]] if with_retained else [])]
        table.add_row(*(f"{number:,}" for number in numbers), heap.names[i])
    return table


if __name__ == "__main__":
    raise SystemExit(main())
