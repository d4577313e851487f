"""The examples of the language reference, transform/rpython/README.md.

A block marked ``python`` is a module with a function ``example`` and, in a comment at the
end, what it gives: ``# -> 42``. A block marked ``python error`` is refused by the
translator; a comment stands at the end of the line that is to blame: ``# error: words of the message``.
The block marked ``python imports`` begins each of them.
"""
from __future__ import annotations

import ast
import importlib.util
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

README = Path(__file__).parents[3] / "transform" / "rpython" / "README.md"

_BLOCK = re.compile(r"^```python *(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """One example. ``name`` is made of the section's title and a number; ``line`` is that in the README.

    ``expected`` is what ``example()`` gives. Where the example is refused, ``error`` has words of
    the message, and ``error_line`` is the line of ``source`` that is to blame (otherwise "" and 0)."""

    name: str
    line: int
    source: str
    expected: Any = None
    error: str = ""
    error_line: int = 0


def examples(text: str) -> list[Example]:
    """All examples in the text of a README."""
    found: list[Example] = []
    imports = ""
    numbers: dict[str, int] = {}
    for block in _BLOCK.finditer(text):
        kind, code = block.groups()
        before = text[: block.start()]
        if kind == "imports":
            imports = code + "\n\n"
            continue
        title = re.findall(r"^#+ (.*)$", _BLOCK.sub("", before), re.MULTILINE)[-1]
        section = re.sub(r"\W+", "_", title.lower()).strip("_")
        numbers[section] = numbers.get(section, 0) + 1
        name = f"{section}_{numbers[section]}"
        found.append(_example(name, before.count("\n") + 1, imports + code, kind == "error"))
    return found


def _example(name: str, line: int, source: str, refused: bool) -> Example:
    if refused:
        ((number, words),) = [
            (number, text.split("# error: ")[1])
            for number, text in enumerate(source.splitlines(), 1)
            if "# error: " in text
        ]
        return Example(name, line, source, error=words, error_line=number)
    (expected,) = re.findall(r"^# -> (.*)$", source, re.MULTILINE)
    return Example(name, line, source, expected=ast.literal_eval(expected))


def load(example: Example, directory: Path) -> ModuleType:
    """The example as an imported module, whose file is written into ``directory``."""
    path = directory / f"{example.name}.py"
    path.write_text(example.source)
    spec = importlib.util.spec_from_file_location(f"readme_{example.name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module.__name__] = module
    spec.loader.exec_module(module)
    return module
