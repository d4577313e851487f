"""What the load clients say, as figures, and the figures as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

BASE = "Bobbin"     # what the others are compared with

_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


@dataclass(frozen=True)
class Load:
    """What a client has seen: answers, for how long, latencies in milliseconds, and how many connections failed."""

    requests: int
    seconds: float
    median: float
    worst: float
    lost: int


@dataclass(frozen=True)
class Figure:
    """A server under the load of so many connections. Times are in milliseconds, `worst` is the 99th percentile."""

    kind: str
    server: str
    connections: int
    throughput: float
    median: float
    worst: float
    processor: float    # microseconds of the server's processor time for a request
    lost: int


@dataclass(frozen=True)
class Memory:
    """What an idle connection takes of a server's memory, in KiB."""

    kind: str
    server: str
    connections: int
    each: float


def of_client(output: str) -> Load:
    """What benchmarks/servers/load.c prints."""
    requests, seconds, median, worst, lost = output.split()
    return Load(int(requests), float(seconds), int(median) / 1e3, int(worst) / 1e3, int(lost))


def of_wrk(output: str) -> Load:
    """What `wrk --latency` prints. ValueError if it is something else, or if there was no answer, or a wrong one."""
    total = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", output)
    latencies = {percent: float(number) * _UNITS[unit]
                 for percent, number, unit in re.findall(r"^ +(50|99)% +([\d.]+)(us|ms|s|m) *$", output, re.MULTILINE)}
    if total is None or int(total[1]) == 0 or latencies.keys() != {"50", "99"}:
        raise ValueError(f"wrk had no answers:\n{output}")
    if "Non-2xx" in output:
        raise ValueError(f"wrk had wrong answers:\n{output}")
    errors = re.search(r"Socket errors: (.*)", output)
    lost = sum(int(number) for number in re.findall(r"\d+", errors[1])) if errors is not None else 0
    return Load(int(total[1]), float(total[2]) * _UNITS[total[3]] / 1e3, latencies["50"], latencies["99"], lost)


def figure(kind: str, server: str, connections: int, load: Load, processor: float) -> Figure:
    """Puts together what the client has seen and the seconds of processor time that the server took."""
    return Figure(kind, server, connections, load.requests / load.seconds, load.median, load.worst,
                  processor / load.requests * 1e6, load.lost)


def table(kind: str, figures: Sequence[Figure]) -> Table:
    """The figures of a kind of server; behind a throughput its ratio: how many times as much Bobbin has."""
    found = Table(title=f"{kind}: one process on one core")
    for name in ("connections", "server", "requests/s", "Bobbin has", "median ms", "99th % ms", "CPU µs/request",
                 "failed"):
        found.add_column(name, justify="left" if name == "server" else "right", no_wrap=True)
    chosen = [one for one in figures if one.kind == kind]
    bases = {one.connections: one.throughput for one in chosen if one.server == BASE}
    for place, one in enumerate(chosen):
        base = bases.get(one.connections)
        ratio = f"x {base / one.throughput:.2f}" if base is not None and one.server != BASE else ""
        ends = place + 1 == len(chosen) or chosen[place + 1].connections != one.connections
        found.add_row(f"{one.connections:,}", one.server, f"{one.throughput:,.0f}", ratio, f"{one.median:,.1f}",
                      f"{one.worst:,.1f}", f"{one.processor:.1f}", str(one.lost or ""), end_section=ends)
    return found


def memory_table(memories: Sequence[Memory]) -> Table:
    """KiB for each idle connection: a row for a server, a column for a kind."""
    kinds = list(dict.fromkeys(one.kind for one in memories))
    counts = {one.connections for one in memories}
    found = Table(title=f"KiB of memory for each of {max(counts, default=0):,} idle connections")
    for name in ("server", *kinds):
        found.add_column(name, justify="left" if name == "server" else "right")
    each = {(one.server, one.kind): f"{one.each:.1f}" for one in memories}
    for server in dict.fromkeys(one.server for one in memories):
        found.add_row(server, *(each.get((server, kind), "-") for kind in kinds))
    return found


def as_json(figures: Sequence[Figure], memories: Sequence[Memory]) -> dict[str, list[dict[str, Any]]]:
    """For the file of results."""
    return {"figures": [asdict(one) for one in figures], "memory": [asdict(one) for one in memories]}
