"""``--show`` and ``--show-c``: functions of the program, as graphs and as C."""
from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from transform.c import CProgram
from transform.driver import OptionError
from transform.ir.graph import Function, Program
from transform.ir.printer import print_function

# What tells the specialisations of a function apart in its name: "[int]", "(main=main)", "#2"; and its resume body.
_SPECIALISATION = re.compile(r"\[[^\[\]]*\]|\([^()]*\)|#\d+|\$resume$")


def general_name(name: str) -> str:
    """The name that all specialisations of a function share."""
    while (shorter := _SPECIALISATION.sub("", name)) != name:
        name = shorter
    return name


def matches(wanted: str, name: str) -> bool:
    """Whether a function is meant: by its name or the end of it, with or without what specialises it."""
    return any(full == wanted or full.endswith("." + wanted) for full in (name, general_name(name)))


def near_matches(wanted: str, names: Iterable[str]) -> list[str]:
    """Up to five names that resemble one that does not exist."""
    names = list(names)
    short = {general_name(name).rpartition(".")[2]: name for name in reversed(names)}
    word = general_name(wanted).rpartition(".")[2]
    near = [short[found] for found in difflib.get_close_matches(word, short, n=5)]
    near += difflib.get_close_matches(wanted, names, n=5)
    near += [name for name in names if wanted.lower() in name.lower()]
    return list(dict.fromkeys(near))[:5]


class FunctionViewer:
    """Prints the chosen functions as a translation goes on. ``write`` takes the text."""

    def __init__(self, show: list[str], show_c: list[str], write: Callable[[str], None]) -> None:
        self._show = show
        self._show_c = show_c
        self._write = write
        self._shown: dict[str, str] = {}  # the last text of each graph, by name

    def graphs(self, stage: str, program: Program) -> None:
        """Called after each stage. OptionError if the frontend has found no function of a name."""
        if stage == "frontend":
            self._check([function.name for function in program.functions])
        present = [function for function in program.functions if self._is_chosen(function, self._show)]
        for name in sorted(self._shown.keys() - {function.name for function in present}):
            del self._shown[name]
            self._write(f"--- {name}: removed by {stage}\n\n")
        for function in present:
            text = print_function(function, source=True)
            if self._shown.get(function.name) != text:
                self._shown[function.name] = text
                self._write(f"--- {function.name} after {stage}\n{text}\n")

    def c_text(self, program: CProgram) -> None:
        """Called with the generated C."""
        shown: set[str] = set()
        for function, lines in program.functions.items():
            if self._is_chosen(function, self._show_c):
                shown.add(function.name)
                text = "\n".join(lines)
                self._write(f"--- {function.name} in C\n{text}\n\n")
        for wanted in self._show_c:
            if not any(matches(wanted, name) for name in shown):
                self._write(f"--- {wanted} has no C of its own: it is inlined where it is used, or never used\n\n")

    def _is_chosen(self, function: Function, wanted: list[str]) -> bool:
        return function.graph is not None and any(matches(pattern, function.name) for pattern in wanted)

    def _check(self, names: list[str]) -> None:
        for wanted in self._show + self._show_c:
            if not any(matches(wanted, name) for name in names):
                near = near_matches(wanted, names)
                hint = "; did you mean\n" + "\n".join(f"    {name}" for name in near) if near else ""
                raise OptionError(f"the program reaches no function '{wanted}'{hint}")
