"""The command line as a user meets it: what it prints, what it leaves behind, how it ends."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from transform.c import CompileError
from transform.cli.command import explain

ROOT = Path(__file__).parents[3]

HELLO = """\
def greeting(name: str) -> str:
    return "hello " + name

def main(argv: list[str]) -> int:
    print(greeting(argv[1] if len(argv) > 1 else "world"))
    return 3
"""


@dataclass
class Folder:
    """A folder of a user who translates programs, and who has built something before (`cache`)."""

    path: Path
    cache: Path

    def write(self, name: str, text: str) -> Path:
        path = self.path / name
        path.write_text(text)
        return path

    def compiler(self, script: str) -> str:
        """A C compiler that is a shell script."""
        path = self.write("compiler", f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return str(path)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.path)}
        command = [sys.executable, "-m", "transform", *arguments, "--cache", str(self.cache)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.path,
                                env=environment)

    def transform(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def run(self, binary: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([self.path / binary, *arguments], check=False, capture_output=True, text=True, timeout=60)

    def names(self) -> set[str]:
        return {path.name for path in self.path.iterdir()} - {"__pycache__"}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("objects")


@pytest.fixture
def folder(tmp_path: Path, cache: Path) -> Folder:
    return Folder(tmp_path, cache)


def assert_fails(done: subprocess.CompletedProcess[str], status: int, *words: str) -> None:
    assert done.returncode == status, done.stderr
    for word in words:
        assert word in done.stderr
    if "transform" in done.stderr:
        assert "transform/driver.py" not in done.stderr  # no traceback of ours


# What works.


def test_a_program_becomes_a_binary_of_its_name_here(folder: Folder):
    folder.write("hello.py", HELLO)
    done = folder.transform("hello.py")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    ran = folder.run("hello", "you")
    assert (ran.stdout, ran.returncode) == ("hello you\n", 3)
    assert folder.names() == {"hello.py", "hello"}


def test_the_program_may_be_elsewhere_and_import_its_neighbours(folder: Folder):
    (folder.path / "source").mkdir()
    folder.write("source/answer.py", "def answer() -> int:\n    return 42\n")
    folder.write("source/my-program.py",
                 "from answer import answer\ndef main(argv: list[str]) -> int:\n    print(answer())\n    return 0\n")
    done = folder.transform("source/my-program.py", "-o", "new/folder/binary", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert folder.run("new/folder/binary").stdout == "42\n"


@pytest.mark.parametrize("name", ["json.py", "rich.py", "driver.py", "no_suffix"])
def test_a_program_may_have_any_name(folder: Folder, name: str):
    folder.write(name, HELLO)
    done = folder.transform(name, "-o", "out")
    assert done.returncode == 0, done.stderr
    assert folder.run("out").stdout == "hello world\n"


def test_folders_may_have_any_name(folder: Folder):
    inner = folder.path / 'it\'s a "%s" folder\\é'
    inner.mkdir()
    inside = Folder(inner, inner / "the cache")
    inside.write("hel lo.py", HELLO)
    for compiler in ("gcc", "clang"):
        done = inside.transform("hel lo.py", "-o", "the binary", "--keep", "the C", "--cc", compiler)
        assert done.returncode == 0, done.stderr
        assert inside.run("the binary").stdout == "hello world\n"


def test_a_main_guard_is_not_run(folder: Folder):
    folder.write("hello.py", HELLO + "\nif __name__ == '__main__':\n    raise SystemExit(main(['hello']))\n")
    assert folder.transform("hello.py").returncode == 0


def test_what_a_program_prints_at_import_stays_out_of_standard_output(folder: Folder):
    folder.write("hello.py", "import sys\nprint('imported', sys.argv)\n" + HELLO)
    done = folder.transform("hello.py", "--show", "greeting")
    assert done.returncode == 0, done.stderr
    assert "imported" in done.stderr
    assert "imported" not in done.stdout


def test_a_program_may_change_the_folder_at_import(folder: Folder):
    folder.write("hello.py", "import os\nos.chdir('/')\n" + HELLO)
    assert folder.transform("hello.py", "-o", "here").returncode == 0
    assert folder.run("here").stdout == "hello world\n"


def test_the_table_tells_what_it_took(folder: Folder):
    folder.write("hello.py", HELLO)
    done = folder.transform("hello.py", "--time-passes", "--weigh")
    for words in ("frontend", "passes", "generate", "compile", "from the cache", "link", "total", "functions",
                  "operations", "lines of C", "binary", "loaded", "to be resumable", "peak memory", "of the translator",
                  "C compiler"):
        assert words in done.stderr
    assert "\n  simplify" in done.stderr
    assert "\n  simplify" not in folder.transform("hello.py").stderr


def test_progress_on_no_terminal_is_lines(folder: Folder):
    folder.write("hello.py", HELLO)
    error = folder.transform("hello.py").stderr
    assert "\x1b" not in error and "\r" not in error
    stages = [line.split(" s  ")[1] for line in error.splitlines() if line[:7].strip().replace(".", "").isdigit()]
    assert stages[0] == "frontend"
    assert stages[-3:] == ["generate", "compile", "link"]


def test_debug_build_with_another_compiler_and_no_collector(folder: Folder):
    folder.write("hello.py", HELLO)
    done = folder.transform("hello.py", "--debug", "--cc", "clang", "--gc", "none", "--verify", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert folder.run("hello").stdout == "hello world\n"
    assert b"__asan" in (folder.path / "hello").read_bytes()


def test_keep_leaves_the_c_files(folder: Folder):
    folder.write("hello.py", HELLO)
    for _ in range(2):
        assert folder.transform("hello.py", "--keep", "c").returncode == 0
        assert list((folder.path / "c").glob("code_*.c"))


# Looking inside.


def test_show_prints_the_graph_after_each_pass_that_changed_it(folder: Folder):
    folder.write("hello.py", HELLO)
    done = folder.transform("hello.py", "--show", "greeting", "--quiet")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("--- hello.greeting after frontend\nfunction hello.greeting(name: str) -> str")
    assert '# 2: return "hello " + name' in done.stdout
    assert "after exceptions" not in done.stdout


def test_show_c_prints_the_c(folder: Folder):
    folder.write("hello.py", "from transform.rpython import never_inline\n@never_inline\n" + HELLO)
    done = folder.transform("hello.py", "--show-c", "greeting", "--quiet")
    assert done.stdout.startswith("--- hello.greeting in C\n")
    assert "struct str *hello_greeting(struct str *name)" in done.stdout
    assert done.stdout.rstrip().endswith("}")


def test_show_of_an_unknown_function_lists_near_ones(folder: Folder):
    folder.write("hello.py", HELLO)
    done = folder.transform("hello.py", "--show", "greating")
    assert_fails(done, 2, "no function 'greating'", "hello.greeting")
    assert folder.names() == {"hello.py"}


def test_show_into_a_pipe_that_closes(folder: Folder):
    folder.write("hello.py", HELLO)
    process = folder.start("hello.py", "--show", "main", "--show", "greeting", "--quiet")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait() == 0


# What does not: the program.


def test_errors_in_the_source(folder: Folder):
    folder.write("wrong.py", HELLO.replace('"hello " + name', "len(name)"))
    done = folder.transform("wrong.py")
    assert_fails(done, 1, "wrong.py:2:12: error: ", "expected str, found int", "1 error",
                 "    return len(name)\n               ^^^^^^^^^\n")
    assert folder.names() == {"wrong.py"}


def test_a_syntax_error_is_pythons(folder: Folder):
    folder.write("wrong.py", "def main(argv: list[str]) -> int:\n    return (1\n")
    done = folder.transform("wrong.py")
    assert_fails(done, 1, 'wrong.py", line 2', "SyntaxError: '(' was never closed")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("source, words", [
    ("def f():\n    return 1 / 0\nf()\n", ["line 2, in f", "ZeroDivisionError: division by zero"]),
    ("import no_such_module\n", ["line 1, in <module>", "ModuleNotFoundError"]),
    ("import sys\nsys.exit(4)\n", ["SystemExit: 4", "ends itself when it is imported"]),
    ("x = 1\0\n", ["null bytes"]),
    ("x = '" + "\\ud800" + "'\nraise ValueError(x)\n", ["ValueError"]),
    ("raise type('Own', (BaseException,), {})()\n", ["Own"]),
])
def test_an_exception_at_import_is_shown_without_our_frames(folder: Folder, source: str, words: list[str]):
    folder.write("wrong.py", source)
    done = folder.transform("wrong.py")
    assert_fails(done, 1, *words, "wrong.py could not be imported")
    assert "loading.py" not in done.stderr


def test_a_mistake_in_a_neighbour_is_shown_there(folder: Folder):
    folder.write("neighbour.py", "def f(:\n")
    folder.write("wrong.py", "import neighbour\n")
    assert_fails(folder.transform("wrong.py"), 1, 'wrong.py", line 1', 'neighbour.py", line 1', "SyntaxError")


@pytest.mark.parametrize("source", ["", "main = 3\n", "class main: pass\n", "from builtins import len as main\n"])
def test_no_main(folder: Folder, source: str):
    folder.write("empty.py", source)
    assert_fails(folder.transform("empty.py"), 2, "empty.py has no function main(argv: list[str]) -> int")


@pytest.mark.parametrize("head", ["def main() -> int:", "def main(argv: list[str]) -> str:", "async def main(argv):"])
def test_main_of_another_kind(folder: Folder, head: str):
    folder.write("wrong.py", f"{head}\n    return 0\n")
    assert_fails(folder.transform("wrong.py"), 1, "wrong.py:1:", "error: ")


def test_deep_expressions(folder: Folder):
    terms = " + ".join(["len(argv)"] * 900)
    folder.write("deep.py", f"def main(argv: list[str]) -> int:\n    print({terms})\n    return 0\n")
    done = folder.transform("deep.py")
    assert done.returncode == 0, done.stderr
    assert folder.run("deep").stdout == "900\n"


# What does not: files and options.


def test_no_such_program(folder: Folder):
    assert_fails(folder.transform("nothing.py"), 2, "nothing.py cannot be read: No such file")


def test_a_program_whose_name_is_no_text(folder: Folder):
    folder.write("hello\udcff.py", HELLO)
    assert_fails(folder.transform("hello\udcff.py"), 2, "hello\\udcff.py is no UTF-8")


@pytest.mark.parametrize("arguments", [["--opt", "9"], ["--jobs", "0"], ["--jobs", "x"], ["--gc", "rust"], ["--bad"]])
def test_wrong_arguments(folder: Folder, arguments: list[str]):
    folder.write("hello.py", HELLO)
    assert_fails(folder.transform("hello.py", *arguments), 2, "usage: python -m transform")


@pytest.mark.parametrize("output, words", [
    ("folder", "is a folder"),
    ("hello.py", "is the program itself"),
    ("hello.py/out", "is no folder"),
    ("/dev/null", "is no ordinary file"),
])
def test_output_that_cannot_be_written(folder: Folder, output: str, words: str):
    (folder.path / "folder").mkdir()
    folder.write("hello.py", HELLO)
    assert_fails(folder.transform("hello.py", "-o", output), 2, words)
    assert folder.names() == {"hello.py", "folder"}
    assert (folder.path / "hello.py").read_text() == HELLO
    assert not Path("/dev/null").is_file()


def test_keep_does_not_touch_the_c_files_of_others(folder: Folder):
    folder.write("hello.py", HELLO)
    mine = folder.write("mine.c", "int x;\n")
    assert_fails(folder.transform("hello.py", "--keep", "."), 2, "has other files in it")
    assert mine.exists()


def test_full_disk(folder: Folder):
    """A file that may not grow stands for it: the same call of the system fails."""
    folder.write("hello.py", HELLO)
    command = f"ulimit -f 8; exec {sys.executable} -m transform hello.py --cache {folder.path}/objects"
    done = subprocess.run(["bash", "-c", command], check=False, capture_output=True, text=True, cwd=folder.path,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder.path)})
    assert_fails(done, 2, "error: ", "File too large")
    assert {name for name in folder.names() if not name.startswith("objects")} == {"hello.py"}


# What does not: the C compiler.


def test_no_such_compiler(folder: Folder):
    folder.write("hello.py", HELLO)
    assert_fails(folder.transform("hello.py", "--cc", "no-such-cc"), 2, "no C compiler 'no-such-cc'")


def test_a_c_library_that_cannot_be_used_is_an_error_where_it_is(folder: Folder):
    folder.write("wrong.py", """\
