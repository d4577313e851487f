"""Loads servers on Bobbin, on the emulation, on gevent and on asyncio, and prints tables; a plot is drawn, too.

    python -m benchmarks.servers.run [--bobbin BINARY] [--quick] [--connections N,N] [--seconds S] [KIND ...]

The echo server and the HTTP server of `examples/`, unchanged on Bobbin and on CPython with greenlets, beside the
servers in `peers/`. A server has one core, its client another: `load.c` for echo, wrk for HTTP. Results, plot and
logs, and an environment with gevent and matplotlib, are in build/servers.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rich.console import Console

from benchmarks.servers import figures
from benchmarks.servers.figures import Figure, Load, Memory
from benchmarks.servers.processes import ROOT, Contestant, Running, held, pinned, started

HERE = Path(__file__).resolve().parent
OUTPUT = ROOT / "build" / "servers"
KINDS = ("echo", "http")
PEER_PACKAGES = ("gevent", "matplotlib")
MESSAGE = "x" * 64
SPARE_FILES = 100       # what a process has open beside its connections

console = Console(width=110, highlight=False)


@dataclass(frozen=True)
class Plan:
    """What is measured, and where: the cores of server and client."""

    connections: tuple[int, ...]
    seconds: float
    server_core: int
    client_core: int


def peers_python() -> Path | None:
    """A Python with gevent and matplotlib; installs them the first time. None, with a message, if that fails."""
    folder = OUTPUT / "venv"
    python = folder / "bin" / "python"
    ready = folder / "ready"
    if not ready.exists():
        console.print(f"installing {' and '.join(PEER_PACKAGES)} into {folder.relative_to(ROOT)}")
        venv.create(folder, clear=True, with_pip=True)
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER_PACKAGES], capture_output=True,
                              text=True)
        if done.returncode != 0:
            console.print(f"{done.stderr[-2000:]}\nThey cannot be installed: gevent is left out, and there is no plot.",
                          style="red")
            return None
        ready.touch()
    return python


def load_client() -> Path:
    """The client of the echo servers, compiled. RuntimeError."""
    binary, source = OUTPUT / "load", HERE / "load.c"
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        done = subprocess.run(["gcc", "-O2", "-o", binary, source], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{source.name} does not compile:\n{done.stderr}")
    return binary


def check_tools() -> None:
    """RuntimeError with what is missing."""
    missing = [package for command, package in (("wrk", "wrk"), ("taskset", "util-linux"), ("gcc", "gcc"))
               if shutil.which(command) is None]
    if missing:
        raise RuntimeError(f"missing: {', '.join(missing)}. On Debian: sudo apt-get install {' '.join(missing)}")


def within_limits(wanted: Sequence[int]) -> tuple[int, ...]:
    """Raises the limit of open files, and leaves out what goes beyond what the system allows, with a message."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = max(wanted) + SPARE_FILES
    if hard == resource.RLIM_INFINITY or hard >= files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    else:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        files = hard
    first, last = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    limits = ((files - SPARE_FILES, f"a process may open {files} files: raise `ulimit -Hn`"),
              (last - first, "there are too few ports: widen net.ipv4.ip_local_port_range"))
    for limit, reason in limits:
        if max(wanted) > limit:
            console.print(f"more than {limit:,} connections are left out: {reason}")
    return tuple(count for count in wanted if all(count <= limit for limit, _ in limits))


def contestants(bobbin: str, peers: Path | None) -> Iterator[Contestant]:
    """All servers, Bobbin's first; without gevent where there is no Python for it."""
    for kind, example in (("echo", "echo.py"), ("http", "httpserver.py")):
        program = str(ROOT / "examples" / example)
        yield Contestant("Bobbin", kind, (bobbin, program))
        yield Contestant("emulation", kind, (sys.executable, program))
        for name in ("gevent", "asyncio") if peers is not None else ("asyncio",):
            yield Contestant(name, kind, (str(peers or sys.executable), str(HERE / "peers" / f"{name}_{kind}.py")))


def apply_load(server: Running, kind: str, connections: int, plan: Plan) -> Load:
    """Has the client of this kind at it. RuntimeError, ValueError."""
    if kind == "http":
        command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{plan.seconds:.0f}s",
                   "--timeout", "10s", "--latency", f"http://127.0.0.1:{server.port}/"]
    else:
        command = [str(load_client()), str(server.port), str(connections), str(plan.seconds), MESSAGE,
                   str(len(MESSAGE))]
    done = subprocess.run(pinned(command, plan.client_core), capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"the client fails: {done.stdout}{done.stderr}")
    return figures.of_wrk(done.stdout) if kind == "http" else figures.of_client(done.stdout)


