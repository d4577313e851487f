"""The compiler as `compile`, `exec`, imports and the command line use it."""
from __future__ import annotations

from interpreter.compiler.compile import Mode, compile_source
from interpreter.compiler.source import decode_source
from interpreter.compiler.services import Services
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.errors import EXCEPTIONS, PyError
from interpreter.modules.state import settings
from interpreter.objects.code import Code
from interpreter.objects.int import new_int
from interpreter.objects.singletons import NONE
from interpreter.objects.str import new_str
from interpreter.objects.tuple import new_tuple
from interpreter.protocols.call import call

__all__ = ["Mode", "compile_file", "compile_text", "services", "syntax_error"]


class InterpreterServices(Services):
    """What the compiler asks the interpreter for."""

    def warn(self, category: str, message: str, lineno: int) -> None:
        pass

    def normalize(self, identifier: str) -> str:
        return identifier

    def character_named(self, name: str) -> str:
        return ""

    def decode(self, data: bytes, encoding: str) -> str:
        raise LookupError(encoding)


services = InterpreterServices()


def compile_text(source: bytes, filename: str, mode: int, flags: int, optimize: int) -> Code:
    """The code of a source; an `optimize` of -1 is what the command line says. Raises SyntaxError as a Python exception."""
    try:
        return compile_source(source, filename, mode, flags, settings.optimize if optimize < 0 else optimize, services)
    except SyntaxFailure as failure:
        raise syntax_error(failure, filename) from failure


def compile_file(source: bytes, filename: str) -> Code:
    """The code of a source file, in the encoding that it declares. Raises SyntaxError as a Python exception."""
    try:
        decoded = decode_source(source, services)
    except SyntaxFailure as failure:
        raise syntax_error(failure, filename) from failure
    return compile_text(decoded, filename, Mode.EXEC, 0, -1)


def syntax_error(failure: SyntaxFailure, filename: str) -> PyError:
    """The Python exception for what the compiler found."""
    kind = EXCEPTIONS[failure.kind]
    place = new_tuple([new_str(filename), new_int(failure.lineno), new_int(failure.offset), new_str(failure.text) if failure.text else NONE,
                       new_int(failure.end_lineno), new_int(failure.end_offset)])
    return PyError(kind, "", call(kind, [new_str(failure.message), place]))
