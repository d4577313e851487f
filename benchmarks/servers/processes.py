"""Servers as processes: start, what they take, end. No process is left behind, whatever happens."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_TICK = os.sysconf("SC_CLK_TCK")
_END = 10.0         # and to end


@dataclass(frozen=True)
class Contestant:
    """A server of a kind ("echo" or "http"), and how it is started; it gets a port as its argument."""

    name: str
    kind: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Running:
    """A server that listens."""

    pid: int
    port: int

    def processor(self) -> float:
        """Seconds of processor time that it has taken."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK

    def resident(self) -> int:
        """KiB of memory that it has."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))

    def settle(self) -> None:
        """Waits until it has nothing to do."""
        before = -1.0
        while (taken := self.processor()) > before:
            before = taken
            time.sleep(0.3)


def pinned(command: Sequence[str], core: int) -> list[str]:
    """A command that keeps to one core."""
    return ["taskset", "--cpu-list", str(core), *command]


@contextmanager
def started(contestant: Contestant, core: int, log: Path) -> Iterator[Running]:
    """The server on a core, until the end of the block; what it complains of is in the log. RuntimeError if it does not
    start."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'examples'}"}
    with log.open("w") as errors:
        process = subprocess.Popen(pinned([*contestant.command, "0"], core), stdout=subprocess.PIPE, stderr=errors,
                                   cwd=ROOT, env=environment, text=True)
    try:
        yield Running(process.pid, _port(process, contestant, log))
    finally:
        process.terminate()
        try:
            process.wait(_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _port(process: subprocess.Popen[str], contestant: Contestant, log: Path) -> int:
    """What the server says that it listens on."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("listening on port "):
        raise RuntimeError(f"{contestant.name}, {contestant.kind}: does not start:\n{log.read_text()[-2000:]}")
    return int(line.rpartition(" ")[2])


@contextmanager
def held(load: Path, server: Running, connections: int, core: int) -> Iterator[None]:
    """So many idle connections, until the end of the block. RuntimeError."""
    command = pinned([str(load), str(server.port), str(connections), "0", "", "0"], core)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True) as process:
        try:
            assert process.stdout is not None and process.stderr is not None
            if process.stdout.readline() != "open\n":
                raise RuntimeError(f"{connections} connections cannot be held: {process.stderr.read()}")
            yield
        finally:
            process.kill()
