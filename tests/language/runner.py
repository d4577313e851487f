"""Runs the cases of the language: on CPython, and translated, those of many files in one binary.

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
from typing import Any, Callable, Iterable, Mapping, Optional

from transform.driver import Options, TranslationErrors, translate

CASES = Path(__file__).parent / "cases"
Cases = Mapping[str, Callable[[], Any]]
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


def cases_in(files: Iterable[str]) -> dict[str, Callable[[], Any]]:
    """The cases of files of cases, each named with its file: "lists.append"."""
    return {f"{file}.{name}": case for file in files for name, case in cases_of(load(file)).items()}


def run_untranslated(function: Callable[[], Any]) -> Outcome:
    """The outcome on CPython."""
    try:
        return Outcome("result", str(function()))
    except Exception as error:
        return Outcome("exception", type(error).__name__)


def main_source(cases: Cases) -> str:
    """The text of a program that runs cases: all, or those whose names are its arguments."""
    modules = {module: f"m{number}" for number, module in enumerate(sorted({c.__module__ for c in cases.values()}))}
    lines = ["from transform.rpython import class_name"]
    lines += [f"import {module} as {alias}" for module, alias in modules.items()]
    for number, (name, case) in enumerate(cases.items()):
        lines += [
            "",
            f"def run_{number}() -> None:",
            "    try:",
            f"        result = {modules[case.__module__]}.{case.__name__}()",
            f'        print("{MARK}{name} result")',
            "        print(result)",
            "    except Exception as error:",
            f'        print("{MARK}{name} exception")',
            "        print(class_name(error))",
        ]
    lines += ["", "def main(argv: list[str]) -> int:"]
    for number, name in enumerate(cases):
        lines += [f'    if len(argv) == 1 or "{name}" in argv:', f"        run_{number}()"]
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


@dataclass(frozen=True)
class Rejection:
    """A mistake that the translator found: in which file and function, and its report."""

    file: Optional[str]
    function: str
    report: str


@dataclass
class Build:
    """The binary of a program, or what the translator rejected."""

    binary: Optional[Path]
    errors: list[Rejection] = field(default_factory=list)


def translate_file(source: Path, binary: Optional[Path] = None, **options: Any) -> Build:
    """Translate the program in a file, whose entry point is ``main``. The binary is beside it if not elsewhere."""
    binary = binary or source.with_suffix("")
    try:
        translate(import_file(source).main, binary, Options(**options))
    except TranslationErrors as failure:
        return Build(None, [Rejection(error.span.file if error.span is not None else None, error.function, str(error))
                            for error in failure.errors])
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
    """Cases in one binary; what cannot be translated is left out and reported by itself.

    ``translate`` is `translate_file` or `translate_alone`."""

    def __init__(self, cases: Cases, directory: Path, translate: Callable[..., Build] = translate_file,
                 **options: Any) -> None:
        self._rejected: dict[str, Outcome] = {}
        self._binary: Optional[Path] = None
        self._names: list[str] = []
        for attempt in range(3):
            left = {name: case for name, case in cases.items() if name not in self._rejected}
            source = directory / f"cases_{attempt}.py"
            source.write_text(main_source(left))
            build = translate(source, **options)
            if build.binary is not None:
                self._binary = build.binary
                self._names = list(left)
                return
            for error in build.errors:
                self._rejected.update({name: Outcome("broken", error.report) for name in cases_about(error, left)})

    def outcomes(self, environment: Optional[Mapping[str, str]] = None) -> dict[str, Outcome]:
        """Runs all cases, with some variables of the environment; where the program dies, each that is missing by
        itself."""
        outcomes = dict(self._rejected)
        if self._binary is None:
            return outcomes
        variables = {**os.environ, **(environment or {})}
        done = self._execute(self._binary, variables)
        outcomes.update(read_outcomes(done.stdout) if done.returncode == 0 else {})
        for name in self._names:
            if name not in outcomes:
                alone = self._execute(self._binary, variables, name)
                reason = f"exit status {alone.returncode}\n{alone.stdout}{alone.stderr}"
                records = read_outcomes(alone.stdout) if alone.returncode == 0 else {}
                outcomes[name] = records.get(name, Outcome("broken", reason))
        return outcomes

    def _execute(self, binary: Path, variables: Mapping[str, str], *names: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([binary, *names], capture_output=True, text=True, errors="replace", timeout=300,
                              env=variables)


def cases_about(error: Rejection, cases: Cases) -> list[str]:
    """The names of the cases that an error is about; of all where it fits none."""
    about = []
    for name in {case.__module__ for case in cases.values()}:
        module = sys.modules[name]
        if error.file in (None, module.__file__):
            users = users_of(module, top_level_names(module, error.function))
            about += [key for key, case in cases.items() if case.__module__ == name and case.__name__ in users]
    return about or list(cases)
