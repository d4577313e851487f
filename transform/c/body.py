"""The lines of one C function: indentation, braces, labels, #line directives."""
from __future__ import annotations

INDENT = "    "
_EMPTY = ";"  # the statement between a label and what may not follow one


class Body:
    """Collects lines.

    A label is kept only if something jumps to it (`jump_to`); braces round a single statement go, and those of an
    else round an if."""

    def __init__(self, directives: bool) -> None:
        self._directives = directives
        self._lines: list[str] = []
        self._depth = 1
        self._indent = INDENT
        self._source_line: int | None = None  # what the C compiler takes the next line for
        self._labels: dict[int, str] = {}  # at which line
        self._wanted: set[str] = set()
        self._fillers: dict[int, int] = {}  # for the line of a label, that of the empty statement behind it
        self._opened: list[tuple[int, int]] = []  # the lines with the open braces: of the first, and of an else or -1
        self._plain_ifs: list[tuple[int, int]] = []  # the lines of the braces of each if without else
        self._elses: list[tuple[int, int]] = []  # the lines of the braces of each else
        self._ends: dict[int, int] = {}  # for the line of an if, that where it or its else ends

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
        self._opened.append((len(self._lines), -1))
        self.emit(text + " {")
        self._indent_by(1)

    def turn(self, text: str) -> None:
        """Closes braces and opens them again: ``} else {``."""
        self._fill_after_label()
        self._indent_by(-1)
        self._opened[-1] = self._opened[-1][0], len(self._lines)
        self.emit(f"}} {text} {{")
        self._indent_by(1)

    def close(self) -> None:
        """Closes braces."""
        self._fill_after_label()
        self._indent_by(-1)
        start, turned = self._opened.pop()
        end = len(self._lines)
        if self._lines[start].lstrip().startswith("if "):
            self._ends[start] = end
            if turned < 0:
                self._plain_ifs.append((start, end))
            else:
                self._elses.append((turned, end))
        self.emit("}")

    def lines(self) -> list[str]:
        """The text, without labels that nothing jumps to and braces round one statement."""
        dropped: set[int] = set()
        for number, label in self._labels.items():
            if label not in self._wanted:
                dropped.update((number, self._fillers.get(number, number)))
        for start, end in self._plain_ifs:
            if self._is_single(start + 1, end, dropped):
                self._lines[start] = self._lines[start].removesuffix(" {")
                dropped.add(end)
        for start, end in self._elses:
            self._join_else(start, end, dropped)
        return [line for number, line in enumerate(self._lines) if number not in dropped]

    def _join_else(self, start: int, end: int, dropped: set[int]) -> None:
        """Makes an else that holds one if, and nothing behind it, an ``else if``."""
        first = start + 1
        while first in dropped or self._lines[first].startswith("#"):
            first += 1
        inner_end = self._ends.get(first, end)
        if inner_end == end or any(number not in dropped for number in range(inner_end + 1, end)):
            return
        self._lines[first] = self._lines[start].removesuffix("{") + self._lines[first].lstrip()
        for number in range(first + 1, inner_end + 1):
            self._lines[number] = self._lines[number].removeprefix(INDENT)
        dropped.update(number for number in range(start, first) if not self._lines[number].startswith("#"))
        dropped.add(end)

    def _is_single(self, start: int, end: int, dropped: set[int]) -> bool:
        """Whether one statement remains of these lines."""
        count = 0
        for number in range(start, end):
            if number not in dropped and not self._lines[number].startswith("#"):
                count += 1
                if count > 1 or number in self._labels:
                    return False
        return count == 1

    def _indent_by(self, levels: int) -> None:
        self._depth += levels
        self._indent = INDENT * self._depth

    def _fill_after_label(self) -> None:
        number = len(self._lines) - 1
        while number >= 0 and self._lines[number].startswith("#"):
            number -= 1
        if number in self._labels:
            self._fillers[number] = number + 1
            self._lines.insert(number + 1, self._indent + _EMPTY)