from transform.rpython import CLibrary
library = CLibrary("int no_such_function(int);", headers=("no_such_header.h",))
def main(argv: list[str]) -> int:
    return int(library.no_such_function(len(argv)))
""")
    done = folder.transform("wrong.py", "-o", "out")
    assert_fails(done, 1, "fatal error: no_such_header.h", "wrong.py:4:16: error: reading 'no_such_function' raised")
    assert folder.names() == {"wrong.py"}


def test_a_library_that_the_linker_does_not_find_is_named(folder: Folder):
    folder.write("hello.py", HELLO)
    cc = folder.compiler('case "$*" in *-lm*) set -- "$@" -lno_such_library;; esac\nexec gcc "$@"')
    done = folder.transform("hello.py", "--cc", cc)
    assert_fails(done, 3, "the library 'no_such_library', which the program uses", "the C files are kept in")
    assert "hello" not in folder.names()


def test_a_header_that_the_compiler_does_not_find_is_named(folder: Folder):
    folder.write("hello.py", HELLO)
    cc = folder.compiler('exec gcc -include no_such_header.h "$@"')
    assert_fails(folder.transform("hello.py", "--cc", cc), 3, "the header 'no_such_header.h', which the program uses")
    assert folder.names() == {"hello.py", "compiler"}


def test_missing_libgc(folder: Folder):
    folder.write("hello.py", HELLO)
    cc = folder.compiler('case "$*" in *-lgc*) echo "/usr/bin/ld: cannot find -lgc: No such file" >&2; exit 1;; esac\n'
                         'exec gcc "$@"')
    done = folder.transform("hello.py", "--gc", "boehm", "--cc", cc)
    assert_fails(done, 3, "libgc is not installed", "libgc-dev", "--gc none")


def test_wrong_c_is_kept(folder: Folder):
    folder.write("hello.py", HELLO)
    cc = folder.compiler('case "$*" in *" -c "*) set -- "$@" -DRT_H_ -Dstruct=@;; esac\nexec gcc "$@"')
    done = folder.transform("hello.py", "--cc", cc)
    assert_fails(done, 3, "error: the C compiler failed, ", "a fault of the translator", "the C files are kept in")
    (kept,) = [name for name in folder.names() if name.startswith("bobbin-")]
    assert list((folder.path / kept).glob("code_*.c"))
    assert len(done.stderr.splitlines()) < 100


@pytest.mark.parametrize("text, reason", [
    ("/usr/bin/ld: cannot find -lm17: No such file or directory", "the library 'm17', which the program uses"),
    ("ld.lld: error: unable to find library -lm17", "the library 'm17', which the program uses"),
    ("/usr/bin/ld: cannot find -lgc", "libgc-dev"),
    ("rt_gc_boehm.c:3:10: fatal error: gc.h: No such file or directory", "libgc-dev"),
    ("x.c:1:10: fatal error: 'm17.h' file not found", "the header 'm17.h', which the program uses"),
    ("gcc: fatal error: Killed signal terminated program cc1", "for want of memory"),
    ("/tmp/x.s: No space left on device", "the disk is full"),
    ("x.c:3: error: expected ';'", "a fault of the translator"),
])
def test_the_words_of_the_compiler_are_explained(text: str, reason: str):
    error = CompileError("x.c", text)
    error.add_note("the C files are kept in /tmp/c")
    lines = explain(error).splitlines()
    assert lines[0] == text
    assert lines[1].startswith("error: the C compiler failed, x.c: ") and reason in lines[1]
    assert lines[2] == "(the C files are kept in /tmp/c)"


def test_long_messages_of_the_compiler_are_cut():
    lines = explain(CompileError("x.c", "error\n" * 1000)).splitlines()
    assert lines[40] == "... and 960 more lines"
    assert len(lines) == 42


# Interruption.


def test_ctrl_c_while_the_program_is_imported(folder: Folder):
    folder.write("slow.py", "open('reached', 'w').close()\nwhile True: pass\n")
    process = folder.start("slow.py")
    while "reached" not in folder.names():
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60) == ("", "interrupted\n")
    assert process.returncode == 130


@pytest.mark.parametrize("stage", ["generate", "compile", "link"])
def test_ctrl_c_leaves_the_old_binary_and_no_litter(folder: Folder, stage: str):
    folder.write("hello.py", HELLO)
    folder.write("hello", "the old binary")
    here = {"generate": '*" -E "*', "compile": '*" -c "*', "link": '*" -lm"*'}[stage]
    cc = folder.compiler(f'case "$*" in {here}) echo > reached; sleep 20;; esac\nexec gcc "$@"')
    process = folder.start("hello.py", "--cc", cc, "--keep", "c")
    while "reached" not in folder.names():
        assert process.poll() is None
        time.sleep(0.02)
    for reached in [process.pid, *children(process.pid)]:
        os.kill(reached, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert err.endswith("interrupted\n")
    assert (folder.path / "hello").read_text() == "the old binary"
    assert folder.names() == {"hello.py", "hello", "compiler", "reached", "c"}


def children(pid: int) -> list[int]:
    """The processes below one, as a terminal would reach them."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *children(int(child))]
    return found