def measure(contestant: Contestant, connections: int, plan: Plan) -> Figure:
    """A fresh server under load. RuntimeError, ValueError."""
    log = OUTPUT / f"{contestant.kind}-{contestant.name}.log"
    with started(contestant, plan.server_core, log) as server:
        before = server.processor()
        load = apply_load(server, contestant.kind, connections, plan)
        return figures.figure(contestant.kind, contestant.name, connections, load, server.processor() - before)


def measure_memory(contestant: Contestant, connections: int, plan: Plan) -> Memory:
    """A fresh server with idle connections. RuntimeError."""
    log = OUTPUT / f"{contestant.kind}-{contestant.name}-idle.log"
    with started(contestant, plan.server_core, log) as server:
        before = server.resident()
        with held(load_client(), server, connections, plan.client_core):
            server.settle()
            return Memory(contestant.kind, contestant.name, connections, (server.resident() - before) / connections)


def measure_all(servers: Sequence[Contestant], plan: Plan) -> tuple[list[Figure], list[Memory]]:
    """All servers take turns at each size. What fails is told, and left out."""
    found: list[Figure] = []
    memories: list[Memory] = []
    for connections in plan.connections:
        for server in servers:
            try:
                found.append(measure(server, connections, plan))
                console.print(f"{server.kind}, {connections:,} connections: {server.name} "
                              f"{found[-1].throughput:,.0f} requests/s")
            except (RuntimeError, ValueError) as error:
                console.print(f"{server.kind}, {connections:,} connections: {server.name}: {error}", style="red")
    for server in servers:
        try:
            memories.append(measure_memory(server, max(plan.connections), plan))
        except RuntimeError as error:
            console.print(f"{server.name}: {error}", style="red")
    return found, memories


def report(found: Sequence[Figure], memories: Sequence[Memory], peers: Path | None) -> None:
    """Prints the tables, and writes the results and, where there is a Python for it, the plot."""
    for kind in dict.fromkeys(one.kind for one in found):
        console.print(figures.table(kind, found))
    console.print(figures.memory_table(memories))
    results, plot = OUTPUT / "results.json", OUTPUT / "servers.svg"
    results.write_text(json.dumps(figures.as_json(found, memories), indent=1))
    if peers is not None:
        subprocess.run([peers, HERE / "plot.py", results, plot], check=True)
        console.print(f"plot: {plot.relative_to(ROOT)}")


def stop(number: int, frame: FrameType | None) -> None:
    """SIGTERM is as Ctrl-C."""
    raise KeyboardInterrupt


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Loads servers on Bobbin and its peers.")
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(KINDS)}; all by default")
    parser.add_argument("--bobbin", default=str(ROOT / "build" / "bobbin"), help="the binary; build/bobbin by default")
    parser.add_argument("--quick", action="store_true", help="up to 1,000 connections, a second each")
    parser.add_argument("--connections", help="numbers with commas; 100,1000,10000 by default")
    parser.add_argument("--seconds", type=float, help="of load for each server and size; 5 by default")
    options = parser.parse_args(arguments)
    if set(options.kinds) - set(KINDS):
        parser.error(f"the kinds are {', '.join(KINDS)}")
    if not Path(options.bobbin).exists():
        parser.error(f"{options.bobbin} is missing: `make bobbin` builds it")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and reports; 1 if something is missing or has failed."""
    options = parse(arguments)
    signal.signal(signal.SIGTERM, stop)
    sizes = options.connections or ("100,1000" if options.quick else "100,1000,10000")
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) == 1:
        console.print("there is one core: server and client share it", style="red")
    try:
        check_tools()
        OUTPUT.mkdir(parents=True, exist_ok=True)
        plan = Plan(within_limits([int(size) for size in sizes.split(",")]),
                    options.seconds or (1 if options.quick else 5), cores[0], cores[-1])
        peers = peers_python()
        kinds = options.kinds or KINDS
        servers = [server for server in contestants(options.bobbin, peers) if server.kind in kinds]
        found, memories = measure_all(servers, plan)
        report(found, memories, peers)
    except RuntimeError as error:
        console.print(f"{error}", style="red")
        return 1
    except KeyboardInterrupt:
        console.print("interrupted")
        return 130
    wanted = len(servers) * len(plan.connections)
    return 0 if peers is not None and len(found) == wanted and len(memories) == len(servers) else 1


if __name__ == "__main__":
    sys.exit(main())
