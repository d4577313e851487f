"""What the compiler asks the interpreter for: characters, codecs, warnings."""
from __future__ import annotations

from interpreter.compiler.services import DecodingFailure, Services
from interpreter.errors import EXCEPTIONS, PyError
from interpreter.modules.warnings import warn_at
from interpreter.objects.exceptions import exception_object
from interpreter.protocols.codec import decode_bytes
from interpreter.protocols.text import str_of
from interpreter.text.database import CURRENT
from interpreter.text.names import code_of
from interpreter.text.normalization import NFKC, normalize

_LOOKUP_ERROR = EXCEPTIONS["LookupError"]
_DECODE_ERROR = EXCEPTIONS["UnicodeDecodeError"]


class InterpreterServices(Services):
    """What the compiler asks the interpreter for. It says no warnings: they belong to a source that is compiled in order to be run."""

    def warn(self, category: str, message: str, lineno: int) -> bool:
        return True

    def normalize(self, identifier: str) -> str:
        return normalize(CURRENT, NFKC, identifier)

    def character_named(self, name: str) -> str:
        code = code_of(name)
        return "" if code < 0 else chr(code)

    def decode(self, data: bytes, encoding: str) -> str:
        try:
            return decode_bytes(data, encoding, "strict").value
        except PyError as error:
            if error.type.is_subtype(_LOOKUP_ERROR):
                raise LookupError(encoding) from error
            if error.type.is_subtype(_DECODE_ERROR):
                raise DecodingFailure(str_of(exception_object(error)).value) from error
            raise


services = InterpreterServices()


class WarningServices(InterpreterServices):
    """The same for the source of a file, whose warnings are issued."""
    filename: str

    def __init__(self, filename: str) -> None:
        self.filename = filename

    def warn(self, category: str, message: str, lineno: int) -> bool:
        try:
            warn_at(category, message, self.filename, lineno)
        except PyError as error:
            if error.type.is_subtype(EXCEPTIONS[category]):
                return False
            raise
        return True
