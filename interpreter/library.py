"""Lays the standard library beside a binary: ``python -m interpreter.library build/bobbin``.

The Python files are those of the CPython that runs this, with what `interpreter/lib` has in place of some, and the package
`stackless`. The binary itself compiles them, as many processes at a time as there are processors. What is there already and has not changed stays."""
from __future__ import annotations

import argparse
import os
import pprint
import shutil
import struct
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

from interpreter import magic

HOST = Path(os.__file__).parent
OWN = Path(__file__).parent / "lib"
STACKLESS = Path(__file__).parent.parent / "stackless"
TESTS = {"test", "tests", "idle_test"}
LEFT_OUT = {"idlelib", "tkinter", "turtledemo", "turtle.py", "lib-dynload", "site-packages", "__pycache__",
            "_sysconfigdata__linux_x86_64-linux-gnu.py"}
CONFIGURATION = "_sysconfigdata__linux_x86_64-linux-gnu.py"

COMPILER = """
import py_compile, sys
for name in sys.stdin.read().splitlines():
    try:
        py_compile.compile(name, doraise=True)
    except py_compile.PyCompileError as error:
        print(error.msg, file=sys.stderr)
    print(name, flush=True)
"""

CONFIGURATION_TEXT = '''"""What was configured when the interpreter was built."""
import sys

_PREFIX = "{{prefix}}"
build_time_vars = {variables}
for _name, _value in build_time_vars.items():
    if isinstance(_value, str):
        build_time_vars[_name] = _value.replace(_PREFIX, sys.base_prefix)
'''


def lay(binary: Path, jobs: int, with_tests: bool) -> int:
    """Copies and compiles; the number of files that were compiled. CPython's own tests, if they are wanted, are not compiled."""
    library = binary.parent / "lib/python3.11"
    wanted = sources(LEFT_OUT if with_tests else LEFT_OUT | TESTS)
    library.mkdir(parents=True, exist_ok=True)
    remove_others(library, set(wanted))
    for relative, source in wanted.items():
        if str(relative) == magic.FILE:
            write(library / relative, magic.with_magic(source.read_bytes()).decode())
        else:
            copy(source, library / relative)
    write(library / CONFIGURATION, configuration())
    (library / "site-packages").mkdir(exist_ok=True)
    for source, target in configured(binary.parent).items():
        copy(source, target)
    return compile_all(binary, library, jobs)


def sources(left_out: set[str]) -> dict[Path, Path]:
    """The files of the library by their places in it, but for files and folders of some names."""
    found: dict[Path, Path] = {}
    for root, place in ((HOST, Path()), (OWN, Path()), (STACKLESS, Path("stackless"))):
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name not in left_out and not name.startswith("config-")]
            for name in files:
                if name not in left_out and not name.endswith((".pyc", ".so")):
                    source = Path(folder, name)
                    found[place / source.relative_to(root)] = source
    return found


def configured(folder: Path) -> dict[Path, Path]:
    """What `sysconfig` names beside the library: the header and the makefile of the CPython that runs this."""
    makefile = Path(sysconfig.get_makefile_filename())
    header = Path(sysconfig.get_config_h_filename())
    return {makefile: folder / "lib/python3.11" / makefile.parent.name / makefile.name, header: folder / "include/python3.11" / header.name}


def remove_others(library: Path, wanted: set[Path]) -> None:
    """Removes files that an earlier run has laid and that are wanted no more."""
    for path in library.rglob("*.py"):
        relative = path.relative_to(library)
        is_ours = relative.parts[0] != "site-packages" and TESTS.isdisjoint(relative.parts) and relative.name != CONFIGURATION
        if is_ours and relative not in wanted:
            path.unlink()


def copy(source: Path, target: Path) -> None:
    state = source.stat()
    if target.exists():
        known = target.stat()
        if (known.st_mtime_ns, known.st_size) == (state.st_mtime_ns, state.st_size):
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def write(target: Path, text: str) -> None:
    if not target.exists() or target.read_text() != text:
        target.write_text(text)


def configuration() -> str:
    """The module behind `sysconfig`: the variables of the CPython that runs this, in whose place the binary stands."""
    variables = {name: value.replace(sys.base_prefix, "{prefix}") if isinstance(value, str) else value
                 for name, value in sysconfig.get_config_vars().items()}
    variables |= {"SOABI": "bobbin-311", "EXT_SUFFIX": ".bobbin-311.so", "Py_ENABLE_SHARED": 0, "LDLIBRARY": "", "LIBRARY": ""}
    for name in ("srcdir", "userbase", "installed_base", "installed_platbase", "base", "platbase"):
        variables.pop(name, None)
    return CONFIGURATION_TEXT.format(variables=pprint.pformat(variables, width=150))


def compile_all(binary: Path, library: Path, jobs: int) -> int:
    """Has the binary compile what is not compiled, or was from another source or by another compiler."""
    command = [str(binary), "-S", "-E", "-c"]
    number = subprocess.run([*command, "import importlib.util, sys; sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER)"],
                            capture_output=True, check=True).stdout
    stale = [path for path in library.rglob("*.py")
             if TESTS.isdisjoint(path.relative_to(library).parts) and not is_compiled(path, number)]
    stale.sort(key=lambda path: -path.stat().st_size)
    progress = Progress(len(stale))
    workers = [threading.Thread(target=compile_some, args=([*command, COMPILER], stale[i::jobs], progress)) for i in range(jobs)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    progress.end()
    if progress.failed:
        sys.exit("the library could not be compiled")
    return len(stale)


def is_compiled(path: Path, number: bytes) -> bool:
    """Whether there is a byte-code file that belongs to a source (PEP 3147, PEP 552)."""
    compiled = path.parent / "__pycache__" / f"{path.stem}.bobbin-311.pyc"
    if not compiled.exists():
        return False
    state = path.stat()
    header = struct.pack("<4sIII", number, 0, int(state.st_mtime) & 0xFFFFFFFF, state.st_size & 0xFFFFFFFF)
    with compiled.open("rb") as file:
        return file.read(len(header)) == header


class Progress:
    """Counts files, and shows the count on a terminal."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.failed = False
        self.lock = threading.Lock()

    def step(self) -> None:
        with self.lock:
            self.done += 1
            if sys.stderr.isatty():
                print(f"\rlibrary  {self.done} of {self.total} files compiled", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if sys.stderr.isatty() and self.total:
            print(file=sys.stderr)


def compile_some(command: list[str], paths: list[Path], progress: Progress) -> None:
    if not paths:
        return
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write("".join(f"{path}\n" for path in paths))
        process.stdin.close()
        for _ in process.stdout:
            progress.step()
    if process.returncode:
        progress.failed = True


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m interpreter.library", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--tests", action="store_true", help="CPython's own tests too")
    arguments = parser.parse_args()
    count = lay(arguments.binary.resolve(), arguments.jobs, arguments.tests)
    print(f"library  {count} files compiled in {arguments.binary.parent / 'lib/python3.11'}")


if __name__ == "__main__":
    main()
