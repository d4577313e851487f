"""Runs test files, each in a process and a folder of its own, with limits of time and memory."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from .outcome import Outcome, outcome_of


DRIVER = Path(__file__).with_name("driver.py")
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")
POLL = 0.1


@dataclass(frozen=True)
class Conditions:
    """What all files of a run have in common."""

    binary: Path
    library: Path
    """The standard library whose `test` folder is run."""
    logs: Path
    """Where what each file prints is kept, `NAME.log`."""
    seconds: float
    """The most processor time, so that a busy machine fails no file; twice as long in all, for what waits for ever."""
    bytes: int
    """The most memory that may be resident. (The collector reserves much more address space than it uses.)"""
    pattern: str = "*"
    """Which cases run."""
    unsteady: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Patterns of the cases that do not run, by file."""


def run_all(names: list[str], conditions: Conditions, jobs: int) -> Iterator[tuple[str, Outcome]]:
    """Runs the files, `jobs` at a time; gives each as it ends."""
    conditions.logs.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(jobs) as pool:
        pending = {pool.submit(run_file, name, conditions): name for name in names}
        try:
            for done in as_completed(pending):
                yield pending[done], done.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def run_file(name: str, conditions: Conditions) -> Outcome:
    """Runs the file called `name`, and ends all that it started."""
    scratch = Path(tempfile.mkdtemp(prefix="conformance-"))
    record = scratch / "record"
    folder = scratch / "folder"
    folder.mkdir()
    began = time.monotonic()
    try:
        with open(conditions.logs / f"{name}.log", "wb") as log:
            command = [str(conditions.binary), str(DRIVER), name, str(record), str(conditions.library),
                       conditions.pattern, *conditions.unsteady.get(name, ())]
            process = subprocess.Popen(command, cwd=folder, env=environment(scratch), stdin=subprocess.DEVNULL,
                                       stdout=log, stderr=log, start_new_session=True)
            try:
                death = wait(process, conditions)
            finally:
                end_group(process)
        events = record.read_text(errors="replace") if record.exists() else ""
    finally:
        shutil.rmtree(scratch, onerror=make_writable)
    return outcome_of(events, death, round(time.monotonic() - began, 1))


def environment(scratch: Path) -> dict[str, str]:
    """The environment of a test: what the user has set for Python, or keeps at home, has no say."""
    terminal = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "BOBBIN")) and name not in terminal}
    return kept | {"LC_ALL": "C.UTF-8", "HOME": str(scratch), "TMPDIR": str(scratch)}


def wait(process: subprocess.Popen[bytes], conditions: Conditions) -> str:
    """How the process ended: "exit N", "crash SIGNAL", or "timeout" or "memory" if it had to be ended."""
    limit = time.monotonic() + 2 * conditions.seconds
    while True:
        try:
            status = process.wait(POLL)
        except subprocess.TimeoutExpired:
            if time.monotonic() > limit or processor_time(process.pid) > conditions.seconds:
                return "timeout"
            if resident(process.pid) > conditions.bytes:
                return "memory"
            continue
        return f"exit {status}" if status >= 0 else f"crash {signal.Signals(-status).name}"


def processor_time(process: int) -> float:
    """The seconds that a process has computed, its children apart; 0 if it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    except (OSError, IndexError):
        return 0.0


def resident(process: int) -> int:
    """The bytes of memory that a process has in use; 0 if it is gone."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and its children, which may be left even if it has ended."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def make_writable(function: object, path: str, error: object) -> None:
    """Some tests leave folders that cannot be emptied: they are made writable and removed then, if that is possible."""
    try:
        os.chmod(os.path.dirname(path), 0o700)
        os.chmod(path, 0o700)
        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.unlink(path)
    except OSError:
        pass
