"""The lines of one C function: indentation, braces, labels, #line directives."""
from __future__ import annotations

INDENT = "    "
_EMPTY = ";"  # the statement between a label and what may not follow one


class Body:
    """Collects lines.

    A label is kept only if something jumps to it (`jump_to`); braces round a single statement go."""

    def __init__(self, directives: bool) -> None:
        self._directives = directives
        self._lines: list[str] = []
        self._depth = 1
        self._indent = INDENT
        self._source_line: int | None = None  # what the C compiler takes the next line for
        self._labels: dict[int, str] = {}  # at which line
        self._wanted: set[str] = set()
        self._fillers: set[int] = set()  # lines that are there for the label before them
        self._opened: list[int] = []  # the lines with the open braces

    def emit(self, text: str) -> None:
        """Adds a statement."""
        self._lines.append(self._indent + text)
        if self._source_line is not None:
            self._source_line += 1

    def declare(self, text: str) -> None:
        """Adds a declaration, which in C may not follow a label."""
        self._fill_after_label()
        self.emit(text)

    def follow(self, line: int) -> None:
        """Says from which source line the next statement comes."""
        if self._directives and line != self._source_line:
            self._lines.append(f"#line {line}")
            self._source_line = line

    def label(self, name: str) -> None:
        """Marks the place of a label."""
        self._labels[len(self._lines)] = name
        self._lines.append(name + ":")
        self._source_line = None  # the line may turn out not to be there

    def jump_to(self, name: str) -> str:
        """Notes that something jumps to a label."""
        self._wanted.add(name)
        return name

    def open(self, text: str) -> None:
        """Adds a line that opens braces; what follows is indented."""
        self._opened.append(len(self._lines))
        self.emit(text + " {")
        self._indent_by(1)

    def turn(self, text: str) -> None:
        """Closes braces and opens them again: ``} else {``."""
        self._fill_after_label()
        self._indent_by(-1)
        self._opened[-1] = -1
        self.emit(f"}} {text} {{")
        self._indent_by(1)

    def close(self) -> None:
        """Closes braces, or takes back those that stand round one statement."""
        self._fill_after_label()
        self._indent_by(-1)
        start = self._opened.pop()
        if start >= 0 and start == len(self._lines) - 2 and self._lines[start].lstrip().startswith("if "):
            self._lines[start] = self._lines[start][:-2]
        else:
            self.emit("}")

    def lines(self) -> list[str]:
        """The text, without labels that nothing jumps to."""
        kept = []
        skip_filler = False
        for number, line in enumerate(self._lines):
            label = self._labels.get(number)
            if label is not None:
                skip_filler = label not in self._wanted
                if skip_filler:
                    continue
            elif number in self._fillers and skip_filler:
                continue
            kept.append(line)
        return kept

    def _indent_by(self, levels: int) -> None:
        self._depth += levels
        self._indent = INDENT * self._depth

    def _fill_after_label(self) -> None:
        number = len(self._lines) - 1
        while number >= 0 and self._lines[number].startswith("#"):
            number -= 1
        if number in self._labels:
            self._fillers.add(len(self._lines))
            self.emit(_EMPTY)
