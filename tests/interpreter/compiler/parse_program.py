"""A program that prints for each file a hash of its tree, or what is wrong with it; with -t it only parses."""
from __future__ import annotations

from typing import Optional

from interpreter.compiler import ast
from interpreter.compiler.nodes import FieldReader
from interpreter.compiler.parser import parse
from interpreter.compiler.parser_statements import Mode
from interpreter.compiler.syntaxerrors import SyntaxFailure
from interpreter.objects.object import Object
from tests.interpreter.compiler.compile_program import Silent, read_file
from transform.rpython import class_name, wrap


class Hash(FieldReader):
    """A hash of all names, values and positions of a tree; constants count by their class."""

    value: int

    def __init__(self) -> None:
        self.value = 5381

    def add(self, text: str) -> None:
        for c in text:
            self.value = wrap(self.value * 33 + ord(c))

    def node(self, name: str, value: Optional[ast.Node]) -> None:
        self.add(name)
        if value is not None:
            self.add(class_name(value))
            self.add(f"{value.lineno} {value.col_offset} {value.end_lineno} {value.end_col_offset}")
            value.read_fields(self)

    def text(self, name: str, value: Optional[str]) -> None:
        self.add(name)
        if value is not None:
            self.add(value)

    def constant(self, name: str, value: Object) -> None:
        self.add(name)
        self.add(class_name(value))

    def integer(self, name: str, value: int) -> None:
        self.add(f"{name} {value}")

    def operator(self, name: str, value: str) -> None:
        self.add(value)

    def begin_list(self, name: str) -> None:
        self.add(name)

    def end_list(self) -> None:
        self.add("]")


def report(data: bytes) -> str:
    """What the program prints for a source."""
    result = Hash()
    try:
        result.node("", parse(data, Mode.EXEC, Silent()))
    except SyntaxFailure as failure:
        return f"{failure.kind}: {failure.message} ({failure.lineno}, {failure.offset})"
    return str(result.value)


def main(argv: list[str]) -> int:
    for name in argv[1:]:
        if argv[1] != "-t":
            print(report(read_file(name)))
        elif name != "-t":
            parse(read_file(name), Mode.EXEC, Silent())
    return 0
