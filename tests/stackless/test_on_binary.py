"""The suite on the binary, with the engine that is built in."""
import os
import subprocess
from pathlib import Path


ROOT = Path(__file__).parents[2]


def run(bobbin: Path, *arguments: str) -> str:
    """What a program writes."""
    done = subprocess.run([str(bobbin), *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    return done.stdout


def test_suite(bobbin: Path) -> None:
    run(bobbin, "-m", "tests.stackless.run")


def test_frozen_tasklets_go_on_in_another_process(bobbin: Path, tmp_path: Path) -> None:
    """A thousand, which were interrupted at random places."""
    file = str(tmp_path / "tasklets")
    run(bobbin, "-m", "tests.stackless.frozen", "freeze", file, "1000", "11")
    assert run(bobbin, "-m", "tests.stackless.frozen", "thaw", file) == "1000 thawed, 0 wrong\n"


def test_survivor(bobbin: Path, tmp_path: Path) -> None:
    """The example: each line in a process of its own."""
    state = tmp_path / "state"
    said = [run(bobbin, "examples/survivor.py", str(state)) for _ in range(4)]
    assert said == ["day 1: Riga\n", "day 2: Tallinn\n", "day 3: Helsinki\n", "done\n"]
    assert not state.exists()
