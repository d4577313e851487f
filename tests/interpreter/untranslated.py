"""Runs programs on the untranslated interpreter without importing it each time, which takes longer than most programs: a server process has
imported it, and forks for each run."""
from __future__ import annotations

import atexit
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]


class Server:
    """A process that waits for runs, one JSON line each, and answers each with the exit status."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", __name__], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        start_new_session=True)
        atexit.register(self.end)

    def run(self, run: dict[str, object], timeout: float) -> int:
        """Raises TimeoutError; the server and the program have ended then."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(run).encode() + b"\n")
        self.process.stdin.flush()
        if not select.select([self.process.stdout], [], [], timeout)[0]:
            self.end()
            raise TimeoutError(f"still running after {timeout} s: {run}")
        return int(self.process.stdout.readline())

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


server: Server | None = None


def run(arguments: list[str], folder: Path = ROOT, stdin: bytes = b"", environment: dict[str, str] | None = None, stdout: Path | None = None,
        timeout: float = 300) -> subprocess.CompletedProcess[bytes]:
    """What ``python -m interpreter ARGUMENTS`` does in a folder, with the environment of this process or another; its output may go to a file."""
    global server
    if server is None or server.process.poll() is not None:
        server = Server()
    with tempfile.TemporaryDirectory() as held:
        streams = [Path(held, name) for name in ("stdin", "stdout", "stderr")]
        for stream in streams:
            stream.write_bytes(stdin if stream.name == "stdin" else b"")
        if stdout is not None:
            streams[1] = stdout
        status = server.run({"arguments": arguments, "folder": str(folder), "streams": [str(stream) for stream in streams],
                             "environment": dict(os.environ) if environment is None else environment}, timeout)
        return subprocess.CompletedProcess(arguments, status, b"" if stdout is not None else streams[1].read_bytes(), streams[2].read_bytes())


def serve() -> None:
    import interpreter.main  # noqa: F401  (what each run would import)
    for line in sys.stdin.buffer:
        child = os.fork()
        if child == 0:
            start(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def start(run: dict[str, object]) -> NoReturn:
    """In the child: becomes what was asked for."""
    arguments, folder, streams, environment = run["arguments"], run["folder"], run["streams"], run["environment"]
    assert isinstance(arguments, list) and isinstance(folder, str) and isinstance(streams, list) and isinstance(environment, dict)
    for number, path in enumerate(streams):
        file = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_APPEND)
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = arguments
    status = 1
    try:
        runpy.run_module("interpreter", run_name="__main__")
    except SystemExit as end:
        assert isinstance(end.code, int)
        status = end.code & 0xFF
    except BaseException:
        traceback.print_exc()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    serve()
