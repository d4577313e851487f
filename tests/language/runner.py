"""Runs the cases of the language: on CPython, and translated, all cases of a file in one binary.

A case is a function of a module of `tests.language.cases` without parameters that returns str, int, float or bool.
Its outcome is written down the same way in both worlds (`Outcome`), so that comparing is comparing text.
"""
from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Callable, Iterator, Optional

CASES = Path(__file__).parent / "cases"
RESULTS = (str, int, float, bool)
MARK = "\x1e"  # begins the record of a case in the output of the binary


@dataclass(frozen=True)
class Outcome:
    """What a case did: ``kind`` is "result", "exception" (the name of the class) or "broken" (did not run: why)."""

    kind: str
    text: str


def case_modules() -> list[str]:
    """The names of all files of cases."""
    return sorted(path.stem for path in CASES.glob("*.py") if path.stem != "__init__")


def load(name: str) -> ModuleType:
    return importlib.import_module(f"tests.language.cases.{name}")


def cases_of(module: ModuleType) -> dict[str, Callable[[], Any]]:
    """The cases of a module, by name, in the order of the file."""
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__
        and not name.startswith("_") and not inspect.signature(function).parameters
    }


def run_untranslated(function: Callable[[], Any]) -> Outcome:
    """The outcome on CPython."""
    try:
        return Outcome("result", str(function()))
    except Exception as error:
        return Outcome("exception", type(error).__name__)


def main_source(module: str, names: list[str]) -> str:
    """The text of a program that runs the cases of a module, or those named by its arguments."""
    lines = ["from transform.rpython import class_name", f"import {module} as cases", ""]
    for name in names:
        lines += [
            f"def run_{name}() -> None:",
            "    try:",
            f"        result = cases.{name}()",
            f'        print("{MARK}{name} result")',
            "        print(result)",
            "    except Exception as error:",
            f'        print("{MARK}{name} exception")',
            "        print(class_name(error))",
            "",
        ]
    lines += ["def main(argv: list[str]) -> int:"]
    for name in names:
        lines += [f'    if len(argv) == 1 or "{name}" in argv:', f"        run_{name}()"]
    lines += ["    return 0", ""]
    return "\n".join(lines)


def read_outcomes(output: str) -> dict[str, Outcome]:
    """The records in the output of such a program."""
    outcomes = {}
    for record in output.split(MARK)[1:]:
        head, _, text = record.partition("\n")
        name, kind = head.split(" ")
        outcomes[name] = Outcome(kind, text.removesuffix("\n"))
    return outcomes


def import_file(path: Path) -> ModuleType:
    """The module in a file outside of any package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@dataclass
class Build:
    """The binary of a program, and what the translator rejected: function name to message."""

    binary: Optional[Path]
    errors: dict[str, str] = field(default_factory=dict)


def translate_file(source: Path, binary: Optional[Path] = None, **options: Any) -> Build:
    """Translate the program in a file, whose entry point is ``main``. The binary is beside it if not elsewhere."""
    from transform.driver import Options, TranslationErrors, translate

    binary = binary or source.with_suffix("")
    try:
        translate(import_file(source).main, binary, Options(**options))
    except TranslationErrors as failure:
        return Build(None, {error.function: str(error) for error in failure.errors})
    return Build(binary)


def translate_alone(source: Path, binary: Optional[Path] = None, **options: Any) -> Build:
    """The same in a process of its own, where nothing is loaded but the program.

    A virtual call may be one of any class that Python knows, so where other tests have loaded the interpreter all of it
    would be translated with a program that knows a class above one of the interpreter's.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(translate_file, source, binary, **options).result()


def build_alone(module: ModuleType, directory: Path, **options: Any) -> Path:
    """The binary of a module with a ``main``, translated in a process of its own."""
    assert module.__file__ is not None
    build = translate_alone(Path(module.__file__), directory / "program", **options)
    assert build.binary is not None, build.errors
    return build.binary


def users_of(module: ModuleType, culprits: set[str]) -> set[str]:
    """The top-level names of a module that mention a culprit (a top-level name), directly or through others."""
    mentions = {
        node.name: {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    found = set(culprits)
    while more := {name for name, names in mentions.items() if name not in found and names & found}:
        found |= more
    return found


def top_level_names(module: ModuleType, function: str) -> set[str]:
    """The top-level names of a module that the dotted name of a rejected function may stand for."""
    parts = function.partition("[")[0].split(".")
    return {part for part in parts if part in vars(module)}


class TranslatedCases:
    """The cases of one file in one binary; what cannot be translated is left out and reported by itself.

    ``environment`` are variables for the runs of the binary, ``translate`` is `translate_file` or `translate_alone`."""

    def __init__(self, module: ModuleType, directory: Path, environment: Optional[dict[str, str]] = None,
                 translate: Callable[..., Build] = translate_file, **options: Any) -> None:
        self.outcomes: dict[str, Outcome] = {}
        self._environment = {**os.environ, **(environment or {})}
        names = list(cases_of(module))
        for attempt in range(3):
            source = directory / f"{module.__name__.rpartition('.')[2]}_{attempt}.py"
            source.write_text(main_source(module.__name__, names))
            build = translate(source, **options)
            if build.binary is not None:
                self._run(build.binary, names)
                return
            rejected = self._rejected(module, names, build.errors)
            self.outcomes.update(rejected)
            names = [name for name in names if name not in rejected]
        self._give_up(names, "not translated: the file's errors could not be told apart")

    def _rejected(self, module: ModuleType, names: list[str], errors: dict[str, str]) -> dict[str, Outcome]:
        """The cases that errors are about; all of them where an error fits none."""
        rejected = {}
        for function, message in errors.items():
            users = users_of(module, top_level_names(module, function))
            for name in [name for name in names if name in users] or names:
                rejected[name] = Outcome("broken", message)
        return rejected

    def _run(self, binary: Path, names: list[str]) -> None:
        """Run all cases; where the program dies, each of those that are missing by itself."""
        done = self._execute(binary)
        self.outcomes.update(read_outcomes(done.stdout) if done.returncode == 0 else {})
        for name in names:
            if name not in self.outcomes:
                alone = self._execute(binary, name)
                reason = f"exit status {alone.returncode}\n{alone.stdout}{alone.stderr}"
                records = read_outcomes(alone.stdout) if alone.returncode == 0 else {}
                self.outcomes[name] = records.get(name, Outcome("broken", reason))

    def _execute(self, binary: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([binary, *arguments], capture_output=True, text=True, errors="replace", timeout=120,
                              env=self._environment)

    def _give_up(self, names: list[str], reason: str) -> None:
        self.outcomes.update({name: Outcome("broken", reason) for name in names})


def all_cases() -> Iterator[tuple[str, str]]:
    """File and name of each case."""
    for file in case_modules():
        for name in cases_of(load(file)):
            yield file, name
