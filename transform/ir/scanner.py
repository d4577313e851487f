"""Scanner of the text form: reads one line piece by piece.

What a piece is depends on where it stands (a dot belongs to a function's name, but not to
a variable's), so the parser asks for the piece that it expects.
"""
from __future__ import annotations

import ast
import json
import re
from typing import Optional

from transform.ir.graph import CInteger

_CODE = re.compile(r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[^#"'`])*""")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[A-Za-z_]\w*")
_NAME = re.compile(r"[A-Za-z_<](?:[\w<>]|\.(?=[\w<]))*")
_NUMBER = re.compile(r"-?(?:inf\b|nan\b|\d+(?:\.\d+)?(?:e[+-]?\d+)?)")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_BYTES = re.compile(r"""b(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""")
_CHAR = re.compile(r"'([^'\\])'")
_C_INTEGER = re.compile(r"\$(\w+)\((-?\d+)\)")


class ParseError(Exception):
    """Text that is not in the text form. The message names the line and shows it."""


def strip_comment(line: str) -> str:
    """The line without its trailing comment and space."""
    match = _CODE.match(line)
    return (match.group() if match else line).rstrip()


class Scanner:
    """A position in one line of text."""

    def __init__(self, text: str, number: int) -> None:
        self.text = text
        self.number = number
        self.position = 0

    def error(self, message: str) -> ParseError:
        return ParseError(f"line {self.number}: {message}\n  {self.text}\n  {' ' * self.position}^")

    def _match(self, pattern: re.Pattern[str]) -> Optional[re.Match[str]]:
        self._skip_space()
        match = pattern.match(self.text, self.position)
        if match is not None:
            self.position = match.end()
        return match

    def _skip_space(self) -> None:
        match = _SPACE.match(self.text, self.position)
        assert match is not None
        self.position = match.end()

    def at_end(self) -> bool:
        self._skip_space()
        return self.position == len(self.text)

    def expect_end(self) -> None:
        if not self.at_end():
            raise self.error("expected the end of the line")

    def accept(self, text: str) -> bool:
        """Whether this text comes next; if so, behind it. A word is accepted as a whole."""
        self._skip_space()
        end = self.position + len(text)
        if not self.text.startswith(text, self.position):
            return False
        if (text[-1].isalnum() or text[-1] == "_") and end < len(self.text) and (
                self.text[end].isalnum() or self.text[end] == "_"):
            return False
        self.position = end
        return True

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.error(f"expected {text!r}")

    def looking_at(self, text: str) -> bool:
        position = self.position
        found = self.accept(text)
        self.position = position
        return found

    def word(self, what: str) -> str:
        match = self._match(_WORD)
        if match is None:
            raise self.error(f"expected {what}")
        return match.group()

    def name(self, what: str) -> str:
        """The name of a class, function or prebuilt object: dotted, with type arguments in
        brackets; or anything in back-quotes."""
        if self.accept("`"):
            end = self.text.find("`", self.position)
            if end < 0:
                raise self.error("back-quote is not closed")
            name = self.text[self.position:end]
            self.position = end + 1
            return name
        match = self._match(_NAME)
        if match is None:
            raise self.error(f"expected {what}")
        start = match.start()
        if self.text.startswith("[", self.position):
            self._skip_brackets()
            rest = re.compile(r"(?:[\w<>]|\.(?=[\w<]))*").match(self.text, self.position)
            assert rest is not None
            self.position = rest.end()
        return self.text[start:self.position]

    def _skip_brackets(self) -> None:
        depth = 0
        for position in range(self.position, len(self.text)):
            depth += {"[": 1, "]": -1}.get(self.text[position], 0)
            if depth == 0:
                self.position = position + 1
                return
        raise self.error("bracket is not closed")

    def string(self) -> str:
        match = self._match(_STRING)
        if match is None:
            raise self.error("expected a string")
        return json.loads(match.group())

    def at_string(self) -> bool:
        return self.looking_at('"')

    def bytes(self) -> Optional[bytes]:
        match = self._match(_BYTES)
        return None if match is None else ast.literal_eval(match.group())

    def char(self) -> Optional[int]:
        match = self._match(_CHAR)
        return None if match is None else ord(match.group(1))

    def integer(self) -> int:
        number = self.number_literal()
        if not isinstance(number, int):
            raise self.error("expected an integer")
        return number

    def number_literal(self) -> int | float | None:
        """A number (possibly with a C name), or None where there is none."""
        match = self._match(_C_INTEGER)
        if match is not None:
            return CInteger(int(match.group(2)), match.group(1))
        match = self._match(_NUMBER)
        if match is None:
            return None
        text = match.group()
        return int(text) if text.lstrip("-").isdigit() else float(text)
