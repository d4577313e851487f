"""The tests look at the translator as its sources are; with BOBBIN_INTERPRETED="" at the compiled one, if there is."""
import fcntl
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

# A change is not to be refused for a fault that was there before it: `make hard` tries other values than these.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile(os.environ.get("BOBBIN_HYPOTHESIS", "steady"))
os.environ.setdefault("BOBBIN_INTERPRETED", "1")
ROOT = Path(__file__).parents[1]
# Shells have what they run in the background ignore it, and children would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What lives on when a file's tests have ended is not looked at again by the collector of cycles.

    It is a gigabyte at last (graphs, the untranslated interpreter), and there are tests that collect all the time.
    """
    if nextitem is None or nextitem.path != item.path:
        gc.collect()
        gc.freeze()


@pytest.fixture(scope="session")
def bobbin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The binary of this tree with the library and CPython's tests beside it, as `make conformance` lays them.

    The first process of the run that wants it makes it; the others wait for that.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "binary"
    folder.mkdir(exist_ok=True)
    binary = folder / "bobbin"
    ready = folder / "ready"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            run("transform", "interpreter/main.py", "-o", str(binary))
            run("interpreter.library", str(binary), "--jobs", str(os.cpu_count() or 1), "--tests")
            ready.touch()
    return binary


def run(module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True)
    output = done.stdout + done.stderr
    assert done.returncode == 0 and "the C compiler warns" not in output, output[-6000:]
