"""Compiling sources in tests."""
from __future__ import annotations

from interpreter import space  # noqa: F401  (all types)
from interpreter.compiler.compile import Mode, compile_source
from interpreter.compiler.listing import Listing
from interpreter.compiler.services import Services
from interpreter.objects.code import Code
from tests.interpreter.compiler.checker import all_codes, check


def sections(text: str) -> dict[str, str]:
    """The sources in a text, by the comments in front of them."""
    result: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        if line.startswith("# "):
            name = line[2:].strip()
            result[name] = ""
        else:
            result[name] += line
    return result


class RecordingServices(Services):
    """Keeps warnings, and answers from CPython's libraries."""

    def __init__(self) -> None:
        self.warnings: list[tuple[str, str, int]] = []

    def warn(self, category: str, message: str, lineno: int) -> bool:
        self.warnings.append((category, message, lineno))
        return True

    def normalize(self, identifier: str) -> str:
        import unicodedata
        return unicodedata.normalize("NFKC", identifier)

    def character_named(self, name: str) -> str:
        import unicodedata
        try:
            return unicodedata.lookup(name)
        except KeyError:
            return ""

    def decode(self, data: bytes, encoding: str) -> str:
        return data.decode(encoding)


def compiled(source: str | bytes, mode: int = Mode.EXEC, flags: int = 0, optimize: int = 0) -> Code:
    """The code object of a source; checked, with all inside of it."""
    data = source.encode() if isinstance(source, str) else source
    code = compile_source(data, "<test>", mode, flags, optimize, RecordingServices())
    check(code)
    return code


def code_named(code: Code, name: str) -> Code:
    """The code object with a (qualified) name, somewhere inside."""
    for each in all_codes(code):
        if name in (each.name, each.qualname):
            return each
    raise KeyError(name)


def listed(source: str, name: str = "<module>") -> str:
    """The instructions of the code object with that name, a line each, without numbers."""
    code = code_named(compiled(source), name)
    listing = Listing(code)
    return "\n".join(listing.instruction(i) for i in range(len(code.words)))
