"""A binary with its library beside it: it can be moved, finds what is installed, and is the base of virtual environments."""
from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from interpreter import library

pytestmark = pytest.mark.xdist_group("installation")


@pytest.fixture(scope="module")
def installed(bobbin: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The binary in a folder that was moved since its library was laid there."""
    before = tmp_path_factory.mktemp("installation") / "before"
    before.mkdir()
    shutil.copy(bobbin, before / "bobbin")
    assert library.lay(before / "bobbin", os.cpu_count() or 1, False) > 500
    after = before.with_name("after")
    before.rename(after)
    return after / "bobbin"


def output_of(*command: str | Path, **variables: str) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | variables
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment)
    assert done.returncode == 0, done.stdout[-1000:] + done.stderr[-2000:]
    return done.stdout


def test_paths(installed: Path) -> None:
    prefix = installed.parent
    shown = output_of(installed, "-c", "import sys, json; print(sys.prefix, sys.base_prefix, sys.executable, json.__file__, sys.pycache_prefix)")
    assert shown.split() == [str(prefix), str(prefix), str(installed), str(prefix / "lib/python3.11/json/__init__.py"), "None"]


def test_byte_code_is_used(installed: Path) -> None:
    """Of all that is imported, nothing is compiled; the code names the files where they are now."""
    program = ("import importlib._bootstrap_external as b, sys; b.SourceLoader.source_to_code = None; "
               "import json, unittest, logging, argparse; print(json.loads.__code__.co_filename)")
    assert output_of(installed, "-c", program).strip() == str(installed.parent / "lib/python3.11/json/__init__.py")


def test_laid_again(installed: Path) -> None:
    assert library.lay(installed, 1, False) == 0


def test_tasklets_are_there(installed: Path) -> None:
    program = ("import stackless; names = stackless.channel(); stackless.tasklet(lambda: print('hello,', names.receive()))(); "
               "stackless.tasklet(names.send)('world'); stackless.run()")
    assert output_of(installed, "-I", "-c", program) == "hello, world\n"


def test_started_by_a_link(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "linked").symlink_to(installed)
    shown = output_of(tmp_path / "linked", "-c", "import sys; print(sys.prefix, sys.executable)")
    assert shown.split() == [str(installed.parent), str(tmp_path / "linked")]


def test_found_along_path(installed: Path) -> None:
    shown = output_of("bobbin", "-c", "import sys; print(sys.executable)", PATH=f"{installed.parent}:/usr/bin:/bin")
    assert shown.strip() == str(installed)


def test_virtual_environment(installed: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    output_of(installed, "-m", "venv", "--without-pip", made)
    packages = made / "lib/python3.11/site-packages"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/far.py").write_text("x = 1")
    (packages / "near.py").write_text("x = 2")
    (packages / "some.pth").write_text(f"{tmp_path / 'elsewhere'}\nimport sys; sys.from_pth = 3\n")
    program = "import sys, far, near; print(sys.prefix, sys.base_prefix, far.x, near.x, sys.from_pth)"
    assert output_of(made / "bin/python", "-c", program).split() == [str(made), str(installed.parent), "1", "2", "3"]
    assert output_of(made / "bin/python", "-S", "-c", "import sys; print(hasattr(sys, 'from_pth'))").strip() == "False"


PROCESSES = """
import concurrent.futures, multiprocessing
from multiprocessing import shared_memory

def square(number):
    return number * number

if __name__ == "__main__":
    for method in "fork", "spawn", "forkserver":
        with multiprocessing.get_context(method).Pool(2) as pool:
            print(method, pool.map(square, range(5)))
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        print(list(pool.map(square, range(5))))
    memory = shared_memory.SharedMemory(create=True, size=100)
    memory.buf[:5] = b"12345"
    other = shared_memory.SharedMemory(memory.name)
    print(bytes(other.buf[:5]))
    other.close()
    memory.close()
    memory.unlink()
"""


def test_processes(installed: Path, tmp_path: Path) -> None:
    program = tmp_path / "processes.py"
    program.write_text(PROCESSES)
    squares = "[0, 1, 4, 9, 16]"
    assert output_of(installed, program).splitlines() == [f"fork {squares}", f"spawn {squares}", f"forkserver {squares}", squares, "b'12345'"]


def test_interrupt(installed: Path) -> None:
    """Who started the program learns by which signal it ended."""
    assert subprocess.run([installed, "-c", "raise KeyboardInterrupt"], stderr=subprocess.DEVNULL).returncode == -2


def test_interrupt_at_the_prompt(installed: Path) -> None:
    """The line is given up, the session goes on."""
    with subprocess.Popen([installed, "-i", "-q", "-u"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as session:
        assert session.stdin is not None and session.stdout is not None
        session.stdin.write(b"40 + 1\n")
        session.stdin.flush()
        assert session.stdout.readline() == b"41\n"
        time.sleep(0.5)
        session.send_signal(signal.SIGINT)
        time.sleep(0.5)
        output, errors = session.communicate(b"40 + 2\n", timeout=60)
    assert output == b"42\n"
    assert errors == b">>> >>> \nKeyboardInterrupt\n>>> >>> \n"
