"""What the compiler needs from the interpreter around it."""
from __future__ import annotations


class DecodingFailure(Exception):
    """That bytes are wrong in their encoding; the message is that of Python's UnicodeDecodeError."""


class Services:
    """The seam to the character database, the codecs and Python's warnings: the interpreter derives from it."""

    def warn(self, category: str, message: str, lineno: int) -> bool:
        """Issue a warning of the class with that name; False where filters make it an error."""
        raise NotImplementedError

    def normalize(self, identifier: str) -> str:
        """The identifier in normal form NFKC (PEP 3131). Asked only if it is not ASCII."""
        raise NotImplementedError

    def character_named(self, name: str) -> str:
        r"""The character, or sequence, that ``\N{name}`` stands for; "" if there is none."""
        raise NotImplementedError

    def decode(self, data: bytes, encoding: str) -> str:
        """The text of a source. Raises LookupError for an unknown encoding, DecodingFailure for wrong bytes."""
        raise NotImplementedError
