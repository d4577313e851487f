"""Errors in RPython source, shown as a good compiler shows them."""
from __future__ import annotations

import ast
import linecache
from dataclasses import dataclass
from typing import Optional


@dataclass(frozen=True)
class Span:
    """A stretch of source: ``line`` counts from 1, columns from 0 (``end_column`` past the end)."""

    file: str
    line: int
    column: int
    end_column: int

    @classmethod
    def of(cls, node: ast.AST, file: str) -> Span:
        line = getattr(node, "lineno", 1)
        column = getattr(node, "col_offset", 0)
        end = getattr(node, "end_col_offset", None)
        if end is None or getattr(node, "end_lineno", line) != line:
            end = len(linecache.getline(file, line).rstrip("\n"))
        return cls(file, line, column, max(end, column + 1))

    @classmethod
    def of_line(cls, file: str, line: int) -> Span:
        """A whole line, its indentation apart."""
        text = linecache.getline(file, line).rstrip("\n")
        column = len(text) - len(text.lstrip())
        return cls(file, line, column, max(len(text.encode()), column + 1))


class TranslationError(Exception):
    """One mistake in the source: what is wrong, where, in which function, and a way out."""

    def __init__(self, message: str, span: Optional[Span] = None, hint: str = "", function: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.span = span
        self.hint = hint
        self.function = function

    def __str__(self) -> str:
        text = []
        if self.span is not None:
            where = f"{self.span.file}:{self.span.line}:{self.span.column + 1}"
            text.append(f"{where}: error: {self.message}")
            if self.function:
                text[0] += f" (in {self.function})"
            source = linecache.getline(self.span.file, self.span.line).rstrip("\n")
            if source:
                # Columns of the AST count UTF-8 bytes.
                raw = source.encode()
                start = len(raw[: self.span.column].decode(errors="replace"))
                width = len(raw[self.span.column : self.span.end_column].decode(errors="replace"))
                text.append("    " + source)
                text.append("    " + " " * start + "^" * max(width, 1))
        else:
            text.append(f"error: {self.message}" + (f" (in {self.function})" if self.function else ""))
        if self.hint:
            text.append(f"    hint: {self.hint}")
        return "\n".join(text)


class InternalError(TranslationError):
    """A fault of the translator itself, met while it worked at a place of the source.
    ``__cause__`` is the exception that was not expected. ``activity`` says what was being done."""

    def __init__(self, cause: Exception, span: Optional[Span], function: str, activity: str = "") -> None:
        what = "internal error" + (f" in {activity}" if activity else "")
        super().__init__(f"{what}: {type(cause).__name__}: {cause}", span, function=function)
        self.__cause__ = cause


class TranslationErrors(Exception):
    """All mistakes that a translation found, in source order."""

    def __init__(self, errors: list[TranslationError]) -> None:
        self.errors = sorted(errors, key=lambda e: (e.span.file, e.span.line, e.span.column) if e.span else ("", 0, 0))
        super().__init__(f"{len(errors)} errors")

    def __str__(self) -> str:
        count = len(self.errors)
        tail = f"{count} error{'s' if count != 1 else ''}"
        return "\n\n".join(str(e) for e in self.errors) + f"\n\n{tail}"
